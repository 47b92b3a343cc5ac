"""Parties: what a source's words name by themselves, or what they point to.

A person, a body, an outlet, a document, unnamed people; or a reference (`refers`) that resolve follows.
"""

from typing import NamedTuple

from sayso.resolve.cast import Cast
from sayso.resolve.names import BODIES, Mention, NameWord, has, is_any, singular, spell, vocabulary
from sayso.resolve.phrases import Phrase, body_after, cut_phrase, is_role, make_phrase, name_of, pronoun_of
from sayso.resolve.shown import kind_of_noun
from sayso.types import SourceType, Span, Spans, VoiceKind

_OF_BODIES = ("body_name", "firm")
_NAMING_REACH = 8  # words after a noun in which its name may be introduced
PERSONAL = ("office", "relation", "spokesman", "individual", "anonymous")
TYPE_OF = {
    VoiceKind.PERSON: SourceType.NAMED_PERSON,
    VoiceKind.OUTLET: SourceType.OUTLET,
    VoiceKind.ORGANIZATION: SourceType.NAMED_ORGANIZATION,
    VoiceKind.UNKNOWN: SourceType.NAMED_ORGANIZATION,
}


class Party(NamedTuple):
    """Who speaks, as far as a phrase tells.

    `refers` says what to look for where the phrase points elsewhere: a kind of pronoun, "owned" (by the pronoun
    `owner`), "part" (of the noun `owner`), "role", "spokesman", "body" or "outlet"; `noun` is the head noun, `at` where
    the words stand.
    """

    name: str = ""
    kind: VoiceKind = VoiceKind.UNKNOWN
    source_type: SourceType = SourceType.UNATTRIBUTED
    named: bool = False
    gender: str | None = None
    refers: str = ""
    noun: str = ""
    owner: str = ""
    at: Span = Span(0, 0)


def party_of(mention: Mention, noun: str = "") -> Party:
    """The party that a name names."""
    kind = VoiceKind.ORGANIZATION if mention.kind is VoiceKind.UNKNOWN else mention.kind
    at = Span(mention.start, mention.end)
    return Party(mention.name, kind, TYPE_OF[kind], True, mention.gender, noun=noun, at=at)


def read_party(cast: Cast, source: Spans) -> Party:
    """Read the words of one source. Looks no further than at the names of the report."""
    phrase = make_phrase(cast, source)
    if phrase is None:
        return Party()
    pronoun = pronoun_of(phrase.head[0].lower)
    if pronoun and len(phrase.head) == 1 and not any(m.start == phrase.head[0].start for m in phrase.mentions):
        return Party(refers=pronoun, at=phrase.at)
    readers = (
        _read_name,
        _read_self_named,
        _read_apposed,
        _read_part,
        _read_anonymous,
        _read_spokesman,
        _read_coverage,
        _read_thing,
        _read_one,
    )
    party = next((party for read in readers if (party := read(phrase))), None) or _read_rest(phrase)
    party = party._replace(name=party.name.replace("'s own ", "'s ").replace("’s own ", "’s "))
    return party if party.refers == "part" else _with_owner(phrase, party)


def _with_owner(phrase: Phrase, party: Party) -> Party:
    """Of "his lawyers" and "Mr. Reed's office" the owner is to be followed, or spelt in full."""
    head, owner = phrase.head, phrase.owner
    if len(head) < 2:
        return party
    is_own = party.named and party.kind is not VoiceKind.DOCUMENT
    possessor = pronoun_of(head[0].lower) if is_any(head[0].lower, "determiner") else ""
    if not is_own and possessor not in ("", "who"):
        own = spell(phrase.cast.text, head[1 + (head[1].lower == "own") :])
        return party._replace(refers="owned", owner=possessor, name=own)
    if owner and owner.is_possessive and owner.kind is VoiceKind.PERSON and head[-1].word.islower():
        own = spell(phrase.cast.text, [token for token in head if token.start > owner.end])
        is_it = not is_own or party.name.endswith(own)
        return party._replace(name=f"{owner.name}'s {own}", refers="") if is_it else party
    if not is_own and head[-2].is_possessive and party.refers == "role" and head[-2].word.islower():
        return party._replace(refers="")
    return party


def _read_self_named(phrase: Phrase) -> Party | None:
    """Somebody who is new and whose name follows: "a mother who gave her name only as Ada", "a group called Hart"."""
    tail = list(phrase.rest)
    at = next((i for i, token in enumerate(tail) if is_any(token.lower, "naming")), None)
    if at is None or at > _NAMING_REACH:
        return None
    after = [token for token in tail[at + 1 :] if not is_any(token.lower, "naming_filler")]
    mention = next((m for m in phrase.mentions if after and m.start <= after[0].start < m.end), None)
    if mention is None:
        return None
    kind = kind_of_noun(phrase.noun) or VoiceKind.PERSON
    return party_of(mention._replace(kind=mention.kind if mention.kind is VoiceKind.OUTLET else kind), phrase.noun)


def _read_part(phrase: Phrase) -> Party | None:
    """One or some of a group named before: "one of them", "another", "two of the people", "neither of the two"."""
    words = [token.lower for token in phrase.tokens]
    of = words.index("of") if "of" in words[:3] else len(words)
    is_bare = len(phrase.tokens) == len(phrase.head) and is_any(" ".join(words), "part")
    counts = all(is_any(word, "gathered", "part", "individual", "determiner", "count") for word in words[:of])
    whole = _find_whole_noun(phrase, of) if counts else None
    if not is_bare and whole is None:
        return None
    if whole and has("document", whole):
        return _read_document(phrase)
    count = " ".join(words[:of])
    is_one = is_any(count, "one_part") or words[0] == "one"
    kind, source_type = VoiceKind.GROUP, SourceType.UNNAMED_GROUP
    if is_one:
        kind, source_type = VoiceKind.PERSON, SourceType.UNNAMED_PERSON
    source_type = SourceType.ANONYMOUS_SOURCE if whole and has("anonymous", whole) else source_type
    name = name_of(phrase, is_whole=True) if whole else count
    return Party(name, kind, source_type, refers="part", noun=words[0], owner=whole or "", at=phrase.at)


def _find_whole_noun(phrase: Phrase, of: int) -> str | None:
    """The plural noun of those told of before of whom this is a part; "" where it is "them" or "the two"."""
    rest = phrase.tokens[of + 1 :]
    if any(pronoun_of(token.lower) == "they" or token.lower == "two" for token in rest[:3]):
        return ""
    if not rest or rest[0].lower not in ("the", "these", "those"):
        return None
    whole = cut_phrase(phrase.cast, rest)
    is_whole = not whole.rest or phrase.cast.text[whole.head[-1].end] == ","
    is_plural = whole.noun != singular(whole.noun) or whole.noun in vocabulary("gathered")
    return singular(whole.noun) if is_whole and is_plural else None


def _unnamed(phrase: Phrase, kind: VoiceKind, source_type: SourceType, name: str = "") -> Party:
    return Party(name or name_of(phrase), kind, source_type, noun=phrase.noun, at=phrase.at)


def _read_name(phrase: Phrase) -> Party | None:
    """The name with which the head ends."""
    last = phrase.head[-2 if len(phrase.head) > 1 and is_any(phrase.head[-1].lower, "suffix") else -1]
    mention = next((m for m in phrase.mentions if m.start <= last.start < m.end), None)
    if mention is None:
        return None
    words = [token.lower for token in phrase.head if token.start >= mention.start]
    kind = mention.kind
    if kind is VoiceKind.UNKNOWN:
        if has("office", words[-1]):
            return None
        kind = VoiceKind.PERSON if _may_be_person(phrase, mention, words) else VoiceKind.ORGANIZATION
    if kind is VoiceKind.ORGANIZATION:
        return _read_body_name(phrase, mention, words)
    return party_of(mention._replace(kind=kind))


def _may_be_person(phrase: Phrase, mention: Mention, words: list[str]) -> bool:
    has_article = phrase.head[0].lower == "the" and phrase.head[1].start == mention.start
    before = [token.lower for token in phrase.head if token.end <= mention.start]
    if len(words) == 1:
        return is_any(words[0], "he", "she") or bool(before and is_any(before[-1], *PERSONAL))
    is_thing = any(is_any(word, "body_name", "connective", "document_name") or word == "and" for word in words)
    return 1 < len(words) < 5 and not has_article and not is_thing


def _read_body_name(phrase: Phrase, mention: Mention, words: list[str]) -> Party | None:
    last = words[-1]
    if len(words) == 1 and is_role(singular(last)) and not is_any(last, "nation", "metonym"):
        return None
    if len(words) == 1 and has("demonym", last) and not is_any(last, "nation", "metonym"):
        return _read_group(phrase)
    if len(words) > 1 and last != singular(last) and is_any(singular(last), "office", "relation", "anonymous"):
        return None
    is_body = any(has("body_name", word) for word in words)
    is_body = is_body or mention.name.lower() in phrase.cast.shown
    if len(words) > 1 and is_any(last, "document_name", "document") and not is_body:
        return _read_document(phrase)
    return party_of(mention._replace(kind=VoiceKind.ORGANIZATION, name=_with_holder(phrase, mention)))


def _with_holder(phrase: Phrase, mention: Mention) -> str:
    """A body's name with the place that has it: "Iceland's Fisheries Board" is the Fisheries Board of Iceland."""
    before = [token for token in phrase.head if token.start < mention.start]
    if not before or not before[-1].is_possessive or not is_any(mention.name.split()[-1].lower(), "holder"):
        return mention.name
    for size in (3, 2, 1):
        place = before[-size:]
        if " ".join(token.lower for token in place) in vocabulary("nation"):
            return f"{mention.name} of {spell(phrase.cast.text, place)}"
    return mention.name


def _read_apposed(phrase: Phrase) -> Party | None:
    """The name after a common noun: "the port's coach, Ann Reed", "the bank, Hart Mutual", "the militia Abu Said"."""
    last = phrase.head[-1]
    is_role_noun = is_any(last.lower, *PERSONAL)
    for mention in phrase.mentions:
        is_place = is_any(mention.name.lower(), "nation", "demonym", "metonym")
        if mention.start < last.end or mention.is_possessive or is_place:
            continue
        between = [token for token in phrase.rest if token.start < mention.start]
        comma = phrase.cast.text.find(",", last.end, mention.start)
        leading = [token for token in between if token.start > comma]
        leads = all(t.word[0].isupper() or is_any(t.lower, "office", "modifier", "article") for t in leading)
        is_last = mention.end >= phrase.tokens[-1].end and bool(between) and " " in mention.name
        is_quoted = not between and phrase.cast.text[last.end : mention.start] in (' "', " “", " «", " ‘", " (")
        if is_quoted or (comma >= 0 and leads and _closes(phrase, mention)):
            return _named_by(mention, phrase)
        may_precede = bool(between) and (_may_precede_name(between[-1]) or _is_of_office(phrase, between))
        if mention.kind not in BODIES and is_role_noun and is_last and may_precede:
            return party_of(mention._replace(kind=VoiceKind.PERSON))
    return None


def _closes(phrase: Phrase, mention: Mention) -> bool:
    """Whether a name fills its place between two commas, or goes on as a name may."""
    after = next((token for token in phrase.rest if token.start >= mention.end), None)
    gap = phrase.cast.text[mention.end : after.start] if after else ","
    return after is None or "," in gap or "(" in gap or is_any(after.lower, "tail")


def _named_by(mention: Mention, phrase: Phrase) -> Party | None:
    """The party of a name that a common noun introduces: the noun tells what an unknown name is."""
    noun, kind = phrase.noun, mention.kind
    by_noun = VoiceKind.PERSON if is_any(noun, *PERSONAL) else kind_of_noun(noun)
    if has("document", noun) and by_noun is None:
        return None
    if kind is VoiceKind.PERSON and by_noun in BODIES and (mention.gender or phrase.rest[0].lower == "of"):
        return None
    if kind in BODIES and by_noun is VoiceKind.PERSON:
        is_shown = mention.name.lower() in phrase.cast.shown or is_any(mention.name.split()[-1].lower(), *_OF_BODIES)
        is_shown = is_shown or kind is VoiceKind.OUTLET
        if is_shown and phrase.head[0].lower != "the" and kind is not VoiceKind.OUTLET:
            return None
        return party_of(mention._replace(kind=kind if is_shown else by_noun))
    if kind is VoiceKind.UNKNOWN or by_noun is VoiceKind.OUTLET:
        kind = by_noun or (VoiceKind.PERSON if " " in mention.name else VoiceKind.ORGANIZATION)
    kind = by_noun if kind is VoiceKind.PERSON and by_noun else kind
    return party_of(mention._replace(kind=kind), noun if kind is VoiceKind.PERSON else "")


def _may_precede_name(token: NameWord) -> bool:
    """Whether a name may stand beside what ends with this word, though no comma parts them."""
    if token.word[0].isupper():
        return not is_any(token.lower, "office", "honorific", "demonym")
    return has("body", token.lower) and not has("office", token.lower)


def _is_of_office(phrase: Phrase, between: list[NameWord]) -> bool:
    """Whether a definite office goes on before its name, as translations have it: "the chief of shift Ilmo Karr"."""
    is_definite = not is_any(phrase.head[0].lower, "indefinite") and between[0].lower in ("of", "with")
    return is_definite and not any(is_any(t.lower, *PERSONAL, "plain", "honorific") for t in between[1:])


def _read_anonymous(phrase: Phrase) -> Party | None:
    """Officials, sources, people familiar with a matter."""
    noun = phrase.noun
    tail = " ".join(token.lower for token in phrase.tokens[len(phrase.head) - 1 :])
    is_kept = any(words in tail for words in vocabulary("anonymity")) or _is_insider(phrase)
    if not is_kept and not has("anonymous", noun):
        return None
    body = phrase.owner or body_after(phrase)
    if not is_kept and body and singular(noun) == "official" and _is_proper_body(body):
        return party_of(body)
    is_one = noun == singular(noun) and noun not in vocabulary("gathered")
    kind = VoiceKind.PERSON if is_one else VoiceKind.GROUP
    party = _unnamed(phrase, kind, SourceType.ANONYMOUS_SOURCE, name_of(phrase, is_kept, True))
    return party._replace(refers="group") if _points_back(phrase) else party


def _is_insider(phrase: Phrase) -> bool:
    """Whether so many people speak of what they saw or do without a name: "two people who were in the room"."""
    is_counted = is_any(phrase.head[0].lower, "count") and len(phrase.head) > 1
    after = phrase.rest[0].lower if phrase.rest else ""
    whole = next((token for token in phrase.rest[1:] if not is_any(token.lower, "determiner", "count")), None)
    if after == "of" and whole and has("anonymous", whole.lower):
        return is_any(phrase.head[0].lower, "count", "one_part", "gathered")
    return is_counted and (after == "who" or (after != "" and phrase.noun == "people"))


def _points_back(phrase: Phrase) -> bool:
    """Whether a definite plural stands alone, as for somebody told of before: "the officials"."""
    is_whole = not phrase.rest or phrase.cast.text[phrase.head[-1].end] == ","
    return phrase.head[0].lower in ("the", "these", "those") and len(phrase.head) == 2 and is_whole


def _is_proper_body(mention: Mention) -> bool:
    is_body = mention.kind in (VoiceKind.ORGANIZATION, VoiceKind.OUTLET)
    return is_body and not is_any(mention.name.lower(), "nation", "metonym", "demonym")


def _read_spokesman(phrase: Phrase) -> Party | None:
    """An unnamed spokesman gives the word of the body that is named with him."""
    noun, rest = phrase.noun, phrase.rest
    if not is_any(noun, "spokesman", "spokesmen"):
        return None
    named = body_after(phrase) or phrase.owner
    if named is None and len(rest) > 1 and rest[0].lower in ("for", "of", "at", "from", "with"):
        named = next((m for m in phrase.mentions if m.start >= rest[0].end), None)
        if named is None:
            return _read_body(cut_phrase(phrase.cast, rest[1:]))
    if named is not None and named.kind is VoiceKind.PERSON:
        return _unnamed(phrase, VoiceKind.PERSON, SourceType.UNNAMED_PERSON, f"{named.name}'s {noun}")
    if named is not None:
        return party_of(named, noun)
    body = phrase.head[: -len(noun.split())]
    if body and has("body", body[-1].lower):
        return _read_body(phrase._replace(head=body))._replace(source_type=SourceType.NAMED_ORGANIZATION)
    return _unnamed(phrase, VoiceKind.PERSON, SourceType.NAMED_ORGANIZATION)._replace(refers="spokesman")


def _read_coverage(phrase: Phrase) -> Party | None:
    """An outlet's report is the outlet, and "the Hart news agency" is Hart."""
    owner = phrase.owner
    if owner is None or owner.kind not in BODIES:
        return None
    is_coverage = owner.kind is VoiceKind.OUTLET and has("coverage", phrase.noun)
    if is_coverage:
        return party_of(owner)
    kind = kind_of_noun(phrase.noun) if owner.end + 2 > phrase.head[-len(phrase.noun.split())].start else None
    is_name = owner.kind is VoiceKind.OUTLET or owner.name.lower() in phrase.cast.shown
    return party_of(owner._replace(kind=kind)) if kind and is_name and not owner.is_possessive else None


def _read_thing(phrase: Phrase) -> Party | None:
    """An outlet or a document by a common noun."""
    noun = phrase.noun
    is_paper = noun == "paper" and not is_any(phrase.head[0].lower, "pointer")
    if has("outlet_noun", noun) and not is_paper:
        if noun != singular(noun):
            return _read_group(phrase)
        party = _unnamed(phrase, VoiceKind.OUTLET, SourceType.OUTLET)
        return party._replace(refers="outlet") if phrase.head[0].lower in ("the", "that", "this") else party
    return _read_document(phrase) if has("document", noun) and not has("body", noun) else None


def _read_document(phrase: Phrase) -> Party:
    party = _unnamed(phrase, VoiceKind.DOCUMENT, SourceType.DOCUMENT, name_of(phrase, is_whole=True))
    is_definite = phrase.head[0].lower in ("the", "this", "that") and phrase.noun == singular(phrase.noun)
    refers = "document" if is_definite and phrase.owner is None else ""
    return party._replace(named=any(token.word[0].isupper() for token in phrase.head[1:]), refers=refers)


def _read_one(phrase: Phrase) -> Party | None:
    """One person by an office or a relation: "the mayor", "his father", "a teacher"."""
    noun, first = phrase.noun, phrase.head[0].lower
    if not is_any(noun, "office", "relation", "individual") and not noun.endswith("-year-old"):
        return None
    is_one_of = first == "one" and len(phrase.head) == 1
    party = _unnamed(phrase, VoiceKind.PERSON, SourceType.UNNAMED_PERSON, name_of(phrase, is_one_of, True))
    party = party._replace(gender=next((g for g in ("he", "she") if noun in vocabulary(f"noun_{g}")), None))
    return party if is_any(first, "indefinite") else party._replace(refers="role")


def _read_rest(phrase: Phrase) -> Party:
    """A body or a group by a common noun, or a name that no vocabulary knows."""
    head, noun = phrase.head, phrase.noun
    if has("body", noun) and noun not in vocabulary("gathered"):
        return _read_body(phrase)
    words = [token.lower for token in head]
    is_counted = noun in vocabulary("gathered") or any(word in vocabulary("gathered") for word in words[:2])
    if is_counted or noun != singular(noun) or "and" in words:
        return _read_group(phrase)
    party = _read_body(phrase)
    return party._replace(named=party.named or phrase.owner is not None or head[-1].word[0].isupper())


def _read_body(phrase: Phrase) -> Party:
    """A body by a common noun: "the embassy" points back, "the Greek court" does not."""
    noun = phrase.noun
    is_known = has("body", noun) or has("body_name", noun)
    if is_known and noun != singular(noun) and noun not in vocabulary("body"):
        return _read_group(phrase)
    words = [token for token in phrase.head if token.lower not in vocabulary("determiner")]
    is_bare = len(words) == 1 and len(phrase.head) > 1
    rest = phrase.rest
    is_placed = len(rest) > 1 and rest[0].lower in ("in", "of") and rest[1].word[0].isupper()
    is_unknown = is_any(phrase.head[0].lower, "indefinite", "count") or noun == "team"
    is_unknown = is_unknown and not is_placed and not any(token.word[0].isupper() for token in phrase.head[1:])
    source_type = SourceType.UNNAMED_GROUP if is_unknown else SourceType.NAMED_ORGANIZATION
    party = _unnamed(phrase, VoiceKind.ORGANIZATION, source_type, name_of(phrase, is_placed))
    return party._replace(
        named=bool(words) and words[0].word[0].isupper(), refers="body" if is_bare and is_known else ""
    )


def _read_group(phrase: Phrase) -> Party:
    if phrase.head[0].lower == "one" and phrase.rest:
        return _unnamed(phrase, VoiceKind.PERSON, SourceType.UNNAMED_PERSON, name_of(phrase, is_whole=True))
    if _points_back(phrase):
        return _unnamed(phrase, VoiceKind.GROUP, SourceType.UNNAMED_GROUP)._replace(refers="group")
    return _unnamed(phrase, VoiceKind.GROUP, SourceType.UNNAMED_GROUP, name_of(phrase, is_placed=True))
