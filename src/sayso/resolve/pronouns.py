"""Pronouns: whom "he", "they", "it" and "we" mean, by what the report said before."""

from collections.abc import Callable, Iterator
from itertools import islice, pairwise

from sayso.resolve.bodies import find_earlier_body, is_chance
from sayso.resolve.cast import Cast
from sayso.resolve.names import BODIES, Mention, NameWord, find_name_words, has, is_any, lean_of, split_person
from sayso.resolve.offices import find_body_of
from sayso.resolve.parties import Party, party_of, read_party
from sayso.resolve.phrases import pronoun_of
from sayso.resolve.story import Story, Told
from sayso.resolve.subjects import is_bare, read_subject
from sayso.types import Span, Statement, VoiceKind

_THINGS = (*BODIES, VoiceKind.DOCUMENT)
_SEVERAL = (*BODIES, VoiceKind.GROUP)
_BESIDE = 2  # sentences in which somebody's relative may be taken up
_SENTENCES = 6  # sentences that a pronoun looks back over
_AHEAD = 300  # code points after a pronoun that nothing before explains
_SUBJECT = 3  # words that may stand before a document that a sentence is about
_PHRASE = 5  # words before a noun among which its determiner is looked for


def find_self(story: Story, statement: Statement, party: Party) -> Party | None:
    """Whom "I" and "we" mean: who speaks, or the body for which a spokesman speaks."""
    speaker = story.parent_of(statement)
    if speaker is None:
        around = (t for t in reversed(story.order[-40:]) if any(c.covers(party.at) for c in t.statement.content))
        told = next(around, None) or next((t for t in story.order[-1:] if t.party.named), None)
        speaker = told.party if told else None
    if speaker and party.refers == "we" and speaker.kind is VoiceKind.PERSON and speaker.named:
        return find_body_spoken_for(story, speaker, "spokesman") or speaker
    return speaker


def find_body_spoken_for(story: Story, speaker: Party, label: str) -> Party | None:
    """The body for which a named person speaks by office: "the spokesman for the group" speaks for the group's name."""
    found = find_body_of(story.cast, story.office_of(speaker), label)
    if isinstance(found, NameWord):
        return find_earlier_body(story, Party(noun=found.lower, at=Span(found.start, found.end)))
    return party_of(found) if found else None


def find_person(story: Story, statement: Statement, party: Party) -> Party | None:
    """The person that "he" or "she" means: who speaks around it, else whom the nearest sentence has first.

    In a sentence those who speak come before those who are named; the other gender's names come last.
    """
    pronoun = party.refers
    parent = story.parent_of(statement)
    if parent and parent.kind is VoiceKind.PERSON and _suits(parent, pronoun):
        return parent
    others: list[Party] = []
    unnamed: list[Party] = []
    for number, sentence in enumerate(story.sentences_before(party.at.start, _SENTENCES)):
        if number == 0 and _opens_passive(story.cast.text, sentence):
            continue
        here = [p for p in _persons_in(story, statement, sentence) if p.gender in (None, pronoun)]
        if number < _BESIDE and not party.noun:
            told = (p for p in _relatives_in(story.cast, sentence) if p.gender == pronoun)
            here += (p for p in told if not any(span.covers(p.at) for span in statement.content))
        best = next(filter(_suiting(pronoun), here), None)
        if best:
            return best
        others += (p for p in here if p.named)
        unnamed += (p for p in here if not p.named)
        if (unnamed or others) and "\n" in story.cast.text[max(0, sentence.start - 2) : sentence.start]:
            return [*unnamed, *others][0]
    earlier = (t.party for t in reversed(story.order[-12:]) if t.party.kind is VoiceKind.PERSON and t.party.name)
    at = party.at.end
    later = (party_of(m) for m in story.cast.between(at, at + _AHEAD) if m.kind is VoiceKind.PERSON)
    found = next(filter(_suiting(pronoun), earlier), None) or next(iter(others), None)
    return found or next(filter(_suiting(pronoun), later), None)


def _opens_passive(text: str, sentence: Span) -> bool:
    """Whether a clause tells by whom a pronoun's bearer was asked: "Pressed by Ann Reed, he said"."""
    first, second, *_ = (*islice(find_name_words(text, *sentence), 2), None, None)
    return first is not None and second is not None and first.lower.endswith("ed") and second.lower == "by"


def _persons_in(story: Story, statement: Statement, sentence: Span) -> Iterator[Party]:
    """The persons of a sentence: those who speak in it, then those it is about or names outside of what is said."""
    heard = [t for t in story.heard_in(sentence) if t.statement.id != statement.id]
    yield from filter(None, map(_heard_person, heard))
    said = [*statement.content, *(span for t in heard if t.party.name for span in t.statement.content)]
    named = [
        m for m in story.cast.between(*sentence) if _may_be_person(m, sentence, story.cast) and m.end <= sentence.end
    ]
    outside = [m for m in named if not any(span.start <= m.start < span.end for span in said)]
    first = min((m.start for m in outside), default=sentence.end)
    subject = read_subject(story.cast, sentence)
    is_told = subject and not any(span.covers(subject.at) for span in said)
    if subject and is_told and subject.kind is VoiceKind.PERSON and subject.at.end < first and not is_bare(subject):
        yield subject
    yield from map(_person_of, sorted(outside, key=lambda m: m.is_possessive))


def _relatives_in(cast: Cast, sentence: Span) -> Iterator[Party]:
    """The men and women whom a sentence tells of as somebody's: "his wife", "my father"."""
    for owner, noun in pairwise(find_name_words(cast.text, *sentence)):
        gender = next((g for g in ("he", "she") if is_any(noun.lower, f"noun_{g}")), None)
        if (
            gender
            and not noun.is_possessive
            and is_any(noun.lower, "relation")
            and pronoun_of(owner.lower) in ("he", "she", "i")
        ):
            yield read_party(cast, (Span(owner.start, noun.end),))._replace(gender=gender)


def _heard_person(told: Told) -> Party | None:
    """The person who speaks, be it in the name of a body: a spokeswoman is a she."""
    party = told.party
    if party.kind in BODIES and is_any(party.noun, "spokesman"):
        gender = next((g for g in ("he", "she") if is_any(party.noun, f"noun_{g}")), None)
        return party._replace(gender=gender) if gender else None
    return party if party.kind is VoiceKind.PERSON and party.name else None


def _may_be_person(mention: Mention, sentence: Span, cast: Cast) -> bool:
    """Whether a name is a person's, or, known for nothing else, opens the sentence in two words or more."""
    words = [word.lower() for word in mention.name.split()]
    if mention.kind is VoiceKind.PERSON or mention.name.isupper():
        is_site = mention.gender is None and mention.name.lower() in cast.sites
        return mention.kind is VoiceKind.PERSON and not is_site
    is_open = mention.kind is VoiceKind.UNKNOWN and mention.start <= sentence.start + 1 and len(words) > 1
    return is_open and cast.common.isdisjoint(words) and split_person(words) is not None


def _person_of(mention: Mention) -> Party:
    return party_of(mention._replace(kind=VoiceKind.PERSON))


def _suits(person: Party, pronoun: str) -> bool:
    """Whether a person may be meant by the pronoun, by gender or else by the look of the given name."""
    if person.gender is not None:
        return person.gender == pronoun
    return person.named and lean_of(person.name) in (None, pronoun)


def _suiting(pronoun: str) -> Callable[[Party], bool]:
    return lambda person: _suits(person, pronoun)


def find_several(story: Story, statement: Statement, party: Party) -> Party | None:
    """Whom "they" means: the group or body that speaks around it, or that the nearest sentence is about or hears."""
    parent = story.parent_of(statement)
    if parent and parent.kind in _SEVERAL:
        return parent
    for sentence in story.sentences_before(party.at.start, _SENTENCES):
        heard = [t for t in story.heard_in(sentence) if t.statement.id != statement.id]
        several = [t.party for t in heard if t.party.kind in _SEVERAL and t.party.name]
        if several:
            return several[0]
        subject = read_subject(story.cast, sentence)
        if subject and subject.kind is VoiceKind.GROUP and subject.at.end < party.at.start:
            return subject
    parties = [told.party for told in story.order[:-13:-1] if told.party.name]
    several = [p for p in parties if p.kind in _SEVERAL]
    return next(iter(several), None) or (None if parent else next(iter(parties), None))


def find_thing(story: Story, statement: Statement, party: Party) -> Party | None:
    """What "it" means: the body, outlet or document that speaks around it, or that the nearest sentence has first."""
    parent = story.parent_of(statement)
    if parent and parent.kind in _THINGS:
        return parent
    cue = (token.lower for span in statement.cue for token in find_name_words(story.cast.text, *span))
    kinds = BODIES if any(is_any(word, "body_act") for word in cue) else _THINGS
    for sentence in story.sentences_before(party.at.start, _SENTENCES):
        things = (thing for thing in _things_in(story, sentence, party.at.start) if thing[1].kind in kinds)
        found = min(things, key=lambda thing: thing[0], default=None)
        if found:
            return found[1]
    heard = next((told.party for told in story.order[:-9:-1] if told.party.kind in kinds), None)
    return heard or find_earlier_body(story, party._replace(noun="organization"))


def _things_in(story: Story, sentence: Span, at: int) -> Iterator[tuple[int, Party]]:
    """The bodies, outlets and documents of a sentence with their offsets."""
    for told in story.heard_in(sentence):
        if told.party.kind in _THINGS and told.statement.source:
            yield told.statement.source[0].start, told.party
    for mention in story.cast.between(*sentence):
        is_site = mention.name.lower() in story.cast.sites or is_any(mention.name.lower(), "nation", "demonym")
        is_aside = sentence.end == at and mention.start > sentence.start + len("The ")
        if mention.kind not in BODIES or mention.is_possessive or is_site or is_aside:
            continue
        if not is_chance(story.cast, mention):
            yield mention.start, party_of(mention)
    yield from _documents_in(story, sentence)
    subject = read_subject(story.cast, sentence)
    meant = find_earlier_body(story, subject) if subject and subject.refers == "body" else subject
    if meant and subject and (meant.kind in _THINGS or has("body", meant.noun)):
        yield subject.at.start, meant


def _documents_in(story: Story, sentence: Span) -> Iterator[tuple[int, Party]]:
    """The first document that a sentence is about or closes with, and no preposition has."""
    tokens = list(find_name_words(story.cast.text, *sentence))
    for i, token in enumerate(tokens):
        if not token.word.islower() or not has("document", token.lower):
            continue
        opens = next((n for n in range(i - 1, max(-1, i - _PHRASE), -1) if is_any(tokens[n].lower, "determiner")), None)
        is_last = i + 1 == len(tokens)
        if opens is None or (opens > _SUBJECT and not is_last):
            continue
        if opens and is_any(tokens[opens - 1].lower, *(("link", "locative", "adverb") if is_last else ("tail",))):
            continue
        party = read_party(story.cast, (Span(tokens[opens].start, token.end),))
        if party.kind is VoiceKind.DOCUMENT:
            yield tokens[opens].start, party._replace(refers="")
            return


def find_antecedent(story: Story, statement: Statement, party: Party) -> Party | None:
    """What a relative pronoun takes up: the phrase right before it."""
    text, at = story.cast.text, party.at.start
    phrase: list[NameWord] = []
    for token in reversed(list(find_name_words(text, max(0, at - 120), at))[-8:]):
        is_parted = phrase and any(mark in text[token.end : phrase[0].start] for mark in ',.;:“”"\n')
        if is_parted or (token.word.islower() and is_any(token.lower, "plain", "tail")):
            break
        phrase.insert(0, token)
    if not phrase:
        return None
    return read_party(story.cast, (Span(phrase[0].start, phrase[-1].end),))._replace(refers="")


def voice_before(story: Story, statement: Statement) -> Party:
    """The voice of the statement before, for a quotation that goes on."""
    beside = (told.party for told in reversed(story.order[-20:]) if told.statement.parent == statement.parent)
    return next(beside, Party())


def subject_before(story: Story, statement: Statement) -> Party:
    """Who says the verb that a statement without source has: whoever spoke last in the sentence, for "adding that"."""
    text, at = story.cast.text, statement.cue[0].start
    cue = list(find_name_words(text, *statement.cue[0]))
    before = list(find_name_words(text, max(0, at - 40), at))[-2:]
    is_joined = bool(before) and any(is_any(token.lower, "coordinator") for token in before)
    is_active = bool(cue) and (cue[0].lower.endswith("ing") or (is_joined and not is_any(cue[0].lower, "auxiliary")))
    sentence = next(story.sentences_before(at, 1))
    told: list[Told] = [t for t in story.heard_in(sentence) if t.statement.parent == statement.parent and t.party.name]
    return told[-1].party if told and is_active else Party()
