"""What bulk reading costs:  python bench/bulk.py [--reports 1000]

Reads our example reports, each changed a little every time, with one worker and with two. Of the first it shows, for
each tenth of the corpus, the CPU time for a report and the resident memory: both stay as they are where nothing grows.
Of both, reports a second; these compare only where nothing else runs on the machine.
"""

import argparse
import json
import os
import random
import re
import tempfile
import time
from itertools import pairwise
from multiprocessing import active_children
from pathlib import Path

from sayso.bulk.engines import make_engine
from sayso.bulk.progress import State
from sayso.bulk.reader import Task
from sayso.bulk.run import read_corpus
from sayso.intake import Particulars

EXAMPLES = Path(__file__).parents[1] / "examples"
TICKS = os.sysconf("SC_CLK_TCK")
TENTHS = 10


def main() -> None:
    """Print the table and the ratio."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--reports", type=int, default=1000)
    wanted = ask.parse_args().reports
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus.jsonl")
        letters = write_corpus(corpus, wanted)
        print(f"{wanted:,} reports, {letters / wanted:,.0f} characters each")
        rates = []
        for workers in (1, 2):
            samples, seconds = run(corpus, Path(folder, f"out{workers}"), workers, wanted)
            rates.append(wanted / seconds)
            show(samples, workers)
            print(f"{workers} workers: {rates[-1]:.2f} reports a second")
        print(f"2 workers read {rates[1] / rates[0]:.2f} times what 1 reads, with {os.cpu_count()} cores")


def write_corpus(path: Path, wanted: int) -> int:
    """The reports as JSON lines, with other numbers in them and a paragraph less each time; how many characters."""
    chance = random.Random(1)
    texts = [file.read_text(encoding="utf-8") for file in sorted(EXAMPLES.rglob("*.txt"))]
    letters = 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(wanted):
            paragraphs = re.split(r"\n{2,}", texts[number % len(texts)])
            del paragraphs[chance.randrange(len(paragraphs))]
            text = re.sub(r"\d", lambda _: str(chance.randrange(1, 10)), "\n\n".join(paragraphs))
            letters += len(text)
            file.write(json.dumps({"text": text, "published": "2026-03-10"}) + "\n")
    return letters


def run(corpus: Path, out: Path, workers: int, wanted: int) -> tuple[list[tuple[int, float, float, float]], float]:
    """For each tenth (reports so far, CPU seconds, MB here, MB of the largest worker), and the seconds in all."""
    samples = [(0, 0.0, 0.0, 0.0)]

    def watch(state: State) -> None:
        if state.count.read >= min(samples[-1][0] + wanted / TENTHS, wanted):
            ids = [process.pid for process in active_children() if process.pid]
            seconds = time.process_time() + sum(map(cpu_seconds_of, ids))
            samples.append((state.count.read, seconds, megabytes_of(os.getpid()), max(map(megabytes_of, ids))))

    begun, before = time.perf_counter(), time.process_time()
    read_corpus([str(corpus)], out, make_engine("local", Task(), workers), Particulars(), watch=watch)
    samples[0] = (0, before, 0.0, 0.0)
    return samples, time.perf_counter() - begun


def show(samples: list[tuple[int, float, float, float]], workers: int) -> None:
    """A line for each tenth."""
    print(f"\n{workers} workers\n{'reports':>8s}{'CPU ms a report':>18s}{'MB, main':>12s}{'MB, worker':>12s}")
    for (before, begun, *_), (count, seconds, here, there) in pairwise(samples):
        print(f"{count:8,}{1000 * (seconds - begun) / (count - before):18.0f}{here:12.0f}{there:12.0f}")


def cpu_seconds_of(process: int) -> float:
    """User and system time so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def megabytes_of(process: int) -> float:
    """Resident memory now."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
