"""conflicts: figures, times and denials that cannot both stand, side by side. Which is right is not for sayso to say.

Two figures conflict where they count the same thing in clauses that are otherwise alike; two times where clauses that
are alike put one event at them; a denial with what it denies.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from sayso.cases.clauses import Clause
from sayso.cases.terms import Terms, Vocabulary
from sayso.types import (
    Certainty,
    Claim,
    Conflict,
    ConflictKind,
    Derivation,
    DerivationKind,
    Figure,
    Member,
    Moment,
    Reading,
    Side,
    Span,
    Stance,
)

_ALIKE = 0.15  # likeness of two clauses, their numbers left out, from which on they count the same
_ALIKE_IN_COPY = 0.1  # the same, of a report and one that it copies
_ALIKE_TIMES = 0.2
_DENIED = 0.25  # likeness of a denial and an assertion that it may be of
_COPYING = (DerivationKind.REPRINTS, DerivationKind.REWRITES, DerivationKind.UPDATES)
_SHORTEST_DAY = len("2031-05-04")


class _Value(NamedTuple):
    """A figure or time in its clause: what the clause says besides, and what makes two values one."""

    report: int
    span: Span
    clause: Clause
    terms: Terms
    key: object
    thing: str


def find_conflicts(
    readings: Sequence[Reading],
    clauses: Sequence[Clause],
    claims: Sequence[Claim],
    derivations: Sequence[Derivation],
    vocabulary: Vocabulary,
) -> list[Conflict]:
    """The conflicts of a case, figures first; `readings` stand in the order of publication."""
    finder = _Finder(readings, derivations, vocabulary)
    whole = [clause for clause in clauses if not clause.is_part]
    return [*finder.find_figures(whole), *finder.find_times(whole), *finder.find_denials(claims)]


class _Finder:
    def __init__(self, readings: Sequence[Reading], derivations: Sequence[Derivation], vocabulary: Vocabulary) -> None:
        self.readings, self.vocabulary = readings, vocabulary
        self.texts = [reading.report.text for reading in readings]
        self.numbers = numbers = {reading.report.id: n for n, reading in enumerate(readings)}
        self.copies = {frozenset((numbers[d.from_], numbers[d.to])) for d in derivations if d.to and d.kind in _COPYING}
        self.updates = {
            (numbers[d.from_], numbers[d.to]) for d in derivations if d.to and d.kind is DerivationKind.UPDATES
        }

    def find_figures(self, clauses: Sequence[Clause]) -> Iterator[Conflict]:
        """Different numbers of the same thing."""
        values = [
            _Value(c.report, f.span, c, self.terms_without(c, f.span), (f.value, f.value_max), self.thing_of(f))
            for c in clauses
            for f in c.figures
            if f.value != 1 and f.unit and c.stance is Stance.ASSERTS
        ]
        yield from self.show(ConflictKind.FIGURE, values, self.count_the_same)

    def find_times(self, clauses: Sequence[Clause]) -> Iterator[Conflict]:
        """Different days or hours of the same event."""
        values = [
            _Value(c.report, m.span, c, self.terms_without(c, m.span), key, f"{len(key)}")
            for c in clauses
            for m in c.moments
            if (key := _key_of(m))
            and c.stance is Stance.ASSERTS
            and any(map(str.isdigit, m.span.of(self.texts[c.report])))
        ]
        yield from self.show(ConflictKind.DATE, values, self.date_the_same)

    def find_denials(self, claims: Sequence[Claim]) -> Iterator[Conflict]:
        """Claims that some put forward and others deny: each denial beside the assertion that is likest to it."""
        for claim in claims:
            certain = [m for m in claim.members if m.certainty is not Certainty.UNKNOWN]
            asserted = [m for m in certain if m.stance is Stance.ASSERTS]
            sides: dict[tuple[int, Span], None] = {}
            for denial in (m for m in certain if m.stance is Stance.DENIES):
                own = self.terms_of(denial)
                likeness = {
                    n: self.vocabulary.likeness(own, self.terms_of(m))
                    for n, m in enumerate(asserted)
                    if m.doc != denial.doc
                }
                best = max(likeness, key=lambda n: likeness[n], default=None)
                if best is not None and likeness[best] >= _DENIED:
                    sides |= dict.fromkeys((self.place_of(asserted[best]), self.place_of(denial)))
            if sides:
                yield self.make(ConflictKind.NEGATION, sorted(sides))

    def place_of(self, member: Member) -> tuple[int, Span]:
        return self.numbers[member.doc], Span(member.content[0].start, member.content[-1].end)

    def terms_of(self, member: Member) -> Terms:
        text = self.texts[self.numbers[member.doc]]
        return frozenset[str]().union(*(self.vocabulary.terms_of(span.of(text)) for span in member.content))

    def terms_without(self, clause: Clause, span: Span | None = None) -> Terms:
        """The terms of a clause, a figure or time in it left out."""
        text = self.texts[clause.report]
        pieces = [(s.start, min(s.end, span.start)) for s in clause.spans if span] + [
            (max(s.start, span.end if span else 0), s.end) for s in clause.spans
        ]
        return frozenset[str]().union(*(self.vocabulary.terms_of(text[a:b]) for a, b in pieces if a < b))

    def thing_of(self, figure: Figure) -> str:
        """The last word of what is counted, by its stem."""
        words = list(self.vocabulary.words_of(figure.unit or ""))
        return words[-1] if words else ""

    def count_the_same(self, one: _Value, other: _Value) -> bool:
        if one.thing != other.thing:
            return False
        least = _ALIKE_IN_COPY if frozenset((one.report, other.report)) in self.copies else _ALIKE
        return self.vocabulary.likeness(one.terms, other.terms) >= least

    def date_the_same(self, one: _Value, other: _Value) -> bool:
        return one.thing == other.thing and self.vocabulary.likeness(one.terms, other.terms) >= _ALIKE_TIMES

    def show(
        self, kind: ConflictKind, values: Sequence[_Value], is_same: Callable[[_Value, _Value], bool]
    ) -> Iterator[Conflict]:
        """One conflict for each group of values of one thing of which two differ."""
        parent = list(range(len(values)))

        def root(n: int) -> int:
            while parent[n] != n:
                n = parent[n]
            return n

        for a, b in combinations(range(len(values)), 2):
            if values[a].report != values[b].report and is_same(values[a], values[b]):
                parent[root(b)] = root(a)
        groups: dict[int, list[_Value]] = defaultdict(list)
        for number, value in enumerate(values):
            groups[root(number)].append(value)
        for group in groups.values():
            if len({value.key for value in group}) > 1:
                yield self.make(
                    kind, [(value.report, value.span) for value in sorted(group, key=lambda v: (v.report, v.span))]
                )

    def make(self, kind: ConflictKind, places: Sequence[tuple[int, Span]]) -> Conflict:
        """The conflict; superseded where every other side stands in a report that the last one updates."""
        last = max(report for report, _ in places)
        sides = tuple(
            Side(self.readings[n].report.id, span, " ".join(span.of(self.texts[n]).split())) for n, span in places
        )
        others = {report for report, _ in places} - {last}
        return Conflict(
            kind=kind, about=self.describe(places), sides=sides,
            superseded=bool(others) and all((last, other) in self.updates for other in others),
        )  # fmt: skip

    def describe(self, places: Sequence[tuple[int, Span]]) -> str:
        """The sentence of the first side, on one line."""
        number, span = places[0]
        text = self.texts[number]
        start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
        line = " ".join(text[start : end if end >= 0 else len(text)].split())
        return line if len(line) <= 120 else line[:117] + "…"


def _key_of(moment: Moment) -> str | None:
    """The day, or day and minute, that a time names; None for what is vague or longer."""
    if moment.vague or not moment.earliest or not moment.latest:
        return None
    return moment.earliest if moment.earliest[:_SHORTEST_DAY] == moment.latest[:_SHORTEST_DAY] else None
