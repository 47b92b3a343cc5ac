"""Decisions laid over a reading: what they do, which counts, and how they are found again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from made_decisions import START, Desk, moved
from made_readings import TEXT, make_reading, spans_of
from sayso.problems import DecisionError
from sayso.review import StandingKind, apply, make_decision
from sayso.types import DecisionKind, Reading, Span, Stance, Statement, Voice, VoiceKind

K = DecisionKind


@pytest.fixture
def desk() -> Desk:
    return Desk(make_reading())


def words(reading: Reading, id_: str, role: str = "content") -> list[str]:
    return [span.of(reading.report.text) for span in getattr(get(reading, id_), role)]


def get(reading: Reading, id_: str) -> Statement:
    return next(s for s in reading.statements if s.id == id_)


def voice_of(reading: Reading, id_: str) -> Voice | None:
    return next((v for v in reading.voices if v.id == get(reading, id_).voice), None)


def name_of(reading: Reading, id_: str) -> str | None:
    voice = voice_of(reading, id_)
    return voice and voice.name


def span(text: str) -> list[list[int]]:
    return [list(s) for s in spans_of(TEXT, text)]


# ---------------------------------------------------------------- what each kind does


def test_nothing_decided_is_the_machine_s_reading(desk: Desk) -> None:
    reviewed = desk.reviewed
    assert reviewed.reading == reviewed.machine == make_reading()
    assert {id_: s.kind for id_, s in reviewed.standings.items()} == dict.fromkeys(("s1", "s2", "s3"), "untouched")


def test_accept_says_by_whom(desk: Desk) -> None:
    made = desk.decide(K.ACCEPT, "s1")
    standing = desk.reviewed.standings["s1"]
    assert (standing.kind, standing.by, standing.at, standing.last) == ("accepted", "Ada", made.at, made.id)
    assert desk.reviewed.reading == make_reading()


def test_reject_takes_a_statement_out_and_lifts_what_stood_in_it(desk: Desk) -> None:
    desk.decide(K.REJECT, "s1", why="not a statement")
    reviewed = desk.reviewed
    assert [s.id for s in reviewed.reading.statements] == ["s2", "s3"]
    assert [s.id for s in reviewed.rejected] == ["s1"]
    assert get(reviewed.reading, "s2").parent is None
    desk.decide(K.REJECT, "s2")
    assert get(desk.reviewed.reading, "s3").denies is None
    assert reviewed.machine == make_reading()


def test_span_moves_the_roles_that_are_named(desk: Desk) -> None:
    made = desk.decide(K.SPAN, "s3", {"content": span("denied the sale"), "cue": []})
    reading = desk.reviewed.reading
    assert words(reading, "s3") == ["denied the sale"]
    assert words(reading, "s3", "cue") == []
    assert words(reading, "s3", "source") == ["Mayor Ada Törn"]
    assert made.before == {"cue": span("denied"), "content": span("the sale")}
    assert desk.reviewed.standings["s3"].kind is StandingKind.CHANGED
    assert words(desk.reviewed.machine, "s3") == ["the sale"]


def test_span_in_another_sentence_moves_the_sentence(desk: Desk) -> None:
    desk.decide(K.SPAN, "s3", {"content": span("Ferry line sold")})
    assert words(desk.reviewed.reading, "s3", "sentence")[0].startswith("Ferry line sold")


def test_stance_drops_what_belongs_to_the_old_one(desk: Desk) -> None:
    made = desk.decide(K.STANCE, "s3", "asserts")
    statement = get(desk.reviewed.reading, "s3")
    assert (made.before, statement.stance, statement.denies) == ("denies", Stance.ASSERTS, None)


@pytest.mark.parametrize("name", ["The Ennis Echo", "the ennis echo", "the Echo"])
def test_voice_by_its_name_or_alias(desk: Desk, name: str) -> None:
    made = desk.decide(K.VOICE, "s2", name)
    assert (made.before, get(desk.reviewed.reading, "s2").voice) == ("dock workers", "v1")


def test_voice_that_is_new_or_nobody(desk: Desk) -> None:
    desk.decide(K.VOICE, "s2", " the  union ")
    voice = voice_of(desk.reviewed.reading, "s2")
    assert voice and (voice.name, voice.kind) == ("the union", VoiceKind.UNKNOWN)
    desk.decide(K.VOICE, "s2", None)
    assert get(desk.reviewed.reading, "s2").voice is None


def test_merge_voices_gives_over_statements_and_names(desk: Desk) -> None:
    desk.decide(K.GRADE, "v1", "B2")
    desk.decide(K.MERGE_VOICES, "v1", "Ada Törn")
    reviewed = desk.reviewed
    voice = voice_of(reviewed.reading, "s1")
    assert voice and (voice.id, voice.aliases) == ("v3", ("The Ennis Echo", "the Echo"))
    assert [v.id for v in reviewed.reading.voices] == ["v2", "v3"]
    grade = reviewed.standings["v3"].grade
    assert grade and grade.after == "B2"
    desk.decide(K.VOICE, "s2", "The Ennis Echo")
    assert get(desk.reviewed.reading, "s2").voice == "v3"


def test_split_voice_gives_over_only_those_statements(desk: Desk) -> None:
    desk.decide(K.VOICE, "s2", "Ada Törn")
    desk.decide(K.SPLIT_VOICE, "v3", {"name": "dockers", "statements": ["s2"]})
    reading = desk.reviewed.reading
    assert [name_of(reading, id_) for id_ in ("s2", "s3")] == ["dockers", "Ada Törn"]


def test_grades_and_notes_stand_beside(desk: Desk) -> None:
    desk.decide(K.GRADE, "v3", "F")
    made = desk.decide(K.GRADE, "v3", "B2", by="Bo")
    note = desk.decide(K.NOTE, "s1", " call her ")
    reviewed = desk.reviewed
    assert (made.before, made.after) == ("F", "B2")
    assert reviewed.standings["v3"].grade == made
    assert reviewed.standings["s1"].notes == (note,) and note.after == "call her"
    assert reviewed.standings["s1"].kind is StandingKind.UNTOUCHED
    assert reviewed.reading == make_reading()


# ---------------------------------------------------------------- which counts


def test_undo_and_redo(desk: Desk) -> None:
    rejected = desk.decide(K.REJECT, "s1")
    undone = desk.undo(rejected)
    assert undone.kind is K.UNDO
    assert desk.reviewed.reading == make_reading()
    assert desk.reviewed.undone == {rejected.id}
    redone = desk.undo(undone)
    assert redone.kind is K.REDO
    assert [s.id for s in desk.reviewed.rejected] == ["s1"]
    assert desk.undo(redone).kind is K.UNDO
    reviewed = desk.reviewed
    assert reviewed.reading == make_reading()
    assert len(reviewed.standings["s1"].decisions) == 4
    assert reviewed.standings["s1"].kind is StandingKind.UNTOUCHED


def test_undo_in_the_middle_leaves_what_came_later(desk: Desk) -> None:
    first = desk.decide(K.STANCE, "s3", "doubts")
    desk.decide(K.VOICE, "s3", "dock workers")
    desk.undo(first)
    statement = get(desk.reviewed.reading, "s3")
    assert (statement.stance, statement.voice, statement.denies) == (Stance.DENIES, "v2", "s2")


def test_two_people_on_one_statement_the_later_counts_and_the_earlier_is_shown(desk: Desk) -> None:
    before = desk.reviewed
    mine = make_decision(before, K.STANCE, "s3", "Ada", after="doubts", at=START)
    theirs = make_decision(before, K.STANCE, "s3", "Bo", after="asserts", at=START + timedelta(seconds=1))
    for order in ((mine, theirs), (theirs, mine)):
        reviewed = apply(make_reading(), order)
        assert get(reviewed.reading, "s3").stance is Stance.ASSERTS
        assert reviewed.standings["s3"].decisions == (mine, theirs)
        assert reviewed.standings["s3"].by == "Bo"


def test_what_was_seen_comes_first_whatever_the_clocks_say(desk: Desk) -> None:
    first = desk.decide(K.STANCE, "s3", "doubts")
    early = START - timedelta(days=1)
    desk.decide(K.STANCE, "s3", "asserts", by="Bo", seen=first.id, at=early)
    assert get(desk.reviewed.reading, "s3").stance is Stance.ASSERTS
    desk.undo(desk.decisions[1], at=early - timedelta(days=1))
    assert get(desk.reviewed.reading, "s3").stance is Stance.DOUBTS


def test_decisions_that_undo_each_other_in_a_circle_do_not_hang(desk: Desk) -> None:
    made = desk.undo(desk.decide(K.REJECT, "s1"))
    circle = [replace(made, id="a", undoes="b", seen="b"), replace(made, id="b", undoes="a")]
    assert apply(make_reading(), circle).reading == make_reading()


# ---------------------------------------------------------------- another reading


def test_corrections_are_found_again_where_the_text_has_moved(desk: Desk) -> None:
    desk.decide(K.REJECT, "s1")
    desk.decide(K.SPAN, "s3", {"content": span("denied the sale")})
    desk.decide(K.VOICE, "s2", "the union")
    desk.decide(K.GRADE, "v3", "B2")
    reviewed = apply(moved(make_reading(), 40), desk.decisions)
    assert not reviewed.lost
    assert [s.id for s in reviewed.rejected] == ["ns1"]
    assert words(reviewed.reading, "ns3") == ["denied the sale"]
    assert name_of(reviewed.reading, "ns2") == "the union"
    assert reviewed.standings["v3"].grade


def test_an_accepted_statement_stays_as_it_was_accepted(desk: Desk) -> None:
    desk.decide(K.ACCEPT, "s2")
    reading = make_reading()
    other = replace(reading.statements[1], id="x", content=spans_of(TEXT, "ferry line was being"), stance=Stance.ASKS)
    reviewed = apply(replace(reading, statements=(reading.statements[0], other)), desk.decisions)
    assert words(reviewed.reading, "x") == ["the ferry line was being sold"]
    assert get(reviewed.reading, "x").stance is Stance.ASSERTS
    assert words(reviewed.machine, "x") == ["ferry line was being"]


def test_a_statement_found_as_a_person_had_put_it(desk: Desk) -> None:
    desk.decide(K.SPAN, "s3", {"source": [], "cue": span("Ferry line"), "content": span("paper says")})
    reading = make_reading()
    other = replace(reading.statements[2], id="x", source=(), cue=spans_of(TEXT, "Ferry line"),
                    content=spans_of(TEXT, "paper says"))  # fmt: skip
    reviewed = apply(replace(reading, statements=(other,)), desk.decisions)
    assert (reviewed.lost, reviewed.standings["x"].kind) == ((), "changed")


def test_what_no_longer_finds_its_statement_is_told(desk: Desk) -> None:
    kept, gone = desk.decide(K.STANCE, "s3", "doubts"), desk.decide(K.REJECT, "s2")
    desk.undo(desk.decide(K.REJECT, "s2"))
    reading = make_reading()
    reviewed = apply(replace(reading, statements=reading.statements[2:]), desk.decisions)
    assert reviewed.lost == (gone,)
    assert reviewed.standings["s3"].last == kept.id
    assert set(reviewed.standings) == {"s3"}


def test_words_that_left_the_text_take_their_decision_to_the_lost(desk: Desk) -> None:
    made = desk.decide(K.ACCEPT, "s3")
    text = TEXT.replace("the sale", "any deal")
    reading = replace(make_reading(), report=replace(desk.reading.report, text=text))
    assert apply(reading, desk.decisions).lost == (made,)


def test_two_sources_of_one_cue_are_told_apart() -> None:
    text = "Ada and Bo said the port would close."
    both = [
        Statement(id=id_, source=spans_of(text, name), cue=spans_of(text, "said"),
                  content=spans_of(text, "the port would close"))
        for id_, name in (("s1", "Ada"), ("s2", "Bo"))
    ]  # fmt: skip
    reading = replace(make_reading(text), statements=tuple(both))
    desk = Desk(reading)
    made = desk.decide(K.REJECT, "s1")
    assert apply(replace(reading, statements=(both[1],)), [made]).lost == (made,)
    two_halves = tuple(
        replace(both[0], id=id_, content=(Span(*ends),)) for id_, ends in (("a", (18, 27)), ("b", (27, 36)))
    )
    assert apply(replace(reading, statements=two_halves), [made]).lost == (made,)


def test_the_same_words_twice_are_told_apart_by_those_around() -> None:
    text = "One said no. Then a long pause followed, and two said no again."
    first, second = (Span(at, at + 4) for at in (4, text.rindex("said")))
    statements = tuple(
        Statement(id=id_, cue=(cue,), content=(Span(cue.end + 1, cue.end + 3),))
        for id_, cue in (("s1", first), ("s2", second))
    )
    reading = replace(make_reading(text), statements=statements)
    desk = Desk(reading)
    desk.decide(K.REJECT, "s2")
    longer = moved(reading, 50)
    assert [s.id for s in apply(longer, desk.decisions).rejected] == ["ns2"]


def test_a_word_that_left_is_not_looked_for_in_another_statement() -> None:
    text = "The mayor said the port would close. Much later that day the captain said nobody had asked her."
    first = Statement(id="s1", source=spans_of(text, "The mayor"), cue=(Span(10, 14),),
                      content=spans_of(text, "the port would close"))  # fmt: skip
    desk = Desk(replace(make_reading(text), statements=(first,)))
    made = desk.decide(K.REJECT, "s1"), desk.decide(K.ACCEPT, "s1")
    later = replace(desk.reading.report, text=text.replace("said", "told", 1))
    reviewed = apply(replace(desk.reading, report=later), desk.decisions)
    assert reviewed.lost == made[1:]
    assert [s.id for s in reviewed.rejected] == ["s1"]


def test_voices_are_found_by_name_and_by_what_was_said_where(desk: Desk) -> None:
    desk.decide(K.GRADE, "v2", "C")
    desk.decide(K.MERGE_VOICES, "v3", "The Ennis Echo")
    reading = make_reading()
    renamed = tuple(replace(v, id=f"n{v.id}", name=v.name.upper() + "!") for v in reading.voices)
    statements = tuple(replace(s, voice=f"n{s.voice}") for s in reading.statements)
    reviewed = apply(replace(reading, voices=renamed, statements=statements), desk.decisions)
    assert not reviewed.lost
    assert reviewed.standings["nv2"].grade
    assert name_of(reviewed.reading, "s3") == "The Ennis Echo"
    nobody = apply(replace(reading, voices=(), statements=()), desk.decisions)
    assert nobody.lost == tuple(desk.decisions)


def test_decisions_on_other_reports_are_left_aside(desk: Desk) -> None:
    other = replace(desk.decide(K.REJECT, "s1"), report="another")
    assert apply(make_reading(), [other]).decisions == ()


# ---------------------------------------------------------------- what cannot be meant


@pytest.mark.parametrize(
    ("kind", "target", "after"),
    [
        (K.ACCEPT, "s9", None), (K.ACCEPT, "v1", None), (K.MERGE_VOICES, "s1", "x"), (K.UNDO, "s1", None),
        (K.SPAN, "s1", None), (K.SPAN, "s1", {}), (K.SPAN, "s1", {"evidence": []}), (K.SPAN, "s1", {"cue": [[5, 5]]}),
        (K.SPAN, "s1", {"cue": [[-1, 5]]}), (K.SPAN, "s1", {"cue": [[0, 9999]]}), (K.SPAN, "s1", {"cue": [["a", 5]]}),
        (K.SPAN, "s1", {"cue": [[0, 1.5]]}), (K.SPAN, "s1", {"cue": 7}), (K.SPAN, "s1", {"cue": [[1, 2, 3]]}),
        (K.SPAN, "s1", {"cue": [[0, 5], [3, 8]]}), (K.SPAN, "s1", {"cue": [], "content": []}),
        (K.STANCE, "s1", "shouts"), (K.STANCE, "s1", None), (K.VOICE, "s1", " "), (K.VOICE, "s1", "x" * 201),
        (K.MERGE_VOICES, "v1", "The Ennis Echo"), (K.MERGE_VOICES, "v1", None), (K.SPLIT_VOICE, "v1", "x"),
        (K.SPLIT_VOICE, "v1", {"name": "x", "statements": ["s3"]}), (K.GRADE, "v1", "G7"), (K.GRADE, "v1", 2),
        (K.SPLIT_VOICE, "v1", {"name": "x", "statements": 1}), (K.STANCE, "s1", ["asserts"]), (K.NOTE, "s1", " "),
    ],
)  # fmt: skip
def test_refusals_say_what_to_do_instead(desk: Desk, kind: DecisionKind, target: str, after: Any) -> None:
    with pytest.raises(DecisionError, match=r"; "):
        desk.decide(kind, target, after)


def test_who_decides_has_a_name_and_a_moment_is_kept_in_utc(desk: Desk) -> None:
    with pytest.raises(DecisionError, match="is no name"):
        desk.decide(K.ACCEPT, "s1", by=" ")
    made = desk.decide(K.ACCEPT, "s1", at=datetime.fromisoformat("2031-05-05T11:00:00+02:00"))
    assert made.at == "2031-05-05T09:00:00.000000+00:00"
