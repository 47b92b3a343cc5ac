"""From pieces of print to running text: columns in their order, heads and page numbers off, lines joined."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_EDGE = 0.12  # of the height of a page: where its heads and numbers stand
_SHORT = 0.85  # of the width of a column: a shorter line may end a paragraph
_WIDE_STEP = 1.35  # of the usual step from line to line
_INDENT = 6  # points
_SIZE = 1.15  # how much larger type must be to be other type
_NUMBER = re.compile(r"[\W_]*#[\W_#]*")  # a line of numbers and marks, its digits written as #
_ENDS = re.compile(r"[.!?:][\"'”’»)\]]*$")
_HYPHENED = re.compile(r"(?<!\w)\w++-\w++")
_LAST_WORD = re.compile(r"(?<!\w)\w*+-$")
_FIRST_WORD = re.compile(r"\w*")


class Piece(NamedTuple):
    """Words on one line, where they stand on which page (from 0), in points from its left and bottom."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    page: int
    page_height: float

    @property
    def size(self) -> float:
        """The height of the type."""
        return self.top - self.bottom


def order_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a page as they are read.

    The order in the file is right as a rule. Where it goes across the columns, line by line, the left one comes first,
    down to the next line that spans both.
    """
    beside = [(a, b) for a, b in pairwise(pieces) if _is_beside(a, b)]
    if len(beside) < max(3, len(pieces) / 5):
        return _join_beside(pieces)
    gutter = median(b.left for _, b in beside)
    out: list[Piece] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (-round(p.bottom), p.left)):
        if piece.left >= gutter - _INDENT:
            right.append(piece)
        elif piece.right <= gutter + _INDENT:
            left.append(piece)
        else:
            out += [*left, *right, piece]
            left, right = [], []
    return [*out, *left, *right]


def drop_running_heads(pages: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The pieces of all pages, without page numbers and the lines that stand at the edge of page after page."""
    written = Counter(key for page in pages for key in {_key(piece) for piece in page if _is_at_edge(piece)})
    often = max(2, len(pages) / 3)
    return [
        piece
        for page in pages
        for piece in page
        if not (_is_at_edge(piece) and (written[_key(piece)] >= often or _NUMBER.fullmatch(_key(piece))))
    ]


def join_pieces(pieces: Sequence[Piece]) -> str:
    """The text, a paragraph a line; words that a line's end divided are whole again."""
    known = {word.casefold() for piece in pieces for word in _HYPHENED.findall(piece.text)}
    steps = [a.bottom - b.bottom for a, b in pairwise(pieces) if _is_below(a, b)]
    step = median(steps) if steps else 0.0
    edges = _right_edges(pieces)
    out: list[str] = []
    for before, piece in zip([None, *pieces], pieces, strict=False):
        words = " ".join(piece.text.split())
        if before is None or _begins_paragraph(before, piece, step, edges):
            out += ["\n", words]
        else:
            out[-1:] = [*_end_line(out[-1], words, known), words]
    return "".join(out[1:])


def _is_beside(a: Piece, b: Piece) -> bool:
    """Whether b stands to the right of a, on the same line."""
    return b.left > a.right and abs(a.bottom - b.bottom) < 0.5 * min(a.size, b.size)


def _join_beside(pieces: Iterable[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for piece in pieces:
        if out and _is_beside(out[-1], piece):
            a = out[-1]
            out[-1] = a._replace(text=f"{a.text} {piece.text}", right=piece.right, top=max(a.top, piece.top))
        else:
            out.append(piece)
    return out


def _is_at_edge(piece: Piece) -> bool:
    return piece.top < _EDGE * piece.page_height or piece.bottom > (1 - _EDGE) * piece.page_height


def _key(piece: Piece) -> str:
    """The words of a piece, its numbers not told apart."""
    return re.sub(r"\d+", "#", " ".join(piece.text.split()).casefold())


def _is_below(a: Piece, b: Piece) -> bool:
    """Whether b is the next line under a."""
    return a.page == b.page and 0 < a.bottom - b.bottom < 4 * a.size and b.left < a.right and a.left < b.right


def _right_edges(pieces: Iterable[Piece]) -> dict[tuple[int, int], float]:
    """By page and left edge (in steps of 40 points), how far to the right lines go."""
    out: dict[tuple[int, int], float] = {}
    for piece in pieces:
        for key in _edge_keys(piece):
            out[key] = max(out.get(key, 0.0), piece.right)
    return out


def _edge_keys(piece: Piece) -> Iterator[tuple[int, int]]:
    column = int(piece.left // 40)
    yield from ((piece.page, column), (piece.page, column - 1))


def _begins_paragraph(a: Piece, b: Piece, step: float, edges: dict[tuple[int, int], float]) -> bool:
    """Whether b, which follows a, is the first line of a paragraph."""
    is_divided = a.text.rstrip().endswith("-")
    goes_on = is_divided or (not _ENDS.search(a.text.rstrip()) and b.text[:1].islower())
    if max(a.size, b.size) > _SIZE * min(a.size, b.size):
        return True
    if not _is_below(a, b):
        return not goes_on
    if a.bottom - b.bottom > _WIDE_STEP * step or b.left - a.left > _INDENT:
        return not is_divided
    width = max(edges[key] for key in _edge_keys(a)) - a.left
    return not goes_on and a.right - a.left < _SHORT * width


def _end_line(line: str, words: str, known: set[str]) -> tuple[str, str]:
    """A line, and what stands between it and the words that go on from it.

    A hyphen at its end stays where the word is written with one elsewhere, or a name follows.
    """
    if not line.endswith("-"):
        return line, " "
    head, tail = _LAST_WORD.search(line), _FIRST_WORD.match(words)
    whole = f"{head[0] if head else ''}{tail[0] if tail else ''}".casefold()
    return (line if whole in known or not words[:1].islower() else line[:-1]), ""
