"""What a ledger needs of the database under it: SQLite, in a file, or PostgreSQL, at an address."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar, Protocol

Values = Mapping[str, Any]
Row = tuple[Any, ...]


class Database(Protocol):
    """An open database. Queries name their values as `:name`; faults are raised as LedgerError inside `clear()`.

    `hits` are, by filter, the queries for the rows `hit` that hold the words, and `hit_key` is the key of such a row.
    `suffix` ends the names of the scripts that make its tables, `place` is what messages call it.
    """

    place: str
    suffix: ClassVar[str]
    hits: ClassVar[Mapping[str, str]]
    hit_key: ClassVar[str]

    def ask(self, query: str, values: Values | None = None) -> list[Row]:
        """The rows that answer a query."""

    def insert(self, table: str, row: Values) -> int:
        """Add a row, and its words to the full text; its key."""

    def insert_all(self, table: str, rows: Sequence[Values]) -> None:
        """Add rows of the same columns, and their words."""

    def update(self, table: str, key: int, row: Values) -> None:
        """Change these columns of a row, and its words."""

    def match(self, name: str, terms: Sequence[str]) -> str:
        """What the filter's query is given for these words and phrases, so that nothing in them is a command."""

    def transaction(self, on: str) -> AbstractContextManager[None]:
        """All of it or nothing; nobody else writes `on` the same meanwhile."""

    def version(self) -> int:
        """The version of the ledger in it, 0 where it is empty. Raises LedgerError where it holds something else."""

    def migrate(self, script: str, version: int) -> None:
        """Run a script of MIGRATIONS, which brings the ledger to this version."""

    def clear(self) -> AbstractContextManager[None]:
        """Turn what the database raises into a LedgerError of one line."""

    def close(self) -> None:
        """Let go of it."""
