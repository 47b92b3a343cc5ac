"""Opening a ledger, adding readings to it and getting them back."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Self
from urllib.parse import quote

from msgspec import DecodeError, json

from sayso.ledger.faults import clear_errors
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
from sayso.problems import LedgerError
from sayso.types import Decision, Reading, Spans, Statement

# The first makes version 1 of a new file, the second takes version 1 to 2, and so on; a new ledger goes through all.
MIGRATIONS = ("schema.sql", "decisions.sql", "before.sql")
APPLICATION_ID = 0x5341594F  # "SAYO" in the header of the file
BUSY_SECONDS = 5.0
CHAIN = " › "
PIECES = " … "
LAST_CHARACTER = "\U0010ffff"


class Added(StrEnum):
    """What adding a reading did to the ledger."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Ledger:
    """One SQLite file of readings; each `add` is on the disk when it returns, or has not happened.

    The journal is a rollback journal on every machine (`TRUNCATE`, `synchronous=EXTRA`): SQLite before 3.51.3 can lose
    commits in WAL mode, and a ledger at rest stays one file that can be copied and read from where nobody may write.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True) -> Self:
        """Open the ledger, bringing an older one up to date. Raises LedgerError where that cannot be done."""
        path = Path(path)
        _check_place(path, create)
        address = f"file:{quote(os.fsencode(path))}?mode={'rwc' if create else 'rw'}"
        with clear_errors(path):
            connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                _prepare(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    def __enter__(self) -> Self:
        """The ledger, closed when the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, whatever happened."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def add(self, reading: Reading) -> Added:
        """Keep the reading in place of the one that this report had; one that is there already changes nothing."""
        with clear_errors(self._path), _transaction(self._connection) as connection:
            written = json.encode(reading).decode()
            kept = connection.execute("SELECT key, reading FROM report WHERE id = ?", (reading.report.id,)).fetchone()
            if kept and kept[1] == written:
                return Added.UNCHANGED
            key = _put_report(connection, kept and kept[0], reading, written)
            _put_statements(connection, key, reading, _put_voices(connection, key, reading))
            return Added.CHANGED if kept else Added.NEW

    def get_reading(self, report_id: str) -> Reading:
        """The reading of the report with this id, else with the one id that starts so. Raises LedgerError."""
        with clear_errors(self._path):
            found = self._connection.execute(
                "SELECT id, reading FROM report WHERE id >= ? AND id < ? ORDER BY id LIMIT 3",
                (report_id, report_id + LAST_CHARACTER),
            ).fetchall()
        if not found:
            raise LedgerError(f"{self._path}: no report has the id {report_id}; `sayso show` lists them")
        if len(found) > 1 and found[0][0] != report_id:
            some = ", ".join(row[0] for row in found)
            raise LedgerError(f"{self._path}: several ids start with {report_id} ({some}); give more of it")
        return self._decode(*found[0])

    def get_reading_before(self, report_id: str) -> Reading | None:
        """The reading that the present one of this report took the place of; None where there was none."""
        with clear_errors(self._path):
            row = self._connection.execute("SELECT before FROM report WHERE id = ?", (report_id,)).fetchone()
        return self._decode(report_id, row[0]) if row and row[0] else None

    def list_readings(self) -> Iterator[Reading]:
        """All readings, one after the other, in the order in which their reports came in."""
        key = -1
        while True:
            with clear_errors(self._path):
                row = self._connection.execute(
                    "SELECT key, id, reading FROM report WHERE key > ? ORDER BY key LIMIT 1", (key,)
                ).fetchone()
            if not row:
                return
            key = row[0]
            yield self._decode(*row[1:])

    def _decode(self, id_: str, written: str) -> Reading:
        try:
            return json.decode(written, type=Reading)
        except DecodeError as error:
            raise LedgerError(f"{self._path}: the reading {id_} is damaged ({error}); add the report again") from error

    def list_reports(self, wanted: Wanted = ALL) -> list[ReportRow]:
        """The reports with such statements, the latest first."""
        with clear_errors(self._path):
            return list_reports(self._connection, wanted)

    def list_voices(self, wanted: Wanted = ALL) -> list[VoiceRow]:
        """Who makes such statements, those who make most first; one row for each name and kind."""
        with clear_errors(self._path):
            return list_voices(self._connection, wanted)

    def list_statements(self, wanted: Wanted = ALL) -> list[StatementRow]:
        """Such statements, in the order of the reports and of their text."""
        with clear_errors(self._path):
            return list_statements(self._connection, wanted)

    def decide(self, decision: Decision) -> bool:
        """Keep a decision; whether its maker had seen the last one on the same target.

        It is kept in any case: False says that somebody else decided in between, which both should look at. One that is
        there already is not kept twice, and gets the same answer.
        """
        with clear_errors(self._path), _transaction(self._connection) as connection:
            key = _put_decision(connection, decision)
            between = connection.execute(
                """SELECT count(*) FROM decision WHERE report = ? AND target = ? AND key < ?
                   AND key > coalesce((SELECT key FROM decision WHERE id = ?), 0)""",
                (decision.report, decision.target, key, decision.seen),
            ).fetchone()
            return not between[0]

    def list_decisions(self, report_id: str | None = None, since: str | None = None) -> list[Decision]:
        """What people decided, in the order in which it came in: on one report, from an ISO date-time in UTC on."""
        try:
            with clear_errors(self._path):
                return list_decisions(self._connection, report_id, since)
        except DecodeError as error:
            raise LedgerError(f"{self._path}: a decision is damaged ({error}); restore a copy") from error


def _check_place(path: Path, create: bool) -> None:
    if path.is_dir():
        raise LedgerError(f"{path}: that is a folder; name a file in it")
    if not path.parent.is_dir():
        raise LedgerError(f"{path}: there is no folder {path.parent}; create it, or name another with --ledger")
    if not create and not path.exists():
        raise LedgerError(f"{path}: there is no ledger yet; `sayso add FILE...` makes one")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = EXTRA")
    if _version_of(connection, path) < len(MIGRATIONS):
        with _transaction(connection):
            # Asked again: another process may have brought it up to date while this one waited.
            for script in MIGRATIONS[_version_of(connection, path) :]:
                _run_script(connection, load_script(script))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("PRAGMA journal_mode = TRUNCATE")


def _version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The ledger's version, 0 for a new file. Raises LedgerError where it is of another program or a newer sayso."""
    application, version, tables = (
        connection.execute(question).fetchone()[0]
        for question in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    if application != APPLICATION_ID and (application or version or tables):
        raise LedgerError(f"{path}: this is the database of another program; name another file with --ledger")
    if version > len(MIGRATIONS):
        raise LedgerError(
            f"{path}: made by a newer sayso (ledger version {version}, this one knows {len(MIGRATIONS)}); upgrade sayso"
        )
    return int(version)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def load_script(name: str) -> str:
    """The commands of one migration."""
    return files("sayso.ledger").joinpath(name).read_text(encoding="utf-8")


def _run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run the commands one by one: `executescript` would commit what is open first."""
    command = ""
    for line in script.splitlines(keepends=True):
        command += line
        if sqlite3.complete_statement(command):
            connection.execute(command)
            command = ""


def _put_report(connection: sqlite3.Connection, key: int | None, reading: Reading, written: str) -> int:
    report, now = reading.report, datetime.now(UTC).isoformat(timespec="seconds")
    if key is not None:
        connection.execute("DELETE FROM statement WHERE report = ?", (key,))
        connection.execute("DELETE FROM voice WHERE report = ?", (key,))
        connection.execute(
            """UPDATE report SET before = reading, title = ?, outlet = ?, published = ?, changed = ?, reading = ?
               WHERE key = ?""",
            (report.title, report.outlet, report.published, now, written, key),
        )
        return key
    added = connection.execute(
        "INSERT INTO report (id, title, outlet, published, added, changed, reading) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (report.id, report.title, report.outlet, report.published, now, now, written),
    )
    assert added.lastrowid is not None
    return added.lastrowid


def _put_voices(connection: sqlite3.Connection, report: int, reading: Reading) -> dict[str, int]:
    """Keep the voices; return the key of each id."""
    keys = {}
    for voice in reading.voices:
        names = "\n".join(filter(None, (voice.name, *voice.aliases, voice.speaks_for)))
        row = connection.execute(
            "INSERT INTO voice (report, id, name, names, kind) VALUES (?, ?, ?, ?, ?)",
            (report, voice.id, voice.name, names, voice.kind),
        )
        assert row.lastrowid is not None
        keys[voice.id] = row.lastrowid
    return keys


def _put_statements(connection: sqlite3.Connection, report: int, reading: Reading, voices: dict[str, int]) -> None:
    text, chains = reading.report.text, _chains_of(reading)
    connection.executemany(
        """INSERT INTO statement (report, voice, id, position, chain, source_type, quote, stance, certainty, score,
                                  source, cue, content, sentence)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            (report, voices.get(s.voice or ""), s.id, position, chains[s.id], s.source_type, s.quote, s.stance,
             s.certainty, s.score, *(_words_of(text, spans) for spans in (s.source, s.cue, s.content, s.sentence)))
            for position, s in enumerate(reading.statements)
        ),
    )  # fmt: skip


def _put_decision(connection: sqlite3.Connection, decision: Decision) -> int:
    """Keep the decision where it is not there yet; return its key."""
    known = connection.execute("SELECT key FROM decision WHERE id = ?", (decision.id,)).fetchone()
    if known:
        return int(known[0])
    added = connection.execute(
        "INSERT INTO decision (id, report, target, at, decision) VALUES (?, ?, ?, ?, ?)",
        (decision.id, decision.report, decision.target, decision.at, json.encode(decision).decode()),
    )
    assert added.lastrowid is not None
    return added.lastrowid


def _words_of(text: str, spans: Spans) -> str:
    return PIECES.join(span.of(text) for span in spans)


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
