"""Statements as flat rows, for tables: a dictionary for each."""

from collections.abc import Iterable
from typing import Any

from sayso.types import Reading, Spans, Statement

OF_STATEMENT = (
    "report", "published", "outlet", "title", "url", "statement", "parent", "denies", "voice", "kind", "speaks_for",
    "stance", "certainty", "response", "source_type", "quote", "source", "cue", "content", "sentence", "start", "end",
    "said_earliest", "said_latest", "score",
)  # fmt: skip
PIECES = " … "  # between the words of two spans
_REPORT = ("published", "outlet", "title", "url")
_FIELDS = ("parent", "denies", "stance", "certainty", "response", "source_type", "quote", "score")
_SPANS = ("source", "cue", "content", "sentence")


def make_rows(reading: Reading) -> Iterable[dict[str, Any]]:
    """A row for each statement, in their order.

    The keys are those of `OF_STATEMENT`. Words stand where the reading has spans; `voice`, `kind` and `speaks_for` are
    those of its voice; `start` and `end` count code points of the report's text from the first of source, cue and
    content to the last, the end excluded.
    """
    voices = {voice.id: voice for voice in reading.voices}
    told = {"report": reading.report.id} | {name: getattr(reading.report, name) for name in _REPORT}
    for statement in reading.statements:
        voice = voices.get(statement.voice or "")
        start, end = statement.extent if _has_words(statement) else (None, None)
        yield {
            **told, "statement": statement.id, "voice": voice and voice.name, "kind": voice and str(voice.kind),
            "speaks_for": voice and voice.speaks_for, "start": start, "end": end,
            "said_earliest": statement.said and statement.said.earliest,
            "said_latest": statement.said and statement.said.latest,
            **{name: _make_plain(getattr(statement, name)) for name in _FIELDS},
            **{name: _words(reading.report.text, getattr(statement, name)) for name in _SPANS},
        }  # fmt: skip


def _has_words(statement: Statement) -> bool:
    return any((statement.source, statement.cue, statement.content))


def _make_plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _words(text: str, spans: Spans) -> str:
    return PIECES.join(span.of(text) for span in spans)
