from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.figures import find_figures
from sayso.moments import find_moments
from sayso.types import Figure


def find(text: str) -> tuple[Figure, ...]:
    return find_figures(text, find_moments(text, "2019-03-06"))


@pytest.mark.parametrize(
    ("text", "value", "bound", "unit"),
    [
        ("The port lost more than 3,000 sailors.", 3000, "more_than", "sailors"),
        ("At least 61 died.", 61, "at_least", "people"),
        ("The storm killed 61 or more.", 61, "at_least", "people"),
        ("No fewer than 61 boats sank.", 61, "at_least", "boats"),
        ("It held 40-plus boats.", 40, "at_least", "boats"),
        ("Up to 61 boats sank.", 61, "at_most", "boats"),
        ("Fewer than 61 boats sank.", 61, "less_than", "boats"),
        ("Nearly three decades passed.", 3, "about", "decades"),
        ("Some 40 Dutch boats sank.", 40, "about", "boats"),
        ("It cost NZ$ 31 million.", 31e6, "exact", "NZD"),
        ("It cost €2.5bn.", 2.5e9, "exact", "EUR"),
        ("It made $5m.", 5e6, "exact", "USD"),
        ("It cost 40 euros.", 40, "exact", "EUR"),
        ("It came at an estimated cost of £70,000.", 70000, "about", "GBP"),
        ("Only a third of voters agreed.", 100 / 3, "exact", "percent of voters"),
        ("Two-thirds of voters agreed.", 200 / 3, "exact", "percent of voters"),
        ("It fell by sixty percent.", 60, "exact", "percent"),
        ("It fell by 4.5%.", 4.5, "exact", "percent"),
        ("An 11-year-old girl waved.", 11, "exact", "years old"),
        ("The five-member board agreed.", 5, "exact", "members"),
        ("Ann Other, 57, waved.", 57, "exact", "years old"),
        ("He left at the age of six months.", 6, "exact", "months old"),
        ("They waited for seventeen years.", 17, "exact", "years"),
        ("It has one engine.", 1, "exact", "engines"),
        ("A panel of nine met.", 9, "exact", None),
        ("More than a thousand boats sank.", 1000, "more_than", "boats"),
        ("A quarter of a million boats sank.", 250_000, "exact", "boats"),
        ("More than one child waved.", 1, "more_than", "children"),
        ("Half a million boats sank.", 500_000, "exact", "boats"),
        ("One hundred and seven boats sank.", 107, "exact", "boats"),
        ("She spent the last four months of her life there.", 4, "exact", "months"),
        ("They waited two and a half years.", 2.5, "exact", "years"),
        ("Two and a half million boats sank.", 2.5e6, "exact", "boats"),
        ("It was a 20 year low.", 20, "exact", "years"),
        ("Nearly half voted yes.", 50, "about", "percent"),
        ("More than half the boats sank.", 50, "more_than", "percent of boats"),
        ("It was a five-year low.", 5, "exact", "years"),
        ("Bomb Kills 12 in Harbour Town", 12, "exact", "people"),
    ],
)
def test_find_figures_reads_value_bound_and_unit(text: str, value: float, bound: str, unit: str | None) -> None:
    (figure,) = find(text)
    assert (figure.value, figure.bound, figure.unit) == (pytest.approx(value), bound, unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Between 10 and 20 boats sank.", 10, 20, "boats"),
        ("It fits 10-15 people.", 10, 15, "people"),
        ("It costs $10 to $15 million.", 10e6, 15e6, "USD"),
        ("It rose 5 to 10 percent.", 5, 10, "percent"),
    ],
)
def test_find_figures_reads_a_range_as_one_figure(text: str, low: float, high: float, unit: str) -> None:
    (figure,) = find(text)
    assert (figure.value, figure.value_max, figure.unit) == (low, high, unit)


def test_find_figures_reads_a_change_as_two_figures() -> None:
    before, after = find("It would cut the number of sailors from 7,100 to 2,300.")
    assert (before.value, before.unit, after.value, after.unit) == (7100, "sailors", 2300, "sailors")
    before, after = find("It rose from $50 million to $56 million.")
    assert (before.value, after.value, before.value_max) == (50e6, 56e6, None)


def test_find_figures_gives_a_conversion_the_bound_of_its_original() -> None:
    first, second = find("They sailed about 300 miles (480 km).")
    assert (first.bound, second.bound, second.unit) == ("about", "about", "km")


@pytest.mark.parametrize(
    "text",
    [
        "The Boeing 737 landed. The new 737 is loud.",
        "COVID-19 closed it.",
        "Article 5 was read at the G7.",
        "They took Interstate 5 to 12 Elm Street.",
        "Call 555-1234.",
        "Call (555) 123-4567.",
        "About half an hour passed.",
        "It was cut by Sec. 12.",
        "They won 3-1.",
        "It closed on 3 July 2011 at 5:30 p.m.",
        "The 5th and the first were late.",
        "No one knew which one was hers.",
        "Dozens came, and several thousand stayed away.",
        "It runs iOS 9.1.2 and HTML 5.",
        "It is open 24/7.",
        "It was a two-way street.",
        "One day it will close.",
    ],
)
def test_find_figures_leaves_names_numbers_scores_and_pronouns(text: str) -> None:
    assert find(text) == ()


def test_find_figures_counts_offsets_in_code_points() -> None:
    text = "🚢 Only 40 boats sank."
    assert find(text)[0].span.of(text) == "Only 40 boats"


@given(st.text(alphabet="aA 0123456789-:,.'$%()\ntwo million or", max_size=80))
def test_find_figures_never_fails_and_spans_lie_in_the_text(text: str) -> None:
    assert all(0 <= figure.span.start < figure.span.end <= len(text) for figure in find(text))


_AMOUNTS = st.sampled_from(
    ["40", "fifty", "or more", "or", "more than", "than", "boats", "at least", "up to", "half a", "million", "a",
     "third", "dollars", "$", "between", "and", "to", "percent", "of", "old", "years", "aged", "about", "only",
     "(", ")", "-"]
)  # fmt: skip


@given(st.lists(_AMOUNTS, max_size=14))
def test_find_figures_gives_ordered_and_disjoint_spans(words: list[str]) -> None:
    assert all(a.span.end <= b.span.start for a, b in pairwise(find(" ".join(words))))


def test_find_figures_leaves_a_bound_to_the_figure_that_has_it() -> None:
    found = [(figure.value, figure.bound) for figure in find("It lost 40 or more than 50 boats.")]
    assert found == [(40, "exact"), (50, "more_than")]


@pytest.mark.parametrize("piece", ["x", "9", "9,", "9-", "only ", "two ", "million ", "$5 to ", "A 5 ", "s' "])
def test_find_figures_survives_hostile_text(piece: str) -> None:
    text = piece * 20_000
    assert all(figure.span.end <= len(text) for figure in find_figures(text, ()))
