"""What a statement is worth: stance, certainty, silence, ground, channel, date, and what it denies."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from sayso.lexicon import find_labels, pattern_of
from sayso.text import trim
from sayso.types import Certainty, Moment, Period, Report, Response, SourceType, Span, Spans, Stance, Statement

_AROUND_CUE = 30  # code points beside a cue in which a phrase that meets it may lie
_REACH = 100  # statements before and after a denial among which its object is looked for
_NEAR = 500  # code points beside a statement that are looked at
_ADDRESSEE_WORDS = 8
_GROUND_ENDS = re.compile(r"[,;:.!?](?:\s|$)|[\n\r]| that ")
_BEFORE_TIME = re.compile(r"[ \xa0](?:in|on|at|by|during|since)[ \xa0]?$")
_CHANNEL = re.compile(r"\b(?:in|on|at|via|by|through|over|to)\s+(?:[\w@’'-]+\s+){0,4}$", re.IGNORECASE)
_WORD = re.compile(r"\w{4,}")


def qualify(report: Report, statements: Sequence[Statement], moments: Sequence[Moment]) -> tuple[Statement, ...]:
    """Fill everything of the statements that their words tell, once voices are known."""
    qualified = [_qualified(report.text, s, moments) for s in statements]
    pointed: list[Statement] = []
    for statement in _with_documents_as_evidence(qualified):
        number = len(pointed)
        near = [*pointed[max(0, number - _REACH) :], *qualified[number : number + _REACH]]
        pointed.append(_pointing_at_denied(report.text, statement, near))
    return tuple(pointed)


def _qualified(text: str, statement: Statement, moments: Sequence[Moment]) -> Statement:
    response = _response_of(text, statement)
    stance = Stance.NO_COMMENT if response else Stance(_label_at_cue("stances", text, statement) or "asserts")
    certainty = Certainty.CERTAIN if response else Certainty(_label_at_cue("certainties", text, statement) or "certain")
    return replace(
        statement,
        stance=stance,
        certainty=certainty,
        response=response,
        evidence=_ground_of(text, statement),
        addressee=_addressee_of(text, statement, moments),
        channel=_channel_of(text, statement),
        said=_said_of(statement, moments),
    )


# ---------------------------------------------------------------- stance, certainty, silence


def _response_of(text: str, statement: Statement) -> Response | None:
    """Which silence a statement without content is; None for one that says something."""
    if statement.content or not statement.cue:
        return None
    label = _label_at_cue("silences", text, statement)
    return Response("declined" if label == "deferred" else label) if label else None


def _label_at_cue(name: str, text: str, statement: Statement) -> str | None:
    """The label of the first phrase that meets the cue, looked for a little to its left and right."""
    for cue in statement.cue:
        hits = find_labels(name, text, max(0, cue.start - _AROUND_CUE), min(len(text), cue.end + _AROUND_CUE))
        for start, end, label in hits:
            if cue.meets(Span(start, end)):
                return label
    return None


# ---------------------------------------------------------------- ground, addressee, channel, date


def _ground_of(text: str, statement: Statement) -> Spans:
    """The words after "based on", "citing" in a statement that nobody else makes inside another one."""
    if statement.parent or not statement.sentence:
        return ()
    pattern = pattern_of("speech", "ground")
    grounds = []
    for start, end in _sentences_near(statement):
        for match in pattern.finditer(text, start, end):
            stop = _GROUND_ENDS.search(text, match.end(), end)
            ground = trim(text, match.end(), stop.start() if stop else end)
            if ground.start < ground.end and not any(ground.meets(s) for s in statement.source):
                grounds.append(ground)
    return tuple(grounds)


def _addressee_of(text: str, statement: Statement, moments: Sequence[Moment]) -> Spans:
    """Whom "told", "assured", "warned" are addressed to: the words between the cue and the content."""
    for cue in statement.cue:
        if not pattern_of("speech", "telling").search(cue.of(text)):
            continue
        after = [s.start for s in statement.content if s.start >= cue.end]
        if after:
            timed = [m.span.start for m in _moments_in(moments, Span(cue.end, min(after)))]
            line = text[cue.end : min(*after, *timed, cue.end + _NEAR)].partition("\n")[0]
            if timed:
                line = _BEFORE_TIME.sub("", line)
            span = trim(text, cue.end, cue.end + len(line.rstrip(" ,:.\r\t\xa0")))
            if span.start < span.end and len(span.of(text).split()) <= _ADDRESSEE_WORDS:
                return (span,)
    return ()


def _channel_of(text: str, statement: Statement) -> str | None:
    """“a statement”, “Twitter”, as said in the statement's sentence outside of content and source."""
    for zone in _zones(statement):
        for match in pattern_of("speech", "channel").finditer(text, zone.start, zone.end):
            before = _CHANNEL.search(text, max(zone.start, match.start() - 60), match.start())
            if before:
                return re.sub(r"^\w+\s+", "", text[before.start() : match.end()])
    writing = (pattern_of("speech", "writing").search(cue.of(text)) for cue in statement.cue)
    return next((match.group() for match in writing if match), None)


def _said_of(statement: Statement, moments: Sequence[Moment]) -> Period | None:
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


def _sentences_near(statement: Statement) -> list[Span]:
    """The statement's sentences, as far as they are near it: a text without full stops is one sentence."""
    start, end = statement.extent
    return [Span(max(s.start, start - _NEAR), min(s.end, end + _NEAR)) for s in statement.sentence]


def _zones(statement: Statement) -> list[Span]:
    """The parts of the cue's sentence that are neither content nor source."""
    zones = []
    for sentence in _sentences_near(statement):
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


def _with_documents_as_evidence(statements: Sequence[Statement]) -> Iterable[Statement]:
    """What an inner statement is drawn from is evidence of the outer one if it is a document; people are sources."""
    children = defaultdict(list)
    for statement in statements:
        children[statement.parent].append(statement)
    for statement in statements:
        inner = children[statement.id]
        people = [span for s in inner if s.source_type is not SourceType.DOCUMENT for span in s.source]
        papers = [span for s in inner if s.source_type is SourceType.DOCUMENT for span in s.source]
        grounds = [e for e in statement.evidence if not any(e.meets(p) for p in (*people, *papers))]
        yield replace(statement, evidence=tuple(sorted([*grounds, *papers])))


# ---------------------------------------------------------------- denials


def _pointing_at_denied(text: str, statement: Statement, statements: Sequence[Statement]) -> Statement:
    """`denies` of a denial: what stands inside its content, else the earlier statement that it answers."""
    if statement.stance is not Stance.DENIES:
        return statement
    if not statement.content:
        return replace(statement, denies=_last_denied(statement, statements))
    inside = [s for s in statements if s.parent == statement.id]
    if inside:
        return replace(statement, denies=inside[0].id)
    before = [
        s
        for s in statements
        if s.content
        and s.voice != statement.voice
        and s.content[0].start < statement.content[0].start
        and s.stance is Stance.ASSERTS
        and s.id != statement.parent
    ]
    words = " ".join(s.of(text) for s in statement.content)
    mine = {w.lower() for w in _WORD.findall(words)}
    alike = [(len(mine & _words_of(text, s)) / max(1, len(mine)), n) for n, s in enumerate(before)]
    share, number = max(alike, default=(0.0, -1))
    if share >= 0.5:
        return replace(statement, denies=before[number].id)
    if len(mine) <= 4 and pattern_of("speech", "accusation noun").search(words):
        return replace(statement, denies=_last_denied(statement, statements))
    return statement


def _last_denied(statement: Statement, statements: Sequence[Statement]) -> str | None:
    """What the same voice denied last, for "we reject this accusation"."""
    at = (statement.content or statement.cue)[0].start
    before = (s for s in reversed(statements) if s.content and s.content[0].start < at)
    return next((s.denies for s in before if s.stance is Stance.DENIES and s.voice == statement.voice), None)


def _words_of(text: str, statement: Statement) -> set[str]:
    return {w.lower() for s in statement.content for w in _WORD.findall(s.of(text))}
