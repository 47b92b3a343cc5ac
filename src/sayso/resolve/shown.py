"""What the words beside a name show it to be: a body, an outlet, a place."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from sayso.resolve.names import NameWord, NameWords, find_name_words, is_any, opens_sentence
from sayso.types import VoiceKind

_APPOSED_BODY = re.compile(r",\s(?:(?P<which>which)\s|(?:an?|the|one of)\s(?P<phrase>(?:[\w’'-]+\s){0,5}[\w’'-]+))")
_THING_AFTER = re.compile(r"(?:\s[a-z]+){1,2}(?:\sin\sa\sstatement)?(?:\sthat)?\sits?\s(?!was\sunclear|is\sunclear)")
_BESIDE = 90  # code points beside a name in which a noun may tell what it is
_WORD_BEFORE = re.compile(r"([\w’'-]+),?\s*$")


def has_article(text: str, start: int) -> bool:
    """Whether "the" stands before this offset."""
    return text[max(0, start - 4) : start].strip().lower() == "the"


def lower_of(run: NameWords) -> str:
    """The words of a name in lower case."""
    return " ".join(token.lower for token in run)


class Shown(NamedTuple):
    """What a name is shown to be, and the common noun that shows it, if one does."""

    kind: VoiceKind
    noun: str = ""


def find_shown(text: str, runs: Sequence[NameWords], common: frozenset[str]) -> dict[str, Shown]:
    """The names, in lower case, that words in or beside them show to be bodies or outlets."""
    alone = {run[0].lower for run in runs if len(run) == 1 and not opens_sentence(text, run[0].start)}
    persons = {run[-1].lower for run in runs if len(run) > 1 and is_any(run[0].lower, "he", "she", "honorific")}
    shown: dict[str, Shown] = {}
    for run in runs:
        first, last = run[0].lower, run[-1].lower
        if is_any(first, "he", "she", "honorific", "office") or is_any(lower_of(run), "nation", "metonym"):
            continue
        is_firm = len(run) > 1 and (
            last in common or any(is_any(t.lower, "firm") for t in run[1:]) or _is_articled(text, run)
        )
        is_person = last in persons or last in alone or is_any(last, "office") or is_any(last, "document_name")
        beside = _shown_beside(text, run) or (Shown(VoiceKind.ORGANIZATION) if is_firm and not is_person else None)
        if beside and not (beside.noun == "" and lower_of(run) in shown):
            shown[lower_of(run)] = beside
    return shown


def _is_articled(text: str, run: NameWords) -> bool:
    """Whether a name of several words has an article and ends its phrase: "the Liberty Bloc," and no "Hart report"."""
    ends = text[run[-1].end : run[-1].end + 1] in (",", ".")
    return ends and has_article(text, run[0].start) and not is_any(" ".join(t.lower for t in run[:2]), "nation")


def _shown_beside(text: str, run: NameWords) -> Shown | None:
    """What the noun before a name, or after it and a comma, shows it to be, if a body or an outlet."""
    before = list(find_name_words(text, max(0, run[0].start - _BESIDE), run[0].start))[-6:]
    gap = text[before[-1].end : run[0].start] if before else ""
    if before and before[-1].word.islower() and not before[-1].is_possessive and gap in (" ", "\xa0", ", "):
        closes = text[run[-1].end : run[-1].end + 1] in (",", ")")
        is_definite = any(is_any(token.lower, "determiner") for token in before[-3:-1])
        if any(is_any(token.lower, "spokesman", "leads") for token in before[:-1]):
            return None  # the name may be of who speaks for the body
        if gap != ", " or (closes and is_definite):
            return _shown_by(" ".join(t.lower for t in before[-2:])) or _shown_by(before[-1].lower)
        return None
    after = _APPOSED_BODY.match(text, run[-1].end, run[-1].end + _BESIDE)
    if after is None:
        return Shown(VoiceKind.ORGANIZATION) if _is_thing(text, run) else None
    if after["which"]:
        may_be_chance = len(run) == 1 and opens_sentence(text, run[0].start)
        return None if may_be_chance else Shown(VoiceKind.ORGANIZATION)
    nouns = list(takewhile(_may_be_noun, find_name_words(text, *after.span("phrase"))))
    return _shown_by(nouns[-1].lower) if nouns and not nouns[-1].is_possessive else None


def _is_thing(text: str, run: NameWords) -> bool:
    """Whether "it" takes up a name of several words that opens with no given name: "Open Quay said it would close"."""
    is_person = len(run) < 2 or is_any(run[0].lower, "he", "she", "honorific", "office")
    return not is_person and _THING_AFTER.match(text, run[-1].end, run[-1].end + _BESIDE) is not None


def _shown_by(noun: str) -> Shown | None:
    kind = kind_of_noun(noun)
    return Shown(kind, noun) if kind else None


def _may_be_noun(token: NameWord) -> bool:
    return not is_any(token.lower, "tail", "plain") and not (token.lower.endswith("ed") and len(token.word) > 4)


def kind_of_noun(noun: str) -> VoiceKind | None:
    """What kind of body a common noun, in lower case, names; None where it names none."""
    if is_any(noun, "outlet_noun"):
        return VoiceKind.OUTLET
    is_body = is_any(noun, "body", "company_like") and not is_any(noun, "site_noun", "office")
    return VoiceKind.ORGANIZATION if is_body else None


def _owns_organ(text: str, at: int) -> bool:
    """Whether one of the two words after a possessive is an organ that a place has."""
    return any(is_any(token.lower, "holder") for token in list(find_name_words(text, at + 2, at + 40))[:2])


def find_sites(text: str, runs: Sequence[NameWords]) -> frozenset[str]:
    """The names that stand at least every second time after "in", "near" or "from", or own a ministry or an army."""
    times, after_place = Counter[str](), Counter[str]()
    for run in runs:
        word = _WORD_BEFORE.search(text[max(0, run[0].start - 40) : run[0].start])
        times[lower_of(run)] += 1
        follows = word is not None and is_any(word[1].lower(), "locative")
        after_place[lower_of(run)] += follows or (run[-1].is_possessive and _owns_organ(text, run[-1].end))
    return frozenset(name for name, count in times.items() if 2 * after_place[name] >= count)
