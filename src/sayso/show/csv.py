"""Statements as CSV (RFC 4180): a row each, with what people made of them."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from sayso.review import Reviewed
from sayso.show.rows import OF_STATEMENT, make_rows
from sayso.types import Statement

COLUMNS = (*OF_STATEMENT, "standing", "by", "at", "grade")
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")  # the wide ones too, which East Asian versions take for the narrow


def write_csv(reviewed: Iterable[Reviewed]) -> Iterator[str]:
    """The heading, then a row for each statement that is not rejected."""
    yield _write_row(COLUMNS)
    for one in reviewed:
        for row in judged_rows(one):
            yield _write_row([_make_safe(row.get(column)) for column in COLUMNS])


def judged_rows(one: Reviewed) -> Iterator[dict[str, object]]:
    """By column, the cells of each statement that is not rejected."""
    for statement, row in zip(one.reading.statements, make_rows(one.reading), strict=True):
        yield row | _judge(one, statement)


def _judge(reviewed: Reviewed, statement: Statement) -> dict[str, object]:
    """What people made of the statement."""
    standing = reviewed.standings[statement.id]
    voice_standing = reviewed.standings.get(statement.voice or "")
    graded = standing.grade or (voice_standing.grade if voice_standing else None)
    return {"standing": standing.kind, "by": standing.by, "at": standing.at, "grade": graded and graded.after}


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
