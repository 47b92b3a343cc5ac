"""What holds for any sequence of decisions, of any people, in any order."""

from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import json
from msgspec.structs import replace

from made_decisions import START, Desk, moved
from made_readings import TEXT, make_reading
from sayso.problems import DecisionError
from sayso.review import StandingKind, apply
from sayso.types import Decision, DecisionKind, Stance

SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 40)).map(lambda s: [s[0], min(len(TEXT), sum(s))])
AFTER: dict[DecisionKind, st.SearchStrategy[Any]] = {
    DecisionKind.ACCEPT: st.none(),
    DecisionKind.REJECT: st.none(),
    DecisionKind.SPAN: st.dictionaries(
        st.sampled_from(["source", "cue", "content"]), st.lists(SPANS, max_size=2), min_size=1
    ),
    DecisionKind.STANCE: st.sampled_from(Stance),
    DecisionKind.VOICE: st.sampled_from([None, "Ada Törn", "dock workers", "the union"]),
    DecisionKind.MERGE_VOICES: st.sampled_from(["Ada Törn", "dock workers", "the union"]),
    DecisionKind.SPLIT_VOICE: st.sampled_from(["s1", "s2", "s3"]).map(lambda s: {"name": "x", "statements": [s]}),
    DecisionKind.GRADE: st.sampled_from(["A1", "B", "6"]),
    DecisionKind.NOTE: st.text(),
}
STEPS = st.sampled_from(list(AFTER)).flatmap(lambda kind: st.tuples(st.just(kind), AFTER[kind])) | st.integers(0, 20)
PEOPLE = st.sampled_from(["Ada", "Bo"])
TARGETS = st.sampled_from(["s1", "s2", "s3", "v1", "v2", "v3"])
MOMENTS = st.integers(0, 3)  # seconds: many in the same one


@st.composite
def logs(draw: st.DrawFn) -> list[Decision]:
    """Decisions that people may make one after the other; a number takes back the decision of that place."""
    desk = Desk(make_reading())
    for step, by, target, second in draw(st.lists(st.tuples(STEPS, PEOPLE, TARGETS, MOMENTS), max_size=12)):
        at = START + timedelta(seconds=second)
        if isinstance(step, int):
            if desk.decisions:
                desk.undo(desk.decisions[step % len(desk.decisions)], by, at)
            continue
        standing = desk.reviewed.standings.get(target)
        try:
            desk.decide(step[0], target, step[1], by, at=at, seen=standing and standing.last)
        except DecisionError:
            continue
    return desk.decisions


@given(log=logs(), seed=st.integers())
def test_the_order_of_arrival_changes_nothing(log: list[Decision], seed: int) -> None:
    shuffled = [*log, *log[:2]]
    Random(seed).shuffle(shuffled)
    assert apply(make_reading(), shuffled) == apply(make_reading(), log)


@given(log=logs())
def test_nothing_is_lost_and_nothing_of_the_machine_changed(log: list[Decision]) -> None:
    reviewed = apply(make_reading(), log)
    assert reviewed.machine == make_reading()
    assert {d.id for d in reviewed.decisions} == {d.id for d in log}
    kept = [s.id for s in reviewed.reading.statements] + [s.id for s in reviewed.rejected]
    assert sorted(kept) == ["s1", "s2", "s3"]
    rejected = {s.id for s in reviewed.rejected}
    assert rejected == {id_ for id_, s in reviewed.standings.items() if s.kind is StandingKind.REJECTED}
    shown = {d.id for s in reviewed.standings.values() for d in s.decisions}
    assert {d.id for d in log if d.undoes is None} == shown & {d.id for d in log if d.undoes is None} | {
        d.id for d in reviewed.lost
    } | (reviewed.undone - shown)


@given(log=logs())
def test_what_a_review_gives_is_a_reading(log: list[Decision]) -> None:
    reading = apply(make_reading(), log).reading
    ids, voices = {s.id for s in reading.statements}, {v.id for v in reading.voices}
    for statement in reading.statements:
        assert {statement.parent, statement.denies} <= {None, *ids}
        assert statement.voice in {None, *voices}
        assert statement.cue or statement.content
        assert all(0 <= s.start < s.end <= len(TEXT) for s in (*statement.source, *statement.cue, *statement.content))


@given(log=logs())
def test_taking_all_back_gives_the_machine_s_reading_and_taking_that_back_the_people_s(log: list[Decision]) -> None:
    desk = Desk(make_reading(), log)
    before = desk.reviewed
    undos = [desk.undo(d) for d in before.decisions if d.undoes is None and d.id not in before.undone]
    reviewed = desk.reviewed
    assert reviewed.reading == make_reading()
    assert reviewed.lost == ()
    assert {s.kind for s in reviewed.standings.values()} == {StandingKind.UNTOUCHED}
    for undo in undos:
        desk.undo(undo)
    assert (desk.reviewed.reading, desk.reviewed.lost) == (before.reading, before.lost)


@given(log=logs(), by=st.integers(0, 60))
def test_a_new_reading_of_the_report_keeps_all_corrections(log: list[Decision], by: int) -> None:
    before, after = apply(make_reading(), log), apply(moved(make_reading(), by), log)
    assert after.reading.statements == moved(before.reading, by).statements
    assert (after.reading.voices, after.lost) == (before.reading.voices, before.lost)
    kinds = {id_ if id_[0] == "v" else f"n{id_}": s.kind for id_, s in before.standings.items()}
    assert {id_: s.kind for id_, s in after.standings.items()} == kinds


@given(log=logs(), kept=st.sets(st.integers(0, 2)))
def test_no_reading_can_break_a_review(log: list[Decision], kept: set[int]) -> None:
    reading = make_reading()
    fewer = replace(reading, statements=tuple(reading.statements[n] for n in kept), voices=reading.voices[:1])
    reviewed = apply(fewer, log)
    assert len(reviewed.reading.statements) + len(reviewed.rejected) == len(kept)


@given(log=logs())
def test_decisions_survive_being_written_down(log: list[Decision]) -> None:
    assert json.decode(json.encode(log), type=list[Decision]) == log
    assert len({d.id for d in log}) == len({json.encode(d) for d in log})
