"""A ledger in a PostgreSQL database, which many share: its tables lie in the first schema of the search path."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, ClassVar, Self

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from sayso.ledger.database import Row, Values
from sayso.ledger.words import PLAIN, STEMMED, Tokenizer
from sayso.problems import BusyLedgerError, LedgerError

CONNECT_SECONDS = 10
BUSY_MILLISECONDS = 30_000
_NAMED = re.compile(r":(\w+)")

# By table: the columns whose words can be searched for, and how these are taken apart.
_SEARCHED = {
    "report": (("outlet",), PLAIN),
    "voice": (("names",), PLAIN),
    "statement": (("source", "cue", "content", "sentence"), STEMMED),
}
_TOKENIZERS = {"outlet": PLAIN, "voice": PLAIN, "words": STEMMED}
_HITS = "SELECT hit.key FROM {table} AS hit WHERE hit.words @@ CAST(:{name} AS tsquery)"

_BUSY = (errors.LockNotAvailable, errors.TooManyConnections)
_CURES: Mapping[type[psycopg.Error], str] = {
    errors.LockNotAvailable: "another process is writing to it; try again when that is done",
    errors.ReadOnlySqlTransaction: "it cannot be written to; take the address of the server that can be",
    errors.InsufficientPrivilege: "you have no right to do this there; ask its administrator for it",
    errors.DiskFull: "there is no room left on the server's disk; make some, then run the same command again",
    errors.TooManyConnections: "too many work with it at once; try again, or raise max_connections",
    errors.DataCorrupted: "it is damaged; restore a backup that was made with pg_dump",
    errors.IndexCorrupted: "an index of it is damaged; its administrator mends it with REINDEX DATABASE",
    errors.ProgramLimitExceeded: "a name or id is longer than PostgreSQL takes; shorten it in the report",
    psycopg.OperationalError: "there is no connection ({error}); check the address and that the server runs",
}


class PostgresqlDatabase:
    """The tables; their words lie in a column of each, taken apart as SQLite does."""

    suffix: ClassVar[str] = ".postgresql.sql"
    hit_key: ClassVar[str] = "hit.key"
    hits: ClassVar[Mapping[str, str]] = {
        "voice": _HITS.format(table="voice", name="voice"),
        "outlet": _HITS.format(table="report", name="outlet"),
        "words": _HITS.format(table="statement", name="words"),
    }

    def __init__(self, place: str, connection: psycopg.Connection[Row]) -> None:
        self.place = place
        self._connection = connection
        self._tokenizers: dict[str, Tokenizer] = {}

    @classmethod
    def connect(cls, address: str) -> Self:
        """Open the database at this address, which is never made. Raises LedgerError."""
        place = _shown(address)
        with _clear_errors(place):
            connection = psycopg.connect(address, autocommit=True, connect_timeout=CONNECT_SECONDS)
            try:
                _settle(connection, place)
            except BaseException:
                connection.close()
                raise
        return cls(place, connection)

    def ask(self, query: str, values: Values | None = None) -> list[Row]:
        """The rows that answer a query."""
        cursor = self._connection.execute(_named(query), _without_nul(values or {}))
        return cursor.fetchall() if cursor.description else []

    def insert(self, table: str, row: Values) -> int:
        """Add a row and its words; its key."""
        row = self._with_words(table, row)
        return int(self.ask(f"{_insertion(table, row)} RETURNING key", row)[0][0])

    def insert_all(self, table: str, rows: Sequence[Values]) -> None:
        """Add rows of the same columns, and their words."""
        worded = [_without_nul(self._with_words(table, row)) for row in rows]
        if worded:
            self._connection.cursor().executemany(_named(_insertion(table, worded[0])), worded)

    def update(self, table: str, key: int, row: Values) -> None:
        """Change these columns of a row, and its words."""
        row = self._with_words(table, row)
        changes = ", ".join(f"{column} = :{column}" for column in row)
        self.ask(f"UPDATE {table} SET {changes} WHERE key = :key", {**row, "key": key})

    def match(self, name: str, terms: Sequence[str]) -> str:
        """A tsquery for these words and phrases."""
        return self._tokenizer(_TOKENIZERS[name]).make_query(terms)

    @contextmanager
    def transaction(self, on: str) -> Iterator[None]:
        """All of it or nothing; who writes `on` the same waits."""
        with self._connection.transaction():
            self.ask("SELECT pg_advisory_xact_lock(hashtextextended(:on, 0))", {"on": on})
            yield

    def version(self) -> int:
        """The ledger's version, 0 where there are no tables. Raises LedgerError where there are others."""
        ours, tables = self.ask(
            """SELECT to_regclass('ledger_version') IS NOT NULL, count(*) FROM pg_class
               WHERE relnamespace = to_regnamespace(current_schema()) AND relkind IN ('r', 'p')"""
        )[0]
        if ours:
            return int(self.ask("SELECT version FROM ledger_version")[0][0])
        if tables:
            raise LedgerError(
                f"{self.place}: this is the database of another program; make one for the ledger (CREATE DATABASE)"
            )
        return 0

    def migrate(self, script: str, version: int) -> None:
        """Run the script and note the version."""
        self._connection.execute(script.encode())
        self.ask("UPDATE ledger_version SET version = :version", {"version": version})

    def clear(self) -> AbstractContextManager[None]:
        """Turn what PostgreSQL raises into a LedgerError of one line."""
        return _clear_errors(self.place)

    def close(self) -> None:
        """Let go of the connection."""
        for tokenizer in self._tokenizers.values():
            tokenizer.close()
        self._connection.close()

    def _with_words(self, table: str, row: Values) -> Values:
        columns, tokenizer = _SEARCHED.get(table, ((), PLAIN))
        if not set(columns) & set(row):
            return row
        texts = [row[column] or "" for column in columns]
        return {**row, "words": self._tokenizer(tokenizer).make_vector(texts)}

    def _tokenizer(self, name: str) -> Tokenizer:
        if name not in self._tokenizers:
            self._tokenizers[name] = Tokenizer(name)
        return self._tokenizers[name]


def _settle(connection: psycopg.Connection[Row], place: str) -> None:
    """Wait for others so long and no longer; let no setting of the server's acknowledge what is not on its disk."""
    encoding = connection.execute(
        b"""SELECT current_setting('server_encoding'), set_config('lock_timeout', %(busy)s, false),
                   set_config('synchronous_commit', CASE current_setting('synchronous_commit')
                                  WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)""",
        {"busy": str(BUSY_MILLISECONDS)},
    ).fetchall()[0][0]
    if encoding != "UTF8":
        raise LedgerError(f"{place}: its encoding is {encoding}; make a database with ENCODING 'UTF8'")


def _insertion(table: str, row: Values) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{column}' for column in row)})"


def _named(query: str) -> bytes:
    """The query with its values named as psycopg does."""
    return _NAMED.sub(r"%(\1)s", query).encode()


def _without_nul(values: Values) -> dict[str, Any]:
    """The values with a sign in place of NUL, which PostgreSQL's text cannot hold."""
    return {name: v.replace("\0", "\ufffd") if isinstance(v, str) else v for name, v in values.items()}


def _shown(address: str) -> str:
    """The address without user, password and options, to be shown."""
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error as error:
        raise LedgerError(
            "the address of the ledger cannot be understood; write it as postgresql://user@host:5432/database"
        ) from error
    port = f":{parts['port']}" if "port" in parts else ""
    return f"postgresql://{parts.get('host', '')}{port}/{parts.get('dbname', '')}"


@contextmanager
def _clear_errors(place: str) -> Iterator[None]:
    """Turn what PostgreSQL raises about this ledger into a LedgerError of one line."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise LedgerError(
            f"{place}: half characters (surrogates) cannot be kept; replace them in the report"
        ) from error
    except psycopg.Error as error:
        told = " ".join(str(error).split())
        cures = (cure.format(error=told) for kind, cure in _CURES.items() if isinstance(error, kind))
        cure = next(cures, f"PostgreSQL cannot do this ({told}); check the database, or name another with --ledger")
        kind = BusyLedgerError if isinstance(error, _BUSY) else LedgerError
        raise kind(f"{place}: {cure}") from error
