from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.moments import find_moments

PUBLISHED = "2019-03-06"  # a Wednesday


def resolved(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str | None, str | None]]:
    moments = find_moments(text, published)
    return [(moment.span.of(text), moment.earliest, moment.latest) for moment in moments if not moment.vague]


def only(text: str, published: str | None = PUBLISHED) -> tuple[str | None, str | None]:
    ((_, earliest, latest),) = resolved(text, published)
    return earliest, latest


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("The ferry sank on Monday.", "2019-03-04", "2019-03-04"),
        ("The ferry sank on Wednesday.", "2019-03-06", "2019-03-06"),
        ("The ferry sank Thursday night.", "2019-02-28", "2019-02-28"),
        ("The council will meet on Friday.", "2019-03-08", "2019-03-08"),
        ("On Thursday, the envoys are to visit the harbour.", "2019-03-07", "2019-03-07"),
        ("The mayor said Tuesday that the bridge would be rebuilt.", "2019-03-05", "2019-03-05"),
        ("It closed yesterday evening.", "2019-03-05", "2019-03-05"),
        ("It reopens tomorrow.", "2019-03-07", "2019-03-07"),
        ("Rain fell last night.", "2019-03-05", "2019-03-05"),
        ("It closed last week.", "2019-02-25", "2019-03-03"),
        ("It closed this week.", "2019-03-04", "2019-03-10"),
        ("It closed last month.", "2019-02-01", "2019-02-28"),
        ("It opens next year.", "2020-01-01", "2020-12-31"),
        ("It closed in late January.", "2019-01-21", "2019-01-31"),
        ("It closed in November.", "2018-11-01", "2018-11-30"),
        ("The fair is to be held in November.", "2019-11-01", "2019-11-30"),
        ("It closed early in 2011.", "2011-01-01", "2011-04-30"),
        ("It closed on 3 July 2011.", "2011-07-03", "2011-07-03"),
        ("It closed on July 3rd.", "2018-07-03", "2018-07-03"),
        ("The fair will run from April 28 to May 2.", "2019-04-28", "2019-05-02"),
        ("It ran from April 28 to May 2, 2012.", "2012-04-28", "2012-05-02"),
        ("It ran between 1991 and 1995.", "1991-01-01", "1995-12-31"),
        ("It will be done by the fall.", None, "2019-11-30"),
        ("It was closed until last week.", None, "2019-03-03"),
        ("It has been closed since 2004.", "2004-01-01", None),
        ("Nine years ago it was a farm.", "2010-01-01", "2010-12-31"),
        ("It closed ten days ago.", "2019-02-24", "2019-02-24"),
        ("Such mills were common in the 1890s.", "1890-01-01", "1899-12-31"),
        ("Such mills were common in the mid-1980s.", "1984-01-01", "1986-12-31"),
        ("Such mills were common in the 18th century.", "1700-01-01", "1799-12-31"),
        ("It rose in the second quarter of 2012.", "2012-04-01", "2012-06-30"),
        ("It closed last summer.", "2018-06-01", "2018-08-31"),
        ("It was full over the weekend.", "2019-03-02", "2019-03-03"),
        ("9/11 changed the port.", "2001-09-11", "2001-09-11"),
        ("It was full on Christmas Day.", "2018-12-25", "2018-12-25"),
        ("It fell over the past two weeks.", "2019-02-20", "2019-03-06"),
        ("It closed earlier this month.", "2019-03-01", "2019-03-06"),
        ("At 5:30 p.m. on Monday the bells rang.", "2019-03-04", "2019-03-04"),
        ("It rang at 9:30 a.m. EST (1430 GMT) Friday.", "2019-03-01", "2019-03-01"),
        ("It rang at midnight Tuesday.", "2019-03-05", "2019-03-05"),
        ("It rang at 16:08 UTC.", "2019-03-06", "2019-03-06"),
        ("It was open from Monday to Thursday.", "2019-02-25", "2019-02-28"),
        ("It will be open from Friday to Monday.", "2019-03-08", "2019-03-11"),
        ("It was shut until Friday.", None, "2019-03-08"),
        ("A decade ago it was a farm.", "2009-01-01", "2009-12-31"),
        ("It grew over the last decade.", "2009-03-06", "2019-03-06"),
        ("Its third-quarter loss was small.", "2018-07-01", "2018-09-30"),
        ("It rose in the first half of the year.", "2019-01-01", "2019-06-30"),
        ("It has a May 1 deadline.", "2019-05-01", "2019-05-01"),
        ("The fair is to run from March 2 to March 9.", "2019-03-02", "2019-03-09"),
        ("It was full on Thanksgiving.", "2018-11-22", "2018-11-22"),
        ("It was shut on Good Friday.", "2018-03-30", "2018-03-30"),
        ("It was shut on Memorial Day.", "2018-05-28", "2018-05-28"),
        ("It has been shut since '82.", "1982-01-01", None),
        ("Such mills were common in the sixties.", "1960-01-01", "1969-12-31"),
        ("It closed on 7/23/2010.", "2010-07-23", "2010-07-23"),
    ],
)
def test_find_moments_resolves_against_the_publication_date(
    text: str, earliest: str | None, latest: str | None
) -> None:
    assert only(text) == (earliest, latest)


def test_find_moments_follows_the_time_named_last() -> None:
    text = "The mill burnt on 4 May 2010. The following day it was rebuilt. The year before, it had flooded."
    assert [days for _, *days in resolved(text)] == [
        ["2010-05-04", "2010-05-04"],
        ["2010-05-05", "2010-05-05"],
        ["2009-01-01", "2009-12-31"],
    ]
    text = "Catches rose in January against the same month last year. On Monday it rang, and by noon it stopped."
    assert [days for _, *days in resolved(text)][1:] == [
        ["2018-01-01", "2018-01-31"],
        ["2019-03-04", "2019-03-04"],
        [None, "2019-03-04"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It grew in recent years.",
        "It closed shortly before the storm.",
        "It closed days ago.",
        "It was open for two years.",
        "It was a 12-year low.",
        "It waited almost two and a half years.",
        "It pays two boats a month.",
        "It has been shut for decades.",
        "The two-day fair was full.",
        "It is open daily.",
        "It is open every other Friday.",
        "It is shut on Sundays.",
        "It was a mill in the past.",
        "The current owner waved.",
        "It crashed on Black Monday.",
        "It will take another three hours.",
        "It closed on 3/4/2010.",
    ],
)
def test_find_moments_calls_what_no_calendar_holds_vague(text: str) -> None:
    (moment,) = find_moments(text, PUBLISHED)
    assert moment.vague
    assert moment.earliest is None


@pytest.mark.parametrize(
    "text",
    [
        "The 14-year-old waved.",
        "She left at the age of six months.",
        "It ran at 60 miles an hour.",
        "The Daily Lamp wrote it.",
        "Three quarters of the boats sank.",
        "Ann Christmas waved.",
        "They may march to the mill.",
        "The fall of the tower cost $2000.",
        "It holds 2000 people.",
        "img_20190304_2010.jpg",
        "The score was 3:1.",
        "They sell Christmas trees.",
    ],
)
def test_find_moments_leaves_amounts_ages_and_names(text: str) -> None:
    assert find_moments(text, PUBLISHED) == ()


def test_find_moments_without_a_publication_date_resolves_only_what_has_its_year() -> None:
    text = "It opened in June 1999, closed last week and burnt on Monday."
    assert resolved(text, None) == [("June 1999", "1999-06-01", "1999-06-30")]


def test_find_moments_counts_offsets_in_code_points() -> None:
    text = "🚢🚢 It sank on Monday."
    assert resolved(text)[0][0] == "Monday"


@given(st.text(alphabet="aftMT 0123456789-:,.'sJune last week ago\n", max_size=80))
def test_find_moments_never_fails_and_spans_are_ordered(text: str) -> None:
    moments = find_moments(text, PUBLISHED)
    assert all(a.span.end <= b.span.start for a, b in pairwise(moments))
    assert all(m.earliest is None or m.latest is None or m.earliest <= m.latest for m in moments)


_TIMES = st.sampled_from(
    ["two weeks", "before", "after", "Friday", "the", "day", "year", "May", "5", "2010", "from", "to", "since",
     "until", "by", "last", "next", "winter", "earlier", "ago", "a", "month", "7:30", "p.m.", ",", "-", "late", "in",
     "Christmas"]
)  # fmt: skip


@given(st.lists(_TIMES, max_size=14))
def test_find_moments_gives_ordered_and_disjoint_spans(words: list[str]) -> None:
    assert all(a.span.end <= b.span.start for a, b in pairwise(find_moments(" ".join(words), PUBLISHED)))


def test_find_moments_leaves_a_bound_to_the_time_that_has_it() -> None:
    moments = find_moments("It closed two weeks before Friday.", PUBLISHED)
    assert [moment.span.start for moment in moments] == [10, 27]


@pytest.mark.parametrize("name", ["spring", "summer", "autumn", "winter", "May", "Christmas", "New Year's Day"])
def test_find_moments_points_from_every_day_of_the_year(name: str) -> None:
    for number in range(366):
        published = (date(2020, 1, 1) + timedelta(days=number)).isoformat()
        for way in ("last", "this", "next"):
            ((earliest, latest),) = ((m.earliest, m.latest) for m in find_moments(f"It was {way} {name}.", published))
            assert {"last": latest < published, "this": latest >= published, "next": earliest > published}[way]


def test_find_moments_takes_the_last_winter_that_is_over() -> None:
    assert only("It closed last winter.", "2026-01-15") == ("2024-12-01", "2025-02-28")
    assert only("It closed this winter.", "2026-01-15") == ("2025-12-01", "2026-02-28")
    assert only("It closed last Christmas.", "2026-12-28") == ("2026-12-25", "2026-12-25")
    assert only("It closed last Christmas.", "2026-12-25") == ("2025-12-25", "2025-12-25")


@pytest.mark.parametrize("piece", ["x", "9", "9,", "last ", "the ", "May 5 to ", "million ", "two-"])
def test_find_moments_survives_hostile_text(piece: str) -> None:
    text = piece * 20_000
    assert all(moment.span.end <= len(text) for moment in find_moments(text, PUBLISHED))
