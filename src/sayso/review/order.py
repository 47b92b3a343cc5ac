"""The order in which decisions count, the same whatever the order in which they came in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush

from sayso.types import Decision, DecisionKind


def put_in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """By time and then by id, each once; but none before the decision that it undoes, or that its maker had seen.

    So a clock that goes wrong cannot put an undo before what it undoes.
    """
    by_id = {d.id: d for d in decisions}
    waits = {d.id: {cause for cause in (d.undoes, d.seen) if cause in by_id and cause != d.id} for d in by_id.values()}
    follow = defaultdict(list)
    ready: list[tuple[str, str]] = []
    for id_, causes in waits.items():
        for cause in causes:
            follow[cause].append(id_)
        if not causes:
            heappush(ready, (by_id[id_].at, id_))
    out = []
    while ready:
        id_ = heappop(ready)[1]
        out.append(by_id.pop(id_))
        for later in follow[id_]:
            waits[later].discard(id_)
            if not waits[later]:
                heappush(ready, (by_id[later].at, later))
    return (*out, *sorted(by_id.values(), key=lambda d: (d.at, d.id)))  # these wait for one another in a circle


def find_undone(ordered: Sequence[Decision]) -> frozenset[str]:
    """The ids of decisions that are not in effect: of several undos and redos of one, the last counts."""
    by_id = {d.id: d for d in ordered}
    undone: set[str] = set()
    for decision in ordered:
        root = find_root(decision, by_id)
        if decision.kind is DecisionKind.UNDO and root:
            undone.add(root.id)
        elif decision.kind is DecisionKind.REDO and root:
            undone.discard(root.id)
    return frozenset(undone)


def find_root(decision: Decision, by_id: Mapping[str, Decision]) -> Decision | None:
    """The decision that a chain of undos and redos is about: itself for any other; None where it is not known."""
    seen = set()
    step: Decision | None = decision
    while step and step.kind in {DecisionKind.UNDO, DecisionKind.REDO}:
        if step.id in seen:
            return None
        seen.add(step.id)
        step = by_id.get(step.undoes or "")
    return step
