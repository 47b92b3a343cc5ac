"""To whom, by which channel and when something was said."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from sayso.lexicon import pattern_of
from sayso.qualify.cues import NEAR
from sayso.text import trim
from sayso.types import Moment, Period, Span, Spans, Statement

_LONGEST_NAME = 120  # code points of the words for who is told
_AUXILIARIES = 25  # code points before a cue in which the auxiliaries of a passive may stand
_ADDRESSEE_WORDS = 8
_NAME_ENDS = re.compile(r"[,;:.!?—–“”\"()\r\n]")
_BEFORE_TIME = re.compile(r"[ \xa0](?:in|on|at|by|during|since)[ \xa0]?$")
_CHANNEL = re.compile(r"\b(?:in|on|at|via|by|through|over|to)\s+(?:[\w@’'-]+\s+){0,4}$", re.IGNORECASE)
_EDGES = " ,:.\r\n\t\xa0"


def addressee_of(text: str, statement: Statement, moments: Sequence[Moment]) -> Spans:
    """Who is told: the object of "told", the subject of "was told", whom something is shared with or written to."""
    for cue in statement.cue:
        words = cue.of(text)
        found: Span | None = None
        if pattern_of("speech", "telling").search(words) or pattern_of("speech", "hearing").search(words):
            if _has_passive_sense(text, statement, cue):
                found = _before(text, statement, cue)
            elif pattern_of("speech", "telling").search(words):
                found = _object_of(text, statement, cue, moments)
        elif pattern_of("speech", "sharing").search(words):
            found = _shared_with(text, statement, cue, moments)
        if found and _may_be_told(text, statement, found):
            return (found,)
    return ()


def _may_be_told(text: str, statement: Statement, name: Span) -> bool:
    words = name.of(text)
    is_name = any(c.isalnum() for c in words) and len(words.split()) <= _ADDRESSEE_WORDS
    return is_name and not any(name.meets(s) for s in statement.source)


def _has_passive_sense(text: str, statement: Statement, cue: Span) -> bool:
    """Whether who is named before the cue is told something: "was told", "the court heard", "inquest told"."""
    if any(s.end <= cue.start and cue.start - s.end <= NEAR for s in statement.source):
        return False
    is_hearing = pattern_of("speech", "hearing").search(cue.of(text))
    passive = pattern_of("speech", "passive").search(text, max(0, cue.start - _AUXILIARIES), cue.end)
    return not statement.source or bool(is_hearing or passive)


def _before(text: str, statement: Statement, cue: Span) -> Span:
    """The noun phrase that ends right before the cue and its auxiliaries."""
    if any(s.end <= cue.start and not _NAME_ENDS.search(text, s.end - 1, cue.start) for s in statement.content):
        return Span(cue.start, cue.start)  # the subject is part of the content: "Residents were told to leave"
    opens = max([0, cue.start - _LONGEST_NAME, *(s.end for s in statement.content if s.end <= cue.start)])
    opens = max([opens, *(s.start for s in statement.sentence if s.start <= cue.start)])
    opens = max([opens, *(opens + m.end() for m in _NAME_ENDS.finditer(text[opens : cue.start]))])
    end = cue.start
    for auxiliary in reversed(list(pattern_of("speech", "passive").finditer(text, opens, cue.end))):
        end = min(end, auxiliary.start()) if auxiliary.end() >= end - 1 else end
    breaks = [opens + m.end() for m in pattern_of("speech", "clause").finditer(text[opens:end])]
    return trim(text, max([opens, *breaks]), end)


def _object_of(text: str, statement: Statement, cue: Span, moments: Sequence[Moment]) -> Span | None:
    """The words after "told", up to the content; an order's content begins with whom it is for."""
    after = [s for s in statement.content if s.start >= cue.end]
    if after and trim(text, cue.end, after[0].start) == Span(after[0].start, after[0].start):
        if not pattern_of("speech", "told to").search(cue.of(text)):
            return None
        order = pattern_of("speech", "order").search(text, after[0].start, min(after[0].end, cue.end + _LONGEST_NAME))
        return _name_at(text, after[0].start, order.start(), moments) if order and order.start() > cue.end else None
    if after and not text[cue.end : after[0].start].strip(_EDGES):
        return None
    return _name_at(text, cue.end, min([s.start for s in after], default=cue.end + _LONGEST_NAME), moments)


def _shared_with(text: str, statement: Statement, cue: Span, moments: Sequence[Moment]) -> Span | None:
    """Who comes after "to" or "with", right after the cue or the content."""
    for start in (cue.end, *(s.end for s in statement.content if s.end > cue.end)):
        opening = pattern_of("speech", "to").match(text, start + 1, start + 8)
        if opening and text[start].isspace() and statement.source and _opens_name(text, opening.end() + 1):
            return _name_at(text, opening.end(), opening.end() + _LONGEST_NAME, moments)
    return None


def _opens_name(text: str, at: int) -> bool:
    return text[at : at + 1].isupper() or bool(pattern_of("speech", "name").match(text, at))


def _name_at(text: str, start: int, end: int, moments: Sequence[Moment]) -> Span | None:
    """The noun phrase that begins at an offset and ends before `end`; None where something else begins there."""
    end = min(end, start + _LONGEST_NAME, len(text))
    timed = [m.span.start for m in _moments_in(moments, Span(start, end))]
    words = text[start : min([end, *timed])]
    if timed:
        words = _BEFORE_TIME.sub("", words)
    name_end = _NAME_ENDS.search(words)
    words = words[: name_end.start()] if name_end else words
    aside = pattern_of("speech", "aside").search(words)
    words = words[: aside.start()] if aside else words
    name = trim(text, start, start + len(words.rstrip(_EDGES)))
    return name if name.start < name.end else None


def channel_of(text: str, statement: Statement) -> str | None:
    """“a statement”, “Twitter”, as said in the statement's sentence outside of content and source."""
    for zone in _zones(statement):
        for match in pattern_of("speech", "channel").finditer(text, zone.start, zone.end):
            before = _CHANNEL.search(text, max(zone.start, match.start() - 60), match.start())
            if before:
                return re.sub(r"^\w+\s+", "", text[before.start() : match.end()])
    writing = (pattern_of("speech", "writing").search(cue.of(text)) for cue in statement.cue)
    return next((match.group() for match in writing if match), None)


def said_of(statement: Statement, moments: Sequence[Moment]) -> Period | None:
    """The moment nearest to the cue in the statement's sentence, outside of content and source."""
    near = [m for zone in _zones(statement) for m in _moments_in(moments, zone) if not m.vague]
    if not near:
        return None
    moment = min(near, key=lambda m: abs(m.span.start - statement.cue[0].start))
    return Period(moment.earliest, moment.latest)


def _moments_in(moments: Sequence[Moment], zone: Span) -> list[Moment]:
    first, last = (bisect_left(moments, edge, key=_start) for edge in zone)
    return [m for m in moments[first:last] if zone.covers(m.span)]


def _start(moment: Moment) -> int:
    return moment.span.start


def sentences_near(statement: Statement) -> list[Span]:
    """The statement's sentences, as far as they are near it: a text without full stops is one sentence."""
    start, end = statement.extent
    return [Span(max(s.start, start - NEAR), min(s.end, end + NEAR)) for s in statement.sentence]


def _zones(statement: Statement) -> list[Span]:
    """The parts of the cue's sentence that are neither content nor source."""
    zones = []
    for sentence in sentences_near(statement):
        if not any(sentence.covers(c) for c in statement.cue):
            continue
        at = sentence.start
        for span in sorted((*statement.content, *statement.source)):
            if span.start > at:
                zones.append(Span(at, min(span.start, sentence.end)))
            at = max(at, span.end)
        if at < sentence.end:
            zones.append(Span(at, sentence.end))
    return [z for z in zones if z.start < z.end]
