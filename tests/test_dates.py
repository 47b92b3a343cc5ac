from datetime import date

import pytest

from sayso.moments.dates import parse_full_date, part_of, quarter_of, season_of, shift_months, step, stretch, year_of


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday, March 5, 2019",
        "5 March 2019",
        "the 5th of March, 2019",
        "Mar. 5, 2019",
        "Tue 5 Mar 2019",
        "2019-03-05",
        "2019-03-05T23:30:00+02:00",
        "2019-03-05 07:15",
        "2019/03/05",
        "March 5, 2019 at 7:15 p.m. ET",
        " 5-Mar-2019 ",
        "TUESDAY, MARCH 5, 2019",
    ],
)
def test_parse_full_date_reads_usual_forms(text: str) -> None:
    assert parse_full_date(text) == date(2019, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "March 2019",
        "March 5",
        "Tuesday",
        "February 30, 2019",
        "2019-13-01",
        "On March 5, 2019, it rained",
        "2019",
        "9" * 500,
    ],
)
def test_parse_full_date_refuses_what_is_no_single_full_date(text: str) -> None:
    assert parse_full_date(text) is None


def test_parts_of_a_year_are_whole_months_and_of_a_decade_whole_years() -> None:
    assert part_of(year_of(2019), "early") == (date(2019, 1, 1), date(2019, 4, 30))
    assert part_of((date(1990, 1, 1), date(1999, 12, 31)), "mid") == (date(1994, 1, 1), date(1996, 12, 31))
    assert part_of((date(2019, 3, 1), date(2019, 3, 31)), "late") == (date(2019, 3, 21), date(2019, 3, 31))


def test_calendar_arithmetic_keeps_to_the_calendar() -> None:
    assert shift_months(date(2020, 3, 31), -1) == date(2020, 2, 29)
    assert season_of(2019, 3) == (date(2019, 12, 1), date(2020, 2, 29))
    assert quarter_of(2019, 4) == (date(2019, 10, 1), date(2019, 12, 31))
    assert step(date(2019, 3, 6), "week", -1) == (date(2019, 2, 25), date(2019, 3, 3))
    assert stretch(date(2019, 3, 6), "week", -2) == (date(2019, 2, 20), date(2019, 3, 6))


def test_step_beyond_the_calendar_is_none() -> None:
    assert step(date(2019, 3, 6), "year", -5000) is None
    assert stretch(date(2019, 3, 6), "day", 10**12) is None
