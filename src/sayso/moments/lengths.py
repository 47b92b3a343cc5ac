"""Times with a length or a rhythm but no place in the calendar, and times compared with the same a year before.

A length ("two years") and a rhythm ("daily") are vague moments; how long, a figure tells.
"""

from sayso.lexicon import words_of
from sayso.moments.dates import Days, make_date, month_of
from sayso.moments.periods import Match, Resolved

_PARTS = ("quarter", "half")  # of anything as often as of a year


def read_length(found: Match) -> Resolved:
    """“Two years”, “a 20-year low”, “15 a year”; no age and no speed."""
    scene, unit = found.scene, found.about("u")
    is_single = found.code("u") == "u"
    before = [item.word for item in scene.items[max(0, found.first - 2) : found.first]]
    after = [item.word for item in scene.items[found.after : found.after + 2]]
    if (
        before == ["age", "of"]
        or set(before[-1:]) & set(words_of("figures", "age"))
        or set(after) & set(words_of("figures", "old"))
    ):
        return None
    if unit in _PARTS and (is_single or (scene.code(found.after) == "f" and not found.has("x"))):
        return None
    is_speed = unit == "hour" and found.code("n") == "a" and scene.code(found.first - 2) in "1n4"
    if scene.code(found.first) == "u" and scene.items[found.first].about != "half":
        return None
    return None if is_speed or (found.has("x") and is_single) else "vague"


def read_lengths(found: Match) -> Resolved:
    """“For years”, “in minutes”, “decades-long”, “hours later”."""
    scene = found.scene
    before, after = scene.code(found.first - 1), scene.code(found.after)
    is_beside = (
        found.has("w") or found.has("l") or (after == "b" and scene.items[found.after].about in ("before", "after"))
    )
    is_length = (
        is_beside
        or before in "ib"
        or scene.code(found.first) == "q"
        or (after == "-" and scene.code(found.first) != "t")
    )
    return "vague" if is_length and found.about("u") not in _PARTS else None


def read_every(found: Match) -> Resolved:
    """“Every Friday”, “each year”; no speed."""
    return None if found.about("u") in ("hour", "half") and found.scene.items[found.first].word == "per" else "vague"


def read_set(found: Match) -> Resolved:
    """“Daily”, “on Sundays”; not “The Daily Lamp”."""
    item = found.scene.items[found.first]
    is_name = found.scene.text[item.start].isupper() and found.scene.code(found.first - 1) not in "|."
    return None if is_name and item.about != "weekday" else "vague"


def read_alone(found: Match) -> Resolved:
    """“The current”, “the past”, where no unit follows."""
    is_noun = found.scene.code(found.after) not in "xX1nO4vuUWMSPwm"
    return "vague" if found.about("r") == "current" or (found.about("r") == "past" and is_noun) else None


def read_compared(found: Match) -> Resolved:
    """“The same month last year”: what was named last, in the other year."""
    days, year = found.scene.named, found.year()
    if days is None or (days[1] - days[0]).days > 366 or (year is None and found.about("u2") != "year"):
        return "vague"
    return _in_year(days, days[0].year - 1 if year is None else year) or "vague"


def _in_year(days: Days, year: int) -> Days | None:
    first, last = (make_date(year + day.year - days[0].year, day.month, day.day) for day in days)
    is_whole_month = days == month_of(days[0].year, days[0].month)
    return month_of(year, days[0].month) if is_whole_month else (first, last) if first and last else None
