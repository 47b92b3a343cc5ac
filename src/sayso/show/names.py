"""Names for what is handed on: the same in each export and each format, and nobody else's."""

import json
import re
from uuid import NAMESPACE_URL, UUID, uuid5

_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")


def make_uuid(*key: str) -> UUID:
    """The UUID of what this key names."""
    return uuid5(NAMESPACE_URL, json.dumps(("sayso", *key)))


def make_urn(*key: str) -> str:
    """The same as an IRI."""
    return make_uuid(*key).urn


def find_address(url: str | None) -> str | None:
    """The address of a report, where it is one that may be followed."""
    return url if url and _ADDRESS.fullmatch(url) else None
