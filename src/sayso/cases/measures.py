"""What tells whether two clauses put the same proposition forward, and whether one belongs to what a case is about.

All is counted from words: how much of their weight clauses, their sentences and the heads of the reports share, what
they are (a silence, a denial, a figure), where they stand, and how their reports depend on one another.
"""

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.cases.clauses import Clause
from sayso.cases.terms import Terms, Vocabulary
from sayso.text import find_sentences, words_at
from sayso.types import Certainty, Derivation, DerivationKind, Quote, Reading, Stance

Floats = NDArray[np.float32]

_LEAD = 80  # code points of the first sentence that is no headline
_KINDS = tuple(DerivationKind)
_NEAR = {Stance.NO_COMMENT: "silent", Stance.DENIES: "denies", Stance.DOUBTS: "open"}


class Measures:
    """The measures of the clauses of a case.

    `own` (clauses, measures) has those of each clause, `pairs` gives those of each two; `report` (clauses,) is the
    number of its report, `is_untold` (clauses,) whether its sentence holds a silence or leaves something open.
    """

    def __init__(
        self, clauses: Sequence[Clause], readings: Sequence[Reading], lineage: Sequence[Derivation],
        vocabulary: Vocabulary,
    ) -> None:  # fmt: skip
        self._clauses, self._readings, self._vocabulary = clauses, readings, vocabulary
        self._sentences = [find_sentences(r.report.text) for r in readings]
        before = np.cumsum([0, *(len(own) for own in self._sentences)])
        self.report = np.array([c.report for c in clauses])
        self._sentence = before[self.report] + np.array([c.sentence for c in clauses])
        self._previous = np.maximum(self._sentence - 1, before[self.report])
        self._report_of_sentence = np.repeat(np.arange(len(readings)), np.diff(before))
        self._heads = [self._find_heads(number) for number in range(len(readings))]
        self._count_words()
        self._flags = flags = self._find_flags()
        self.is_untold = np.any([flags[n] > 0 for n in ("silent", "silence near", "open", "open near")], axis=0)
        self.own = self._measure_clauses(before)
        self._kin = self._find_kin(lineage)
        self._figures = _incidence([[f.value for f in c.figures if f.value != 1] for c in clauses])
        self._moments = _incidence([[m.earliest for m in c.moments if m.earliest and not m.vague] for c in clauses])

    def _find_heads(self, number: int) -> tuple[int, ...]:
        """The headline and the lead of a report: numbers of sentences, the lead last."""
        sentences, report = self._sentences[number], self._readings[number].report
        lead = next((n for n, s in enumerate(sentences) if s.end - s.start > _LEAD), 0)
        title = (report.title or "")[:30].lower()
        titles = [n for n in range(lead) if n == 0 or (title and title in sentences[n].of(report.text).lower())]
        return (*titles, lead)

    # ------------------------------------------------------------ words

    def _count_words(self) -> None:
        texts = [r.report.text for r in self._readings]
        terms = [self._vocabulary.terms_of(words_at(texts[c.report], c.spans)) for c in self._clauses]
        of_sentences = [
            self._vocabulary.terms_of(s.of(text))
            for text, own in zip(texts, self._sentences, strict=True)
            for s in own
        ]  # fmt: skip
        self._columns = {t: n for n, t in enumerate(sorted(frozenset[str]().union(*terms, *of_sentences)))}
        self._weights = np.array([self._vocabulary.weight(frozenset({t})) for t in self._columns], dtype=np.float32)
        self._words, self._words_of_sentences = self._rows(terms), self._rows(of_sentences)
        self._sums, self._sums_of_sentences = self._words.sum(1), self._words_of_sentences.sum(1)
        self._likeness_of_sentences = _likeness(self._words_of_sentences, self._words_of_sentences)

    def _rows(self, terms: Sequence[Terms]) -> Floats:
        """A row for each set of terms: the weight of those that it has."""
        rows = np.zeros((len(terms), len(self._columns)), dtype=np.float32)
        for row, own in zip(rows, terms, strict=True):
            at = [self._columns[t] for t in own if t in self._columns]
            row[at] = self._weights[at]
        return rows

    # ------------------------------------------------------------ what a clause is

    def _find_flags(self) -> dict[str, Floats]:
        """Flags of each clause by name: 1 where it is so."""
        flags = {name: np.zeros(len(self._clauses), dtype=np.float32) for name in
                 ("silent", "denies", "doubts", "open", "possible", "own", "quoted", "title", "lead", "silence near",
                  "denial near", "open near", "figures", "moments")}  # fmt: skip
        near = self._find_untold()
        for n, clause in enumerate(self._clauses):
            statement, heads = clause.statement, self._heads[clause.report]
            around = near.get((clause.report, clause.sentence), ())
            values = {
                "silent": clause.stance is Stance.NO_COMMENT, "denies": clause.stance is Stance.DENIES,
                "doubts": clause.stance is Stance.DOUBTS, "open": clause.certainty is Certainty.UNKNOWN,
                "possible": clause.certainty is Certainty.POSSIBLE, "own": statement is None,
                "quoted": statement is not None and statement.quote is not Quote.INDIRECT,
                "title": clause.sentence in heads[:-1], "lead": clause.sentence == heads[-1],
                "silence near": "silent" in around, "denial near": "denies" in around, "open near": "open" in around,
                "figures": sum(f.value > 2 for f in clause.figures), "moments": len(clause.moments),
            }  # fmt: skip
            for name, value in values.items():
                flags[name][n] = value
        return flags

    def _find_untold(self) -> dict[tuple[int, int], set[str]]:
        """(report, sentence) → which of silence, denial and what is left open a statement puts there."""
        near: dict[tuple[int, int], set[str]] = {}
        for number, reading in enumerate(self._readings):
            for statement in reading.statements:
                name = {Stance.NO_COMMENT: "silent", Stance.DENIES: "denies", Stance.DOUBTS: "open"}.get(
                    statement.stance
                )
                name = name or ("open" if statement.certainty is Certainty.UNKNOWN else None)
                if name:
                    for at, sentence in enumerate(self._sentences[number]):
                        if sentence.meets(statement.extent):
                            near.setdefault((number, at), set()).add(name)
        return near

    def _measure_clauses(self, before: NDArray[np.int64]) -> Floats:
        """A row for each clause: how much of it the heads of the reports say, what it is, where it stands."""
        count = len(self._readings)
        heads = [before[n] + np.array(own) for n, own in enumerate(self._heads)]
        shares = np.mean([(self._words_of_sentences[own].max(0) > 0) for own in heads], axis=0).astype(np.float32)
        columns: list[Floats] = []
        weighted = self._weights * shares
        for rows in (self._words, self._words_of_sentences[self._sentence], self._words_of_sentences[self._previous]):
            total = rows.sum(1) + 1e-6
            columns += [
                rows @ shares / total,
                rows @ shares / (weighted @ shares + 1e-6),
                rows @ (shares > 0.2) / total,
            ]
        all_heads = np.concatenate(heads)
        owner = self._report_of_sentence[all_heads]
        to_heads = _likeness(self._words, self._words_of_sentences[all_heads])
        best = np.stack([to_heads[:, owner == n].max(1) for n in range(count)], 1)
        mine = best[np.arange(len(best)), self.report]
        best[np.arange(len(best)), self.report] = 0
        ranked = -np.sort(-best, 1)
        among = self._likeness_of_sentences[np.ix_(all_heads, all_heads)] * (owner[:, None] != owner)
        middle = to_heads[:, int(among.sum(1).argmax())]
        mean = best.sum(1) / max(1, count - 1)
        columns += [mean, mine, middle, *(ranked[:, min(n, count - 1)] for n in range(3))]
        for value in (columns[0], columns[1], mean, middle):
            top = np.array([value[self.report == n].max(initial=0) for n in range(count)])
            columns += [value - top[self.report], (value.argsort().argsort() / len(value)).astype(np.float32)]
        length = np.log1p((self._words > 0).sum(1)).astype(np.float32)
        whole = np.log1p((self._words_of_sentences > 0).sum(1))[self._sentence]
        sizes = np.array([len(own) for own in self._sentences])
        first = np.array([own[-1] for own in self._heads])[self.report]
        place = np.array([c.sentence for c in self._clauses])
        self._place, self._length = (place / sizes[self.report]).astype(np.float32), length
        party = self._find_parties(shares)
        silence = np.maximum(self._flags["silent"], self._flags["silence near"])
        columns += [
            *self._flags.values(),
            length,
            length - whole,
            self._place,
            np.clip(place - first, -2, 8) / 4,
            party,
        ]
        columns += [silence * other for other in (party, length, columns[1], columns[6])]
        columns += [self._flags["open near"] * columns[6], self._flags["denial near"] * columns[0]]
        return np.stack(columns, 1).astype(np.float32)

    def _find_parties(self, shares: Floats) -> Floats:
        """How much of the name of its voice the heads of the reports say; -1 for none."""
        out = np.full(len(self._clauses), -1, dtype=np.float32)
        voices = [{voice.id: voice for voice in reading.voices} for reading in self._readings]
        for n, clause in enumerate(self._clauses):
            voice = voices[clause.report].get(clause.statement.voice or "") if clause.statement else None
            if voice:
                row = self._rows([self._vocabulary.terms_of(f"{voice.name} {voice.speaks_for or ''}")])[0]
                out[n] = row @ shares / (row.sum() + 1e-6)
        return out

    # ------------------------------------------------------------ two clauses

    def _find_kin(self, lineage: Sequence[Derivation]) -> Floats:
        """(kinds, reports, reports): 1 where one of two reports depends on the other in that way."""
        numbers = {reading.report.id: n for n, reading in enumerate(self._readings)}
        kin = np.zeros((len(_KINDS), len(self._readings), len(self._readings)), dtype=np.float32)
        for edge in lineage:
            if edge.to in numbers:
                one, other = numbers[edge.from_], numbers[edge.to]
                kin[_KINDS.index(edge.kind), [one, other], [other, one]] = 1
        return kin

    def _find_mutual(self) -> tuple[Floats, Floats]:
        """For two sentences of different reports, 1 / (the rank of the one in its report by likeness to the other)."""
        best = np.zeros_like(self._likeness_of_sentences)
        for number in range(len(self._readings)):
            columns = np.flatnonzero(self._report_of_sentence == number)
            ranks = (-self._likeness_of_sentences[:, columns]).argsort(1, kind="stable").argsort(1)
            best[:, columns] = 1 / (1 + ranks)
        best[self._report_of_sentence[:, None] == self._report_of_sentence] = 0
        return best * best.T, np.maximum(best, best.T)

    def pairs(self, main: Floats, block: int = 32) -> Iterator[Floats]:
        """Blocks of rows of the measures of all pairs: (block, clauses, measures). `main` (clauses,) is how much each
        belongs to what the case is about.
        """
        mutual, best = self._find_mutual()
        scaled = np.clip(main, -5, 2) / 2
        flags = self._flags
        each = [
            scaled, np.maximum(flags["title"], flags["lead"]), np.maximum(flags["silent"], flags["silence near"]),
            np.maximum(flags["open"], flags["open near"]), np.maximum(flags["denies"], flags["denial near"]),
            self._length,
        ]  # fmt: skip
        for start in range(0, len(self._clauses), block):
            rows = slice(start, start + block)
            yield self._measure_pairs(rows, each, mutual, best)

    def _measure_pairs(self, rows: slice, each: Sequence[Floats], mutual: Floats, best: Floats) -> Floats:
        shared = _shared(self._words[rows], self._words)
        least = np.minimum(self._sums[rows][:, None], self._sums)
        total = self._sums[rows][:, None] + self._sums - shared
        held = shared / np.maximum(least, 1e-6)
        at = np.ix_(self._sentence[rows], self._sentence)
        around = self._likeness_of_sentences[at]
        is_same = (self.report[rows][:, None] == self.report).astype(np.float32)
        apart = np.abs(self._sentence[rows][:, None] - self._sentence)
        kin = [k[np.ix_(self.report[rows], self.report)] for k in self._kin]
        is_mutual = mutual[at]
        columns = [
            shared / np.maximum(total, 1e-6), held, np.minimum(shared, 30) / 10, around, is_same,
            is_same * (apart == 0), is_same * np.exp(-apart / 3), *kin, is_mutual, best[at], is_mutual * sum(kin),
            np.abs(self._place[rows][:, None] - self._place), np.abs(self._length[rows][:, None] - self._length),
        ]  # fmt: skip
        for keyed in (self._figures, self._moments):
            same, has = keyed[rows] @ keyed.T > 0, keyed.sum(1) > 0
            both = has[rows][:, None] & has
            columns += [same, both & ~same, has[rows][:, None] != has, same * around]
        for value in each:
            columns += [np.maximum(value[rows][:, None], value), np.minimum(value[rows][:, None], value)]
        one, other = each[0], each[2]
        least_main = np.minimum(one[rows][:, None], one)
        columns += [np.minimum(other[rows][:, None], other) * least_main, np.maximum(least_main + 0.5, 0)]
        measures = np.stack([np.asarray(c, dtype=np.float32) for c in columns])
        return np.moveaxis(measures, 0, -1)  # each measure lies together, which is much faster


def _shared(rows: Floats, others: Floats) -> Floats:
    """The weight of the terms that each two rows share."""
    shared: Floats = rows @ (others > 0).astype(np.float32).T
    return shared


def _likeness(rows: Floats, others: Floats) -> Floats:
    """0 to 1: the mean of how much of both, and how much of the shorter one, each two rows share."""
    shared = _shared(rows, others)
    one, other = rows.sum(1)[:, None], others.sum(1)
    of_both, of_shorter = np.maximum(one + other - shared, 1e-6), np.maximum(np.minimum(one, other), 1e-6)
    likeness: Floats = (shared / of_both + shared / of_shorter) / 2
    return likeness


def _incidence(keys: Sequence[Sequence[Hashable]]) -> Floats:
    """(clauses, distinct keys): 1 where a clause has a key."""
    columns = {key: n for n, key in enumerate(dict.fromkeys(key for own in keys for key in own))}
    out = np.zeros((len(keys), len(columns)), dtype=np.float32)
    for row, own in zip(out, keys, strict=True):
        row[[columns[key] for key in own]] = 1
    return out
