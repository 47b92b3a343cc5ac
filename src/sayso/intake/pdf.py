"""From a PDF to the text of its report: without running heads, its words and paragraphs whole. Needs pypdfium2: `pdf`.

Offsets count code points of that text, a paragraph a line.
"""

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdfium2 import raw

from sayso.intake.dates import parse_stated
from sayso.intake.faults import surviving
from sayso.intake.furniture import NOTHING_KNOWN, Particulars
from sayso.intake.layout import Piece, drop_running_heads, join_pieces, order_pieces
from sayso.intake.sources import Found, Source, hash_of
from sayso.problems import UnreadableInputError, make_problem
from sayso.types import DateRule

MAX_PAGES = 2000
MAX_LETTERS = 5_000_000  # of all pages together; a few megabytes can unpack to any number
_HYPHENS = "\x02\ufffe"  # pdfium's marks for a hyphen at the end of a line
_GAP = 1.5  # heights of a letter between two words of one line: more is the space between columns
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'?(\d\d))?")


def read(source: Source) -> Iterator[Found]:
    """The report that a PDF is. Raises UnreadableInputError for one that is locked, damaged or all pictures."""
    data = source.load()
    with surviving("PDF"):
        pages, made = _load_pages(data)
    text = join_pieces(drop_running_heads([order_pieces(page) for page in pages]))
    if not text.strip():
        raise UnreadableInputError("this PDF holds pictures of text only; make text of them (ocrmypdf), and read that")
    lost = sum(not page for page in pages)
    problems = (make_problem("lost-pages", lost=lost, pages=len(pages)),) if lost else ()
    yield Found(text, Particulars(original=hash_of(data)).over(made), problems)


def _load_pages(data: bytes) -> tuple[list[list[Piece]], Particulars]:
    """The pieces of text of each page, and when the file was made: an ISO date-time, a guess at the publication."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableInputError("this PDF is locked with a password; save it without one") from error
        raise
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableInputError(f"more than {MAX_PAGES:,} pages, too much for one report; split it")
        pages, left = [], MAX_LETTERS
        for number in range(len(document)):
            pages.append(_read_page(document, number, left))
            left -= sum(len(piece.text) for piece in pages[-1])
        return pages, _read_made(document.get_metadata_value("CreationDate"))
    finally:
        document.close()


def _read_page(document: Any, number: int, left: int) -> list[Piece]:
    """The pieces of a page, of at most so many letters; none where it is damaged."""
    try:
        page = document[number]
        letters = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    try:
        if letters.count_chars() > left:
            raise UnreadableInputError(
                f"more than {MAX_LETTERS:,} letters, too many for a report; save its text instead"
            )
        return list(_find_pieces(letters, number, page.get_height()))
    finally:
        letters.close()
        page.close()


def _find_pieces(letters: Any, page: int, height: float) -> Iterator[Piece]:
    """Runs of letters on one line, without a gap as wide as between columns."""
    words, box = "", (0.0, 0.0, 0.0, 0.0)
    for at in range(letters.count_chars()):
        letter = _letter(letters, at)
        is_break = letter in "\r\n" or letter in _HYPHENS
        left, bottom, right, top = letters.get_charbox(at, loose=True)
        is_far = bool(words) and letter > " " and left - box[2] > _GAP * (box[3] - box[1])
        if words and (is_break or is_far):
            yield Piece(f"{words}-" if letter in _HYPHENS else words, *box, page, height)
            words = ""
        if is_break or (letter.isspace() and not words):
            continue
        if letter.isspace():
            words += " "
            continue
        box = (left, bottom, right, top) if not words else (box[0], min(box[1], bottom), right, max(box[3], top))
        words += letter
    if words:
        yield Piece(words, *box, page, height)


def _letter(letters: Any, at: int) -> str:
    """The character at a place of the page; what is no character, as its replacement."""
    code = raw.FPDFText_GetUnicode(letters, at)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF else "\ufffd"


def _read_made(stated: str) -> Particulars:
    found = _DATE.match(stated or "")
    if not found:
        return NOTHING_KNOWN
    year, month, day, hour, minute, second, ahead, minutes = found.groups()
    zone = f"{ahead}:{minutes}" if ahead else "Z" if "Z" in found.group() else ""
    made = parse_stated(f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
    return Particulars(published=made, date_rule=DateRule.FILE) if made else NOTHING_KNOWN
