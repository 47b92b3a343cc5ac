"""lineage: which report depends on which, how, and by what signs."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from typing import NamedTuple

from rapidfuzz import fuzz

from sayso.cases.copies import find_copies
from sayso.cases.terms import Terms, Vocabulary
from sayso.lexicon import pattern_of
from sayso.text import find_quotations, find_sentences
from sayso.types import Derivation, DerivationKind, Reading, Reason, SourceType, Span

_COPIED = 0.45  # of a report's own wording: from here on it is a reprint
_ALIKE = 0.3  # likeness of two sentences of which one may be the other reworded
_REWORDED = 0.5  # of a report's sentences, by weight: from here on it is a rewrite
_ALIKE_NAMES = 80  # of 100: two spellings of one outlet
_QUOTED = 4  # words of a quotation that two reports cannot share by chance
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


class Outlet(NamedTuple):
    """The outlet of a report by its names: each a sequence of lower-case words."""

    full: tuple[str, ...]
    short: frozenset[tuple[str, ...]]
    acronym: str


def find_lineage(readings: Sequence[Reading], vocabulary: Vocabulary) -> list[Derivation]:
    """Every derivation, by the report that depends. `readings` stand in the order of publication."""
    outlets = [_outlet_of(r, readings) for r in readings]
    copies = find_copies([r.report.text for r in readings])
    out: list[Derivation] = []
    for number, reading in enumerate(readings):
        found: dict[int, Derivation] = {}
        for edge, to in _named(number, readings, outlets, vocabulary):
            found.setdefault(to, edge)
        for edge, to in _copied(number, readings, outlets, copies, vocabulary, found):
            found[to] = edge
        for edge, to in _quoted(number, readings, found):
            found.setdefault(to, edge)
        out += found.values()
        out += _unknown_outlets(reading, readings, outlets)
    return out


# ---------------------------------------------------------------- outlets by name


def _outlet_of(reading: Reading, readings: Sequence[Reading]) -> Outlet:
    name = re.sub(r"\(.*?\)", "", reading.report.outlet or "")
    full = tuple(w.lower() for w in _WORD.findall(name))
    full = full[1:] if full[:1] == ("the",) else full
    others = {w for r in readings if r.report.outlet != reading.report.outlet for w in _WORD.findall((r.report.outlet or "").lower())}
    text = " ".join(r.report.text for r in readings)
    last = full[-1:]
    short = {last} if last and last[0] not in others and not re.search(rf"\b{re.escape(last[0])}\b", text) else set()
    return Outlet(full, frozenset(short), "".join(word[0] for word in full).upper() if len(full) > 2 else "")


class Mention(NamedTuple):
    """An outlet named in a report: where, in code points, and whether in a credit line."""

    span: Span
    is_credit: bool


def find_mentions(text: str, outlet: Outlet, vocabulary: Vocabulary, credits: Sequence[str]) -> list[Mention]:
    """Where a text names an outlet in full, by its acronym, or by the word that no other outlet of the case has."""
    words = list(_WORD.finditer(text))
    plain = [vocabulary.plain(match.group()) for match in words]
    found = []
    for at, match in enumerate(words):
        for length in (len(outlet.full), 1):
            end = at + length
            if 0 < length <= len(words) - at and match.group()[0].isupper() and _is_name(outlet, text, words[at:end], tuple(plain[at:end])):
                span = Span(match.start(), words[end - 1].end())
                found.append(Mention(span, any(span.of(text) in line for line in credits)))
                break
    return found


def _is_name(outlet: Outlet, text: str, words: Sequence[re.Match[str]], plain: tuple[str, ...]) -> bool:
    if plain in ({outlet.full} | outlet.short):
        return True
    if len(plain) == 1:
        return bool(outlet.acronym) and sorted(words[0].group()) == sorted(outlet.acronym)  # a copy may garble it
    return len(plain) == len(outlet.full) and fuzz.ratio(" ".join(plain), " ".join(outlet.full)) >= _ALIKE_NAMES


def _named(
    number: int, readings: Sequence[Reading], outlets: Sequence[Outlet], vocabulary: Vocabulary
) -> Iterator[tuple[Derivation, int]]:
    """The reports of other outlets that a report names, and its own outlet's earlier ones."""
    report = readings[number].report
    by_outlet: dict[tuple[str, ...], list[int]] = {}
    for other, outlet in enumerate(outlets):
        if outlet.full and readings[other].report.id != report.id:
            by_outlet.setdefault(outlet.full, []).append(other)
    for full, numbers in by_outlet.items():
        earlier = [n for n in numbers if n < number]
        if full == outlets[number].full:
            signs = _signs_of_update(readings[number])
            if earlier and (signs or _nearest(number, earlier, readings, vocabulary)[1] > _ALIKE / 2):
                to = _nearest(number, earlier, readings, vocabulary)[0]
                yield _edge(readings, number, to, DerivationKind.UPDATES, 0.95 if signs else 0.7, signs, "the outlet's own later report"), to
            continue
        mentions = find_mentions(report.text, outlets[numbers[0]], vocabulary, report.credit)
        if mentions and earlier:
            to = _nearest(number, earlier, readings, vocabulary)[0]
            spans = [m.span for m in mentions[:4]]
            yield _edge(readings, number, to, DerivationKind.CITES, 0.95, spans, "names the outlet"), to


def _signs_of_update(reading: Reading) -> list[Span]:
    matches = pattern_of("clauses", "updating").finditer(reading.report.text)
    return [Span(*m.span()) for m in matches][:4]


def _nearest(number: int, among: Sequence[int], readings: Sequence[Reading], vocabulary: Vocabulary) -> tuple[int, float]:
    """The report of `among` that is likest to a report, the latest of equals, and how alike they are."""
    own = vocabulary.terms_of(readings[number].report.text)
    likeness = {n: vocabulary.likeness(own, vocabulary.terms_of(readings[n].report.text)) for n in among}
    best = max(among, key=lambda n: (round(likeness[n], 2), n))
    return best, likeness[best]


def _edge(
    readings: Sequence[Reading], number: int, to: int, kind: DerivationKind, score: float, spans: Sequence[Span], why: str
) -> Derivation:
    report, other = readings[number].report, readings[to].report
    reasons = tuple(Reason(report.id, span, why) for span in spans)
    return Derivation(from_=report.id, to=other.id, to_name=other.outlet, kind=kind, score=score, reasons=reasons)


def _unknown_outlets(
    reading: Reading, readings: Sequence[Reading], outlets: Sequence[Outlet]
) -> Iterator[Derivation]:
    """Outlets that a report names as sources and of which the case holds no report."""
    known = {form for outlet in outlets for form in (outlet.full, *outlet.short)}
    spans: dict[str, list[Span]] = {}
    names = {v.id: v for v in reading.voices}
    for statement in reading.statements:
        voice = names.get(statement.voice or "")
        if voice and voice.named and statement.source_type is SourceType.OUTLET and statement.source:
            words = tuple(w.lower() for w in _WORD.findall(voice.name))
            words = words[1:] if words[:1] == ("the",) else words
            if not any(set(form) <= set(words) or set(words) <= set(form) for form in known):
                spans.setdefault(voice.name, []).append(statement.source[0])
    for name, places in spans.items():
        reasons = tuple(Reason(reading.report.id, span, "names it as its source") for span in places[:4])
        yield Derivation(from_=reading.report.id, to=None, to_name=name, kind=DerivationKind.CITES, score=0.9, reasons=reasons)


# ---------------------------------------------------------------- the same words


def _copied(
    number: int, readings: Sequence[Reading], outlets: Sequence[Outlet], copies: dict[tuple[int, int], float],
    vocabulary: Vocabulary, found: dict[int, Derivation],
) -> Iterator[tuple[Derivation, int]]:  # fmt: skip
    """The earlier report that this one is a copy of, or the same one reworded."""
    others = [n for n in range(number) if outlets[n].full != outlets[number].full or not outlets[n].full]
    shares = {n: copies.get((number, n), 0.0) for n in others}
    best = max(others, key=lambda n: (round(shares[n], 1), n in found, -n), default=None)
    if best is None:
        return
    if shares[best] >= _COPIED:
        span = _first_paragraph(readings[number].report.text)
        yield _edge(readings, number, best, DerivationKind.REPRINTS, min(1.0, 0.5 + shares[best] / 2), [span], "the same wording"), best
        return
    covered = {n: align(readings[number].report.text, readings[n].report.text, vocabulary) for n in others}
    best = max(others, key=lambda n: (round(covered[n][0], 2) + 0.1 * _is_credited(found.get(n), readings[number]), -n))
    share, spans = covered[best]
    is_credited = _is_credited(found.get(best), readings[number])
    if share >= _REWORDED and (is_credited or best not in found):
        kind = DerivationKind.REPRINTS if is_credited else DerivationKind.REWRITES
        yield _edge(readings, number, best, kind, min(1.0, 0.4 + share / 2), spans[:4], "the same sentences in other words"), best


def _is_credited(edge: Derivation | None, reading: Reading) -> bool:
    """Whether what an edge rests on stands in a credit line: the copy says whose it is."""
    text = reading.report.text
    return edge is not None and any(r.span.of(text) in line for r in edge.reasons for line in reading.report.credit)


def _first_paragraph(text: str) -> Span:
    end = text.find("\n", 1)
    return Span(0, end if end > 0 else len(text))


def align(one: str, other: str, vocabulary: Vocabulary) -> tuple[float, list[Span]]:
    """How much of a text's sentences, by the weight of their words, the other text has in other words; which, best first."""
    theirs = [vocabulary.terms_of(s.of(other)) for s in find_sentences(other)]
    total, kept, spans = 0.0, 0.0, []
    for sentence in find_sentences(one):
        terms = vocabulary.terms_of(sentence.of(one))
        weight = vocabulary.weight(terms)
        likeness = max((vocabulary.likeness(terms, t) for t in theirs), default=0.0)
        total += weight
        if likeness >= _ALIKE:
            kept += weight
            spans.append((likeness, sentence))
    return (kept / total if total else 0.0), [s for _, s in sorted(spans, reverse=True)]


# ---------------------------------------------------------------- the same quotations


def _quoted(number: int, readings: Sequence[Reading], found: dict[int, Derivation]) -> Iterator[tuple[Derivation, int]]:
    """Earlier reports whose quotations of unnamed speakers this one has, word for word."""
    seen: dict[int, list[Span]] = {}
    text = readings[number].report.text
    for key, span in _quotations(text).items():
        holders = [n for n in range(number) if key in _quotations(readings[n].report.text)]
        if holders and not set(holders) & set(found):
            seen.setdefault(holders[0], []).append(span)
    for to, spans in seen.items():
        yield _edge(readings, number, to, DerivationKind.QUOTES, 0.7, spans[:4], "the same quotation"), to


def _quotations(text: str) -> dict[str, Span]:
    """Quotations of some length by their bare words."""
    out = {}
    for span, _ in find_quotations(text):
        words = [w.lower() for w in _WORD.findall(span.of(text))]
        if len(words) >= _QUOTED:
            out[" ".join(words)] = span
    return out
