"""The pages of a case, on the fictional ferry; and what their forms do."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from made_cases import make_case, read_ferry
from made_desk import make_client
from sayso.desk import cases
from sayso.desk.cases import name_reports
from sayso.desk.claims import letter_of
from sayso.desk.timeline import Mark, Row, draw_timeline
from sayso.ledger import Ledger
from sayso.types import Case, Report


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger.open(tmp_path / "l.db") as ledger:
        for reading in read_ferry():
            ledger.add(reading)
    return tmp_path / "l.db"


@pytest.fixture
def client(path: Path) -> TestClient:
    return make_client(path)


def decide(client: TestClient, **form: object) -> str:
    answer = client.post("/case/decide", data=form)
    assert answer.status_code == 200, answer.text
    return answer.text


def claims_of(client: TestClient) -> list[dict]:
    return client.get("/case.json").json()["claims"]


# ---------------------------------------------------------------- pages


def test_all_reports_or_those_named_form_a_case(client: TestClient) -> None:
    assert "Case of 10 reports" in client.get("/case").text
    two = client.get("/case?report=tidings&report=bps2")
    assert "Case of 2 reports" in two.text and "/case/dossier?report=tidings&amp;report=bps2" in two.text
    assert [d["id"] for d in client.get("/case.json?report=tidings&report=bps2").json()["documents"]] == [
        "tidings",
        "bps2",
    ]
    assert client.get("/case?report=nowhere").status_code == 404


@pytest.mark.parametrize("screen", ["", "/claim", "/dossier"])
def test_each_screen_has_a_twin(client: TestClient, screen: str) -> None:
    page = client.get(f"/case{screen}?claim=k1")
    assert page.status_code == 200 and f'href="/case{screen}.json?claim=k1"' in page.text
    assert client.get(f"/case{screen}.json?claim=k1").json()


def test_the_matrix_shows_claims_by_origin(client: TestClient) -> None:
    page = client.get("/case").text
    row = re.search(r'<tr data-id="k1">.*?</tr>', page, re.DOTALL)[0]
    assert [re.sub("<.*?>", "", part) for part in re.findall(r'<span class="letter".*?</span>', row)] == ["A", "B"]
    assert "2</b> origins established" in row and "Nordvarde Line" in row and "Sea Safety Board" in row
    assert page.count('class="timeline"') == 2 and "Cannot both be right" in page
    assert "not in the case" in page  # Channel Nord, on which two reports rest


def test_a_claim_says_where_it_comes_from_who_denies_it_and_who_is_silent(client: TestClient) -> None:
    page = client.get("/case/claim?claim=k1").text
    for words in ("established", "Else Brandvold", "Birgit Amdal", "asked, declined to comment", "Left open",
                  "cites Skelda Tidings 01-20", "Said and denied"):  # fmt: skip
        assert words in page, words
    assert client.get("/case/claim?claim=k99").status_code == 404


def test_the_dossier_cites_every_line_and_stands_alone(client: TestClient) -> None:
    page = client.get("/case/dossier").text
    lines = re.findall(r'<li class="g-\w+">.*?</li>', page, re.DOTALL)
    assert len(lines) > 50 and all('href="#source-' in line for line in lines)
    file = client.get("/case/dossier.html")
    assert "attachment" in file.headers["content-disposition"]
    assert "<script" not in file.text and "/static/" not in file.text and 'href="/' not in file.text
    for words in ("Summary of the sources", "Method and limits", "Log of decisions", "Channel Nord"):
        assert words in file.text, words


def test_no_word_of_the_program_says_confirmed(client: TestClient) -> None:
    for address in ("/case", "/case/claim?claim=k12", "/case/dossier", "/reports/bps2/voices"):
        words = re.sub(r"“.*?”|<.*?>", "", client.get(address).text)
        assert "confirmed" not in words.lower()


def test_words_of_reports_stay_words(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>\u202e"
    first = read_ferry()[0]
    with Ledger.open(tmp_path / "n.db") as ledger:
        ledger.add(replace(first, report=replace(first.report, outlet=nasty, title=nasty, url="javascript:alert(1)")))
    client = make_client(tmp_path / "n.db")
    for address in ("/case", "/case/claim?claim=k4", "/case/dossier", "/case/dossier.html", "/reports/bps1/voices"):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "<script>alert" not in page.text and "\u202e" not in page.text and 'href="javascript' not in page.text


def test_a_case_is_made_once_for_the_same_readings(path: Path) -> None:
    made = []

    def count(readings) -> Case:
        made.append(len(readings))
        return make_case(readings)

    client = make_client(path, make_case=count)
    for address in ("/case", "/case/claim?claim=k1", "/case/dossier", "/case?report=mail"):
        client.get(address)
    assert made == [10, 1]
    client.post("/reports/mail/decide", data={"kind": "reject", "target": "s1"})
    client.get("/case")
    assert made == [10, 1, 10]


def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "e.db").close()
    assert "sayso add" in make_client(tmp_path / "e.db").get("/case").text


def test_of_many_reports_some_are_to_be_chosen(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "UNCHOSEN", 5)
    assert "choose in the list" in client.get("/case").text
    assert client.get("/case?" + "&".join(f"report={r.report.id}" for r in read_ferry())).status_code == 200


# ---------------------------------------------------------------- decisions


def test_claims_are_merged_undone_and_redone(client: TestClient) -> None:
    page = decide(client, kind="merge_claims", target="k1", other="k2", why="one matter")
    assert "took two claims for one" in page and "one matter" in page
    assert len(claims_of(client)) == 14
    undo = re.search(r'name="undoes" value="(\w+)"', page)[1]
    page = decide(client, kind="undo", undoes=undo)
    assert len(claims_of(client)) == 15
    redo = re.findall(r'name="undoes" value="(\w+)"><button id="redo"', page)[-1]
    decide(client, kind="redo", undoes=redo)
    assert len(claims_of(client)) == 14
    assert [d["kind"] for d in client.get("/review.json").json()["decisions"]] == ["redo", "undo", "merge_claims"]
    assert client.get("/review").status_code == 200


def test_a_claim_is_split_by_the_boxes_of_its_page(client: TestClient) -> None:
    page = client.get("/case/claim?claim=k1&correct=1").text
    keys = re.findall(r'name="line" value="(\d+@mail)"', page)
    assert keys
    decide(client, kind="split_claim", target="k1", line=keys, text="A cook saw nobody")
    assert "A cook saw nobody" in [claim["text"] for claim in claims_of(client)]


def test_origins_are_merged_and_split(client: TestClient) -> None:
    decide(client, kind="merge_origins", target="k1", carrier=["tidings", "mail"])
    one = next(c for c in claims_of(client) if c["id"] == "k1")["origins"]
    assert (one["established"], one["possible"]) == (1, 1)
    decide(client, kind="split_origin", target="k1", carrier=["radio"], established="yes")
    two = next(c for c in claims_of(client) if c["id"] == "k1")["origins"]
    assert (two["established"], two["possible"]) == (2, 2)


@pytest.mark.parametrize(
    "form", [{}, {"kind": "undo", "undoes": "d0"}, {"kind": "merge_claims", "target": "k1"}, {"kind": "accept"}]
)
def test_what_cannot_be_meant_is_refused(client: TestClient, form: dict) -> None:
    assert client.post("/case/decide", data=form).status_code == 422
    assert client.get("/review.json").json()["decisions"] == []


def test_two_people_see_that_they_decided_at_once(path: Path) -> None:
    ada, ben = make_client(path, "Ada"), make_client(path, "Ben")
    decide(ada, kind="note", target="k1", text="ask the board", seen="")
    assert "in between" in decide(ben, kind="note", target="k1", text="ask the union", seen="")


def test_voices_are_graded_noted_on_merged_and_split(client: TestClient) -> None:
    voices = {v["name"]: v["id"] for v in client.get("/reports/bps2/voices.json").json()["voices"]}
    form = {"voices": "1", "target": voices["Birgit Amdal"]}
    page = client.post(
        "/reports/bps2/decide", data={**form, "kind": "grade", "reliability": "B", "credibility": "3"}
    ).text
    assert 'title="Admiralty grade">B3<' in page and "Ada" in page
    page = client.post("/reports/bps2/decide", data={**form, "kind": "note", "note": "speaks for the line"}).text
    assert "speaks for the line" in page
    assert "graded Birgit Amdal B3" in re.sub(r"\s+", " ", client.get("/case/dossier").text)
    said = [s["id"] for s in client.get("/reports/bps2/reader.json").json()["reading"]["statements"]
            if s["voice"] == voices["Birgit Amdal"]]  # fmt: skip
    client.post(
        "/reports/bps2/decide", data={**form, "kind": "split_voice", "statement": said[:1], "name": "Olav Ness"}
    )
    names = {v["name"] for v in client.get("/reports/bps2/voices.json").json()["voices"]}
    assert "Olav Ness" in names
    client.post("/reports/bps2/decide", data={**form, "kind": "merge_voices", "into": "Nordvarde Line"})
    assert "Birgit Amdal" not in {v["name"] for v in client.get("/reports/bps2/voices.json").json()["voices"]}


def test_the_review_says_what_changed_since_the_last_reading(path: Path, client: TestClient) -> None:
    assert "since the last reading" not in client.get("/review").text
    reading = read_ferry()[2]
    first, *others = reading.statements
    with Ledger.open(path) as ledger:
        ledger.add(replace(reading, statements=(replace(first, stance="doubts"), *others[1:])))
    changes = client.get(f"/reports/{reading.report.id}/review.json").json()["changes"]
    assert sorted(change["kind"] for change in changes) == ["changed", "gone"]
    assert "What changed since the last reading" in client.get("/review").text


@pytest.mark.parametrize(
    ("words", "found"),
    [("ghost ship", ["flare"]), ("GHOST", ["flare"]), ("ghost " * 2000, ["flare"]), ("100%", []), ("gh_st", []),
     ("g" * 60_000, []), ("what we know so", ["wayfarer"])],
    ids=range(7),
)  # fmt: skip
def test_titles_are_searched_too(client: TestClient, words: str, found: list[str]) -> None:
    rows = client.get("/reports.json", params={"words": words}).json()["reports"]
    assert [row["id"] for row in rows] == found


# ---------------------------------------------------------------- parts


def test_reports_are_named_apart() -> None:
    days = ("2031-05-01T06:00", "2031-05-02T06:00", "2031-05-02T09:00", "2031-05-02T09:00")
    reports = [Report(id=str(n), outlet="Echo", published=day, text="") for n, day in enumerate(days)]
    names = list(name_reports([*reports, Report(id="x", text="")]).values())
    assert names == ["Echo 05-01", "Echo 05-02 06:00", "Echo 05-02 09:00 (1)", "Echo 05-02 09:00 (2)", "x"]


def test_letters_go_on() -> None:
    assert [letter_of(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


@pytest.mark.parametrize("days", [["2031-05-01"], ["2031-05-01", "2031-05-01T04:00+02:00"], ["1999", "2031-01-01"],
                                  ["0999-01-01", "2031-01-01"]])  # fmt: skip
def test_a_timeline_is_drawn_for_any_span_of_time(days: list[str]) -> None:
    drawn = draw_timeline([Row("A <b>", tuple(Mark(day, day, "asserts", "<i>") for day in days))], "when")
    if days[0] != "1999":
        assert drawn and "<i>" not in drawn and "&lt;i&gt;" in drawn
    assert draw_timeline([Row("A", ())], "when") is None
