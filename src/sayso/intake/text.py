"""From the bytes of a file to its characters, every one of them kept."""

import codecs
from collections.abc import Iterator

from sayso.intake.furniture import Particulars
from sayso.intake.sources import Found, Source, hash_of
from sayso.problems import UnreadableInputError, make_problem
from sayso.types import Problem

_LOST = "\ufffd"
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def read(source: Source) -> Iterator[Found]:
    """The report that a plain-text file is."""
    data = source.load()
    text, problems = decode(data)
    yield Found(text, Particulars(original=hash_of(data)), problems)


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a plain-text file, a byte-order mark included, and what went wrong with its encoding.

    Raises UnreadableInputError for what is no text: nothing but white space, or NUL characters.
    """
    text, problems = decode_any(data)
    if "\0" in text:
        raise UnreadableInputError("not plain text, it holds NUL bytes; save the report as UTF-8 text")
    if not text.removeprefix(codecs.BOM_UTF8.decode()).strip():
        raise UnreadableInputError("empty; give the text of a report")
    return text, problems


def decode_any(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The characters of any bytes, and what went wrong with their encoding."""
    if encoding := _UTF_16.get(data[:2]):
        text = data.decode(encoding, "replace")
        return text, (make_problem("not-utf-8", tried="UTF-16", lost=text.count(_LOST)),)
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        return _decode_damaged(data)


def _decode_damaged(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """A UTF-8 file with a few bad bytes stays UTF-8: in Windows-1252 each of its “ and é would be wrong."""
    text = data.decode("utf-8", "replace")
    lost = text.count(_LOST) - data.count(_LOST.encode())
    tried = "UTF-8 with replacement characters"
    if sum(not c.isascii() for c in text) < 2 * lost:
        text = data.decode("cp1252", "replace")
        lost, tried = text.count(_LOST), "Windows-1252"
    return text, (make_problem("not-utf-8", tried=tried, lost=lost),)
