"""Whether a numeral counts something, and the noun that it counts.

What belongs to a name, a score, a clock time or a number plate counts nothing.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from sayso.lexicon import words_of
from sayso.tokens import Token, numeral_words, phrase_before
from sayso.types import Moment

_FAR = 6
_LONGEST_COUNT = 8
_GLUE = frozenset("/_#@=&*\\")


@cache
def words_labelled(label: str) -> frozenset[str]:
    """The single words of words/figures.toml with a label."""
    return frozenset(words_of("figures", label))


def _title_lines(tokens: list[Token]) -> list[tuple[int, int]]:
    """The lines, as (first, after) tokens, whose longer words are all in capitals."""
    out, first = [], 0
    for at in range(len(tokens) + 1):
        if at == len(tokens) or tokens[at].shape == "\n":
            shapes = [token.shape for token in tokens[first:at] if token.shape in "Aa" and len(token.word) > 3]
            if len(shapes) > 2 and "a" not in shapes:
                out.append((first, at))
            first = at + 1
    return out


class Page:
    """The tokens of a report, and what is asked of a place among them."""

    def __init__(self, text: str, tokens: list[Token], moments: Sequence[Moment]) -> None:
        self.text, self.tokens = text, tokens
        self._moments = sorted(moment.span for moment in moments)
        self._titles = _title_lines(tokens)
        # "Boeing 737" once tells what "the new 737" is later.
        self.models = {
            token.word
            for at, token in enumerate(tokens)
            if token.shape == "9" and is_after_capital(self, at) and not counts(self, at + 1)
        }

    def word(self, at: int) -> str:
        """The word at a place; a line end beyond the text."""
        return self.tokens[at].word if 0 <= at < len(self.tokens) else "\n"

    def shape(self, at: int) -> str:
        """The shape at a place; a line end beyond the text."""
        return self.tokens[at].shape if 0 <= at < len(self.tokens) else "\n"

    def value(self, at: int) -> float | None:
        """The numeral's value at a place."""
        return self.tokens[at].value if 0 <= at < len(self.tokens) else None

    def is_glued(self, at: int) -> bool:
        """Whether nothing stands between a token and the one before."""
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    def is_title(self, at: int) -> bool:
        """Whether the line is a headline in capitals, where capitals tell nothing."""
        place = bisect_right(self._titles, (at, len(self.tokens))) - 1
        return place >= 0 and at < self._titles[place][1]

    def opens_sentence(self, at: int) -> bool:
        """Whether the token is the first of its sentence or quotation."""
        return at == 0 or self.shape(at - 1) not in ("A", "a", "9", "n", ",", "-", "'", "(", "&")

    def is_any(self, at: int, *labels: str) -> bool:
        """Whether a word of words/figures.toml with one of these labels stands here."""
        return any(self.word(at) in words_labelled(label) for label in labels)

    def is_stop(self, at: int) -> bool:
        """Whether a word that is never counted stands here; "US" is not "us"."""
        written = self.tokens[at].of(self.text)
        return self.is_any(at, "no unit") and not (len(written) > 1 and written.isupper())

    def is_in_moment(self, at: int) -> bool:
        """Whether the token belongs to a moment."""
        start = self.tokens[at].start
        place = bisect_right(self._moments, (start, len(self.text) + 1)) - 1
        return place >= 0 and start < self._moments[place].end


def is_in_name(page: Page, at: int) -> bool:
    """Whether the numeral is part of a name, number, score or clock time and counts nothing."""
    return (
        _is_written_onto(page, at)
        or (page.word(at - 1) == "(" and page.word(at + 1) == ")" and page.shape(at + 2) == "9")  # (555) 123-4567
        or _is_after_designator(page, at)
        or _is_house_number(page, at)
        or _is_after_name(page, at)
        or _is_vague_scale(page, at)
    )


def _is_written_onto(page: Page, at: int) -> bool:
    """Letters, marks or digits on either side without a space: G7, 2:30, 3/4, 555-1234, 5th, #8; or a long number."""
    return (
        (page.is_glued(at) and _is_written_before(page, at))
        or (page.is_glued(at + 1) and _is_written_behind(page, at))
        or (page.shape(at) == "9" and page.word(at).isdigit() and len(page.word(at)) > _LONGEST_COUNT)
    )


def _is_written_before(page: Page, at: int) -> bool:
    before = page.shape(at - 1)
    if before == "-" and page.is_glued(at - 1) and page.shape(at - 2) in ("A", "a", "9", "n", ")"):
        return not _is_range_end(page, at)
    return before in _GLUE or before in "Aa9'" or (before == "." and page.is_glued(at - 1) and at > 1)


def _is_written_behind(page: Page, at: int) -> bool:
    after, beyond = page.shape(at + 1), page.shape(at + 2)
    if after in "Aa":
        is_unit = page.is_any(at + 1, "measure") and (after == "a" or len(page.word(at + 1)) > 1)
        return not (is_unit or page.is_any(at + 1, "million") or page.word(at + 1) in numeral_words())
    if after == "-" and beyond == "9" and page.is_glued(at + 2):
        return not _is_range_end(page, at + 2)
    return after in _GLUE or after == "(" or (after in ".:'" and beyond in "9Aa" and page.is_glued(at + 2))


def _is_range_end(page: Page, at: int) -> bool:
    """Whether digits after a hyphen close a range ("10-15 people") and not a score ("3-1")."""
    first, second = page.value(at - 2), page.value(at)
    if first is None or second is None or first >= second or (page.word(at + 1) == "-" and page.is_glued(at + 1)):
        return False
    return page.is_any(at + 1, "percent", "measure") or noun_after(page, at + 1)[0] is not None


def _is_after_designator(page: Page, at: int) -> bool:
    place = at - 2 if page.word(at - 1) == "." else at - 1
    return page.is_any(place, "designator") and page.shape(at) != "n"


def _is_house_number(page: Page, at: int) -> bool:
    if page.shape(at) != "9" or page.shape(at + 1) != "A":
        return False
    places = range(at + 2, at + _FAR)
    return any(page.is_any(p, "street") and all(page.shape(q) == "A" for q in range(at + 1, p + 1)) for p in places)


def _is_after_name(page: Page, at: int) -> bool:
    """“Boeing 737”, “Big Ten”: after a name, or a number word with a capital of its own."""
    if page.shape(at) == "9" and page.word(at) in page.models:
        return not counts(page, at + 1) or is_after_capital(page, at)
    if page.is_title(at):
        return page.shape(at - 1) == "A" and not counts(page, at + 1) and not page.is_any(at - 1, "harm")
    is_capital = page.shape(at) == "n" and page.text[page.tokens[at].start].isupper()
    return (is_capital and not page.opens_sentence(at)) or is_after_capital(page, at)


def is_after_capital(page: Page, at: int) -> bool:
    """Whether a name, or its genitive, stands right before and nothing after that could be counted."""
    before = at - 3 if page.word(at - 1) == "s" and page.word(at - 2) == "'" else at - 1
    if page.shape(before) != "A" or page.is_title(at) or page.is_stop(before):
        return False
    if before != at - 1 or page.opens_sentence(before):
        return not counts(page, at + 1)
    return not any(phrase_before(name, page.tokens, at) for name in ("figures_bounds", "figures_money"))


def counts(page: Page, at: int) -> bool:
    """Whether what stands after a numeral is a unit or a noun that it counts."""
    is_unit = page.is_any(at, "percent", "measure", "years") or page.word(at) in ("%", "-")
    return is_unit or noun_after(page, at)[0] is not None


def _is_vague_scale(page: Page, at: int) -> bool:
    """A bare “million” or “thousand” without its article: “several thousand”, “multi-million”."""
    first = page.tokens[at].word.split()[0]
    return numeral_words().get(first, ("",))[0] in ("hundred", "scale") and page.word(at - 1) not in ("a", "half")


def noun_after(page: Page, at: int, is_one: bool = False) -> tuple[str | None, int]:
    """The noun counted, over its adjectives, and the place after it: the first plural; after “one” the first word."""
    for place in range(at, at + _FAR):
        word, shape = page.word(place), page.shape(place)
        if (shape == "-" and place > at) or (not is_one and page.is_any(place, "extra")):
            continue
        if shape not in "Aa" or page.is_stop(place):
            break
        if (is_one and not word.endswith(("ed", "ly"))) or (not is_one and _is_plural(page, place)):
            return page.tokens[place].of(page.text), place + 1
    return None, at


def _is_plural(page: Page, at: int) -> bool:
    word = page.word(at)
    return page.is_any(at, "people") or (len(word) > 3 and word[-1] == "s" and word[-2] not in "sui")
