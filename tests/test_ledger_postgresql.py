"""What only PostgreSQL can get wrong; what both must get right stands in the other tests of the ledger."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import made_postgresql
from made_readings import TEXT, make_reading, spans_of
from sayso.ledger import Added, Ledger, Wanted, store
from sayso.ledger.words import LARGEST, PLAIN, STEMMED, Tokenizer
from sayso.problems import LedgerError
from sayso.review import apply, make_decision
from sayso.types import DecisionKind, Reading, Report, Span, Statement

psycopg = pytest.importorskip("psycopg", reason="pip install 'sayso[postgresql]'")


@pytest.fixture
def connection(address: str) -> Iterator["psycopg.Connection"]:
    with psycopg.connect(address, autocommit=True) as opened:
        yield opened


def refusal(address: str, *, create: bool = True) -> str:
    with pytest.raises(LedgerError) as caught:
        Ledger.open(address, create=create)
    message = str(caught.value)
    assert "; " in message and "\n" not in message
    return message


def test_each_migration_is_written_for_both() -> None:
    for name in store.MIGRATIONS:
        assert store.load_script(f"{name}.sql") and store.load_script(f"{name}.postgresql.sql")


def test_open_without_create_makes_no_tables(address: str, connection: "psycopg.Connection") -> None:
    assert "`sayso add FILE...`" in refusal(address, create=False)
    assert connection.execute("SELECT to_regclass('report')").fetchone() == (None,)


def test_open_leaves_the_database_of_another_program_alone(address: str, connection: "psycopg.Connection") -> None:
    connection.execute("CREATE TABLE recipes (name text)")
    assert "another program" in refusal(address)


def test_open_refuses_a_newer_ledger(address: str, connection: "psycopg.Connection") -> None:
    Ledger.open(address).close()
    connection.execute("UPDATE ledger_version SET version = 99")
    assert "made by a newer sayso (ledger version 99" in refusal(address)


def test_a_migration_that_fails_changes_nothing(
    address: str, connection: "psycopg.Connection", monkeypatch: pytest.MonkeyPatch
) -> None:
    Ledger.open(address).close()
    monkeypatch.setattr(store, "MIGRATIONS", (*store.MIGRATIONS, "next"))
    monkeypatch.setattr(store, "load_script", lambda name: "CREATE TABLE claim (id TEXT); DROP TABLE nothing;")
    refusal(address)
    assert connection.execute("SELECT to_regclass('claim')").fetchone() == (None,)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ada:secret@127.0.0.1:1/none",
        "postgresql://ada:secret@127.0.0.1:port/none",
        "postgresql://127.0.0.1:1/none?password=secret",
    ],
)
def test_an_address_where_nothing_is_gives_a_line_without_the_password(address: str) -> None:
    assert "secret" not in refusal(address)


@pytest.mark.parametrize(
    "command",
    ["UPDATE decision SET at = '2000'", "DELETE FROM decision", "TRUNCATE decision",
     "INSERT INTO decision (id, report, target, at, decision) SELECT id, '', '', '', '' FROM decision "
     "ON CONFLICT (id) DO UPDATE SET at = '2000'"],
)  # fmt: skip
def test_the_database_refuses_to_change_or_forget_a_decision(
    address: str, connection: "psycopg.Connection", command: str
) -> None:
    made = make_decision(apply(make_reading(), ()), DecisionKind.ACCEPT, "s1", "Ada")
    with Ledger.open(address) as ledger:
        ledger.decide(made)
        with pytest.raises(psycopg.Error, match="kept as it is"):
            connection.execute(command)
        assert ledger.list_decisions() == [made]


def test_signs_and_lengths_that_postgresql_does_not_take(address: str) -> None:
    text = "Port\0Ennis " + "x" * 3_000_000 + " said no. " + "word " * 20_000
    statement = Statement(id="s1", content=(Span(0, len(text)),), sentence=(Span(0, len(text)),))
    reading = Reading(report=Report(id="r\0", title="a\0b", outlet="y" * 4000, text=text), statements=(statement,))
    with Ledger.open(address) as ledger:
        assert ledger.add(reading) is Added.NEW
        assert ledger.add(reading) is Added.UNCHANGED
        assert ledger.get_reading("r\0") == reading
        assert len(ledger.list_statements(Wanted(words='"port ennis"'))) == 1
        with pytest.raises(LedgerError, match="longer than PostgreSQL takes; "):
            ledger.add(Reading(report=Report(id="".join(map(chr, range(0x4E00, 0x8000))), text="x")))


def test_vectors_stay_within_what_postgresql_takes(address: str) -> None:
    many = " ".join(chr(0x4E00 + number) * 40 for number in range(16_500))
    vector = Tokenizer(PLAIN).make_vector([many])
    assert len(vector.encode()) < 2 * LARGEST
    with psycopg.connect(address) as connection:
        connection.execute("SELECT CAST(%s AS tsvector)", (vector,))


# ---------------------------------------------------------------- the same answers

ALPHABET = "aâABé .,-'\"’*:&|!<>()\\_1٣ß東ﬁİ\u0301\u200d\U0001f600"
WORDS = ("ferry", "Ferries", "sold", "selling", "Port-Ennis", "U.S.", "Törn’s", "1,200", "relational", "é", "sky")
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(ALPHABET, max_size=8)), max_size=8).map(" ".join)


@pytest.fixture(scope="module")
def pair(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Ledger]]:
    """Two ledgers of the same readings."""
    path = tmp_path_factory.mktemp("pair") / "sayso.db"
    with Ledger.open(path) as one, Ledger.open(made_postgresql.make_schema(server, "pair")) as other:
        yield one, other


@settings(deadline=None)  # each example is written to two disks
@given(texts=st.lists(TEXTS, min_size=1, max_size=3), asked=TEXTS)
def test_both_databases_find_the_same(pair: tuple[Ledger, Ledger], texts: list[str], asked: str) -> None:
    report = Report(id="r1", outlet=texts[0], text=TEXT + " ".join(texts))
    found = [
        Statement(id=f"s{number}", content=spans_of(report.text, text), sentence=spans_of(report.text, text))
        for number, text in enumerate(texts)
    ]
    reading = Reading(report=report, statements=tuple(found))
    answers = []
    for ledger in pair:
        ledger.add(reading)
        answers.append(
            [
                [row.id for row in ledger.list_statements(Wanted(words=typed))]
                for typed in (asked, f'"{asked}"', *asked.split(), *texts)
            ]
            + [[row.id for row in ledger.list_reports(Wanted(outlet=typed))] for typed in (asked, texts[-1])]
        )
    assert answers[0] == answers[1]


def test_lists_come_in_the_same_order(pair: tuple[Ledger, Ledger]) -> None:
    names = ("Zed", "ada", "Ada", "Ärla", "_x", "1")
    reading = make_reading()
    for ledger in pair:
        for number, name in enumerate(names):
            voices = (replace(reading.voices[0], name=name), *reading.voices[1:])
            report = replace(reading.report, id=f"n{number}", published=("2031-01-01", None)[number % 2])
            ledger.add(replace(reading, report=report, voices=voices))
    one, other = pair
    assert one.list_voices() == other.list_voices()
    assert [row.id for row in one.list_reports()] == [row.id for row in other.list_reports()]
    assert one.list_statements(Wanted(limit=7, offset=2)) == other.list_statements(Wanted(limit=7, offset=2))


def test_the_tokenizer_is_that_of_the_file() -> None:
    assert Tokenizer(STEMMED).find_words(["Ferries, Törn-Ennis", "-"]) == [["ferri", "torn", "enni"], []]
    assert Tokenizer(PLAIN).make_query(["port ennis", "…", "it's"]) == "('port' <-> 'ennis') & ('it' <-> 's')"


def test_sqlite_lists_reports_by_the_index(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "l.db").close()
    connection = sqlite3.connect(tmp_path / "l.db")
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT key FROM report ORDER BY published DESC NULLS LAST, report.key LIMIT 5"
    ).fetchall()
    connection.close()
    assert [row[3] for row in plan] == ["SCAN report USING COVERING INDEX report_published"]
