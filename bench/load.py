"""Many analysts at once:  python bench/load.py [--ledger ADDRESS] [--analysts 50] [--minutes 10] [--think 5]

Each searches, opens a report and decides on one of its statements, over and over, on desks of this machine, and waits
`--think` seconds on average before each request. Printed: how long the answers took, errors, decisions that were
acknowledged and are not in the ledger, and the memory and open files of each desk from minute to minute.

The ledger is new, with copies of the example reports: a file, or the empty database at the address.
"""

import argparse
import asyncio
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from msgspec.structs import replace

from sayso.intake import Particulars, read_inputs
from sayso.ledger import Ledger
from sayso.problems import SaysoError

EXAMPLES = Path(__file__).parents[1] / "examples"
WORDS = ("ferry", "minister", "said", "report", "police", "owner", "unclear", "water")
# Closed before the desk closes it, which is after 5 seconds: a browser would ask again.
BROWSER: dict[str, Any] = {"trust_env": False, "timeout": 120, "limits": httpx.Limits(keepalive_expiry=2)}
ENTRY = re.compile(r'<li id="(s\w+)"')
SEEN = 30.0  # seconds between looks at memory and files


class Load:
    """What came of it."""

    def __init__(self, reports: list[str], think: float, looking: bool) -> None:
        self.reports, self.think, self.looking = reports, think, looking
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: dict[str, int] = defaultdict(int)
        self.acknowledged: set[str] = set()

    async def analyse(self, address: str, name: str, until: float) -> None:
        """One analyst at work."""
        desk = address.partition("/?")[0]
        async with httpx.AsyncClient(base_url=desk, headers={"origin": desk}, **BROWSER) as client:
            await client.get(address)  # the cookie
            number = 0
            while time.monotonic() < until:
                number += 1
                await self.work(client, f"{name} {number}")

    async def work(self, client: httpx.AsyncClient, note: str) -> None:
        """Search, open, decide; `note` tells the decision from all others."""
        await self.ask("search", client, "GET", "/reports", params={"words": random.choice(WORDS)})
        here = f"/reports/{random.choice(self.reports)}"
        page = await self.ask("open", client, "GET", f"{here}/reader")
        if not self.looking and (ids := ENTRY.findall(page)):
            form = {"kind": random.choice(("accept", "reject")), "target": random.choice(ids), "why": note}
            if await self.ask("decide", client, "POST", f"{here}/decide", data=form, headers={"hx-request": "true"}):
                self.acknowledged.add(note)

    async def ask(self, kind: str, client: httpx.AsyncClient, method: str, path: str, **more: Any) -> str:
        """The answer; empty where there was none."""
        await asyncio.sleep(random.expovariate(1 / self.think) if self.think else 0)
        begun = time.monotonic()
        try:
            answer = await client.request(method, path, **more)
        except httpx.HTTPError as error:
            self.errors[f"{kind}: {type(error).__name__}"] += 1
            return ""
        self.times[kind].append(time.monotonic() - begun)
        if answer.status_code != 200:
            self.errors[f"{kind}: {answer.status_code} {answer.text[:80]!r}"] += 1
            return ""
        return answer.text


def main() -> None:
    """Fill the ledger, let them work, look what is there."""
    options = parse_options()
    with tempfile.TemporaryDirectory() as folder:
        place = options.ledger or f"{folder}/load.db"
        reports = fill(place, options.reports)
        load = Load(reports, options.think, options.looking)
        with serve(place, options.desks) as desks:
            asyncio.run(run(load, desks, options.analysts, options.minutes * 60))
        with Ledger.open(place, create=False) as ledger:
            kept = [decision.why for decision in ledger.list_decisions()]
    print_result(load, kept)


def parse_options() -> argparse.Namespace:
    """The options of the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", help="the address of an empty PostgreSQL database")
    for name, default in (("analysts", 50), ("desks", 1), ("reports", 500)):
        parser.add_argument(f"--{name}", type=int, default=default)
    for name, default in (("minutes", 10), ("think", 5)):
        parser.add_argument(f"--{name}", type=float, default=default)
    parser.add_argument("--looking", action="store_true", help="decide nothing, so that no page grows")
    return parser.parse_args()


def fill(place: str, count: int) -> list[str]:
    """Keep the readings of the examples, each under several ids; the ids."""
    from sayso.pipeline import read_report  # noqa: PLC0415 - loads the model

    filed = (f for f in read_inputs([str(EXAMPLES)], Particulars(), False) if not isinstance(f, SaysoError))
    readings = [read_report(f.report, f.problems) for f in filed]
    ids = []
    with Ledger.open(place) as ledger:
        for number in range(count):
            reading = readings[number % len(readings)]
            ids.append(f"{reading.report.id}-{number}")
            ledger.add(replace(reading, report=replace(reading.report, id=ids[-1])))
    return ids


@contextmanager
def serve(place: str, count: int) -> Iterator[dict[str, int]]:
    """So many desks; their process ids by address."""
    command = [sys.executable, "-m", "sayso", "desk", "--ledger", place, "--no-browser", "--by"]
    desks = [subprocess.Popen([*command, f"Desk {n}"], stdout=subprocess.PIPE, text=True) for n in range(count)]
    try:
        yield {desk.stdout.readline().split()[-1]: desk.pid for desk in desks if desk.stdout}
    finally:
        for desk in desks:
            desk.terminate()
            desk.wait()


async def run(load: Load, desks: dict[str, int], analysts: int, seconds: float) -> None:
    """All of them at once."""
    until, addresses = time.monotonic() + seconds, list(desks)
    looking = asyncio.create_task(look(list(desks.values())))
    await asyncio.gather(*(load.analyse(addresses[n % len(desks)], f"analyst {n}", until) for n in range(analysts)))
    looking.cancel()


async def look(processes: list[int]) -> None:
    """Print the memory and the open files of the desks from time to time."""
    begun = time.monotonic()
    while True:
        told = (
            f"{read_memory(pid):6.1f} MB {len(list(Path(f'/proc/{pid}/fd').iterdir())):3d} files" for pid in processes
        )
        print(f"{(time.monotonic() - begun) / 60:5.1f} min", *told, sep="  ", flush=True)
        await asyncio.sleep(SEEN)


def read_memory(process: int) -> float:
    """Resident memory in MB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    assert found
    return int(found[1]) / 1024


def print_result(load: Load, kept: list[str | None]) -> None:
    """The table, the errors, and what is lost."""
    for kind, times in load.times.items():
        median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{kind:7s} {len(times):6d} answers  median {median:.3f} s  p95 {p95:.3f} s  longest {max(times):.3f} s")
    print("errors:", dict(load.errors) or "none")
    lost, twice = load.acknowledged - set(kept), len(kept) - len(set(kept))
    print(f"decisions: {len(load.acknowledged)} acknowledged, {len(lost)} of these lost, {twice} kept twice")


if __name__ == "__main__":
    main()
