"""Statements as CSV (RFC 4180): a row each, with what people made of them."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from sayso.review import Reviewed
from sayso.types import Spans, Statement, Voice

COLUMNS = (
    "report", "published", "outlet", "title", "url", "statement", "parent", "denies", "voice", "kind", "speaks_for",
    "stance", "certainty", "response", "source_type", "quote", "source", "cue", "content", "sentence", "start", "end",
    "said_earliest", "said_latest", "score", "standing", "by", "at", "grade",
)  # fmt: skip
PIECES = " … "  # between the words of two spans
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")  # the wide ones too, which East Asian versions take for the narrow


def write_csv(reviewed: Iterable[Reviewed]) -> Iterator[str]:
    """The heading, then a row for each statement that is not rejected."""
    yield _write_row(COLUMNS)
    for one in reviewed:
        voices = {voice.id: voice for voice in one.reading.voices}
        for statement in one.reading.statements:
            cells = _cells(one, statement, voices.get(statement.voice or ""))
            yield _write_row([_make_safe(cells.get(column)) for column in COLUMNS])


def _cells(reviewed: Reviewed, statement: Statement, voice: Voice | None) -> dict[str, object]:
    report, standing = reviewed.reading.report, reviewed.standings[statement.id]
    voice_standing = reviewed.standings.get(statement.voice or "")
    graded = standing.grade or (voice_standing.grade if voice_standing else None)
    has_words = any((statement.source, statement.cue, statement.content))
    start, end = statement.extent if has_words else (None, None)
    fields = {name: getattr(statement, name) for name in ("parent", "denies", "stance", "certainty", "response",
                                                          "source_type", "quote", "score")}  # fmt: skip
    spans = {name: _words(report.text, getattr(statement, name)) for name in ("source", "cue", "content", "sentence")}
    return {
        "report": report.id, "published": report.published, "outlet": report.outlet, "title": report.title,
        "url": report.url, "statement": statement.id, "voice": voice and voice.name, "kind": voice and voice.kind,
        "speaks_for": voice and voice.speaks_for, "start": start, "end": end,
        "said_earliest": statement.said and statement.said.earliest,
        "said_latest": statement.said and statement.said.latest,
        "standing": standing.kind, "by": standing.by, "at": standing.at, "grade": graded and graded.after,
        **fields, **spans,
    }  # fmt: skip


def _words(text: str, spans: Spans) -> str:
    return PIECES.join(span.of(text) for span in spans)


def _make_safe(value: object) -> object:
    """Words of a report that a spreadsheet would take for a formula get an apostrophe before them."""
    if isinstance(value, str):
        value = value.encode("utf-8", "replace").decode()
        return f"'{value}" if _FORMULA.match(value) else value
    return value


def _write_row(cells: Iterable[object]) -> str:
    out = StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()
