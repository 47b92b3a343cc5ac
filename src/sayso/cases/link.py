"""link: clauses of many reports → claims."""

from collections.abc import Sequence

from sayso.cases.clauses import Clause
from sayso.cases.terms import Vocabulary
from sayso.types import Derivation, Reading


def link(
    clauses: Sequence[Clause], readings: Sequence[Reading], lineage: Sequence[Derivation], vocabulary: Vocabulary
) -> list[tuple[int, ...]]:
    groups = []
    terms = [vocabulary.terms_of(" ".join(s.of(readings[c.report].report.text) for s in c.spans)) for c in clauses]
    for n in range(len(clauses)):
        for g in groups:
            if sum(vocabulary.likeness(terms[n], terms[m]) for m in g) / len(g) > 0.3:
                g.append(n)
                break
        else:
            groups.append([n])
    return sorted((tuple(g) for g in groups), key=lambda g: -len(g))
