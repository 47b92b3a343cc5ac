"""When a report came out, as machines write it: with the time zone, which decides the day."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from sayso.intake.furniture import Particulars, parse_published
from sayso.problems import make_problem
from sayso.types import DateRule, Problem

_LONGEST = 80
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/-])")


def parse_stated(value: object) -> str | None:
    """The ISO date or date-time of a value in ISO 8601, in a mail's or a feed's form, or written out; else None."""
    text = str(value).strip() if value else ""
    if not 8 <= len(text) <= _LONGEST:
        return None
    try:
        return parse_published(text) or parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return _parse_numeric(text)


def find_in_address(address: str | None) -> str | None:
    """The date in the path of an address: “/2031/05/04/port-to-close”."""
    found = _IN_ADDRESS.search(address or "")
    return parse_published("{}-{:0>2}-{:0>2}".format(*found.groups())) if found else None


def read_given(value: object, rule: DateRule) -> tuple[Particulars, tuple[Problem, ...]]:
    """The date that a file states for a report, and the problem where it cannot be read."""
    published = parse_stated(value)
    unread = (make_problem("unread-date", date=str(value)[:_LONGEST]),) if value and not published else ()
    return Particulars(published=published, date_rule=rule if published else None), unread


def _parse_numeric(text: str) -> str | None:
    """ISO 8601 in its short form, “20310504T2330Z”."""
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return None
