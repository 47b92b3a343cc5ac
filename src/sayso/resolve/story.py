"""The story so far: who is in the report, and who has spoken up to a statement."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from sayso.resolve.cast import Cast
from sayso.resolve.names import is_any
from sayso.resolve.offices import Office, describe
from sayso.resolve.parties import Party
from sayso.types import Span, Statement

_BREAK = re.compile(r"[.!?][”\"’')]?\s+(?=[\w“\"‘])|[\n\r]+")
_WORD = re.compile(r"\b\w+$")
_SHORT = 5  # letters of a short form, and what stands before it
_LONGEST = 600  # code points of one sentence that are looked at


class Told(NamedTuple):
    """A statement with the party that makes it."""

    statement: Statement
    party: Party


class Story(NamedTuple):
    """What is known while the statements are gone through in order: the cast, and who has spoken so far."""

    cast: Cast
    statements: dict[str, Statement]
    told: dict[str, Told]
    order: list[Told]
    offices: dict[str, Office]
    starts: tuple[int, ...]

    def office_of(self, person: Party) -> Office:
        """The office of a named person, read once."""
        if person.name not in self.offices:
            self.offices[person.name] = describe(self.cast, person.name, person.at)
        return self.offices[person.name]

    def sentences_before(self, at: int, most: int) -> Iterator[Span]:
        """Yield the sentence as far as this offset, then those before it, `most` in all, none longer than 600."""
        number = bisect_right(self.starts, at) - 1
        for first in range(number, max(-1, number - most), -1):
            end = at if first == number else self.starts[first + 1]
            yield Span(max(self.starts[first], end - _LONGEST), end)

    def heard_in(self, sentence: Span, most: int = 12) -> list[Told]:
        """The latest statements whose own words open in this stretch, in order."""
        return [t for t in self.order[-most:] if sentence.start <= place_of(t.statement)[1] < sentence.end]

    def parent_of(self, statement: Statement) -> Party | None:
        """Who makes the statement in whose content this one stands."""
        return self.told[statement.parent].party if statement.parent in self.told else None


def place_of(statement: Statement) -> tuple[int, int]:
    """Where a statement stands: by its sentence, then by its own words."""
    sentence = statement.sentence or statement.content or statement.cue
    own = statement.source or statement.cue or statement.content
    return (sentence[0].start if sentence else 0, own[0].start if own else 0)


def find_starts(text: str) -> tuple[int, ...]:
    """Where sentences may begin, roughly."""
    return (0, *(match.end() for match in _BREAK.finditer(text) if not _is_short(text, match)))


def _is_short(text: str, mark: re.Match[str]) -> bool:
    """Whether a full stop belongs to a form of address, "Mr. Reed", or to an initial."""
    word = _WORD.search(text, max(0, mark.start() - _SHORT), mark.start())
    if mark.group()[0] != "." or not word:
        return False
    return is_any(word[0].lower(), "abbreviation") or (len(word[0]) == 1 and word[0].isupper())
