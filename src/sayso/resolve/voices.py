"""resolve: source spans → voices. One voice for a person or body, however the report refers to it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from msgspec.structs import replace

from sayso.resolve.cast import Cast, read_cast
from sayso.resolve.names import BODIES, Mention, NameWord, find_name_words, has, is_any, opens_sentence
from sayso.resolve.offices import Office, describe, find_body_of
from sayso.resolve.parties import Party, party_of, read_party
from sayso.resolve.phrases import PRONOUNS
from sayso.types import Quote, Report, SourceType, Span, Statement, Voice, VoiceKind

_UNTOLD = {
    pronoun: Party("", kind, source_type)
    for pronouns, kind, source_type in (
        (("i", "he", "she"), VoiceKind.PERSON, SourceType.UNNAMED_PERSON),
        (("we", "they", "who"), VoiceKind.GROUP, SourceType.UNNAMED_GROUP),
        (("it",), VoiceKind.ORGANIZATION, SourceType.NAMED_ORGANIZATION),
    )
    for pronoun in pronouns
}
_REACH = 1500  # code points that a reference looks back over
_SENTENCE = 600  # code points of one sentence that are looked at


class Told(NamedTuple):
    """A statement with the party that makes it."""

    statement: Statement
    party: Party


class Story(NamedTuple):
    """What is known while the statements are gone through in order: the cast, and who has spoken so far."""

    cast: Cast
    statements: dict[str, Statement]
    told: dict[str, Told]
    order: list[Told]
    offices: dict[str, Office]

    def office_of(self, person: Party) -> Office:
        """The office of a named person, read once."""
        if person.name not in self.offices:
            self.offices[person.name] = describe(self.cast, person.name, person.at)
        return self.offices[person.name]


def resolve(report: Report, statements: Sequence[Statement]) -> tuple[tuple[Voice, ...], tuple[Statement, ...]]:
    """The voices of the report, and its statements with `voice` and `source_type` filled."""
    sources = sorted(span for statement in statements for span in statement.source)
    story = Story(read_cast(report.text, sources), {s.id: s for s in statements}, {}, [], {})
    for statement in sorted(statements, key=_place):
        for due in _with_parents(story, statement):
            told = Told(due, _settle(story, due))
            story.told[due.id] = told
            story.order.append(told)
    voices = _make_voices(report, story)
    ids = {_key(voice.name): voice.id for voice in voices}
    return voices, tuple(_fill(statement, story.told[statement.id].party, ids) for statement in statements)


def _fill(statement: Statement, party: Party, ids: dict[str, str]) -> Statement:
    return replace(statement, voice=ids.get(_key(party.name)), source_type=party.source_type)


def _place(statement: Statement) -> tuple[int, int]:
    """Where a statement stands: by its sentence, then by its own words."""
    sentence = statement.sentence or statement.content or statement.cue
    own = statement.source or statement.cue or statement.content
    return (sentence[0].start if sentence else 0, own[0].start if own else 0)


def _with_parents(story: Story, statement: Statement) -> list[Statement]:
    """The statement after its parents, those left out that are settled. Survives parents in a circle."""
    chain: dict[str, Statement] = {}
    current: Statement | None = statement
    while current is not None and current.id not in story.told and current.id not in chain:
        chain[current.id] = current
        current = story.statements.get(current.parent or "")
    return list(chain.values())[::-1]


def _settle(story: Story, statement: Statement) -> Party:
    """Who makes the statement, every reference followed."""
    if not statement.source:
        is_quoted = statement.quote in (Quote.DIRECT, Quote.MIXED)
        return _voice_before(story, statement) if is_quoted and not statement.cue else Party()
    party = read_party(story.cast, statement.source)
    if not party.refers:
        return party
    return _follow(story, statement, party)


def _voice_before(story: Story, statement: Statement) -> Party:
    """The voice of the statement before, for a quotation that goes on."""
    beside = (told.party for told in reversed(story.order[-20:]) if told.statement.parent == statement.parent)
    return next(beside, Party())


def _follow(story: Story, statement: Statement, party: Party) -> Party:
    """Whom a reference means; the party as its words name it where nobody fits."""
    finders = {
        "i": _find_self,
        "we": _find_self,
        "he": _find_person_before,
        "she": _find_person_before,
        "they": _find_several,
        "it": _find_thing,
        "who": _find_antecedent,
        "owned": _find_owned,
        "role": _find_holder,
        "spokesman": _find_spoken_for,
    }
    found = finders.get(party.refers, _find_body)(story, statement, party)
    return found or _UNTOLD.get(party.refers) or party._replace(refers="")


def _find_owned(story: Story, statement: Statement, party: Party) -> Party | None:
    """Whom "his father" means: the father of him whom "he" means."""
    owner = _follow(story, statement, party._replace(refers=party.owner, gender=None))
    noun = party.name.split(maxsplit=1)[-1]
    return party._replace(refers="", name=f"{owner.name}'s {noun}") if owner.named else None


def _enclosing(story: Story, statement: Statement, at: Span) -> Party | None:
    """The speaker of the statement inside whose content this offset stands."""
    if statement.parent in story.told:
        return story.told[statement.parent].party
    around = [t for t in story.order[-40:] if any(span.covers(at) for span in t.statement.content)]
    return around[-1].party if around else None


def _find_self(story: Story, statement: Statement, party: Party) -> Party | None:
    """Whom "I" and "we" mean: who speaks, or the body for which a spokesman speaks."""
    speaker = _enclosing(story, statement, party.at)
    if speaker is None:
        return next((told.party for told in story.order[-1:] if told.party.named), None)
    if party.refers == "we" and speaker.kind is VoiceKind.PERSON and speaker.named:
        return _find_spoken_body(story, speaker, "spokesman") or speaker
    return speaker


def _find_spoken_body(story: Story, speaker: Party, label: str) -> Party | None:
    """The body for which a named person speaks by office: "the spokesman for the group" speaks for the group's name."""
    found = find_body_of(story.cast, story.office_of(speaker), label)
    if isinstance(found, NameWord):
        return _earlier_body(story, Party(noun=found.lower, at=Span(found.start, found.end)))
    return party_of(found) if found else None


def _opening(statement: Statement, at: int) -> int:
    """Where the sentence that holds this offset begins, as far as it is looked at."""
    return max(at - _SENTENCE, min([span.start for span in statement.sentence if span.start <= at], default=at))


def _fits(gender: str | None, pronoun: str) -> bool:
    return gender is None or gender == pronoun


def _find_person_before(story: Story, statement: Statement, party: Party) -> Party | None:
    """The person that "he" or "she" means."""
    pronoun = party.refers
    parent = story.told.get(statement.parent or "")
    if parent and parent.party.kind is VoiceKind.PERSON and _fits(parent.party.gender, pronoun):
        return parent.party
    at = party.at.start
    opens = _opening(statement, at)
    quoted = [t.statement.content for t in story.order[-3:]]
    spoken = [span for content in (*quoted, statement.content) for span in content]
    here = [m for m in story.cast.between(opens, at) if m.kind is VoiceKind.PERSON and _fits(m.gender, pronoun)]
    here = [m for m in here if not any(span.start <= m.start < span.end <= at for span in spoken)]
    if here:
        return party_of(min(here, key=lambda m: m.is_possessive))
    last = next(
        (
            t
            for t in reversed(story.order[-12:])
            if t.party.named
            and t.party.kind is VoiceKind.PERSON
            and t.statement.id != statement.id
            and _fits(t.party.gender, pronoun)
        ),
        None,
    )
    heard = _place(last.statement)[0] if last else 0
    newer = [
        m
        for m in story.cast.before(opens, 12)
        if m.kind is VoiceKind.PERSON
        and _fits(m.gender, pronoun)
        and m.start > max(heard, opens - 400)
        and not m.is_possessive
    ]
    if newer:
        return party_of(next((m for m in reversed(newer) if m.gender == pronoun), newer[-1]))
    if last and at - heard < _REACH:
        return last.party
    for mention in story.cast.before(opens):
        if mention.kind is VoiceKind.PERSON and _fits(mention.gender, pronoun):
            return party_of(mention)
    return last.party if last else None


def _find_several(story: Story, statement: Statement, party: Party) -> Party | None:
    """Whom "they" means: a group or body that spoke before, else the last voice."""
    parent = story.told.get(statement.parent or "")
    before = ([parent] if parent else []) + story.order[:-13:-1]
    parties = [told.party for told in before if told.party.name]
    return next((p for p in parties[:4] if p.kind in (VoiceKind.GROUP, *BODIES)), parties[0] if parties else None)


def _find_thing(story: Story, statement: Statement, party: Party) -> Party | None:
    """What "it" means: the body, outlet or document named or heard last."""
    things = (*BODIES, VoiceKind.DOCUMENT)
    parent = story.told.get(statement.parent or "")
    if parent and parent.party.kind in things:
        return parent.party
    for mention in story.cast.between(_opening(statement, party.at.start), party.at.start):
        if mention.kind in BODIES and not mention.is_possessive:
            return party_of(mention)
    heard = next((told.party for told in story.order[:-9:-1] if told.party.kind in things), None)
    return heard or _earlier_body(story, party._replace(noun="organization"))


def _find_antecedent(story: Story, statement: Statement, party: Party) -> Party | None:
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
        office = story.office_of(person)
        if any(
            token.lower == party.noun
            for span in (*office.title, *office.justification)
            for token in find_name_words(story.cast.text, *span)
        ):
            return person
    return None


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
    return _earlier_body(story, party)


def _earlier_body(story: Story, party: Party) -> Party | None:
    """The body or outlet that "the embassy", "the company", "the newspaper" takes up."""
    earlier = list(_earlier_bodies(story, party.at.start))
    if party.refers == "outlet":
        return next((p for p in earlier if p.kind is VoiceKind.OUTLET), None)
    bodies = [p for p in earlier if p.kind is VoiceKind.ORGANIZATION]
    named = next((p for p in bodies if party.noun in p.name.lower().split()), None)
    if named or not has("company_like", party.noun):
        return named
    likely = [p for p in bodies if _may_be_company(p.name)]
    heard = {told.party.name for told in story.order[-30:]}
    often = Counter(p.name for p in likely)
    return min(likely, key=lambda p: (p.name not in heard, -often[p.name]), default=None)


def _earlier_bodies(story: Story, at: int) -> Iterator[Party]:
    """The bodies and outlets that spoke before, then those that were named before, the nearest first."""
    for told in story.order[:-31:-1]:
        if told.party.kind in BODIES and told.party.named:
            yield told.party
    for mention in story.cast.before(at):
        if mention.kind in BODIES and not _is_chance(story.cast, mention):
            yield party_of(mention)


def _is_chance(cast: Cast, mention: Mention) -> bool:
    """Whether only the start of a sentence gives this word its capital."""
    return " " not in mention.name and not mention.name.isupper() and opens_sentence(cast.text, mention.start)


def _may_be_company(name: str) -> bool:
    words = [token.lower for token in find_name_words(name)]
    is_place = is_any(name.lower(), "nation", "metonym", "demonym") or all(
        is_any(w, "nation", "demonym") for w in words
    )
    return not is_place and not any(has("body", word) and not has("company_like", word) for word in words)


def _key(name: str) -> str:
    return name.lower().replace(".", "").replace("’", "'").removeprefix("the ")


def _make_voices(report: Report, story: Story) -> tuple[Voice, ...]:
    groups: dict[str, list[Told]] = {}
    for told in story.order:
        if told.party.name:
            groups.setdefault(_key(told.party.name), []).append(told)
    return tuple(_make_voice(report, story, group) for group in groups.values())


def _make_voice(report: Report, story: Story, group: Sequence[Told]) -> Voice:
    party = group[0].party
    sources = (span for told in group for span in told.statement.source)
    forms = dict.fromkeys(" ".join(span.of(report.text).split()) for span in sources)
    aliases = tuple(form for form in forms if form and not is_any(form.lower(), *(f"pronoun_{p}" for p in PRONOUNS)))
    title: str | None = None
    reason: str | None = None
    body: Party | None = None
    if party.kind is VoiceKind.PERSON and party.named:
        title, reason = story.office_of(party).words(report.text)
        body = _find_spoken_body(story, party, "spokesman") or _find_spoken_body(story, party, "leads")
    return Voice(
        id="v" + blake2b(f"{report.id}\0{party.name}".encode(errors="surrogatepass"), digest_size=6).hexdigest(),
        name=party.name,
        kind=party.kind,
        named=party.named,
        aliases=aliases,
        title=title,
        justification=reason,
        speaks_for=body.name if body else None,
    )
