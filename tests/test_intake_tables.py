"""JSON lines, CSV and Parquet: a row is a report, a bad row is one line."""

import datetime
import io
import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_documents import file_all, file_one
from sayso.intake import Filed, Particulars
from sayso.intake.furniture import NOTHING_KNOWN
from sayso.intake.sources import open_source
from sayso.intake.tables import read_csv, read_lines
from sayso.problems import UnreadableInputError
from sayso.types import DateRule

ROW = {
    "id": "a", "title": "Port to close", "outlet": "Echo", "published": "2031-05-04T23:30:00-05:00",
    "url": "https://echo.example/1", "text": "4 May 2030\n\nIt closed, she said.",
}  # fmt: skip


def test_line_is_a_report_with_its_id(tmp_path: Path) -> None:
    line = json.dumps(ROW).encode()
    report = file_one(
        tmp_path, "x.jsonl", b"\xef\xbb\xbf" + line + b"\r\n\n", Particulars(published="2029-01-01")
    ).report
    assert {field: getattr(report, field) for field in ROW} == ROW
    assert report.date_rule == DateRule.RECORD
    assert file_one(tmp_path, "x.jsonl", line + b"\n").report.original == sha256(line).hexdigest()


def test_bad_lines_do_not_stop_the_others(tmp_path: Path) -> None:
    lines = [
        '{"text": "One, he said."}',
        '{"id": 7, "text": ""}',
        '{"title": "x"}',
        "[1]",
        "{",
        '{"id": 7, "text": "Two"}',
    ]
    out = file_all(tmp_path, "x.jsonl", "\n".join(lines).encode())
    assert [isinstance(result, Filed) for result in out] == [True, False, False, False, False, True]
    assert isinstance(out[-1], Filed) and out[-1].report.id == "7" and out[-1].place.endswith("x.jsonl: line 6")
    assert str(out[2]).startswith("x.jsonl: line 3: no report (") and "line 5: not JSON; " in str(out[4])


def test_date_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    filed = file_one(tmp_path, "x.jsonl", b'{"text": "It closed.", "published": "last week"}')
    assert [problem.code for problem in filed.problems] == ["unread-date"] and filed.report.published is None


@pytest.mark.parametrize("value", [[ROW, ROW], ROW])
def test_json_over_several_lines(tmp_path: Path, value: object) -> None:
    (line,) = file_all(tmp_path, "x.json", json.dumps(value, indent=2).encode())
    assert line == "x.json: JSON over several lines; write one object a line (jq -c)"


def test_line_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.intake.tables.MAX_REPORT", 1 << 20)
    (line,) = file_all(tmp_path, "x.jsonl", b'{"text": "' + b"x" * (1 << 21))
    assert "line 1: longer than 1 MiB; " in str(line)


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ('id,headline,Text,date\na,Port,"It closed,\nshe “said”.",2031-05-04\n', "utf-8"),
        ('id,headline,Text,date\na,Port,"It closed,\nshe “said”.",2031-05-04\n', "utf-8-sig"),
        ('id;headline;Text;date\r\na;Port;"It closed,\nshe “said”.";2031-05-04\r\n', "cp1252"),
        ('id\theadline\ttext\tdate\na\tPort\t"It closed,\nshe “said”."\t2031-05-04\n', "utf-16"),
    ],
)
def test_csv_by_the_names_of_its_columns(tmp_path: Path, written: str, encoding: str) -> None:
    report = file_one(tmp_path, "x.csv", written.encode(encoding)).report
    assert (report.id, report.title, report.text, report.published) == (
        "a", "Port", "It closed,\nshe “said”.", "2031-05-04",
    )  # fmt: skip


def test_csv_faults(tmp_path: Path) -> None:
    assert file_all(tmp_path, "x.csv", b"a,b\n1,2\n") == [
        "x.csv: no column is named “text” (found: a, b); name the columns in the first line"
    ]
    out = file_all(tmp_path, "x.csv", b"id,text\n1,\n\n2,It rose.\n3\n")
    assert [isinstance(result, Filed) for result in out] == [False, True, False]
    assert out[0] == "x.csv: line 2: its text is empty; give the text of a report"


def test_csv_quotation_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.intake.tables._CELL", 1000)
    (line,) = file_all(tmp_path, "x.csv", b'text\n"' + b"x" * 5000)
    assert "not CSV" in str(line) and "check the quotation marks" in str(line)


@given(st.binary(max_size=200), st.sampled_from([b"", b"id,text\n", b'{"text": "x']))
def test_any_bytes_as_a_table(data: bytes, head: bytes) -> None:
    for read in (read_lines, read_csv):
        try:
            list(read(open_source("x", "x", io.BytesIO(head + data), NOTHING_KNOWN)))
        except UnreadableInputError as error:
            assert "; " in str(error)


def make_parquet(**columns: list[object]) -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


def test_parquet_by_the_names_of_its_columns(tmp_path: Path) -> None:
    day = datetime.date(2031, 5, 4)
    out = file_all(
        tmp_path, "x", make_parquet(id=[1, 2], text=["It closed, she said.", None], date=[day, day], odd=[1, 2])
    )
    assert isinstance(out[0], Filed)
    assert (out[0].report.id, out[0].report.published) == ("1", "2031-05-04")
    assert out[1] == "x: row 2: its text is empty; give the text of a report"


def test_parquet_faults(tmp_path: Path) -> None:
    assert "no column is named “text”" in str(file_all(tmp_path, "x", make_parquet(a=[1]))[0])
    data = make_parquet(text=["It closed."])
    assert "is damaged" in str(file_all(tmp_path, "x", data[:-12])[0])
    for at in range(4, len(data), 7):
        file_all(tmp_path, "x", data[:at] + b"\xff\0" + data[at + 2 :])
