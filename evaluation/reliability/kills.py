"""Kill -9 at random moments:  python -m evaluation.reliability.kills [--times 200] [--only add] [--ledger ADDRESS]

Adding readings, correcting, and migrating a ledger of version 1 (made by the first script alone) are done in a process
that is killed; then what it had acknowledged is looked for, all of the ledger is checked, and the next process goes on
with it. `--ledger` names an empty PostgreSQL database; only adding and correcting are tried there.

Kill -9 ends a process, not the machine: what the disk says it has written is taken at its word.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from sayso.intake import make_report
from sayso.ledger import Ledger, check_ledger, store
from sayso.review import apply, make_decision
from sayso.types import DecisionKind, Reading, Span, Statement, Voice, VoiceKind

REPORTS = 10  # in a ledger to be migrated, of which there are so many at a time:
OLD = 20
ROUND = 50  # kills between two new ledgers


def main() -> None:
    """Kill, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--only", choices=list(WORKS))
    parser.add_argument("--ledger", help="the address of an empty PostgreSQL database")
    options = parser.parse_args()
    works = [options.only] if options.only else [work for work in WORKS if not (options.ledger and work == "migrate")]
    for work in works:
        print(f"{work}: {try_work(work, options.times, options.ledger)}", flush=True)


def make_reading(number: int) -> Reading:
    """A reading of some size, without the model."""
    text = f"Report {number}\n\n" + "The port said that the ferry would sail again.\n" * 20
    starts = range(text.index("The port"), len(text) - 1, 47)
    voice = Voice(id="v1", name="the port", kind=VoiceKind.ORGANIZATION, named=False)
    statements = tuple(
        Statement(id=f"s{at}", voice="v1", content=(Span(at + 14, at + 46),), sentence=(Span(at, at + 46),))
        for at in starts
    )
    return Reading(report=make_report(text), voices=(voice,), statements=statements)


# ---------------------------------------------------------------- who is killed


def add(place: str) -> None:
    """Keep readings that are not there yet, one after the other; say each when it is kept."""
    number = random.randrange(10**9)
    with Ledger.open(place) as ledger:
        while True:
            number += 1
            reading = make_reading(number)
            ledger.add(reading)
            print(reading.report.id, flush=True)


def correct(place: str) -> None:
    """Decide on statements, one after the other; say each when it is kept."""
    reading = make_reading(1)
    reviewed = apply(reading, ())
    with Ledger.open(place) as ledger:
        while True:
            target = random.choice(reading.statements).id
            decision = make_decision(reviewed, DecisionKind.NOTE, target, "Ada", after="x" * random.randrange(1, 3000))
            ledger.decide(decision)
            print(decision.id, flush=True)


def migrate(place: str) -> None:
    """Bring ledgers of version 1 up to date, one after the other."""
    print("ready", flush=True)
    for number in range(OLD):
        with Ledger.open(f"{place}-{number}", create=False):
            print(number, flush=True)


WORKS: dict[str, Callable[[str], None]] = {"add": add, "correct": correct, "migrate": migrate}


def acknowledged_in(place: str) -> tuple[set[str], set[str]]:
    """The ids of the reports and of the decisions in a ledger."""
    with Ledger.open(place) as ledger:
        return {row.id for row in ledger.list_reports()}, {decision.id for decision in ledger.list_decisions()}


# ---------------------------------------------------------------- who kills


def try_work(work: str, times: int, address: str | None) -> str:
    """Kill so many times; what came of it, in words."""
    told = lost = 0
    kills = 0
    while kills < times:
        with tempfile.TemporaryDirectory() as folder:
            place = address or f"{folder}/kept.db"
            kept: set[str] = set()
            for _ in range(min(ROUND, times - kills)):
                kills += 1
                kept |= kill_migration(place) if work == "migrate" else kill_once(work, place)
                if work != "migrate":
                    there = set().union(*acknowledged_in(place))
                    lost += len(kept - there)
                    check_ledger(place)
            told += len(kept)
    return f"{kills} kills, {told} acknowledged, {lost} lost, every ledger sound and written to again"


def kill_once(work: str, place: str) -> set[str]:
    """Let a process work until something is acknowledged and up to half a second more; what was acknowledged."""
    out, into = os.pipe()
    process = os.fork()
    if not process:
        try:
            os.dup2(into, sys.stdout.fileno())
            WORKS[work](place)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(into)
    with os.fdopen(out, encoding="utf-8") as told:
        first = told.readline()
        time.sleep(random.uniform(0, 0.5))
        os.kill(process, signal.SIGKILL)
        rest = told.read()
    os.waitpid(process, 0)
    return {line.strip() for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")}


def kill_migration(place: str) -> set[str]:
    """Kill while ledgers of version 1 are brought up to date; each must open afterwards and hold its reports."""
    path = Path(place)
    first = path.with_name("first.db")
    if not first.exists():
        make_first_version(first)
    for number in range(OLD):
        Path(f"{path}-{number}").write_bytes(first.read_bytes())
        Path(f"{path}-{number}-journal").unlink(missing_ok=True)
    told = kill_once("migrate", place) - {"ready"}
    for number in range(OLD):
        holdings = check_ledger(f"{path}-{number}")
        reports, _ = acknowledged_in(f"{path}-{number}")
        assert len(reports) == holdings.reports == REPORTS, f"{path}-{number}: {holdings}"
    return {f"{time.monotonic()} {number}" for number in told}


def make_first_version(path: Path) -> None:
    """A ledger of version 1, by its script alone."""
    every, store.MIGRATIONS = store.MIGRATIONS, store.MIGRATIONS[:1]
    try:
        with Ledger.open(path) as ledger:
            for number in range(REPORTS):
                reading = make_reading(1)
                ledger.add(replace(reading, report=replace(reading.report, id=f"r{number}")))
    finally:
        store.MIGRATIONS = every


if __name__ == "__main__":
    main()
