"""When: the times that a text names, as dates."""

from sayso.moments.dates import parse_full_date
from sayso.moments.find import find_moments

__all__ = ["find_moments", "parse_full_date"]
