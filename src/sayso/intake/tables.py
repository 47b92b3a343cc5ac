"""Reports as rows: JSON lines, and CSV with named columns. One row is held at a time."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sayso.intake.dates import read_given
from sayso.intake.limits import MAX_REPORT, MIB
from sayso.intake.sources import HEAD, Found, Result, Source, hash_of
from sayso.lexicon import words_of
from sayso.problems import UnreadableInputError
from sayso.types import DateRule

FIELDS = ("id", "title", "outlet", "published", "url", "text")
_BLANK = b" \t\r\n" + codecs.BOM_UTF8
_CELL = 131_072 * 512  # characters: csv's own limit is too small for long reports


class Row(Struct, frozen=True):
    """A report as the case contract writes it; other fields are left alone."""

    text: str
    id: str | int | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None


def read_lines(source: Source) -> Iterator[Result]:
    """The reports of JSON lines; a line that holds none is a fault, and the next are read."""
    number, found = 0, 0
    while line := source.stream.readline(MAX_REPORT + 1):
        number += 1
        if len(line) > MAX_REPORT:
            raise UnreadableInputError(f"line {number}: longer than {MAX_REPORT // MIB} MiB; write one report a line")
        if not line.strip(_BLANK):
            continue
        try:
            report = make_found(_decode(line), f"line {number}")
            found += 1
            yield replace(report, particulars=replace(report.particulars, original=hash_of(line.rstrip(b"\r\n"))))
        except UnreadableInputError as error:
            if not found and line.strip(_BLANK) in {b"{", b"["}:
                raise UnreadableInputError("JSON over several lines; write one object a line (jq -c)") from error
            yield UnreadableInputError(f"line {number}: {error}")
    if not number:
        raise UnreadableInputError("empty; give one JSON object a line")


def _decode(line: bytes) -> Row:
    try:
        return msgspec.json.decode(line.removeprefix(codecs.BOM_UTF8), type=Row)
    except msgspec.ValidationError as error:
        raise UnreadableInputError(f"no report ({error}); give an object with “text”") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableInputError("not JSON; write one object a line") from error


def read_csv(source: Source) -> Iterator[Result]:
    """The reports of a CSV file whose first line names its columns; of them, `text` must be there."""
    head, source = source.head()
    encoding = _encoding_of(head)
    csv.field_size_limit(_CELL)
    lines = io.TextIOWrapper(source.stream, encoding, errors="replace", newline="")
    try:
        rows = csv.reader(lines, delimiter=_delimiter_of(head.decode(encoding, "replace")))
        places = find_columns(next(rows, []))
        for row in rows:
            part = f"line {rows.line_num}"
            cells = {field: row[at] for field, at in places.items() if at < len(row)}
            try:
                if any(cells.values()):
                    yield make_found(make_row(cells), part)
            except UnreadableInputError as error:
                yield UnreadableInputError(f"{part}: {error}")
    except csv.Error as error:
        raise UnreadableInputError(f"line {rows.line_num}: not CSV ({error}); check the quotation marks") from error
    finally:
        lines.detach()


def find_columns(header: list[str]) -> dict[str, int]:
    """Where each field stands. Raises UnreadableInputError where no column is named as that of the text."""
    names = [name.strip().lower() for name in header]
    found = {}
    for field in FIELDS:
        known = (field, *words_of("pages", f"column-{field}"))
        at = next((names.index(name) for name in known if name in names), None)
        if at is not None:
            found[field] = at
    if "text" not in found:
        shown = ", ".join(names)[:80] or "none"
        raise UnreadableInputError(f"no column is named “text” (found: {shown}); name the columns in the first line")
    return found


def make_row(cells: Mapping[str, Any]) -> Row:
    """The row with these cells as strings; an empty one is none."""
    written = {field: str(value) for field, value in cells.items() if value not in {None, ""}}
    return Row(**{"text": "", **written})


def make_found(row: Row, part: str) -> Found:
    """The report in a row. Raises UnreadableInputError where it has no text."""
    if not row.text.strip():
        raise UnreadableInputError("its text is empty; give the text of a report")
    dated, problems = read_given(row.published, DateRule.RECORD)
    known = replace(
        dated,
        id=None if row.id in {None, ""} else str(row.id),
        title=row.title or None,
        outlet=row.outlet or None,
        url=row.url or None,
    )
    return Found(row.text, known, problems, part)


def _encoding_of(head: bytes) -> str:
    """UTF-8 unless the first bytes are none; a character may be cut at their end."""
    if head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter_of(head: str) -> str:
    """The mark that stands most often in the first line."""
    first = head.partition("\n")[0]
    return max(",;\t|", key=first.count)
