"""lineage: which report depends on which, how, and by what signs.

Each sign proposes edges to earlier reports; of two for the same pair the stronger stays: the same wording, then the
same sentences in other words, then a name, then the same quotations.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from sayso.cases.copies import find_copies
from sayso.cases.outlets import Mention, find_mentions, find_outlets, name_words
from sayso.cases.terms import WORD, Vocabulary
from sayso.lexicon import pattern_of
from sayso.text import find_meeting, find_quotations, find_sentences
from sayso.types import Derivation, DerivationKind, Reading, Reason, SourceType, Span

_COPIED = 0.45  # of a report's own wording: from here on it is a reprint
_ALIKE = 0.3  # likeness of two sentences of which one may be the other reworded
_COUNTERPART = 0.2  # likeness of a sentence that names an outlet and the one that it repeats
_REWORDED = 0.4  # of a report's sentences, by weight: from here on it is a rewrite
_SAME_MATTER = 0.15  # likeness of two reports of one outlet of which the later updates the earlier
_CREDITED = 0.1  # what a credit line adds to the share of sentences
_QUOTED = 4  # words of a quotation that two reports cannot share by chance
_SHOWN = 4  # reasons of one kind that are kept

_BY_NAME, _UPDATE, _LIKELY_UPDATE, _BY_QUOTATION, _ABSENT = 0.95, 0.95, 0.7, 0.7, 0.9  # scores


class Sign(NamedTuple):
    """A proposed edge to the report numbered `to`; `places` are anchors in the report and, if known, in the other."""

    to: int
    kind: DerivationKind
    score: float
    why: str
    places: Sequence[tuple[Span, Span | None]]


def find_lineage(readings: Sequence[Reading], vocabulary: Vocabulary) -> list[Derivation]:
    """Every derivation, by the report that depends. `readings` stand in the order of publication."""
    return _Lineage(readings, vocabulary).find()


class _Lineage:
    """The reports of a case while their lineage is found: what is asked for often is worked out once."""

    def __init__(self, readings: Sequence[Reading], vocabulary: Vocabulary) -> None:
        self.readings, self.vocabulary = readings, vocabulary
        self.reports = [reading.report for reading in readings]
        self.outlets = find_outlets(self.reports)
        self.copies = find_copies([report.text for report in self.reports])
        self.sentences = [find_sentences(report.text) for report in self.reports]
        self.reprints: set[int] = set()

    @cached_property
    def terms(self) -> list[list[frozenset[str]]]:
        """The terms of every sentence of every report."""
        return [
            [self.vocabulary.terms_of(sentence.of(report.text)) for sentence in sentences]
            for report, sentences in zip(self.reports, self.sentences, strict=True)
        ]

    @cached_property
    def quotations(self) -> list[list[tuple[tuple[str, ...], Span]]]:
        """The longer quotations of every report as bare words, and where they stand."""
        return [list(_quotations_of(report.text)) for report in self.reports]

    def find(self) -> list[Derivation]:
        """All edges."""
        out: list[Derivation] = []
        for number in range(len(self.readings)):
            found: dict[int, Sign] = {}
            for sign in self.find_names(number):
                found.setdefault(sign.to, sign)
            if copy := self.find_copy(number, found):
                if self.is_dated_before_its_original(copy.to, number):
                    out.append(self.make_edge(copy.to, self.turn_round(copy, number)))
                else:
                    found[copy.to] = copy
                self.reprints.update([number] if copy.kind is DerivationKind.REPRINTS else [])
            for sign in self.find_same_quotations(number, found):
                found.setdefault(sign.to, sign)
            out += [self.make_edge(number, sign) for sign in found.values()]
            out += self.find_absent(number)
        return out

    def make_edge(self, number: int, sign: Sign) -> Derivation:
        """The edge with its reasons, anchored on both sides."""
        own, other = self.reports[number], self.reports[sign.to]
        sides = [
            reason
            for here, there in list(sign.places)[:_SHOWN]
            for reason in (Reason(own.id, here, sign.why), there and Reason(other.id, there, "what it goes back to"))
            if reason
        ]
        return Derivation(
            from_=own.id, to=other.id, to_name=other.outlet, kind=sign.kind, score=round(sign.score, 2),
            reasons=tuple(sides),
        )  # fmt: skip

    # ------------------------------------------------------------ names

    def find_names(self, number: int) -> Iterator[Sign]:
        """The earlier reports of outlets that a report names, and its own outlet's."""
        earlier: dict[tuple[str, ...], list[int]] = {}
        for other in range(number):
            if self.outlets[other].name:
                earlier.setdefault(self.outlets[other].name, []).append(other)
        for name, numbers in earlier.items():
            to, likeness = self.find_nearest(number, numbers)
            if name == self.outlets[number].name:
                text = self.reports[number].text
                signs = [Span(*m.span()) for m in pattern_of("clauses", "updating").finditer(text)]
                if signs or likeness > _SAME_MATTER:
                    score = _UPDATE if signs else _LIKELY_UPDATE
                    own: list[tuple[Span, Span | None]] = [(s, None) for s in signs or self.sentences[number][:1]]
                    yield Sign(to, DerivationKind.UPDATES, score, "the outlet's own later report", own)
            elif mentions := find_mentions(self.reports[number], self.outlets[to], self.vocabulary):
                places = [(mention.span, self.find_counterpart(number, mention, to)) for mention in mentions]
                yield Sign(to, DerivationKind.CITES, _BY_NAME, "names the outlet", places)

    def find_nearest(self, number: int, among: Sequence[int]) -> tuple[int, float]:
        """The report of `among` that is likest to a report, the latest of equals, and how alike they are."""
        whole = [frozenset[str]().union(*self.terms[n]) for n in (number, *among)]
        likeness = {n: self.vocabulary.likeness(whole[0], terms) for n, terms in zip(among, whole[1:], strict=True)}
        best = max(among, key=lambda n: (round(likeness[n], 2), n))
        return best, likeness[best]

    def find_counterpart(self, number: int, mention: Mention, to: int) -> Span | None:
        """The sentence of the other report that the sentence with a mention repeats, if one is like it."""
        sentence = self.vocabulary.terms_of(
            " ".join(s.of(self.reports[number].text) for s in find_meeting(self.sentences[number], *mention.span))
        )
        likeness = [self.vocabulary.likeness(sentence, terms) for terms in self.terms[to]]
        best = max(range(len(likeness)), key=lambda n: likeness[n], default=None)
        return self.sentences[to][best] if best is not None and likeness[best] >= _COUNTERPART else None

    def find_absent(self, number: int) -> Iterator[Derivation]:
        """Outlets that a report names as sources and of which the case holds no report."""
        reading = self.readings[number]
        known = [{*outlet.name} for outlet in self.outlets] + [{o.short} for o in self.outlets if o.short]
        voices = {voice.id: voice for voice in reading.voices}
        places: dict[str, list[Span]] = {}
        for statement in reading.statements:
            voice = voices.get(statement.voice or "")
            if voice and voice.named and statement.source_type is SourceType.OUTLET and statement.source:
                words = {self.vocabulary.plain(word) for word in name_words(voice.name)}
                if not any(form and (form <= words or words <= form) for form in known):
                    places.setdefault(voice.name, []).append(statement.source[0])
        for name, spans in places.items():
            reasons = tuple(Reason(reading.report.id, span, "names it as its source") for span in spans[:_SHOWN])
            yield Derivation(
                from_=reading.report.id, to=None, to_name=name, kind=DerivationKind.CITES, score=_ABSENT,
                reasons=reasons,
            )  # fmt: skip

    # ------------------------------------------------------------ the same words

    def find_copy(self, number: int, found: dict[int, Sign]) -> Sign | None:
        """The earlier report of another outlet that this one is a copy of, or the same one reworded."""
        name = self.outlets[number].name
        others = [n for n in range(number) if not name or self.outlets[n].name != name]
        if not others:
            return None
        shares = {n: self.copies.get((number, n), 0.0) for n in others}
        best = max(others, key=lambda n: (round(shares[n], 1), n in found, -n))
        if shares[best] >= _COPIED:
            places = self.align(number, best)[1][:1] or [(self.sentences[number][0], None)]
            return Sign(best, DerivationKind.REPRINTS, min(1.0, 0.5 + shares[best] / 2), "the same wording", places)
        credited = {n for n, sign in found.items() if self.is_credited(number, sign)}
        aligned = {n: self.align(number, n) for n in others if n not in self.reprints}
        best = max(aligned, key=lambda n: (round(aligned[n][0], 2) + _CREDITED * (n in credited), -n))
        share, places = aligned[best]
        if share < _REWORDED or not (best in credited or best not in found):
            return None
        kind = DerivationKind.REPRINTS if best in credited else DerivationKind.REWRITES
        return Sign(best, kind, min(1.0, 0.4 + share / 2), "the same sentences in other words", places)

    def is_dated_before_its_original(self, earlier: int, later: int) -> bool:
        """Whether the earlier of two alike reports names the outlet of the later one, and not the other way round."""
        return self.names(earlier, later) and not self.names(later, earlier)

    def names(self, number: int, other: int) -> bool:
        """Whether a report names the outlet of another."""
        return bool(find_mentions(self.reports[number], self.outlets[other], self.vocabulary))

    def turn_round(self, sign: Sign, to: int) -> Sign:
        """The sign of a copy that is dated before its original, as one of the copy."""
        places = [(there, here) for here, there in sign.places if there]
        return sign._replace(to=to, why=f"{sign.why}, dated before its original", places=places)

    def is_credited(self, number: int, sign: Sign) -> bool:
        """Whether a name stands in a credit line: the copy says whose it is."""
        report = self.reports[number]
        return any(span.of(report.text) in line for span, _ in sign.places for line in report.credit)

    def align(self, number: int, to: int) -> tuple[float, list[tuple[Span, Span | None]]]:
        """How much of a report, by the weight of its words, another has in other words; which sentences, best first."""
        total, kept, pairs = 0.0, 0.0, []
        for sentence, terms in zip(self.sentences[number], self.terms[number], strict=True):
            weight = self.vocabulary.weight(terms)
            likeness = [self.vocabulary.likeness(terms, other) for other in self.terms[to]]
            best = max(range(len(likeness)), key=lambda n: likeness[n], default=None)
            total += weight
            if best is not None and likeness[best] >= _ALIKE:
                kept += weight
                pairs.append((likeness[best], sentence, self.sentences[to][best]))
        pairs.sort(key=lambda pair: -pair[0])
        return (kept / total if total else 0.0), [(here, there) for _, here, there in pairs]

    # ------------------------------------------------------------ the same quotations

    def find_same_quotations(self, number: int, found: dict[int, Sign]) -> Iterator[Sign]:
        """The earliest reports whose quotations this one has, word for word, in part or in whole."""
        places: dict[int, list[tuple[Span, Span | None]]] = {}
        for words, span in self.quotations[number]:
            holders = {n: there for n in reversed(range(number)) if (there := self.find_holder(n, words))}
            if holders and not holders.keys() & found.keys():
                first = min(holders)
                places.setdefault(first, []).append((span, holders[first]))
        for to, pairs in places.items():
            yield Sign(to, DerivationKind.QUOTES, _BY_QUOTATION, "the same quotation", pairs)

    def find_holder(self, number: int, words: tuple[str, ...]) -> Span | None:
        """The quotation of a report that holds the words or stands within them."""
        return next(
            (span for other, span in self.quotations[number] if _is_within(words, other) or _is_within(other, words)),
            None,
        )


def _quotations_of(text: str) -> Iterator[tuple[tuple[str, ...], Span]]:
    for span, _ in find_quotations(text):
        if len(words := _words_of(span, text)) >= _QUOTED:
            yield words, span


def _words_of(span: Span, text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in WORD.findall(span.of(text)))


def _is_within(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(words == other[at : at + len(words)] for at in range(len(other) - len(words) + 1))
