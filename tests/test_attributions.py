"""Golden texts: everything that each build of sentence attributes is read, in the marks of golden/attributions.txt.

A group whose heading says `not yet: N` has N statements that today's model misses or has in excess, and never more: a
change that reads more of them lowers the number.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from sayso.attribute import attribute
from sayso.types import Report, Spans, Statement

sys.path.append(str(Path(__file__).parents[1]))

from evaluation.kept_back import draft_of
from training.reports import read_marks

GOLDEN = Path(__file__).parent / "golden" / "attributions.txt"
LEAST_SHARED = 0.8  # of the letters that a marked and a found content have together
CITING = re.compile(r"(?i)\b(?:citing|quoting|with reference to)\b")
MOST_EXCESS = 1  # statements of a group that nobody marked


def groups() -> list[object]:
    """The marked texts of a group and how much of it is not read yet, one parameter each."""
    _, *parts = re.split(r"^== ", GOLDEN.read_text(encoding="utf-8"), flags=re.MULTILINE)
    out = []
    for part in parts:
        heading, _, body = part.strip().partition("\n\n")
        name, _, known = heading.partition(" · not yet: ")
        texts = [" ".join(text.split("\n")) for text in body.split("\n\n")]
        out.append(pytest.param(texts, int(known or 0), id=name))
    return out


def letters(text: str, spans: Spans) -> set[int]:
    return {i for a, b in spans for i in range(a, b) if text[i].isalnum()}


def is_same(text: str, marked: Statement, found: Statement) -> bool:
    """Whether the contents (the cues, where there is none) share enough, and the sources share anything."""
    if bool(marked.content) != bool(found.content):
        return False
    ours, theirs = (letters(text, s.content or s.cue) for s in (marked, found))
    sources = letters(text, marked.source), letters(text, found.source)
    shared_source = sources[0] & sources[1] or not (sources[0] or sources[1])
    least = LEAST_SHARED if marked.content else 0.01
    return bool(shared_source) and len(ours & theirs) >= least * len(ours | theirs)


def is_nested(text: str, inner: Statement, every: Sequence[Statement]) -> bool:
    """Whether another marked content holds the statement's content (its cue, where there is none).

    Who is cited stands inside the statement that cites him, whose content is the same.
    """
    mine = letters(text, inner.content or inner.cue)
    is_cited = any(CITING.search(span.of(text)) for span in inner.cue)
    contents = [letters(text, other.content) for other in every if other is not inner]
    return any(mine < theirs or (is_cited and mine == theirs) for theirs in contents)


def stands_inside(text: str, found: Statement, every: Sequence[Statement]) -> bool:
    """Whether the found statement has a parent whose content holds (nearly all of) its own."""
    mine = letters(text, found.content or found.cue)
    contents = [letters(text, s.content) for s in every if s.id == found.parent]
    return any(len(mine & theirs) >= LEAST_SHARED * len(mine) for theirs in contents)


def compare(marked_text: str) -> tuple[list[str], list[str]]:
    """The contents of the marked statements that were not read, and of the found ones that nobody marked."""
    text, told = read_marks(marked_text.replace("¶", "\n\n"))
    marked = [draft_of(t) for t in told.values()]
    found = attribute(Report(id="golden", text=text))
    left, missed = list(found), []
    for statement in marked:
        nested = is_nested(text, statement, marked)
        fits = [s for s in left if is_same(text, statement, s) and (not nested or stands_inside(text, s, found))]
        if fits:
            left.remove(fits[0])
        else:
            missed.append(shown(text, statement))
    return missed, [shown(text, s) for s in left]


def shown(text: str, statement: Statement) -> str:
    spans = (statement.source, statement.cue, statement.content)
    return " | ".join(" … ".join(span.of(text) for span in part) for part in spans)


@pytest.mark.parametrize(("texts", "not_yet"), groups())
def test_group(texts: list[str], not_yet: int) -> None:
    results = [compare(text) for text in texts]
    missed = [row for rows, _ in results for row in rows]
    excess = [row for _, rows in results for row in rows]
    count = len(missed) + max(0, len(excess) - MOST_EXCESS)
    assert count <= not_yet, {"not read right": count, "missed": missed, "in excess": excess}
