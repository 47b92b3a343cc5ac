"""A report as the words that name, place and bound times, one code letter each, and the tense around them."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sayso.moments.dates import Days, month_numbers, weekday_numbers
from sayso.tokens import Token, find_tokens, phrase_at

# Code letters by kind of word. Besides these: D holiday, M month, W weekday (m, w: in short), 1 a number that may be
# a day's, 4 a year's, n another numeral, z the s of "1990s", x a word, X a capitalised one, _ any other mark.
_CODES = {
    "unit": "u", "units": "U", "today": "T", "daypart": "P", "season": "S", "last": "L", "next": "N", "this": "H",
    "same": "R", "previous": "R", "following": "R", "ago": "A", "earlier": "B", "later": "F", "hence": "A",
    "ahead": "G", "part": "E", "bound": "b", "from": "r", "to": "j", "and": "k", "about": "q", "several": "v",
    "a": "a", "the": "t", "of": "f", "in": "i", "ordinal": "O", "suffix": "o", "clock": "K",
    "zone": "Z", "vague": "V", "set": "y", "every": "e",
    "stretch": "p", "decade": "d",
}  # fmt: skip
_MARKS = {"\n": "|", "-": "-", ",": ",", ".": ".", ":": ":", "/": "/", "'": "'", "(": "(", ")": ")"}
_GLUE = frozenset("/_#@$€£¥+=&%*~")
_YEARS = range(1000, 2101)
_FAR = 25


class Item(NamedTuple):
    """A word or phrase of the text: its code letter, its offsets, and what the vocabulary says of it."""

    code: str
    start: int
    end: int
    word: str
    about: str = ""
    value: float = 0


class Scene:
    """What a rule may look at: the items, the tense around them, the publication date, the time named last."""

    def __init__(self, text: str, published: date | None) -> None:
        self.text, self.published = text, published
        self.named: Days | None = None
        self.named_at = 0  # its first item
        self._tokens = find_tokens(text)
        self.items = list(_make_items(text, self._tokens))
        self.codes = "".join(item.code for item in self.items)

    def code(self, at: int) -> str:
        """The code letter of an item; a line end beyond the text."""
        return self.codes[at] if 0 <= at < len(self.codes) else "|"

    def is_ahead(self, at: int) -> bool | None:
        """Whether the clause around an item looks ahead: the nearest sign before it, else after; None without one."""
        place = self._places.get(self.items[at].start, 0)
        for step in (-1, 1):
            for other in range(place + step, place + step * _FAR, step):
                if not 0 <= other < len(self._tokens) or self._ends_sentence(other):
                    break
                if self._signs[other] is not None:
                    return self._signs[other]
        return None

    @cached_property
    def _places(self) -> dict[int, int]:
        return {token.start: at for at, token in enumerate(self._tokens)}

    @cached_property
    def _signs(self) -> list[bool | None]:
        signs: list[bool | None] = [None] * len(self._tokens)
        at = 0
        while at < len(self._tokens):
            phrase = phrase_at("dates_tense", self._tokens, at)
            after, sign = (phrase[0], phrase[1]) if phrase else (at + 1, "back" if self._is_past_form(at) else "")
            if sign and not (sign == "back" and at and self._tokens[at - 1].word == "be"):
                signs[at:after] = [sign == "ahead"] * (after - at)
            at = after
        return signs

    def _is_past_form(self, at: int) -> bool:
        return self._tokens[at].shape == "a" and self._tokens[at].word.endswith("ed")

    def _ends_sentence(self, at: int) -> bool:
        token = self._tokens[at]
        if token.word not in ".!?":
            return token.word == "\n"
        following = self._tokens[at + 1].shape if at + 1 < len(self._tokens) else "A"
        return following != "a" and (at == 0 or len(self._tokens[at - 1].word) > 2)


def _make_items(text: str, tokens: list[Token]) -> Iterator[Item]:
    at = 0
    while at < len(tokens):
        after, item = _make_item(text, tokens, at)
        yield item
        at = after


def _make_item(text: str, tokens: list[Token], at: int) -> tuple[int, Item]:
    token = tokens[at]
    for vocabulary in ("dates_holidays", "dates"):
        phrase = phrase_at(vocabulary, tokens, at)
        if phrase:
            after, label = phrase
            kind, _, about = label.partition(" ")
            code = "D" if vocabulary == "dates_holidays" else _CODES[kind]
            return after, Item(
                code, token.start, tokens[after - 1].end, token.word, label if code == "D" else about or kind
            )
    code, about = _code_of(text, tokens, at)
    return at + 1, Item(code, token.start, token.end, token.word, about, token.value or 0)


def _code_of(text: str, tokens: list[Token], at: int) -> tuple[str, str]:
    token = tokens[at]
    if token.value is not None:
        return _numeral_code(text, token), ""
    if token.shape == "A" and (number := month_numbers().get(token.word)):
        return ("M" if len(token.word) > 4 or token.word in ("may", "june", "july") else "m"), str(number)
    if token.shape == "A" and (number := weekday_numbers().get(token.word, -1)) >= 0:
        return ("W" if token.word.endswith("day") else "w"), str(number)
    if token.word == "s" and at and tokens[at - 1].end == token.start:
        return "z", ""
    return _MARKS.get(token.shape, {"A": "X", "a": "x"}.get(token.shape, "_")), ""


def _numeral_code(text: str, token: Token) -> str:
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    if token.shape != "9" or not token.word.isdigit() or before in _GLUE or after in _GLUE or before.isalpha():
        return "n"
    if len(token.word) <= 2 and 1 <= int(token.word) <= 31:
        return "1"
    return "4" if len(token.word) == 4 and int(token.word) in _YEARS else "n"
