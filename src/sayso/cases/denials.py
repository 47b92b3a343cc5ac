"""denials: which clauses say that it is not so, where somebody else in the case says that it is.

A reading holds a negated proposition as an assertion: alone, "no officer was inside" denies nothing. Beside a report
that says otherwise it does.
"""

from collections.abc import Sequence

from sayso.cases.clauses import Clause
from sayso.cases.terms import Vocabulary
from sayso.lexicon import pattern_of
from sayso.types import Certainty, Reading, Stance

_SAME_MATTER = 0.15  # likeness of two clauses of which one may be about what the other negates


def find_denials(clauses: Sequence[Clause], readings: Sequence[Reading], vocabulary: Vocabulary) -> frozenset[int]:
    """The numbers of the clauses that deny something in this case."""
    texts = [reading.report.text for reading in readings]
    terms = [vocabulary.terms_of(" ".join(s.of(texts[c.report]) for s in c.spans)) for c in clauses]
    negated = [_is_negated(clause, texts[clause.report]) for clause in clauses]
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


def _is_negated(clause: Clause, text: str) -> bool:
    return any(pattern_of("clauses", "not so").search(text, *span) for span in clause.spans)


def _speaker_of(clause: Clause) -> tuple[int, str | None]:
    return clause.report, clause.statement.voice if clause.statement else None
