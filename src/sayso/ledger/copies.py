"""Whether a ledger is sound, and copies of it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from sayso.ledger.database import Database
from sayso.ledger.faults import CURES
from sayso.ledger.sqlite import SqliteDatabase
from sayso.ledger.store import NO_LEDGER, Ledger, check_place, connect, is_address
from sayso.problems import LedgerError

_FULL_TEXT = ("statement_words", "voice_words", "outlet_words")


class Holdings(Struct, frozen=True):
    """How much a ledger holds."""

    reports: int
    statements: int
    decisions: int

    def __str__(self) -> str:
        """In words."""
        return f"{self.reports} reports, {self.statements} statements, {self.decisions} decisions"


def check_ledger(path: str | Path) -> Holdings:
    """Read all of a ledger, changing nothing. Raises LedgerError where it is damaged, saying what to do."""
    with closing(connect(path, create=False)) as database:
        return _check(database)


def back_up(path: str | Path, to: Path) -> Holdings:
    """Copy a ledger, in use or not, to a new file that then is one too; what it holds. Raises LedgerError."""
    file = take_file(path, f"copied with: pg_dump --format=custom --file={to} ADDRESS")
    with make_new_file(to) as part, closing(SqliteDatabase.connect(file, "rw")) as old:
        if not old.version():
            raise LedgerError(f"{path}: {NO_LEDGER}")
        with old.clear(), closing(sqlite3.connect(part)) as copy:
            old.connection.backup(copy, progress=_give_up_waiting)
        with closing(SqliteDatabase.connect(part, "rw")) as database:
            database.place = f"{path}, when copied"
            return _check(database)


def take_file(path: str | Path, how: str) -> Path:
    """The file that is the ledger. Raises LedgerError where it lies at an address, saying how it is done there."""
    if is_address(path):
        raise LedgerError(f"this is done with files only; a ledger on PostgreSQL is {how}")
    return check_place(Path(path), create=False)


@contextmanager
def make_new_file(to: Path) -> Iterator[Path]:
    """Where to write what becomes this new file when the block ends well. Raises LedgerError where it is there."""
    taken = LedgerError(f"{to}: that is there already, and stays as it is; name a new file")
    if to.exists():
        raise taken
    if not to.parent.is_dir():
        raise LedgerError(f"{to}: there is no folder {to.parent}; create it, or name another")
    try:
        with TemporaryDirectory(dir=to.parent, prefix=f".{to.name}-") as folder:
            part = Path(folder) / "new"
            yield part
            _settle(part)
            to.open("x").close()  # of two who write the same file, one gets it
            part.replace(to)
            _settle(to.parent)
    except FileExistsError as error:
        raise taken from error
    except OSError as error:
        raise LedgerError(f"{to}: it cannot be written ({error.strerror}); make room, or name another") from error


def _settle(path: Path) -> None:
    """See to it that the disk has the file, or knows the names in the folder."""
    if os.name == "posix":
        number = os.open(path, os.O_RDONLY)
        os.fsync(number)
        os.close(number)


def _give_up_waiting(status: int, remaining: int, total: int) -> None:
    """Where the ledger stays locked for longer than its connection waits."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise LedgerError(f"the ledger: {CURES[sqlite3.SQLITE_BUSY]}")


def _check(database: Database) -> Holdings:
    with database.clear():
        if isinstance(database, SqliteDatabase):
            _check_file(database)
        reports, statements = 0, 0
        for reading in Ledger(database).list_readings():
            reports, statements = reports + 1, statements + len(reading.statements)
        listed = database.ask("SELECT count(*) FROM statement")[0][0]
        if listed != statements:
            _complain(database, f"it lists {listed} statements and holds {statements}")
        decisions = Ledger(database).list_decisions() if database.version() > 1 else ()
        return Holdings(reports, statements, len(decisions))


def _check_file(database: SqliteDatabase) -> None:
    """What SQLite itself finds wrong in its pages, keys and full text."""
    for (complaint,) in database.ask("PRAGMA integrity_check(1)"):
        if complaint != "ok":
            _complain(database, complaint)
    if database.ask("PRAGMA foreign_key_check"):
        _complain(database, "a voice or statement without its report")
    if os.access(database.path, os.W_OK):  # FTS5 looks over its index in a command that is one of writing
        database.ask("BEGIN IMMEDIATE")
        try:
            for table in _FULL_TEXT:
                database.ask(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
        finally:
            if database.connection.in_transaction:  # some faults end it by themselves
                database.ask("ROLLBACK")


def _complain(database: Database, found: str) -> None:
    cure = CURES[sqlite3.SQLITE_CORRUPT]
    raise LedgerError(f"{database.place}: {cure} ({' '.join(found.split())})")
