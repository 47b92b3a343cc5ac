"""Decisions on the reading made by hand, one a minute unless told otherwise."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from sayso.review import apply, make_decision, make_undo
from sayso.types import Decision, DecisionKind, Reading, Report, Span

START = datetime(2031, 5, 5, 9, tzinfo=UTC)


class Desk:
    """Somebody's desk: each decision is made on the reading as it then stands."""

    def __init__(self, reading: Reading, decisions: Iterable[Decision] = ()) -> None:
        self.reading = reading
        self.decisions = list(decisions)

    def decide(self, kind: DecisionKind, target: str, after: Any = None, by: str = "Ada", **more: Any) -> Decision:
        at = more.pop("at", START + timedelta(minutes=len(self.decisions)))
        self.decisions.append(make_decision(self.reviewed, kind, target, by, after=after, at=at, **more))
        return self.decisions[-1]

    def undo(self, decision: Decision, by: str = "Ada", at: datetime | None = None) -> Decision:
        at = at or START + timedelta(minutes=len(self.decisions))
        self.decisions.append(make_undo(decision, by, at=at))
        return self.decisions[-1]

    @property
    def reviewed(self) -> Any:
        return apply(self.reading, self.decisions)


def moved(reading: Reading, by: int) -> Reading:
    """The reading of the same report with a line of so many characters put before its text, and other ids."""

    def shift(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(s.start + by, s.end + by) for s in spans)

    statements = tuple(
        replace(
            s, id=f"n{s.id}", parent=s.parent and f"n{s.parent}", denies=s.denies and f"n{s.denies}",
            source=shift(s.source), cue=shift(s.cue), content=shift(s.content), sentence=shift(s.sentence),
        )
        for s in reading.statements
    )  # fmt: skip
    report = Report(id=reading.report.id, text="\n".rjust(by, "x")[:by] + reading.report.text)
    return replace(reading, report=report, statements=statements)
