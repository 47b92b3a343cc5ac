"""Outlets by their names: where a report names another one."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from sayso.cases.terms import WORD, Vocabulary
from sayso.lexicon import words_of
from sayso.types import Report, Span

_ALIKE = 80  # of 100: two spellings of one outlet
_STOP = re.compile(r"[,;:.!?]\s|[\r\n]")  # no name goes on over these


class Outlet(NamedTuple):
    """An outlet by the words of its name, in lower case and without the small ones.

    `short` is the last word where that alone names it ("the Courier"), `acronym` the first letters of three or more.
    """

    name: tuple[str, ...]
    short: str | None
    acronym: str | None


class Mention(NamedTuple):
    """An outlet named in a report: where, in code points, and whether in a credit line."""

    span: Span
    is_credit: bool


def find_outlets(reports: Sequence[Report]) -> list[Outlet]:
    """The outlet of each report; its name is empty where the report does not tell."""
    names = [name_words(re.sub(r"\(.*?\)|,.*", "", report.outlet or "")) for report in reports]
    return [_outlet(name, names, reports) for name in names]


def name_words(name: str) -> tuple[str, ...]:
    """A name without its small words: "the Times of Sonli" has the words of "The Sonli Times"."""
    return _telling(word.lower() for word in WORD.findall(name))


def find_mentions(report: Report, outlet: Outlet, vocabulary: Vocabulary) -> list[Mention]:
    """Where a report names an outlet: in full, with its words in another order or garbled, by acronym or short name."""
    text = report.text
    words = list(WORD.finditer(text))
    plain = [vocabulary.plain(word.group()) for word in words]
    found: list[Mention] = []
    for at, word in enumerate(words):
        for end in (at + len(outlet.name) + 1, at + len(outlet.name), at + 1):
            span = Span(word.start(), words[min(end, len(words)) - 1].end())
            if end > len(words) or not word.group()[0].isupper() or (found and found[-1].span.meets(span)):
                continue
            if not _STOP.search(span.of(text)) and _names(outlet, words[at:end], plain[at:end]):
                found.append(Mention(span, any(span.of(text) in line for line in report.credit)))
                break
    return found


def _outlet(name: tuple[str, ...], names: Sequence[tuple[str, ...]], reports: Sequence[Report]) -> Outlet:
    others = {word for other in names if other != name for word in other}
    is_short = bool(name) and name[-1] not in others and not any(_is_no_name(name[-1], r.text) for r in reports)
    acronym = "".join(word[0] for word in name).upper() if len(name) > 2 else None
    return Outlet(name, name[-1] if is_short else None, acronym)


def _telling(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in words_of("clauses", "small"))


def _is_no_name(word: str, text: str) -> bool:
    """Whether a text has the word in lower case, or where only a place stands: "in Cordevia"."""
    places = "|".join(words_of("clauses", "place"))
    return bool(re.search(rf"\b{re.escape(word)}\b|\b(?i:(?:{places})\s+{re.escape(word)})\b", text))


def _names(outlet: Outlet, words: Sequence[re.Match[str]], plain: Sequence[str]) -> bool:
    name = _telling(plain)
    if len(plain) == 1:
        written = words[0].group()
        if outlet.acronym and sorted(written) == sorted(outlet.acronym):  # a translation turns letters round
            return True
        return name in (outlet.name, (outlet.short,)) and not (written.isupper() and len(written) > 1)
    if len(name) > 1 and sorted(name) == sorted(outlet.name):
        return True
    return len(name) == len(outlet.name) > 0 and fuzz.ratio(" ".join(name), " ".join(outlet.name)) >= _ALIKE
