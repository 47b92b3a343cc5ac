"""`sayso case` and `sayso copies` as a user runs them, with the model."""

import json
import sys
from pathlib import Path

import pytest

from sayso.cli import main

REPORTS = (
    {
        "id": "courier",
        "outlet": "The Karvel Courier",
        "published": "2031-05-04T06:00:00Z",
        "text": """Forty-one files taken from archive, clerks say

Forty-one files were taken from the state archive in Karvel in April, two clerks told the Courier. “Nobody signed for \
them,” one of the clerks said.

The ministry declined to comment.""",
    },
    {
        "id": "wire",
        "outlet": "Northern Press Agency",
        "published": "2031-05-04T09:00:00Z",
        "text": """Files missing from archive: newspaper

KARVEL, May 4 (NPA) - Forty-one files were taken from the state archive in April, The Karvel Courier reported on \
Sunday, citing two clerks.

The ministry declined to comment.""",
    },
    {
        "id": "post",
        "outlet": "The Ennis Post",
        "published": "2031-05-05",
        "text": """Archivist counts thirty-seven

Thirty-seven files are missing from the state archive in Karvel, its keeper, Ada Törn, told the Post. “I counted them \
myself,” she said. The Karvel Courier had written of 41.""",
    },
)


@pytest.fixture
def reports(tmp_path: Path) -> str:
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(f"{json.dumps(report)}\n" for report in REPORTS))
    return str(path)


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    sys.stdout.flush()
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def test_a_case_on_the_screen(reports: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = run(capfdbinary, "case", reports)
    assert code == 0
    assert "cites courier" in out
    assert "CANNOT BOTH STAND" in out
    assert "Thirty-seven files (post)" in out
    assert "confirmed" not in out


def test_a_case_for_programs_has_the_contract_and_no_more(
    reports: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, out, _ = run(capfdbinary, "case", "--json", reports)
    case = json.loads(out)
    assert code == 0
    assert list(case) == ["contract", "documents", "statements", "derivations", "claims", "conflicts"]
    assert case["contract"] == "sayso/case/1"
    assert [document["id"] for document in case["documents"]] == ["courier", "wire", "post"]
    assert {(d["from"], d["to"], d["kind"]) for d in case["derivations"]} == {
        ("wire", "courier", "cites"), ("post", "courier", "cites"),
    }  # fmt: skip
    assert all({"doc", "id", "voice", "stance", "content"} <= statement.keys() for statement in case["statements"])


def test_what_changed_since(reports: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    first = tmp_path / "first.jsonl"
    first.write_text("".join(f"{json.dumps(report)}\n" for report in REPORTS[:2]))
    _, out, _ = run(capfdbinary, "case", "--json", str(first))
    before = tmp_path / "monday.json"
    before.write_text(out)
    code, out, _ = run(capfdbinary, "case", "--before", str(before), reports)
    assert code == 0
    assert "report added: post" in out
    assert "conflict added" in out


def test_a_case_over_a_ledger(reports: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    ledger = str(tmp_path / "case.db")
    run(capfdbinary, "add", "--ledger", ledger, reports)
    _, whole, _ = run(capfdbinary, "case", "--ledger", ledger, "--json")
    _, some, _ = run(capfdbinary, "case", "--ledger", ledger, "--json", "courier", "post")
    assert [document["id"] for document in json.loads(whole)["documents"]] == ["courier", "wire", "post"]
    assert [document["id"] for document in json.loads(some)["documents"]] == ["courier", "post"]


def test_one_report_alone(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "one.jsonl").write_text(json.dumps(REPORTS[0]))
    code, out, _ = run(capfdbinary, "case", str(tmp_path / "one.jsonl"))
    assert code == 0
    assert "One report alone makes no case" in out


def test_no_report_at_all(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, err = run(capfdbinary, "case", str(tmp_path / "none"))
    assert (code, out) == (1, "")
    assert "no such file" in err


def test_before_must_be_a_case(reports: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "other.json").write_text('{"a": 1}')
    code, _, err = run(capfdbinary, "case", "--before", str(tmp_path / "other.json"), reports)
    assert code == 1
    assert "is no case as `sayso case --json` prints it" in err


def test_another_language_is_said_and_left_out(
    reports: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "dutch.txt").write_text(
        "De burgemeester zei dat er geen dossiers ontbreken. De archivaris was niet bereikbaar voor commentaar. "
        "Volgens de krant zijn er in april veertig stukken uit het archief gehaald; niemand heeft daarvoor getekend."
    )
    _, out, err = run(capfdbinary, "case", "--json", reports, str(tmp_path / "dutch.txt"))
    assert len(json.loads(out)["documents"]) == len(REPORTS)
    assert "not in English" in err


def test_copies_are_grouped(reports: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    copy = REPORTS[1] | {"id": "reprint", "outlet": "The Marsh Echo", "published": "2031-05-04T11:00:00Z"}
    (tmp_path / "copy.jsonl").write_text(json.dumps(copy))
    code, out, _ = run(capfdbinary, "copies", "--json", reports, str(tmp_path / "copy.jsonl"))
    assert code == 0
    (group,) = map(json.loads, out.splitlines())
    assert [one["id"] for one in group["copies"]] == ["wire", "reprint"]
    _, out, _ = run(capfdbinary, "copies", reports, str(tmp_path / "copy.jsonl"))
    assert "reprint  The Marsh Echo" in out
