"""Text to word pieces with offsets, and word pieces to windows.

Training and running import this one module, so that both see the same numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.model.weights import load_weights
from sayso.text import find_paragraphs, find_quotations

WINDOW = 254  # pieces of a window, the opening and closing piece not counted
CORE = 190  # of these, those whose cues are read in this window; the rest is context
BEFORE = 40  # pieces of context before the core, where there are so many

_WORD = re.compile(r"\w+")
_OPENING, _CLOSING, _BREAK = 101, 102, 1  # [CLS], [SEP] and [unused0] of BERT's uncased vocabulary
_PARAGRAPHS_AT_ONCE = 1000  # paragraphs handed to the tokenizer in one call: bounds its memory


class Case:
    """How a word is written. The vocabulary is without case; names are not."""

    NONE, LOWER, TITLE, UPPER, MIXED, NUMBER = range(6)
    COUNT = 6


class Marking:
    """Where a piece stands to the quotation marks."""

    OUTSIDE, INSIDE, MARK = range(3)
    COUNT = 3


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a whole text, one row each; between two paragraphs stands a break piece.

    `start` and `end` are code points into the text (equal for a break piece).
    """

    ids: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    case: NDArray[np.int64]
    quote: NDArray[np.int64]

    def __len__(self) -> int:
        """How many pieces."""
        return len(self.ids)

    def touching(self, start: int, end: int) -> tuple[int, int]:
        """The numbers [first, last) of the pieces that touch the code points [start, end), break pieces included."""
        return int(np.searchsorted(self.end, start, side="right")), int(np.searchsorted(self.start, end, side="left"))


class Window(NamedTuple):
    """Pieces [start, end) seen by the encoder at once; cues are read in [core_start, core_end) only."""

    start: int
    end: int
    core_start: int
    core_end: int


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_str(load_weights("tokenizer.json").decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def make_pieces(text: str) -> Pieces:
    """Cut a text into word pieces."""
    paragraphs = list(find_paragraphs(text))
    ids: list[int] = []
    start: list[int] = []
    end: list[int] = []
    for first in range(0, len(paragraphs), _PARAGRAPHS_AT_ONCE):
        some = paragraphs[first : first + _PARAGRAPHS_AT_ONCE]
        lines = [_speakable(text[a:b]) for a, b in some]
        for paragraph, encoding in zip(some, _tokenizer().encode_batch(lines, add_special_tokens=False), strict=True):
            if ids:
                ids.append(_BREAK)
                start.append(paragraph.start)
                end.append(paragraph.start)
            ids.extend(encoding.ids)
            for a, b in encoding.offsets:
                start.append(paragraph.start + a)
                end.append(paragraph.start + b)
    starts = np.asarray(start, dtype=np.int64)
    ends = np.asarray(end, dtype=np.int64)
    is_break = starts == ends
    case = np.where(is_break, Case.NONE, _case_of_letters(text)[np.minimum(starts, max(len(text) - 1, 0))])
    quote = np.where(is_break, Marking.OUTSIDE, _quote_of_letters(text)[np.minimum(starts, max(len(text) - 1, 0))])
    return Pieces(np.asarray(ids, dtype=np.int64), starts, ends, case, quote)


def make_windows(pieces: Pieces) -> Iterator[Window]:
    """Yield windows whose cores cover every piece once.

    A core ends where a paragraph does, if one does; a longer paragraph is cut.
    """
    breaks = np.flatnonzero(pieces.ids == _BREAK)
    start, total = 0, len(pieces)
    while start < total:
        end = min(start + CORE, total)
        if end < total:
            last = int(np.searchsorted(breaks, end, side="right")) - 1
            if last >= 0 and breaks[last] > start:
                end = int(breaks[last])
        left = max(0, start - BEFORE)
        yield Window(left, min(total, left + WINDOW), start, end)
        start = end


def inputs_of(pieces: Pieces, start: int, end: int) -> NDArray[np.int64]:
    """What the encoder takes for the pieces [start, end): an array (3, end - start + 2) of ids, case and quote."""
    rows = np.zeros((3, end - start + 2), dtype=np.int64)
    rows[0, 0], rows[0, -1] = _OPENING, _CLOSING
    rows[0, 1:-1] = pieces.ids[start:end]
    rows[1, 1:-1] = pieces.case[start:end]
    rows[2, 1:-1] = pieces.quote[start:end]
    return rows


def _speakable(line: str) -> str:
    """The line with lone surrogates replaced, which the tokenizer cannot take; as many code points as before."""
    return line.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= c <= "\udfff" for c in line) else line


def _case_of_letters(text: str) -> NDArray[np.int64]:
    case = np.zeros(max(len(text), 1), dtype=np.int64)
    for match in _WORD.finditer(text):
        case[match.start() : match.end()] = _case_of(match.group())
    return case


def _case_of(word: str) -> int:
    if word.islower():
        return Case.LOWER
    if word[0].isdigit():
        return Case.NUMBER
    if len(word) > 1 and word.isupper():
        return Case.UPPER
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return Case.TITLE
    return Case.MIXED


def _quote_of_letters(text: str) -> NDArray[np.int64]:
    quote = np.zeros(max(len(text), 1), dtype=np.int64)
    for (start, end), is_closed in find_quotations(text):
        quote[start:end] = Marking.INSIDE
        quote[start] = Marking.MARK
        if is_closed:
            quote[end - 1] = Marking.MARK
    return quote
