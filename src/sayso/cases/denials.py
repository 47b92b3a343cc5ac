"""denials: which clauses say that it is not so, where somebody else in the case says that it is.

A reading holds a negated proposition as an assertion: alone, "no officer was inside" denies nothing. Beside a report
that says otherwise it does.
"""

from collections.abc import Sequence

from sayso.cases.clauses import Clause
from sayso.cases.terms import Terms, Vocabulary
from sayso.lexicon import pattern_of
from sayso.types import Certainty, Reading, Stance

_SAME_WORDS = 0.35  # likeness of a denial and an assertion from which on it is surely of that
_SAME_MATTER = 0.15  # likeness of two clauses of which one may be about what the other negates


def find_denials(clauses: Sequence[Clause], readings: Sequence[Reading], vocabulary: Vocabulary) -> frozenset[int]:
    """The numbers of the clauses that deny something in this case."""
    terms = _terms_of(clauses, readings, vocabulary)
    negated = [_is_negated(clause, readings[clause.report].report.text) for clause in clauses]
    affirmed = [number for number, clause in enumerate(clauses) if not negated[number] and not clause.is_part]

    def is_denial(number: int) -> bool:
        clause = clauses[number]
        if clause.statement is None or clause.stance not in (Stance.ASSERTS, Stance.DENIES):
            return False
        if clause.stance is Stance.DENIES or clause.statement.denies:
            return True
        if clause.certainty is Certainty.UNKNOWN:
            return False
        return negated[number] and any(
            _speaker_of(clauses[other]) != _speaker_of(clause)
            and vocabulary.likeness(terms[number], terms[other]) >= _SAME_MATTER
            for other in affirmed
        )

    return frozenset(number for number in range(len(clauses)) if is_denial(number))


def with_denials(
    threads: Sequence[tuple[int, ...]], clauses: Sequence[Clause], denials: frozenset[int],
    readings: Sequence[Reading], vocabulary: Vocabulary,
) -> list[tuple[int, ...]]:  # fmt: skip
    """The threads; one that is denials for the most part goes to the one with the likest words, else to the first.

    A denial alone is no claim: it is about what somebody else puts forward.
    """
    denying = {_statement_of(clauses[n]) for n in denials}
    is_denial = [2 * sum(_statement_of(clauses[n]) in denying for n in thread) > len(thread) for thread in threads]
    claims = [list(thread) for thread, alone in zip(threads, is_denial, strict=True) if not alone]
    if not claims:
        return list(threads)
    terms = _terms_of(clauses, readings, vocabulary)
    told = [[n for n in claim if _is_told(clauses[n]) and n not in denials] for claim in claims]
    for thread, alone in zip(threads, is_denial, strict=True):
        if alone:
            likeness = [
                max((vocabulary.likeness(terms[a], terms[b]) for a in thread for b in own), default=0.0) for own in told
            ]
            best = max(range(len(claims)), key=lambda n: (likeness[n] >= _SAME_WORDS and likeness[n], -n))
            claims[best] += thread
    return [tuple(sorted(set(claim))) for claim in claims]


def _terms_of(clauses: Sequence[Clause], readings: Sequence[Reading], vocabulary: Vocabulary) -> list[Terms]:
    texts = [reading.report.text for reading in readings]
    return [vocabulary.terms_of(" ".join(s.of(texts[c.report]) for s in c.spans)) for c in clauses]


def _is_negated(clause: Clause, text: str) -> bool:
    return any(pattern_of("clauses", "not so").search(text, *span) for span in clause.spans)


def _is_told(clause: Clause) -> bool:
    return clause.stance is Stance.ASSERTS and not clause.is_part


def _statement_of(clause: Clause) -> tuple[int, str] | None:
    return (clause.report, clause.statement.id) if clause.statement else None


def _speaker_of(clause: Clause) -> tuple[int, str | None]:
    return clause.report, clause.statement.voice if clause.statement else None
