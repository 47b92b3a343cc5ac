"""Dates and years that are digits and marks alone."""

from sayso.moments.dates import make_date, year_of
from sayso.moments.periods import Match, Resolved


def read_slashed(found: Match) -> Resolved:
    """“7/23/2010”, “23/7/2010”; which of two is the month, nobody tells where both may be."""
    one, other, year = (int(found.scene.items[at].value) for at in range(found.first, found.after, 2))
    day, month = max(one, other), min(one, other)
    if not (0 < month <= 12 and day <= 31 and year >= 1000):
        return None
    date = make_date(year, month, day) if day > 12 or day == month else None
    return (date, date) if date else "vague"


def read_short_year(found: Match) -> Resolved:
    """“Since '82”: of the last hundred years or the next ten."""
    scene, year = found.scene, found.number("n")
    mark, digits = scene.items[found.first : found.after]
    is_year = mark.end == digits.start and len(digits.word) == 2 and scene.code(found.first - 1) in "ibtf"
    if not (is_year and scene.published):
        return None
    latest = scene.published.year + 10
    return year_of(latest - (latest - year) % 100)
