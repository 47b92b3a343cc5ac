"""Words of a report made harmless for a terminal or a page."""

import unicodedata

_UNSAFE_CATEGORIES = {"Cc", "Cs"}  # control characters, lone surrogates
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}  # explicit changes of direction


def make_harmless(words: str) -> str:
    """As many characters, without those by which a text could speak to the terminal or turn a line around."""
    return "".join("�" if _is_unsafe(c) else c for c in words)


def make_printable(words: str) -> str:
    """The same on one line."""
    return make_harmless(" ".join(words.split()))


def _is_unsafe(character: str) -> bool:
    return unicodedata.category(character) in _UNSAFE_CATEGORIES or unicodedata.bidirectional(character) in _TURNING
