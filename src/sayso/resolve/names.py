"""Names in a report: runs of capitalised words, and whom the whole report shows them to name.

No model of names stands behind this. What a run names is told by vocabularies (offices, given names, words of
bodies and outlets) and by the rest of the report: who is "Mr. Reed" is the one person whose full name ends so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple
from unicodedata import combining, normalize

from sayso.lexicon import load_entries
from sayso.types import VoiceKind

_TOKEN = re.compile(r"\w+(?:[-’'.&]\w+)*")
_ADOPTED = re.compile(r"\dX|X{1,3}")  # a surname laid aside: "Malcolm X", "Reed 2X"
_LONGEST = 40  # letters of a word that may be a name
_RUN = 16  # words that a name may have
_POSSESSIVE = ("'s", "’s", "'S", "’S")
BODIES = (VoiceKind.ORGANIZATION, VoiceKind.OUTLET)
_FILES = ("voices", "voices_names", "voices_given")


class NameWord(NamedTuple):
    """A word with its offsets; `word` and `end` leave a possessive ending out."""

    start: int
    end: int
    word: str
    is_possessive: bool

    @property
    def lower(self) -> str:
        """The word in lower case, with a plain apostrophe."""
        return self.word.lower().replace("’", "'")


NameWords = tuple[NameWord, ...]


class Mention(NamedTuple):
    """A name as it stands in the text, and the fullest form of it that the report gives."""

    start: int
    end: int
    name: str
    kind: VoiceKind
    gender: str | None = None
    is_possessive: bool = False


@cache
def vocabulary(label: str) -> frozenset[str]:
    """The words of one entry of the voices files."""
    for file in _FILES:
        for entry in load_entries(file):
            if entry.label == label:
                return frozenset(entry.words)
    raise KeyError(f"no entry {label!r} in the voices files")


def has(label: str, word: str) -> bool:
    """Whether a lower-case word, or its singular, is of this entry."""
    return word in vocabulary(label) or (word.endswith("s") and singular(word) in vocabulary(label))


def is_any(word: str, *labels: str) -> bool:
    """Whether a lower-case word is of one of these entries, in this very form."""
    return any(word in vocabulary(label) for label in labels)


def fold(word: str) -> str:
    """The word in lower case and without accents, as two spellings of a name are compared."""
    return "".join(c for c in normalize("NFKD", word.lower()) if not combining(c))


def singular(word: str) -> str:
    """A plural noun without its ending; any other word as it is."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("women") or word.endswith("men"):
        return word[:-2] + "an"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def find_name_words(text: str, start: int = 0, end: int | None = None) -> Iterator[NameWord]:
    """Yield the words of a stretch of the text."""
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word, last = match.group(), match.end()
        owns = word.endswith(_POSSESSIVE)
        if owns:
            word, last = word[:-2], last - 2
        elif word[-1] in "sS" and text[last : last + 1] in ("'", "’") and not text[last + 1 : last + 2].isalnum():
            owns = word[0].isupper()
        if word:
            yield NameWord(match.start(), last, word, owns)


def spell(text: str, words: Sequence[NameWord]) -> str:
    """The words as they stand, with the full stop of "U.S."; where they are far apart, the gap is one space."""
    out: list[str] = []
    for i, word in enumerate(words):
        gap = text[words[i - 1].end : word.start] if i else ""
        out += (" " if len(gap) > 4 else gap, text[word.start : word.end])
    is_short = bool(words) and "." in words[-1].word and text.startswith(".", words[-1].end)
    return " ".join("".join(out).split()) + "." * is_short


def is_capitalised(token: NameWord) -> bool:
    """Whether the word is written as part of a name: "Reed", "al-Amin", "US", but not "He"."""
    word = token.word
    if len(word) > _LONGEST:
        return False
    prefix, dash, rest = word.partition("-")
    if not word[0].isupper() and not (dash and rest[:1].isupper() and prefix in vocabulary("particle")):
        return False
    return token.lower not in vocabulary("plain") or (word.isupper() and (len(word) > 3 or token.lower == "us"))


def find_runs(text: str, tokens: Sequence[NameWord], common: frozenset[str] = frozenset()) -> list[NameWords]:
    """The runs of capitalised words, in order; `common` are words that the report also writes in lower case."""
    runs: list[NameWords] = []
    at = 0
    while at < len(tokens):
        if not _opens_name(text, tokens, at, common):
            at += 1
            continue
        last = at
        while last - at < _RUN and (after := _continue(text, tokens, at, last)) is not None:
            last = after
        runs.append(tuple(tokens[at : last + 1]))
        at = last + 1
    return runs


def _opens_name(text: str, tokens: Sequence[NameWord], at: int, common: frozenset[str]) -> bool:
    token = tokens[at]
    if not is_capitalised(token):
        return False
    if token.lower not in common or not opens_sentence(text, token.start):
        return True
    return _continue(text, tokens, at, at) is not None


def opens_sentence(text: str, start: int) -> bool:
    """Whether nothing but a mark or a sentence's end stands before this offset."""
    before = text[max(0, start - 4) : start].rstrip(" \t\xa0")
    return not before or before[-1] in ".!?:\"“”‘'\n\r([—–-•*|"


def _gap_joins(text: str, left: NameWord, right: NameWord) -> bool:
    gap = text[left.end : right.start]
    if left.is_possessive or len(gap) > 3 or "\n" in gap or "\r" in gap:
        return False
    if not gap.strip():
        return bool(gap)
    is_short = len(left.word) == 1 or "." in left.word or left.lower in vocabulary("abbreviation")
    return gap.strip() == "." and is_short and gap != "."


def _continue(text: str, tokens: Sequence[NameWord], first: int, last: int) -> int | None:
    """The index of the next capitalised word of the run that goes from first to last."""
    after = last + 1
    if after >= len(tokens) or not _gap_joins(text, tokens[last], tokens[after]):
        return _continue_over_ampersand(text, tokens, last)
    if is_capitalised(tokens[after]) or _is_initial(text, tokens[after]) or _ADOPTED.fullmatch(tokens[after].word):
        return after
    steps = after
    while steps < min(len(tokens) - 1, after + 2) and not is_capitalised(tokens[steps]):
        if not _gap_joins(text, tokens[steps], tokens[steps + 1]):
            return None
        steps += 1
    if steps >= len(tokens) or not is_capitalised(tokens[steps]):
        return None
    between = [token.word for token in tokens[after:steps]]
    return steps if _joins(tokens, first, last, between, steps) else None


def _is_initial(text: str, token: NameWord) -> bool:
    return len(token.word) == 1 and token.word.isupper() and text.startswith(". ", token.end)


def _continue_over_ampersand(text: str, tokens: Sequence[NameWord], last: int) -> int | None:
    after = last + 1
    if after < len(tokens) and text[tokens[last].end : tokens[after].start] == " & " and is_capitalised(tokens[after]):
        return after
    return None


def _joins(tokens: Sequence[NameWord], first: int, last: int, between: list[str], next_one: int) -> bool:
    left = [token.lower for token in tokens[first : last + 1]]
    if all(word in vocabulary("particle") for word in between):
        return not is_any(left[-1], "office", "body_name")
    if between[0] in vocabulary("connective") and all(word in vocabulary("connective") for word in between):
        if between[0] == "of" and has("office", left[-1]):
            return True
        return between[0] not in ("the", "in", "to") and any(has("body_name", word) for word in left)
    if between == ["and"] and left[-1] not in vocabulary("nation"):
        group = next_one
        while (
            group + 1 < len(tokens)
            and group < next_one + 3
            and is_capitalised(tokens[group + 1])
            and (tokens[group + 1].start - tokens[group].end == 1)
        ):
            group += 1
        ends = tokens[group].lower in vocabulary("body_name")
        if any(word in vocabulary("holder") for word in left[:-2]) and not is_any(tokens[group].lower, "holder"):
            return not is_any(tokens[next_one].lower, "he", "she", "nation")
        return ends and (
            any(word in vocabulary("connective") for word in left)
            or not any(has("body_name", word) or is_any(word, "he", "she") for word in left)
        )
    return False


def split_person(words: Sequence[str]) -> tuple[int, bool] | None:
    """Where in a run the personal name begins, and whether that is sure; None where the run names no person."""
    lower = [word.lower() for word in words]
    size = len(lower)
    while size > 1 and lower[size - 1] in vocabulary("suffix"):
        size -= 1
    if _is_known_thing(lower[:size]):
        return None
    is_given = size == 2 and is_any(lower[0], "he", "she") and not has("document_name", lower[1])
    if is_given or (size > 1 and lower[size - 2] in vocabulary("honorific")):
        return (0 if is_given else size - 1), True
    marks = [i for i in range(size - 1) if _is_no_name(lower[i])]
    begin = marks[-1] + 1 if marks else 0
    name = lower[begin:size]
    if _is_no_name(name[-1]) or _is_known_thing(name) or any(w in vocabulary("connective") or w == "and" for w in name):
        return _split_at_given(lower, size) or _split_after_office(lower, size)
    given = _split_at_given(lower, size)
    if given is not None and given[0] >= begin:
        return given
    is_titled = begin > 0 and (has("office", lower[begin - 1]) or is_any(lower[begin - 1], "honorific", "spokesman"))
    if len(name) > 4 or (len(name) == 1 and not is_titled):
        return None
    return begin, is_titled


def _split_at_given(lower: Sequence[str], size: int) -> tuple[int, bool] | None:
    for i in range(max(0, size - 4), size - 1):
        rest = lower[i + 1 : size]
        if is_any(lower[i], "he", "she") and not any(is_any(w, "connective", "body_name", "outlet_name") for w in rest):
            return i, True
    return None


def _split_after_office(lower: Sequence[str], size: int) -> tuple[int, bool] | None:
    """The name after an office with "of": "Secretary of State Ann Reed"."""
    is_office = size > 4 and has("office", lower[0]) and lower[1] == "of" and "of" not in lower[2:]
    labels = ("body_name", "nation", "outlet_name", "document_name", "connective")
    is_name = not any(_is_no_name(word) or is_any(word, *labels) for word in lower[size - 2 : size])
    return (size - 2, True) if is_office and is_name and "and" not in lower else None


def _is_no_name(word: str) -> bool:
    return has("office", word) or is_any(word, "honorific", "spokesman", "demonym", "body_name", "relation")


def _is_known_thing(lower: Sequence[str]) -> bool:
    phrase = " ".join(lower)
    return (
        is_any(phrase, "nation", "metonym", "outlet", "body")
        or (len(lower) > 1 and is_any(lower[-1], "document_name", "outlet_name") and lower[0] not in vocabulary("he"))
        or (len(lower) > 1 and is_any(lower[0], "outlet_opening"))
    )


def gender_of(words: Iterable[str]) -> str | None:
    """The pronoun, "he" or "she", that an honorific or the given name tells."""
    for word in words:
        for gender in ("he", "she"):
            if word.lower() in vocabulary(f"honorific_{gender}"):
                return gender
    for word in words:
        genders = [g for g in ("he", "she") if word.lower() in vocabulary(g)]
        if len(genders) == 1:
            return genders[0]
        if word.lower() not in vocabulary("honorific") and not _is_no_name(word.lower()):
            return None
    return None


def lean_of(name: str) -> str | None:
    """The pronoun to which the ending of a given name leans, where the vocabularies do not know the name."""
    first = fold(name.split(maxsplit=1)[0])
    return next((gender for gender in ("she", "he") if first.endswith(tuple(vocabulary(f"ending_{gender}")))), None)


def is_outlet(lower: Sequence[str]) -> bool:
    """Whether a name, in lower case and without article, is that of a news outlet."""
    if is_any(" ".join(lower), "outlet"):
        return True
    is_named_so = is_any(lower[-1], "outlet_name") or is_any(lower[0], "outlet_opening")
    return len(lower) > 1 and is_named_so and not is_any(lower[0], "he", "she")
