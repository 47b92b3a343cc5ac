"""Backups, damage and what is saved of it."""

import sqlite3
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from made_readings import TEXT, make_reading
from sayso.cli import main
from sayso.ledger import Ledger, Wanted, back_up, check_ledger, rescue, sqlite
from sayso.problems import LedgerError
from sayso.review import apply, make_decision
from sayso.types import DecisionKind, Reading

COUNT = 30
PAGE = 4096


def make_readings() -> list[Reading]:
    return [make_reading(TEXT + f"Copy {number} {'of the paper ' * 400}\n") for number in range(COUNT)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A ledger of many pages."""
    path = tmp_path_factory.mktemp("whole") / "l.db"
    with Ledger.open(path) as ledger:
        ledger._database.ask("PRAGMA synchronous = OFF")
        for reading in make_readings():
            ledger.add(reading)
            ledger.decide(make_decision(apply(reading, ()), DecisionKind.NOTE, "s1", "Ada", after="x" * 500))
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, whole: bytes) -> Path:
    (tmp_path / "l.db").write_bytes(whole)
    return tmp_path / "l.db"


def ids_of(path: Path) -> set[str]:
    with Ledger.open(path, create=False) as ledger:
        return {reading.report.id for reading in ledger.list_readings()}


def pages_of(path: Path, table: str) -> list[int]:
    """The leaf pages of a table, from 1, found by their first byte and what they hold."""
    data, word = path.read_bytes(), {"report": b"Ferry line", "decision": b'"note"'}.get(table, table.encode())
    return [n + 1 for n in range(len(data) // PAGE) if data[n * PAGE] == 13 and word in data[n * PAGE : (n + 1) * PAGE]]


def spoil(path: Path, pages: list[int]) -> None:
    data = bytearray(path.read_bytes())
    for page in pages:
        data[(page - 1) * PAGE : page * PAGE] = b"\xa5" * PAGE
    path.write_bytes(data)


# ---------------------------------------------------------------- backups


def test_a_backup_is_a_ledger_with_all_of_it(path: Path, tmp_path: Path) -> None:
    holdings = back_up(path, tmp_path / "copy.db")
    assert (holdings.reports, holdings.statements, holdings.decisions) == (COUNT, 3 * COUNT, COUNT)
    assert check_ledger(tmp_path / "copy.db") == holdings == check_ledger(path)
    with Ledger.open(path) as one, Ledger.open(tmp_path / "copy.db", create=False) as other:
        assert list(one.list_readings()) == list(other.list_readings())
        assert one.list_decisions() == other.list_decisions()
        assert one.list_statements(Wanted(words="ferry")) == other.list_statements(Wanted(words="ferry"))


def test_a_backup_is_never_written_over_what_is_there(path: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(LedgerError, match="is there already, and stays as it is; name a new file"):
        back_up(path, tmp_path / "copy.db")
    with pytest.raises(LedgerError, match="there is no folder"):
        back_up(path, tmp_path / "no" / "copy.db")
    with pytest.raises(LedgerError, match="there is no ledger yet"):
        back_up(tmp_path / "none.db", tmp_path / "other.db")
    assert (tmp_path / "copy.db").read_text() == "mine" and not (tmp_path / "other.db").exists()
    assert {p.name.removesuffix("-journal") for p in tmp_path.iterdir()} == {"l.db", "copy.db"}


def test_a_backup_while_others_write(path: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with Ledger.open(path) as ledger:
            while not stop.is_set():
                made = make_decision(apply(make_reading(), ()), DecisionKind.NOTE, "s1", "Bo", after="y")
                ledger.decide(made)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        holdings = [back_up(path, tmp_path / f"copy{number}.db") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    assert [h.decisions for h in holdings] == sorted(h.decisions for h in holdings)
    with Ledger.open(path) as ledger, Ledger.open(tmp_path / "copy2.db") as copy:
        assert copy.list_decisions() == ledger.list_decisions()[: holdings[2].decisions]


def test_a_backup_of_a_ledger_that_stays_locked(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LedgerError, match="another process is writing to it; try again"):
        back_up(path, tmp_path / "copy.db")
    other.close()
    assert not (tmp_path / "copy.db").exists()


def test_a_damaged_ledger_is_not_taken_for_a_backup(path: Path, tmp_path: Path) -> None:
    spoil(path, pages_of(path, "report")[5:6])
    with pytest.raises(LedgerError, match=f"^{path}.*damaged; .*sayso rescue"):
        back_up(path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_ledger_on_postgresql_has_its_own_tools(tmp_path: Path) -> None:
    for work in (back_up, rescue):
        with pytest.raises(LedgerError, match=r"; a ledger on PostgreSQL is .* pg_"):
            work("postgresql://127.0.0.1/none", tmp_path / "copy.db")


def test_a_ledger_anywhere_can_be_checked(place: str) -> None:
    with Ledger.open(place) as ledger:
        ledger.add(make_reading())
    assert str(check_ledger(place)) == "1 reports, 3 statements, 0 decisions"


# ---------------------------------------------------------------- damage


def test_every_damaged_page_is_noticed(path: Path, whole: bytes) -> None:
    for page in (1, 2, *range(3, len(whole) // PAGE + 1, 5)):
        path.write_bytes(whole)
        spoil(path, [page])
        with pytest.raises(LedgerError) as caught:
            check_ledger(path)
        assert "damaged" in str(caught.value) and "; " in str(caught.value), page


def test_a_list_that_does_not_fit_its_readings_is_noticed(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM statement WHERE report = 3")
    connection.close()
    with pytest.raises(LedgerError, match=r"damaged; .*it lists 87 statements and holds 90"):
        check_ledger(path)


@pytest.mark.parametrize("table", ["report", "decision"])
def test_what_lies_on_whole_pages_is_saved(path: Path, tmp_path: Path, table: str) -> None:
    pages = pages_of(path, table)
    spoil(path, [pages[1], pages[-1]])
    before, known = path.read_bytes(), {reading.report.id for reading in make_readings()}
    rescued = rescue(path, tmp_path / "saved.db")
    assert path.read_bytes() == before
    assert rescued.saved == check_ledger(tmp_path / "saved.db")
    assert ids_of(tmp_path / "saved.db") == known - set(rescued.reports)
    assert rescued.saved.decisions == COUNT - rescued.decisions
    assert 0 < len(rescued.reports) + rescued.decisions < COUNT / 2


def test_whatever_page_is_damaged_the_others_are_saved(path: Path, tmp_path: Path, whole: bytes) -> None:
    known = {reading.report.id for reading in make_readings()}
    for number, page in enumerate(range(2, len(whole) // PAGE + 1, 7)):
        path.write_bytes(whole)
        spoil(path, [page])
        rescued = rescue(path, tmp_path / f"saved{number}.db")
        assert (
            ids_of(tmp_path / f"saved{number}.db") | set(rescued.reports) == known or rescued.saved.reports > COUNT / 2
        )


def test_a_ledger_cut_short_and_one_without_its_beginning(path: Path, tmp_path: Path, whole: bytes) -> None:
    path.write_bytes(whole[: len(whole) // 2])
    assert 0 < rescue(path, tmp_path / "half.db").saved.reports < COUNT
    path.write_bytes(b"\0" * PAGE + whole[PAGE:])
    with pytest.raises(LedgerError, match="nothing in it can be read; restore a backup"):
        rescue(path, tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_reading_whose_parts_do_not_fit_is_counted_as_lost(tmp_path: Path) -> None:
    reading = make_reading()
    with Ledger.open(tmp_path / "l.db") as ledger:
        ledger.add(reading)
        ledger.add(replace(reading, report=replace(reading.report, id="r2")))
    with sqlite3.connect(tmp_path / "l.db") as connection:
        connection.execute("UPDATE report SET reading = replace(reading, '\"s1\"', '\"s3\"') WHERE id = 'r2'")
        connection.execute("UPDATE report SET reading = substr(reading, 2) WHERE id <> 'r2'")
    connection.close()
    rescued = rescue(tmp_path / "l.db", tmp_path / "saved.db")
    assert rescued.reports == tuple(sorted((reading.report.id, "r2")))


def test_the_commands(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy, saved = str(tmp_path / "copy.db"), str(tmp_path / "saved.db")
    assert main(["check", "--ledger", str(path)]) == 0
    assert main(["backup", "--ledger", str(path), copy]) == 0
    assert main(["backup", "--ledger", str(path), copy]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"{path}: sound; {COUNT} reports, {3 * COUNT} statements, {COUNT} decisions",
        f"{copy}: copied and sound; {COUNT} reports, {3 * COUNT} statements, {COUNT} decisions",
    ]
    assert err == f"sayso: {copy}: that is there already, and stays as it is; name a new file\n"
    assert main(["rescue", "--ledger", copy, saved]) == 0
    spoil(path, pages_of(path, "report")[1:2])
    assert main(["check", "--ledger", str(path)]) == 1
    assert main(["rescue", "--ledger", str(path), str(tmp_path / "part.db")]) == 1
    err = capsys.readouterr().err
    assert "sayso rescue" in err and "could not be saved; add it again" in err
