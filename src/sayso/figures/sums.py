"""Whether figures that stand together add up: a total with its parts, a change with its ends.

Looked at is only what surely belongs together: exact counts in one sentence, right beside one another. "12 people died,
7 men and 4 women" has parts; "12 people died, 7 men and 4 women were hurt" has none.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sayso.figures.counting import words_labelled
from sayso.lexicon import pattern_of
from sayso.types import Bound, Figure, Span

_LONGEST_GAP, _BEFORE = 80, 25  # code points between figures, and before a change
_MOST_PARTS = 50  # a longer list is a table: looked at from each of its figures it would take for ever
_JOINTS = frozenset((",", "and", ", and", "&"))
_OPENERS, _ENDS = tuple(":(—–-"), tuple(".;:,)—–!?")
_DIVISIONS = tuple(f"division {number}" for number in range(1, 5))
_SENTENCE_END = re.compile(r"[.!?;\n\r]")


class Mismatch(NamedTuple):
    """Figures that do not add up: the span from the first to the last, what they come to, and what is told."""

    span: Span
    found: float
    told: float


def find_mismatches(text: str, figures: Sequence[Figure]) -> Iterator[Mismatch]:
    """The totals and changes in the text that are not what their parts or ends come to, in order of the figures."""
    for at, figure in enumerate(figures):
        parts, is_whole = _parts_of(text, figures, at)
        found = sum(part.value for part in parts)
        if parts and (found != figure.value if is_whole else found > figure.value):
            yield Mismatch(Span(figure.span.start, parts[-1].span.end), found, figure.value)
        change = _change_of(text, figures, at)
        if change:
            first, last = min(figure.span.start, change.span.start), max(figures[at + 1].span.end, change.span.end)
            found = _change_between(figure, figures[at + 1], change)
            if not _agrees(change, found, figure):
                yield Mismatch(Span(first, last), found, change.value)


def _gap(text: str, one: Figure, other: Figure) -> str:
    """What stands between two figures; a line end where they are far apart."""
    start, end = one.span.end, other.span.start
    return text[start:end] if end - start <= _LONGEST_GAP else "\n"


# ---------------------------------------------------------------- a total and its parts


def _parts_of(text: str, figures: Sequence[Figure], at: int) -> tuple[Sequence[Figure], bool]:
    """The parts listed behind a total, and whether they are all of it; empty where none surely are."""
    after, last = at + 2, min(len(figures), at + 2 + _MOST_PARTS)
    while after < last and _gap(text, figures[after - 1], figures[after]).strip() in _JOINTS:
        after += 1
    total, parts = figures[at], figures[at + 1 : after]
    if not 2 <= len(parts) <= _MOST_PARTS or not all(map(_is_count, (total, *parts))):
        return (), False
    joints = [_gap(text, one, other) for one, other in pairwise(parts)]
    behind = text[parts[-1].span.end : parts[-1].span.end + 2].strip()
    if "and" not in joints[-1] or (behind and not behind.startswith(_ENDS)):
        return (), False
    opening = _gap(text, total, parts[0])
    is_divided = any(all(_is_any(part, division) for part in parts) for division in _DIVISIONS)
    are_people = _is_any(total, "persons") and is_divided and sum(_is_any(p, "young") for p in parts) < 2
    is_listed = opening.strip() in _OPENERS and len({p.unit for p in parts}) == len(parts)
    is_beside = are_people and opening.rstrip().endswith((",", *_OPENERS)) and _is_plain(opening.rstrip()[:-1])
    is_some = are_people and _is_plain(opening.replace(",", "")) and opening.endswith(" including ")
    return (parts, not is_some) if is_listed or is_beside or is_some else ((), False)


def _is_plain(words: str) -> bool:
    """Whether a stretch goes on in one clause."""
    return not re.search(r"[^\w\s'’-]|\b(?:and|or|but|while|as)\b", words) and not _SENTENCE_END.search(words)


def _is_count(figure: Figure) -> bool:
    """Whether a figure counts things, exactly."""
    is_measure = _is_any(figure, "measure", "years", "percent", "lengths") or (figure.unit or "").endswith(" old")
    is_exact = figure.bound is Bound.EXACT and figure.value_max is None and figure.value == int(figure.value)
    return bool(figure.unit) and is_exact and not is_measure and not (figure.unit or "").isupper()


def _is_any(figure: Figure, *labels: str) -> bool:
    return any((figure.unit or "").lower() in words_labelled(label) for label in labels)


# ---------------------------------------------------------------- a change and its ends


def _change_of(text: str, figures: Sequence[Figure], at: int) -> Figure | None:
    """The change told beside “from 8,600 to 4,500”, whose first end is the figure at a place."""
    start = figures[at].span.start
    if at + 1 >= len(figures) or text[max(0, start - 5) : start].lower() != "from ":
        return None
    one, other = figures[at], figures[at + 1]
    if one.value_max or other.value_max or _gap(text, one, other) != " to " or _differ(one, other):
        return None
    if at and _gap(text, figures[at - 1], one).strip() in ("from", ", from"):
        change = figures[at - 1]
        before = text[max(0, change.span.start - _BEFORE) : change.span.start]
        if pattern_of("figures", "change").search(before) and not _SENTENCE_END.search(before):
            return _if_alike(change, one)
    if at + 2 < len(figures):
        change = figures[at + 2]
        gap = _gap(text, other, change)
        noun = pattern_of("figures", "change").search(gap) if gap.endswith(" of ") else None
        if noun and gap[noun.end() :] == " of " and gap.lstrip()[:1] in (",", "—", "–", "-") and _is_plain(gap[2:]):
            return _if_alike(change, one)
    return None


def _if_alike(change: Figure, end: Figure) -> Figure | None:
    return None if change.value_max or (_differ(change, end) and not _is_percent(change)) else change


def _differ(one: Figure, other: Figure) -> bool:
    return one.unit is not None and other.unit is not None and one.unit != other.unit


def _is_percent(figure: Figure) -> bool:
    return (figure.unit or "").startswith("percent")


def _change_between(one: Figure, other: Figure, change: Figure) -> float:
    difference = abs(one.value - other.value)
    is_relative = _is_percent(change) and not _is_percent(one) and one.value
    return 100 * difference / one.value if is_relative else difference


def _agrees(change: Figure, found: float, first: Figure) -> bool:
    """Whether the change told is the one found, as far as the rounding and the bounds allow."""
    if _is_percent(change) and _is_percent(first) and abs(100 * found / first.value - change.value) < 1:
        return True  # "from 40 to 50 percent, a rise of 25 percent"
    room = max(_rounding(change.value), 1.0 if _is_percent(change) else 0.0)
    if change.bound is Bound.ABOUT:
        room = max(room, change.value / 5)
    if change.bound in (Bound.MORE_THAN, Bound.AT_LEAST):
        return found >= change.value - room
    if change.bound in (Bound.LESS_THAN, Bound.AT_MOST):
        return found <= change.value + room
    return abs(found - change.value) <= room


def _rounding(value: float) -> float:
    """Half of the last place that is not a nought: 500 of 4,000, 0.05 of 2.1."""
    digits = f"{value:.15g}"
    if "e" in digits:
        return value
    if "." in digits:
        return 0.5 / 10.0 ** len(digits.partition(".")[2])
    return 0.5 * 10.0 ** (len(digits) - len(digits.rstrip("0")))
