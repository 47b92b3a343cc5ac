"""resolve: source spans → voices. One voice for a person or body, however the report refers to it."""

from collections.abc import Sequence
from hashlib import blake2b

from msgspec.structs import replace

from sayso.resolve.cast import read_cast
from sayso.resolve.follow import settle
from sayso.resolve.headlines import settle_headline
from sayso.resolve.names import is_any
from sayso.resolve.parties import Party
from sayso.resolve.phrases import PRONOUNS
from sayso.resolve.pronouns import find_body_spoken_for
from sayso.resolve.story import Story, Told, find_starts, place_of
from sayso.types import Report, SourceType, Statement, Voice, VoiceKind


def resolve(report: Report, statements: Sequence[Statement]) -> tuple[tuple[Voice, ...], tuple[Statement, ...]]:
    """The voices of the report, and its statements with `voice` and `source_type` filled."""
    sources = sorted(span for statement in statements for span in statement.source)
    story = Story(read_cast(report.text, sources), {s.id: s for s in statements}, {}, [], {}, find_starts(report.text))
    for statement in sorted(statements, key=place_of):
        for due in _with_parents(story, statement):
            told = Told(due, settle(story, due))
            story.told[due.id] = told
            story.order.append(told)
    settle_headline(story)
    _keep_back(story)
    voices = _make_voices(report, story)
    ids = {_key(voice.name): voice.id for voice in voices}
    return voices, tuple(_fill(statement, story.told[statement.id].party, ids) for statement in statements)


def _keep_back(story: Story) -> None:
    """Let whoever is not named by agreement in one statement be anonymous in all."""
    kept = {p.name for _, p in story.order if p.source_type is SourceType.ANONYMOUS_SOURCE}
    for i, (statement, party) in enumerate(story.order):
        if party.name in kept and party.source_type in (SourceType.UNNAMED_PERSON, SourceType.UNNAMED_GROUP):
            known = party._replace(source_type=SourceType.ANONYMOUS_SOURCE)
            story.order[i] = story.told[statement.id] = Told(statement, known)


def _fill(statement: Statement, party: Party, ids: dict[str, str]) -> Statement:
    return replace(statement, voice=ids.get(_key(party.name)), source_type=party.source_type)


def _with_parents(story: Story, statement: Statement) -> list[Statement]:
    """The statement after its parents, those left out that are settled. Survives parents in a circle."""
    chain: dict[str, Statement] = {}
    current: Statement | None = statement
    while current is not None and current.id not in story.told and current.id not in chain:
        chain[current.id] = current
        current = story.statements.get(current.parent or "")
    return list(chain.values())[::-1]


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
        body = find_body_spoken_for(story, party, "spokesman") or find_body_spoken_for(story, party, "leads")
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
