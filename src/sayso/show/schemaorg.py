"""Reports and what is said in them as schema.org: NewsArticle, Quotation, Claim.

A Claim is what somebody puts forward, with the article in which it appears; nothing here says what is so. A ClaimReview
would be a verdict, and the ledger holds none: neither the program nor, so far, a person gives one.
"""

from collections.abc import Iterable, Iterator

from sayso.review import Reviewed
from sayso.show.jsonld import Node, write_graph
from sayso.show.names import find_address, make_urn
from sayso.text import words_at
from sayso.types import Quote, Stance, Statement, Voice, VoiceKind

CONTEXT = {
    "@vocab": "https://schema.org/",
    "id": "@id",
    "type": "@type",
    "url": {"@id": "https://schema.org/url", "@type": "@id"},
    **{name: {"@id": f"https://schema.org/{name}", "@type": "@id"} for name in ("isPartOf", "appearance")},
    "datePublished": {"@id": "https://schema.org/datePublished", "@type": "https://schema.org/DateTime"},
}
_TYPES = {
    VoiceKind.PERSON: "Person", VoiceKind.ORGANIZATION: "Organization", VoiceKind.OUTLET: "NewsMediaOrganization",
    VoiceKind.DOCUMENT: "CreativeWork", VoiceKind.GROUP: "Organization", VoiceKind.UNKNOWN: "Thing",
}  # fmt: skip


def write_schemaorg(reviewed: Iterable[Reviewed]) -> Iterator[str]:
    """The pieces of one JSON-LD document."""
    return write_graph(CONTEXT, (node for one in reviewed for node in _describe(one)))


def _describe(one: Reviewed) -> Iterator[Node]:
    report = one.reading.report
    article = make_urn(report.id)
    yield {
        "id": article, "type": "NewsArticle", "headline": report.title, "datePublished": report.published,
        "url": find_address(report.url), "inLanguage": report.lang,
        "author": [{"type": "Person", "name": name} for name in report.byline],
        "publisher": report.outlet and {"type": "NewsMediaOrganization", "name": report.outlet},
    }  # fmt: skip
    voices = {voice.id: voice for voice in one.reading.voices}
    for statement in one.reading.statements:
        kind = _kind_of(statement)
        if kind:
            voice = voices.get(statement.voice or "")
            standing = one.standings[statement.id]
            yield {
                "id": make_urn(report.id, statement.id), "type": kind,
                "text": words_at(report.text, statement.content), "creator": voice and _name(voice),
                "isPartOf" if kind == "Quotation" else "appearance": article,
                "editor": standing.by and {"type": "Person", "name": standing.by},
            }  # fmt: skip


def _kind_of(statement: Statement) -> str | None:
    """Words are quoted; what is put forward is a claim; a denial, a wish, a question or a silence is neither."""
    if statement.quote is Quote.DIRECT and statement.content:
        return "Quotation"
    return "Claim" if statement.stance is Stance.ASSERTS and statement.content else None


def _name(voice: Voice) -> Node:
    return {"type": _TYPES[voice.kind], "name": voice.name, **({"jobTitle": voice.title} if voice.title else {})}
