import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

from made_readings import TEXT, reading_of
from sayso.cli import main
from sayso.intake.kinds import WRITTEN
from sayso.problems import UnreadableInputError
from sayso.types import Problem, Reading, Report

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Run:
    """Run a command in an empty folder, with a stand-in for the pipeline; give its exit code and its two outputs."""

    def read_report(report: Report, problems: tuple[Problem, ...] = ()) -> Reading:
        if "unreadable" in report.text:
            raise UnreadableInputError("this cannot be read; write another")
        return replace(reading_of(report), problems=problems)

    pipeline = ModuleType("sayso.pipeline")
    pipeline.read_report = read_report  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sayso.pipeline", pipeline)
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run_command


@pytest.fixture
def story(tmp_path: Path) -> str:
    (tmp_path / "story.txt").write_text(TEXT)
    return "story.txt"


# ---------------------------------------------------------------- read


def test_read_prints_the_reading_for_a_person(run: Run, story: str) -> None:
    code, out, err = run("read", story)
    assert (code, err) == (0, "")
    assert "Ferry line sold, paper says" in out


def test_read_json_is_a_line_for_each_report_in_order(run: Run, story: str, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_bytes("Café closed\r\n\r\nNo more.\r\n".encode())
    code, out, err = run("read", "--json", "other.txt", "--published", "4 May 2031", "--outlet", "Echo", story)
    assert (code, err) == (0, "")
    first, second = map(json.loads, out.splitlines())
    assert list(first) == ["contract", "report", "voices", "statements", "moments", "figures", "problems"]
    assert first["report"]["text"] == "Café closed\r\n\r\nNo more.\r\n"
    assert "Café" in out
    assert (second["report"]["published"], second["report"]["outlet"]) == ("2031-05-04", "Echo")
    assert second["statements"][0]["source"] == [[29, 43]]


def test_read_standard_input_and_problems_of_the_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Caf\xe9 closed")))
    code, out, _ = run("read", "--json", "-")
    assert code == 0
    assert json.loads(out)["problems"][0]["code"] == "not-utf-8"


def test_read_one_bad_input_among_many_gives_a_line_and_code_1(run: Run, story: str, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("unreadable")
    (tmp_path / "empty").mkdir()
    code, out, err = run("read", "--json", "none.txt", "odd.txt", "empty", story)
    assert code == 1
    assert len(out.splitlines()) == 1
    assert err.splitlines() == [
        "sayso: none.txt: there is no such file or folder; check the name",
        "sayso: odd.txt: this cannot be read; write another",
        f"sayso: empty: the folder holds no report; put {WRITTEN} files there, or name a file",
    ]


ODD_FILES = {"empty.txt": b"", "blank.txt": b" \r\n\n", "nul.txt": b"Port\0 closes", "mark.txt": b"\xef\xbb\xbf"}
ODD_LINES = [
    "sayso: blank.txt: empty; give the text of a report",
    "sayso: empty.txt: empty; give the text of a report",
    "sayso: mark.txt: empty; give the text of a report",
    "sayso: nul.txt: not plain text, it holds NUL bytes; save the report as UTF-8 text",
]


@pytest.fixture
def among_odd_files(story: str, tmp_path: Path) -> list[str]:
    """A file with CR LF line ends and the story, with files around them that hold no text."""
    (tmp_path / "crlf.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    for name, data in ODD_FILES.items():
        (tmp_path / name).write_bytes(data)
    return ["blank.txt", "crlf.txt", "empty.txt", "mark.txt", "nul.txt", story]


def test_read_goes_on_among_odd_files(run: Run, among_odd_files: list[str]) -> None:
    code, out, err = run("read", "--json", *among_odd_files)
    assert (code, err.splitlines()) == (1, ODD_LINES)
    crlf, plain = (json.loads(line) for line in out.splitlines())
    assert crlf["report"]["text"] == TEXT.replace("\n", "\r\n")
    assert plain["report"]["text"] == TEXT
    for mine, other in zip(crlf["statements"], plain["statements"], strict=True):
        for role in ("source", "cue", "content"):
            assert [crlf["report"]["text"][a:b] for a, b in mine[role]] == [TEXT[a:b] for a, b in other[role]]
    code, out, err = run("read", *among_odd_files)
    assert (code, err.splitlines()) == (1, ODD_LINES)
    assert out.count("WHO SAYS WHAT") == 2 and "\r" not in out


def test_add_goes_on_among_odd_files(run: Run, among_odd_files: list[str]) -> None:
    code, out, err = run("add", *among_odd_files)
    assert (code, err.splitlines()) == (1, ODD_LINES)
    assert ["3 statements  Ferry line sold" in line for line in out.splitlines()] == [True, True]
    assert len(run("show", "statements", "--json")[1].splitlines()) == 6
    code, out, err = run("add", ".")
    assert code == 1 and [line.split()[0] for line in out.splitlines()] == ["unchanged", "unchanged"]
    assert len(err.splitlines()) == len(ODD_LINES)


@pytest.mark.parametrize(
    "arguments",
    [["read"], ["read", "--published", "tomorrow", "x"], ["show", "--stance", "shouts"], ["show", "--limit", "0"],
     ["show", "r12", "--voice", "x"], ["unheard"]],
)  # fmt: skip
def test_misuse_is_code_2(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "Error: " in err


# ---------------------------------------------------------------- add and show


def test_add_says_what_it_did_and_twice_changes_nothing(run: Run, story: str, tmp_path: Path) -> None:
    code, out, err = run("add", story)
    assert (code, err) == (0, "")
    assert out.split()[0] == "new" and "3 statements  Ferry line sold" in out
    before = (tmp_path / "sayso.db").read_bytes()
    assert run("add", story)[1].split()[0] == "unchanged"
    assert (tmp_path / "sayso.db").read_bytes() == before
    assert run("add", "--published", "2031-05-04", story)[1].split()[0] == "changed"


def test_add_keeps_the_good_among_the_bad(run: Run, story: str) -> None:
    code, out, err = run("add", "--ledger", "mine.db", "none.txt", story)
    assert (code, len(out.splitlines()), len(err.splitlines())) == (1, 1, 1)
    assert len(run("show", "--ledger", "mine.db", "--json")[1].splitlines()) == 1


def test_add_to_a_place_that_is_none(run: Run, story: str) -> None:
    code, out, err = run("add", "--ledger", "no/such/sayso.db", story)
    assert (code, out) == (1, "")
    assert err == "sayso: no/such/sayso.db: there is no folder no/such; create it, or name another with --ledger\n"


def test_add_to_a_ledger_that_is_read_only(
    run: Run, story: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests may run as root, whom no permission bits stop: SQLite itself is told to open the file read-only."""
    run("add", story)
    (tmp_path / "other.txt").write_text("Other news\n\nRain fell.\n")
    before = (tmp_path / "sayso.db").read_bytes()
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda address, **options: connect(address.replace("mode=rwc", "mode=ro"), **options)
    )
    code, out, err = run("add", "other.txt")
    assert (code, out) == (1, "")
    assert err == (
        "sayso: sayso.db: it cannot be written to; give yourself the right to, or name another with --ledger\n"
    )
    assert (tmp_path / "sayso.db").read_bytes() == before
    code, out, err = run("add", "--ledger", "new.db", story)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "sayso: new.db: it cannot be opened; " in err and not (tmp_path / "new.db").exists()


def test_show_without_a_ledger_names_add_and_makes_none(run: Run, tmp_path: Path) -> None:
    code, out, err = run("show")
    assert (code, out) == (1, "")
    assert err == "sayso: sayso.db: there is no ledger yet; `sayso add FILE...` makes one\n"
    assert list(tmp_path.iterdir()) == []


def test_show_lists(run: Run, story: str) -> None:
    run("add", "--outlet", "The Ennis Echo", story)
    assert "Ferry line sold, paper says" in run("show")[1]
    assert "dock workers" in run("show", "voices")[1]
    assert "The Ennis Echo › dock" in run("show", "statements")[1]
    _, out, err = run(
        "show", "statements", "--stance", "denies", "--voice", "torn", "--outlet", "ennis", "--words", "sale"
    )
    assert "Ada Törn" in out and "dock" not in out and err == ""
    assert run("show", "statements", "--words", "submarine") == (0, "", "The ledger holds no such statements.\n")
    _, out, err = run("show", "statements", "--limit", "1")
    assert "Ada" not in out and err == "These are the first 1; --limit shows more.\n"


def test_show_lists_json(run: Run, story: str) -> None:
    run("add", story)
    rows = [json.loads(line) for line in run("show", "statements", "--json")[1].splitlines()]
    assert [row["chain"] for row in rows] == ["The Ennis Echo", "The Ennis Echo › dock workers", "Ada Törn"]
    assert len(run("show", "voices", "--json", "--limit", "2")[1].splitlines()) == 2


def test_add_show_and_export_at_each_kind_of_place(run: Run, story: str, place: str) -> None:
    assert run("show", "--ledger", place)[0] == 1
    assert run("add", "--ledger", place, story)[1].split()[0] == "new"
    code, out, err = run("add", "--ledger", place, story)
    assert (code, out.split()[0], err) == (0, "unchanged", "")
    listed = run("show", "statements", "--ledger", place, "--words", "ferry", "--json")[1]
    assert [json.loads(line)["id"] for line in listed.splitlines()] == ["s1", "s2"]
    exported = json.loads(run("export", "--ledger", place)[1])
    assert exported["report"]["text"] == TEXT


def test_the_ledger_may_be_named_once_for_all_commands(run: Run, story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_LEDGER", "mine.db")
    assert run("add", story)[0] == 0 and run("check")[1].startswith("mine.db: sound; 1 reports")


def test_show_id_gives_the_reading_as_read_does(run: Run, story: str) -> None:
    id_ = run("add", story)[1].split()[1]
    for options in ([], ["--json"]):
        assert run("show", id_[:6], *options) == run("read", story, *options)
    code, _, err = run("show", "r0nothing")
    assert code == 1 and "no report has the id r0nothing; `sayso show` lists them" in err


def test_schema_is_that_of_the_reading(run: Run) -> None:
    schema = json.loads(run("schema")[1])
    assert schema["$ref"] == "#/$defs/Reading"
    assert set(schema["$defs"]) >= {"Report", "Voice", "Statement", "Moment", "Figure", "Problem"}


# ---------------------------------------------------------------- the terminal


def test_text_cannot_speak_to_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Port \x1b[31mto close\n\nNo more, the port said.\n")
    assert "\x1b" not in run("add", "a.txt")[1]
    assert "\x1b" not in run("show")[1]


def test_half_characters_cannot_stop_printing(run: Run, story: str) -> None:
    half = "Ech\udce9"
    assert json.loads(run("read", "--json", "--outlet", half, story)[1])["report"]["outlet"] == "Ech?"
    assert run("read", half)[0] == 1
    assert run("add", "--ledger", half, "--outlet", half, story)[0] == 0
    assert run("show", "--ledger", half, "--voice", half, "--words", half)[0] == 0
    assert run("show", "--ledger", half, half)[0] == 1


COMMAND = [sys.executable, "-c", "import sys; from sayso.cli import main; sys.exit(main())"]


def test_help_does_not_wait_for_the_model() -> None:
    program = "import sys; from sayso.cli import main; main(['--help']); sys.exit('onnxruntime' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert all(command in done.stdout for command in ("read", "add", "show", "schema"))


def test_nobody_reading_on_is_no_matter_for_words() -> None:
    with subprocess.Popen([*COMMAND, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_interrupt_is_quiet_and_130(run: Run, story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sayso.cli.inputs.read_inputs", interrupt)
    code, out, err = run("add", story)
    assert (code, out, err.strip()) == (130, "", "")
