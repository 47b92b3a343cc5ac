"""Words of a report made harmless for a terminal or a page."""

import re

# Control characters, lone surrogates, and explicit changes of direction.
_UNSAFE = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\u202a-\\u202e\\u2066-\\u2069]")


def make_harmless(words: str) -> str:
    """As many characters, without those by which a text could speak to the terminal or turn a line around."""
    return _UNSAFE.sub("�", words)


def make_printable(words: str) -> str:
    """The same on one line."""
    return make_harmless(" ".join(words.split()))
