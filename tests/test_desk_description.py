"""The description of the desk names what there is, and what comes is as it says."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from starlette.routing import Route

from made_desk import make_client, make_ledger
from sayso.desk.description import ADDRESS, describe

WHOLE = json.loads(describe())


def test_it_names_each_twin_and_form_and_nothing_else(tmp_path: Path) -> None:
    make_ledger(tmp_path / "l.db")
    guard = make_client(tmp_path / "l.db").app
    routes = [route for route in guard._app.routes if isinstance(route, Route)]  # type: ignore[attr-defined]
    there = {re.sub(r":path\}", "}", r.path) for r in routes if r.path.endswith(".json") or "POST" in (r.methods or ())}
    assert set(WHOLE["paths"]) == there


def test_what_comes_is_as_it_says(tmp_path: Path) -> None:
    report = make_ledger(tmp_path / "l.db")
    client = make_client(tmp_path / "l.db")
    for path, methods in WHOLE["paths"].items():
        if "get" in methods and path != "/case/claim.json":  # this report alone makes no claim
            answer = client.get(path.replace("{id}", report), params={"report": report})
            assert answer.status_code == 200
            schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            jsonschema.validate(answer.json(), {**schema, "components": WHOLE["components"]})
    missing = client.get("/reports/none/reader.json")
    assert missing.status_code == 404 and missing.json()["problem"]


def test_it_is_guarded_like_all_else(tmp_path: Path) -> None:
    make_ledger(tmp_path / "l.db")
    client = make_client(tmp_path / "l.db")
    assert client.get(ADDRESS).json() == WHOLE
    client.cookies.clear()
    assert client.get(ADDRESS).status_code == 403


@pytest.mark.parametrize(
    "form", [{"kind": "accept", "target": "s1"}, {"kind": "correct", "target": "s1", "content": "0-9"}]
)
def test_the_form_keeps_a_decision(tmp_path: Path, form: dict[str, str]) -> None:
    report = make_ledger(tmp_path / "l.db")
    described = WHOLE["paths"]["/reports/{id}/decide"]["post"]
    jsonschema.validate(form, described["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"])
    client = make_client(tmp_path / "l.db")
    assert client.post(f"/reports/{report}/decide", data=form, follow_redirects=False).status_code == 303
