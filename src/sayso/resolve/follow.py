"""References: whom "he", "the company", "his lawyers", "one of them" mean, by what the report said before."""

from collections.abc import Iterator

from sayso.lexicon import pattern_of
from sayso.resolve.bodies import find_earlier_body
from sayso.resolve.names import BODIES, is_any, singular
from sayso.resolve.offices import is_office_of
from sayso.resolve.parties import Party, party_of, read_party
from sayso.resolve.phrases import PRONOUNS
from sayso.resolve.pronouns import (
    find_antecedent,
    find_body_spoken_for,
    find_person,
    find_self,
    find_several,
    find_thing,
    subject_before,
    voice_before,
)
from sayso.resolve.story import Story
from sayso.types import SourceType, Span, Statement, VoiceKind

_ASKED = 40  # code points of what is said that may be no more than a wish to go without a name
_BESIDE = 400  # code points around a source in which anonymity may be granted
_GRANTED = pattern_of("voices", "granted")
_NAMELESS = (SourceType.UNNAMED_PERSON, SourceType.UNNAMED_GROUP)
_UNTOLD = {
    pronoun: Party("", kind, source_type)
    for pronouns, kind, source_type in (
        (("i", "he", "she"), VoiceKind.PERSON, SourceType.UNNAMED_PERSON),
        (("we", "they", "who"), VoiceKind.GROUP, SourceType.UNNAMED_GROUP),
        (("it",), VoiceKind.ORGANIZATION, SourceType.NAMED_ORGANIZATION),
    )
    for pronoun in pronouns
}


def settle(story: Story, statement: Statement) -> Party:
    """Who makes the statement, every reference followed."""
    if not statement.source:
        return subject_before(story, statement) if statement.cue else voice_before(story, statement)
    party = read_party(story.cast, statement.source)
    party = _follow(story, statement, party) if party.refers else party
    is_kept = party.source_type in _NAMELESS and _is_granted(story, statement)
    return party._replace(source_type=SourceType.ANONYMOUS_SOURCE) if is_kept else party


def _is_granted(story: Story, statement: Statement) -> bool:
    """Whether the sentence tells, outside of what is said, that a name is kept back by agreement."""
    at = statement.source[0]
    parent = story.told.get(statement.parent or "")
    around = [s for s in parent.statement.content if s.covers(at)] if parent else []
    near = (Span(max(s.start, at.start - _BESIDE), min(s.end, at.end + _BESIDE)) for s in around or statement.sentence)
    hits = (m for s in near for m in _GRANTED.finditer(story.cast.text, s.start, s.end))
    said = [span for span in statement.content if span.end - span.start > _ASKED]
    return any(not any(span.start <= m.start() < span.end for span in said) for m in hits)


def _follow(story: Story, statement: Statement, party: Party) -> Party:
    """Whom a reference means; the party as its words name it where nobody fits."""
    finders = {
        "i": find_self,
        "we": find_self,
        "he": find_person,
        "she": find_person,
        "they": find_several,
        "it": find_thing,
        "who": find_antecedent,
        "owned": _find_owned,
        "role": _find_holder,
        "part": _find_whole,
        "group": _find_group,
        "document": _find_document,
        "spokesman": _find_spoken_for,
    }
    found = finders.get(party.refers, _find_body)(story, statement, party)
    if found and found.refers:
        # An owner's own owner is not looked for: there may be one in every sentence.
        is_end = found.refers in PRONOUNS or (found.refers == "owned" and party.noun)
        found = None if is_end else _follow(story, statement, found)
    return found or _UNTOLD.get(party.refers) or party._replace(refers="")


def _find_owned(story: Story, statement: Statement, party: Party) -> Party | None:
    """Whom "his father" means: the father of him whom "he" means. A spokesman of a body gives the word of the body."""
    owner = _follow(story, statement, party._replace(refers=party.owner, gender=None, named=False))
    if not owner.name:
        return None
    if is_any(party.noun, "client") and (client := _find_client(story, owner)):
        return client
    if is_any(party.noun, "spokesman", "spokesmen"):
        body = owner if owner.kind in BODIES else find_body_spoken_for(story, owner, "leads")
        return (body or owner)._replace(noun=party.noun) if body else _owned(owner, party, SourceType.UNNAMED_PERSON)
    return _owned(owner, party, party.source_type)


def _find_client(story: Story, lawyer: Party) -> Party | None:
    """For whom a lawyer speaks: the person whom the lawyer's title or name tells, else the one named last before it."""
    if not lawyer.named:
        name = lawyer.name.rpartition("'s ")[0]
        return next((p for p in _earlier_persons(story, lawyer.at.end) if p.name == name), None)
    told = (m for part in story.office_of(lawyer).title for m in story.cast.between(part.start, part.end))
    earlier = story.cast.before(story.cast.places[lawyer.name][0].start) if lawyer.name in story.cast.places else ()
    persons = (m for m in (*told, *earlier) if m.kind is VoiceKind.PERSON and m.name != lawyer.name)
    return next(map(party_of, persons), None)


def _owned(owner: Party, party: Party, source_type: SourceType) -> Party:
    is_long = owner.kind in (VoiceKind.DOCUMENT, VoiceKind.GROUP) or "'s " in owner.name
    name = f"{party.name} of the {owner.name}" if is_long else f"{owner.name}'s {party.name}"
    return party._replace(refers="", source_type=source_type, name=name)


def _find_whole(story: Story, statement: Statement, party: Party) -> Party | None:
    """The part of the group that was heard last: one of those who are not named is not named either."""
    groups = [t.party for t in story.order[:-13:-1] if t.party.kind is VoiceKind.GROUP and t.party.name]
    whole = next((p for p in groups if not party.owner or singular(p.noun) == party.owner), None)
    if whole is None:
        return None
    if is_any(party.name, "whole_part"):
        return whole
    is_kept = whole.source_type is SourceType.ANONYMOUS_SOURCE
    source_type = SourceType.ANONYMOUS_SOURCE if is_kept else party.source_type
    name, is_other = party.name, party.kind is VoiceKind.PERSON and party.noun != "one"
    if not party.owner:
        members = whole.name.partition(" of the ")[2] if is_any(whole.noun, "part") else ""
        name = f"{party.name} {singular(whole.noun)}" if is_other else f"{party.name} of the {members or whole.name}"
    return party._replace(refers="", source_type=source_type, name=name)


def _find_group(story: Story, statement: Statement, party: Party) -> Party | None:
    """Who was heard before by this noun; "the people" and "the insider" are those whose name is kept back."""
    heard = [t.party for t in story.order[:-21:-1] if t.party.kind is party.kind and t.party.name]
    alike = (p for p in heard if p.noun == party.noun and not p.named)
    is_kept = party.kind is VoiceKind.PERSON or party.noun == "people"
    kept = (p for p in heard if p.source_type is SourceType.ANONYMOUS_SOURCE and is_kept)
    return next(alike, None) or next(kept, None)


def _find_document(story: Story, statement: Statement, party: Party) -> Party | None:
    """The document with this noun that was heard before."""
    papers = (t.party for t in story.order[:-21:-1] if t.party.kind is VoiceKind.DOCUMENT)
    return next((p for p in papers if p.noun == party.noun), None)


def _earlier_persons(story: Story, at: int) -> Iterator[Party]:
    for told in story.order[:-31:-1]:
        if told.party.kind is VoiceKind.PERSON and told.party.named:
            yield told.party
    for mention in story.cast.before(at):
        if mention.kind is VoiceKind.PERSON:
            yield party_of(mention)


def _find_holder(story: Story, statement: Statement, party: Party) -> Party | None:
    """The named person who holds the office that a phrase names: "the mayor", "the spokesman"."""
    seen: set[str] = set()
    for person in _earlier_persons(story, party.at.start):
        if person.name in seen:
            continue
        seen.add(person.name)
        if person.noun == party.noun or is_office_of(story.cast.text, story.office_of(person), party.noun):
            return person
    if is_any(party.noun, "individual", "relation") or party.noun.endswith("-year-old"):
        return _find_individual(story, party)
    return None


def _find_individual(story: Story, party: Party) -> Party | None:
    """Whom "the man", "the driver", "the 58-year-old" means: who was heard so, else whoever was heard last and fits."""
    heard = [t.party for t in story.order[:-9:-1] if t.party.kind is VoiceKind.PERSON]
    alike = next((p for p in heard if p.noun == party.noun and not p.named), None)
    if alike or not (is_any(party.noun, "anyone") or party.noun.endswith("-year-old")):
        return alike
    return next((p for p in heard if party.gender is None or p.gender in (None, party.gender)), None)


def _find_spoken_for(story: Story, statement: Statement, party: Party) -> Party | None:
    """Who an unnamed spokesman is, else the body that had one before or was named last."""
    holder = _find_holder(story, statement, party)
    if holder:
        return holder
    for told in story.order[:-9:-1]:
        if told.party.kind in BODIES and is_any(told.party.noun, "spokesman", "spokesmen"):
            return told.party
    return next((party_of(m) for m in story.cast.before(party.at.start, 12) if m.kind in BODIES), None)


def _find_body(story: Story, statement: Statement, party: Party) -> Party | None:
    return find_earlier_body(story, party)
