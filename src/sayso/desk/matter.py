"""One report as it stands: what the machine read, what people decided, and what the two come to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from sayso.desk.entries import Entry, make_entries
from sayso.ledger import Ledger
from sayso.lexicon import shown
from sayso.problems import DecisionError
from sayso.review import Reviewed, apply, make_decision, make_undo
from sayso.text import words_at
from sayso.types import Decision, DecisionKind, Reading

ROLES = ("source", "cue", "content")
Form = Mapping[str, Sequence[str]]  # by name, the values of a form's fields
_TAKING_BACK = {DecisionKind.UNDO, DecisionKind.REDO}
# What the forms of a voice hold.
_READ: Mapping[str, Callable[[Form], Any]] = {
    "merge_voices": lambda form: first_of(form, "into"),
    "split_voice": lambda form: {"name": first_of(form, "name"), "statements": list(form.get("statement", ()))},
    "grade": lambda form: first_of(form, "reliability") + first_of(form, "credibility"),
    "note": lambda form: first_of(form, "note"),
}


def open_matter(ledger: Ledger, report_id: str) -> Reviewed:
    """The report with what people decided of it. Raises LedgerError where it is not there."""
    reading = ledger.get_reading(report_id)
    return apply(reading, ledger.list_decisions(reading.report.id))


def whole_reading(reviewed: Reviewed) -> Reading:
    """The corrected reading with the rejected statements in their places: a person must be able to take them back."""
    by_id = {s.id: s for s in (*reviewed.reading.statements, *reviewed.rejected)}
    return replace(reviewed.reading, statements=tuple(by_id[s.id] for s in reviewed.machine.statements))


def judged_entries(reviewed: Reviewed, reading: Reading) -> list[Entry]:
    """The entries with what people made of them, and what the machine had said where that is now another."""
    read = {entry.id: entry for entry in make_entries(reviewed.machine)}
    machine = {s.id: s for s in reviewed.machine.statements}
    now = {s.id: s for s in reading.statements}
    entries = []
    for entry in make_entries(reading):
        standing = reviewed.standings[entry.id]
        changes = tuple(_changes(reading.report.text, machine[entry.id], now[entry.id], read[entry.id], entry))
        others = tuple(_earlier(standing.decisions, standing.by, reviewed.undone))
        entries.append(replace(entry, standing=standing.kind, by=standing.by, machine=changes + others))
    return entries


def _changes(text: str, machine: Any, now: Any, read: Entry, entry: Entry) -> Iterator[str]:
    """What the program had read where a person put something else."""
    said = shown("machine said", "desk")
    if machine.stance != now.stance:
        yield f"{said} {read.label}"
    if read.chain[-1] != entry.chain[-1]:
        yield f"{said} {read.chain[-1]}"
    for role in ROLES:
        if getattr(machine, role) != getattr(now, role):
            yield f"{said} {role} “{words_at(text, getattr(machine, role))}”"


def _earlier(decisions: Sequence[Decision], by: str | None, undone: frozenset[str]) -> Iterator[str]:
    """What others decided before, which the last decision took the place of."""
    for decision in decisions:
        if decision.by != by and decision.kind not in _TAKING_BACK and decision.id not in undone:
            yield f"{decision.by} {shown(f'did {decision.kind}', 'desk')} · {decision.at[:10]}"


def find_undoable(reviewed: Reviewed, by: str) -> Decision | None:
    """The last of this person's decisions that is in effect."""
    mine = (d for d in reversed(reviewed.decisions) if d.by == by and d.kind not in _TAKING_BACK)
    return next((d for d in mine if d.id not in reviewed.undone), None)


def find_redoable(reviewed: Reviewed, by: str) -> Decision | None:
    """The undo of this person, where it was the last thing that they did."""
    last = next((d for d in reversed(reviewed.decisions) if d.by == by), None)
    return last if last and last.kind is DecisionKind.UNDO else None


def first_of(form: Form, name: str) -> str:
    """The value of a field, "" where it is not there."""
    return next(iter(form.get(name, ())), "")


def decide(ledger: Ledger, reviewed: Reviewed, form: Form, by: str) -> bool:
    """Keep what the form asks for; False where somebody else decided on it in between. Raises DecisionError."""
    return all([ledger.decide(decision) for decision in list(_make_decisions(reviewed, form, by))])


def _make_decisions(reviewed: Reviewed, form: Form, by: str) -> Iterator[Decision]:
    kind, target, why, seen = (first_of(form, name) for name in ("kind", "target", "why", "seen"))
    if kind in {"undo", "redo"}:
        undone = next((d for d in reviewed.decisions if d.id == first_of(form, "undoes")), None)
        if undone is None:
            raise DecisionError("there is no such decision to take back; load the page again")
        yield make_undo(undone, by, why=why, seen=_last_on(reviewed, undone))
    elif kind in {"accept", "reject", *_READ}:
        after = _READ[kind](form) if kind in _READ else None
        yield make_decision(reviewed, DecisionKind(kind), target, by, after=after, why=why, seen=seen or None)
    elif kind == "correct":
        for each, after in _find_corrections(reviewed, form):
            made = make_decision(reviewed, each, target, by, after=after, why=why, seen=seen or None)
            seen = made.id
            yield made
    else:
        raise DecisionError(f"{kind!r} cannot be decided here; take what the page offers")


def _last_on(reviewed: Reviewed, decision: Decision) -> str | None:
    standing = reviewed.standings.get(decision.target)
    return standing.last if standing and standing.last else decision.id


def _find_corrections(reviewed: Reviewed, form: Form) -> list[tuple[DecisionKind, Any]]:
    """What the form holds that is not so already."""
    statement = next((s for s in whole_reading(reviewed).statements if s.id == first_of(form, "target")), None)
    if statement is None:
        raise DecisionError("the report was read again in between and this statement is gone; load the page again")
    names = {voice.id: voice.name for voice in reviewed.reading.voices}
    spans = {role: read_spans(first_of(form, role)) for role in ROLES if role in form}
    moved = {role: given for role, given in spans.items() if given != [list(s) for s in getattr(statement, role)]}
    found: list[tuple[DecisionKind, Any]] = [(DecisionKind.SPAN, moved)] if moved else []
    if "stance" in form and first_of(form, "stance") != statement.stance:
        found.append((DecisionKind.STANCE, first_of(form, "stance")))
    voice = " ".join(first_of(form, "voice").split()) or None if "voice" in form else names.get(statement.voice or "")
    if voice != names.get(statement.voice or ""):
        found.append((DecisionKind.VOICE, voice))
    if first_of(form, "note").strip():
        found.append((DecisionKind.NOTE, first_of(form, "note")))
    return found


def read_spans(written: str) -> list[list[int]]:
    """“66-120, 130-140” as pairs. Raises DecisionError."""
    try:
        return [[int(end) for end in pair.split("-", 1)] for pair in written.split(",") if pair.strip()]
    except ValueError:
        raise DecisionError(f"{written!r} are no spans; write them as 66-120, 130-140") from None


def write_spans(spans: Sequence[tuple[int, int]]) -> str:
    """Pairs as “66-120, 130-140”."""
    return ", ".join(f"{start}-{end}" for start, end in spans)
