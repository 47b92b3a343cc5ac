"""Headlines: whom "Mayor says", "Study finds" and a bare quotation above the report mean, by what follows."""

from itertools import islice

from sayso.resolve.bodies import is_introduced
from sayso.resolve.names import find_name_words, fold, has, is_any, singular
from sayso.resolve.offices import Office, is_office_of, nouns_of
from sayso.resolve.parties import PERSONAL, Party, party_of
from sayso.resolve.phrases import is_role
from sayso.resolve.story import Story, Told, place_of
from sayso.text import find_paragraphs
from sayso.types import SourceType, Span, Statement, VoiceKind

_LEAD = 800  # code points below the headline in which an office may stand before the name
_LATER = 60  # statements that are looked at
_ENDS = (".", "”", '"', "?", "!")  # what a line of prose ends with, and a headline or byline mostly does not
_SAME_WORDS = 3  # words in a row that show one quotation to be the other


def settle_headline(story: Story) -> None:
    """Give what headline and lead leave open the voice that the report gives it later, the last of them first."""
    text = story.cast.text
    end = text.find("\n", len(text) - len(text.lstrip()))
    for i in reversed(range(len(story.order))):
        statement, party = story.order[i]
        start = place_of(statement)[1]
        is_above = start < end
        is_named = party.named and not (is_above and is_role(party.name.lower()))
        if is_named or start > end + _LEAD or not (is_above or _is_role(text, statement, party)):
            continue
        below = [told for told in story.order[i + 1 : i + 1 + _LATER] if place_of(told.statement)[1] >= end]
        below = below if is_above else [told for told in below if told.party.named]
        found = _find_meant(story, party, below) if party.name else _find_quoted(text, statement, below)
        found = found or (None if is_above else _find_brought_in(story, party))
        if found:
            _replace(story, i, found)


def _replace(story: Story, number: int, found: Party) -> None:
    """Give a statement this voice, and those after it whose pronouns led to the same unnamed person."""
    old = story.order[number].party
    found = found._replace(noun=found.noun or old.noun)
    for i, (statement, party) in enumerate(story.order[number : number + _LATER], number):
        if i == number or (old.kind is VoiceKind.PERSON and party.name == old.name and not party.named):
            story.order[i] = story.told[statement.id] = Told(statement, found)


def _find_brought_in(story: Story, party: Party) -> Party | None:
    """The person whom the two paragraphs below the lead bring in by a bare full name, as one told of before.

    It is the first whom they name, and speaks in them or opens one of them; an office before the name, or a definite
    one after it, would make it another's.
    """
    text = story.cast.text
    prose = islice((p for p in find_paragraphs(text) if text[p.end - 1] in _ENDS), 3)
    lead, *below = [*prose, Span(0, 0)]
    if not lead.start <= party.at.start < lead.end or is_any(party.noun, "spokesman"):
        return None
    persons = {t.party.name for t in story.order if t.party.kind is VoiceKind.PERSON and t.party.named}
    speaking = {t.statement.source[0].start for t in story.order if t.statement.source}
    named = (m for p in below for m in story.cast.between(*p) if m.kind is VoiceKind.PERSON or m.name in persons)
    first = next(named, None)
    places = story.cast.places.get(first.name, ()) if first else ()
    if first is None or " " not in first.name or first.is_possessive or {m.start for m in places[:1]} != {first.start}:
        return None
    is_subject = first.start in speaking or any(p.start == first.start for p in below)
    person = party_of(first._replace(kind=VoiceKind.PERSON))
    is_other = {party.gender, first.gender} == {"he", "she"}
    is_bare = _is_bare(text, story.office_of(person), first.start)
    return person if is_subject and is_bare and not is_other else None


def _is_bare(text: str, office: Office, start: int) -> bool:
    """Whether no part of a title makes a person known: "Ann Reed, 40, a pilot", but not "the pilot, Ann Reed"."""
    return all(part.start > start and text.startswith(("a ", "an "), part.start) for part in office.title)


def _is_role(text: str, statement: Statement, party: Party) -> bool:
    """Whether the lead names an office or trade that the report fills later: "the mayor", "a former mill worker"."""
    opening = text[party.at.start : party.at.end].split(maxsplit=1)[:1]
    is_trade = any(has(label, party.noun) for label in PERSONAL) and not is_any(party.noun, "anyone")
    is_here = any(span.covers(party.at) for span in statement.source)
    return is_here and party.kind is VoiceKind.PERSON and is_trade and is_any("".join(opening).lower(), "article")


def _find_meant(story: Story, party: Party, below: list[Told]) -> Party | None:
    return next((told.party for told in below if told.party.name and _is_meant(story, party, told.party)), None)


def _is_meant(story: Story, party: Party, later: Party) -> bool:
    """Whether the headline's noun may name this voice: by its office, its own noun, its name, or what it is."""
    noun = singular(party.noun)
    if later.kind is VoiceKind.PERSON and later.named:
        text, office = story.cast.text, story.office_of(later)
        leads = is_any(noun, "leads") and any(is_any(word, "leads") for word in nouns_of(text, office))
        fits = leads or noun == later.noun or is_office_of(text, office, noun)
        return party.kind is VoiceKind.PERSON and party.gender in (None, later.gender) and fits
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
