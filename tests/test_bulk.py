"""Bulk reading: the same on each engine, and nothing lost or doubled, whatever is killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import replace

pytest.importorskip("pyarrow", reason="bulk reading needs pyarrow: pip install 'sayso[parquet]'")

from pyarrow import parquet

from made_bulk import read_report
from made_readings import TEXT
from sayso.bulk.batches import Shard, cut_shards
from sayso.bulk.engines import make_engine
from sayso.bulk.folder import Count
from sayso.bulk.progress import Progress, State
from sayso.bulk.reader import Task
from sayso.bulk.run import read_corpus
from sayso.bulk.tables import TABLES, describe_tables
from sayso.cli import main
from sayso.intake import Filed, Particulars, make_report, read_inputs
from sayso.problems import SaysoError

TESTS = Path(__file__).parent
TASK = Task("made_bulk.read_report")
KNOWN = Particulars(outlet="The Ennis Echo")
SCRIPT = """
import sys
from pathlib import Path
from sayso.bulk.engines import make_engine
from sayso.bulk.reader import Task
from sayso.bulk.run import read_corpus
from sayso.cli import main
from sayso.intake import Particulars
import sayso.bulk.batches
sayso.bulk.batches.SHARD_REPORTS = 4
if __name__ == "__main__":
    engine = make_engine("local", Task("made_bulk.read_report"), 2)
    try:
        read_corpus(sys.argv[1:2], Path(sys.argv[2]), engine, Particulars(outlet="The Ennis Echo"))
    except KeyboardInterrupt:
        sys.exit(130)
"""


def why_not_spark() -> str | None:
    if not find_spec("pyspark"):
        return "needs pyspark: pip install 'sayso[spark]'"
    return None if shutil.which("java") else "Spark needs Java 17: apt-get install openjdk-17-jre-headless"


NO_SPARK = why_not_spark()
needs_spark = pytest.mark.skipif(bool(NO_SPARK), reason=str(NO_SPARK))
each_engine = pytest.mark.parametrize("engine", ["local", pytest.param("spark", marks=needs_spark)])


@pytest.fixture(autouse=True)
def _path_of_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spark's workers look for the stand-in where the environment says."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(TESTS), str(TESTS.parent / "src")]))


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.bulk.batches.SHARD_REPORTS", 4)
    monkeypatch.setattr("sayso.bulk.batches.BATCH_REPORTS", 3)


def write_corpus(path: Path, openings: list[str]) -> str:
    """JSON lines: a report for each opening word, with its number in it."""
    rows = [{"text": f"{word} {n}\n{TEXT}", "url": str(path / f"seen{n}")} for n, word in enumerate(openings)]
    corpus = path / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(corpus)


def read(corpus: str, out: Path, engine: str = "local", task: Task = TASK) -> Count:
    return read_corpus([corpus], out, make_engine(engine, task, 2), KNOWN)


def rows_in(out: Path, table: str) -> list[dict]:
    return [row for part in sorted(out.glob(f"{table}/*.parquet")) for row in parquet.read_table(part).to_pylist()]


def numbers_in(out: Path, table: str) -> list[int]:
    return [row["number"] for row in rows_in(out, table)]


# ---------------------------------------------------------------- what is written


@each_engine
def test_tables_hold_the_readings(engine: str, tmp_path: Path, small_shards: None) -> None:
    corpus = write_corpus(tmp_path, ["One", "Two", "Three", "Four", "Five", "Six"])
    with Path(corpus).open("a") as file:
        file.write("no report\n")
    out = tmp_path / "out"
    assert read(corpus, out, engine) == Count(6, 1)
    filed = [f for f in read_inputs([corpus], KNOWN) if isinstance(f, Filed)]
    readings = [read_report(f.report) for f in filed]
    for number, (row, reading) in enumerate(zip(rows_in(out, "reports"), readings, strict=True)):
        assert row == to_builtins(reading.report) | {
            "number": number, "place": filed[number].place, "byline": [], "credit": []
        }  # fmt: skip
    expected = [(n, to_builtins(s)) for n, r in enumerate(readings) for s in r.statements]
    for row, (number, statement) in zip(rows_in(out, "statements"), expected, strict=True):
        assert row["number"] == number
        assert {name: row[name] for name in statement} == json.loads(json.dumps(statement))
        text = readings[number].report.text
        assert row["content_text"] == " … ".join(text[start:end] for start, end in row["content"])
    assert [v["name"] for v in rows_in(out, "voices")] == [v.name for r in readings for v in r.voices]
    (rejected,) = rows_in(out, "rejected")
    assert (rejected["number"], rejected["text"]) == (6, None)
    assert rejected["reason"].endswith("corpus.jsonl: line 7: not JSON; write one object a line")


@each_engine
def test_poisonous_reports_are_set_aside_and_the_others_read(engine: str, tmp_path: Path, small_shards: None) -> None:
    corpus = write_corpus(tmp_path, ["One", "DIE", "Three", "DIE-ONCE", "FAIL", "HANG", "REFUSE", "Eight"])
    out = tmp_path / "out"
    assert read(corpus, out, engine, replace(TASK, time_limit=1.0)) == Count(4, 4)
    assert numbers_in(out, "reports") == [0, 2, 3, 7]
    assert [(row["number"], row["reason"]) for row in rows_in(out, "rejected")] == [
        (1, "reading it ended the process 2 times (SIGKILL)"),
        (4, "reading it failed (ValueError: a fault of ours)"),
        (5, "reading it took longer than 1 seconds; see --time-limit"),
        (6, "this cannot be read; write another"),
    ]
    again = [f.report.text for f in read_inputs([str(out / "rejected")]) if isinstance(f, Filed)]
    assert [text.split()[0] for text in again] == ["DIE", "FAIL", "HANG", "REFUSE"], "the table can be read again"


@needs_spark
def test_spark_gives_the_batch_of_a_lost_worker_to_another(tmp_path: Path, small_shards: None) -> None:
    corpus = write_corpus(tmp_path, ["One", "LOSE-WORKER", "Three"])
    assert read(corpus, tmp_path / "out", "spark") == Count(3, 0)
    assert numbers_in(tmp_path / "out", "reports") == [0, 1, 2]


def test_names_that_are_no_utf_8_and_reports_that_come_twice_are_kept(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in ((b"\xff.txt", TEXT), (b"a.txt", TEXT), (b"\xfe.txt", "DIE"), (b"\xfd.txt", "")):
        (corpus / os.fsdecode(name)).write_text(text)
    assert read(str(corpus), tmp_path / "out") == Count(2, 2)
    first, second = rows_in(tmp_path / "out", "reports")
    assert (first["number"], first["id"], second["place"]) == (0, second["id"], f"{corpus}/?.txt")
    assert len(rows_in(tmp_path / "out", "rejected")) == 2


def test_nothing_to_read_leaves_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("\n")
    assert read(str(tmp_path / "corpus.jsonl"), tmp_path / "out") == Count(0, 0)


def test_a_worker_that_cannot_start_ends_the_command(tmp_path: Path) -> None:
    with pytest.raises(SaysoError, match="a worker could not be started"):
        read(write_corpus(tmp_path, ["One"]), tmp_path / "out", task=Task("made_bulk_gone.read_report"))


def test_documented_columns_are_those_written() -> None:
    page = (TESTS.parent / "docs" / "bulk.md").read_text(encoding="utf-8")
    assert describe_tables() in page, "run `sayso schema --bulk` and put what it prints into docs/bulk.md"
    assert list(TABLES)[-1] == "reports", "its parts say that a shard is done, so they are written last"


# ---------------------------------------------------------------- going on


def test_the_same_command_again_reads_only_what_is_missing(tmp_path: Path, small_shards: None) -> None:
    corpus, out = write_corpus(tmp_path, ["Word"] * 10), tmp_path / "out"
    read(corpus, out)
    before = {table: rows_in(out, table) for table in TABLES}
    kept = out / "reports" / "part-000000.parquet"
    stamp = kept.stat().st_mtime_ns
    (out / "reports" / "part-000001.parquet").unlink()  # its other tables are there: the kill came between them
    (out / "reports" / "part-000002.part").write_text("half")
    (out / "rejected").mkdir()
    shutil.copy(out / "statements" / "part-000001.parquet", out / "rejected" / "part-000001.parquet")
    assert read(corpus, out) == Count(10, 0)
    assert {table: rows_in(out, table) for table in TABLES} == before
    assert kept.stat().st_mtime_ns == stamp
    assert not list(out.glob("*/*.part"))


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130), (signal.SIGTERM, -15)])
def test_a_command_that_was_ended_goes_on(
    ending: signal.Signals, code: int, tmp_path: Path, small_shards: None
) -> None:
    corpus, out = write_corpus(tmp_path, ["SLOW"] * 12), tmp_path / "out"
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    process = subprocess.Popen([sys.executable, str(script), corpus, str(out)], start_new_session=True)
    end = time.monotonic() + 60
    while not list(out.glob("reports/*.parquet")) and time.monotonic() < end:
        time.sleep(0.02)
    if ending is signal.SIGINT:
        os.killpg(process.pid, ending)  # as a terminal sends it
    else:
        process.send_signal(ending)
    assert process.wait(timeout=60) == code
    done = len(list(out.glob("reports/*.parquet")))
    assert 1 <= done < 3
    assert read(corpus, out) == Count(12, 0)
    assert numbers_in(out, "reports") == list(range(12))
    assert numbers_in(out, "statements") == [n for n in range(12) for _ in range(3)]


# ---------------------------------------------------------------- what is refused


def test_another_input_or_other_settings_are_refused_in_one_line(tmp_path: Path, small_shards: None) -> None:
    corpus, out = write_corpus(tmp_path, ["Word"] * 5), tmp_path / "out"
    read(corpus, out)
    other = shutil.copy(corpus, tmp_path / "other.jsonl")
    with pytest.raises(SaysoError, match=r"begun with other INPUT \(.*corpus.jsonl, now .*other.jsonl\); give another"):
        read(str(other), out)
    with pytest.raises(SaysoError, match=r"begun with other --outlet \(The Ennis Echo, now none\)"):
        read_corpus([corpus], out, make_engine("local", TASK, 1), Particulars())
    write_corpus(tmp_path, ["Word", "Changed", *["Word"] * 3])
    with pytest.raises(SaysoError, match=r"part-000000\.parquet was made from other reports than the input holds"):
        read(corpus, out)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda out: out.write_text(""), "this is a file; name a folder with --out"),
        (lambda out: (out.mkdir(), (out / "thesis.doc").touch()), "the folder holds other things"),
        (lambda out: (out.mkdir(), (out / "bulk.json").write_text("{}")), "this is no manifest of ours"),
    ],
)
def test_a_folder_of_something_else_is_refused(make, told: str, tmp_path: Path) -> None:
    make(tmp_path / "out")
    with pytest.raises(SaysoError, match=told):
        read(write_corpus(tmp_path, ["One"]), tmp_path / "out")


def test_two_commands_do_not_write_into_one_folder(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl", reason="no locks of this kind on this system")
    corpus, out = write_corpus(tmp_path, ["One"]), tmp_path / "out"
    read(corpus, out)
    with (out / "bulk.json").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(SaysoError, match="another sayso bulk is writing there"):
            read(corpus, out)


def test_command_says_what_was_read_and_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "story.txt").write_text(TEXT)
    out = tmp_path / "out"
    assert main(["bulk", str(tmp_path), "--out", str(out), "--workers", "1"]) == 1
    assert capsys.readouterr() == ("", f"{out}: 1 reports read, 1 set aside\n")
    assert main(["bulk", str(tmp_path), "--out", str(out), "--master", "spark://host:7077"]) == 2
    assert "add --engine spark" in capsys.readouterr().err
    assert main(["schema", "--bulk"]) == 0
    assert capsys.readouterr().out == describe_tables()
    monkeypatch.delitem(sys.modules, "sayso.bulk.spark", raising=False)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    assert main(["bulk", str(tmp_path), "--out", str(out), "--engine", "spark"]) == 1
    assert capsys.readouterr().err.endswith("pip install 'sayso[spark]'\n")


# ---------------------------------------------------------------- parts and progress


@given(st.lists(st.integers(1, 20), max_size=40), st.integers(1, 5), st.integers(1, 30))
def test_shards_and_batches_hold_everything_once_and_within_bounds(
    lengths: list[int], most: int, most_letters: int
) -> None:
    filings = [Filed("here", make_report("x" * length)) for length in lengths]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sayso.bulk.batches.SHARD_REPORTS", most)
        patch.setattr("sayso.bulk.batches.SHARD_LETTERS", most_letters)
        patch.setattr("sayso.bulk.batches.BATCH_REPORTS", 2)
        shards = list(cut_shards(iter(filings)))
        batches = [batch for shard in shards for batch in shard.batches()]
    assert [filing for shard in shards for filing in shard.filings] == filings
    assert [(b.first, b.filings) for b in batches] == [
        (b.first, tuple(filings[b.first : b.first + len(b.filings)])) for b in batches
    ]
    assert sum(len(b.filings) for b in batches) == len(filings)
    for shard in shards:
        letters = sum(len(f.report.text) for f in shard.filings)
        assert len(shard.filings) <= most
        assert letters <= most_letters or len(shard.filings) == 1
    assert len({shard.digest() for shard in shards}) == len({shard.filings for shard in shards})


def test_a_digest_tells_other_texts_and_other_faults() -> None:
    one, two = (Shard(0, 0, (Filed("here", make_report(text)),)) for text in ("One", "Two \ud83d"))
    fault = Shard(0, 0, tuple(f for f in read_inputs(["gone.txt"])))
    assert len({one.digest(), two.digest(), fault.digest()}) == 3


def test_progress_counts_only_this_run_in_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 10.0, 10.0, 110.0])
    monkeypatch.setattr("sayso.bulk.progress.time.monotonic", lambda: next(now))
    told: list[State] = []
    progress = Progress(told.append, 1000)
    progress.take(200)
    progress.skip(Count(20, 1), progress.cut())
    progress.take(400)
    progress.add(Count(39, 1), progress.cut() / 2)
    assert told[-1] == State(Count(59, 2), rate=0.4, share=0.4, left=300.0)
    assert str(told[-1]) == "59 reports read · 0.4 a second · 2 set aside · 40% · about 5 min left"
    assert str(State(Count(1000), 12.0, 0.1, 3 * 86_400.0)).endswith("about 3 d 0 h left")
    assert str(State(Count(1000), 12.0)) == "1,000 reports read · 12.0 a second"


def test_intake_tells_how_much_it_has_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain fell.")
    (tmp_path / "b.jsonl").write_text('{"text": "Rain fell."}\n' * 1000)
    taken: list[int] = []
    assert len(list(read_inputs([str(tmp_path)], watch=taken.append))) == 1001
    assert sum(taken) == sum(path.stat().st_size for path in tmp_path.iterdir())
