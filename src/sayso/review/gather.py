"""Claims taken together and apart by people: their members, origins and positions as they then are."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from sayso.types import Claim, DecisionKind, Member, Origins, Position, Stance

People = tuple[DecisionKind, str, str, str]  # what, by whom, on which day, why
_LABELS = {
    DecisionKind.MERGE_CLAIMS: "two claims taken for one",
    DecisionKind.SPLIT_CLAIM: "a claim taken apart",
    DecisionKind.MERGE_ORIGINS: "origins taken for one",
    DecisionKind.SPLIT_ORIGIN: "an origin taken apart",
}


class Draft:
    """A claim while decisions are carried out. `sources` are the machine's claims of which it holds members.

    `went_into` is the claim of which it became a part. `people` are the decisions that made it what it is.
    """

    def __init__(self, claim: Claim) -> None:
        self.id, self.text, self.members = claim.id, claim.text, list(claim.members)
        self.groups = [list(group) for group in claim.origins.groups]
        self.established, self.unrecorded = claim.origins.established, claim.origins.unrecorded
        self.reasons = list(claim.origins.reasons)
        self.sources, self.went_into = {claim.id}, ""
        self.people: list[People] = []
        self._machine = claim

    def make_claim(self) -> Claim:
        """The claim as it stands: the machine's own where nobody decided on it."""
        if not self.people:
            return self._machine
        docs = {doc for group in self.groups for doc in group}
        told = [f"{_LABELS[kind]} by {by}, {day}{': ' if why else ''}{why}" for kind, by, day, why in self.people]
        origins = Origins(
            groups=tuple(tuple(group) for group in self.groups), established=self.established,
            possible=len(self.groups), unrecorded=tuple(d for d in self.unrecorded if d in docs),
            reasons=(*dict.fromkeys(self.reasons), *told),
        )  # fmt: skip
        return Claim(id=self.id, text=self.text, members=tuple(self.members), origins=origins)


def _lessen(established: int, lost: int) -> int:
    """How many origins are still established where some groups are gone: those gone may have been established ones."""
    return max(min(established, 1), established - lost)


def join_drafts(draft: Draft, other: Draft, text: str) -> None:
    """Put all of another claim into this one; groups that share a report become one."""
    groups: list[list[str]] = []
    for group in (*draft.groups, *other.groups):
        meeting = [known for known in groups if set(known) & set(group)]
        groups = [known for known in groups if known not in meeting]
        groups.append(list(dict.fromkeys(doc for docs in (*meeting, group) for doc in docs)))
    parts = [
        _lessen(part.established, len(part.groups) - sum(any(d in docs for d in _docs(part)) for docs in groups))
        for part in (draft, other)
    ]
    draft.members += [m for m in other.members if m not in draft.members]
    draft.groups, draft.established, draft.text = groups, min(max(parts), len(groups)), text
    draft.unrecorded = tuple(dict.fromkeys((*draft.unrecorded, *other.unrecorded)))
    draft.reasons += other.reasons
    draft.sources |= other.sources
    draft.people += other.people
    other.went_into = draft.id


def _docs(draft: Draft) -> set[str]:
    return {doc for group in draft.groups for doc in group}


def take_members(draft: Draft, going: Sequence[Member], id_: str, text: str) -> Draft:
    """Make a claim of its own of these members; each keeps the groups of the reports that put it forward."""
    new = Draft(Claim(id=id_, text=text, members=tuple(going), origins=draft.make_claim().origins))
    new.sources, new.people = set(draft.sources), list(draft.people)
    draft.members = [m for m in draft.members if m not in going]
    for part in (draft, new):
        docs = {m.doc for m in part.members if m.stance is Stance.ASSERTS}
        kept = [[doc for doc in group if doc in docs] for group in part.groups]
        kept = [group for group in kept if group]
        part.established = min(_lessen(part.established, len(part.groups) - len(kept)), len(kept))
        part.groups = kept
    return new


def join_groups(draft: Draft, reports: Collection[str]) -> None:
    """Make one origin of the groups in which these reports are."""
    meeting = [group for group in draft.groups if set(group) & set(reports)]
    if len(meeting) > 1:
        one = [doc for group in meeting for doc in group]
        draft.groups = [one, *(group for group in draft.groups if group not in meeting)]
        draft.established = _lessen(draft.established, len(meeting) - 1)


def take_group(draft: Draft, reports: Collection[str], *, is_established: bool) -> None:
    """Make an origin of its own of these reports; it counts as established only where the texts show it."""
    going = [doc for group in draft.groups for doc in group if doc in reports]
    staying = [[doc for doc in group if doc not in reports] for group in draft.groups]
    if not going or [going] == [group for group in draft.groups if set(group) & set(going)]:
        return
    draft.groups = [*(group for group in staying if group), going]
    draft.established = min(draft.established + is_established, len(draft.groups))


def find_positions(drafts: Iterable[Draft], machine: Sequence[Position]) -> Iterator[Position]:
    """What each voice said of each claim, as its members are now."""
    for draft in drafts:
        places = {(m.doc, m.statement) for m in draft.members}
        for voice in dict.fromkeys(p.voice for p in machine if p.claim in draft.sources):
            stands = {
                (stand.doc, stand.statement): stand
                for position in machine
                if position.voice == voice and position.claim in draft.sources
                for stand in position.stands
                if (stand.doc, stand.statement) in places
            }
            ordered = tuple(sorted(stands.values(), key=lambda stand: stand.at or ""))
            if ordered:
                turns = [n for n, (a, b) in enumerate(pairwise(ordered), 1) if a.stance != b.stance]
                yield Position(voice=voice, claim=draft.id, stands=ordered, turns=tuple(turns))
