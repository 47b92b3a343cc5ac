"""claims: threads of clauses → claims with their members, stances and origins."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sayso.cases.assess import Ground, assess, find_ground
from sayso.cases.clauses import Clause
from sayso.cases.terms import Vocabulary
from sayso.text import words_at
from sayso.types import Claim, Derivation, Member, Reading, Spans, Stance

_SAME = 0.25  # likeness of what a witness says and what another report asserts, from which on it is the same

Threads = Sequence[Sequence[int]]


class ClaimMaker:
    """Makes the claims of one case; `denials` are the numbers of the clauses that deny something in it."""

    def __init__(
        self, readings: Sequence[Reading], clauses: Sequence[Clause], denials: frozenset[int],
        derivations: Sequence[Derivation], vocabulary: Vocabulary,
    ) -> None:  # fmt: skip
        self._readings, self._clauses, self._denials = readings, clauses, denials
        self._derivations, self._vocabulary = derivations, vocabulary

    def make(self, threads: Threads) -> Iterator[Claim]:
        """The claims, in the order of the threads; one without a member is left out."""
        for thread in threads:
            kept = self._without_echoes(thread)
            if kept:
                yield self._make_claim(kept)

    def _make_claim(self, thread: Sequence[int]) -> Claim:
        stances = self._stances_of(thread)
        members = [self._make_member(n, stance) for n, stance in zip(thread, stances, strict=True)]
        fullest = max(
            zip(thread, stances, strict=True),
            key=lambda one: (
                one[1] is Stance.ASSERTS, not self._clauses[one[0]].is_part, -self._clauses[one[0]].report,
            ),
        )[0]  # fmt: skip
        return Claim(
            id="",
            text=self._words(fullest),
            members=tuple(members),
            origins=assess(members, self._grounds_of(thread, members), self._derivations),
        )

    def _without_echoes(self, thread: Sequence[int]) -> list[int]:
        """The clauses without those that share words with another one: what a voice says whole before a part of it.

        What the outlet says besides is left out where it only tells who speaks.
        """
        held: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number in sorted(thread, key=lambda n: _rank(self._clauses[n])):
            clause = self._clauses[number]
            place = held[clause.report, clause.sentence]
            if not self._only_tells_who(clause) and not any(_meet(self._clauses[n], clause) for n in place):
                place.append(number)
        return sorted(
            (n for some in held.values() for n in some), key=lambda n: (self._clauses[n].report, self._clauses[n].spans)
        )

    def _only_tells_who(self, clause: Clause) -> bool:
        statements = self._readings[clause.report].statements
        return clause.statement is None and any(
            span.meets(told) for span in clause.spans for s in statements for told in (*s.source, *s.cue)
        )

    def _stances_of(self, thread: Sequence[int]) -> list[Stance]:
        """How each clause stands to the claim. Where most say that it is not so, that is the claim."""
        own = [self._clauses[n].stance for n in thread]
        denying = sum(n in self._denials for n in thread)
        is_against = denying < sum(stance is Stance.ASSERTS for stance in own) / 2
        return [
            Stance.DENIES if n in self._denials and (is_against or stance is Stance.DENIES) else stance
            for n, stance in zip(thread, own, strict=True)
        ]

    def _grounds_of(self, thread: Sequence[int], members: Sequence[Member]) -> list[Ground]:
        """The ground of each member; at first hand only where another report asserts the very same."""
        terms = [self._vocabulary.terms_of(self._words(n)) for n in thread]
        grounds = []
        for place, (number, member) in enumerate(zip(thread, members, strict=True)):
            ground = find_ground(self._readings[self._clauses[number].report], member, self._derivations)
            is_same = any(
                other.doc != member.doc and other.stance is Stance.ASSERTS
                and self._vocabulary.likeness(terms[place], terms[n]) >= _SAME
                for n, other in enumerate(members)
            )  # fmt: skip
            grounds.append(ground if is_same else replace(ground, is_first_hand=False))
        return grounds

    def _make_member(self, number: int, stance: Stance) -> Member:
        clause = self._clauses[number]
        reading, statement = self._readings[clause.report], clause.statement
        voices = {voice.id: voice.name for voice in reading.voices}
        return Member(
            doc=reading.report.id,
            statement=statement.id if statement else None,
            content=clause.spans,
            voice=voices.get(statement.voice or "") if statement else None,
            stance=stance,
            certainty=clause.certainty,
        )

    def _words(self, number: int) -> str:
        clause = self._clauses[number]
        return words_at(self._readings[clause.report].report.text, clause.spans)


def _rank(clause: Clause) -> tuple[bool, bool, int, Spans]:
    length = sum(end - start for start, end in clause.spans)
    return clause.statement is None, clause.is_part, -length, clause.spans


def _meet(clause: Clause, other: Clause) -> bool:
    return any(span.meets(there) for span in clause.spans for there in other.spans)
