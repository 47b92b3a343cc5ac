"""link: clauses of many reports → claims. Which of them put the same proposition forward, deny it or leave it open.

Two kinds of key. A figure or a time of day is one already: who gives the same number of the same thing speaks of the
same claim, and who gives another number does not, however alike the sentences are. Everything else is compared by its
words, and joined only where whole groups are alike, so that one loose pair does not draw two claims together.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from sayso.cases.clauses import Clause
from sayso.cases.terms import Terms, Vocabulary
from sayso.types import Figure, Moment, Span

_SAME = 0.24  # mean likeness of two groups of clauses from which on they are one claim
_SAME_FIGURE = 0.1  # likeness of two clauses that give one number of things named differently
_TELLING_DIGITS = 3  # a number of so many digits is the same one wherever it stands


class Thread(Struct, frozen=True):
    """The clauses of one claim; `key` is the figure or time that they all give, if that is what makes them one."""

    clauses: tuple[Clause, ...]
    key: str | None = None


def link(clauses: Sequence[Clause], texts: Sequence[str], vocabulary: Vocabulary) -> list[Thread]:
    """The threads of a case, those that most reports share first."""
    terms = [vocabulary.terms_of(c.span.of(texts[c.report])) for c in clauses]
    threads = [*_by_figure(clauses, terms, vocabulary), *_by_words(clauses, terms, vocabulary)]
    return sorted(threads, key=lambda t: -len({c.report for c in t.clauses}))


def _by_figure(clauses: Sequence[Clause], terms: Sequence[Terms], vocabulary: Vocabulary) -> Iterator[Thread]:
    """Clauses that give the same amount of the same thing, or the same time."""
    holders: dict[Hashable, list[tuple[int, str]]] = defaultdict(list)
    for number, clause in enumerate(clauses):
        for figure in clause.figures:
            if key := _key_of(figure):
                holders[key].append((number, _thing(figure, vocabulary)))
        for moment in clause.moments:
            if when := _time_of(moment):
                holders[when].append((number, ""))
    for key, held in holders.items():
        for group in _joined(held, key, terms, vocabulary):
            yield Thread(tuple(clauses[n] for n in sorted(set(group))), str(key))


def _key_of(figure: Figure) -> tuple[float, float | None] | None:
    """What makes two figures one; none for "one" and "two people", which count whoever is spoken of."""
    return (figure.value, figure.value_max) if figure.value > 2 else None


def _time_of(moment: Moment) -> str | None:
    """A day or a time of day."""
    if moment.vague or not moment.earliest or (moment.earliest[:10] != (moment.latest or "")[:10]):
        return None
    return moment.earliest


def _thing(figure: Figure, vocabulary: Vocabulary) -> str:
    return min(vocabulary.terms_of(figure.unit), default="") if figure.unit else ""


def _joined(
    held: Sequence[tuple[int, str]], key: Hashable, terms: Sequence[Terms], vocabulary: Vocabulary
) -> list[list[int]]:
    """The holders of one number in groups that speak of the same thing."""
    is_telling = isinstance(key, tuple) and len(f"{key[0]:g}".replace(".", "").rstrip("0")) >= _TELLING_DIGITS
    groups: list[list[tuple[int, str]]] = []
    for number, thing in held:
        for group in groups:
            if is_telling or any(
                (thing and thing == other) or vocabulary.likeness(terms[number], terms[n]) >= _SAME_FIGURE
                for n, other in group
            ):
                group.append((number, thing))
                break
        else:
            groups.append([(number, thing)])
    return [[n for n, _ in group] for group in groups]


def _by_words(clauses: Sequence[Clause], terms: Sequence[Terms], vocabulary: Vocabulary) -> Iterator[Thread]:
    """Groups of clauses that are alike on average: the two likest groups are joined until none are like enough."""
    likeness: dict[tuple[int, int], float] = {}
    for (a, one), (b, other) in combinations(enumerate(terms), 2):
        if clauses[a].report != clauses[b].report:
            value = vocabulary.likeness(one, other)
            if value > _SAME / 2:
                likeness[a, b] = value
    groups = {n: [n] for n in range(len(clauses))}
    sums = dict(likeness)
    while sums:
        (a, b), best = max(sums.items(), key=lambda item: item[1] / (len(groups[item[0][0]]) * len(groups[item[0][1]])))
        if best / (len(groups[a]) * len(groups[b])) < _SAME:
            break
        groups[a] += groups.pop(b)
        merged: dict[tuple[int, int], float] = defaultdict(float)
        for (c, d), value in sums.items():
            c, d = (a if x == b else x for x in (c, d))
            if c != d:
                merged[min(c, d), max(c, d)] += value
        sums = dict(merged)
    for group in groups.values():
        yield Thread(tuple(clauses[n] for n in sorted(group)))
