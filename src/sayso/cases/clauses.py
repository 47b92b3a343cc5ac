"""A report as its propositions: what its statements say, and its own sentences, whole and in parts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from sayso.lexicon import pattern_of
from sayso.text import find_meeting, find_sentences, trim
from sayso.types import Certainty, Figure, Moment, Reading, Report, Span, Spans, Stance, Statement

_SHORTEST = 2  # words of a clause
_FEWEST = 2  # words of a piece of one
_LONGEST = 4  # pieces of a part
_WORD = re.compile(r"\w+")
_PAUSE = re.compile(r"[;:]\s|\s[–—-]\s|,\s")
_LEAD = re.compile(
    r"(?:\b(?:for|with|at|on|in|by|after|from|of|about|around|over|nearly|almost|some|than|more|the|a|an)\s+)+$",
    re.IGNORECASE,
)
_OPENING_MARKS = "“\"‘'([$€£"
_CLOSING_MARKS = "”\"’')]%"
_UNTOLD = (Stance.NO_COMMENT, Stance.DENIES, Stance.DOUBTS)


class Clause(Struct, frozen=True, kw_only=True):
    """One proposition of a report: where it stands, and who puts it forward with which stance.

    `report` is its number in the case; `spans` count code points of that report's text; `statement` is None for the
    outlet's own words. `sentence` is the number of its sentence, `is_part` whether a longer clause holds it.
    """

    report: int
    spans: Spans
    sentence: int
    statement: Statement | None
    is_part: bool
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
    """The clauses of a reading, in the order in which they stand; the innermost statement has each."""
    text = reading.report.text
    sentences = find_sentences(text)
    places = {sentence: n for n, sentence in enumerate(sentences)}
    clauses: dict[Spans, Clause] = {}

    def keep(spans: Spans, sentence: Span, statement: Statement | None, is_part: bool) -> None:
        if spans not in clauses and sum(_count_words(text, *span) for span in spans) >= _SHORTEST:
            clauses[spans] = Clause(
                report=number, spans=spans, sentence=places[sentence], statement=statement, is_part=is_part,
                figures=tuple(f for f in reading.figures if any(span.covers(f.span) for span in spans)),
                moments=tuple(m for m in reading.moments if any(span.covers(m.span) for span in spans)),
            )  # fmt: skip

    for spans, sentence, statement in _find_units(reading, sentences):
        keep(spans, sentence, statement, False)
        for part in (part for span in spans for part in _stretches(text, span, ())):
            keep((part,), sentence, statement, True)
    furniture = _furniture(reading.report)
    for sentence in sentences:
        if not any(line.meets(sentence) for line in furniture):
            edges = [at for s in reading.statements for span in _spans_of(s) for at in span]
            edges += [_before(text, figure.span.start) for figure in reading.figures]
            edges += [_before(text, moment.span.start) for moment in reading.moments]
            for part in _stretches(text, sentence, edges):
                keep((part,), sentence, _speaker_of(part, reading.statements), True)
    return sorted(clauses.values(), key=lambda clause: clause.spans)


def _find_units(reading: Reading, sentences: Sequence[Span]) -> Iterator[tuple[Spans, Span, Statement | None]]:
    """(spans, sentence, statement): what one voice says in one sentence."""
    text = reading.report.text
    inner: dict[str | None, list[Statement]] = defaultdict(list)
    for statement in reading.statements:
        inner[statement.parent].append(statement)
    for statement in sorted(reading.statements, key=lambda s: len(inner[s.id])):
        taken = [span for child in inner[statement.id] for span in _spans_of(child)]
        said = [piece for span in statement.content for piece in _without(span, taken)]
        for sentence in find_meeting(sentences, *_hull(_spans_of(statement))):
            here = [piece for span in said if (piece := _trimmed(text, *_common(span, sentence)))]
            if here:
                yield tuple(here), sentence, statement
        if statement.stance in _UNTOLD or statement.certainty is Certainty.UNKNOWN:
            yield from _whole_of(text, statement, sentences)
    taken = [span for s in reading.statements for span in _spans_of(s)]
    furniture = _furniture(reading.report)
    for sentence in sentences:
        rest = tuple(p for piece in _without(sentence, taken) if (p := _trimmed(text, *piece)))
        if rest and not any(line.meets(sentence) for line in furniture):
            yield rest, sentence, None


def _whole_of(text: str, statement: Statement, sentences: Sequence[Span]) -> Iterator[tuple[Spans, Span, Statement]]:
    """A silence or a denial with its own words: who would not say what is the proposition."""
    sentence = find_meeting(sentences, *statement.cue[0])[0] if statement.cue else None
    if sentence:
        spans = [common for span in _spans_of(statement) if (common := _common(span, sentence)).start < common.end]
        if whole := _trimmed(text, *_hull(spans)):
            yield (whole,), sentence, statement


def _spans_of(statement: Statement) -> Spans:
    return (*statement.source, *statement.cue, *statement.content)


def _hull(spans: Sequence[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _common(span: Span, other: Span) -> Span:
    return Span(max(span.start, other.start), min(span.end, other.end))


def _furniture(report: Report) -> list[Span]:
    """Credit lines and the like, which put nothing forward; the dateline stands before a sentence that does."""
    lines = [line for line in report.credit if line.endswith((".", ")")) or len(line) > 40]
    places = [(report.text.find(line), line) for line in (*lines, *report.byline)]
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


def _stretches(text: str, span: Span, edges: Iterable[int]) -> Iterator[Span]:
    """The span, and every run of up to four of the pieces into which joints and edges cut it."""
    pieces = _split(text, span, edges)
    for length in range(1, len(pieces) + 1):
        if length <= _LONGEST or length == len(pieces):
            for first in range(len(pieces) - length + 1):
                if trimmed := _trimmed(text, pieces[first].start, pieces[first + length - 1].end):
                    yield trimmed


def _split(text: str, span: Span, edges: Iterable[int]) -> list[Span]:
    """The span cut at the joints of clauses and at the edges; a piece without enough words goes to the one before."""
    joints = (pattern_of("clauses", "joint"), _PAUSE)
    found = {match.start() for joint in joints for match in joint.finditer(text, *span)}
    cuts = sorted(found | {at for at in edges if span.start < at < span.end})
    pieces: list[Span] = []
    for start, end in zip([span.start, *cuts], [*cuts, span.end], strict=True):
        if pieces and min(_count_words(text, start, end), _count_words(text, *pieces[-1])) < _FEWEST:
            pieces[-1] = Span(pieces[-1].start, end)
        else:
            pieces.append(Span(start, end))
    return pieces


def _before(text: str, at: int) -> int:
    """The beginning of the preposition before a figure or a time: "for 14 months", "on 26 February"."""
    lead = _LEAD.search(text, max(0, at - 30), at)
    return lead.start() if lead else at


def _speaker_of(part: Span, statements: Sequence[Statement]) -> Statement | None:
    """The innermost statement that says most of a stretch, or of which it is a silence or a denial."""
    said = [s for s in statements if _shared(part, s.content) > 0.6 * (part.end - part.start)]
    untold = [s for s in statements if s.stance in _UNTOLD or s.certainty is Certainty.UNKNOWN]
    whole = [s for s in untold if s.cue and _shared(part, s.cue) and part.covers(s.cue[0])]
    return min(said or whole, key=lambda s: sum(b - a for a, b in s.content), default=None)


def _shared(part: Span, spans: Spans) -> int:
    return sum(max(0, common.end - common.start) for span in spans if (common := _common(part, span)))


def _count_words(text: str, start: int, end: int) -> int:
    return sum(len(m.group()) > 2 or m.group().isdigit() for m in _WORD.finditer(text, start, end))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Without joints and punctuation at the edges; None where nothing is left."""
    while start < end and not (text[start].isalnum() or text[start] in _OPENING_MARKS):
        start += 1
    if opening := pattern_of("clauses", "opening").match(text, start, end):
        start = trim(text, opening.end(), end).start
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in _CLOSING_MARKS):
        end -= 1
    return Span(start, end) if start < end else None
