"""What a time that was found means in days, by the rule that found it.

Each `read_` function takes what its rule matched and returns the first and last day, "vague" for a time that cannot
be resolved, or None where the words are no time at all.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from sayso.lexicon import words_of
from sayso.moments.dates import (
    Days,
    feast_of,
    make_date,
    month_of,
    part_of,
    season_of,
    step,
    stretch,
    week_of,
    year_of,
    years_of,
)
from sayso.moments.scene import Scene

Resolved = Days | Literal["vague"] | None
_DAY = timedelta(days=1)
_FAR_OFF, _NEAR = 270, 95  # days
_LIKELY_YEARS = range(1900, 2051)
_BACK_OR_ON = {"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "previous": -1, "same": 0, "following": 1}
_PLURAL = re.compile(r"[^s]s$")
_OTHER_END = re.compile(r"[jk-](?:[Ww]\.?,?)?(?:[Mm]\.?1o?,?|1o?[Mm]\.?,?|[Mm]\.?,?)4")


class Match:
    """What a rule matched, its groups read as items."""

    def __init__(self, scene: Scene, match: re.Match[str]) -> None:
        self.scene, self.first, self.after = scene, match.start(), match.end()
        self._match = match

    def has(self, group: str) -> bool:
        """Whether the group took part in the match."""
        return group in self._match.re.groupindex and self._match[group] is not None

    def about(self, group: str) -> str:
        """What the vocabulary says of the group's item; empty without one."""
        return self.scene.items[self._match.start(group)].about if self.has(group) else ""

    def code(self, group: str) -> str:
        """The code letter of the group's item."""
        return self.scene.code(self._match.start(group))

    def number(self, group: str) -> int:
        """The group's number: a numeral's value, else a month's, weekday's or ordinal's."""
        item = self.scene.items[self._match.start(group)]
        return int(item.about) if item.about.isdigit() else int(item.value)

    def part(self, days: Days | None) -> Resolved:
        """The early, mid or late part of the days where the text says so."""
        part = self.about("p") or self.about("p2")
        return part_of(days, part) if days and part else days or "vague"

    def year(self, group: str = "y") -> int | None:
        """The year that is written, or meant by "last year" and the like."""
        if self.has(group):
            return self.number(group)
        if self.has("r") and self.has("u") and self.about("u") == "year" and self.scene.published:
            return self.scene.published.year + _BACK_OR_ON[self.about("r")]
        return None

    def day_before(self) -> Days | None:
        """The day named last, where it stands in the same paragraph."""
        scene = self.scene
        is_near = (
            scene.named and scene.named[0] == scene.named[1] and "|" not in scene.codes[scene.named_at : self.first]
        )
        return scene.named if is_near else None

    def codes(self) -> str:
        """The code letters of all that was matched."""
        return self.scene.codes[self.first : self.after]

    def looks_ahead(self) -> bool:
        """Whether the time lies ahead of the report: by its clause, else by a "by" or "until" before it."""
        ahead = self.scene.is_ahead(self.first)
        before = self.scene.items[self.first - 1].about if self.first else ""
        return before == "until" or (before == "by" if ahead is None else ahead)

    def nearest(self, of_year: Callable[[int], Days | None], year: int | None = None) -> Days | None:
        """The days in the year given, else in the nearest past year, or a coming one where the clause looks ahead.

        What would lie most of a year off that way, and is near the other way, is meant the other way.
        """
        published = self.scene.published
        if year is not None:
            return of_year(year)
        if published is None:
            return None
        around = [days for n in range(-1, 2) if (days := of_year(published.year + n))]
        past = next((days for days in reversed(around) if days[0] <= published), None)
        coming = next((days for days in around if days[1] >= published), None)
        if not past or not coming:
            return past or coming
        since, until = (published - past[1]).days, (coming[0] - published).days
        if self.looks_ahead():
            return past if until > _FAR_OFF and since < _NEAR else coming
        may_be_coming = (self.has("m") and self.has("d")) or self.scene.is_ahead(self.first) is None
        is_coming = since > _FAR_OFF and until < _NEAR and may_be_coming
        return coming if is_coming else past


def _joined_year(found: Match) -> int | None:
    """The year after the other end of a range: "from May 3 to June 5, 2010"."""
    match = _OTHER_END.match(found.scene.codes, found.after)
    return int(found.scene.items[match.end() - 1].value) if match else None


def read_date(found: Match) -> Resolved:
    """“May 3”, “3 May 2010”, “May 3-5”."""
    year = found.year() or _joined_year(found)
    month, day = found.number("m"), found.number("d")
    last = found.number("d2") if found.has("d2") else day

    def of_year(year: int) -> Days | None:
        start, end = make_date(year, month, day), make_date(year, month, last)
        return (start, end) if start and end else None

    return found.nearest(of_year, year) or "vague"


def read_month(found: Match) -> Resolved:
    """“May”, “late May”, “last May”, “May 2010”."""
    scene, month, year = found.scene, found.number("m"), found.year() or _joined_year(found)
    if found.has("r") and not found.has("u") and scene.published:
        return found.part(_pointed(scene.published, _BACK_OR_ON[found.about("r")], lambda y: month_of(y, month)))
    if year is None and not _is_bare_month(found):
        return None
    return found.part(found.nearest(lambda year: month_of(year, month), year))


def _is_bare_month(found: Match) -> bool:
    """Whether a month without a year is meant, not a name or the verb."""
    scene = found.scene
    before = scene.code(found.first - 1)
    if scene.code(found.after - 1) == "m":
        return False
    if found.has("p") or found.has("p2") or before in "ibrjkz,":
        return before not in "k," or scene.code(found.after) != "X"
    return scene.items[found.after - 1].word not in ("may", "march", "august") and scene.code(found.after) != "X"


def _pointed(published: date, way: int, of_year: Callable[[int], Days]) -> Days:
    """“Last”, “this” or “next” of what comes once a year."""
    around = [of_year(published.year + n) for n in (-2, -1, 0, 1)]  # a winter lies in two years
    if way < 0:
        return next(days for days in reversed(around) if days[1] < published)
    return next(days for days in around if (days[0] > published if way else days[1] >= published))


def read_year(found: Match) -> Resolved:
    """“2010”, “mid-2010”, “the 1990s”, “2010-12”."""
    year, scene = found.number("y"), found.scene
    if found.has("s"):
        return found.part(years_of(year, year + (99 if year % 100 == 0 and year < 2000 else 9)))
    if found.has("y2"):
        last = found.number("y2")
        last = year // 100 * 100 + last if last < 100 else last
        return years_of(year, last) if year < last else None
    return found.part(year_of(year)) if found.has("p") or _is_year(scene, found.first, year) else None


def _is_year(scene: Scene, at: int, year: int) -> bool:
    """Whether four digits are a year and not an amount, by what stands around them."""
    before, after = scene.code(at - 1), scene.code(at + 1)
    is_counted = after == "x" and _is_plural(scene.items[at + 1].word)
    if after in "U1n" or before in "_:":
        return False
    if year in _LIKELY_YEARS and year % 100:
        return not is_counted or before in "itbrjz"
    if year == 2000:
        return not is_counted and before in "itbrjkz("
    return before in "ibrjk(" and after in ",.|)ikjrb"


def _is_plural(word: str) -> bool:
    return _PLURAL.search(word) is not None or word in words_of("figures", "people")


def read_short_decade(found: Match) -> Resolved:
    """“The 90s”, “the nineties”."""
    if found.has("d"):
        return found.part(years_of(found.number("d"), found.number("d") + 9))
    value = found.number("n")
    if value % 10 or not 10 <= value <= 90:
        return None
    return found.part(years_of(1900 + value, 1909 + value))


def read_century(found: Match) -> Resolved:
    """“The 19th century”."""
    if found.about("u") != "century":
        return None
    first = (found.number("o" if found.has("o") else "o1") - 1) * 100
    return found.part(years_of(first, first + 99)) if 100 <= first <= 2100 else None


def read_numbered_part(found: Match) -> Resolved:
    """“The first quarter of 2010”, “the second half of the year”, “third-quarter losses”."""
    unit, number, year, codes = found.about("u2"), found.number("o"), found.year(), found.codes()
    if unit not in ("quarter", "half") or number > (4 if unit == "quarter" else 2):
        return None
    if found.has("u") and year is None:
        year = found.scene.published.year if found.scene.published and found.about("u") == "year" else None
    elif year is None and (unit == "half" or (codes[0] != "t" and codes[1] != "-")):
        return None
    months = 3 if unit == "quarter" else 6

    def of_year(year: int) -> Days:
        return month_of(year, months * (number - 1) + 1)[0], month_of(year, months * number)[1]

    return found.nearest(of_year, year) or "vague"


def read_weekday(found: Match) -> Resolved:
    """“Friday”, “next Friday”, “Friday of last week”."""
    published, weekday, way = found.scene.published, found.number("w"), found.about("r")
    if found.scene.items[found.first].word == "that":
        return None
    if way in ("same", "previous", "following"):
        return _relative_weekday(found.scene, weekday, _BACK_OR_ON[way])
    if published is None:
        return "vague"
    if found.has("u") or way in ("this", "current"):
        monday = week_of(published)[0] + timedelta(weeks=_BACK_OR_ON[way])
        return _one_day(monday + weekday * _DAY) if found.about("u") in ("week", "") else None
    since = (published.weekday() - weekday) % 7
    if way == "next" or (not way and found.looks_ahead()):
        return _one_day(published + (7 - since if since or way else 0) * _DAY)
    return _one_day(published - (since or (7 if way else 0)) * _DAY)


def _one_day(day: date) -> Days:
    return day, day


def _relative_weekday(scene: Scene, weekday: int, way: int) -> Resolved:
    if not scene.named or way == 0:
        return scene.named or "vague"
    day = scene.named[way > 0] + way * _DAY
    while day.weekday() != weekday:
        day += way * _DAY
    return day, day


def read_today(found: Match) -> Resolved:
    """“Yesterday”. “Today” that opens a sentence about no event means these days."""
    published, scene = found.scene.published, found.scene
    if scene.code(found.first - 1) in "|." and scene.code(found.after) == "," and scene.is_ahead(found.first) is None:
        return "vague"
    return _one_day(published + int(found.about("t")) * _DAY) if published else "vague"


def read_daypart(found: Match) -> Resolved:
    """“Last night”, “this morning”, “that evening”."""
    if found.about("r") in ("same", "previous", "following"):
        return _from_named(found, "day", _BACK_OR_ON[found.about("r")])
    if found.scene.published is None or found.about("r") == "next":
        return "vague"
    return _one_day(found.scene.published + _BACK_OR_ON[found.about("r")] * _DAY)


def _from_named(found: Match, unit: str, count: int) -> Resolved:
    """So many units from the time named last."""
    named = found.scene.named
    if named is None or unit == "hour" or (unit == "day" and (named[1] - named[0]).days > 7):
        return "vague"
    return step(named[0] if count < 0 else named[1], unit, count) or "vague"


def read_unit(found: Match) -> Resolved:
    """“Last week”, “late this month”, “the following day”, “the past two weeks”."""
    published, unit, way = found.scene.published, found.about("u"), found.about("r")
    if way in ("same", "previous", "following") or (way == "next" and unit == "day"):
        return found.part(_days(_from_named(found, unit, _BACK_OR_ON[way])))
    if published is None or unit in ("hour", "half") or (found.has("n") and found.scene.code(found.after) == "f"):
        return "vague"
    if found.has("n") or (unit == "decade" and _BACK_OR_ON[way]):
        count = found.number("n") if found.has("n") else 1
        return stretch(published, unit, count * _BACK_OR_ON[way]) or "vague" if count else "vague"
    days = step(published, unit, _BACK_OR_ON[way]) if unit != "weekend" else _weekend(found, published)
    if found.has("b") and days:
        return (days[0], published) if way in ("this", "current") else days
    if found.has("l") and days:
        return (published, days[1]) if way in ("this", "current") else days
    return found.part(days)


def _days(resolved: Resolved) -> Days | None:
    return resolved if isinstance(resolved, tuple) else None


def _weekend(found: Match, published: date) -> Days | None:
    way = _BACK_OR_ON[found.about("r")] if found.has("r") else 0
    if way == 0 and published.weekday() < 5 and not found.looks_ahead():
        way = -1
    return step(published, "weekend", way)


def read_plain_unit(found: Match) -> Resolved:
    """“The end of the year”, “the weekend”, “finished the day”."""
    published, unit, after = found.scene.published, found.about("u"), found.scene.code(found.after)
    if unit == "weekend":
        return (_weekend(found, published) if published else None) or "vague"
    if unit == "day" and after in "i,.|)":
        return found.day_before() or (_one_day(published) if published else "vague")
    if not found.has("p") or after == "f":
        return None
    return found.part(step(published, unit, 0) if published else None)


def read_counted(found: Match) -> Resolved:
    """“Two years ago”, “a day earlier”, “three weeks before the vote”."""
    scene, unit, way = found.scene, found.about("u"), found.about("w")
    if way in ("until", "by", "since"):
        return None
    code = found.code("n")
    if code == "v" or (way in ("before", "after", "ahead") and scene.code(found.after) in "xXtaz1HRLN"):
        return "vague"
    count = (1 if way in ("later", "after", "hence") else -1) * (1 if code == "a" else found.number("n"))
    if found.has("h") or found.has("h2"):
        unit, count = {"year": ("month", count * 12 + (6 if count > 0 else -6))}.get(unit, (unit, count))
    if unit == "decade":  # ten years ago, not in the calendar's decade before
        unit, count = "year", count * 10
    if way not in ("ago", "hence"):
        return _from_named(found, unit, count)
    return (step(scene.published, unit, count) if scene.published and unit != "hour" else None) or "vague"


def read_beside(found: Match) -> Resolved:
    """“The year before”, “the day after”."""
    if found.scene.code(found.after) in "xXtaHR":
        return "vague"
    return _from_named(found, found.about("u"), 1 if found.about("w") in ("after", "later") else -1)


def read_season(found: Match) -> Resolved:
    """“Last summer”, “the fall”, “spring 2010”."""
    scene, season = found.scene, int(found.about("s"))
    if scene.code(found.after) in "fi" and not (found.has("y") or found.has("r") or found.has("u")):
        return None
    if found.has("r") and not found.has("u") and scene.published:
        way = found.about("r")
        return found.part(_pointed(scene.published, _BACK_OR_ON[way], lambda year: season_of(year, season)))
    return found.part(found.nearest(lambda year: season_of(year, season), found.year()))


def read_holiday(found: Match) -> Resolved:
    """“Christmas”, “last Christmas”; not “Christmas trees”, nor who is called Christmas."""
    about, scene = found.about("d"), found.scene
    if about == "unknown":
        return "vague"
    if about[:4].isdigit():
        return _one_day(date.fromisoformat(about))
    before, is_alone = scene.code(found.first - 1), found.after == found.first + 1
    if is_alone and (before == "X" or (before not in "ibrjkt" and scene.code(found.after) == "x")):
        return None

    def of_year(year: int) -> Days:
        return _one_day(feast_of(year, about))

    if found.has("r") and not found.has("y") and scene.published:
        return _pointed(scene.published, _BACK_OR_ON[found.about("r")], of_year)
    return found.nearest(of_year, found.year()) or "vague"


def read_vague(found: Match) -> Resolved:
    """“In recent years”, “now”."""
    return "vague" if found.after else None
