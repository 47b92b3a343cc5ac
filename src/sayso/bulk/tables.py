"""The tables that bulk reading writes, and the rows of a reading in them.

The columns come from the types of a reading, the words about them from here; the files and docs/bulk.md carry both.
A span is a list of two numbers, code points of the report's text, the end excluded.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import msgspec
import pyarrow as pa
from msgspec import Struct, inspect

from sayso.intake import Filed
from sayso.text import words_at
from sayso.types import Figure, Moment, Problem, Report, Span, Statement, Voice

BULK_CONTRACT: Final = "sayso/bulk/1"

Tables = Mapping[str, pa.RecordBatch]
Row = dict[str, Any]

_KEY = {
    "number": (pa.int64(), "the place of the report in the input, from 0; joins the tables"),
    "report": (pa.string(), "the id of the report"),
}  # fmt: skip
_PLACE = {"place": (pa.string(), "where the report was found: file, line, record, address")}
_WORDS = {
    f"{role}_text": (pa.string(), f"the words of `{role}`, pieces joined by “ … ”")
    for role in ("source", "cue", "content")
}


class Table(Struct, frozen=True):
    """A table: what a row of it is, and its columns, whose metadata say what they hold."""

    name: str
    about: str
    schema: pa.Schema


def _make_table(name: str, about: str, kind: type, own: Mapping[str, tuple[pa.DataType, str]], told: Row) -> Table:
    """The columns of its own, then the fields of the type `kind` that are told of, in the order of the type."""
    fields = {field.encode_name: field.type for field in inspect.type_info(kind).fields}  # type: ignore[attr-defined]
    typed = {name: (_arrow_type(type_), told[name]) for name, type_ in fields.items() if name in told}
    first = {name: column for name, column in own.items() if name not in _WORDS}
    last = {name: column for name, column in own.items() if name in _WORDS}
    columns = [pa.field(n, t, metadata={"about": words}) for n, (t, words) in (first | typed | last).items()]
    return Table(name, about, pa.schema(columns, metadata={"contract": BULK_CONTRACT, "about": about}))


_PLAIN = {inspect.BoolType: pa.bool_(), inspect.FloatType: pa.float64()}  # all others are written as strings


def _arrow_type(kind: inspect.Type) -> pa.DataType:
    match kind:
        case inspect.UnionType():
            return _arrow_type(next(t for t in kind.types if not isinstance(t, inspect.NoneType)))
        case inspect.NamedTupleType():  # Span
            return pa.list_(pa.int32())
        case inspect.VarTupleType():
            return pa.list_(_arrow_type(kind.item_type))
        case inspect.StructType():
            return pa.struct([(field.encode_name, _arrow_type(field.type)) for field in kind.fields])
    return _PLAIN.get(type(kind), pa.string())


_REPORT = {
    "id": "the id of the report: given in the input, or a hash of text, outlet and address",
    "title": "its headline",
    "outlet": "who published it",
    "published": "when it came out: ISO date or date-time",
    "url": "its address",
    "byline": "who wrote it",
    "credit": "the lines that say whose work it is",
    "lang": "its language, ISO 639-1",
    "date_rule": "what gave `published`",
    "original": "the SHA-256 of the bytes that the text was drawn from",
    "text": "the text, in which every span counts",
}
_STATEMENT = {
    "id": "the id of the statement",
    "parent": "the statement inside whose content this one stands",
    "voice": "whose statement it is: an id in `voices`",
    "source": "the spans that name who it comes from",
    "cue": "the spans that attribute",
    "content": "the spans of what is attributed",
    "sentence": "the spans of the sentences in which it stands",
    "source_type": "how the source is named",
    "quote": "direct, indirect, mixed, none",
    "stance": "what the source does with the content",
    "certainty": "how sure the source is",
    "response": "which silence a no-comment is",
    "denies": "the statement that is denied",
    "evidence": "the spans that give the basis",
    "addressee": "the spans that name who was told",
    "channel": "how it was said, if told",
    "said": "when it was said, if told",
    "score": "the probability that the statement is right",
    "implied": "whether it goes on without a cue",
}
_VOICE = {
    "id": "the id of the voice, within its report",
    "name": "its fullest name in the report",
    "kind": "person, organization, document, outlet, group, unknown",
    "named": "whether it is named",
    "aliases": "its other names in the report",
    "title": "the office that a named person holds",
    "justification": "the words that tell why it is in the story",
    "speaks_for": "the body that a spokesman speaks for",
}
_MOMENT = {
    "span": "where the text names the time",
    "earliest": "its first day or minute; null for an open end",
    "latest": "its last",
    "vague": "whether no calendar holds it",
}
_FIGURE = {
    "span": "where the text gives the quantity",
    "value": "its value",
    "value_max": "the upper end of a range",
    "unit": "what is counted or measured",
    "bound": "how the text limits the value",
}
_PROBLEM = {"code": "which fault", "message": "the fault in words", "span": "where, if somewhere"}
_REASON = {"reason": (pa.string(), "why it was set aside; names the place where `place` is null")}

TABLES: Final = {
    table.name: table
    for table in (
        _make_table("statements", "An attribution that a report makes.", Statement, _KEY | _WORDS, _STATEMENT),
        _make_table("voices", "Somebody or something that speaks in a report.", Voice, _KEY, _VOICE),
        _make_table("moments", "A time that a report names.", Moment, _KEY, _MOMENT),
        _make_table("figures", "A quantity that a report gives.", Figure, _KEY, _FIGURE),
        _make_table("problems", "A fault of a report, beside which reading went on.", Problem, _KEY, _PROBLEM),
        _make_table(
            "rejected",
            "An input that could not be read. The table may itself be given to `sayso bulk`, to try again.",
            Report,
            {"number": _KEY["number"], **_PLACE, **_REASON},
            {name: _REPORT[name] for name in ("id", "title", "outlet", "published", "url", "text")},
        ),
        # Last, because a part of the others counts only once that of the reports is there.
        _make_table("reports", "A report that was read.", Report, {"number": _KEY["number"], **_PLACE}, _REPORT),
    )
}


def make_rows(number: int, place: str, reading: Row) -> Iterator[tuple[str, Row]]:
    """The rows of a reading, given as the contract's JSON decodes, each with the name of its table."""
    report = reading["report"]
    key = {"number": number, "report": report["id"]}
    yield "reports", report | {"number": number, "place": _writable(place)}
    for statement in reading["statements"]:
        words = {name: _words(report["text"], statement[name.removesuffix("_text")]) for name in _WORDS}
        yield "statements", statement | words | key
    for table in ("voices", "moments", "figures", "problems"):
        for row in reading[table]:
            yield table, row | key


def make_rejection(number: int, filed: Filed | None, reason: str) -> Row:
    """The row of an input that is set aside; None where no report came out of it."""
    given = msgspec.to_builtins(filed.report) | {"place": filed.place} if filed else {}
    return {name: _writable(value) for name, value in given.items()} | {"number": number, "reason": _writable(reason)}


def make_tables(rows: Iterator[tuple[str, Row]]) -> Tables:
    """A record batch for each table, also where it has no row."""
    sorted_rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for name, row in rows:
        sorted_rows[name].append(row)
    return {name: pa.RecordBatch.from_pylist(sorted_rows[name], schema=t.schema) for name, t in TABLES.items()}


@cache
def describe_tables() -> str:
    """The tables in Markdown, as docs/bulk.md has them."""
    out = [f"Version `{BULK_CONTRACT}`, kept in the metadata of each file."]
    for table in sorted(TABLES.values(), key=lambda table: table.name):
        rows = [f"| `{f.name}` | {_plain(f.type)} | {f.metadata[b'about'].decode()} |" for f in table.schema]
        out += [f"**{table.name}**: {table.about}", "\n".join(["| column | type | |", "|---|---|---|", *rows])]
    return "\n\n".join(out) + "\n"


def _plain(kind: pa.DataType) -> str:
    """An Arrow type without the names of list items: list<int32>."""
    return str(kind).replace("item: ", "").replace("bool", "boolean")


def _words(text: str, spans: list[list[int]]) -> str:
    return words_at(text, tuple(Span(start, end) for start, end in spans))


def _writable(value: object) -> object:
    """Text with half characters, which UTF-8 cannot hold, replaced one for one."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
