"""Which statement a denial denies."""

import math
import re
from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.lexicon import pattern_of
from sayso.qualify.cues import has_form
from sayso.types import SourceType, Span, Stance, Statement

_WORD = re.compile(r"\w{4,}|\d+")
_STEM = 5  # letters that words of one family share: "report", "reported"
_ALIKE = 0.4  # share of a denial's words, by weight, that what it denies has too
_VERY_ALIKE = 0.6  # the same, for one that comes after the denial
_BACK = 12  # statements before a denial to which "that", "the report" may point
_JUST_BEFORE = 3  # statements before a denial of which one that accuses is taken for what is denied
_FEW_WORDS = 8  # a content of no more words, with a noun such as "claim", points at what was said
_POINTER_ENDS = re.compile(r"[“”\"]| as |,")
_SUCH = re.compile(r"(?<!\w)such (?:an? )?\w+")
_CLAUSE = re.compile(r"^that (?!\w+$)|.\bthat\b")
_CONTENT = 400  # code points of a content that are compared


def pointing_at_denied(text: str, denial: Statement, near: Sequence[Statement]) -> Statement:
    """`denies` of a denial: what stands inside its content, else what it points at, else the statement most like it.

    `near` holds the statements around it, in their order.
    """
    if denial.stance is not Stance.DENIES or has_form("opposing", text, denial):
        return denial
    inside = [s for s in near if s.parent == denial.id and s.content]
    if inside:
        return replace(denial, denies=inside[0].id)
    others = [s for s in near if _may_be_denied(denial, s)]
    earlier = [s for s in others if _place(s) < _place(denial)]
    recent = earlier[: -_BACK - 1 : -1]
    pointer = _pointer_of(text, denial)
    if pointer is not None:
        return replace(denial, denies=_pointed_at(text, denial, pointer, recent, near))
    others, earlier = ([s for s in them if s.stance is Stance.ASSERTS] for them in (others, earlier))
    found = _most_alike(text, denial, earlier, _ALIKE) or _most_alike(text, denial, others, _VERY_ALIKE)
    if not found and not denial.content[0].of(text).startswith("that "):
        found = _accusation_in(text, recent[:_JUST_BEFORE])  # "denied mistreating them": of what one is accused
    return replace(denial, denies=found)


def _may_be_denied(denial: Statement, other: Statement) -> bool:
    around = any(s.covers(d) for s in other.content for d in (*denial.cue, *denial.content))
    is_reported = other.parent is not None  # one denies what others say that one has said
    is_other = other.id != denial.id and (is_reported or other.voice is None or other.voice != denial.voice)
    return bool(other.content) and is_other and not around and other.stance in (Stance.ASSERTS, Stance.URGES)


def _place(statement: Statement) -> int:
    return min(s.start for s in (*statement.cue, *statement.content))


def _pointer_of(text: str, denial: Statement) -> str | None:
    """The words by which a denial points back ("that", "the minister's claim"; "" where it has none), or None."""
    if not denial.content:
        return ""
    words = _POINTER_ENDS.split(denial.content[0].of(text)[:_CONTENT].strip("“”\"'‘’., "), maxsplit=1)[0].strip()
    if pattern_of("speech", "pronoun").fullmatch(words):
        return words
    such = _SUCH.search(words)
    words = such.group() if such else words
    is_noun = pattern_of("speech", "accusation noun").search(words)
    is_short = len(words.split()) <= _FEW_WORDS and not _CLAUSE.search(words)
    is_given = pattern_of("speech", "determiner").match(words) or "'s " in words.replace("’", "'")
    return words if is_noun and is_short and is_given else None


def _pointed_at(
    text: str, denial: Statement, pointer: str, recent: Sequence[Statement], near: Sequence[Statement]
) -> str | None:
    """What "the minister's charge", "the report", "that" mean: by whose it is, by the noun's verb, else the last."""
    mine = _stems(pointer)
    named = " ".join([pointer, *(cue.of(text) for cue in denial.cue)])
    of_whom = [s for s in recent if mine & _stems_of(text, s.source)]
    same_verb = [s for s in recent if mine & _stems_of(text, s.cue)]
    if found := [s for s in of_whom if s in same_verb] or of_whom or same_verb or _of_kind(text, named, recent):
        return found[0].id
    is_noun = not pattern_of("speech", "pronoun").fullmatch(pointer or "it")
    if is_noun and (again := _denied_before(denial, near)):
        return again
    found = [s for s in recent if s.source or not is_noun] or list(recent)
    return found[0].id if found else None


def _of_kind(text: str, pointer: str, statements: Sequence[Statement]) -> list[Statement]:
    """The statements that are of the kind that the noun names: an accusation, an account, a quantity."""
    if pattern_of("speech", "accusation").search(pointer):
        return [s for s in statements if has_form("accusing", text, s)]
    if pattern_of("speech", "account").search(pointer):
        told = [s for s in statements if s.source_type in (SourceType.OUTLET, SourceType.DOCUMENT) and s.cue]
        return told[::-1]  # the first to tell is what the report is about
    if pattern_of("speech", "quantity").search(pointer):
        return [s for s in statements if any(c.isdigit() for span in s.content for c in span.of(text)[:_CONTENT])]
    return []


def _accusation_in(text: str, statements: Sequence[Statement]) -> str | None:
    return next((s.id for s in statements if has_form("accusing", text, s)), None)


def _denied_before(denial: Statement, near: Sequence[Statement]) -> str | None:
    """What the same voice denied last, else what has just been denied, for "we reject this accusation"."""
    before = [s for s in reversed(near) if (s.cue or s.content) and _place(s) < _place(denial)]
    own = next((s.denies for s in before if s.stance is Stance.DENIES and s.voice == denial.voice), None)
    return own or next((s.denies for s in before[:1]), None)


def _most_alike(text: str, denial: Statement, others: Sequence[Statement], enough: float) -> str | None:
    """The statement that shares most of the denial's words, rare ones counting more; of two alike the earlier."""
    theirs = [_stems_of(text, (*s.content, *s.cue, *s.source)) for s in others]
    mine = _stems_of(text, denial.content)
    known = Counter(stem for stems in theirs for stem in stems)
    weights = {stem: math.log(1 + (1 + len(others)) / (1 + known[stem])) for stem in mine}
    total = sum(weights.values())
    alike = [(sum(weights[stem] for stem in mine & stems), -n) for n, stems in enumerate(theirs)]
    share, number = max(alike, default=(0.0, 0))
    return others[-number].id if total and share / total >= enough else None


def _stems_of(text: str, spans: Sequence[Span]) -> set[str]:
    return _stems(" ".join(text[s.start : min(s.end, s.start + _CONTENT)] for s in spans))


def _stems(words: str) -> set[str]:
    common = pattern_of("speech", "common")
    return {word.lower()[:_STEM] for word in _WORD.findall(words) if not common.fullmatch(word)}
