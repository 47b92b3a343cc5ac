"""Bodies by a common noun: which one "the embassy", "the company", "the newspaper" takes up."""

from collections import Counter
from collections.abc import Iterator

from sayso.resolve.cast import Cast
from sayso.resolve.names import BODIES, Mention, find_name_words, has, is_any, opens_sentence
from sayso.resolve.parties import Party, party_of
from sayso.resolve.story import Story
from sayso.types import VoiceKind


def find_earlier_body(story: Story, party: Party) -> Party | None:
    """The body or outlet that a definite noun takes up: one of that noun by name, or that the noun introduced."""
    earlier = list(_earlier_bodies(story, party.at.start))
    if party.refers == "outlet":
        outlets = [p for p in earlier if p.kind is VoiceKind.OUTLET]
        best = next((p for p in outlets if is_introduced(story.cast, p, party.noun)), next(iter(outlets), None))
        return best or next((p for p in earlier if p.named and _may_be_company(story.cast, p, party.noun)), None)
    bodies = [p for p in earlier if p.kind is VoiceKind.ORGANIZATION and p.name]
    named = next((p for p in bodies if party.noun in p.name.lower().split()), None)
    named = named or next((p for p in earlier if is_introduced(story.cast, p, party.noun)), None)
    if named or not has("company_like", party.noun):
        return named
    likely = [p for p in bodies if _may_be_company(story.cast, p, party.noun)]
    heard = {told.party.name for told in story.order[-30:]}
    often = Counter(p.name for p in likely)
    return min(likely, key=lambda p: (not _is_firm(story.cast, p), p.name not in heard, -often[p.name]), default=None)


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
