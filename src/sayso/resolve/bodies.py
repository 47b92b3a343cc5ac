"""Bodies by a common noun: which one "the embassy", "the company", "the newspaper" takes up."""

from collections import Counter
from collections.abc import Iterator

from sayso.resolve.cast import Cast
from sayso.resolve.names import BODIES, Mention, find_name_words, has, is_any, opens_sentence
from sayso.resolve.parties import Party, party_of, read_party
from sayso.resolve.story import Story
from sayso.types import Span, VoiceKind

_NEAR = 6  # bodies that spoke or were named last
_BESIDE = 60  # code points before a noun in which a name opens that it explains
_SENTENCES = 6  # sentences in which a body is looked for that has no name


def find_earlier_body(story: Story, party: Party) -> Party | None:
    """The body or outlet that a definite noun takes up: one of that noun by name, or that the noun introduced."""
    earlier = list(_earlier_bodies(story, party.at.start))
    if party.refers == "outlet":
        outlets = [p for p in earlier if p.kind is VoiceKind.OUTLET]
        best = next((p for p in outlets if is_introduced(story.cast, p, party.noun)), next(iter(outlets), None))
        return best or next((p for p in earlier if p.named and _may_be_company(story.cast, p, party.noun)), None)
    bodies = [p for p in earlier if p.kind is VoiceKind.ORGANIZATION and p.name]
    named = next((p for p in bodies if party.noun in p.name.lower().split()), None)
    named = next((p for p in bodies[:_NEAR] if p.noun == party.noun), named)
    named = named or next((p for p in earlier if is_introduced(story.cast, p, party.noun)), None)
    named = named or _find_described(story, party)
    if not named and earlier and earlier[0].kind is VoiceKind.OUTLET and is_any(f"news {party.noun}", "outlet_noun"):
        return earlier[0]
    if named or not has("company_like", party.noun):
        return named
    likely = [p for p in bodies if _may_be_company(story.cast, p, party.noun)]
    heard = {told.party.name for told in story.order[-30:]}
    often = Counter(p.name for p in likely)
    return min(likely, key=lambda p: (not _is_firm(story.cast, p), p.name not in heard, -often[p.name]), default=None)


def _find_described(story: Story, party: Party) -> Party | None:
    """The body without a name that was told of more fully by this noun: "a telephone company … the company"."""
    text = story.cast.text
    for sentence in story.sentences_before(party.at.start, _SENTENCES):
        tokens = list(find_name_words(text, *sentence))
        for i, token in enumerate(tokens):
            if token.lower != party.noun or token.is_possessive or token.start >= party.at.start:
                continue
            opens = next((n for n in range(i - 1, max(-1, i - 5), -1) if is_any(tokens[n].lower, "article")), i)
            words = tokens[opens + 1 : i]
            if not words or not all(t.word.islower() and not is_any(t.lower, "plain") for t in words):
                continue
            if not _is_by_name(story.cast, tokens[opens].start, token.end):
                return read_party(story.cast, (Span(tokens[opens].start, token.end),))._replace(refers="")
    return None


def _is_by_name(cast: Cast, start: int, end: int) -> bool:
    """Whether a name stands beside a noun phrase: "Hart Air, a small airline", "the airline, Hart Air"."""
    beside = cast.between(start - _BESIDE, end + 3)
    return any(m.end + 2 == start or end < m.start for m in beside)


def _is_firm(cast: Cast, party: Party) -> bool:
    name = party.name.lower()
    return name in cast.shown or any(is_any(word, "company_like", "firm") for word in name.split())


def is_introduced(cast: Cast, party: Party, noun: str) -> bool:
    """Whether the report calls the name by this noun: "the airline Hart Air"."""
    shown = cast.shown.get(party.name.lower().removeprefix("the "))
    return shown is not None and noun in shown.noun.split()


def _earlier_bodies(story: Story, at: int) -> Iterator[Party]:
    """The bodies and outlets that spoke before, then those that were named before, the nearest first."""
    for told in story.order[:-31:-1]:
        if told.party.kind in BODIES:
            yield told.party
    for mention in story.cast.before(at):
        if mention.kind in BODIES and not is_chance(story.cast, mention):
            yield party_of(mention)


def is_chance(cast: Cast, mention: Mention) -> bool:
    """Whether only the start of a sentence gives this word its capital."""
    if " " in mention.name or mention.name.isupper() or mention.name.lower() in cast.shown:
        return False
    return opens_sentence(cast.text, mention.start)


def _may_be_company(cast: Cast, party: Party, noun: str) -> bool:
    name = party.name.lower()
    if name in cast.shown and cast.shown[name].noun:
        return True
    words = [token.lower for token in find_name_words(name)]
    is_place = is_any(name, "nation", "metonym", "demonym") or all(is_any(word, "nation", "demonym") for word in words)
    like = "firm_noun" if is_any(noun, "firm_noun") else "company_like"
    is_office = any(has("body", word) and not has(like, word) for word in words)
    return party.named and not is_place and not is_office and name not in cast.sites
