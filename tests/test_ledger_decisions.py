"""What people decided is kept: by whom, in which order, and whatever happens to the program."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from made_readings import make_reading
from sayso.ledger import Ledger, store
from sayso.problems import LedgerError
from sayso.review import apply, make_decision, make_undo
from sayso.types import Decision, DecisionKind

WRITER = """
import sys
from made_readings import make_reading
from sayso.ledger import Ledger
from sayso.review import apply, make_decision
from sayso.types import DecisionKind

path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
reading = make_reading()
with Ledger.open(path) as ledger:
    for number in range(count):
        known = [d for d in ledger.list_decisions(reading.report.id) if d.target == "s1"]
        seen = known[-1].id if known else None
        made = make_decision(apply(reading, known), DecisionKind.NOTE, "s1", name, after=str(number), seen=seen)
        print(made.id, int(ledger.decide(made)), flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sayso.db"


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with Ledger.open(place) as opened:
        opened.add(make_reading())
        yield opened


@pytest.fixture
def file_ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as opened:
        yield opened


def make_one(kind: DecisionKind = DecisionKind.ACCEPT, by: str = "Ada", *, seen: str | None = None) -> Decision:
    return make_decision(apply(make_reading(), ()), kind, "s1", by, seen=seen)


def start_writer(place: str, name: str, count: int) -> subprocess.Popen[str]:
    here = Path(__file__).parent
    places = os.pathsep.join(map(str, (here, here.parent / "src")))
    environment = {**os.environ, "PYTHONPATH": places}
    arguments = [sys.executable, "-c", WRITER, place, name, str(count)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment)


def test_decisions_come_back_as_they_were_made(ledger: Ledger) -> None:
    first = make_one()
    second = make_undo(first, "Bo", why="too soon", seen=first.id)
    assert ledger.decide(first) and ledger.decide(second)
    assert ledger.list_decisions() == [first, second]
    assert ledger.list_decisions(first.report) == [first, second]
    assert ledger.list_decisions("another") == []
    assert ledger.list_decisions(since=second.at) == [second]
    assert ledger.list_decisions(first.report, "2999-01-01") == []


def test_a_decision_sent_twice_is_kept_once_and_answered_alike(ledger: Ledger) -> None:
    first, blind = make_one(), make_one(DecisionKind.REJECT, "Bo")
    assert [ledger.decide(d) for d in (first, first, blind, blind, first)] == [True, True, False, False, True]
    assert ledger.list_decisions() == [first, blind]


def test_what_somebody_else_decided_in_between_is_told_and_nothing_is_lost(ledger: Ledger) -> None:
    start = make_one()
    mine, theirs = (make_one(DecisionKind.REJECT, by, seen=start.id) for by in ("Ada", "Bo"))
    assert [ledger.decide(d) for d in (start, mine, theirs)] == [True, True, False]
    assert ledger.list_decisions() == [start, mine, theirs]
    assert ledger.decide(make_one(by="Ada", seen=theirs.id))


def test_decisions_on_another_target_or_report_do_not_stand_between(ledger: Ledger) -> None:
    first = make_one()
    ledger.decide(first)
    assert ledger.decide(replace(make_one(), id="d2", target="s2"))
    assert ledger.decide(replace(make_one(), id="d3", report="another"))


def test_reading_a_report_again_leaves_its_decisions(ledger: Ledger) -> None:
    made = make_one()
    ledger.decide(made)
    ledger.add(replace(make_reading(), statements=()))
    assert ledger.list_decisions(made.report) == [made]


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE decision SET at = '2000-01-01'",
        "DELETE FROM decision",
        "INSERT OR REPLACE INTO decision SELECT key, id, report, target, at, '{}' FROM decision",
        "REPLACE INTO decision SELECT key, 'new', report, target, at, '{}' FROM decision",
        "INSERT INTO decision (id, report, target, at, decision) SELECT id, report, target, at, '{}' FROM decision",
        "UPDATE OR REPLACE decision SET id = 'x'",
    ],
)
def test_the_ledger_file_refuses_to_change_or_forget_a_decision(path: Path, file_ledger: Ledger, command: str) -> None:
    made = make_one()
    file_ledger.decide(made)
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="kept as it is"):
        connection.execute(command)
    connection.close()
    assert file_ledger.list_decisions() == [made]


def test_a_damaged_decision_is_named(file_ledger: Ledger, path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO decision (id, report, target, at, decision) VALUES ('d', 'r', 's', '2031', '{')")
    connection.commit()
    connection.close()
    with pytest.raises(LedgerError, match=r"a decision is damaged .*; restore a backup"):
        file_ledger.list_decisions()


def test_a_ledger_of_the_first_version_takes_decisions(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(store, "MIGRATIONS", store.MIGRATIONS[:1])
        with Ledger.open(place) as ledger:
            ledger.add(make_reading())
    with Ledger.open(place) as ledger:
        assert ledger.decide(make_one())
        assert ledger.get_reading(make_reading().report.id) == make_reading()


def test_the_decisions_on_a_report_are_found_by_an_index(path: Path, file_ledger: Ledger) -> None:
    connection = sqlite3.connect(path)
    plan = connection.execute("EXPLAIN QUERY PLAN SELECT decision FROM decision WHERE report = 'r' ORDER BY key")
    assert any("USING INDEX decision_target" in row[3] for row in plan)
    connection.close()


def test_two_writers_at_once_lose_nothing(place: str, ledger: Ledger) -> None:
    writers = [start_writer(place, name, 25) for name in ("Ada", "Bo")]
    answers = [dict(line.split() for line in writer.communicate()[0].splitlines()) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    kept = ledger.list_decisions()
    assert {d.id for d in kept} == set(answers[0]) | set(answers[1])
    assert len(kept) == 50
    unseen = {d.id for before, d in zip([None, *kept], kept, strict=False) if d.seen != (before and before.id)}
    assert unseen == {id_ for answer in answers for id_, alone in answer.items() if alone == "0"}


def test_what_was_acknowledged_survives_a_kill(place: str, ledger: Ledger) -> None:
    writer = start_writer(place, "Ada", 10_000)
    assert writer.stdout
    told = [writer.stdout.readline().split()[0] for _ in range(20)]
    writer.send_signal(signal.SIGKILL)
    told += [line.split()[0] for line in writer.stdout.read().splitlines() if len(line.split()) == 2]
    writer.wait()
    writer.stdout.close()
    kept = [d.id for d in ledger.list_decisions()]
    assert kept[: len(told)] == told
    assert len(kept) <= len(told) + 1
    assert ledger.decide(make_one(seen=kept[-1]))
