"""How the time of reading is shared out:  python bench/speed.py [TEXT|FOLDER ...]

Every figure is a ratio within this one run: each step's time against that of the encoder alone on the same texts; but
for characters a CPU-second against a peer's, measured on another machine of this kind, and the command's start.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sayso.attribute import attribute
from sayso.figures import find_figures
from sayso.intake import make_report
from sayso.model.encode import inputs_of, make_pieces, make_windows
from sayso.model.run import encode_window
from sayso.moments import find_moments
from sayso.pipeline import read_report
from sayso.resolve import resolve

ROUNDS = 5
CITRON = 18_700  # characters a CPU-second, on one article of 4,400 characters
HARBOUR = Path(__file__).parents[1] / "examples" / "harbour.txt"


def main() -> None:
    """Print the table."""
    places = [Path(name) for name in sys.argv[1:]] or [Path(__file__).parents[1] / "examples"]
    files = sorted(f for p in places for f in ([p] if p.is_file() else p.glob("**/*.txt")))
    reports = [make_report(f.read_text(encoding="utf-8")) for f in files]
    drafts = [attribute(report) for report in reports]
    windows = [
        inputs_of(pieces, window.start, window.end)
        for pieces in (make_pieces(report.text) for report in reports)
        for window in make_windows(pieces)
    ]
    steps: dict[str, Callable[[], object]] = {
        "encoder alone": lambda: [encode_window(rows) for rows in windows],
        "attribute": lambda: [attribute(report) for report in reports],
        "resolve": lambda: [resolve(r, d) for r, d in zip(reports, drafts, strict=True)],
        "moments": lambda: [find_moments(r.text, r.published) for r in reports],
        "figures": lambda: [find_figures(r.text, ()) for r in reports],
        "all": lambda: [read_report(r) for r in reports],
    }
    took = {name: min(seconds_of(step) for _ in range(ROUNDS)) for name, step in steps.items()}
    letters = sum(len(r.text) for r in reports)
    print(f"{len(reports)} texts, {letters} characters, {letters / took['all'] / 1000:.1f} thousand a CPU-second")
    print(f"{letters / took['all'] / CITRON:.2f} × Citron’s {CITRON:,} characters a CPU-second")
    for name, seconds in took.items():
        print(f"{name:14s} {seconds / took['encoder alone']:6.2f} × the encoder")
    print("sayso read examples/harbour.txt: {:.2f} s, {:.2f} CPU-seconds, {:.0f} MB".format(*time_command()))


def time_command() -> tuple[float, float, float]:
    """Seconds, CPU seconds and the largest resident megabytes of reading one report, the best of the rounds."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        command = [sys.executable, "-m", "sayso", "read", str(HARBOUR)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, code, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(code)
        rounds.append((time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))
    return min(rounds)


def seconds_of(step: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    begun = time.process_time()
    step()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
