"""Subjects: what a sentence without a named subject opens with, "The two pilots", "State inspectors", "The captain"."""

from collections.abc import Sequence

from sayso.resolve.cast import Cast
from sayso.resolve.names import NameWord, find_name_words, has, is_any, singular
from sayso.resolve.parties import PERSONAL, Party, read_party
from sayso.types import Span, VoiceKind

_WORDS = 7  # words of a sentence among which its subject's noun is looked for
_NOUNS = (*PERSONAL, "body", "document")
_BESIDE = 3  # code points after a noun in which a name opens that belongs to it
_REACH = 120  # code points that they may fill


def read_subject(cast: Cast, sentence: Span) -> Party | None:
    """The party that a sentence's first noun phrase names by a common noun, if it opens the sentence."""
    tokens = list(find_name_words(cast.text, sentence.start, min(sentence.end, sentence.start + _REACH)))[:_WORDS]
    last = _find_noun(cast, tokens)
    if last is None or _is_named_after(cast, tokens[last]):
        return None
    party = read_party(cast, (Span(tokens[0].start, tokens[last].end),))
    is_new = party.refers == "role" and cast.text.startswith((" of ", " who "), tokens[last].end)
    party = party._replace(refers="") if is_new else party
    return None if party.named and party.kind is VoiceKind.PERSON else party


def is_bare(subject: Party) -> bool:
    """Whether somebody may be one whom the report names: "the mayor", "the 40-year-old pilot"."""
    return subject.refers == "role" and (" " not in subject.name or "-year-old" in subject.name)


def _find_noun(cast: Cast, tokens: Sequence[NameWord]) -> int | None:
    """Where the head of the noun phrase stands that opens these words."""
    last = None
    for i, token in enumerate(tokens):
        gap = cast.text[tokens[i - 1].end : token.start] if i else " "
        opens = is_any(token.lower, "determiner", "count", "modifier", "gathered")
        if gap.strip(" ’'s") or (not opens and is_any(token.lower, "plain", "tail")):
            break
        is_many = last is None and is_any(token.lower, "gathered") and not is_any(token.lower, "part", "count")
        is_noun = is_many or any(has(label, token.lower) for label in _NOUNS)
        if is_noun and not token.is_possessive:
            last = i
        elif last is not None:
            break
    is_one_word = last == 0 and tokens[0].lower == singular(tokens[0].lower)
    return None if is_one_word else last


def _is_named_after(cast: Cast, noun: NameWord) -> bool:
    """Whether the name of what a noun tells follows it: "the owner, Ann Reed"."""
    following = next(iter(cast.between(noun.end, noun.end + _BESIDE)), None)
    return following is not None and cast.text[noun.end : following.start] in (" ", ", ")
