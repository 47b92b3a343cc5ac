"""Making decisions, checked: what a person decides of a statement or voice, anchored in the words of the report."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from sayso.problems import DecisionError
from sayso.review.anchors import make_anchor
from sayso.review.apply import Reviewed
from sayso.types import Anchor, Decision, DecisionKind, Span, Spans, Stance, Statement, Voice

ROLES = ("source", "cue", "content")
LONGEST_NAME = 200  # code points
_GRADE = re.compile(r"[A-F][1-6]?|[1-6]")

Change = tuple[Any, Any, Anchor | None]  # before, after, where it puts the statement


def make_decision(
    reviewed: Reviewed,
    kind: DecisionKind,
    target: str,
    by: str,
    *,
    after: Any = None,
    why: str | None = None,
    seen: str | None = None,
    at: datetime | None = None,
) -> Decision:
    """The decision of one person on a statement or voice of the report as it stands; `after` by kind, as in `Decision`.

    Raises DecisionError where it cannot be meant. For what is taken back there is `make_undo`.
    """
    if kind in _STATEMENT_KINDS or (kind in _EITHER_KINDS and target in _statements_of(reviewed)):
        statement = _get_statement(reviewed, target)
        machine = next(s for s in reviewed.machine.statements if s.id == target)
        anchor = _anchor_of(reviewed, machine)
        change = (_STATEMENT_KINDS | _EITHER_KINDS)[kind](reviewed, statement, after)
    elif kind in _VOICE_KINDS or kind in _EITHER_KINDS:
        voice = _get_voice(reviewed, target)
        anchor = _anchor_of_voice(reviewed, voice)
        change = (_VOICE_KINDS | _EITHER_KINDS)[kind](reviewed, voice, after)
    else:
        raise DecisionError(f"{kind} takes a decision back; name the decision that it undoes")
    made = Decision(
        id="", at=write_time(at), by=read_name(by, "who decides"), report=reviewed.machine.report.id, kind=kind,
        target=target, anchor=anchor, before=change[0], after=change[1], moved=change[2], why=why or None, seen=seen,
    )  # fmt: skip
    return replace(made, id=id_of(made))


def make_undo(
    decision: Decision, by: str, *, why: str | None = None, seen: str | None = None, at: datetime | None = None
) -> Decision:
    """The decision that takes this one back: an undo, or a redo of an undo."""
    made = Decision(
        id="", at=write_time(at), by=read_name(by, "who decides"), report=decision.report,
        kind=DecisionKind.REDO if decision.kind is DecisionKind.UNDO else DecisionKind.UNDO,
        target=decision.target, anchor=decision.anchor, before=decision.after, after=decision.before,
        why=why or None, undoes=decision.id, seen=seen, places=decision.places,
    )  # fmt: skip
    return replace(made, id=id_of(made))


def id_of(decision: Decision) -> str:
    """The hash of all that a decision says."""
    written = json.dumps(to_builtins(decision), sort_keys=True)
    return "d" + blake2b(written.encode(), digest_size=12).hexdigest()


def write_time(at: datetime | None) -> str:
    """The moment, or now, in UTC."""
    return (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="microseconds")


def read_name(name: Any, what: str) -> str:
    """A name on one line. Raises DecisionError where it is none."""
    plain = " ".join(name.split()) if isinstance(name, str) else ""
    if not 0 < len(plain) <= LONGEST_NAME:
        raise DecisionError(f"{what}: {name!r} is no name; give one of up to {LONGEST_NAME} characters")
    return plain


def _statements_of(reviewed: Reviewed) -> dict[str, Statement]:
    return {s.id: s for s in (*reviewed.reading.statements, *reviewed.rejected)}


def _get_statement(reviewed: Reviewed, id_: str) -> Statement:
    try:
        return _statements_of(reviewed)[id_]
    except KeyError:
        raise DecisionError(f"the report has no statement {id_} any more; open the report again") from None


def _get_voice(reviewed: Reviewed, id_: str) -> Voice:
    for voice in reviewed.reading.voices:
        if voice.id == id_:
            return voice
    raise DecisionError(f"the report has no statement or voice {id_} any more; open the report again")


def _anchor_of(reviewed: Reviewed, statement: Statement) -> Anchor:
    return make_anchor(reviewed.machine.report.text, statement.source, statement.cue, statement.content)


def _anchor_of_voice(reviewed: Reviewed, voice: Voice) -> Anchor:
    sources = dict.fromkeys(span for s in reviewed.reading.statements if s.voice == voice.id for span in s.source)
    return make_anchor(reviewed.machine.report.text, tuple(sources), voice=voice.name)


# ---------------------------------------------------------------- what each kind may say


def _accept(reviewed: Reviewed, statement: Statement, after: Any) -> Change:
    voice = _name_of(reviewed, statement.voice)
    return None, {"stance": statement.stance.value, "voice": voice}, _anchor_of(reviewed, statement)


def _reject(reviewed: Reviewed, statement: Statement, after: Any) -> Change:
    return None, None, None


def _span(reviewed: Reviewed, statement: Statement, after: Any) -> Change:
    if not isinstance(after, Mapping) or not after or not set(after) <= set(ROLES):
        raise DecisionError(f"{after!r} are no spans; give lists of [start, end] by role: {', '.join(ROLES)}")
    length = len(reviewed.machine.report.text)
    given = {role: _read_spans(spans, length) for role, spans in after.items()}
    moved = replace(statement, **given)
    if not (moved.cue or moved.content):
        raise DecisionError("a statement has a cue or a content; reject it if it has neither")
    before = {role: _write_spans(getattr(statement, role)) for role in given}
    return before, {role: _write_spans(spans) for role, spans in given.items()}, _anchor_of(reviewed, moved)


def _read_spans(given: Any, length: int) -> Spans:
    """The spans in order. Raises DecisionError where they are not spans of the text, or meet one another."""
    try:
        spans = tuple(sorted(Span(*pair) for pair in given))
    except TypeError:
        raise DecisionError(f"{given!r} is no list of [start, end]; give code points of the text") from None
    whole = all(type(n) is int for span in spans for n in span)
    if not whole or any(not 0 <= span.start < span.end <= length for span in spans):
        raise DecisionError(f"{given!r}: a span lies outside the text; give code points from 0 to {length}")
    if any(a.meets(b) for a, b in pairwise(spans)):
        raise DecisionError(f"{given!r}: two spans meet; give one in place of both")
    return spans


def _write_spans(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _stance(reviewed: Reviewed, statement: Statement, after: Any) -> Change:
    if after not in list(Stance):
        raise DecisionError(f"{after!r} is no stance; take one of {', '.join(Stance)}")
    return statement.stance.value, Stance(after).value, None


def _voice(reviewed: Reviewed, statement: Statement, after: Any) -> Change:
    name = None if after is None else read_name(after, "voice")
    return _name_of(reviewed, statement.voice), name, None


def _name_of(reviewed: Reviewed, id_: str | None) -> str | None:
    return next((v.name for v in reviewed.reading.voices if v.id == id_), None)


def _merge(reviewed: Reviewed, voice: Voice, after: Any) -> Change:
    name = read_name(after, "voice")
    if name == voice.name:
        raise DecisionError(f"{name} cannot be merged with itself; name another voice")
    return voice.name, name, None


def _split(reviewed: Reviewed, voice: Voice, after: Any) -> Change:
    match after:
        case {"name": name, "statements": [*ids]}:
            name = read_name(name, "voice")
        case _:
            raise DecisionError(f"{after!r} splits no voice; give the new `name` and the ids of its `statements`")
    going = [s for s in reviewed.reading.statements if s.voice == voice.id and s.id in ids]
    if not going or len(going) != len(ids) or name == voice.name:
        raise DecisionError(f"{voice.name} cannot be split so; give another name, and only statements of this voice")
    source, cue, content = (tuple(dict.fromkeys(span for s in going for span in getattr(s, role))) for role in ROLES)
    moved = make_anchor(reviewed.machine.report.text, source, cue, content)
    return voice.name, {"name": name, "statements": [s.id for s in going]}, moved


def _grade(reviewed: Reviewed, target: Statement | Voice, after: Any) -> Change:
    if not isinstance(after, str) or not _GRADE.fullmatch(after):
        raise DecisionError(f"{after!r} is no Admiralty grade; give A to F, 1 to 6, or both: B2")
    standing = reviewed.standings.get(target.id)
    return (standing.grade.after if standing and standing.grade else None), after, None


def _note(reviewed: Reviewed, target: Statement | Voice, after: Any) -> Change:
    if not isinstance(after, str) or not after.strip():
        raise DecisionError("a note holds words; write some")
    return None, after.strip(), None


_Maker = Callable[[Reviewed, Any, Any], Change]
_STATEMENT_KINDS: dict[DecisionKind, _Maker] = {
    DecisionKind.ACCEPT: _accept,
    DecisionKind.REJECT: _reject,
    DecisionKind.SPAN: _span,
    DecisionKind.STANCE: _stance,
    DecisionKind.VOICE: _voice,
}
_VOICE_KINDS: dict[DecisionKind, _Maker] = {DecisionKind.MERGE_VOICES: _merge, DecisionKind.SPLIT_VOICE: _split}
_EITHER_KINDS: dict[DecisionKind, _Maker] = {DecisionKind.GRADE: _grade, DecisionKind.NOTE: _note}
