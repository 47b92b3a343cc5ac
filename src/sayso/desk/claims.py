"""A claim as the desk shows it: who carries it, grouped by origin, who denies it, who kept silent, what differs."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import ascii_uppercase

from msgspec import Struct

from sayso.desk.cases import CaseMatter
from sayso.desk.entries import UNNAMED, group_of
from sayso.lexicon import shown
from sayso.review import Reviewed
from sayso.review.claims import overlaps
from sayso.text import words_at
from sayso.types import (
    Bound,
    Case,
    Certainty,
    Claim,
    Conflict,
    Derivation,
    Member,
    Reading,
    SourceType,
    Spans,
    Stance,
    Statement,
)

ON_THE_RECORD = ("asserts", "hedges")


class Line(Struct, frozen=True, kw_only=True):
    """One place where a claim is put forward, denied, left open or met with silence.

    `judged` says what a person made of its statement; without it the program alone read it.
    """

    report: str
    label: str
    date: str
    group: str
    words: str
    voice: str | None
    unnamed: bool
    statement: str | None
    start: int
    tags: tuple[str, ...] = ()
    judged: str | None = None

    @property
    def key(self) -> str:
        """The start of its words and its report."""
        return f"{self.start}@{self.report}"


class Card(Struct, frozen=True, kw_only=True):
    """A report that puts the claim forward; `ties` say on which reports of the case it rests."""

    report: str
    label: str
    date: str
    title: str | None
    ties: tuple[str, ...]
    lines: tuple[Line, ...]


class OriginGroup(Struct, frozen=True):
    """The reports that have the claim from one origin."""

    letter: str
    cards: tuple[Card, ...]


class Value(Struct, frozen=True):
    """A figure as it is given, and the lines that give it."""

    words: str
    lines: tuple[Line, ...]


class ClaimView(Struct, frozen=True, kw_only=True):
    """A claim with its lines in their places."""

    claim: Claim
    number: int
    groups: tuple[OriginGroup, ...]
    unrecorded: tuple[str, ...]
    reasons: tuple[str, ...]
    lines: tuple[Line, ...]
    figures: tuple[Value, ...]
    conflicts: tuple[Conflict, ...]

    def of(self, *groups: str) -> list[Line]:
        """The lines of these groups."""
        return [line for line in self.lines if line.group in groups]

    def by_voice(self, *groups: str) -> list[tuple[str, str | None, list[Line]]]:
        """The same by group and voice; the outlets' own words by outlet."""
        found: dict[tuple[str, str], list[Line]] = {}
        for line in self.of(*groups):
            found.setdefault((line.group, line.voice or line.label), []).append(line)
        return [(group, lines[0].voice, lines) for (group, _), lines in found.items()]

    @property
    def is_shared(self) -> bool:
        """Whether several reports speak of it, or somebody denies it or keeps silent on it."""
        return len(self.reports) > 1 or bool(self.of("denies", "doubts", "silent"))

    @property
    def carriers(self) -> list[str]:
        """The reports that put it forward."""
        return [card.report for group in self.groups for card in group.cards]

    @property
    def reports(self) -> list[str]:
        """The reports that speak of it at all."""
        return list(dict.fromkeys(line.report for line in self.lines))


def number_claims(case: Case) -> dict[str, int]:
    """By id, the number under which a claim is shown: those that most reports share first."""
    ranked = sorted(case.claims, key=lambda claim: (-_weight(claim), claim.id))
    return {claim.id: number for number, claim in enumerate(ranked, 1)}


def _weight(claim: Claim) -> float:
    """How much hangs on a claim: its reports, and whether anybody denies it."""
    denied = any(m.stance in {Stance.DENIES, Stance.DOUBTS} for m in claim.members)
    return len({m.doc for m in claim.members}) + 0.5 * denied


def view_claims(matter: CaseMatter) -> list[ClaimView]:
    """All claims of the case, by their numbers."""
    numbers = number_claims(matter.case)
    ties = _find_ties(matter.case.derivations, matter.labels)
    return sorted((_view(matter, claim, numbers[claim.id], ties) for claim in matter.case.claims),
                  key=lambda view: view.number)  # fmt: skip


def find_lines(matter: CaseMatter, claim: Claim) -> list[Line]:
    """A line for each place, in the order in which the reports came out."""
    places = {reading.report.id: place for place, reading in enumerate(matter.case.readings)}
    readings = {reading.report.id: reading for reading in matter.case.readings}
    lines = [_make_line(matter, member, readings[member.doc]) for member in find_places(claim.members)]
    return sorted(lines, key=lambda line: (places[line.report], line.start))


def find_places(members: Sequence[Member]) -> list[Member]:
    """One member for each place: where some overlap the innermost statement, else the longest words."""
    kept: dict[tuple[str, str], list[Member]] = {}
    for member in sorted(dict.fromkeys(members), key=_by_nearness):
        others = kept.setdefault((member.doc, group_of_member(member)), [])
        if not any(overlaps(member, other) for other in others):
            others.append(member)
    return [member for found in kept.values() for member in found]


def _by_nearness(member: Member) -> tuple[bool, int]:
    length = sum(span.end - span.start for span in member.content)
    return member.statement is None, length if member.statement else -length


def _view(matter: CaseMatter, claim: Claim, number: int, ties: Mapping[str, tuple[str, ...]]) -> ClaimView:
    lines = find_lines(matter, claim)
    groups = [
        OriginGroup(letter_of(place), tuple(_make_card(matter, doc, lines, ties) for doc in docs))
        for place, docs in enumerate(claim.origins.groups)
    ]
    return ClaimView(
        claim=claim, number=number, groups=tuple(groups), lines=tuple(lines),
        unrecorded=tuple(matter.labels[doc] for doc in claim.origins.unrecorded),
        reasons=tuple(_name_reports_in(reason, matter.labels) for reason in claim.origins.reasons),
        figures=tuple(_compare_figures(matter, claim, lines)),
        conflicts=tuple(c for c in matter.case.conflicts if _touches(c, claim)),
    )  # fmt: skip


def letter_of(place: int) -> str:
    """A, B … Z, AA."""
    more, last = divmod(place, len(ascii_uppercase))
    return (letter_of(more - 1) if more else "") + ascii_uppercase[last]


def _make_card(matter: CaseMatter, doc: str, lines: Sequence[Line], ties: Mapping[str, tuple[str, ...]]) -> Card:
    report = matter.reports[doc].machine.report
    own = tuple(line for line in lines if line.report == doc and line.group in ON_THE_RECORD)
    return Card(
        report=doc, label=matter.labels[doc], date=day_of(report.published), title=report.title,
        ties=ties.get(doc, ()), lines=own,
    )  # fmt: skip


def _find_ties(derivations: Iterable[Derivation], labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By report, on what it rests, in words."""
    ties: dict[str, dict[str, None]] = {}
    for edge in derivations:
        told = f"{shown(f'tie {edge.kind}', 'case')} {labels.get(edge.to or '') or edge.to_name or ''}".strip()
        ties.setdefault(edge.from_, {})[told] = None
    return {doc: tuple(told) for doc, told in ties.items()}


def _name_reports_in(reason: str, labels: Mapping[str, str]) -> str:
    """The reason with the names of reports in place of their ids."""
    ids = "|".join(re.escape(id_) for id_ in sorted(labels, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{ids})(?!\w)", lambda found: labels[found[0]], reason)


def _make_line(matter: CaseMatter, member: Member, reading: Reading) -> Line:
    statement = next((s for s in reading.statements if s.id == member.statement), None)
    words = words_at(reading.report.text, member.content or (statement.cue if statement else ()))
    spans: Spans = member.content or (statement.sentence if statement else ())
    return Line(
        report=member.doc, label=matter.labels[member.doc], date=day_of(reading.report.published),
        group=group_of_member(member), words=words, voice=member.voice,
        unnamed=bool(statement and statement.source_type in UNNAMED - {SourceType.UNATTRIBUTED}),
        statement=member.statement, start=spans[0].start if spans else 0, tags=tuple(_tags_of(member, statement)),
        judged=judged_by(matter.reports[member.doc], member.statement),
    )  # fmt: skip


def judged_by(reviewed: Reviewed, statement: str | None) -> str | None:
    """What a person made of a statement, in words."""
    standing = reviewed.standings.get(statement or "")
    return f"{shown(f'standing {standing.kind}', 'desk')} by {standing.by}" if standing and standing.by else None


def group_of_member(member: Member) -> str:
    """The group by which a line is shown; one that is put forward without certainty is hedged."""
    if member.stance is Stance.ASSERTS and member.certainty in {Certainty.LIKELY, Certainty.POSSIBLE}:
        return "hedges"
    return group_of(Statement(id="", stance=member.stance, certainty=member.certainty))


def _tags_of(member: Member, statement: Statement | None) -> Iterator[str]:
    if statement and statement.response:
        yield shown(statement.response)
    if member.certainty in {Certainty.LIKELY, Certainty.POSSIBLE}:
        yield shown(member.certainty)
    if statement and statement.source_type in UNNAMED - {SourceType.UNATTRIBUTED}:
        yield shown("tag unnamed", "desk")


def _compare_figures(matter: CaseMatter, claim: Claim, lines: Sequence[Line]) -> Iterator[Value]:
    """The figures in a claim's words, each with who gives it, where more than one is given."""
    values: dict[tuple[float, float | None, Bound], dict[str, Line]] = {}
    words: dict[tuple[float, float | None, Bound], str] = {}
    by_key = {line.key: line for line in lines}
    for member in claim.members:
        reading = matter.reports[member.doc].reading
        for figure in reading.figures:
            if any(span.covers(figure.span) for span in member.content):
                key = (figure.value, figure.value_max, figure.bound)
                line = by_key.get(f"{member.content[0].start}@{member.doc}")
                if line is None:
                    continue
                values.setdefault(key, {})[member.doc] = line
                words.setdefault(key, words_at(reading.report.text, (figure.span,)))
    if len(values) > 1:
        for key, given in sorted(values.items(), key=lambda item: -len(item[1])):
            yield Value(words[key], tuple(given.values()))


def _touches(conflict: Conflict, claim: Claim) -> bool:
    """Whether a side of the conflict stands in the claim's words."""
    places = [(m.doc, span) for m in claim.members for span in m.content]
    return any(doc == side.doc and span.meets(side.span) for side in conflict.sides for doc, span in places)


def day_of(published: str | None) -> str:
    """The day and hour as they are shown."""
    return (published or "")[:16].replace("T", " ") or shown("no date", "case")
