"""Statements made by hand from a text and the words of their roles, so that no model is needed."""

from sayso.qualify import qualify
from sayso.text import find_sentences
from sayso.types import Moment, Report, SourceType, Span, Spans, Statement


def spans_of(text: str, words: str, after: int = 0) -> Spans:
    """The spans of the words, in order; "…" stands between two."""
    spans: list[Span] = []
    for part in (part.strip() for part in words.split("…") if part.strip()):
        start = text.index(part, after)
        spans.append(Span(start, start + len(part)))
    return tuple(spans)


def made(
    text: str,
    source: str,
    cue: str,
    content: str,
    *,
    id_: str = "s1",
    parent: str | None = None,
    voice: str | None = None,
    source_type: SourceType = SourceType.UNNAMED_GROUP,
    after: int = 0,
) -> Statement:
    """A statement before it is qualified; its words are looked for from an offset on."""
    roles = [spans_of(text, words, after) for words in (source, cue, content)]
    met = [s for s in find_sentences(text) if any(s.meets(span) for spans in roles for span in spans)]
    return Statement(
        id=id_, parent=parent, voice=voice, source=roles[0], cue=roles[1], content=roles[2], sentence=tuple(met),
        source_type=source_type,
    )  # fmt: skip


def qualified(text: str, *statements: Statement, moments: tuple[Moment, ...] = ()) -> dict[str, Statement]:
    """The statements by id, once qualified."""
    return {s.id: s for s in qualify(Report(id="r1", text=text), statements, moments)}


def words(text: str, spans: Spans) -> list[str]:
    return [span.of(text) for span in spans]
