"""Cases: copies, lineage, origins, changes; and our four fictional cases against what people made of them."""

import random
from collections import Counter

import pytest
from evaluation.cases import EXAMPLES, compare, read_case

from sayso.cases import ChangeKind, State, find_changes, make_case
from sayso.cases.assess import Ground, assess
from sayso.cases.copies import find_copies, group_copies
from sayso.cases.outlets import find_mentions, find_outlets
from sayso.cases.terms import Vocabulary
from sayso.types import (
    Case,
    Certainty,
    Claim,
    Conflict,
    ConflictKind,
    Derivation,
    DerivationKind,
    Member,
    Origins,
    Reading,
    Report,
    Side,
    SourceType,
    Span,
    Stance,
)

WIRE = (
    "The northern dam at Karvel gave way shortly after midnight and water reached the lower town within an hour. "
    "Engineers had asked twice for the second gate to be opened, a person at the plant told the agency on Monday. "
    "Nobody at the ministry answered the telephone, and the mayor was seen on the bridge with a lantern."
)
OTHER = (
    "The choir of Port Ennis sang for three hours in the rain, and most of the people who had come stayed to the end."
)


# ---------------------------------------------------------------- copies


def test_a_copy_cut_short_is_found() -> None:
    cut = WIRE[: len(WIRE) // 3]
    copies = find_copies([WIRE, OTHER, cut])
    assert copies[2, 0] > 0.9
    assert (1, 0) not in copies
    assert group_copies(copies) == [[0, 2]]


@pytest.mark.parametrize("text", ["Two dead.", "Ferry aground off Skelda, all saved", WIRE], ids=len)
def test_a_copy_of_any_length_is_found(text: str) -> None:
    assert group_copies(find_copies([text, OTHER, text])) == [[0, 2]]


def test_what_many_reports_hold_still_joins_them() -> None:
    assert group_copies(find_copies([WIRE] * 120 + [OTHER])) == [list(range(120))]


def test_quotations_that_two_reports_heard_are_no_copy() -> None:
    speech = "“We shall open the second gate tonight and we shall tell everybody who lives below it,” "
    one, other = (
        f"{speech} the minister told parliament.",
        f"At noon a voice on the radio: {speech} it said, and no more.",
    )
    assert not find_copies([one, other])


def test_reports_without_a_word_are_no_copies() -> None:
    assert find_copies(["", "…", "  "]) == {}


def test_words_in_another_order_are_no_copy() -> None:
    words = WIRE.split()
    random.Random(1).shuffle(words)
    assert not find_copies([WIRE, " ".join(words)])


# ---------------------------------------------------------------- outlets


def make_report(id_: str, outlet: str | None, text: str) -> Report:
    return Report(id=id_, outlet=outlet, text=text, published="2031-05-04")


@pytest.mark.parametrize(
    ("outlet", "text", "named"),
    [
        ("The Sonli Times", "It was in the Times of Sonli on Sunday.", ["Times of Sonli"]),
        ("The Karvel Courier", "The gate stayed shut, the Courier said.", ["Courier"]),
        ("The Karvel Courier", "A courier brought the letter; the couriers left.", []),
        ("Northern Press Agency", "KARVEL, 4 May (NPA) - The dam gave way.", ["NPA"]),
        ("Northern Press Agency", "BREMOL, 4 May (NAP) - The dam broke itself.", ["NAP"]),
        ("Radio Karvel", "People in Karvel were asleep, and Karvel was dark.", []),
        ("The Brennhol Herald", "informed Brengol Herald with the reference", ["Brengol Herald"]),
        (None, "Nobody is named here.", []),
    ],
)
def test_an_outlet_is_found_by_its_names(outlet: str | None, text: str, named: list[str]) -> None:
    reports = [make_report("a", outlet, "It rained."), make_report("b", "Other Page", text)]
    vocabulary = Vocabulary([r.text for r in reports], [r.text for r in reports])
    mentions = find_mentions(reports[1], find_outlets(reports)[0], vocabulary)
    assert [mention.span.of(text) for mention in mentions] == named


# ---------------------------------------------------------------- origins


def make_member(doc: str, stance: Stance = Stance.ASSERTS) -> Member:
    return Member(
        doc=doc, statement="s1", content=(Span(0, 5),), voice="somebody", stance=stance, certainty=Certainty.CERTAIN
    )


def make_ground(doc: str, voice: str | None, *, first_hand: bool = False, outlets: tuple[str, ...] = ()) -> Ground:
    return Ground(
        doc=doc, voice=voice, source_type=SourceType.NAMED_PERSON, is_named=bool(voice), outlets=outlets,
        via=frozenset(), is_first_hand=first_hand,
    )  # fmt: skip


def make_edge(from_: str, to: str, kind: DerivationKind = DerivationKind.CITES) -> Derivation:
    return Derivation(from_=from_, to=to, to_name=None, kind=kind, score=1.0, reasons=())


def test_unnamed_people_of_two_outlets_are_never_established_as_two() -> None:
    grounds = [make_ground("a", None), make_ground("b", None)]
    origins = assess([make_member("a"), make_member("b")], grounds, [])
    assert (origins.established, origins.possible) == (1, 2)


def test_two_witnesses_of_two_outlets_are_two() -> None:
    grounds = [make_ground("a", "Ada Törn", first_hand=True), make_ground("b", "Ivo Marr", first_hand=True)]
    assert assess([make_member("a"), make_member("b")], grounds, []).established == 2


def test_one_witness_in_two_outlets_is_one() -> None:
    grounds = [make_ground("a", "Ada Törn", first_hand=True), make_ground("b", "Ada Törn", first_hand=True)]
    origins = assess([make_member("a"), make_member("b")], grounds, [])
    assert (origins.established, origins.possible) == (1, 1)


def test_a_copy_is_no_second_origin_whoever_it_names() -> None:
    grounds = [make_ground("a", "Ada Törn", first_hand=True), make_ground("b", "Ivo Marr", first_hand=True)]
    edges = [make_edge("b", "a", DerivationKind.REWRITES)]
    assert assess([make_member("a"), make_member("b")], grounds, edges).possible == 1


def test_who_cites_and_also_has_a_witness_is_an_origin_of_its_own() -> None:
    grounds = [make_ground("a", None), make_ground("b", "Ivo Marr", first_hand=True)]
    assert assess([make_member("a"), make_member("b")], grounds, [make_edge("b", "a")]).possible == 2


def test_denials_and_silences_put_nothing_forward() -> None:
    members = [make_member("a", Stance.DENIES), make_member("b", Stance.NO_COMMENT)]
    origins = assess(members, [make_ground("a", "Ada Törn"), make_ground("b", "Ada Törn")], [])
    assert (origins.groups, origins.established, origins.possible) == ((), 0, 0)


def test_who_does_not_say_is_unrecorded() -> None:
    assert assess([make_member("a")], [make_ground("a", None)], []).unrecorded == ("a",)


# ---------------------------------------------------------------- the whole


def make_reading(id_: str, text: str, published: str | None = "2031-05-04", outlet: str | None = None) -> Reading:
    return Reading(report=Report(id=id_, text=text, published=published, outlet=outlet))


def test_reports_stand_in_the_order_in_which_they_came_out() -> None:
    case = make_case(
        [
            make_reading("none", WIRE, None),
            make_reading("second", WIRE, "2031-05-04T09:00:00+02:00"),
            make_reading("first", WIRE, "2031-05-04T06:30:00Z"),
        ]
    )
    assert [reading.report.id for reading in case.readings] == ["first", "second", "none"]


def test_a_report_that_is_there_twice_counts_once_and_two_of_one_id_are_told() -> None:
    case = make_case([make_reading("a", WIRE), make_reading("a", WIRE), make_reading("a", OTHER)])
    assert [reading.report.text for reading in case.readings] == [WIRE]
    assert len(case.left_out) == 2


def test_one_report_alone_makes_no_case() -> None:
    case = make_case([make_reading("a", WIRE)])
    assert not case.derivations
    assert not case.conflicts
    assert not case.positions


def test_a_reprint_says_so_with_a_reason_on_both_sides() -> None:
    case = make_case(
        [
            make_reading("wire", WIRE, "2031-05-04T08:00:00Z", "Northern Press Agency"),
            make_reading("post", WIRE[: len(WIRE) // 2], "2031-05-04T10:00:00Z", "The Karvel Post"),
        ]
    )
    (edge,) = case.derivations
    assert (edge.from_, edge.to, edge.kind) == ("post", "wire", DerivationKind.REPRINTS)
    assert {reason.doc for reason in edge.reasons} == {"post", "wire"}


def test_a_copy_that_is_dated_before_its_original_is_still_the_copy() -> None:
    copy = f"{WIRE[: len(WIRE) // 2]}\n\nCopy: Northern Press Agency"
    case = make_case(
        [
            make_reading("post", copy, "2031-05-04T06:00:00Z", "The Karvel Post"),
            make_reading("wire", WIRE, "2031-05-04T08:00:00Z", "Northern Press Agency"),
        ]
    )
    (edge,) = case.derivations
    assert (edge.from_, edge.to) == ("post", "wire")
    assert "dated before its original" in edge.reasons[0].why


# ---------------------------------------------------------------- what changed


def make_claim(id_: str, docs: str, established: int = 1, possible: int = 1) -> Claim:
    origins = Origins(groups=(), established=established, possible=possible, unrecorded=(), reasons=())
    return Claim(id=id_, text="the gate stayed shut", members=tuple(map(make_member, docs)), origins=origins)


def make_conflict(value: str) -> Conflict:
    sides = (Side("a", Span(3, 5), "41"), Side("b", Span(9, 11), value))
    return Conflict(kind=ConflictKind.FIGURE, about="documents", sides=sides)


def test_what_changed_between_two_states() -> None:
    before = State(("a", "b"), (make_claim("c1", "ab"),), (make_conflict("37"),))
    after = State(("a", "b", "c"), (make_claim("c7", "abc", 1, 2),), (make_conflict("38"),))
    changes = find_changes(before, after)
    assert [change.kind for change in changes] == [
        ChangeKind.REPORT_ADDED, ChangeKind.ORIGINS_MOVED, ChangeKind.FIGURE_MOVED,
    ]  # fmt: skip
    assert changes[1].after == "1 established, 2 possible"
    assert not find_changes(after, after)


# ---------------------------------------------------------------- our examples


@pytest.fixture(scope="module")
def examples() -> list[tuple[dict[str, object], Case]]:
    cases = []
    for folder in sorted(EXAMPLES.iterdir()):
        gold, readings = read_case(folder)
        cases.append((gold, make_case(readings)))
    return cases


def test_the_examples_are_read_as_well_as_they_were(examples: list[tuple[dict[str, object], Case]]) -> None:
    counts = sum((compare(gold, case) for gold, case in examples), Counter[str]())
    assert counts["overclaimed"] == 0
    assert counts["derivations right"] >= 58
    assert counts["derivations found"] <= 62
    assert counts["kind right"] >= counts["derivations right"] - 2
    assert counts["conflicts right"] >= 10
    assert counts["claim pairs right"] >= 300


def test_every_anchor_of_a_case_lies_in_its_report(examples: list[tuple[dict[str, object], Case]]) -> None:
    for _, case in examples:
        length = {reading.report.id: len(reading.report.text) for reading in case.readings}
        anchors = [(r.doc, r.span) for edge in case.derivations for r in edge.reasons]
        anchors += [(m.doc, span) for claim in case.claims for m in claim.members for span in m.content]
        anchors += [(side.doc, side.span) for conflict in case.conflicts for side in conflict.sides]
        assert all(0 <= span.start < span.end <= length[doc] for doc, span in anchors)


def test_a_case_is_the_same_whatever_the_order_of_its_reports() -> None:
    _, readings = read_case(EXAMPLES / "ferry")
    assert make_case(readings) == make_case(readings[::-1])
