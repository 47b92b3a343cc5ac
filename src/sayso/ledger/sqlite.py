"""A ledger in one SQLite file.

The journal is a rollback journal on every machine (`TRUNCATE`, `synchronous=EXTRA`): SQLite before 3.51.3 can lose
commits in WAL mode, and a ledger at rest stays one file that can be copied and read from where nobody may write.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import ClassVar, Self
from urllib.parse import quote

from sayso.ledger.database import Row, Values
from sayso.ledger.faults import clear_errors
from sayso.problems import LedgerError

APPLICATION_ID = 0x5341594F  # "SAYO" in the header of the file
BUSY_SECONDS = 30.0  # while others write without a pause, a reader finds a gap in 5 seconds most often, not always


class SqliteDatabase:
    """The file; full text is kept beside the tables by triggers."""

    suffix: ClassVar[str] = ".sql"
    hit_key: ClassVar[str] = "hit.rowid"
    hits: ClassVar[Mapping[str, str]] = {
        "voice": "SELECT hit.rowid FROM voice_words AS hit WHERE hit.voice_words MATCH :voice",
        "outlet": "SELECT hit.rowid FROM outlet_words AS hit WHERE hit.outlet_words MATCH :outlet",
        "words": "SELECT hit.rowid FROM statement_words AS hit WHERE hit.statement_words MATCH :words",
    }

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.place, self.path = str(path), path
        self.connection = connection

    @classmethod
    def connect(cls, path: Path, mode: str) -> Self:
        """Open the file; `mode` is ro, rw or rwc, which makes it where there is none. Raises LedgerError."""
        with clear_errors(str(path)):
            connection = sqlite3.connect(
                f"file:{quote(os.fsencode(path))}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
            )
            database = cls(path, connection)
            try:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA synchronous = EXTRA")
                database.version()  # the file of another program keeps its own journal
                connection.execute("PRAGMA journal_mode = TRUNCATE")
            except BaseException:
                connection.close()
                raise
        return database

    def ask(self, query: str, values: Values | None = None) -> list[Row]:
        """The rows that answer a query."""
        return self.connection.execute(query, values or {}).fetchall()

    def insert(self, table: str, row: Values) -> int:
        """Add a row; its key."""
        key = self.connection.execute(_insertion(table, row), row).lastrowid
        assert key is not None
        return key

    def insert_all(self, table: str, rows: Sequence[Values]) -> None:
        """Add rows of the same columns."""
        if rows:
            self.connection.executemany(_insertion(table, rows[0]), rows)

    def update(self, table: str, key: int, row: Values) -> None:
        """Change these columns of a row."""
        changes = ", ".join(f"{column} = :{column}" for column in row)
        self.connection.execute(f"UPDATE {table} SET {changes} WHERE key = :key", {**row, "key": key})

    def match(self, name: str, terms: Sequence[str]) -> str:
        """Each word or phrase a string of FTS5; such without a letter or digit are passed over."""
        return " ".join(f'"{term}"' for term in terms)

    @contextmanager
    def transaction(self, on: str) -> Iterator[None]:
        """All of it or nothing; nobody else writes to the file meanwhile."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:  # a full disk ends it by itself
                self.connection.execute("ROLLBACK")
            raise

    def version(self) -> int:
        """The ledger's version, 0 for a new file. Raises LedgerError where it is of another program."""
        application, version, tables = (
            self.ask(question)[0][0]
            for question in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
        )
        if application != APPLICATION_ID and (application or version or tables):
            raise LedgerError(f"{self.place}: this is the database of another program; name another file with --ledger")
        return int(version)

    def migrate(self, script: str, version: int) -> None:
        """Run the commands one by one: `executescript` would commit what is open first."""
        command = ""
        for line in script.splitlines(keepends=True):
            command += line
            if sqlite3.complete_statement(command):
                self.connection.execute(command)
                command = ""
        self.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self.connection.execute(f"PRAGMA user_version = {version}")

    def clear(self) -> AbstractContextManager[None]:
        """Turn what SQLite raises into a LedgerError of one line."""
        return clear_errors(self.place)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def _insertion(table: str, row: Values) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{column}' for column in row)})"
