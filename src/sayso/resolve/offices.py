"""Offices: the title of a named person, and the words that tell why somebody is in the story."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from sayso.resolve.cast import Cast
from sayso.resolve.names import BODIES, Mention, NameWord, find_name_words, has, is_any
from sayso.text import words_at
from sayso.types import Span

_BREAK = re.compile(r"[.;:!?“”\"()\[\]\r\n—–|]")
_CLAUSE = re.compile(r"[;:“”\"()\r\n—–|]|[.!?](?=\s|$|[”\"])|,")
_PARTY = re.compile(r"\s?\([A-Z][a-z]{0,3}-[^()\n]{2,30}\)")
_PLACE = re.compile(r"\s(?:of|from)\s(?=[A-Z])")
_AGE = re.compile(r",?\s?\(?\b\d{1,3}\)?(?=,)")
_WHO = re.compile(r",?\s(?:who|whose)\s")
_LAST_WORD = re.compile(r"\b\w+$")
_LONGEST_SHORT = 6  # letters of a short form and one more
_REACH = 160


class Office(NamedTuple):
    """What the report tells of a person, as spans of its text: the parts of a title, and of a justification."""

    title: tuple[Span, ...] = ()
    justification: tuple[Span, ...] = ()

    def words(self, text: str) -> tuple[str | None, str | None]:
        """Title and justification as text, split parts joined by " … "; a short form alone, "Gov.", is no title."""
        told = [span for span in self.title if not is_any(span.of(text).lower().rstrip("."), "abbreviation")]
        parts = (told, self.justification)
        title, reason = (words_at(text, tuple(part)) or None for part in parts)
        return title, reason


def describe(cast: Cast, name: str, at: Span) -> Office:
    """The title and the justification of a person, from the places that name it in full."""
    places = [Span(m.start, m.end) for m in cast.places.get(name, ())]
    best = Office()
    for place in dict.fromkeys([at, *places] if at.end else places):
        office = _read_place(cast, place)
        best = Office(_longer(best.title, office.title), best.justification or office.justification)
    return best


def nouns_of(text: str, office: Office) -> set[str]:
    """The words, in lower case, that tell what a person is: "lawyer", not "mayor", of a lawyer for the mayor."""
    words: set[str] = set()
    for part in (*office.title, *office.justification):
        tokens = list(find_name_words(text, *part))
        for i, token in enumerate(tokens):
            before = [t.lower for t in tokens[max(0, i - 2) : i] if t.lower not in ("the", "a", "an")]
            if not before or not is_any(before[-1], "belonging"):
                words.add(token.lower)
    return words


def is_office_of(text: str, office: Office, noun: str) -> bool:
    """Whether a common noun tells what a person is, be it by its short form: "the governor", "Gov. Reed"."""
    words = nouns_of(text, office)
    return noun in words or any(is_any(word, "abbreviation") and _shortens(word, noun) for word in words)


def _shortens(short: str, noun: str) -> bool:
    """Whether the letters of a short form stand in this order in a word that opens with the first of them."""
    letters = iter(noun)
    return noun[:1] == short[:1] and len(noun) > len(short) and all(letter in letters for letter in short)


def _longer(one: tuple[Span, ...], other: tuple[Span, ...]) -> tuple[Span, ...]:
    return max(one, other, key=lambda spans: sum(span.end - span.start for span in spans))


def _read_place(cast: Cast, place: Span) -> Office:
    """What stands before and after one mention of the name."""
    text = cast.text
    title: list[Span] = []
    reason: list[Span] = []
    before = _before(text, place.start)
    if before:
        (reason if _is_reason(text, before) else title).append(before)
    at = place.end
    if title and (here := _PLACE.match(text, at)):
        following = next(iter(cast.between(here.end(), here.end() + 1)), None)
        if following:
            title.append(Span(at + 1, following.end))
            at = following.end
    if party := _PARTY.match(text, at):
        at = party.end()
    if age := _AGE.match(text, at):
        at = age.end()
    for clause in _clauses(text, at):
        is_title = _is_title(text, clause)
        if not is_title and not _tells_why(text, clause, bool(title)):
            break
        (title if is_title else reason).append(clause)
    is_apart = " " in place.of(text).strip() or text.startswith(",", place.end)
    return Office(tuple(title), tuple(reason[:1]) if is_apart else ())


def _before(text: str, start: int) -> Span | None:
    """The office before a name: "Harbour Board president", "the port's coach,"."""
    begin = max(0, start - _REACH)
    breaks = [m.end() for m in _BREAK.finditer(text, begin, start) if not _is_short(text, m)]
    begin = breaks[-1] if breaks else begin
    tokens = list(find_name_words(text, begin, start))
    gap = text[tokens[-1].end : start] if tokens else ""
    if tokens and is_any(tokens[-1].lower, "abbreviation"):
        gap = gap.removeprefix(".")
    if not tokens or not (_is_office(tokens[-1]) or _is_part(tokens[-1])) or gap.strip() not in ("", ",", "'", "’"):
        return None
    i = len(tokens) - 1
    while i > 0 and _goes_on(text, tokens, i - 1):
        i -= 1
    title = _trim(tokens[i:])
    if not any(_is_office(token) for token in title):
        return None
    if gap.strip().startswith(",") and not _opens_phrase(title[0]):
        return None
    is_short = is_any(title[-1].lower, "abbreviation") and text.startswith(".", title[-1].end)
    return Span(title[0].start, title[-1].end + is_short)


def _is_short(text: str, mark: re.Match[str]) -> bool:
    """Whether a full stop belongs to a short form."""
    found = _LAST_WORD.search(text, max(0, mark.start() - _LONGEST_SHORT), mark.start())
    if mark.group() != "." or not found or not found[0][0].isupper():
        return False
    return len(found[0]) == 1 or is_any(found[0].lower(), "abbreviation", "short_body")


def _opens_phrase(token: NameWord) -> bool:
    return is_any(token.lower, "determiner") or token.is_possessive or token.word[0].isupper()


def _is_office(token: NameWord) -> bool:
    return is_any(token.lower, "office", "spokesman", "relation")


def _is_part(token: NameWord) -> bool:
    return token.word[0].isupper() or has("body", token.lower) or is_any(token.lower, "modifier")


def _goes_on(text: str, tokens: Sequence[NameWord], i: int) -> bool:
    """Whether the words of a title go on to the left with this one."""
    token = tokens[i]
    if "," in text[token.end : tokens[i + 1].start]:
        return False
    if is_any(token.lower, "link"):
        before = tokens[i - 1] if i else None
        return before is None or token.lower == "the" or is_any(before.lower, "link") or _may_have_link(before)
    if _is_owner(token):
        return True
    opens = i == 0 or _is_owner(tokens[i - 1]) or "," in text[tokens[i - 1].end : token.start]
    is_first_noun = opens and token.word.islower() and "-" not in token.word and not token.lower.endswith("ing")
    is_part = _is_part(token) and (token.word.isupper() or not is_any(token.lower, "plain"))
    return is_part or _is_office(token) or token.is_possessive or (is_first_noun and not is_any(token.lower, "plain"))


def _is_owner(token: NameWord) -> bool:
    """Whether the word is an article or "his"."""
    return is_any(token.lower, "determiner") and token.lower not in ("that", "this", "these", "those", "such", "one")


def _may_have_link(token: NameWord) -> bool:
    return _is_office(token) or has("body", token.lower) or has("body_name", token.lower)


def _trim(tokens: Sequence[NameWord]) -> Sequence[NameWord]:
    """The title without what stands before it: what is linked to no office, and articles in the middle."""
    for i, token in enumerate(tokens):
        is_link = is_any(token.lower, "link") and token.lower not in ("the", "and")
        if is_link and not any(_is_office(t) for t in tokens[:i]) and not (i and tokens[i - 1].word[0].isupper()):
            return _trim(tokens[i + 1 :])
    while tokens and is_any(tokens[0].lower, "link") and tokens[0].lower != "the":
        tokens = tokens[1:]
    return tokens


def _is_reason(text: str, span: Span) -> bool:
    words = [token.lower for token in find_name_words(text, *span)]
    return is_any(words[-1], "relation") and not is_any(words[-1], "office")


def _clauses(text: str, at: int) -> list[Span]:
    """The clauses that follow a name, each after its comma; two at most."""
    out: list[Span] = []
    who = _WHO.match(text, at)
    while len(out) < 2 and (text.startswith(", ", at) or (who and not out)):
        start = at + (2 if text.startswith(", ", at) else 1)
        end = next((m.start() for m in _CLAUSE.finditer(text, start, start + 400) if not _is_short(text, m)), None)
        if end is None or end == start:
            break
        out.append(Span(start, end))
        at = end
    return out


def _head(text: str, clause: Span) -> list[str]:
    """The words of a clause as far as the head noun goes."""
    words: list[str] = []
    start = clause.start + len("one of ") * text.startswith("one of ", clause.start)
    for token in find_name_words(text, start, min(clause.end, start + 120)):
        if words and is_any(token.lower, "tail", "plain") and token.lower not in ("the", "and"):
            break
        words.append(token.lower)
    return words


def _is_title(text: str, clause: Span) -> bool:
    head = _head(text, clause)
    if not head or len(head) > 9 or head[0] in ("who", "and", "but", "or", "as", "with"):
        return False
    if len(head) == 1 and is_any(head[0], "suffix"):
        return text[clause.start].isupper()
    if not (is_any(head[0], "determiner", "modifier", "office") or text[clause.start].isupper()):
        return False
    if is_any(head[0], "honorific"):
        return False
    return any(
        (has("office", word) or has("spokesman", word)) and after in ("and", "")
        for word, after in pairwise([*head, ""])
    )


def _tells_why(text: str, clause: Span, has_title: bool) -> bool:
    head = _head(text, clause)
    if not head:
        return False
    if head[0] in ("who", "whose", "with"):
        return True
    if head[0] in ("a", "an", "one") and len(head) > 1:
        return has_title or is_any(head[-1], "relation", "individual", "demonym")
    return head[0] in ("his", "her", "their", "the") and is_any(head[-1], "relation")


def find_body_of(cast: Cast, office: Office, label: str) -> Mention | NameWord | None:
    """The body for which a title of this kind speaks: a name in the title, else its common noun."""
    for part in office.title:
        tokens = list(find_name_words(cast.text, *part))
        role = next((t for t in tokens if has(label, t.lower)), None)
        if role is None:
            continue
        named = [m for m in cast.between(*part) if m.end <= part.end and m.kind in BODIES]
        is_linked = re.match(r"\s(?:of|for|at)\s", cast.text[role.end : role.end + 5]) is not None
        named = [m for m in named if m.start < role.start or is_linked]
        if named:
            return next((m for m in named if not is_any(m.name.lower(), "nation")), named[0])
        return next((t for t in tokens if t.start > role.end and has("body", t.lower)), None)
    return None
