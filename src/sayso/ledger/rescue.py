"""What can be saved of a damaged ledger."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from msgspec import DecodeError, Struct, json

from sayso.ledger.copies import Holdings, check_ledger, make_new_file, take_file
from sayso.ledger.sqlite import SqliteDatabase
from sayso.ledger.store import Ledger, prepare
from sayso.problems import LedgerError
from sayso.types import Decision, Reading

_STEP = 64  # rows that are asked for at once
_MAGIC = b"SQLite format 3\0"
_LARGEST = 2**40  # bytes: a header that says more is itself damaged
_SMALLEST_ROW = 200  # bytes: no more rows than this can lie in a file
Kept = TypeVar("Kept", Reading, Decision)


class Rescued(Struct, frozen=True):
    """What was saved; the ids of the reports that could not be, and how many decisions could not, as far as known."""

    saved: Holdings
    reports: tuple[str, ...]
    decisions: int


def rescue(path: str | Path, to: Path) -> Rescued:
    """Write all that can be read of a damaged ledger, which stays as it is, to a new one. Raises LedgerError."""
    file = take_file(path, "restored with pg_restore, from what pg_dump had written")
    with make_new_file(to) as part, TemporaryDirectory(dir=to.parent, prefix=f".{to.name}-") as folder:
        with (
            closing(_copy(file, Path(folder) / "old")) as old,
            closing(SqliteDatabase.connect(part, "rwc")) as database,
        ):
            database.ask("PRAGMA synchronous = OFF")  # settled as a whole in the end
            prepare(database, create=True)
            new = Ledger(database)
            reports, decisions = set(_list_ids(old, "report")), set(_list_ids(old, "decision"))
            for reading in _find(old, "report", "reading", Reading):
                if _is_taken(new, reading):
                    reports.discard(reading.report.id)
            for decision in _find(old, "decision", "decision", Decision):
                new.decide(decision)
                decisions.discard(decision.id)
        return Rescued(check_ledger(part), tuple(sorted(reports)), len(decisions))


def _copy(path: Path, copy: Path) -> SqliteDatabase:
    """A copy to work on: opening a file can change it. Its journal holds what an interrupted command did not end."""
    for end in ("", "-journal"):
        if Path(f"{path}{end}").is_file():
            shutil.copyfile(f"{path}{end}", f"{copy}{end}")
    with copy.open("r+b") as file:  # SQLite opens no file that is shorter than its header says
        header = file.read(32)
        size = int.from_bytes(header[16:18]) * int.from_bytes(header[28:32])
        if header.startswith(_MAGIC) and copy.stat().st_size < size < _LARGEST:
            file.truncate(size)
    try:
        return SqliteDatabase.connect(copy, "rw")
    except LedgerError as error:
        raise LedgerError(f"{path}: nothing in it can be read; restore a backup") from error


def _list_ids(database: SqliteDatabase, table: str) -> Iterator[str]:
    """The ids that the index of the table knows, up to where it is damaged."""
    try:
        for (id_,) in database.connection.execute(f"SELECT id FROM {table} ORDER BY id"):
            yield id_
    except sqlite3.Error:
        return


def _find(database: SqliteDatabase, table: str, column: str, kind: type[Kept]) -> Iterator[Kept]:
    """What can be read of a table, in the order in which it came in."""
    query = f"SELECT {column} FROM {table} NOT INDEXED WHERE key BETWEEN :first AND :last ORDER BY key"
    if not database.ask("SELECT 1 FROM sqlite_master WHERE name = :table", {"table": table}):
        return
    for first in range(1, _find_last_key(database, table) + 1, _STEP):
        for written in _read(database, query, first, first + _STEP - 1):
            try:
                yield json.decode(written, type=kind)
            except (DecodeError, TypeError):
                continue


def _read(database: SqliteDatabase, query: str, first: int, last: int) -> Iterator[str]:
    """The rows with these keys, without those that lie on damaged pages."""
    try:
        yield from (row[0] for row in database.ask(query, {"first": first, "last": last}))
    except sqlite3.Error:
        if first < last:
            middle = (first + last) // 2
            yield from _read(database, query, first, middle)
            yield from _read(database, query, middle + 1, last)


def _find_last_key(database: SqliteDatabase, table: str) -> int:
    try:
        return int(database.ask(f"SELECT coalesce(max(key), 0) FROM {table} NOT INDEXED")[0][0])
    except sqlite3.Error:
        return Path(database.place).stat().st_size // _SMALLEST_ROW


def _is_taken(ledger: Ledger, reading: Reading) -> bool:
    """Whether the ledger took a reading that may be damaged so that its parts no longer fit."""
    try:
        ledger.add(reading)
    except LedgerError as error:
        if isinstance(error.__cause__, sqlite3.IntegrityError):
            return False
        raise
    return True
