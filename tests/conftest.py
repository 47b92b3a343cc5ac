"""Where a test's ledger lies: in a file, or at the address of a PostgreSQL server that is started for the tests."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

import made_postgresql

# A loaded machine is slow and not wrong.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_schemas = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    if lack := made_postgresql.find_lack():
        pytest.skip(lack)
    with made_postgresql.serve("fsync=off") as (address, _):
        yield address


@pytest.fixture
def address(server: str) -> str:
    """The address of an empty PostgreSQL ledger."""
    return made_postgresql.make_schema(server, f"test_{next(_schemas)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty ledger can be, on each kind of database."""
    return str(tmp_path / "sayso.db") if request.param == "sqlite" else request.getfixturevalue("address")
