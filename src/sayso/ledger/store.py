"""Opening a ledger, adding readings to it and getting them back."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Self

from msgspec import DecodeError, json

from sayso.ledger.database import Database
from sayso.ledger.queries import (
    ALL,
    ReportRow,
    StatementRow,
    VoiceRow,
    Wanted,
    list_decisions,
    list_reports,
    list_statements,
    list_voices,
)
from sayso.ledger.scripts import MIGRATIONS, load_script
from sayso.ledger.sqlite import SqliteDatabase
from sayso.problems import LedgerError
from sayso.types import Decision, Reading, Statement

ADDRESSES = ("postgresql://", "postgres://")
NO_LEDGER = "there is no ledger yet; `sayso add FILE...` makes one"
CHAIN = " › "
PIECES = " … "
LAST_CHARACTER = "\U0010ffff"


class Added(StrEnum):
    """What adding a reading did to the ledger."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Ledger:
    """Readings and decisions, in a file or at an address; each is on the disk when it was kept, or was not kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True) -> Self:
        """Open the ledger, bringing an older one up to date. Raises LedgerError where that cannot be done.

        `path` is a file, or the address of a PostgreSQL database; `create` makes a ledger where there is none.
        """
        database = connect(path, create)
        try:
            with database.clear():
                prepare(database, create)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def __enter__(self) -> Self:
        """The ledger, closed when the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, whatever happened."""
        self.close()

    def close(self) -> None:
        """Let go of the file or the connection."""
        self._database.close()

    def add(self, reading: Reading) -> Added:
        """Keep the reading in place of the one that this report had; one that is there already changes nothing."""
        database, id_ = self._database, reading.report.id
        with database.clear(), database.transaction(id_):
            written = json.encode(reading).decode()
            kept = database.ask("SELECT key, reading FROM report WHERE id = :id", {"id": id_})
            if kept and kept[0][1] == written:
                return Added.UNCHANGED
            key, before = kept[0] if kept else (None, None)
            key = _put_report(database, key, before, reading, written)
            _put_statements(database, key, reading, _put_voices(database, key, reading))
            return Added.CHANGED if kept else Added.NEW

    def get_reading(self, report_id: str) -> Reading:
        """The reading of the report with this id, else with the one id that starts so. Raises LedgerError."""
        with self._database.clear():
            found = self._database.ask(
                "SELECT id, reading FROM report WHERE id >= :first AND id < :last ORDER BY id LIMIT 3",
                {"first": report_id, "last": report_id + LAST_CHARACTER},
            )
        if not found:
            raise LedgerError(f"{self._database.place}: no report has the id {report_id}; `sayso show` lists them")
        if len(found) > 1 and found[0][0] != report_id:
            some = ", ".join(row[0] for row in found)
            raise LedgerError(f"{self._database.place}: several ids start with {report_id} ({some}); give more of it")
        return self._decode(*found[0])

    def get_reading_before(self, report_id: str) -> Reading | None:
        """The reading that the present one of this report took the place of; None where there was none."""
        with self._database.clear():
            rows = self._database.ask("SELECT before FROM report WHERE id = :id", {"id": report_id})
        return self._decode(report_id, rows[0][0]) if rows and rows[0][0] else None

    def list_readings(self) -> Iterator[Reading]:
        """All readings, one after the other, in the order in which their reports came in."""
        key = -1
        while True:
            with self._database.clear():
                rows = self._database.ask(
                    "SELECT key, id, reading FROM report WHERE key > :key ORDER BY key LIMIT 1", {"key": key}
                )
            if not rows:
                return
            key = rows[0][0]
            yield self._decode(*rows[0][1:])

    def _decode(self, id_: str, written: str) -> Reading:
        try:
            return json.decode(written, type=Reading)
        except DecodeError as error:
            raise LedgerError(
                f"{self._database.place}: the reading {id_} is damaged ({error}); add the report again"
            ) from error

    def list_reports(self, wanted: Wanted = ALL) -> list[ReportRow]:
        """The reports with such statements, the latest first."""
        with self._database.clear():
            return list_reports(self._database, wanted)

    def list_voices(self, wanted: Wanted = ALL) -> list[VoiceRow]:
        """Who makes such statements, those who make most first; one row for each name and kind."""
        with self._database.clear():
            return list_voices(self._database, wanted)

    def list_statements(self, wanted: Wanted = ALL) -> list[StatementRow]:
        """Such statements, in the order of the reports and of their text."""
        with self._database.clear():
            return list_statements(self._database, wanted)

    def decide(self, decision: Decision) -> bool:
        """Keep a decision; whether its maker had seen the last one on the same target.

        It is kept in any case: False says that somebody else decided in between, which both should look at. One that is
        there already is not kept twice, and gets the same answer.
        """
        with self._database.clear(), self._database.transaction(decision.report):
            key = _put_decision(self._database, decision)
            between = self._database.ask(
                """SELECT count(*) FROM decision WHERE report = :report AND target = :target AND key < :key
                   AND key > coalesce((SELECT key FROM decision WHERE id = :seen), 0)""",
                {"report": decision.report, "target": decision.target, "key": key, "seen": decision.seen},
            )
            return not between[0][0]

    def list_decisions(self, report_id: str | None = None, since: str | None = None) -> list[Decision]:
        """What people decided, in the order in which it came in: on one report, from an ISO date-time in UTC on."""
        try:
            with self._database.clear():
                return list_decisions(self._database, report_id, since)
        except DecodeError as error:
            raise LedgerError(f"{self._database.place}: a decision is damaged ({error}); restore a backup") from error


def connect(path: str | Path, create: bool) -> Database:
    """The database of a ledger, as it is. Raises LedgerError where there is none."""
    if not is_address(path):
        return SqliteDatabase.connect(check_place(Path(path), create), "rwc" if create else "rw")
    try:
        from sayso.ledger.postgresql import PostgresqlDatabase  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise LedgerError(f"PostgreSQL needs {error.name}; pip install 'sayso[postgresql]'") from error
    return PostgresqlDatabase.connect(str(path))


def is_address(path: str | Path) -> bool:
    """Whether this is the address of a PostgreSQL database and not a file."""
    return str(path).startswith(ADDRESSES)


def check_place(path: Path, create: bool) -> Path:
    """The path of a file that can be opened. Raises LedgerError where it cannot be."""
    if path.is_dir():
        raise LedgerError(f"{path}: that is a folder; name a file in it")
    if not path.parent.is_dir():
        raise LedgerError(f"{path}: there is no folder {path.parent}; create it, or name another with --ledger")
    if not create and not path.exists():
        raise LedgerError(f"{path}: {NO_LEDGER}")
    return path


def prepare(database: Database, create: bool) -> None:
    """Bring the ledger up to date. Raises LedgerError where there is none, or one made by a newer sayso."""
    version, known = database.version(), len(MIGRATIONS)
    if version > known:
        raise LedgerError(
            f"{database.place}: made by a newer sayso (ledger version {version}, this one knows {known}); upgrade sayso"
        )
    if not version and not create:
        raise LedgerError(f"{database.place}: {NO_LEDGER}")
    if version < known:
        with database.transaction("migration"):
            # Asked again: another process may have brought it up to date while this one waited.
            for number in range(database.version(), known):
                database.migrate(load_script(MIGRATIONS[number] + database.suffix), number + 1)


def _put_report(database: Database, key: int | None, before: str | None, reading: Reading, written: str) -> int:
    report, now = reading.report, datetime.now(UTC).isoformat(timespec="seconds")
    row = {"title": report.title, "outlet": report.outlet, "published": report.published, "changed": now,
           "reading": written}  # fmt: skip
    if key is None:
        return database.insert("report", {"id": report.id, "added": now, **row})
    database.ask("DELETE FROM statement WHERE report = :key", {"key": key})
    database.ask("DELETE FROM voice WHERE report = :key", {"key": key})
    database.update("report", key, {**row, "before": before})
    return key


def _put_voices(database: Database, report: int, reading: Reading) -> dict[str, int]:
    """Keep the voices; return the key of each id."""
    keys = {}
    for voice in reading.voices:
        names = "\n".join(filter(None, (voice.name, *voice.aliases, voice.speaks_for)))
        row = {"report": report, "id": voice.id, "name": voice.name, "names": names, "kind": voice.kind}
        keys[voice.id] = database.insert("voice", row)
    return keys


def _put_statements(database: Database, report: int, reading: Reading, voices: dict[str, int]) -> None:
    text, chains = reading.report.text, _chains_of(reading)
    rows = [
        {"report": report, "voice": voices.get(s.voice or ""), "id": s.id, "position": position, "chain": chains[s.id],
         "source_type": s.source_type, "quote": s.quote, "stance": s.stance, "certainty": s.certainty,
         "score": s.score, **_words_of(text, s)}
        for position, s in enumerate(reading.statements)
    ]  # fmt: skip
    database.insert_all("statement", rows)


def _put_decision(database: Database, decision: Decision) -> int:
    """Keep the decision where it is not there yet; return its key."""
    known = database.ask("SELECT key FROM decision WHERE id = :id", {"id": decision.id})
    if known:
        return int(known[0][0])
    row = {"id": decision.id, "report": decision.report, "target": decision.target, "at": decision.at,
           "decision": json.encode(decision).decode()}  # fmt: skip
    return database.insert("decision", row)


def _words_of(text: str, statement: Statement) -> dict[str, str]:
    """The words of each role."""
    return {
        role: PIECES.join(span.of(text) for span in getattr(statement, role))
        for role in ("source", "cue", "content", "sentence")
    }


def _chains_of(reading: Reading) -> dict[str, str]:
    """By statement id, the names of the voices from the outermost statement to this one."""
    names = {voice.id: voice.name for voice in reading.voices}
    statements = {statement.id: statement for statement in reading.statements}
    return {id_: CHAIN.join(_chain_of(statement, statements, names)) for id_, statement in statements.items()}


def _chain_of(statement: Statement, statements: dict[str, Statement], names: dict[str, str]) -> Sequence[str]:
    chain: list[str] = []
    seen: set[str] = set()
    step: Statement | None = statement
    while step and step.id not in seen:
        seen.add(step.id)
        if name := names.get(step.voice or ""):
            chain.insert(0, name)
        step = statements.get(step.parent or "")
    return chain
