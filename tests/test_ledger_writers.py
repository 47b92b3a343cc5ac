"""Several processes that write to one ledger at once, from its making on."""

import os
import subprocess
import sys
from pathlib import Path

from made_readings import TEXT, make_reading
from sayso.ledger import Ledger, Wanted, check_ledger

WRITERS, ALONE, SHARED = 3, 6, 6
WRITER = """
import sys
from made_readings import TEXT, make_reading
from sayso.ledger import Ledger

place, name, alone, shared = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
texts = [f"Of {name} {n}" for n in range(alone)] + [f"Of all {n}" for n in range(shared)]
with Ledger.open(place) as ledger:
    for text in texts:
        reading = make_reading(TEXT + text)
        print(ledger.add(reading), reading.report.id, flush=True)
"""


def test_writers_at_once_lose_nothing_and_keep_nothing_twice(place: str) -> None:
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (here, here.parent / "src")))}
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, place, str(number), str(ALONE), str(SHARED)],
            stdout=subprocess.PIPE, text=True, env=environment,
        )
        for number in range(WRITERS)
    ]  # fmt: skip
    told = [line.split() for writer in writers for line in writer.communicate()[0].splitlines()]
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    new = [id_ for what, id_ in told if what == "new"]
    assert len(told) == WRITERS * (ALONE + SHARED)
    assert sorted(set(new)) == sorted(new) and len(new) == WRITERS * ALONE + SHARED
    assert check_ledger(place).reports == len(new)
    with Ledger.open(place) as ledger:
        assert {row.id for row in ledger.list_reports(Wanted(words="ferry"))} == set(new)
        assert ledger.get_reading(make_reading(TEXT + "Of all 0").report.id)
