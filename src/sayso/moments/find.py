"""When: the times that a report names, resolved against its publication date.

The rules are short expressions over the code letters of `scene`; each names the function of `periods` that turns
what it matched into days. Times of day belong to their day. A time that cannot be resolved is vague.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sayso.moments.dates import shift_months
from sayso.moments.digits import read_short_year, read_slashed
from sayso.moments.hours import read_clock, read_part_of_day
from sayso.moments.lengths import (
    read_alone,
    read_compared,
    read_every,
    read_length,
    read_lengths,
    read_set,
)
from sayso.moments.periods import (
    Match,
    Resolved,
    read_beside,
    read_century,
    read_counted,
    read_date,
    read_daypart,
    read_holiday,
    read_month,
    read_numbered_part,
    read_plain_unit,
    read_season,
    read_short_decade,
    read_today,
    read_unit,
    read_vague,
    read_weekday,
    read_year,
)
from sayso.moments.scene import Scene
from sayso.types import Moment, Span

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_YEARS = range(1000, 2101)
_PART = "(?:(?P<p>E)[-tfi]*)?"
_OF_YEAR = "(?:[-,f]?(?P<r>[LNH])(?P<u>u))"
_WEEKDAY = r"(?:[Ww]\.?P?,?i?t?)?"
_RULES: tuple[tuple[re.Pattern[str], Callable[[Match], Resolved]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"t?(?P<d>P)", read_part_of_day),
        (r"'(?P<n>[1n])(?!z)", read_short_year),
        (r"[1n]:[1n](?::[1n])?K?(?:\(?Z)?|(?:[1n]-)?[1n]K(?:\(?Z)?|[1n4]Z", read_clock),
        (r"n/n/[n4]", read_slashed),
        (r"(?P<y>4)-(?P<m>1)-(?P<d>1)", read_date),
        (rf"{_WEEKDAY}(?P<m>[Mm])\.?t?(?P<d>1)o?(?:[-j](?P<d2>1)o?(?![MmK:]))?(?:,?f?(?P<y>4)|{_OF_YEAR})?", read_date),
        (rf"{_WEEKDAY}t?(?P<d>1)o?(?:[-j](?P<d2>1)o?)?[-f]?(?P<m>[Mm])\.?(?:,?(?P<y>4)|{_OF_YEAR})?", read_date),
        (rf"{_PART}(?P<m>[Mm])\.?(?:[,f]?(?P<y>4)(?!-1-)|{_OF_YEAR})", read_month),
        (rf"{_PART}(?P<r>[LNH])?{_PART.replace('p', 'p2')}(?P<m>[Mm])", read_month),
        (r"(?P<y>4)[-/](?P<y2>[41n])(?![-/%U])", read_year),
        (rf"{_PART}(?P<y>4)'?(?P<s>z)?", read_year),
        (r"(?:(?P<p>E)-|t(?:(?P<p2>E)-?)?|')'?(?:(?P<n>[1n])'?z|(?P<d>d))", read_short_decade),
        (r"(?<=zk)(?P<n>[1n])'?z|(?<=dk)(?P<d>d)", read_short_decade),
        (rf"{_PART}(?:(?P<o>O)|(?P<o1>1)o)-?(?P<u>[uU])(?!f[xX])", read_century),
        (r"t?(?P<o>O)-?(?P<u2>u)(?:f?t?(?:(?P<y>4)|(?P<r>[LNH])?(?P<u>u)))?", read_numbered_part),
        (rf"[BF]?{_PART}(?P<r>[LNHR])?(?P<w>W)P?", read_weekday),
        (r"(?P<w>W)P?f?(?P<r>[LNH])(?P<u>u)", read_weekday),
        (rf"[BF]?{_PART}(?P<t>T)P?", read_today),
        (rf"(?P<t>t)?{_PART}(?P<r>[LNHR])P", read_daypart),
        (rf"(?:(?P<b>B)|(?P<l>F)|t?{_PART})t?(?P<r>[LNHR])(?:(?P<n>[1nv])|(?=u))(?P<u>[uU])", read_unit),
        (rf"{_PART}t(?P<u>u)(?!f)", read_plain_unit),
        (r"q?(?P<n>[1nav])(?P<h>-?k-?a?-?u)?-?(?P<u>[uU])(?P<h2>kau)?,?(?P<w>[ABFGb])", read_counted),
        (r"t(?P<u>u)(?P<w>[BFRb])", read_beside),
        (rf"{_PART}(?:(?P<r>[LNH])|t)?(?P<s>S)f?(?P<y>4)", read_season),
        (rf"{_PART}(?:(?P<r>[LNH])|(?P<t>t)|(?P<i>[ib]))(?P<s>S)(?:f(?P<r2>[LNH])(?P<u>u))?", read_season),
        (r"(?P<r>[LNH])?(?P<d>D)(?:,?(?P<y>4))?", read_holiday),
        (r"R[up]f?t?(?:(?P<r>L)(?P<u>u)|a(?P<u2>u)[AB]|[fi]?(?P<y>4))", read_compared),
        (
            r"q?(?:[1n](?:j|k|-)q?|u(?=a))??(?P<n>[1nva]|4(?=U))(?P<h>-?k-?a?-?u)?-?(?P<x>x)?(?P<u>[uU])(?:kau)?",
            read_length,
        ),
        (r"q?t?(?P<l>[LN])?(?P<u>U)(?P<w>[ABFG])?", read_lengths),
        (r"e(?:O|[1n]o?|x)?(?P<u>[uUWPSM])P?", read_every),
        (r"y", read_set),
        (r"t?(?P<r>[HL])", read_alone),
        (r"V", read_vague),
    )
)
_STARTS = frozenset("1n4aUMmWwTPSLNHREDVOqtBFv'ibey")


class _Time(NamedTuple):
    """A time in the items [first, after): its first and last day, an open end None, both None where it is vague."""

    first: int
    after: int
    is_clock: bool
    earliest: date | None = None
    latest: date | None = None


def find_moments(text: str, published: str | None) -> tuple[Moment, ...]:
    """The times in the text, in order. `published` is an ISO date or date-time.

    Without it only what carries its own year is resolved, and the rest is vague.
    """
    scene = Scene(text, _published_day(published))
    return tuple(_as_moment(scene, time) for time in _with_bounds(scene, _with_ranges(scene, list(_find_times(scene)))))


def _published_day(published: str | None) -> date | None:
    try:
        day = date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
    return day if day and day.year in _YEARS else None


def _as_moment(scene: Scene, time: _Time) -> Moment:
    span = Span(scene.items[time.first].start, scene.items[time.after - 1].end)
    earliest, latest = (day.isoformat() if day else None for day in (time.earliest, time.latest))
    return Moment(span=span, earliest=earliest, latest=latest, vague=earliest is None and latest is None)


def _find_times(scene: Scene) -> Iterator[_Time]:
    at = 0
    while at < len(scene.codes):
        time = _time_at(scene, at) if scene.codes[at] in _STARTS else None
        if time:
            yield time
            if time.earliest and time.latest and not time.is_clock:
                scene.named, scene.named_at = (time.earliest, time.latest), at
        at = time.after if time else at + 1


def _time_at(scene: Scene, at: int) -> _Time | None:
    """The longest time that starts at an item; of two that are as long, the one of the earlier rule."""
    best: _Time | None = None
    for rule, read in _RULES:
        match = rule.match(scene.codes, at)
        if not match or match.end() <= (best.after if best else at):
            continue
        days = read(Match(scene, match))
        if days is not None:
            earliest, latest = (None, None) if days == "vague" else days
            best = _Time(at, match.end(), read in (read_clock, read_part_of_day), earliest, latest)
    return best


def _with_ranges(scene: Scene, times: list[_Time]) -> Iterator[_Time]:
    """Join the ends of ranges, and clock times with their day."""
    pending: _Time | None = None
    for time in times:
        joined = _join(scene, pending, time) if pending else None
        if pending and not joined:
            yield pending
        pending = joined or time
    if pending:
        yield pending


def _join(scene: Scene, one: _Time, other: _Time) -> _Time | None:
    gap, before = scene.codes[one.after : other.first], scene.code(one.first - 1)
    if one.is_clock != other.is_clock:
        day = other if one.is_clock else one
        is_near = gap in ("", "i", ",", ",i", ")", ")i")
        return day._replace(first=one.first, after=other.after) if is_near and day.earliest else None
    if one.is_clock and gap == "(":  # the same hour elsewhere
        return one._replace(after=other.after)
    if gap not in (("j", "-", "k") if before == "r" else ("j", "-")):
        return None
    first = one.first - (before == "r")
    if one.is_clock:
        return one._replace(first=first, after=other.after)
    if not (one.earliest and other.latest):
        return None
    earliest, latest = one.earliest, other.latest
    if latest < earliest and not set(scene.codes[one.first : other.after]) & set("Mm14n"):  # weekdays
        earliest -= _WEEK
    elif latest < earliest:
        latest = shift_months(latest, 12)
    return _Time(first, other.after, False, earliest, latest) if latest >= earliest else None


def _with_bounds(scene: Scene, times: Iterator[_Time]) -> Iterator[_Time]:
    last = 0  # what the time before holds is not this one's bound
    for time in times:
        at = time.first - (2 if scene.code(time.first - 1) == "t" else 1)
        is_bound = at >= last and scene.code(at) == "b"
        bounded = _bounded(scene, time, scene.items[at].about) if is_bound else time
        yield time if bounded == time else bounded._replace(first=at)
        last = time.after


def _bounded(scene: Scene, time: _Time, bound: str) -> _Time:
    """The time with an open end. "After Friday's vote" is still on Friday."""
    if not (time.earliest and time.latest) or (bound in ("before", "after") and scene.code(time.after) in "xX'"):
        return time
    opened = {
        "until": (None, time.latest),
        "by": (None, time.latest),
        "since": (time.earliest, None),
        "before": (None, time.earliest - _DAY),
        "after": (time.latest + _DAY, None),
    }
    earliest, latest = opened.get(bound, (time.earliest, time.latest))
    return time._replace(earliest=earliest, latest=latest)
