"""Full disks, locked files and wrong clocks: a clear line, and nothing that was kept is lost."""

import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from made_readings import TEXT, make_reading
from sayso.ledger import Added, Ledger, back_up, check_ledger, sqlite, store
from sayso.problems import LedgerError
from sayso.review import apply, make_decision
from sayso.types import DecisionKind

SMALL = 400_000  # bytes


def add_until_it_fails(path: Path) -> tuple[list[str], str]:
    """The ids that were acknowledged, and what was said then."""
    told: list[str] = []
    with pytest.raises(LedgerError) as caught, Ledger.open(path) as ledger:
        for number in range(10_000):
            reading = make_reading(TEXT + f"Copy {number} {'of the paper ' * 400}\n")
            ledger.add(reading)
            told.append(reading.report.id)
    return told, str(caught.value)


def assert_kept(path: Path, told: list[str]) -> None:
    """All that was acknowledged is there, and the ledger takes more."""
    assert len(told) > 3
    with Ledger.open(path) as ledger:
        assert [reading.report.id for reading in ledger.list_readings()] == told
        assert ledger.add(make_reading()) is Added.NEW
    assert check_ledger(path).reports == len(told) + 1


@pytest.fixture
def limit() -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_that_may_not_grow(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "l.db"
    request.getfixturevalue("limit")
    told, message = add_until_it_fails(path)
    assert message == f"{path}: the disk failed to read or write; check it, then run the same command again"
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert_kept(path, told)


@pytest.fixture
def disk() -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = Path(tempfile.mkdtemp(prefix="sayso-disk-"))
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", folder], capture_output=True, check=False)
    if made.returncode:
        folder.rmdir()
        pytest.skip("no right to mount a small disk here: run as root")
    yield folder
    subprocess.run(["umount", folder], check=True)
    folder.rmdir()


def test_a_full_disk(disk: Path) -> None:
    path, ballast = disk / "l.db", disk / "ballast"
    ballast.write_bytes(b"x" * 1_200_000)
    told, message = add_until_it_fails(path)
    assert message == f"{path}: there is no room left on the disk; make some, then run the same command again"
    with pytest.raises(LedgerError, match=r"no room left|make room"):
        back_up(path, disk / "copy.db")
    assert sorted(p.name for p in disk.iterdir() if "journal" not in p.name) == ["ballast", "l.db"]
    with suppress(LedgerError), Ledger.open(path) as ledger:
        ledger.decide(make_decision(apply(make_reading(), ()), DecisionKind.NOTE, "s1", "Ada", after="x" * 900_000))
    ballast.unlink()
    assert_kept(path, told)


def test_a_disk_that_cannot_be_written_to(disk: Path) -> None:
    path = disk / "l.db"
    with Ledger.open(path) as ledger:
        ledger.add(make_reading())
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with Ledger.open(path) as ledger:
        assert len(list(ledger.list_readings())) == 1
        with pytest.raises(LedgerError, match="it cannot be written to; "):
            ledger.decide(make_decision(apply(make_reading(), ()), DecisionKind.ACCEPT, "s1", "Ada"))
    assert check_ledger(path).reports == 1
    with pytest.raises(LedgerError, match="; "):
        Ledger.open(disk / "new.db")
    with pytest.raises(LedgerError, match="cannot be written"):
        back_up(path, disk / "copy.db")


@pytest.mark.parametrize("version", [1, 2])
def test_room_that_ends_during_a_migration_leaves_the_ledger_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    path = tmp_path / "l.db"
    with monkeypatch.context() as older:
        older.setattr(store, "MIGRATIONS", store.MIGRATIONS[:version])
        with Ledger.open(path) as ledger:
            ledger.add(make_reading())
    monkeypatch.setattr(store, "MIGRATIONS", (*store.MIGRATIONS, "next"))
    load, script = store.load_script, "CREATE TABLE claim (id TEXT);\nINSERT INTO claim VALUES (zeroblob(9000000));\n"
    monkeypatch.setattr(store, "load_script", lambda name: script if name == "next.sql" else load(name))
    before, content = resource.getrlimit(resource.RLIMIT_FSIZE), path.read_bytes()
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, before[1]))
    try:
        with pytest.raises(LedgerError):
            Ledger.open(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sqlite3.connect(path).execute("PRAGMA user_version").fetchone() == (version,)
    assert path.read_bytes() == content
    with Ledger.open(path) as ledger:
        assert len(ledger.list_reports()) == 1


def test_a_process_that_holds_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process, not only another connection: locks of files differ there."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    path = tmp_path / "l.db"
    Ledger.open(path).close()
    hold = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN EXCLUSIVE');"
        "print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(LedgerError, match="another process is writing to it; try again when that is done"):
            Ledger.open(path)
        other.communicate()
    with Ledger.open(path) as ledger:
        assert ledger.add(make_reading()) is Added.NEW


def test_a_clock_that_goes_backwards(place: str) -> None:
    """What was decided last is in effect, and what came in last is listed last, whatever the clock said."""
    reading, now = make_reading(), datetime(2031, 5, 5, 9, tzinfo=UTC)
    with Ledger.open(place) as ledger:
        ledger.add(reading)
        for number, kind in enumerate((DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.ACCEPT)):
            known = ledger.list_decisions(reading.report.id)
            seen = known[-1].id if known else None
            at = now - timedelta(days=number)
            assert ledger.decide(make_decision(apply(reading, known), kind, "s1", "Ada", seen=seen, at=at))
        kept = ledger.list_decisions(reading.report.id)
        assert [d.kind for d in kept] == ["accept", "reject", "accept"]
        assert apply(reading, kept).standings["s1"].kind == "accepted"
        assert ledger.add(replace(reading, statements=())) is Added.CHANGED
        assert ledger.list_decisions(reading.report.id) == kept


def test_a_journal_left_by_a_kill_is_taken_back_by_who_comes_next(tmp_path: Path) -> None:
    """The file as it is in the middle of a COMMIT, with its journal, as after a kill."""
    path, copy = tmp_path / "l.db", tmp_path / "copy.db"
    with Ledger.open(path) as ledger:
        ledger.add(make_reading())
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA cache_size = 1")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE report SET reading = '{', title = zeroblob(200000)")
    for end in ("", "-journal"):
        Path(f"{copy}{end}").write_bytes(Path(f"{path}{end}").read_bytes())
    writer.execute("ROLLBACK")
    writer.close()
    assert Path(f"{copy}-journal").stat().st_size and copy.read_bytes() != path.read_bytes()
    with Ledger.open(copy) as ledger:
        assert list(ledger.list_readings()) == [make_reading()]
    assert check_ledger(copy).reports == 1
