"""changes: what is otherwise between two states of a case: reports, origins of claims, figures that moved."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from sayso.types import Claim, Conflict


class ChangeKind(StrEnum):
    """What is otherwise."""

    REPORT_ADDED = "report_added"
    REPORT_GONE = "report_gone"
    CLAIM_ADDED = "claim_added"
    CLAIM_GONE = "claim_gone"
    ORIGINS_MOVED = "origins_moved"
    DENIAL_ADDED = "denial_added"
    CONFLICT_ADDED = "conflict_added"
    CONFLICT_GONE = "conflict_gone"
    FIGURE_MOVED = "figure_moved"


class Change(Struct, frozen=True):
    """One thing that is otherwise: what about, how it was and how it is."""

    kind: ChangeKind
    about: str
    before: str = ""
    after: str = ""


class State(Struct, frozen=True):
    """What two states of a case are compared by: the ids of its reports, its shared claims and its conflicts."""

    docs: tuple[str, ...]
    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]


def find_changes(before: State, after: State) -> list[Change]:
    """What changed from one state to the other. Claims are one where half of the smaller one's places are in both."""
    return [
        *(Change(ChangeKind.REPORT_ADDED, doc) for doc in after.docs if doc not in before.docs),
        *(Change(ChangeKind.REPORT_GONE, doc) for doc in before.docs if doc not in after.docs),
        *_compare_claims(before.claims, after.claims),
        *_compare_conflicts(before.conflicts, after.conflicts),
    ]


def _compare_claims(before: Sequence[Claim], after: Sequence[Claim]) -> Iterator[Change]:
    earlier = {claim.id: _places_of(claim) for claim in before}
    known = {claim.id: claim for claim in before}
    met: set[str] = set()
    for claim in after:
        places = _places_of(claim)
        same = max(earlier, key=lambda id_: _share(earlier[id_], places), default=None)
        if same is None or _share(earlier[same], places) < 0.5:
            yield Change(ChangeKind.CLAIM_ADDED, claim.text, "", _count(claim))
            continue
        met.add(same)
        if _count(known[same]) != _count(claim):
            yield Change(ChangeKind.ORIGINS_MOVED, claim.text, _count(known[same]), _count(claim))
        for name in sorted(_deniers(claim) - _deniers(known[same])):
            yield Change(ChangeKind.DENIAL_ADDED, claim.text, "", name)
    for claim in before:
        if claim.id not in met:
            yield Change(ChangeKind.CLAIM_GONE, claim.text, _count(claim), "")


def _compare_conflicts(before: Sequence[Conflict], after: Sequence[Conflict]) -> Iterator[Change]:
    earlier = {_sides_of(conflict): conflict for conflict in before}
    for conflict in after:
        sides = _sides_of(conflict)
        same = next((key for key in earlier if key & sides), None)
        if same is None:
            yield Change(ChangeKind.CONFLICT_ADDED, conflict.about, "", _values(conflict))
            continue
        known = earlier.pop(same)
        if _values(known) != _values(conflict):
            yield Change(ChangeKind.FIGURE_MOVED, conflict.about, _values(known), _values(conflict))
    for conflict in earlier.values():
        yield Change(ChangeKind.CONFLICT_GONE, conflict.about, _values(conflict), "")


def _places_of(claim: Claim) -> frozenset[tuple[str, int]]:
    return frozenset((member.doc, span.start) for member in claim.members for span in member.content)


def _share(one: frozenset[tuple[str, int]], other: frozenset[tuple[str, int]]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _count(claim: Claim) -> str:
    origins = claim.origins
    return f"{origins.established} established, {origins.possible} possible"


def _deniers(claim: Claim) -> set[str]:
    return {member.voice or member.doc for member in claim.members if member.stance.value == "denies"}


def _sides_of(conflict: Conflict) -> frozenset[tuple[str, int]]:
    return frozenset((side.doc, side.span.start) for side in conflict.sides)


def _values(conflict: Conflict) -> str:
    return " | ".join(dict.fromkeys(side.value for side in conflict.sides))
