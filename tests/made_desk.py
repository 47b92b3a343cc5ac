"""A desk over a small ledger, for tests."""

from pathlib import Path

from starlette.testclient import TestClient

from made_cases import make_case
from made_readings import make_reading
from sayso.desk import make_app
from sayso.desk.cases import CaseMaker
from sayso.ledger import Ledger

TOKEN, PORT = "the-token", 8000
HOME = f"http://127.0.0.1:{PORT}"


def make_ledger(path: str | Path) -> str:
    """A ledger of one report; its id."""
    reading = make_reading()
    with Ledger.open(path) as ledger:
        ledger.add(reading)
    return reading.report.id


def make_client(path: str | Path, by: str = "Ada", make_case: CaseMaker = make_case) -> TestClient:
    """A browser that has opened the address with the token."""
    client = TestClient(make_app(path, by=by, token=TOKEN, port=PORT, make_case=make_case), base_url=HOME)
    client.get("/", params={"token": TOKEN})
    client.headers["origin"] = HOME
    return client
