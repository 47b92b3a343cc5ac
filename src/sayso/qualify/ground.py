"""On what ground something is said."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from sayso.lexicon import pattern_of
from sayso.qualify.cues import NEAR
from sayso.qualify.telling import sentences_near
from sayso.text import trim
from sayso.types import SourceType, Span, Spans, Statement

_GROUND_ENDS = re.compile(r"[,;:.!?](?:\s|$)|[\n\r]| that ")


def ground_of(text: str, statement: Statement) -> Spans:
    """The words after "based on", "citing" in a statement that nobody else makes inside another one."""
    if statement.parent or not statement.sentence:
        return ()
    grounds = []
    for start, end in sentences_near(statement):
        for match in pattern_of("speech", "ground").finditer(text, start, end):
            stop = _GROUND_ENDS.search(text, match.end(), end)
            ground = trim(text, match.end(), stop.start() if stop else end)
            is_own = any(ground.meets(s) for s in statement.source) or any(
                match.start() in range(*c) for c in statement.cue
            )
            if ground.start < ground.end and not is_own and not pattern_of("speech", "people").match(ground.of(text)):
                grounds.append(ground)
    return tuple(grounds)


def _distance(ground: Span, statement: Statement) -> int:
    """Code points between a ground and the statement's nearest cue; 0 inside of the content."""
    if any(s.covers(ground) for s in statement.content):
        return 0
    return min((max(ground.start - c.end, c.start - ground.end) for c in statement.cue), default=NEAR)


def with_documents_as_evidence(text: str, statements: Sequence[Statement]) -> Iterable[Statement]:
    """Each ground at the statement that is nearest to it, and the documents that inner statements cite.

    A document that is cited for an inner statement is evidence of the outer one; people are sources.
    """
    children = defaultdict(list)
    nearest: dict[Span, int] = {}
    for statement in statements:
        children[statement.parent].append(statement)
        for ground in statement.evidence:
            nearest[ground] = min(_distance(ground, statement), nearest.get(ground, NEAR))
    for statement in statements:
        inner = children[statement.id]
        cited = [s for s in inner if any(pattern_of("cues", "citing").search(cue.of(text)) for cue in s.cue)]
        papers = [span for s in cited if s.source_type is SourceType.DOCUMENT for span in s.source]
        sources = [span for s in inner for span in s.source]
        held = [e for e in statement.evidence if _distance(e, statement) <= nearest[e]]
        grounds = [e for e in held if not any(e.meets(s) for s in sources)]
        yield replace(statement, evidence=tuple(sorted([*grounds, *papers])))
