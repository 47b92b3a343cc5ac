"""What to look at first: where the program is unsure and much hangs on it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from sayso.desk.entries import UNTOUCHED, Entry
from sayso.lexicon import shown
from sayso.types import Reading

UNSURE = 0.7
_WEIGHTS = {"low score": 0.0, "denial": 1.0, "denied": 1.0, "carries": 1.0, "unnamed": 0.5}


class Item(Struct, frozen=True, kw_only=True):
    """A statement that nobody has looked at, why one should, and how much that counts."""

    report: str
    title: str | None
    entry: Entry
    reasons: tuple[str, ...]
    rank: float


def find_first(reading: Reading, entries: Sequence[Entry]) -> list[Item]:
    """The statements that nobody has decided on, the one to look at first before the others."""
    carried = Counter(s.parent for s in reading.statements)
    denied = {s.denies for s in reading.statements}
    items = []
    for entry in entries:
        if entry.standing == UNTOUCHED:
            reasons = tuple(_reasons_of(entry, carried[entry.id] > 0, entry.id in denied))
            rank = (1 - entry.score) * (1 + sum(_WEIGHTS[reason] for reason in reasons))
            told = tuple(shown(f"why {reason}", "desk") for reason in reasons)
            report = reading.report
            items.append(Item(report=report.id, title=report.title, entry=entry, reasons=told, rank=rank))
    return sorted(items, key=lambda item: -item.rank)


def _reasons_of(entry: Entry, carries: bool, is_denied: bool) -> Iterator[str]:
    if entry.score < UNSURE:
        yield "low score"
    if entry.group == "denies":
        yield "denial"
    if is_denied:
        yield "denied"
    if carries:
        yield "carries"
    if entry.unnamed:
        yield "unnamed"
