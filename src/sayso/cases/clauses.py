"""A report as the propositions that it puts forward: clauses of its statements and of its own sentences."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from sayso.lexicon import pattern_of
from sayso.text import find_meeting, find_sentences, trim
from sayso.types import Certainty, Figure, Moment, Reading, Span, Spans, Stance, Statement

_SHORTEST = 3  # words of a clause
_PUNCTUATION = re.compile(r"[;:]\s|\s[–—-]\s|,\s")


class Clause(Struct, frozen=True):
    """One proposition of a report: where it stands, and who puts it forward with which stance.

    `report` is its number in the case; `span` counts code points of that report's text; `statement` is None for the
    outlet's own words.
    """

    report: int
    span: Span
    statement: Statement | None
    figures: tuple[Figure, ...]
    moments: tuple[Moment, ...]

    @property
    def stance(self) -> Stance:
        """The stance of its statement; the outlet asserts its own words."""
        return self.statement.stance if self.statement else Stance.ASSERTS

    @property
    def certainty(self) -> Certainty:
        """The certainty of its statement; the outlet is certain of its own words."""
        return self.statement.certainty if self.statement else Certainty.CERTAIN


def find_clauses(number: int, reading: Reading) -> list[Clause]:
    """The clauses of a reading, in the order in which they stand."""
    text = reading.report.text
    zones = sorted(_zones_of(reading), key=lambda zone: zone[0])
    clauses = []
    for zone, statement in zones:
        for span in _split(text, zone):
            figures = tuple(f for f in reading.figures if span.covers(f.span))
            moments = tuple(m for m in reading.moments if span.covers(m.span))
            clauses.append(Clause(number, span, statement, figures, moments))
    return clauses


def _zones_of(reading: Reading) -> Iterator[tuple[Span, Statement | None]]:
    """The stretches of one voice: each content without what stands in it, and the outlet's own sentences."""
    text = reading.report.text
    inner: dict[str | None, list[Statement]] = defaultdict(list)
    for statement in reading.statements:
        inner[statement.parent].append(statement)
    sentences = find_sentences(text)
    for statement in reading.statements:
        taken = [span for child in inner[statement.id] for span in _own(child)]
        for span in statement.content:
            for piece in _without(span, taken):
                yield from ((part, statement) for part in _by_sentence(text, piece, sentences))
    said = [span for s in reading.statements for span in (*s.source, *s.cue, *s.content)]
    furniture = _furniture(reading)
    for sentence in sentences:
        if not any(line.meets(sentence) for line in furniture):
            yield from ((piece, None) for piece in _without(sentence, said))


def _own(statement: Statement) -> Spans:
    return (*statement.source, *statement.cue, *statement.content)


def _furniture(reading: Reading) -> list[Span]:
    """Credit lines and the like, which put nothing forward; the dateline stands before a sentence that does."""
    text, report = reading.report.text, reading.report
    lines = [line for line in report.credit if line.endswith((".", ")")) or len(line) > 40]
    places = [(text.find(line), line) for line in (*lines, *report.byline)]
    return [Span(at, at + len(line)) for at, line in places if at >= 0]


def _without(span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """What is left of the span."""
    at = span.start
    for start, end in sorted(taken):
        if end <= at or start >= span.end:
            continue
        if start > at:
            yield Span(at, start)
        at = max(at, end)
    if at < span.end:
        yield Span(at, span.end)


def _by_sentence(text: str, span: Span, sentences: Sequence[Span]) -> Iterator[Span]:
    for sentence in find_meeting(sentences, *span):
        yield trim(text, max(span.start, sentence.start), min(span.end, sentence.end))


def _split(text: str, zone: Span) -> Iterator[Span]:
    """The zone cut into clauses; a piece without enough words goes to the one before it."""
    joints = pattern_of("clauses", "joint")
    cuts = sorted({m.start() for p in (joints, _PUNCTUATION) for m in p.finditer(text, zone.start, zone.end)})
    pieces: list[Span] = []
    for start, end in zip([zone.start, *cuts], [*cuts, zone.end], strict=True):
        if pieces and _is_short(text, start, end):
            pieces[-1] = Span(pieces[-1].start, end)
        elif pieces and _is_short(text, *pieces[-1]):
            pieces[-1] = Span(pieces[-1].start, end)
        else:
            pieces.append(Span(start, end))
    for start, end in pieces:
        span = _trimmed(text, start, end)
        if not _is_short(text, *span):
            yield span


def _is_short(text: str, start: int, end: int) -> bool:
    return sum(len(word) > 2 or word.isdigit() for word in re.findall(r"\w+", text[start:end])) < _SHORTEST


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without joints and punctuation at the edges."""
    while start < end and not (text[start].isalnum() or text[start] in "“\"‘'$€£"):
        start += 1
    opening = pattern_of("clauses", "opening").match(text, start, end)
    if opening:
        start = opening.end()
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "”\"’'%)"):
        end -= 1
    return Span(start, end)
