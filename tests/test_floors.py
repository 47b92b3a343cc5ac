"""Floors under the scores: a change that reads worse than this must say so.

The published figures are held to evaluation/floors.toml. What the working tree reads is scored in part: that needs the
corpora and scorers, which are not ours to ship; SAYSO_SHARED names their folder, else those tests skip.
"""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from evaluation.floors import PAGE, find_below, load_floors

SHARED = Path(os.environ.get("SAYSO_SHARED", Path(__file__).parents[2] / "shared"))
COMMAND = f"{sys.executable} -m sayso read --json"

needs_scorers = pytest.mark.skipif(
    not (SHARED / "score").is_dir(), reason=f"no scorers in {SHARED}; name their folder in SAYSO_SHARED"
)


@cache
def scores_of(script: str, *arguments: str) -> str:
    """What a scorer prints; it runs once for all of its rows."""
    command = [sys.executable, str(SHARED / "score" / script), *arguments, "--command", COMMAND]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else f"{script} ended with {done.returncode}:\n{done.stderr}"


def f1_of(row: str, scores: str) -> float:
    """The F1 of a row that a scorer prints."""
    found = re.search(rf"^{re.escape(row)} .*F1 +([\d.]+)", scores, re.MULTILINE)
    assert found, f"no row {row!r} with an F1 in what the scorer prints:\n{scores}"
    return float(found[1])


def test_the_published_figures_hold_their_floors() -> None:
    assert not list(find_below(PAGE.read_text(encoding="utf-8"), load_floors()))


def test_a_figure_below_its_floor_or_gone_is_named() -> None:
    page = "### PolNeAR dev\n\ncontent+source   P 70.0 R 70.0 F1 70.0\n"
    below = list(find_below(page, load_floors()))
    assert below[0] == "PolNeAR dev: content and source, F1: 70.0, its floor is 72.5"
    assert len(below) == len(load_floors()) and all(line.endswith("not there") for line in below[1:])


@needs_scorers
def test_polnear_dev_content_and_source() -> None:
    scores = scores_of("polnear.py", str(SHARED / "data/polnear/dev.jsonl"), "--limit", "20")
    assert f1_of("content+source", scores) >= 66, scores


@needs_scorers
@pytest.mark.parametrize(
    ("folder", "row", "floor"),
    [
        ("gold", "statements: content+source", 75),
        ("gold", "nested", 70),
        ("gold", "no comment", 90),
        ("gold/readings", "statements: content+source", 70),
        ("gold/readings", "moments", 90),
        ("gold/readings", "figures", 90),
    ],
)
def test_gold_readings(folder: str, row: str, floor: float) -> None:
    scores = scores_of("readings.py", str(SHARED / folder))
    assert f1_of(row, scores) >= floor, scores
