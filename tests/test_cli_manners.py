"""How the command line receives a stranger: what to try, examples, what was meant, how far it is, Ctrl-C."""

import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from rich.console import Console

from made_readings import make_reading
from sayso.cli import commands, main, progress
from sayso.cli.progress import Progress
from sayso.intake import read_inputs
from sayso.ledger import Ledger

ANSI = re.compile(r"\x1b\[[0-9;]*m")
EXAMPLES = [
    (command, line.strip())
    for command in commands.commands.values()
    for line in (command.epilog or "").splitlines()
    if line.strip().startswith("sayso ")
]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def keep_one(path: Path) -> str:
    reading = make_reading()
    with Ledger.open(path) as ledger:
        ledger.add(reading)
    return reading.report.id


def test_alone_it_says_what_to_try_and_with_a_ledger_what_else(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    assert main([]) == 0
    assert "sayso read report.txt" in capsys.readouterr().out
    keep_one(here / "sayso.db")
    assert main([]) == 0
    assert "sayso desk" in capsys.readouterr().out


def test_what_it_says_to_try_exists(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    main([])
    keep_one(here / "sayso.db")
    main([])
    tried = [line.split()[1] for line in capsys.readouterr().out.splitlines() if line.startswith("  sayso ")]
    assert tried and set(tried) <= set(commands.commands)


@pytest.mark.parametrize("command", commands.commands.values(), ids=lambda command: command.name)
def test_each_command_ends_its_help_with_an_example(command: click.Command) -> None:
    assert any(example_of is command for example_of, _ in EXAMPLES)


@pytest.mark.parametrize(("command", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_examples_are_understood(command: click.Command, line: str) -> None:
    words = shlex.split(line.partition(">")[0].partition("|")[0])
    assert words[1] == command.name
    command.make_context(command.name, words[2:])


def test_help_names_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "Exit codes: 0 all went well; 1 " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["raed", "x"], "Did you mean 'read'?"),
        (["show", "--stnace", "denies"], "'--stance'"),
        (["show", "statement"], "Did you mean statements?"),
        (["a.txt"], "to read it: sayso read a.txt"),
    ],
)
def test_what_was_meant(capsys: pytest.CaptureFixture[str], here: Path, arguments: list[str], meant: str) -> None:
    keep_one(here / "sayso.db")
    (here / "a.txt").write_text("x")
    assert main(arguments) in {1, 2}
    assert meant in capsys.readouterr().err


@pytest.mark.parametrize("command", ["show", "export"])
def test_an_id_mistyped(capsys: pytest.CaptureFixture[str], here: Path, command: str) -> None:
    id_ = keep_one(here / "sayso.db")
    assert main([command, f"{id_[:-1]}z"]) == 1
    assert f"Did you mean {id_}?" in capsys.readouterr().err


def complete(*words: str) -> list[str]:
    asked = {"_SAYSO_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    program = "import sys; from sayso.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | asked, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_shell_completes_commands_files_and_ids(here: Path) -> None:
    id_ = keep_one(here / "sayso.db")
    assert complete("sayso", "rea") == ["plain,read"]
    assert complete("sayso", "read", "a") == ["file,a"]
    assert complete("sayso", "show", "r") == ["plain,reports", f"plain,{id_}"]
    (here / "sayso.db").unlink()
    assert complete("sayso", "export", "r") == []


# ---------------------------------------------------------------- how far it is


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that the clock shows, to be set."""
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


def follow(
    here: Path, monkeypatch: pytest.MonkeyPatch, seconds: list[float], step: float, is_terminal: bool
) -> list[str]:
    """What is told while ten files are read, one each so many seconds."""
    for number in range(10):
        (here / f"{number}.txt").write_text("x" * 100)
    consoles = []

    def make_console(**options: bool) -> Console:
        consoles.append(Console(**options, force_terminal=is_terminal, record=True, width=100))
        return consoles[-1]

    monkeypatch.setattr(progress, "Console", make_console)
    shown = Progress(["."])
    for filed in read_inputs(["."]):
        shown.show(filed)  # type: ignore[arg-type]
        seconds[0] += step
        shown.clear()
    told = consoles[0].export_text().replace("txt", "txt\n") if is_terminal else consoles[0].export_text()
    return [line for line in told.splitlines() if line]


def test_on_a_terminal_the_wait_is_told_after_two_seconds(
    here: Path, monkeypatch: pytest.MonkeyPatch, seconds: list[float]
) -> None:
    told = follow(here, monkeypatch, seconds, step=1, is_terminal=True)
    assert len(told) == 8
    assert told[0] == "2 read · 1.0 a second · about 8 s left · 2.txt"
    assert told[-1] == "9 read · 1.0 a second · about 1 s left · 9.txt"


def test_nothing_is_told_of_what_takes_no_time(
    here: Path, monkeypatch: pytest.MonkeyPatch, seconds: list[float]
) -> None:
    assert follow(here, monkeypatch, seconds, step=0.1, is_terminal=True) == []


def test_elsewhere_a_plain_line_each_half_minute(
    here: Path, monkeypatch: pytest.MonkeyPatch, seconds: list[float]
) -> None:
    told = follow(here, monkeypatch, seconds, step=20, is_terminal=False)
    assert told[0] == "sayso: 2 read · 0.1 a second · about 3 min left"
    assert len(told) == 4


# ---------------------------------------------------------------- Ctrl-C


def test_interrupted_add_keeps_what_it_told_of(here: Path) -> None:
    for number in range(200):
        (here / f"{number}.txt").write_text(f"Ferry {number} sold\n\nMayor Ada Törn said ferry {number} was sold.\n")
    program = "import sys; from sayso.cli import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", program, "add", "."], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stderr
        told = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGINT)
        rest, error = process.communicate(timeout=60)
    assert (process.returncode, error.strip()) == (130, "")
    kept = sqlite3.connect(here / "sayso.db")
    ids = {row[0] for row in kept.execute("SELECT id FROM report")}
    assert ids >= {line.split()[1] for line in [*told, *rest.splitlines()]}
    assert len(ids) < 200 and kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_no_wait_before_the_first_line() -> None:
    """`sayso` alone loads neither the model nor the server."""
    program = "import sys; from sayso.cli import main; main([]); print({'onnxruntime', 'starlette'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_lines_fit_a_narrow_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    keep_one(Path("sayso.db"))
    for command in (["show"], ["show", "statements"], ["show", "voices"]):
        assert main(command) == 0
    lines = [line.rstrip() for line in ANSI.sub("", capsys.readouterr().out).splitlines()]
    assert max(map(len, lines)) <= 40 and "  Ferry line sold, paper says" in lines
