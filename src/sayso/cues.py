"""What words alone tell of cues: silences, what is not known, and the object that a cue takes."""

import re
from collections.abc import Sequence

from sayso.lexicon import find_labels, pattern_of
from sayso.text import find_meeting, trim
from sayso.types import Span

_REACH = 200  # code points beside a cue in which the clause that it takes may lie
_CLAUSE_START = re.compile(r"[.!?;:—–“”\"\r\n(]|, (?:and|but|or|nor)\b")
_CLAUSE_END = re.compile(r"[.!?,](?!\w)|[;:—–“”\"()\r\n]")
_CONJUNCTION = re.compile(r"\s*(?:and|but|or|nor)?\s*", re.IGNORECASE)
_VERB = re.compile(r"[a-z]+")  # "Asked whether …, she said" is the answer's: the model tells whether it counts
_BLANKS = re.compile(r"[ \xa0]+")


def find_silences(text: str, closed: Sequence[Span]) -> list[Span]:
    """Cues of those who were asked and did not answer, outside of the closed quotations, in order."""
    told = [Span(a, b) for a, b, _ in find_labels("silences", text)]
    hits = (Span(*m.span()) for m in pattern_of("cues", "answering").finditer(text))
    negated = [s for s in hits if pattern_of("forms", "nobody").match(text, _clause_start(text, s.start))]
    found = sorted([*told, *(s for s in negated if not find_meeting(told, *s))])
    return [span for span in found if not find_meeting(closed, *span)]


def find_unknowns(text: str, silences: Sequence[Span]) -> list[Span]:
    """Cues by which something is said not to be known, or asked, in order, where no silence stands."""
    known = [Span(*m.span()) for m in pattern_of("cues", "unknown").finditer(text)]
    hits = (Span(*m.span()) for m in pattern_of("cues", "unsettled").finditer(text))
    unsettled = [s for s in hits if question_beside(text, s) and not find_meeting(known, *s)]
    verbs = (_VERB.match(text, m.start()) for m in pattern_of("cues", "asking").finditer(text))
    asking = [Span(*m.span()) for m in verbs if m]
    return sorted(s for s in (*known, *unsettled, *asking) if not find_meeting(silences, *s))


def question_beside(text: str, cue: Span) -> Span | None:
    """The question that a cue leaves open: the clause right after it, or the one that it ends."""
    opening = pattern_of("cues", "open question")
    after = _words_after(text, cue)
    if after and opening.match(text, *after):
        return after
    start = _clause_start(text, cue.start)
    is_question = opening.match(text, start, cue.start) and ", " not in text[start : cue.start]
    return trim(text, start, cue.start) if is_question else None


def _clause_start(text: str, end: int) -> int:
    """Where the clause begins that ends here: after a mark and a conjunction; the end itself, if that is far away."""
    reach = max(0, end - _REACH)
    starts = [match.end() for match in _CLAUSE_START.finditer(text, reach, end)]
    if not starts and reach:
        return end
    return _CONJUNCTION.match(text, max([reach, *starts]), end).end()  # type: ignore[union-attr]


def object_of(text: str, cue: Span) -> Span | None:
    """The words right after a cue, up to the next mark; None where a mark or a preposition comes first."""
    after = _words_after(text, cue)
    if not after or pattern_of("cues", "open question").match(text, *after):
        return after
    return None if pattern_of("speech", "aside").match(text, *after) else after


def _words_after(text: str, cue: Span) -> Span | None:
    blanks = _BLANKS.match(text, cue.end)
    if not blanks:
        return None
    stop = min(len(text), blanks.end() + _REACH)
    end = _CLAUSE_END.search(text, blanks.end(), stop)
    found = trim(text, blanks.end(), end.start() if end else stop)
    return found if found.start < found.end else None


def is_refusal(cue: str, source: str) -> bool:
    """Whether a cue without content is a silence: "hung up", or what is negated ("Neither would say")."""
    negated = pattern_of("forms", "negation").search(cue) or pattern_of("forms", "nobody").match(source)
    return bool(negated or pattern_of("forms", "mute").search(cue)) and not takes_stance(cue)


def takes_stance(cue: str) -> bool:
    """Whether a cue rejects, doubts, wants or does not know something, whatever that is."""
    return bool(find_labels("stances", cue) or pattern_of("forms", "remembering").search(cue))


def rejects(cue: str) -> bool:
    """Whether a cue denies or doubts something, and is not negated itself."""
    hits = find_labels("stances", cue)
    is_negated = hits and pattern_of("forms", "negation").search(cue[: hits[0][0]])
    return bool(hits) and hits[0][2] in ("denies", "doubts") and not is_negated
