"""Words with a meaning, loaded from words/*.toml and checked.

Each file holds entries of one kind: `[[entry]]` with `label`, `description`, `example`, `words` and `verbs`. A phrase
is matched by whole words, in any case, with any white space between them. In a phrase, `did|does` stands for
either word and `[immediately|yet]` for either or neither; one of the words in `{whether|why}` must follow, but is no
part of the phrase; of `verbs` every regular form is meant.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct, convert


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases that mean the same."""

    label: str
    description: str
    example: str
    words: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()


@cache
def load_entries(name: str) -> tuple[Entry, ...]:
    """The entries of words/NAME.toml, in their order."""
    text = files("sayso").joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    return convert(tomllib.loads(text)["entry"], tuple[Entry, ...])


@cache
def words_of(name: str, label: str) -> tuple[str, ...]:
    """The phrases of one entry, the longest first; raises KeyError where the file has no such label."""
    for entry in load_entries(name):
        if entry.label == label:
            forms = (form for verb in entry.verbs for form in verb_forms(verb))
            return tuple(sorted({*entry.words, *forms}, key=lambda phrase: (-len(phrase), phrase)))
    raise KeyError(f"{name}.toml has no entry {label!r}")


def shown(label: str, name: str = "shown") -> str:
    """How a value is put to a person: the first phrase of its entry."""
    return words_of(name, str(label))[0]


@cache
def pattern_of(name: str, label: str) -> re.Pattern[str]:
    """A pattern that finds any phrase of one entry as whole words."""
    written = "|".join(_written(phrase) for phrase in words_of(name, label))
    return re.compile(rf"(?<!\w)(?:{written})(?!\w)", re.IGNORECASE)


def find_labels(name: str, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, str]]:
    """(start, end, label) of the phrases of words/NAME.toml in the text, in order; where two meet, the longer."""
    stop = len(text) if end is None else end
    hits = [
        (match.start(), match.end(), entry.label)
        for entry in load_entries(name)
        for match in pattern_of(name, entry.label).finditer(text, start, stop)
    ]
    out: list[tuple[int, int, str]] = []
    for hit in sorted(hits, key=lambda h: (h[0], -h[1])):
        if not out or hit[0] >= out[-1][1]:
            out.append(hit)
        elif hit[1] - hit[0] > out[-1][1] - out[-1][0]:
            out[-1] = hit
    return out


def verb_forms(verb: str) -> tuple[str, str, str, str]:
    """A regular verb and its forms in -s, -ed and -ing; the first word of a phrase is inflected."""
    first, _, rest = verb.partition(" ")
    rest = f" {rest}" if rest else ""
    if re.search(r"[^aeiou]y$", first):
        stem, third, past = first, first[:-1] + "ies", first[:-1] + "ied"
    elif first.endswith("e"):
        stem, third, past = (first if first.endswith("ee") else first[:-1]), first + "s", first + "d"
    else:
        stem, third, past = first, first + ("es" if re.search(r"(s|x|z|ch|sh|o)$", first) else "s"), first + "ed"
    return first + rest, third + rest, past + rest, stem + "ing" + rest


def _written(phrase: str) -> str:
    """The phrase as a regular expression."""
    out, gap = "", ""
    for word in re.findall(r"\[[^\]]*\]|\S+", phrase):
        either = "|".join(re.escape(w).replace("'", "['’]") for w in word.strip("[]{}").split("|"))
        if word.startswith("{"):
            out += rf"(?={gap}(?:{either})(?!\w))"
        elif word.startswith("["):
            out += rf"(?:{gap}(?:{either}))?" if gap else rf"(?:(?:{either})\s+)?"
        else:
            out += f"{gap}(?:{either})"
            gap = r"\s+"
    return out
