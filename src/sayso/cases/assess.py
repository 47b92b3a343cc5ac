"""assess: where each claim came from. Origins are counted, never truth.

Reports are of one origin for a claim where one reached it through the other, or where one person, body or document told
both. What is left are the possible origins. Established are those that rest on a person or document which the text
names; whatever rests on people who are not named, or on no one, may be any of these, and counts at most as one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from sayso.lexicon import pattern_of
from sayso.text import find_meeting, find_sentences
from sayso.types import (
    Certainty,
    Derivation,
    DerivationKind,
    Member,
    Origins,
    Reading,
    SourceType,
    Span,
    Stance,
    Statement,
    Voice,
)

_COPYING = (DerivationKind.REPRINTS, DerivationKind.REWRITES)


class Ground(Struct, frozen=True):
    """On whose word a report puts a claim forward.

    `voice` is the name of the innermost source (None for the outlet's own words), `outlets` the names of the outlets on
    the way to it, `via` the ids of the reports that its sentence names.
    """

    doc: str
    voice: str | None
    source_type: SourceType | None
    is_named: bool
    outlets: tuple[str, ...]
    via: frozenset[str]
    is_first_hand: bool

    @property
    def is_strong(self) -> bool:
        """Whether the report has it from no other outlet, and at first hand."""
        return not self.outlets and not self.via and self.is_first_hand


def find_ground(reading: Reading, member: Member, derivations: Sequence[Derivation]) -> Ground:
    """The ground of one member of a claim."""
    statements = {statement.id: statement for statement in reading.statements}
    voices = {voice.id: voice for voice in reading.voices}
    chain = list(_chain(statements.get(member.statement or ""), statements))
    told = [(voices.get(s.voice or ""), s.source_type) for s in chain]
    outlets = tuple(voice.name for voice, kind in told if voice and kind is SourceType.OUTLET)
    voice, kind = next(((voice, kind) for voice, kind in told if voice and kind is not SourceType.OUTLET), (None, None))
    return Ground(
        doc=reading.report.id,
        voice=voice.name if voice else None,
        source_type=kind,
        is_named=bool(voice and voice.named),
        outlets=outlets,
        via=frozenset(_named_beside(reading, member, derivations)),
        is_first_hand=_is_witness(reading, voice, kind) or _is_inspected(reading, member, voice, kind),
    )


def _is_witness(reading: Reading, voice: Voice | None, kind: SourceType | None) -> bool:
    """Whether a named person who speaks for no one else tells somewhere in the report what they saw or did."""
    if not voice or kind is not SourceType.NAMED_PERSON or not voice.named or voice.speaks_for:
        return False
    text = reading.report.text
    return any(
        pattern_of("origins", "witnessed").search(text, *span)
        for statement in reading.statements
        if statement.voice == voice.id
        for span in (*statement.sentence, *statement.content)
    )


def _named_beside(reading: Reading, member: Member, derivations: Sequence[Derivation]) -> Iterator[str]:
    """The reports to which an edge of this one is anchored in the sentence of the member."""
    sentences = _sentences_of(reading, member)
    for edge in derivations:
        if edge.from_ != reading.report.id or not edge.to or edge.kind is not DerivationKind.CITES:
            continue
        if any(r.doc == edge.from_ and any(s.covers(r.span) for s in sentences) for r in edge.reasons):
            yield edge.to


def _sentences_of(reading: Reading, member: Member) -> Sequence[Span]:
    return find_meeting(find_sentences(reading.report.text), member.content[0].start, member.content[-1].end)


def _is_inspected(reading: Reading, member: Member, voice: Voice | None, kind: SourceType | None) -> bool:
    """Whether the outlet says beside the claim that it has looked at the paper itself."""
    if voice and kind is not SourceType.DOCUMENT:
        return False
    inspected = pattern_of("origins", "inspected")
    return any(inspected.search(reading.report.text, *sentence) for sentence in _sentences_of(reading, member))


def _chain(statement: Statement | None, statements: Mapping[str, Statement]) -> Iterator[Statement]:
    """The statement and those that hold it, from the innermost out."""
    seen: set[str] = set()
    while statement and statement.id not in seen:
        seen.add(statement.id)
        yield statement
        statement = statements.get(statement.parent or "")


def assess(members: Sequence[Member], grounds: Sequence[Ground], derivations: Sequence[Derivation]) -> Origins:
    """The origins of a claim. `grounds` stand beside `members`; denials, questions and silences put nothing forward."""
    held: dict[str, list[Ground]] = defaultdict(list)
    for member, ground in zip(members, grounds, strict=True):
        if member.stance is Stance.ASSERTS and member.certainty is not Certainty.UNKNOWN:
            held[member.doc].append(ground)
    for doc, own in held.items():  # what a report has at first hand it has not from those whom it also quotes
        held[doc] = [ground for ground in own if ground.is_strong] or own
    groups = _Groups(held)
    for edge in derivations:
        if edge.to in held and edge.from_ in held and _reaches_through(edge, held[edge.from_]):
            groups.join(edge.from_, edge.to, f"{edge.from_} {edge.kind.value} {edge.to}")
    for doc, other, name in _told_by_one(held):
        groups.join(doc, other, f"{doc} and {other} both have it from {name}")
    docs_of = groups.list()
    strong = [docs for docs in docs_of if any(ground.is_strong for doc in docs for ground in held[doc])]
    unrecorded = [
        docs[0] for docs in docs_of if len(docs) == 1 and not any(g.voice or g.outlets for g in held[docs[0]])
    ]
    return Origins(
        groups=tuple(tuple(docs) for docs in docs_of),
        established=max(len(strong), min(1, len(docs_of))),
        possible=len(docs_of),
        unrecorded=tuple(unrecorded),
        reasons=(*groups.reasons, *_explain(docs_of, strong, held)),
    )


class _Groups:
    """Reports in groups of one origin, and the reasons why they are one."""

    def __init__(self, docs: Mapping[str, object]) -> None:
        self._parent = {doc: doc for doc in docs}
        self.reasons: list[str] = []

    def join(self, doc: str, other: str, why: str) -> None:
        if self._root(doc) != self._root(other):
            self._parent[self._root(doc)] = self._root(other)
            self.reasons.append(why)

    def list(self) -> list[list[str]]:
        out: dict[str, list[str]] = defaultdict(list)
        for doc in self._parent:
            out[self._root(doc)].append(doc)
        return sorted(out.values(), key=len, reverse=True)

    def _root(self, doc: str) -> str:
        while self._parent[doc] != doc:
            doc = self._parent[doc]
        return doc


def _reaches_through(edge: Derivation, own: Sequence[Ground]) -> bool:
    """Whether a report has the claim by way of the one on which it depends, unless its own sources say else."""
    if edge.kind in _COPYING or any(edge.to in ground.via for ground in own):
        return True
    return not any(ground.is_strong for ground in own)


def _told_by_one(held: Mapping[str, Sequence[Ground]]) -> Iterator[tuple[str, str, str]]:
    """(report, report, name) where one named person, body or absent outlet told both."""
    first: dict[str, str] = {}
    for doc, grounds in held.items():
        for ground in grounds:
            for name in filter(None, (ground.voice if ground.is_named else None, *ground.outlets)):
                if first.setdefault(name.casefold(), doc) != doc:
                    yield doc, first[name.casefold()], name


def _explain(
    groups: Sequence[Sequence[str]], strong: Sequence[Sequence[str]], held: Mapping[str, Sequence[Ground]]
) -> Iterator[str]:
    """On what each group rests, and why no more origins are established than are."""
    for docs in groups:
        own = [ground for doc in docs for ground in held[doc] if not ground.outlets]
        first = next((ground for ground in own if ground.is_strong), None)
        told = next((ground for ground in own if ground.voice), None)
        if docs in strong and first:
            yield f"{first.doc} has it at first hand{f': {first.voice}' if first.voice else ', and has looked itself'}"
        elif told:
            doubt = ", who may be the same as another's" if len(groups) > 1 and not told.is_named else ""
            yield f"{told.doc} has it from {told.voice}{doubt}"
        else:
            yield f"{docs[0]} does not say where it has it from"
