"""The tour runs as it is told, and leaves a ledger that is whole."""

import re
import sys
from pathlib import Path

import pytest

from sayso.cli import commands, main
from sayso.cli.tour import load_steps
from sayso.ledger import Ledger


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_five_steps_that_show_what_they_tell_of(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    assert main(["tour"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert re.findall(r"^(\d) of 5 · ", out, re.MULTILINE) == list("12345")
    assert "Managers of the Larkfield depot knew" in out and "Press" not in out
    assert "$ sayso show --ledger sayso-tour/sayso.db courier\nDepot knew of leaking tank" in out
    asked = out.partition("4 of 5")[2]
    assert "Lodevik Oil Company" in asked and "9,000 litres" in asked and "about 4,000 litres" in asked.lower()
    with Ledger.open(here / "sayso-tour" / "sayso.db", create=False) as ledger:
        assert {row.id for row in ledger.list_reports()} == {"courier", "agency", "gazette"}


def test_again_changes_nothing(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    main(["tour"])
    before = (here / "sayso-tour" / "sayso.db").read_bytes()
    capsys.readouterr()
    assert main(["tour", "--no-wait"]) == 0
    assert "unchanged  courier" in capsys.readouterr().out
    assert (here / "sayso-tour" / "sayso.db").read_bytes() == before


def test_where_nothing_can_be_written_one_line_says_what_to_do(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    (here / "sayso-tour").write_text("a file in its way")
    assert main(["tour"]) == 1
    assert capsys.readouterr().err.startswith("sayso: sayso-tour: the tour cannot be put here (")


def test_a_key_goes_on_where_somebody_looks(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    stops: list[str] = []
    monkeypatch.setattr("click.pause", stops.append)
    monkeypatch.setattr(sys.modules["sayso.cli.tour"], "_run", lambda command: None)
    assert main(["tour"]) == 0 and len(stops) == 4
    assert main(["tour", "--no-wait"]) == 0 and len(stops) == 4


def test_commands_it_names_exist() -> None:
    told = "\n".join(step.told for step in load_steps())
    assert {name for name in re.findall(r"^  sayso (\w+)", told, re.MULTILINE)} <= set(commands.commands)
