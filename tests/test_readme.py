"""The README shows what the program does."""

import re
from pathlib import Path

from sayso.cli import main

ROOT = Path(__file__).parents[1]
SCORE = re.compile(r"\b[01]\.\d\d\b")  # the last digit may differ from one processor to another


def test_transcript_is_what_is_printed(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("COLUMNS", raising=False)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(.*?)```", readme, re.DOTALL)[1]
    assert main(["read", "examples/harbour.txt"]) == 0
    printed = "\n".join(line.rstrip() for line in capsys.readouterr().out.splitlines())
    assert SCORE.sub("–", printed).rstrip() == SCORE.sub("–", shown).rstrip()


def test_example_in_python_runs(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    exec(code, {})
    assert "asserts" in capsys.readouterr().out
