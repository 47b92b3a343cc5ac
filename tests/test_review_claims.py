"""People's decisions on the claims of a case: made, laid over it, found again, taken back."""

import pytest
from msgspec import json
from msgspec.structs import replace

from made_cases import make_case, read_ferry
from sayso.problems import DecisionError
from sayso.review import ReviewedCase, apply, apply_to_case, decide_on_claim, make_undo
from sayso.types import Case, Claim, Decision, DecisionKind, Reading, Span

K = DecisionKind


def without_ids(case: Case, prefix: str = "n") -> Case:
    """The same case with other ids of its claims, as another reading would give it."""
    return replace(case, claims=tuple(replace(claim, id=prefix + claim.id) for claim in case.claims))


def claim_of(reviewed: ReviewedCase, id_: str) -> Claim:
    return next(claim for claim in reviewed.case.claims if claim.id == id_)


def decide(case: Case, kind: DecisionKind, target: str, after: object, *earlier: Decision) -> Decision:
    return decide_on_claim(apply_to_case(case, earlier), kind, target, "Ada", after=after, why="the note")


@pytest.fixture
def case() -> Case:
    return make_case(read_ferry())


def test_nobody_decided_and_nothing_changes(case: Case) -> None:
    assert apply_to_case(case, ()).case == case


def test_two_claims_become_one(case: Case) -> None:
    made = decide(case, K.MERGE_CLAIMS, "k1", "k2")
    reviewed = apply_to_case(case, [made])
    one = claim_of(reviewed, "k1")
    assert len(reviewed.case.claims) == len(case.claims) - 1
    assert {m.doc for m in one.members} >= {m.doc for c in case.claims if c.id in {"k1", "k2"} for m in c.members}
    # The Mail reports the Tidings' figure in k2: so its origin meets that of the others.
    assert (one.origins.established, one.origins.possible) == (1, 1)
    assert "two claims taken for one by Ada" in one.origins.reasons[-1] and "the note" in one.origins.reasons[-1]
    assert not any(p.claim == "k2" for p in reviewed.case.positions)
    assert reviewed.machine == case and reviewed.last_on("k1") == made.id


def test_a_decision_finds_its_claims_by_their_words(case: Case) -> None:
    made = decide(case, K.MERGE_CLAIMS, "k1", "k2")
    kept = json.decode(json.encode(made), type=Decision)
    other = apply_to_case(without_ids(case), [kept])
    assert {c.id for c in other.case.claims} == {f"n{c.id}" for c in case.claims} - {"nk2"}
    moved = make_case([_moved(reading) for reading in read_ferry()])
    assert len(apply_to_case(moved, [kept]).case.claims) == len(case.claims) - 1


def _moved(reading: Reading) -> Reading:
    """The report with a line before its text, and its spans where they are then."""
    line = "Read in the morning.\n"
    by = len(line)
    statements = tuple(
        replace(s, **{f: tuple(Span(a + by, b + by) for a, b in getattr(s, f)) for f in ("cue", "content", "sentence")})
        for s in reading.statements
    )
    return replace(reading, report=replace(reading.report, text=line + reading.report.text), statements=statements)


def test_in_a_case_of_other_reports_a_decision_is_left_aside(case: Case) -> None:
    made = decide(case, K.MERGE_CLAIMS, "k1", "k2")
    alone = make_case([r for r in read_ferry() if r.report.id == "bps1"])
    reviewed = apply_to_case(alone, [made])
    assert (reviewed.case, reviewed.lost, reviewed.decisions) == (alone, (), ())


def test_a_decision_whose_words_are_gone_is_lost_and_said(case: Case) -> None:
    made = decide(case, K.NOTE, "k5", "ask the harbour")
    bare = replace(case, claims=tuple(c for c in case.claims if c.id != "k5"))
    assert apply_to_case(bare, [made]).lost == (made,)


def test_a_part_becomes_a_claim_of_its_own_and_goes_back(case: Case) -> None:
    whole = claim_of(apply_to_case(case, ()), "k1")
    keys = [(m.doc, m.content[0].start) for m in whole.members if m.doc == "mail" and m.content]
    made = decide(case, K.SPLIT_CLAIM, "k1", {"text": "A cook saw nobody.", "members": keys})
    reviewed = apply_to_case(case, [made])
    new = next(c for c in reviewed.case.claims if c.text == "A cook saw nobody.")
    old = claim_of(reviewed, "k1")
    assert {m.doc for m in new.members} == {"mail"} and len(new.members) + len(old.members) == len(whole.members)
    assert (old.origins.possible, new.origins.possible) == (1, 1)
    undone = apply_to_case(case, [made, make_undo(made, "Ben")])
    assert undone.case.claims == case.claims and undone.undone == {made.id}
    redone = [made, first := make_undo(made, "Ben"), make_undo(first, "Ada")]
    assert len(apply_to_case(case, redone).case.claims) == len(case.claims) + 1


def test_origins_are_taken_for_one_and_apart(case: Case) -> None:
    one = decide(case, K.MERGE_ORIGINS, "k1", ["tidings", "mail"])
    origins = claim_of(apply_to_case(case, [one]), "k1").origins
    assert (len(origins.groups), origins.established, origins.possible) == (1, 1, 1)
    for shown, established in ((False, 2), (True, 3)):
        after = {"reports": ["radio"], "established": shown}
        apart = decide(case, K.SPLIT_ORIGIN, "k1", after)
        origins = claim_of(apply_to_case(case, [apart]), "k1").origins
        assert ("radio",) in origins.groups and (origins.established, origins.possible) == (established, 3)


@pytest.mark.parametrize(
    ("kind", "target", "after"),
    [
        (K.MERGE_CLAIMS, "k1", "k1"), (K.MERGE_CLAIMS, "k1", "k99"), (K.MERGE_CLAIMS, "k99", "k1"),
        (K.SPLIT_CLAIM, "k1", {"text": "", "members": [("mail", 0)]}),
        (K.SPLIT_CLAIM, "k1", {"text": "x", "members": []}),
        (K.MERGE_ORIGINS, "k1", []), (K.MERGE_ORIGINS, "k1", ["tidings", "bps2"]),
        (K.MERGE_ORIGINS, "k1", ["bps1", "mail"]),
        (K.SPLIT_ORIGIN, "k1", {"reports": ["mail"], "established": False}),
        (K.NOTE, "k1", "  "), (K.ACCEPT, "k1", None),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(case: Case, kind: DecisionKind, target: str, after: object) -> None:
    with pytest.raises(DecisionError):
        decide(case, kind, target, after)


def test_a_decision_on_a_case_leaves_the_readings_alone(case: Case) -> None:
    made = decide(case, K.NOTE, "k1", "ask again")
    reading = case.readings[0]
    assert apply(reading, [made]).reading == reading and apply(reading, [made]).decisions == ()
