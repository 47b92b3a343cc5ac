"""JSON for programs: the reading of the contract, its schema, and the rows of a list."""

import json

import msgspec

from sayso.types import Reading

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def encode_line(value: msgspec.Struct) -> bytes:
    """One line of UTF-8, keys in the order of the contract. A half character, which JSON cannot hold, becomes "?"."""
    try:
        return msgspec.json.encode(value) + b"\n"
    except UnicodeEncodeError:
        written = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
        return written.encode("utf-8", "replace") + b"\n"


def make_schema() -> bytes:
    """The JSON Schema of a reading, drawn from its types."""
    schema = {"$schema": _DIALECT, **msgspec.json.schema(Reading)}
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"
