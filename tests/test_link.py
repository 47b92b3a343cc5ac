"""Claims: what reports say of one thing, in one claim; another number of it in another; silences where they belong."""

import numpy as np
import pytest

from sayso.cases.clauses import Clause, find_clauses
from sayso.cases.lineage import find_lineage
from sayso.cases.link import link, load_weights
from sayso.cases.measures import Measures
from sayso.cases.terms import Vocabulary
from sayso.intake import Particulars, make_report
from sayso.pipeline import read_report
from sayso.text import find_sentences, words_at
from sayso.types import Derivation, Reading

MAIL = """Guards sold keys of Harbourton prison, inspectors find

By Ines Dahl

Guards at Harbourton prison sold copies of the cell keys to prisoners for two years, according to a report by prison \
inspectors seen by the Harbourton Mail.

The inspectors counted 31 copies of the keys in the east wing.

The prison declined to comment.
"""
WIRE = """Harbourton prison guards sold cell keys to prisoners, newspaper reports

HARBOURTON (VPA) - Guards at Harbourton prison sold copies of the cell keys to prisoners for two years, the Harbourton \
Mail reported on Monday, citing a report by inspectors.

Inspectors found 31 copies of the keys in the east wing, the newspaper said.

The prison did not respond to a request for comment. VPA could not independently verify the report.
"""
POST = """Eighteen keys, not 31, prison service says

By Tor Aspel

The prison service said on Tuesday that only 18 copies of the keys had been found in the east wing of Harbourton prison.

A choir of schoolchildren sang in the market square at noon, and the mayor handed out apples.
"""

Case = tuple[list[Clause], list[Reading], list[Derivation], Vocabulary]


def make_input(*texts: tuple[str, str, str]) -> Case:
    """Clauses, readings, lineage and vocabulary of (outlet, day, text)."""
    readings = [read_report(make_report(text, Particulars(outlet=o, published=day))) for o, day, text in texts]
    words = [r.report.text for r in readings]
    vocabulary = Vocabulary(words, [s.of(text) for text in words for s in find_sentences(text)])
    clauses = [clause for number, reading in enumerate(readings) for clause in find_clauses(number, reading)]
    return clauses, readings, find_lineage(readings, vocabulary), vocabulary


@pytest.fixture(scope="module")
def case() -> Case:
    return make_input(
        ("Harbourton Mail", "2026-03-02", MAIL), ("VPA", "2026-03-02", WIRE), ("Aspel Post", "2026-03-03", POST)
    )


def find(case: Case, claims: list[tuple[int, ...]], report: int, words: str) -> set[int]:
    """The places of the claims that hold a clause of exactly these words."""
    clauses, readings = case[:2]
    return {
        place
        for place, claim in enumerate(claims)
        for n in claim
        if clauses[n].report == report and words_at(readings[report].report.text, clauses[n].spans) == words
    }


def test_every_clause_is_in_a_claim_and_twice_the_same(case: Case) -> None:
    claims = link(*case)
    assert sorted(n for claim in claims for n in claim) == list(range(len(case[0])))
    assert claims == link(*case)


def test_what_the_case_is_about_comes_first(case: Case) -> None:
    claims = link(*case)
    told = "Guards at Harbourton prison sold copies of the cell keys to prisoners for two years"
    assert find(case, claims, 0, told) == find(case, claims, 1, told) == {0}


def test_silences_and_what_could_not_be_verified_go_to_it(case: Case) -> None:
    claims = link(*case)
    assert find(case, claims, 0, "The prison declined to comment") == {0}
    assert find(case, claims, 1, "VPA could not independently verify the report") == {0}


def test_what_has_nothing_to_do_with_it_stays_apart(case: Case) -> None:
    claims = link(*case)
    apart = find(case, claims, 2, "A choir of schoolchildren sang in the market square at noon")
    assert apart and 0 not in apart


def test_pieces_of_a_sentence_are_clauses_of_their_own(case: Case) -> None:
    texts = {words_at(case[1][c.report].report.text, c.spans) for c in case[0] if c.report == 2}
    assert texts >= {"A choir of schoolchildren sang in the market square at noon", "the mayor handed out apples"}


def test_no_clauses_no_claims() -> None:
    assert link([], [], [], Vocabulary([], [])) == []


def test_one_report_alone_is_linked() -> None:
    alone = make_input(("Harbourton Mail", "2026-03-02", MAIL))
    assert link(*alone)


def test_measures_of_pairs_are_the_same_both_ways_and_in_blocks(case: Case) -> None:
    measures = Measures(*case)
    main = np.zeros(len(case[0]), dtype=np.float32)
    whole = np.concatenate(list(measures.pairs(main)))
    assert whole == pytest.approx(whole.transpose(1, 0, 2), abs=1e-5)
    assert whole == pytest.approx(np.concatenate(list(measures.pairs(main, 7))), abs=1e-5)


def test_the_weights_fit_the_measures(case: Case) -> None:
    measures, weights = Measures(*case), load_weights()
    assert len(weights.main) == 1 + measures.own.shape[1]
    width = next(measures.pairs(np.zeros(len(case[0]), dtype=np.float32))).shape[2]
    assert len(weights.pair_mean) == width and all(len(row) == 1 + width for row in weights.hidden)
