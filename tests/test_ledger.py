import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from made_readings import TEXT, make_reading
from sayso.ledger import Added, Ledger, Wanted, sqlite, store
from sayso.problems import LedgerError
from sayso.types import Reading, Report, Stance, Statement


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sayso.db"


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with Ledger.open(place) as opened:
        yield opened


def refusal(path: Path, *, create: bool = True) -> str:
    with pytest.raises(LedgerError) as caught:
        Ledger.open(path, create=create)
    message = str(caught.value)
    assert message.startswith(f"{path}: ") and "; " in message and "\n" not in message
    return message


def rows_of(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


# ---------------------------------------------------------------- adding


def test_add_gives_the_reading_back(ledger: Ledger) -> None:
    reading = make_reading()
    assert ledger.add(reading) is Added.NEW
    assert ledger.get_reading(reading.report.id) == reading


def test_add_twice_changes_nothing(path: Path) -> None:
    for _ in range(2):
        with Ledger.open(path) as ledger:
            ledger.add(make_reading())
    os.utime(path, ns=(1, 1))
    before = path.read_bytes(), path.stat().st_mtime_ns, rows_of(path)
    with Ledger.open(path) as ledger:
        assert ledger.add(make_reading()) is Added.UNCHANGED
    assert (path.read_bytes(), path.stat().st_mtime_ns, rows_of(path)) == before


def test_add_another_reading_of_a_report_takes_its_place(ledger: Ledger) -> None:
    reading = make_reading()
    ledger.add(reading)
    fewer = replace(reading, statements=reading.statements[2:], voices=reading.voices[2:])
    assert ledger.add(fewer) is Added.CHANGED
    assert ledger.get_reading(reading.report.id) == fewer
    assert [row.id for row in ledger.list_statements()] == ["s3"]
    assert ledger.list_statements(Wanted(words="ferry")) == []
    assert ledger.list_voices(Wanted(voice="dock")) == []
    assert ledger.add(reading) is Added.CHANGED
    assert len(ledger.list_statements(Wanted(words="ferry"))) == 2


def test_add_that_fails_leaves_nothing_behind(ledger: Ledger) -> None:
    reading = make_reading()
    with pytest.raises(LedgerError):
        ledger.add(replace(reading, statements=(*reading.statements, reading.statements[0])))
    with pytest.raises(LedgerError, match="half characters"):
        ledger.add(Reading(report=Report(id="r1", text="\ud800")))
    assert ledger.list_reports() == []
    assert ledger.add(reading) is Added.NEW


def test_add_survives_parents_in_a_circle_and_voices_that_are_not_there(ledger: Ledger) -> None:
    statements = (
        Statement(id="a", parent="b", voice="v9"),
        Statement(id="b", parent="a"),
        Statement(id="c", parent="x"),
    )
    ledger.add(Reading(report=Report(id="r1", text="x"), statements=statements))
    assert [row.chain for row in ledger.list_statements()] == ["", "", ""]


# ---------------------------------------------------------------- getting


def test_get_reading_by_the_start_of_its_id(ledger: Ledger) -> None:
    for id_ in ("rab1", "rab2", "rab22", "rc"):
        ledger.add(Reading(report=Report(id=id_, text="x")))
    assert ledger.get_reading("rc").report.id == "rc"
    assert ledger.get_reading("rab2").report.id == "rab2"
    with pytest.raises(LedgerError, match="several ids start with rab"):
        ledger.get_reading("rab")
    for unknown in ("rz", "%", "r%", "\ud800"):
        with pytest.raises(LedgerError):
            ledger.get_reading(unknown)


def test_lists_say_who_says_what_through_whom(ledger: Ledger) -> None:
    ledger.add(make_reading())
    assert [row.chain for row in ledger.list_statements()] == [
        "The Ennis Echo",
        "The Ennis Echo › dock workers",
        "Ada Törn",
    ]
    (report,) = ledger.list_reports()
    assert (report.title, report.statements, report.voices) == ("Ferry line sold, paper says", 3, 3)
    assert {(row.name, row.kind, row.statements, row.reports) for row in ledger.list_voices()} == {
        ("The Ennis Echo", "outlet", 1, 1),
        ("dock workers", "group", 1, 1),
        ("Ada Törn", "person", 1, 1),
    }


def test_list_reports_latest_first_and_those_without_statements_too(ledger: Ledger) -> None:
    for id_, published in (("r1", None), ("r2", "2030-01-01"), ("r3", "2031-01-01")):
        ledger.add(Reading(report=Report(id=id_, text="x", published=published)))
    assert [row.id for row in ledger.list_reports()] == ["r3", "r2", "r1"]
    assert [row.id for row in ledger.list_reports(Wanted(limit=1))] == ["r3"]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(voice="echo"), ["s1"]),
        (Wanted(voice="torn ADA"), ["s3"]),
        (Wanted(voice="Port Ennis"), ["s3"]),
        (Wanted(outlet="ennis echo"), ["s1", "s2", "s3"]),
        (Wanted(outlet="gazette"), []),
        (Wanted(stance=Stance.DENIES), ["s3"]),
        (Wanted(words="selling"), []),
        (Wanted(words="sale"), ["s3"]),
        (Wanted(words="FERRY lines"), ["s1", "s2"]),
        (Wanted(words='"line ferry"'), []),
        (Wanted(words='"ferry line" sold'), ["s1", "s2"]),
        (Wanted(words="ferry", voice="workers", stance=Stance.ASSERTS, outlet="echo"), ["s2"]),
        (Wanted(limit=2), ["s1", "s2"]),
        (Wanted(words="  "), ["s1", "s2", "s3"]),
    ],
)
def test_list_statements_filters(ledger: Ledger, wanted: Wanted, ids: list[str]) -> None:
    ledger.add(make_reading())
    assert [row.id for row in ledger.list_statements(wanted)] == ids


def test_filters_hold_for_reports_and_voices(ledger: Ledger) -> None:
    ledger.add(make_reading())
    ledger.add(make_reading("Other news\n\nNothing.\n", outlet="Gazette"))
    assert [row.outlet for row in ledger.list_reports(Wanted(words="ferry"))] == ["The Ennis Echo"]
    assert [row.outlet for row in ledger.list_reports(Wanted(outlet="gazette"))] == ["Gazette"]
    assert [row.name for row in ledger.list_voices(Wanted(stance=Stance.DENIES))] == ["Ada Törn"]


@settings(deadline=None)  # each example opens a file
@given(words=st.text())
def test_no_words_of_a_user_can_break_a_search(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    with Ledger.open(tmp_path_factory.getbasetemp() / "search.db") as ledger:
        for typed in (words, f'"{words}', f"a {words}* NEAR(", f"content:{words} OR", "\0", "-", "^a AND NOT"):
            ledger.list_statements(Wanted(words=typed, voice=typed, outlet=typed))


# ---------------------------------------------------------------- the file


def test_open_without_create_makes_no_file(path: Path) -> None:
    assert "`sayso add FILE...`" in refusal(path, create=False)
    assert not path.exists()


def test_open_refuses_a_folder_and_a_missing_folder(tmp_path: Path) -> None:
    assert "that is a folder" in refusal(tmp_path)
    assert "there is no folder" in refusal(tmp_path / "no" / "sayso.db")


def test_open_refuses_what_is_no_ledger(path: Path) -> None:
    path.write_text("Port to close\n" * 100)
    assert "not a ledger" in refusal(path)
    assert path.read_text() == "Port to close\n" * 100


def test_open_leaves_the_database_of_another_program_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name)")
    connection.close()
    assert "another program" in refusal(path)
    assert len(rows_of(path)) == 3


def test_open_refuses_a_newer_ledger(path: Path) -> None:
    Ledger.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    known = len(store.MIGRATIONS)
    assert f"made by a newer sayso (ledger version 99, this one knows {known}); upgrade sayso" in refusal(path)


def test_open_brings_an_older_ledger_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(path) as ledger:
        ledger.add(make_reading())
    monkeypatch.setattr(store, "MIGRATIONS", (*store.MIGRATIONS, "next"))
    monkeypatch.setattr(store, "load_script", lambda name: {"next.sql": "CREATE TABLE claim (id TEXT);\n"}[name])
    with Ledger.open(path) as ledger:
        assert len(ledger.list_statements()) == 3
    assert any("CREATE TABLE claim" in line for line in rows_of(path))


def test_open_leaves_an_older_ledger_as_it_was_where_bringing_it_up_fails(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Ledger.open(path).close()
    before = rows_of(path)
    monkeypatch.setattr(store, "MIGRATIONS", (*store.MIGRATIONS, "next"))
    monkeypatch.setattr(store, "load_script", lambda name: "CREATE TABLE claim (id TEXT);\nDROP TABLE nothing;\n")
    refusal(path)
    assert rows_of(path) == before


def test_read_only_path(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run as root, whom no permission bits stop: SQLite itself is told to open the file read-only."""
    with Ledger.open(path) as ledger:
        ledger.add(make_reading())
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda address, **options: connect(address.replace("mode=rwc", "mode=ro"), **options)
    )
    with Ledger.open(path) as ledger:
        assert len(ledger.list_statements()) == 3
        with pytest.raises(LedgerError, match="cannot be written to; "):
            ledger.add(make_reading("Other news\n\nNothing.\n"))
    assert "cannot be opened; " in refusal(path.with_name("new.db"))


def test_locked_by_another_process(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    with Ledger.open(path) as ledger:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerError, match="another process is writing to it; try again"):
            ledger.add(make_reading())
        assert "another process" in refusal(path)
        other.execute("ROLLBACK")
        other.close()
        assert ledger.add(make_reading()) is Added.NEW


def test_damaged(path: Path) -> None:
    with Ledger.open(path) as ledger:
        for number in range(40):
            ledger.add(make_reading(TEXT + f"Copy {number}\n"))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match="damaged; restore a backup"), Ledger.open(path) as ledger:
        ledger.list_reports()


def test_damaged_reading(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.add(make_reading())
    connection = sqlite3.connect(path)
    connection.execute("UPDATE report SET reading = '{'")
    connection.commit()
    connection.close()
    with pytest.raises(LedgerError, match=r"is damaged .*; add the report again"), Ledger.open(path) as ledger:
        ledger.get_reading("r")


def test_names_of_files_need_no_care(tmp_path: Path) -> None:
    path = tmp_path / "a?b#c%20 é.db"
    Ledger.open(path).close()
    assert {p.name.removesuffix("-journal") for p in tmp_path.iterdir()} == {path.name}
