"""Laying people's decisions over what the machine read: in order, and without changing it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from sayso.review.anchors import Finder, Roles, find_form
from sayso.review.order import find_root, find_undone, put_in_order
from sayso.review.sheet import Sheet
from sayso.types import Anchor, Decision, DecisionKind, Reading, Statement


class StandingKind(StrEnum):
    """What people made of a statement."""

    UNTOUCHED = "untouched"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CHANGED = "changed"


_MAKES = {
    DecisionKind.ACCEPT: StandingKind.ACCEPTED,
    DecisionKind.REJECT: StandingKind.REJECTED,
    DecisionKind.SPAN: StandingKind.CHANGED,
    DecisionKind.STANCE: StandingKind.CHANGED,
    DecisionKind.VOICE: StandingKind.CHANGED,
}


class Standing(Struct, frozen=True, kw_only=True):
    """What people made of a statement or voice: the last decision in effect counts.

    `decisions` are all that concern it, in order, those too that later ones took the place of or took back; `grade` is
    the Admiralty grade, `notes` are what people wrote beside it.
    """

    kind: StandingKind = StandingKind.UNTOUCHED
    by: str | None = None
    at: str | None = None
    grade: Decision | None = None
    notes: tuple[Decision, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def last(self) -> str | None:
        """The id of the last decision: what one who decides now has seen."""
        return self.decisions[-1].id if self.decisions else None


class Reviewed(Struct, frozen=True, kw_only=True):
    """A reading as people corrected it, beside what the machine said. Ids of statements are those of the machine.

    `reading` is without the statements that were rejected: those are in `rejected`. `standings` holds every statement,
    and the voices that were decided on. `lost` are the decisions in effect that no longer find what they are about,
    `undone` the ids of those taken back, `decisions` the whole log in order.
    """

    machine: Reading
    reading: Reading
    rejected: tuple[Statement, ...] = ()
    standings: Mapping[str, Standing] = {}
    lost: tuple[Decision, ...] = ()
    undone: frozenset[str] = frozenset()
    decisions: tuple[Decision, ...] = ()


def apply(reading: Reading, decisions: Iterable[Decision]) -> Reviewed:
    """The reading with these decisions laid over it; those on other reports are left aside."""
    log = put_in_order(d for d in decisions if d.report == reading.report.id)
    undone = find_undone(log)
    by_id = {d.id: d for d in log}
    places = _find_places(reading, log)
    sheet = Sheet(reading)
    found: dict[str, str] = {}
    lost: list[Decision] = []
    for decision in log:
        root = find_root(decision, by_id)
        if root is not decision:
            place = found.get(root.id) if root else None
        else:
            place = places[decision.id] if decision.anchor.voice is None else sheet.find_voice(decision)
            if decision.id not in undone and not (place and sheet.carry_out(decision, place)):
                lost.append(decision)
                place = None
        if place:
            found[decision.id] = place
    concerned: dict[str, list[Decision]] = {s.id: [] for s in reading.statements}
    for decision in log:
        if decision.id in found:
            concerned.setdefault(sheet.follow(found[decision.id]), []).append(decision)
    return Reviewed(
        machine=reading,
        reading=sheet.make_reading(),
        rejected=sheet.rejected,
        standings={target: _make_standing(made, undone) for target, made in concerned.items()},
        lost=tuple(lost),
        undone=undone,
        decisions=log,
    )


def _find_places(reading: Reading, log: Sequence[Decision]) -> dict[str, str | None]:
    """For each decision on a statement, by id, the statement that it is about now.

    A new model may find the statement as the old one did, or as a person had put it: both are looked for.
    """
    text = reading.report.text
    forms: dict[tuple[str, Anchor], dict[Roles, None]] = defaultdict(dict)
    for decision in log:
        if decision.anchor.voice is None:
            for anchor in filter(None, (decision.anchor, decision.moved)):
                if roles := find_form(text, anchor):
                    forms[decision.target, decision.anchor][roles] = None
    finder = Finder(reading.statements)
    places = {key: finder.find(list(roles)) for key, roles in forms.items()}
    return {d.id: places.get((d.target, d.anchor)) for d in log}


def _make_standing(decisions: Sequence[Decision], undone: frozenset[str]) -> Standing:
    in_effect = [d for d in decisions if d.id not in undone]
    grades = [d for d in in_effect if d.kind is DecisionKind.GRADE]
    counting = [d for d in in_effect if d.kind in _MAKES]
    standing = Standing(
        grade=grades[-1] if grades else None,
        notes=tuple(d for d in in_effect if d.kind is DecisionKind.NOTE),
        decisions=tuple(decisions),
    )
    if not counting:
        return standing
    last = counting[-1]
    return replace(standing, kind=_MAKES[last.kind], by=last.by, at=last.at)
