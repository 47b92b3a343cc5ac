"""How many: the amounts that a report gives, in digits or words, with unit, bound and range.

A fraction is given in percent, money by its ISO code. What belongs to a time, a name, a score or a number plate is no
amount; neither are ordinals, vague counts ("dozens") and the pronoun "one".
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sayso.figures.counting import Page, counts, is_in_name, noun_after, words_labelled
from sayso.lexicon import load_entries
from sayso.tokens import Token, find_tokens, numeral_words, phrase_at, phrase_before
from sayso.types import Bound, Figure, Moment, Span

_AGES = range(1, 121)


class _Amount(NamedTuple):
    """An amount in the tokens [first, after)."""

    first: int
    after: int
    value: float
    value_max: float | None = None
    unit: str | None = None
    bound: Bound = Bound.EXACT


def find_figures(text: str, moments: Sequence[Moment]) -> tuple[Figure, ...]:
    """The amounts in the text, in order. Numerals inside a moment are left to it, but for lengths of time."""
    tokens = find_tokens(text)
    timed = [moment for moment in moments if not _is_length(text, moment)]
    return tuple(
        Figure(
            span=Span(tokens[amount.first].start, tokens[amount.after - 1].end),
            value=amount.value,
            value_max=amount.value_max,
            unit=amount.unit,
            bound=amount.bound,
        )
        for amount in _find_amounts(Page(text, tokens, timed))
    )


def _is_length(text: str, moment: Moment) -> bool:
    """“Two years”, “20-year”: a moment without a place in the calendar that ends with a unit."""
    last = moment.span.of(text).replace("-", " ").split()[-1]
    return moment.vague and last.lower() in words_labelled("years")


def _find_amounts(page: Page) -> Iterator[_Amount]:
    at, last = 0, None
    while at < len(page.tokens):
        amount = _amount_at(page, at, last)
        if amount:
            yield amount
            last = amount
        at = max(amount.after if amount else 0, at + 1)


def _amount_at(page: Page, at: int, last: _Amount | None) -> _Amount | None:
    """The amount whose numeral or fraction stands at a token, its bound and unit around it."""
    fraction = _fraction(page, at)
    if fraction:
        return _with_bound(page, fraction, last)
    if page.value(at) is None or is_in_name(page, at) or _belongs_to_moment(page, at):
        return None
    amount = _with_unit(page, _with_suffix(page, _with_money(page, _with_range(page, at, last), last)), last)
    if not _is_counted(page, at, amount):
        return None
    return _with_bound(page, amount, last)


def _belongs_to_moment(page: Page, at: int) -> bool:
    return page.is_in_moment(at) and not (page.is_any(at - 1, "span") and page.is_any(at + 1, "years"))


def _fraction(page: Page, at: int) -> _Amount | None:
    phrase = phrase_at("figures_fractions", page.tokens, at)
    if not phrase or page.is_in_moment(at):
        return None
    after, label = phrase
    if label.startswith("bare ") and not _is_bare_fraction(page, at, after):
        return None
    above, below = label.removeprefix("bare ").split("/")
    of_what = page.value(after + 1) if page.word(after) == "a" else None
    if of_what is not None:  # "a quarter of a million dollars"
        amount = _Amount(at, after + 2, of_what * int(above) / int(below))
        return _with_unit(page, _with_money(page, amount, None), None)
    is_of = page.word(after - 1) in ("of", "the", "its", "their")
    unit, end = noun_after(page, after) if is_of else (None, after)
    if page.is_any(end - 1, "years") and is_of:
        return None
    return _Amount(at, max(after - is_of, end), 100 * int(above) / int(below), unit=_percent_of(unit))


def _is_bare_fraction(page: Page, at: int, after: int) -> bool:
    """“Nearly half voted”, but not “nearly half an hour” and “about a quarter past”."""
    bound = phrase_before("figures_bounds", page.tokens, at)
    is_measured = page.word(after) in ("a", "an", "-", "past") or page.is_any(after, "years", "percent", "measure")
    return bound is not None and not is_measured and page.value(after) is None


def _percent_of(unit: str | None) -> str:
    return f"percent of {unit}" if unit else "percent"


def _opening(last: _Amount | None) -> int:
    """The first token that the amount before leaves over."""
    return last.after if last else 0


def _with_range(page: Page, at: int, last: _Amount | None) -> _Amount:
    """The numeral, with the other end of its range: "between 10 and 20", "10 to 20", "10-15"."""
    value, first, opening = page.value(at) or 0.0, at, _opening(last)
    if at - 2 >= opening and page.word(at - 2) == "half" and page.word(at - 1) == "a":
        first, value = at - 2, value / 2
    elif at - 1 >= opening and page.word(at - 1) == "a" and _is_scale(page, at):
        first = at - 1
    elif [page.word(place) for place in range(at + 1, at + 4)] == ["and", "a", "half"]:
        scale = page.value(at + 4) if at + 4 < len(page.tokens) and _is_scale(page, at + 4) else None
        return _Amount(first, at + 4 + (scale is not None), (value + 0.5) * (scale or 1.0))
    if page.is_any(at + 1, "million") and page.is_glued(at + 1):
        return _Amount(first, at + 2, value * 1e6)
    other = _other_end(page, at)
    if other is None:
        return _Amount(first, at + 1, value)
    value_max = page.value(other) or 0.0
    scale = _scale_of(page.tokens[other])
    if scale > 1 and _scale_of(page.tokens[at]) == 1 and value * scale < value_max:
        value *= scale
    is_between = first > opening and page.word(first - 1) == "between"
    return _Amount(first - is_between, other + 1, value, value_max)


def _is_scale(page: Page, at: int) -> bool:
    """“Hundred”, “million”: a numeral that begins with what wants an article."""
    return numeral_words().get(page.word(at).split()[0], ("",))[0] in ("hundred", "scale")


def _scale_of(token: Token) -> float:
    kind, value = numeral_words().get(token.word.split()[-1], ("", 1.0))
    return value if kind == "scale" else 1.0


def _other_end(page: Page, at: int) -> int | None:
    """The place of the numeral that closes a range."""
    place = at + 2 if page.is_any(at + 1, "percent") else at + 1
    joint, before = page.word(place), _word_before(page, at)
    is_between = before == "between"
    if joint not in (("and",) if is_between else ("to", "or", "-")) or before == "from":
        return None
    place += 1
    money = phrase_at("figures_money", page.tokens, place) if place < len(page.tokens) else None
    place = money[0] if money else place
    low, high = page.value(at), page.value(place)
    if low is None or high is None or low >= high or page.is_in_moment(place):
        return None
    is_age = page.is_any(at - 1, "age")
    return place if is_between or is_age or counts(page, place + 1) or money else None


def _word_before(page: Page, at: int) -> str:
    """The word before a numeral and its sign of money."""
    money = phrase_before("figures_money", page.tokens, at)
    return page.word((money[0] if money else at) - 1)


def _with_money(page: Page, amount: _Amount, last: _Amount | None) -> _Amount:
    before = phrase_before("figures_money", page.tokens, amount.first, _opening(last))
    if before:
        amount = amount._replace(first=before[0], unit=before[1])
        if page.word(amount.after) == "m" and page.is_glued(amount.after):
            amount = amount._replace(after=amount.after + 1, value=amount.value * 1e6)
        return amount
    after = phrase_at("figures_money", page.tokens, amount.after) if amount.after < len(page.tokens) else None
    return amount._replace(after=after[0], unit=after[1]) if after and after[1] != "USC" else amount


def _with_unit(page: Page, amount: _Amount, last: _Amount | None) -> _Amount:
    at = amount.after
    if amount.unit:
        return amount
    if page.is_any(at, "percent"):
        return _with_percent(page, amount)
    if page.word(at) == "-" and page.shape(at + 1) == "a":
        return _with_compound(page, amount)
    if (
        page.is_any(at, "measure")
        and page.shape(at) in "aA%"
        and (page.is_glued(at) or not (len(page.word(at)) == 1 or page.is_stop(at)))
    ):
        return amount._replace(after=at + 1, unit=page.tokens[at].of(page.text))
    return _with_age(page, amount) or _with_noun(page, amount, last)


def _with_percent(page: Page, amount: _Amount) -> _Amount:
    at = amount.after
    after = at + 2 if page.word(at) == "per" or page.word(at + 1) in ("points", "point") else at + 1
    noun = noun_after(page, after + 1)[0] if page.word(after) == "of" else None
    return amount._replace(after=after, unit=_percent_of(noun))


def _with_age(page: Page, amount: _Amount) -> _Amount | None:
    at, is_after_age = amount.after, page.is_any(amount.first - 1, "age") or _is_age_of(page, amount)
    if page.is_any(at, "years") and (page.is_any(at + 1, "old") or is_after_age):
        after = at + 2 if page.is_any(at + 1, "old") else at + 1
        return amount._replace(after=after, unit=f"{_plural(page.word(at))} old")
    if page.is_any(at, "years") and not page.is_glued(at):  # "a 20 year low"
        return amount._replace(after=at + 1, unit=_plural(page.word(at)))
    return amount._replace(unit="years old") if _is_bare_age(page, amount) else None


def _with_noun(page: Page, amount: _Amount, last: _Amount | None) -> _Amount:
    noun, after = noun_after(page, amount.after, amount.value == 1 and amount.value_max is None)
    if noun:
        return amount._replace(after=after, unit=_plural(noun) if amount.value == 1 else noun)
    return amount._replace(unit=_unit_around(page, amount, last))


def _with_compound(page: Page, amount: _Amount) -> _Amount:
    """“Six-member”, “14-year-old”."""
    at = amount.after + 1
    if page.word(at + 1) == "-" and page.is_any(at + 2, "old"):
        return amount._replace(after=at + 3, unit=f"{_plural(page.word(at))} old")
    if page.is_any(at, "compound"):
        return amount
    return amount._replace(after=at + 1, unit=_plural(page.word(at)))


def _is_age_of(page: Page, amount: _Amount) -> bool:
    return page.word(amount.first - 1) == "of" and page.word(amount.first - 2) == "age"


def _is_bare_age(page: Page, amount: _Amount) -> bool:
    """“Ann Other, 42, said”, “aged 42”, “at the age of 42”."""
    at = amount.first
    if amount.value not in _AGES:
        return False
    if page.is_any(at - 1, "age") or _is_age_of(page, amount):
        return True
    follows = page.word(at + 1) in (",", ".", ";", ")", "-", "\n", "―")
    return page.shape(at) == "9" and page.word(at - 1) == "," and page.shape(at - 2) == "A" and follows


def _plural(noun: str) -> str:
    for entry in load_entries("figures_plurals"):
        if noun.lower() in entry.words:
            return entry.label
    if noun.endswith("s") or noun in words_labelled("people"):
        return noun
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeou" else noun + "s"


def _unit_around(page: Page, amount: _Amount, last: _Amount | None) -> str | None:
    """The unit of a bare figure: people beside "killed", what "the number of" counts, or that of the range's start."""
    at = amount.first
    if any(page.is_any(place, "harm") for place in (at - 1, amount.after, amount.after + 1)):
        return "people"
    if last and page.word(at - 1) == "to" and last.after >= at - 2:
        return last.unit
    for place in range(at - 2, max(at - 10, 0), -1):
        if page.word(place) == "of" and page.word(place - 1) == "number":
            return noun_after(page, place + 1)[0]
    return None


def _is_counted(page: Page, at: int, amount: _Amount) -> bool:
    """Whether the amount is one: not the pronoun "one", a bare year, or a number word without anything counted."""
    if page.word(amount.after) == "-" and page.is_any(amount.after + 1, "compound"):
        return False
    if amount.value == 1 and page.shape(at) == "n" and amount.value_max is None:
        return amount.unit is not None and not page.is_any(at - 1, "pronoun") and not _is_some_day(page, at)
    if amount.unit:
        return True
    if page.shape(at) == "9":
        return not (len(page.word(at)) == 4 and page.word(at)[:2] in ("19", "20"))
    bound = phrase_before("figures_bounds", page.tokens, amount.first)
    is_before_noun = page.shape(amount.after) in "Aa" and not page.is_stop(amount.after)
    return (
        is_before_noun
        or page.word(amount.after) == "of"
        or amount.value > 12
        or bound is not None
        or page.is_any(amount.first - 1, "bare")
    )


def _is_some_day(page: Page, at: int) -> bool:
    """“One day”, at some time or other."""
    is_bound = phrase_before("figures_bounds", page.tokens, at) or page.is_any(at - 1, "lasting")
    return page.word(at + 1) == "day" and not is_bound


def _with_suffix(page: Page, amount: _Amount) -> _Amount:
    """With the bound that follows: "40 or more", but not "40 or more than 50"."""
    after = phrase_at("figures_bounds", page.tokens, amount.after) if amount.after < len(page.tokens) else None
    if after and after[1].startswith("after ") and page.word(after[0]) != "than":
        return amount._replace(after=after[0], bound=Bound(after[1].removeprefix("after ")))
    return amount


def _with_bound(page: Page, amount: _Amount, last: _Amount | None) -> _Amount:
    """With the bound around it, and over words like "only"; a conversion in brackets has its original's bound."""
    if amount.bound is Bound.EXACT:
        amount = _with_suffix(page, amount)
    if page.word(amount.first - 1) == "(" and last and last.after == amount.first - 1 and amount.bound is Bound.EXACT:
        return amount._replace(bound=last.bound)
    while before := phrase_before("figures_bounds", page.tokens, amount.first, _opening(last)):
        if before[1].startswith("after "):
            break
        amount = amount._replace(first=before[0])
        if before[1] != "exact":
            return amount._replace(bound=Bound(before[1]))
    return amount._replace(bound=Bound.ABOUT) if _is_estimate(page, amount) else amount


def _is_estimate(page: Page, amount: _Amount) -> bool:
    """“An estimated cost of 40 euros”."""
    before = phrase_before("figures_bounds", page.tokens, max(amount.first - 2, 0))
    return page.word(amount.first - 1) == "of" and before is not None and before[1] == "about"
