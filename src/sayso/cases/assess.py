"""assess: where each claim came from. Origins are counted, never truth.

Reports are of one origin for a claim where one reached it through the other, where one person or body told both, or
where both name the same third. What is left are the possible origins. Established are those that rest on a witness,
body or document which the text names, and one of those that rest on unnamed people: two outlets' unnamed officials may
be the same ones.
"""

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from sayso.types import Derivation, DerivationKind, Member, Origins, SourceType, Stance

_PASSED_ON = (DerivationKind.REPRINTS, DerivationKind.REWRITES, DerivationKind.QUOTES, DerivationKind.UPDATES)
_NAMED = (SourceType.NAMED_PERSON, SourceType.NAMED_ORGANIZATION, SourceType.DOCUMENT)


class Ground(Struct, frozen=True):
    """On whose word a report puts a claim forward: the innermost voice, its type, and the outlets on the way to it."""

    doc: str
    voice: str | None
    source_type: SourceType
    outlets: tuple[str, ...]

    @property
    def is_named(self) -> bool:
        """Whether the text names a witness, body or document."""
        return self.source_type in _NAMED


def assess(members: Sequence[Member], grounds: Sequence[Ground], derivations: Sequence[Derivation]) -> Origins:
    """The origins of a claim. `grounds` stand beside `members`; denials, questions and silences put nothing forward."""
    held: dict[str, list[Ground]] = defaultdict(list)
    for member, ground in zip(members, grounds, strict=True):
        if member.stance is Stance.ASSERTS and member.certainty.value != "unknown":
            held[member.doc].append(ground)
    groups = {doc: doc for doc in held}
    reasons: dict[str, str] = {}

    def root(doc: str) -> str:
        while groups[doc] != doc:
            doc = groups[doc]
        return doc

    def join(doc: str, other: str, why: str) -> None:
        if root(doc) != root(other):
            groups[root(doc)] = root(other)
            reasons.setdefault(doc, why)

    for edge in derivations:
        if edge.to in held and edge.from_ in held and _reaches_through(edge, held[edge.from_]):
            join(edge.from_, edge.to, f"{edge.from_} {edge.kind.value} {edge.to}")
    for doc, other, name in _told_by_one(held):
        join(doc, other, f"{doc} and {other} both have it from {name}")
    by_group: dict[str, list[str]] = defaultdict(list)
    for doc in held:
        by_group[root(doc)].append(doc)
    unrecorded = [d for d, own in held.items() if not any(g.voice for g in own) and len(by_group[root(d)]) == 1]
    named = [docs for docs in by_group.values() if any(g.is_named for d in docs for g in held[d] if not g.outlets)]
    others = len(by_group) - len(named)
    if others > 1:
        reasons[""] = f"{others} groups rest on people who are not named and may be the same: one of them counts"
    return Origins(
        groups=tuple(tuple(docs) for docs in by_group.values()),
        established=len(named) + (others > 0),
        possible=len(by_group),
        unrecorded=tuple(unrecorded),
        reasons=tuple(reasons.values()),
    )


def _reaches_through(edge: Derivation, own: Sequence[Ground]) -> bool:
    """Whether a report has the claim by way of the one that it depends on: a report that cites has also its own."""
    if edge.kind in _PASSED_ON:
        return not any(g.is_named and not g.outlets for g in own) or edge.kind is not DerivationKind.UPDATES
    return any(g.outlets for g in own) or not any(g.voice for g in own)


def _told_by_one(held: dict[str, list[Ground]]) -> list[tuple[str, str, str]]:
    """(report, report, name) where one named person, body or absent outlet told both."""
    first: dict[str, str] = {}
    out = []
    for doc, grounds in held.items():
        for ground in grounds:
            for name in filter(None, (ground.voice if ground.is_named else None, *ground.outlets)):
                if first.setdefault(name.lower(), doc) != doc:
                    out.append((doc, first[name.lower()], name))
    return out
