"""Calendar dates: full dates as people write them, and the arithmetic that moments needs.

A period is a pair of dates, both included.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

from sayso.lexicon import load_entries

Days = tuple[date, date]
_LONGEST_DATE = 80
_CLOCK = r"(?:at\s+)?\d{1,2}(?:[:.]\d\d){1,2}(?:\s*[ap]\.?m\.?)?|(?:at\s+)?\d{1,2}\s*[ap]\.?m\.?"
_THIRDS = {"early": (0, 1), "mid": (1, 2), "late": (2, 3)}


@cache
def month_numbers() -> dict[str, int]:
    """Month names and their short forms, in lower case, with 1 to 12."""
    return {word: at for at, entry in enumerate(load_entries("dates_months"), 1) for word in entry.words}


@cache
def weekday_numbers() -> dict[str, int]:
    """Weekday names and their short forms, in lower case, with 0 (Monday) to 6."""
    return {word: at for at, entry in enumerate(load_entries("dates_weekdays")) for word in entry.words}


@cache
def _full_date() -> re.Pattern[str]:
    months, weekdays = "|".join(month_numbers()), "|".join(weekday_numbers())
    day, year = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?", r"(?P<{0}>\d{{4}})"
    month = rf"(?P<{{0}}>{months})\.?"
    return re.compile(
        rf"(?:(?:{_CLOCK})\s*,?\s*(?:[A-Z]{{2,4}}\s*,?\s*)?(?:on\s+)?)?(?:on\s+)?(?:(?:{weekdays})\.?\s*,?\s*)?(?:"
        + rf"{month.format('m1')}\s*{day.format('d1')}\s*,?\s*{year.format('y1')}"
        + rf"|(?:the\s+)?{day.format('d2')}[\s-]*(?:of\s+)?{month.format('m2')}[\s,-]*{year.format('y2')}"
        + r"|(?P<y3>\d{4})(?P<sep>[-/.])(?P<m3>\d{1,2})(?P=sep)(?P<d3>\d{1,2})"
        + rf")(?:[\s,·|-]*(?:{_CLOCK})(?:\s*\(?[A-Z]{{2,4}}\)?)?)?\.?",
        re.IGNORECASE,
    )


def parse_full_date(text: str) -> date | None:
    """The date that the whole string writes: weekday and clock may stand beside it, nothing else.

    An ISO date-time gives its own day, in its own zone. None where a part is missing or the day does not exist.
    """
    text = text.strip()
    if date_time := parse_date_time(text):
        return date_time.date()
    match = _full_date().fullmatch(text) if len(text) <= _LONGEST_DATE else None
    if match is None:
        return None
    way = next(n for n in "123" if match[f"y{n}"])
    month = match[f"m{way}"].lower()
    return make_date(int(match[f"y{way}"]), month_numbers().get(month) or int(month), int(match[f"d{way}"]))


def parse_date_time(text: str) -> datetime | None:
    """The ISO date-time that the whole string is; None for a date without a time."""
    if len(text) > _LONGEST_DATE or not ("T" in text or ":" in text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def year_of(year: int) -> Days:
    """The days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def years_of(first: int, last: int) -> Days:
    """The days from the first of one year to the last of another."""
    return date(first, 1, 1), date(last, 12, 31)


def month_of(year: int, month: int) -> Days:
    """The days of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def week_of(day: date) -> Days:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def weekend_of(day: date) -> Days:
    """Saturday and Sunday of the day's week."""
    _, sunday = week_of(day)
    return sunday - timedelta(days=1), sunday


def quarter_of(year: int, quarter: int) -> Days:
    """The days of a quarter, 1 to 4."""
    return date(year, 3 * quarter - 2, 1), month_of(year, 3 * quarter)[1]


def season_of(year: int, season: int) -> Days:
    """The days of a season of the northern year: 0 spring, 1 summer, 2 autumn, 3 winter (into the next year)."""
    start = date(year, 3 * season + 3, 1)
    return start, month_of(year + 1, 2)[1] if season == 3 else month_of(year, 3 * season + 5)[1]


def feast_of(year: int, label: str) -> date:
    """The day that a label of words/dates_holidays.toml names, in a year. (Easter by Butcher's rule.)"""
    parts = label.replace("-", " ", 1).split() if label[2:3] == "-" else label.split()
    if parts[0] == "easter":
        return _easter_of(year) + timedelta(days=int(parts[1]))
    month, number = int(parts[0]), int(parts[1])
    if len(parts) == 2:
        return date(year, month, number)
    first, last = month_of(year, month)
    weekday = int(parts[2])
    if number < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _easter_of(year: int) -> date:
    moon, (century, rest) = year % 19, divmod(year, 100)
    correction = (century - (century + 8) // 25 + 1) // 3
    full = (19 * moon + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - full - rest % 4) % 7
    late = (moon + 11 * full + 22 * weekday) // 451
    month, day = divmod(full + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def shift_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_STEPS: dict[str, Callable[[date, int], Days]] = {
    "day": lambda day, n: (day + timedelta(days=n), day + timedelta(days=n)),
    "week": lambda day, n: week_of(day + timedelta(weeks=n)),
    "fortnight": lambda day, n: week_of(day + timedelta(weeks=2 * n)),
    "weekend": lambda day, n: weekend_of(day + timedelta(weeks=n)),
    "month": lambda day, n: month_of(shift_months(day, n).year, shift_months(day, n).month),
    "quarter": lambda day, n: quarter_of(shift_months(day, 3 * n).year, (shift_months(day, 3 * n).month + 2) // 3),
    "year": lambda day, n: year_of(day.year + n),
    "decade": lambda day, n: years_of((day.year // 10 + n) * 10, (day.year // 10 + n) * 10 + 9),
    "century": lambda day, n: years_of((day.year // 100 + n) * 100, (day.year // 100 + n) * 100 + 99),
}


def step(day: date, unit: str, count: int) -> Days | None:
    """The calendar unit so many units from the one the day lies in; None beyond the calendar and for hours."""
    try:
        return _STEPS[unit](day, count)
    except (ValueError, OverflowError, KeyError):
        return None


def stretch(day: date, unit: str, count: float) -> Days | None:
    """The days from the given one over so many units, back where the count is negative."""
    days, months = {"day": 1, "week": 7, "fortnight": 14}.get(unit), {"year": 12, "decade": 120, "century": 1200}
    try:
        if days is not None:
            other = day + timedelta(days=round(days * count))
        else:
            other = shift_months(day, round({"month": 1, "quarter": 3, **months}[unit] * count))
    except (ValueError, OverflowError, KeyError):
        return None
    return (day, other) if other >= day else (other, day)


def part_of(days: Days, part: str) -> Days:
    """The early, mid or late third; of years by whole years, of a year by whole months."""
    first, last = _THIRDS[part]
    start, end = days
    years = end.year - start.year + 1
    if years > 1:
        return years_of(start.year + -(-years * first // 3), start.year + -(-years * last // 3) - 1)
    if (end - start).days > 300:
        return date(start.year, 4 * first + 1, 1), month_of(start.year, 4 * last)[1]
    if (end - start).days < 3:
        return days
    length = (end - start).days + 1
    third = 10 if 28 <= length <= 31 else length // 3
    return start + timedelta(days=third * first), end if part == "late" else start + timedelta(days=third * last - 1)
