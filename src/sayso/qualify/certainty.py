"""How sure a source is of what it says, by its cue and by hedges in the main clause of the content."""

from collections.abc import Iterable

from sayso.lexicon import find_labels, pattern_of
from sayso.qualify.cues import has_form, is_left_open, is_negated, labels_at_cue, main_clause
from sayso.types import Certainty, Spans, Stance, Statement

_WEAKEST_LAST = list(Certainty)


def certainty_of(text: str, statement: Statement, stance: Stance, inner: Spans) -> Certainty:
    """The weakest of what the cue and the content's main clause say; `inner` is what inner statements say."""
    if stance in (Stance.NO_COMMENT, Stance.DENIES):
        return Certainty.CERTAIN
    at_cue = _at_cue(text, statement)
    if stance is Stance.ASKS or at_cue is Certainty.UNKNOWN:
        return Certainty.UNKNOWN
    if stance is Stance.DOUBTS:
        return at_cue
    if stance is Stance.ASSERTS and at_cue is Certainty.CERTAIN and _leaves_open(text, statement):
        return Certainty.UNKNOWN
    if has_form("weighing", text, statement) and stance is Stance.ASSERTS:
        at_cue = Certainty.LIKELY
    if stance is Stance.URGES and at_cue is Certainty.LIKELY:
        at_cue = Certainty.CERTAIN  # "suggested" weakens what is said to be so, not what should be
    clause = main_clause(text, statement.content, inner)
    hedges = (Certainty(label) for at, end, label in find_labels("hedges", clause) if not _is_month(clause, at, end))
    return _weakest([at_cue, *hedges])


def _is_month(clause: str, at: int, end: int) -> bool:
    return at > 0 and clause[at:end] == "May"


def _at_cue(text: str, statement: Statement) -> Certainty:
    is_ignorance = any(pattern_of("cues", "not knowing").fullmatch(cue.of(text)) for cue in statement.cue)
    if is_ignorance or is_left_open(text, statement):
        return Certainty.UNKNOWN
    return next((Certainty(label) for _, label in labels_at_cue("certainties", text, statement)), Certainty.CERTAIN)


def _leaves_open(text: str, statement: Statement) -> bool:
    """After "did not deny", not after "did not dispute": what is not denied is not said either."""
    hits = [] if has_form("disputing", text, statement) else labels_at_cue("stances", text, statement)
    return bool(hits) and hits[0][1] == "denies" and is_negated(text, statement, hits[0][0].start)


def _weakest(found: Iterable[Certainty]) -> Certainty:
    return max(found, key=_WEAKEST_LAST.index)
