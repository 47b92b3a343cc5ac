"""What a new reading of a report says otherwise than the one before it."""

from collections.abc import Iterator

from msgspec import Struct

from sayso.desk.entries import Entry, make_entries
from sayso.lexicon import shown
from sayso.text import words_at
from sayso.types import Reading, Span, Statement


class Change(Struct, frozen=True, kw_only=True):
    """A statement that is new, gone or read otherwise; `was` says how it was read before."""

    report: str
    title: str | None
    kind: str
    entry: Entry
    was: tuple[str, ...] = ()


def find_changes(before: Reading, now: Reading) -> list[Change]:
    """What changed, in the order of the text; a statement is known again by its id, or its words and those around."""
    older = {key: s for s in before.statements for key in _keys_of(before, s)}
    seen: set[str] = set()
    changes: list[Change] = []
    entries = {entry.id: entry for entry in make_entries(now)}
    earlier = {entry.id: entry for entry in make_entries(before)}

    def tell(kind: str, entry: Entry, was: tuple[str, ...] = ()) -> None:
        changes.append(Change(report=now.report.id, title=now.report.title, kind=kind, entry=entry, was=was))

    for entry in entries.values():
        statement = next(s for s in now.statements if s.id == entry.id)
        old = next((older[key] for key in _keys_of(now, statement) if key in older), None)
        if old is None:
            tell("new", entry)
            continue
        seen.add(old.id)
        was = tuple(_differences(old, earlier[old.id], statement, entry))
        if was:
            tell("changed", entry, was)
    for entry in earlier.values():
        if entry.id not in seen:
            tell("gone", entry)
    return sorted(changes, key=lambda change: change.entry.start)


def _keys_of(reading: Reading, statement: Statement) -> Iterator[tuple[str, str]]:
    """By what a statement is known again: its id, and its words with those around them."""
    yield "id", statement.id
    text = reading.report.text
    for role in ("content", "cue"):
        if spans := getattr(statement, role):
            around = Span(max(0, spans[0].start - 24), spans[-1].end + 24).of(text)
            yield role, f"{words_at(text, spans)}\0{around}"


def _differences(old: Statement, was: Entry, new: Statement, entry: Entry) -> Iterator[str]:
    """How the statement was read before, where it is read otherwise now."""
    if was.label != entry.label:
        yield was.label
    if was.chain != entry.chain:
        yield " › ".join(was.chain)
    if old.certainty != new.certainty:
        yield shown(old.certainty) or shown("certain before", "case")
    if was.words != entry.words:
        yield f"“{was.words}”"
