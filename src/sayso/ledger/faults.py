"""What SQLite complains of, said so that a person can mend it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sayso.problems import LedgerError

_CURES = {
    sqlite3.SQLITE_BUSY: "another process is writing to it; try again when that is done",
    sqlite3.SQLITE_LOCKED: "another process is writing to it; try again when that is done",
    sqlite3.SQLITE_READONLY: "it cannot be written to; give yourself the right to, or name another with --ledger",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the rights of file and folder, or name another with --ledger",
    sqlite3.SQLITE_NOTADB: "it is not a ledger; name another file with --ledger",
    sqlite3.SQLITE_CORRUPT: "it is damaged; restore a copy, or save what can be read with `sqlite3 FILE .recover`",
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
        cure = _CURES.get(primary, f"SQLite cannot do this ({error}); check the file, or name another with --ledger")
        raise LedgerError(f"{place}: {cure}") from error
