"""What SQLite complains of, said so that a person can mend it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sayso.problems import BusyLedgerError, LedgerError

CURES = {
    sqlite3.SQLITE_BUSY: "another process is writing to it; try again when that is done",
    sqlite3.SQLITE_LOCKED: "another process is writing to it; try again when that is done",
    sqlite3.SQLITE_READONLY: "it cannot be written to; give yourself the right to, or name another with --ledger",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the rights of file and folder, or name another with --ledger",
    sqlite3.SQLITE_NOTADB: "it is not a ledger, or its beginning is damaged; name another with --ledger, or a backup",
    sqlite3.SQLITE_CORRUPT: "it is damaged; restore a backup, or save what can be read with `sayso rescue`",
    sqlite3.SQLITE_FULL: "there is no room left on the disk; make some, then run the same command again",
    sqlite3.SQLITE_IOERR: "the disk failed to read or write; check it, then run the same command again",
}


@contextmanager
def clear_errors(place: str) -> Iterator[None]:
    """Turn what SQLite raises about this ledger into a LedgerError of one line."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise LedgerError(
            f"{place}: half characters (surrogates) cannot be kept; replace them in the report"
        ) from error
    except sqlite3.Error as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        cure = CURES.get(primary, f"SQLite cannot do this ({error}); check the file, or name another with --ledger")
        kind = BusyLedgerError if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else LedgerError
        raise kind(f"{place}: {cure}") from error
