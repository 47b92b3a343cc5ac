"""Who gets in at the desk, and what goes out with every page."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from made_cases import make_case
from made_desk import HOME, PORT, TOKEN, make_client, make_ledger
from sayso.desk import make_app


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make_ledger(tmp_path / "l.db")
    return tmp_path / "l.db"


@pytest.fixture
def stranger(path: Path) -> TestClient:
    return TestClient(
        make_app(path, by="Ada", token=TOKEN, port=PORT, make_case=make_case), base_url=HOME, follow_redirects=False
    )


@pytest.mark.parametrize("address", ["/", "/reports", "/review.json", "/static/desk.js", "/?token=guessed", "/?token="])
def test_nobody_gets_in_without_the_token(stranger: TestClient, address: str) -> None:
    answer = stranger.get(address)
    assert answer.status_code == 403 and "sayso desk" in answer.text


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_can_use(stranger: TestClient) -> None:
    answer = stranger.get("/reports", params={"token": TOKEN, "words": "ferry & port"})
    assert answer.status_code == 303 and answer.headers["location"] == "/reports?words=ferry+%26+port"
    cookie = answer.headers["set-cookie"].lower()
    assert f"sayso-desk-{PORT}={TOKEN}" in cookie and "httponly" in cookie and "samesite=strict" in cookie
    assert stranger.get("/reports").status_code == 200


@pytest.mark.parametrize("path_", ["//evil.example/x", "/\\evil.example", "/%0d%0aset-cookie:x"])
def test_the_welcome_leads_nowhere_else(stranger: TestClient, path_: str) -> None:
    location = stranger.get(f"{HOME}{path_}?token={TOKEN}").headers["location"]
    assert location.startswith("/") and not location.startswith(("//", "/\\")) and "\n" not in location


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:8000", ""])
def test_another_host_is_refused_though_the_cookie_is_right(path: Path, host: str) -> None:
    assert make_client(path).get("/reports", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin", ["null", "http://evil.example", f"https://127.0.0.1:{PORT}", "http://127.0.0.1:1", ""]
)
def test_another_origin_changes_nothing(path: Path, origin: str) -> None:
    client = make_client(path)
    report = client.get("/reports.json").json()["reports"][0]["id"]
    form = {"kind": "accept", "target": "s1"}
    assert client.post(f"/reports/{report}/decide", data=form, headers={"origin": origin}).status_code == 403
    assert client.get("/review.json").json()["decisions"] == []


def test_every_answer_carries_the_policy(path: Path, stranger: TestClient) -> None:
    for answer in (stranger.get("/reports"), make_client(path).get("/reports"), make_client(path).get("/no/such/page")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_form_that_never_ends_is_cut_short(path: Path) -> None:
    client = make_client(path)
    report = client.get("/reports.json").json()["reports"][0]["id"]
    assert client.post(f"/reports/{report}/decide", content=b"x" * 200_000).status_code == 413
