"""The words of a source, and the head they are about.

The head goes up to the first comma, relative clause or preposition that belongs to no name.
"""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from sayso.resolve.cast import Cast
from sayso.resolve.names import Mention, NameWord, find_name_words, has, is_any, singular, spell, vocabulary
from sayso.types import Span, Spans

_MOST = 80  # words of a source that are read
_TAIL = 14  # words after the head that may belong to a name
PRONOUNS = ("he", "she", "they", "it", "i", "we", "who")
ROLES = ("office", "relation", "spokesman", "spokesmen", "individual", "anonymous")
_NOUNS = ("body", "outlet_noun", "gathered", "document", "spokesman", "individual", "relation", "office")
_THINGS = ("body", "outlet_noun", "honorific", "gathered", "document", "coverage")


class Phrase(NamedTuple):
    """The words of a source. `head` are those that it is about, `mentions` the names in it."""

    cast: Cast
    tokens: tuple[NameWord, ...]
    head: tuple[NameWord, ...]
    mentions: tuple[Mention, ...]

    @property
    def at(self) -> Span:
        """Where the head stands."""
        return Span(self.head[0].start, self.head[-1].end)

    @property
    def noun(self) -> str:
        """The head noun, of two words where the vocabularies know both together."""
        words = [token.lower for token in self.head[-2:]]
        pair = " ".join(words)
        return pair if len(words) > 1 and is_any(pair, *_NOUNS) else words[-1]

    @property
    def rest(self) -> tuple[NameWord, ...]:
        """The words after the head."""
        return self.tokens[len(self.head) :]

    @property
    def owner(self) -> Mention | None:
        """The name that stands in the head before its noun: "Reed's lawyer", "Harbour Board officials"."""
        inside = [m for m in self.mentions if self.head[0].start <= m.start and m.end <= self.head[-1].start]
        return inside[-1] if inside else None


def make_phrase(cast: Cast, source: Spans) -> Phrase | None:
    """The phrase that a source's spans hold, without what belongs to the clause around it."""
    tokens = tuple(islice((token for span in source for token in find_name_words(cast.text, *span)), _MOST))
    while len(tokens) > 1 and tokens[0].lower in vocabulary("adverb"):
        tokens = tokens[1:]
    has_clause = any(is_any(token.lower, "pronoun_who") for token in tokens[1:])
    while len(tokens) > 1 and _is_of_verb(tokens[-1]) and not has_clause:
        tokens = tokens[:-1]
    return cut_phrase(cast, tokens) if tokens else None


def cut_phrase(cast: Cast, tokens: tuple[NameWord, ...]) -> Phrase:
    """The phrase of these words, its head found."""
    # Word by word: a split source may have the whole report in its gap.
    inside = (m for token in tokens for m in cast.between(token.start, token.end) if m.end <= tokens[-1].end)
    mentions = tuple(dict.fromkeys(inside))
    return Phrase(cast, tokens, _find_head(cast, tokens, mentions), mentions)


def pronoun_of(word: str) -> str:
    """The kind of pronoun that a lower-case word is, or nothing."""
    return next((kind for kind in PRONOUNS if word in vocabulary(f"pronoun_{kind}")), "")


def is_role(word: str) -> bool:
    """Whether a lower-case word is a common noun that the vocabularies know, and so no name."""
    return is_any(word, *ROLES, *_THINGS)


def _is_of_verb(token: NameWord) -> bool:
    """Whether the word belongs to the verb after the source: "recently", "has", "also"."""
    is_kept = pronoun_of(token.lower) or is_any(token.lower, *_NOUNS) or token.lower.endswith("other")
    is_adverb = token.lower in vocabulary("plain") or token.lower.endswith("ly")
    return token.word.islower() and is_adverb and not is_kept


def _ends_head(text: str, tokens: Sequence[NameWord], i: int) -> bool:
    gap = text[tokens[i - 1].end : tokens[i].start]
    if gap == "," and tokens[i].word.isdigit():
        return False
    if any(mark in gap for mark in ',;:(—–\n“”"') or " - " in gap or " -- " in gap:
        return True
    if is_any(tokens[i - 1].lower, "article") and tokens[i].lower.endswith(("ing", "ed")):
        return False
    return tokens[i].word.islower() and (tokens[i].lower in vocabulary("tail") or _is_participle(tokens, i))


def _is_participle(tokens: Sequence[NameWord], i: int) -> bool:
    """Whether a participle goes with the noun before it, "papers seized in the raid", not with one to come."""
    word, before = tokens[i].lower, tokens[i - 1]
    if before.is_possessive or is_any(before.lower, "plain", "determiner") or is_any(word, *_NOUNS):
        return False
    after = tokens[i + 1].word if i + 1 < len(tokens) else ""
    if word.endswith("ing"):
        return is_any(after.lower(), "determiner")
    return (
        word.endswith("ed")
        and len(word) > 4
        and (not after.islower() or after.endswith("ly") or is_any(after, "plain", "tail"))
    )


def _find_head(cast: Cast, tokens: tuple[NameWord, ...], mentions: Sequence[Mention]) -> tuple[NameWord, ...]:
    for i in range(1, len(tokens)):
        if any(m.start < tokens[i].start < m.end for m in mentions):
            continue
        names_one = any(m.end == tokens[i - 1].end and not m.is_possessive for m in mentions)
        if tokens[i].lower == "and" and names_one:
            return tokens[:i]
        if _ends_head(cast.text, tokens, i) and not _counts(tokens[i - 1], tokens[i]) and not _owns_rest(tokens, i):
            return tokens[:i]
    return tokens


def _counts(before: NameWord, token: NameWord) -> bool:
    """Whether what stands before "of" only counts what follows it: "a group of", "some of"."""
    return token.lower == "of" and before.lower in vocabulary("gathered")


def _owns_rest(tokens: Sequence[NameWord], i: int) -> bool:
    """Whether what stands before "of" owns what follows: "the secretary of state's office"."""
    is_owner = tokens[i].lower == "of" and i + 2 < len(tokens) and tokens[i + 1].is_possessive
    return is_owner and is_any(tokens[i + 2].lower, "body") and not has("document", tokens[i - 1].lower)


def body_after(phrase: Phrase) -> Mention | None:
    """The name right after the head: "a spokesman for the Harbour Board", "officials at the ministry"."""
    rest = phrase.rest
    if not rest or rest[0].lower not in ("of", "for", "at", "from", "with"):
        return None
    first = next((token for token in rest[1:] if not is_any(token.lower, "article")), None)
    return next((m for m in phrase.mentions if first and m.start <= first.start < m.end), None)


def name_of(phrase: Phrase, is_whole: bool = False, is_placed: bool = False) -> str:
    """The phrase as said, without article, in lower case where only the sentence gave it a capital.

    It goes up to the first comma if it is whole; if it is placed, up to what the head did, or was when it spoke.
    """
    tail = _tail_of(phrase) if is_whole or is_placed else []
    tokens = [*phrase.head, *(tail if is_whole else _place_in(tail))]
    articles = ("pointer", "article") if has("document", phrase.head[-1].lower) else ("pointer",)
    if len(tokens) > 1 and is_any(tokens[0].lower, *articles):
        tokens = tokens[1:]
    name, first = spell(phrase.cast.text, tokens), tokens[0]
    is_common = first.lower in vocabulary("plain") or first.lower in phrase.cast.common
    leads_name = len(tokens) > 1 and tokens[1].word[0].isupper()
    is_name = leads_name or first.word[1:2].isupper() or not (is_common or is_role(singular(first.lower)))
    return name if is_name else name[0].lower() + name[1:]


def _place_in(tail: Sequence[NameWord]) -> list[NameWord]:
    """The words of a tail that tell whose or where somebody is: "at the harbour", "in the labour movement"."""
    if not tail or not is_any(tail[0].lower, "place"):
        return []
    ends = (i for i, t in enumerate(tail) if is_any(t.lower, "clause") or (t.word.islower() and t.lower.endswith("ed")))
    return list(tail[: next(ends, len(tail))])


def _tail_of(phrase: Phrase) -> list[NameWord]:
    """What goes with the head: as far as the first comma, relative clause or list of examples."""
    tail: list[NameWord] = []
    before = phrase.head[-1]
    for token in phrase.rest[:_TAIL]:
        gap = phrase.cast.text[before.end : token.start]
        if any(mark in gap for mark in ",;:(—–\n") or token.lower in ("which", "that", "including", "such", "whose"):
            break
        tail.append(token)
        before = token
    return tail
