"""What people decide of a case: which claims are one, which are two, and which reports have a claim from one origin.

Ids of claims are the program's and change with the reports. So a decision names the words on which its claims stand,
in each report; it holds in every case with these reports, whatever a later reading or model makes of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sayso.problems import DecisionError
from sayso.review.anchors import find_all, make_anchor, meets_any
from sayso.review.decide import id_of, read_name, write_time
from sayso.review.gather import Draft, find_positions, join_drafts, join_groups, take_group, take_members
from sayso.review.order import find_root, find_undone, put_in_order
from sayso.types import Anchor, Case, Claim, Decision, DecisionKind, Member, Place, Stance

NO_REPORT = ""  # the `report` of a decision on a case
LONGEST_WORDING = 1000  # code points


class ReviewedCase(Struct, frozen=True, kw_only=True):
    """A case as people corrected it, beside what the machine made.

    `by_claim` are the decisions on each claim, in order, those too that were taken back; `undone` are the ids of these,
    `lost` the decisions in effect whose words are gone from reports of the case, `decisions` all that concern it.
    """

    machine: Case
    case: Case
    by_claim: Mapping[str, tuple[Decision, ...]] = {}
    lost: tuple[Decision, ...] = ()
    undone: frozenset[str] = frozenset()
    decisions: tuple[Decision, ...] = ()

    def last_on(self, claim: str) -> str | None:
        """The id of the last decision on a claim: what one who decides now has seen."""
        made = self.by_claim.get(claim)
        return made[-1].id if made else None


def apply_to_case(case: Case, decisions: Iterable[Decision]) -> ReviewedCase:
    """The case with these decisions laid over it; those that concern none of its reports are left aside."""
    reports = {reading.report.id for reading in case.readings}
    log = tuple(d for d in put_in_order(d for d in decisions if d.places) if _concerns(d, reports))
    undone, by_id = find_undone(log), {d.id: d for d in log}
    drafts = {claim.id: Draft(claim) for claim in case.claims}
    found: dict[str, str] = {}
    lost: list[Decision] = []
    for decision in log:
        root = find_root(decision, by_id)
        if root is not decision:
            claim = found.get(root.id) if root else None
        else:
            claim = _carry_out(decision, drafts, case, decision.id not in undone)
            if claim is None and decision.id not in undone:
                lost.append(decision)
        if claim:
            found[decision.id] = claim
    by_claim: dict[str, list[Decision]] = {}
    for decision in log:
        if decision.id in found:
            by_claim.setdefault(_follow(found[decision.id], drafts), []).append(decision)
    kept = [draft for draft in drafts.values() if not draft.went_into]
    corrected = replace(
        case,
        claims=tuple(draft.make_claim() for draft in kept),
        positions=tuple(find_positions(kept, case.positions)) if log else case.positions,
    )
    return ReviewedCase(
        machine=case, case=corrected, by_claim={id_: tuple(made) for id_, made in by_claim.items()}, lost=tuple(lost),
        undone=undone, decisions=log,
    )  # fmt: skip


def _concerns(decision: Decision, reports: set[str]) -> bool:
    """Whether the case holds the reports of each claim that the decision is about, of each at least one."""
    claims = {place.claim for place in decision.places}
    return claims == {place.claim for place in decision.places if place.report in reports}


def _follow(id_: str, drafts: Mapping[str, Draft]) -> str:
    while (draft := drafts.get(id_)) and draft.went_into:
        id_ = draft.went_into
    return id_


def _carry_out(decision: Decision, drafts: dict[str, Draft], case: Case, is_in_effect: bool) -> str | None:
    """Carry the decision out if it is in effect; the id of the claim that it is about, None where that is gone."""
    texts = {reading.report.id: reading.report.text for reading in case.readings}
    held = {id_: _members_at(draft, decision.places, texts) for id_, draft in drafts.items() if not draft.went_into}
    claims = [_find_claim(held, drafts, claim) for claim in dict.fromkeys(place.claim for place in decision.places)]
    if not claims or None in claims:
        return None
    first, *others = (drafts[id_] for id_ in claims if id_)
    if not is_in_effect:
        return first.id
    reports = {place.report for place in decision.places}
    members = list(dict.fromkeys(member for _, member in held[first.id]))
    told = (decision.kind, decision.by, decision.at[:10], decision.why or "")
    match decision.kind:
        case DecisionKind.MERGE_CLAIMS:
            for other in others:
                join_drafts(first, other, decision.after)
        case DecisionKind.SPLIT_CLAIM:
            if len(members) < len(first.members):  # else a new reading has taken them apart by itself
                new = take_members(first, members, f"c{decision.id[1:13]}", decision.after)
                new.people.append(told)
                drafts[new.id] = new
        case DecisionKind.MERGE_ORIGINS:
            join_groups(first, reports)
        case DecisionKind.SPLIT_ORIGIN:
            take_group(first, reports, is_established=decision.after["established"])
    if decision.kind is not DecisionKind.NOTE:
        first.people.append(told)
    return first.id


def _members_at(draft: Draft, places: Sequence[Place], texts: Mapping[str, str]) -> list[tuple[str, Member]]:
    """The members that stand on the words of these places, each with the claim that the place names."""
    out = []
    for place in places:
        spans = find_all(texts.get(place.report, ""), place.anchor.content)
        out += [(place.claim, m) for m in draft.members if m.doc == place.report and meets_any(m.content, spans)]
    return out


def _find_claim(
    held: Mapping[str, Sequence[tuple[str, Member]]], drafts: Mapping[str, Draft], claim: str
) -> str | None:
    """The claim that holds most of the words that this one stood on; of several the smaller."""
    counts = Counter({id_: sum(of == claim for of, _ in members) for id_, members in held.items()})
    best = max(counts, key=lambda id_: (counts[id_], -len(drafts[id_].members), id_), default=None)
    return best if best and counts[best] else None


# ---------------------------------------------------------------- making them


def decide_on_claim(
    reviewed: ReviewedCase,
    kind: DecisionKind,
    target: str,
    by: str,
    *,
    after: Any = None,
    why: str | None = None,
    seen: str | None = None,
    at: datetime | None = None,
) -> Decision:
    """The decision of one person on a claim of the case as it stands. Raises DecisionError where it cannot be meant.

    `after` by kind: the id of the other claim (`merge_claims`); the wording of the new claim and the `members` that go
    there, as (report, start of its first span) (`split_claim`); ids of reports (`merge_origins`); these as `reports`,
    with `established` (`split_origin`); words (`note`).
    """
    if kind not in _MAKERS:
        raise DecisionError(f"{kind} is not decided of a claim; take what the page offers")
    claim = _get_claim(reviewed, target)
    before, kept, places = _MAKERS[kind](reviewed, claim, after)
    made = Decision(
        id="", at=write_time(at), by=read_name(by, "who decides"), report=NO_REPORT, kind=kind, target=target,
        anchor=Anchor(), before=before, after=kept, why=why or None, seen=seen, places=places,
    )  # fmt: skip
    return replace(made, id=id_of(made))


Made = tuple[Any, Any, tuple[Place, ...]]  # before, after, places


def _get_claim(reviewed: ReviewedCase, id_: Any) -> Claim:
    for claim in reviewed.case.claims:
        if claim.id == id_:
            return claim
    raise DecisionError(f"the case has no claim {id_} any more; open the case again")


def _places_of(reviewed: ReviewedCase, claim: Claim, members: Iterable[Member]) -> tuple[Place, ...]:
    """Where members of a claim stand; a silence without words has no place."""
    texts = {reading.report.id: reading.report.text for reading in reviewed.case.readings}
    places = tuple(
        Place(report=m.doc, claim=claim.id, anchor=make_anchor(texts[m.doc], content=m.content))
        for m in members
        if m.content
    )
    if not places:
        raise DecisionError("this stands on no words of a report by which it would be found again; take others")
    return places


def _merge_claims(reviewed: ReviewedCase, claim: Claim, after: Any) -> Made:
    other = _get_claim(reviewed, after)
    if other.id == claim.id:
        raise DecisionError("a claim cannot be merged with itself; take another")
    places = (*_places_of(reviewed, claim, claim.members), *_places_of(reviewed, other, other.members))
    return [claim.text, other.text], claim.text, places


def _split_claim(reviewed: ReviewedCase, claim: Claim, after: Any) -> Made:
    match after:
        case {"text": str(words), "members": [*keys]} if 0 < len(words.strip()) <= LONGEST_WORDING:
            chosen = [m for m in claim.members if m.content and (m.doc, m.content[0].start) in keys]
            going = [m for m in claim.members if m.content and any(overlaps(m, other) for other in chosen)]
        case _:
            raise DecisionError("a new claim has a wording and the places that go there; give both")
    if not going or len(going) == len(claim.members):
        raise DecisionError("some places of the claim go and some stay; choose at least one, and not all")
    return claim.text, " ".join(words.split()), _places_of(reviewed, claim, going)


def overlaps(member: Member, other: Member) -> bool:
    """Whether two members stand on the same words of one report, or are one."""
    return member == other or (member.doc == other.doc and meets_any(member.content, other.content))


def _asserting(claim: Claim, reports: Sequence[str]) -> list[Member]:
    """The members by which these reports put the claim forward, of each the first. Raises DecisionError."""
    held = {doc for group in claim.origins.groups for doc in group}
    if not reports or not set(reports) <= held:
        raise DecisionError("an origin is of reports that put the claim forward; choose among those")
    first = {m.doc: m for m in reversed(claim.members) if m.stance is Stance.ASSERTS and m.content}
    return [first[doc] for doc in dict.fromkeys(reports) if doc in first]


def _merge_origins(reviewed: ReviewedCase, claim: Claim, after: Any) -> Made:
    reports = list(after)
    members = _asserting(claim, reports)
    if sum(bool(set(group) & set(reports)) for group in claim.origins.groups) < 2:
        raise DecisionError("these reports are of one origin already; choose some of two origins")
    return [list(group) for group in claim.origins.groups], reports, _places_of(reviewed, claim, members)


def _split_origin(reviewed: ReviewedCase, claim: Claim, after: Any) -> Made:
    reports = list(after["reports"])
    members = _asserting(claim, reports)
    if not any(set(reports) < set(group) for group in claim.origins.groups):
        raise DecisionError("choose some reports of one origin, and not all of them")
    kept = {"reports": reports, "established": bool(after["established"])}
    return [list(group) for group in claim.origins.groups], kept, _places_of(reviewed, claim, members)


def _note(reviewed: ReviewedCase, claim: Claim, after: Any) -> Made:
    if not isinstance(after, str) or not after.strip():
        raise DecisionError("a note holds words; write some")
    return None, after.strip(), _places_of(reviewed, claim, claim.members)


_MAKERS = {
    DecisionKind.MERGE_CLAIMS: _merge_claims,
    DecisionKind.SPLIT_CLAIM: _split_claim,
    DecisionKind.MERGE_ORIGINS: _merge_origins,
    DecisionKind.SPLIT_ORIGIN: _split_origin,
    DecisionKind.NOTE: _note,
}
