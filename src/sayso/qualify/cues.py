"""What stands at a statement's cue and around it, and the main clause of its content."""

import re

from sayso.lexicon import find_labels, pattern_of
from sayso.types import Span, Spans, Statement

NEAR = 500  # code points beside a statement that are looked at
AROUND = 30  # code points beside a cue in which a phrase that meets it may lie
_BEFORE = 40  # code points before a cue in which it may be negated
_CLAUSE = 200  # code points of a content that are looked at for its main clause
_OPENING_CLAUSES = 2  # clauses before the main one, the second of which hangs on the first
_BREAK = re.compile(r"[,;:.!?—–“”\"\r\n]")
_OPENING = re.compile(r"[\s“\"‘'«]*(?:that,?\s+)?[“\"‘'«]*", re.IGNORECASE)
_QUOTATION_MARK = re.compile(r"[“”\"«»]")
_SENTENCE_END = re.compile(r"(?<=[a-z0-9]{2})[.!?;:]\s|\s[—–]\s|, (?:and|but) ")


def labels_at_cue(name: str, text: str, statement: Statement) -> list[tuple[Span, str]]:
    """The phrases of words/NAME.toml that meet the cue, looked for a little beside it too, with their labels."""
    out = []
    for cue in statement.cue:
        hits = find_labels(name, text, max(0, cue.start - AROUND), min(len(text), cue.end + AROUND))
        out += [(Span(a, b), label) for a, b, label in hits if cue.meets(Span(a, b))]
    return out


def label_at_cue(name: str, text: str, statement: Statement) -> str | None:
    """The label of the first phrase that meets the cue."""
    return next((label for _, label in labels_at_cue(name, text, statement)), None)


def has_form(name: str, text: str, statement: Statement) -> bool:
    """Whether a cue holds a phrase of that entry of words/forms.toml."""
    return any(pattern_of("forms", name).search(cue.of(text)) for cue in statement.cue)


def is_left_open(text: str, statement: Statement) -> bool:
    """Whether nobody is named and the cue says that something is not known, or not settled."""
    is_unsettled = any(pattern_of("cues", "unsettled").search(cue.of(text)) for cue in statement.cue)
    return not statement.source and (is_unsettled or label_at_cue("certainties", text, statement) == "unknown")


def is_negated(text: str, statement: Statement, at: int) -> bool:
    """Whether an odd number of negations stands before what the cue says at this offset, in the same clause."""
    cue = next(cue for cue in statement.cue if cue.start - AROUND <= at <= cue.end)
    opens = max(0, min(cue.start, at) - _BEFORE)
    opens = max([opens, *(s.end for s in (*statement.source, *statement.content) if s.end <= cue.start)])
    before = _BREAK.split(text[opens:at])[-1]
    words = [word.lower() for word in pattern_of("forms", "negation").findall(before)]
    return (len(words) - ("neither" in words and "nor" in words)) % 2 == 1


def content_words(text: str, content: Spans) -> str:
    """The content, as far as it is looked at, without "that" and quotation marks at its beginning."""
    words = " ".join(text[s.start : min(s.end, s.start + _CLAUSE)] for s in content)
    return words[_OPENING.match(words).end() :]  # type: ignore[union-attr]


def main_clause(text: str, content: Spans, inner: Spans = ()) -> str:
    """What the content says first: without clauses inside it, later sentences, and what inner statements say."""
    first = min((s.start for s in inner), default=len(text))
    words = content_words(text, tuple(Span(s.start, min(s.end, first)) for s in content if s.start < first))
    words = _QUOTATION_MARK.sub("", words)
    subordinate = pattern_of("forms", "subordinate")
    for _ in range(_OPENING_CLAUSES):
        if pattern_of("forms", "opening clause").match(words):
            words = words.partition(", ")[2]
    ends = [match.start() for match in (_SENTENCE_END.search(words), subordinate.search(words)) if match]
    return words[: min(ends, default=len(words))]
