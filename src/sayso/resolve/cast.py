"""The cast of a report: the persons, bodies and outlets that its text names, and where."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from operator import itemgetter
from typing import NamedTuple

from sayso.resolve.names import (
    Mention,
    NameWords,
    find_name_words,
    find_runs,
    fold,
    gender_of,
    has,
    is_any,
    is_outlet,
    opens_sentence,
    singular,
    spell,
    split_person,
    vocabulary,
)
from sayso.resolve.shown import Shown, find_shown, find_sites, has_article, kind_of_noun, lower_of
from sayso.text import find_paragraphs
from sayso.types import Span, VoiceKind

_AFTER_PERSON = re.compile(r",\s(?:\d{1,3},|(\w+)\s)|\s\([A-Z]-")
_PRONOUN = re.compile(r"[^“”\"‘\n]*?\b(he|she|his|himself|herself)\b", re.IGNORECASE)
_APPOSED = re.compile(r",\s(?:an?|the|one of)\s((?:[\w’'-]+\s){0,5}[\w’'-]+)")
_APPOSED_REACH = 90  # code points
_NO_PERSON = ("nation", "metonym", "demonym", "outlet", "body_name")
_PERSONS = ("office", "relation", "individual", "spokesman")
_PRONOUN_REACH = 160  # code points after a name in which a pronoun tells the gender
_PLACES = 8  # mentions of one person that are looked at for its office
_TITLE = 300  # code points that a line of title may have
_WORD_BEFORE = re.compile(r"([\w’'-]+),?\s*$")


class Person(NamedTuple):
    """Somebody whose full name the report gives, and how often it does."""

    name: str
    gender: str | None
    times: int


Persons = dict[tuple[str, str], tuple[Person, ...]]


class Cast(NamedTuple):
    """Who is named in a report.

    `persons` go by their last and first name, by their last name and initial ("r."), and by either name alone and
    nothing: of those that go so, the first of each gender. `bodies` go by their names in lower case,
    `initials` by their letters; `mentions` are in order, `offsets` are their offsets, `places` the first full
    mentions of each person. `shown` are the names, in lower case, that words beside them show to be bodies or outlets,
    `sites` those that are mostly used as places.
    """

    text: str
    common: frozenset[str]
    persons: Persons
    bodies: dict[str, str]
    initials: dict[str, str]
    mentions: tuple[Mention, ...]
    offsets: tuple[int, ...]
    places: dict[str, tuple[Mention, ...]]
    shown: dict[str, Shown]
    sites: frozenset[str]

    def before(self, offset: int, most: int = 60) -> Iterator[Mention]:
        """Yield the mentions that end before this offset, the nearest first, `most` at most."""
        last = bisect_left(self.offsets, offset)
        yield from (m for m in reversed(self.mentions[max(0, last - most) : last]) if m.end <= offset)

    def between(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that open in this stretch."""
        return self.mentions[bisect_left(self.offsets, start) : bisect_left(self.offsets, end)]


def read_cast(text: str, sources: Sequence[Span] = ()) -> Cast:
    """Find who is named in the text: full names first, then every mention against them.

    A name that might be a person's is one where it stands in a source.
    """
    common = frozenset(token.word for token in find_name_words(text) if token.word.islower())
    runs: list[NameWords] = []
    for line in find_paragraphs(text):
        found = find_runs(text, list(find_name_words(text, *line)), common)
        runs += filter(_is_known_outlet, found) if _is_title_line(text, line) else found
    runs = _without_openers(text, runs)
    shown = find_shown(text, runs, common)
    bodies, initials = _find_bodies(text, runs, shown)
    unshown = [run for run in runs if lower_of(run) not in shown]
    persons = _find_persons(text, unshown, sources)
    cast = Cast(text, common, persons, bodies, initials, (), (), {}, shown, find_sites(text, runs))
    mentions = _with_genders(text, list(_name_all(cast, runs)))
    places: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.kind in (VoiceKind.PERSON, VoiceKind.UNKNOWN) and len(places[mention.name]) < _PLACES:
            places[mention.name].append(mention)
    return cast._replace(
        mentions=mentions,
        offsets=tuple(mention.start for mention in mentions),
        places={name: tuple(some) for name, some in places.items()},
    )


def _without_openers(text: str, runs: Sequence[NameWords]) -> list[NameWords]:
    """The runs without the common noun that only a sentence's start makes part of one: "Broadcaster Hart Nine"."""
    others = Counter(name for run in runs for name in {lower_of(run), run[0].lower})
    return [
        run[1:]
        if len(run) > 1
        and kind_of_noun(singular(run[0].lower))
        and opens_sentence(text, run[0].start)
        and (others[lower_of(run[1:])] or others[run[1].lower] or is_outlet([token.lower for token in run[1:]]))
        else run
        for run in runs
    ]


def _is_known_outlet(run: NameWords) -> bool:
    return is_any(" ".join(token.lower for token in run), "outlet")


def _with_genders(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with the gender that pronouns right after a person's name tell, where the name does not.

    What might be a person's name is one where such pronouns tell so.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention, after in pairwise([*mentions, None]):
        if mention and mention.gender is None and _may_be_one(text, mention):
            end = min(mention.end + _PRONOUN_REACH, after.start if after else len(text))
            pronoun = _PRONOUN.match(text, mention.end, end)
            if pronoun:
                votes[mention.name]["she" if pronoun[1].lower() in vocabulary("pronoun_she") else "he"] += 1
    told = {name: best for name, both in votes.items() if (best := max(both, key=both.__getitem__)) and len(both) == 1}
    return tuple(
        m._replace(gender=told[m.name], kind=VoiceKind.PERSON)
        if m.name in told and not m.gender and m.kind in (VoiceKind.PERSON, VoiceKind.UNKNOWN)
        else m
        for m in mentions
    )


def _may_be_one(text: str, mention: Mention) -> bool:
    """Whether a name is a person's, or, of two words or more and nothing known, opens a sentence or an apposition."""
    if mention.kind is not VoiceKind.UNKNOWN or " " not in mention.name:
        return mention.kind is VoiceKind.PERSON
    return opens_sentence(text, mention.start) or text[mention.start - 2 : mention.start] == ", "


def _name_all(cast: Cast, runs: Sequence[NameWords]) -> Iterator[Mention]:
    """Name every run; "the Times" is the outlet of that name that was named last."""
    recent: dict[str, str] = {}
    for run in runs:
        mention = name_run(cast, run)
        short = run[-1].lower
        if mention.kind is VoiceKind.OUTLET:
            recent[short] = mention.name
        elif len(run) == 1 and short in recent and has_article(cast.text, run[0].start):
            mention = mention._replace(name=recent[short], kind=VoiceKind.OUTLET)
        yield mention


def _is_title_line(text: str, line: Span) -> bool:
    """Whether most words of a line have a capital, so that its capitals tell nothing."""
    if line.end - line.start >= _TITLE:
        return False
    words = [token.word for token in find_name_words(text, *line) if len(token.word) > 3]
    most = 0.85 if text[line.end - 1] in '.!?”"' else 0.7
    return len(words) > 3 and sum(word[0].isupper() for word in words) > most * len(words)


def _is_in(spans: Sequence[Span], offset: int) -> bool:
    i = bisect_left(spans, (offset + 1,)) - 1
    return i >= 0 and spans[i].end > offset


def _find_persons(text: str, runs: Sequence[NameWords], sources: Sequence[Span]) -> Persons:
    """The persons by each word of theirs that may stand for them: the last name, and the first."""
    alone = Counter(run[-1].lower for run in runs if len(run) == 1 or is_any(run[0].lower, "honorific"))
    forms: dict[tuple[str, ...], list[tuple[str, str | None]]] = defaultdict(list)
    for run in runs:
        split = split_person([token.word for token in run])
        if split is None and alone[run[-1].lower] and _is_in(sources, run[0].start):
            split = _split_at_end(run)
        if split is None:
            if noun := _relative_before(text, run) or _told_after(text, run):
                gender = next((g for g in ("he", "she") if is_any(noun, f"noun_{g}")), None)
                forms[(fold(run[0].word),)].append((run[0].word, gender))
            continue
        begin, is_sure = split
        name = run[begin:]
        while len(name) > 2 and name[-1].lower in vocabulary("suffix"):
            name = name[:-1]
        is_shown = _is_in(sources, name[0].start) or _is_shown_as_person(text, run, alone[name[-1].lower])
        if is_sure or (len(name) > 1 and is_shown):
            gender = gender_of([token.word for token in run[max(0, begin - 1) :]])
            key = dict.fromkeys((fold(name[0].word), fold(name[-1].word)))
            forms[tuple(key)].append((spell(text, name), gender))
    return _index_persons(forms)


def _relative_before(text: str, run: NameWords) -> str | None:
    """The noun that a first name explains: "his sister Ada", "the boy's father, Tom, said"."""
    if len(run) > 1 or is_any(run[0].lower, *_NO_PERSON):
        return None
    word = _WORD_BEFORE.search(text[max(0, run[0].start - 40) : run[0].start])
    noun = word[1].lower() if word else ""
    if text[run[0].start - 2 : run[0].start - 1] != ",":
        return noun if is_any(noun, "relation") and is_any(noun, "noun_he", "noun_she") else None
    closes = text[run[0].end : run[0].end + 1] in (",", ".")
    return noun if closes and is_any(noun, "relation") else None


def _told_after(text: str, run: NameWords) -> str | None:
    """The noun of a person by which one word is explained after a comma: "Lobo, a 16-year-old pupil, said"."""
    after = _APPOSED.match(text, run[-1].end, run[-1].end + _APPOSED_REACH) if len(run) == 1 else None
    if after is None or has_article(text, run[0].start) or is_any(run[0].lower, *_NO_PERSON, *_PERSONS):
        return None
    words = list(find_name_words(text, *after.span(1)))
    nouns = list(takewhile(lambda token: not is_any(token.lower, "tail", "plain"), words))
    return nouns[-1].lower if nouns and is_any(nouns[-1].lower, *_PERSONS) else None


def _index_persons(forms: dict[tuple[str, ...], list[tuple[str, str | None]]]) -> Persons:
    """The persons by first and last name; one word with a title is a person where no full name has it."""
    ranked: dict[tuple[str, str], list[tuple[tuple[bool, int], Person]]] = defaultdict(list)
    for key in sorted(forms, key=len, reverse=True):
        if len(key) == 1 and (key[0], "") in ranked:
            continue
        names = Counter(form for form, _ in forms[key])
        often = len(forms[key]) / 3  # a fuller form is taken where it is no slip of the pen
        fullest = max(names, key=lambda n: (len(n.split()) if names[n] >= often else 0, names[n], len(n)))
        person = Person(fullest, next((gender for _, gender in forms[key] if gender), None), len(forms[key]))
        last = fold(fullest.split()[-1])
        for word in fullest.split()[1:-1]:
            if len(word) > 2 and not is_any(word, "particle"):
                ranked[fold(word), ""].append(((True, -person.times), person))
        for word in key:
            # By the last name first, then the more often named.
            ranked[word, ""].append(((last != word, -person.times), person))
        if len(key) == 2:
            ranked[key[1], key[0]].append(((False, -person.times), person))
            ranked[key[1], key[0][:1] + "."].append(((False, -person.times), person))
    return {key: _first_of_each_gender(some) for key, some in ranked.items()}


def _first_of_each_gender(ranked: list[tuple[tuple[bool, int], Person]]) -> tuple[Person, ...]:
    """The first person by rank with each gender; nobody else is ever meant."""
    first: dict[str | None, Person] = {}
    for _, person in sorted(ranked, key=itemgetter(0)):
        first.setdefault(person.gender, person)
    return tuple(first.values())


def _split_at_end(run: NameWords) -> tuple[int, bool] | None:
    """The person whose name closes a long run: "the University of Elbonia Ann Reed" beside "Reed"."""
    labels = ("nation", "body_name", "outlet_name", "office", "demonym", "document_name", "suffix")
    if is_outlet([token.lower for token in run]):
        return None
    is_named_so = len(run) == 2 and run[-1].lower in vocabulary("office")
    if is_named_so and not is_any(run[0].lower, *labels, "modifier", "metonym", "outlet"):
        return 0, True
    if len(run) < 4 or any(is_any(token.lower, *labels) for token in run[-2:]):
        return None
    return len(run) - 2, True


def _is_shown_as_person(text: str, run: NameWords, alone: int) -> bool:
    if has_article(text, run[0].start):
        return False
    word = _WORD_BEFORE.search(text[max(0, run[0].start - 40) : run[0].start])
    if word and is_any(word.group(1).lower(), "office", "relation", "spokesman", "individual"):
        return True
    after = _AFTER_PERSON.match(text, run[-1].end, run[-1].end + _TITLE)
    return alone > 0 or (after is not None and (after[1] is None or is_any(after[1], "apposition")))


def _find_bodies(
    text: str, runs: Sequence[NameWords], shown: dict[str, Shown]
) -> tuple[dict[str, str], dict[str, str]]:
    """The names of bodies and outlets by their lower-case form, and those of several words by their initials."""
    names: dict[str, str] = {}
    for full in runs:
        run, words = full, [token.lower for token in full]
        if " ".join(words) in shown:
            names.setdefault(" ".join(words), spell(text, run))
        if len(words) > 1 and (any(has("body_name", word) for word in words) or is_outlet(words)):
            names.setdefault(" ".join(words), spell(text, run))
            while len(run) > 2 and _place_size(words):
                run, words = run[_place_size(words) :], words[_place_size(words) :]
                names.setdefault(" ".join(words), spell(text, run))
    firsts = Counter(name.split()[0] for name in names)
    for lower, name in list(names.items()):
        first = lower.split()[0]
        if firsts[first] == 1 and not is_any(first, "nation", "metonym", "demonym", "body_name", "office", "outlet"):
            names[first] = name
    _add_openings(names)
    outlets = Counter(name.split()[-1].lower() for name in set(names.values()) if is_outlet(name.lower().split()))
    for name in sorted(set(names.values())):
        last = name.split()[-1].lower()
        if outlets[last] == 1 and is_any(last, "outlet_name"):
            names.setdefault(last, name)
    letters = {_initials(name): name for name in reversed(list(names.values()))}
    return names, {letter: name for letter, name in letters.items() if len(letter) > 1}


def _add_openings(names: dict[str, str]) -> None:
    """Let the first words of a body's name, two or more, stand for it, where they are no place."""
    for lower, name in list(names.items()):
        words = lower.split()
        for opening in (" ".join(words[:size]) for size in range(2, len(words))):
            if not is_any(opening, "nation", "metonym"):
                names.setdefault(opening, name)


def _place_size(words: Sequence[str]) -> int:
    """How many words at the front of a body's name only tell where it belongs."""
    return next((n for n in (2, 1) if is_any(" ".join(words[:n]), "nation", "metonym")), 0)


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())


def name_run(cast: Cast, run: NameWords) -> Mention:
    """Whom a run of capitalised words names, by the fullest name that the report gives."""
    words = [token.word for token in run]
    shown = cast.shown.get(lower_of(run))
    split = None if shown else split_person(words)
    owns = run[-1].is_possessive
    if split is not None:
        begin, is_sure = split
        known = find_person(cast, [token.word for token in run[begin:]], gender_of(words))
        is_articled = begin == 0 and not is_sure and not known and has_article(cast.text, run[0].start)
        if not is_articled and (known or is_sure or begin or len(run) > 1):
            name = known.name if known else spell(cast.text, run[begin:])
            gender = known.gender if known else gender_of(words)
            kind = VoiceKind.PERSON if known or is_sure or _is_shown_as_person(cast.text, run, 0) else VoiceKind.UNKNOWN
            return Mention(run[begin].start, run[-1].end, name, kind, gender, owns)
    lower = [token.lower for token in run]
    if len(run) == 1 and not shown:
        known = find_person(cast, words, None)
        is_else = is_any(lower[0], "nation", "metonym", "outlet", "demonym", "body_name", "outlet_name")
        is_own = known is not None and fold(known.name.split()[-1]) == fold(words[0])
        if known and (not is_else or (is_own and not has_article(cast.text, run[0].start))):
            return Mention(run[0].start, run[-1].end, known.name, VoiceKind.PERSON, known.gender, owns)
    kind = shown.kind if shown else (VoiceKind.OUTLET if is_outlet(lower) else VoiceKind.ORGANIZATION)
    if (
        len(run) > 1
        and not shown
        and (known := find_person(cast, words[-2:], None))
        and known.name.split() == words[-2:]
    ):
        return Mention(run[-2].start, run[-1].end, known.name, VoiceKind.PERSON, known.gender, owns)
    is_no_body = not shown and (all(is_any(word, "demonym") for word in lower) or has("office", lower[-1]))
    if is_no_body and not has("body_name", lower[-1]) and not is_any(" ".join(lower), "nation", "metonym"):
        kind = VoiceKind.UNKNOWN
    name = cast.bodies.get(" ".join(lower)) or spell(cast.text, run)
    kind = VoiceKind.OUTLET if is_outlet(name.lower().split()) else _kind_shown(cast, name, kind)
    if len(words) == 1 and words[0].isupper() and words[0] in cast.initials:
        name = cast.initials[words[0]]
        kind = VoiceKind.OUTLET if is_outlet(name.lower().split()) else kind
    if kind is VoiceKind.OUTLET and is_any(name.lower(), "articled"):
        name = f"The {name}"
    return Mention(run[0].start, run[-1].end, name, kind, None, owns)


def _kind_shown(cast: Cast, name: str, kind: VoiceKind) -> VoiceKind:
    shown = cast.shown.get(name.lower())
    return shown.kind if shown else kind


def find_person(cast: Cast, words: Sequence[str], gender: str | None) -> Person | None:
    """The person of the report whom these words of a name mean."""
    lower = [fold(word) for word in words if word.lower() not in vocabulary("suffix")]
    if not lower:
        return None
    last, first = lower[-1], lower[0] if len(lower) > 1 else ""
    firsts = [f"{first}."] if len(first) == 1 else dict.fromkeys((first, first[:1]))
    known = (person for form in firsts for person in cast.persons.get((last, form), ()))
    return next((p for p in known if not gender or not p.gender or gender == p.gender), None)
