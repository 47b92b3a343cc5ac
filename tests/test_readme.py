"""The README shows what the program does."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCORE = re.compile(r"\b[01]\.\d\d\b")  # the last digit may differ from one processor to another


def test_picture_of_the_terminal_is_what_is_printed(tmp_path: Path) -> None:
    pytest.importorskip("playwright", reason="playwright, for pictures, is not installed: pip install playwright")
    from pages.pictures import take_terminal  # noqa: PLC0415 - needs playwright

    take_terminal(tmp_path / "terminal.svg")
    shown, printed = (
        SCORE.sub("–", (folder / "terminal.svg").read_text(encoding="utf-8"))
        for folder in (ROOT / "docs" / "pictures", tmp_path)
    )
    assert printed == shown, "run python -m pages.pictures"


def test_example_in_python_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    exec(code, {})
    assert "asserts" in capsys.readouterr().out
