"""Floors under the scores: a change that reads worse than this must say so.

They need the corpora and scorers, which are not ours to ship: SAYSO_SHARED names their folder, else the tests skip.
"""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("SAYSO_SHARED", Path(__file__).parents[2] / "shared"))
COMMAND = f"{sys.executable} -m sayso read --json"

pytestmark = pytest.mark.skipif(
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


def test_polnear_dev_content_and_source() -> None:
    scores = scores_of("polnear.py", str(SHARED / "data/polnear/dev.jsonl"), "--limit", "20")
    assert f1_of("content+source", scores) >= 66, scores


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
