"""Headlines: whom "Mayor says", "Study finds" and a bare quotation above the report mean, by what follows."""

from sayso.resolve.bodies import is_introduced
from sayso.resolve.names import find_name_words, fold, has, is_any, singular
from sayso.resolve.parties import Party
from sayso.resolve.story import Story, Told, place_of
from sayso.types import SourceType, Statement, VoiceKind

_LEAD = 800  # code points below the headline in which an office may stand before the name
_LATER = 60  # statements that are looked at
_SAME_WORDS = 3  # words in a row that show one quotation to be the other


def settle_headline(story: Story) -> None:
    """Give what the first line leaves open the voice that the report gives it later."""
    text = story.cast.text
    end = text.find("\n", len(text) - len(text.lstrip()))
    for i, (statement, party) in enumerate(story.order):
        start = place_of(statement)[1]
        is_above = start < end
        if party.named or start > end + _LEAD or not (is_above or _is_role(text, party)):
            continue
        below = [told for told in story.order[i + 1 : i + 1 + _LATER] if place_of(told.statement)[1] >= end]
        found = _find_meant(story, party, below) if party.name else _find_quoted(text, statement, below)
        if found:
            story.order[i] = story.told[statement.id] = Told(statement, found)


def _is_role(text: str, party: Party) -> bool:
    """Whether the lead names an office or trade that the report fills later: "the mayor", "a former mill worker"."""
    opening = text[party.at.start : party.at.end].split(maxsplit=1)[:1]
    is_trade = has("office", party.noun) or has("relation", party.noun)
    return party.kind is VoiceKind.PERSON and is_trade and is_any("".join(opening).lower(), "article")


def _find_meant(story: Story, party: Party, below: list[Told]) -> Party | None:
    return next((told.party for told in below if told.party.name and _is_meant(story, party, told.party)), None)


def _is_meant(story: Story, party: Party, later: Party) -> bool:
    """Whether the headline's noun may name this voice: by its office, its own noun, its name, or what it is."""
    noun = singular(party.noun)
    if later.kind is VoiceKind.PERSON and later.named:
        office = story.office_of(later)
        words = (t for part in (*office.title, *office.justification) for t in find_name_words(story.cast.text, *part))
        leads = is_any(noun, "leads")
        fits = (token.lower == noun or (leads and is_any(token.lower, "leads")) for token in words)
        return party.kind is VoiceKind.PERSON and party.gender in (None, later.gender) and any(fits)
    if later.kind is VoiceKind.OUTLET and later.named:
        return has("outlet_noun", noun)
    if later.kind is VoiceKind.ORGANIZATION and later.named:
        return noun in later.name.lower().split() or is_introduced(story.cast, later, noun)
    return noun == singular(later.noun)


def _find_quoted(text: str, statement: Statement, below: list[Told]) -> Party | None:
    """Who says the headline's words further down."""
    if statement.cue or not statement.content:
        return None
    words = _words(text, statement)
    start = f" {' '.join(words[:_SAME_WORDS])} "
    if len(words) < _SAME_WORDS:
        return None
    spoken = (told for told in below if told.party.source_type is not SourceType.UNATTRIBUTED)
    return next((told.party for told in spoken if start in f" {' '.join(_words(text, told.statement))} "), None)


def _words(text: str, statement: Statement) -> list[str]:
    return [fold(token.word) for span in statement.content for token in find_name_words(text, *span)]
