"""Ledgers of every version since the first release, as the sayso of that time wrote them, open and hold their data.

tests/ledgers/version-N.db.gz is made once, by the last sayso that wrote version N, and never changed: two reports of
`made_readings`, and from version 2 on six decisions. A new migration needs the file of the version before it.
"""

import gzip
import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from made_readings import TEXT, make_reading
from sayso.ledger import Ledger, Wanted, back_up, check_ledger, store
from sayso.review import apply, make_decision
from sayso.types import DecisionKind, Reading

LEDGERS = Path(__file__).parent / "ledgers"
VERSIONS = range(1, len(store.MIGRATIONS) + 1)
KINDS = ["accept", "reject", "undo", "stance", "grade", "note"]


def without_origin(reading: Reading) -> Reading:
    """The reading without what older versions did not keep: the hash of the file, and the rule for its date."""
    return replace(reading, report=replace(reading.report, original=None, date_rule=None))


READINGS = [
    without_origin(make_reading()),
    without_origin(make_reading(TEXT + "Nobody else was asked.\n", outlet="Gazette", published=None)),
]


@pytest.fixture(params=VERSIONS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, int]:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((LEDGERS / f"version-{request.param}.db.gz").read_bytes()))
    return path, request.param


def test_it_opens_and_holds_what_it_held(old: tuple[Path, int]) -> None:
    path, version = old
    with Ledger.open(path, create=False) as ledger:
        assert [without_origin(reading) for reading in ledger.list_readings()] == READINGS
        assert [row.id for row in ledger.list_statements(Wanted(words="ferry lines", outlet="ennis"))] == ["s1", "s2"]
        decisions = ledger.list_decisions()
        assert [d.kind for d in decisions] == (KINDS if version > 1 else [])
        assert not apply(READINGS[0], decisions).lost
        assert ledger.decide(make_decision(apply(READINGS[1], ()), DecisionKind.ACCEPT, "s1", "Ada"))
    holdings = check_ledger(path)
    assert (holdings.reports, holdings.statements, holdings.decisions) == (2, 6, len(decisions) + 1)


def test_it_is_checked_and_copied_as_it_is(old: tuple[Path, int], tmp_path: Path) -> None:
    path, version = old
    before = path.read_bytes()
    assert check_ledger(path) == back_up(path, tmp_path / "copy.db")
    assert path.read_bytes() == before
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("PRAGMA user_version").fetchone() == (version,)
    copy.close()
