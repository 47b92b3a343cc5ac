import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import read
from sayso.figures import find_figures, find_mismatches
from sayso.moments import find_moments


def find(text: str) -> list[tuple[str, float, float]]:
    figures = find_figures(text, find_moments(text, "2019-03-06"))
    return [(m.span.of(text), m.found, m.told) for m in find_mismatches(text, figures)]


@pytest.mark.parametrize(
    ("text", "span", "found", "told"),
    [
        ("Off the coast 14 people drowned, 8 men and 5 women.", "14 people drowned, 8 men and 5 women", 13, 14),
        ("The pier took 9 people, including 6 women and 5 men.", "9 people, including 6 women and 5 men", 11, 9),
        ("The fleet has 30 boats: 18 trawlers and 13 tugs.", "30 boats: 18 trawlers and 13 tugs", 31, 30),
        ("It fell from 900 to 600, a drop of 200.", "900 to 600, a drop of 200", 300, 200),
        ("It rose 20 percent from $50 to $70.", "20 percent from $50 to $70", 40, 20),
        ("It fell from 900 to 600, a cut of more than 400.", "900 to 600, a cut of more than 400", 300, 400),
    ],
)
def test_find_mismatches_finds_parts_and_ends_that_do_not_add_up(
    text: str, span: str, found: float, told: float
) -> None:
    assert find(text) == [(span, found, told)]


@pytest.mark.parametrize(
    "text",
    [
        "Off the coast 13 people drowned, 8 men and 5 women.",
        "The pier took 14 people, including 6 women and 5 men.",
        "Off the coast 14 people drowned, 8 men and 5 women were saved.",
        "Off the coast 14 people drowned, 8 boys and 5 children.",
        "At least 14 people drowned, 8 men and 5 women.",
        "The town has 14 mills, 8 inns and 5 shops.",
        "The club has 30 boats: 18 feet and 13 feet long.",
        "It fell from 900 to 600, a drop of about 290.",
        "It fell from 8,900 to 4,800, a drop of 4,000.",
        "It rose from 40 percent to 50 percent, an increase of 25 percent.",
        "It rose from 40 percent to 50 percent, an increase of 10 percentage points.",
        "The mill sold 200 boats from 10 yards to 12 towns.",
        "It grew from 10 boats to 30 boats. The town has a growth of 7 percent.",
    ],
)
def test_find_mismatches_is_silent_where_figures_add_up_or_may_not_belong_together(text: str) -> None:
    assert find(text) == []


def test_a_reading_tells_of_figures_that_do_not_add_up() -> None:
    problems = read("Off the coast 14 people drowned, 8 men and 5 women.", "2019-03-06").problems
    (problem,) = (p for p in problems if p.code == "figures-do-not-add-up")
    assert "13" in problem.message
    assert "14" in problem.message


_PIECES = st.sampled_from(
    ["12 people", "7 men", "and", ",", "4 women", "from", "to", "900", "0", "a drop of", ":", "including", "percent",
     "by", "."]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=12))
def test_find_mismatches_never_fails(words: list[str]) -> None:
    text = " ".join(words)
    assert all(span in text for span, *_ in find(text))


def test_a_list_without_end_is_no_sum() -> None:
    listed = ", ".join(["9"] * 20_000)
    assert find(f"The pier took 14 people: {listed}, 6 women and 5 men.") == []
