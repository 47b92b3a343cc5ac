"""The words by which stretches of different reports are compared: stems weighted by how rare they are in the case.

Names that a translation or a slip has garbled ("Brengol" beside "Brennhol") count as one, unless some report has both.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_STEM = 5  # letters of a word that tell it from others well enough across inflections
_ALIKE = 78  # of 100: from here on two rare names may be one, garbled
_SHORTEST_NAME = 4

Terms = frozenset[str]


class Vocabulary:
    """The terms of a case: how rare each is, and which garbled names stand for which."""

    def __init__(self, texts: Sequence[str], stretches: Iterable[str]) -> None:
        """`texts` are the reports; `stretches` their sentences, by which rarity is counted."""
        self._canonical = _find_garbled(texts)
        counts = Counter(term for stretch in stretches for term in self.terms_of(stretch))
        total = sum(1 for _ in texts) + counts.total() / 12
        self._weights = {term: math.log(1 + total / (1 + count)) for term, count in counts.items()}
        self._rarest = math.log(1 + total / 2)
        self._known: dict[Terms, float] = {}

    def terms_of(self, stretch: str) -> Terms:
        """The terms of a stretch of text."""
        return frozenset(self._stem(word) for word in WORD.findall(stretch))

    def words_of(self, stretch: str) -> Iterator[str]:
        """The terms of a stretch in their order."""
        return (self._stem(word) for word in WORD.findall(stretch))

    def weight(self, terms: Terms) -> float:
        """How much the terms tell together."""
        known = self._known.get(terms)
        if known is None:
            known = self._known[terms] = sum(self._weights.get(term, self._rarest) for term in terms)
        return known

    def likeness(self, one: Terms, other: Terms) -> float:
        """0 to 1: the mean of how much of both and how much of the shorter one the two share, by weight."""
        shared = sum(self._weights.get(term, self._rarest) for term in one & other)
        if not shared:
            return 0.0
        first, second = self.weight(one), self.weight(other)
        return (shared / (first + second - shared) + shared / min(first, second)) / 2

    def plain(self, word: str) -> str:
        """The word in lower case without its possessive, as the case writes it."""
        plain = _POSSESSIVE.sub("", word).lower()
        return self._canonical.get(plain, plain)

    def _stem(self, word: str) -> str:
        plain = self.plain(word)
        return plain if plain[:1].isdigit() else plain[:_STEM]


def _find_garbled(texts: Sequence[str]) -> Mapping[str, str]:
    """Each name that is another one garbled → the form that more reports have."""
    held: dict[str, set[int]] = defaultdict(set)
    lower: set[str] = set()
    for number, text in enumerate(texts):
        for word in WORD.findall(text):
            plain = _POSSESSIVE.sub("", word)
            if plain.islower():
                lower.add(plain)
            elif len(plain) >= _SHORTEST_NAME and plain[0].isupper():
                held[plain.lower()].add(number)
    names = sorted((n for n in held if n not in lower), key=lambda n: (-len(held[n]), n))
    canonical: dict[str, str] = {}
    for usual, rare in combinations(names, 2):
        if rare in canonical or usual in canonical or held[usual] & held[rare]:
            continue
        if fuzz.ratio(usual, rare) >= _ALIKE:
            canonical[rare] = usual
    return canonical
