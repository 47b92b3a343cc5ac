from datetime import date

import pytest
from evaluation.dates import days_of


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2008-W42", date(2008, 10, 13), date(2008, 10, 19)),
        ("2008-W42-WE", date(2008, 10, 18), date(2008, 10, 19)),
        ("2006-Q4", date(2006, 10, 1), date(2006, 12, 31)),
        ("2006-H1", date(2006, 1, 1), date(2006, 6, 30)),
        ("2008-WI", date(2008, 12, 1), date(2009, 2, 28)),
        ("2008-02", date(2008, 2, 1), date(2008, 2, 29)),
        ("2008-02-03T16:08Z", date(2008, 2, 3), date(2008, 2, 3)),
        ("197", date(1970, 1, 1), date(1979, 12, 31)),
    ],
)
def test_days_of_turns_a_value_into_its_first_and_last_day(value: str, first: date, last: date) -> None:
    assert days_of(value) == (first, last)


@pytest.mark.parametrize("value", ["PAST_REF", "P2Y", "XXXX-XX-XX", ""])
def test_days_of_has_none_for_a_value_of_no_calendar(value: str) -> None:
    assert days_of(value) is None
