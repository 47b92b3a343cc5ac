"""The pages of the desk, and what its forms do to the ledger."""

import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from made_desk import make_client, make_ledger
from made_readings import TEXT, make_reading
from sayso.cli import main
from sayso.desk.entries import make_entries
from sayso.desk.runs import make_paragraphs
from sayso.ledger import Ledger, Wanted, queries, sqlite
from sayso.types import Reading, Report, Span, Stance


@pytest.fixture
def path(place: str) -> str:
    return place


@pytest.fixture
def report(path: str) -> str:
    return make_ledger(path)


@pytest.fixture
def client(path: str, report: str) -> TestClient:
    return make_client(path)


def decide(client: TestClient, report: str, **form: str) -> str:
    answer = client.post(f"/reports/{report}/decide", data=form, headers={"hx-request": "true"})
    assert answer.status_code == 200, answer.text
    return answer.text


def entry_of(page: str, id_: str) -> str:
    return re.search(rf'<li id="{id_}" .*?</li>', page, re.DOTALL)[0]


# ---------------------------------------------------------------- the text in runs


def paragraphs_of(reading: Reading):
    entries = make_entries(reading)
    depths, groups = {e.id: e.depth for e in entries}, {e.id: e.group for e in entries}
    return make_paragraphs(reading.report, reading.statements, depths, groups)


def test_runs_hold_every_word_once_and_know_their_place() -> None:
    for paragraph in paragraphs_of(make_reading()):
        for run in paragraph.runs:
            assert TEXT[run.start : run.start + len(run.words)] == run.words
    lines = ["".join(run.words for run in paragraph.runs) for paragraph in paragraphs_of(make_reading())]
    assert lines == [line for line in TEXT.splitlines() if line]


def test_an_inner_statement_lies_below_the_outer_one() -> None:
    runs = {run.words: run for paragraph in paragraphs_of(make_reading()) for run in paragraph.runs}
    inner = runs["the ferry line was being sold"]
    assert (inner.ids, inner.levels, inner.roles) == (("s1", "s2"), ("asserts", "asserts"), ("content",))
    assert runs["the sale"].flag == "denies" and runs["dock workers"].roles == ("source",)


def test_a_span_over_two_lines_goes_on_in_the_second() -> None:
    reading = make_reading()
    first, second = TEXT.index("being"), TEXT.index("Törn")
    statement = replace(reading.statements[1], parent=None, content=(Span(first, second),))
    marked = [
        run.words
        for paragraph in paragraphs_of(replace(reading, statements=(statement,)))
        for run in paragraph.runs
        if "content" in run.roles
    ]
    assert marked == ["being sold.", "Mayor Ada "]


# ---------------------------------------------------------------- pages


def test_reports_are_listed_filtered_and_linked(client: TestClient, report: str) -> None:
    assert f'href="/reports/{report}/reader"' in client.get("/reports").text
    assert client.get("/reports.json?stance=denies").json()["reports"][0]["statements"] == 1
    assert "No report holds" in client.get("/reports?words=submarine").text
    part = client.get("/reports?voice=T%C3%B6rn", headers={"hx-request": "true"}).text
    assert part.lstrip().startswith("<section") and report in part


@pytest.mark.parametrize("screen", ["reader", "review", "chain"])
def test_each_screen_has_a_twin(client: TestClient, report: str, screen: str) -> None:
    page, twin = client.get(f"/reports/{report}/{screen}"), client.get(f"/reports/{report}/{screen}.json")
    assert page.status_code == twin.status_code == 200
    assert f'href="/reports/{report}/{screen}.json"' in page.text and twin.json()


def test_the_reader_filters(client: TestClient, report: str) -> None:
    page = client.get(f"/reports/{report}/reader?only=denials").text
    assert re.findall(r'<li id="(\w+)"', page) == ["s3"] and 'data-ids="s1' not in page


def test_no_such_report_is_said(client: TestClient) -> None:
    assert client.get("/reports/nowhere/reader").status_code == 404
    assert "no report has the id" in client.get("/reports/nowhere/reader.json").json()["problem"]


def test_a_ledger_that_is_written_to_for_long_is_said_to_be_busy(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "l.db"
    client, report = make_client(path), make_ledger(path)
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert client.get(f"/reports/{report}/reader").status_code == 503
    other.close()
    assert client.get(f"/reports/{report}/reader").status_code == 200


def test_words_of_a_report_stay_words(path: str) -> None:
    nasty = "<script>alert(1)</script> \u202egnp \"' onload=x &amp;"
    id_ = 'a/b?c#d"<i>'
    with Ledger.open(path) as ledger:
        ledger.add(Reading(report=Report(id=id_, title=nasty, outlet=nasty, text=nasty + "\nMore.")))
    client = make_client(path)
    listed = client.get("/reports").text
    address = re.search(r'<th scope="row"><a href="([^"]+)"', listed)[1]
    for page in (listed, client.get(address).text, client.get(address.replace("reader", "review")).text):
        assert "alert(1)" in page and "<script>alert" not in page and "\u202e" not in page and "<i>" not in page
    assert client.get(address).status_code == 200


def test_no_page_holds_inline_script_or_style(client: TestClient, report: str) -> None:
    for address in ("/reports", "/review", f"/reports/{report}/reader", f"/reports/{report}/chain"):
        page = client.get(address).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=)|https?://(?!www\.w3\.org)", page)


@pytest.mark.parametrize("common", [1, 5000])
def test_a_filter_finds_the_same_whichever_way_it_is_asked(path: str, report: str, common: int, monkeypatch) -> None:
    monkeypatch.setattr(queries, "COMMON", common)
    with Ledger.open(path) as ledger:
        for wanted, count in (
            (Wanted(words="ferry"), 2), (Wanted(voice="Törn"), 1), (Wanted(stance=Stance.DENIES), 1), (Wanted(), 3),
            (Wanted(words="ferry", voice="dock", outlet="Echo"), 1), (Wanted(words="ferry", stance=Stance.DENIES), 0),
            (Wanted(offset=1), 0), (Wanted(outlet="Times"), 0),
        ):  # fmt: skip
            assert [row.statements for row in ledger.list_reports(wanted)] == [count] * bool(count), wanted


# ---------------------------------------------------------------- decisions


def test_accept_reject_undo_redo(client: TestClient, report: str) -> None:
    assert "accepted by Ada" in entry_of(decide(client, report, kind="accept", target="s2"), "s2")
    page = decide(client, report, kind="reject", target="s2")
    assert "is-rejected" in entry_of(page, "s2")
    undo = re.search(r'name="undoes" value="(\w+)"', page)[1]
    page = decide(client, report, kind="undo", target="s2", undoes=undo)
    assert "accepted by Ada" in entry_of(page, "s2")
    redo = re.findall(r'name="undoes" value="(\w+)"', page)[-1]
    assert "is-rejected" in entry_of(decide(client, report, kind="redo", target="s2", undoes=redo), "s2")
    assert [d["kind"] for d in client.get("/review.json").json()["decisions"]] == ["redo", "undo", "reject", "accept"]


def test_a_correction_changes_what_is_changed_and_keeps_what_the_machine_said(client: TestClient, report: str) -> None:
    start = TEXT.index("ferry line was")
    form = client.get(f"/reports/{report}/edit?target=s2", headers={"hx-request": "true"}).text
    cue = re.search(r'name="cue" value="([^"]+)"', form)[1]
    page = decide(
        client, report, kind="correct", target="s2", content=f"{start}-{start + 10}", cue=cue, stance="doubts",
        voice="Ada Törn", why="heard the tape",
    )  # fmt: skip
    entry = entry_of(page, "s2")
    assert "the program read: says" in entry and "the program read: dock workers" in entry and ">ferry line<" in entry
    log = client.get("/review.json").json()["decisions"]
    assert {d["kind"] for d in log} == {"span", "stance", "voice"} and log[0]["why"] == "heard the tape"
    twin = client.get(f"/reports/{report}/reader.json").json()
    assert [s["stance"] for s in twin["machine"]["statements"]] == ["asserts", "asserts", "denies"]
    assert [s["stance"] for s in twin["reading"]["statements"]] == ["asserts", "doubts", "denies"]


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "accept", "target": "s99"}, {"kind": "correct", "target": "s2", "content": "5-99999"},
        {"kind": "correct", "target": "s2", "content": "x"}, {"kind": "correct", "target": "s2", "stance": "sings"},
        {"kind": "undo", "undoes": "none"}, {"kind": "burn", "target": "s1"}, {},
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_nothing_is_kept(client: TestClient, report: str, form: dict) -> None:
    assert client.post(f"/reports/{report}/decide", data=form).status_code == 422
    assert client.get("/review.json").json()["decisions"] == []


def test_two_people_see_that_they_decided_at_once(path: str, report: str) -> None:
    ada, ben = make_client(path, "Ada"), make_client(path, "Ben")
    decide(ada, report, kind="accept", target="s1", seen="")
    page = decide(ben, report, kind="reject", target="s1", seen="")
    assert "in between" in page and "rejected by Ben" in page and "Ada accepted" in entry_of(page, "s1")


def test_without_htmx_a_form_leads_back_to_the_statement(client: TestClient, report: str) -> None:
    form = {"kind": "accept", "target": "s1"}
    answer = client.post(f"/reports/{report}/decide", data=form, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == f"/reports/{report}/reader#s1"


def test_a_correction_that_finds_its_statement_no_more_is_listed(path: str, client: TestClient, report: str) -> None:
    decide(client, report, kind="accept", target="s3")
    reading = make_reading()
    with Ledger.open(path) as ledger:
        ledger.add(replace(reading, statements=reading.statements[:2]))
    assert "no longer find their statement" in client.get("/review").text
    assert "no longer find their statement" in client.get(f"/reports/{report}/reader").text


# ---------------------------------------------------------------- the command


def test_the_command_serves_until_it_is_interrupted(path: str, report: str) -> None:
    command = [sys.executable, "-m", "sayso", "desk", "--ledger", path, "--by", "Ada", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = process.stdout.readline().split()[-1]
            with httpx.Client(follow_redirects=True, trust_env=False, timeout=60) as browser:
                assert report in browser.get(address).text
            process.send_signal(signal.SIGINT)
            assert process.wait(60) in {0, 130}
        finally:
            process.kill()


@pytest.mark.parametrize(("more", "told"), [(["--by", " "], "--by"), (["--ledger", "nowhere.db"], "sayso add")])
def test_the_command_says_what_is_missing(path: str, report: str, more: list[str], told: str, capsys) -> None:
    assert main(["desk", "--ledger", path, "--no-browser", *more]) != 0
    assert told in capsys.readouterr().err
