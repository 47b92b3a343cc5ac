import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake import Filed, Particulars, make_report, parse_published, read_inputs
from sayso.problems import UnreadableInputError

STORY = "The harbour will close, the port said.\n"


def only(*inputs: str | Path) -> Filed:
    (filed,) = read_inputs(map(str, inputs))
    assert isinstance(filed, Filed)
    return filed


def error_of(*inputs: str | Path) -> str:
    (error,) = read_inputs(map(str, inputs))
    assert isinstance(error, UnreadableInputError)
    assert "\n" not in str(error) and "; " in str(error)
    return str(error)


# ---------------------------------------------------------------- inputs


def test_read_keeps_every_character_of_the_file(tmp_path: Path) -> None:
    written = "\ufeffHarbour to close\r\n\r\n“Yes,” she said.\r\n\tNo more 🛳.\rEnd.  \n\n"
    (tmp_path / "a.txt").write_bytes(written.encode())
    filed = only(tmp_path / "a.txt")
    assert filed.report.text == written
    assert filed.report.title == "Harbour to close"
    assert filed.problems == ()


def test_read_folder_takes_reports_sorted_and_leaves_the_rest(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "inner/c.text", ".hidden.txt", ".git/d.txt", "notes.ods", "inner/E.TXT"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY)
    os.mkfifo(tmp_path / "pipe.txt")
    places = [Path(filed.place).relative_to(tmp_path) for filed in read_inputs([str(tmp_path)])]
    assert list(map(str, places)) == ["a.md", "b.txt", "inner/E.TXT", "inner/c.text"]


def test_read_named_file_of_unknown_suffix_is_text(tmp_path: Path) -> None:
    (tmp_path / "story.htm.old").write_text("<p>Closed, she said.</p>")
    assert only(tmp_path / "story.htm.old").report.text == "<p>Closed, she said.</p>"


def test_read_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Geschlossen – “so”\r\n".encode())))
    assert only("-").report.text == "Geschlossen – “so”\r\n"
    monkeypatch.setattr(sys, "stdin", None)
    assert error_of("-").startswith("standard input: closed")


def test_read_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    results = read_inputs([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert isinstance(next(results), Filed)
    (tmp_path / "b.txt").write_text(STORY)
    assert isinstance(next(results), Filed)


def test_read_one_bad_input_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(STORY)
    (tmp_path / "blank.txt").write_text(" \r\n\t\n")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    results = list(read_inputs([str(tmp_path / "none.txt"), str(tmp_path), str(tmp_path / "good.txt")]))
    assert [isinstance(r, Filed) for r in results] == [False, False, False, True, True]


def test_read_missing_file() -> None:
    assert error_of("no-such-report.txt") == ("no-such-report.txt: there is no such file or folder; check the name")


def test_read_name_that_no_file_can_have() -> None:
    assert "cannot be a file name" in error_of("a\0b")


def test_read_folder_without_reports(tmp_path: Path) -> None:
    (tmp_path / "notes.ods").write_text("a,b")
    assert "put .txt, .md, .html, " in error_of(tmp_path)


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf\n"])
def test_read_blank_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert "a.txt: empty; " in error_of(tmp_path / "a.txt")


def test_read_binary_file(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x89PNG\0\1\2")
    assert "NUL" in error_of(tmp_path / "a.bin")


def test_read_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> None:  # the tests may run as root, whom no permission bits stop
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    assert "it may not be read; " in error_of(tmp_path / "a.txt")


def test_read_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert "it may not be read; " in error_of(tmp_path)


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("data", "text", "message"),
    [
        ("“Zu”, sagte sie.".encode("cp1252"), "“Zu”, sagte sie.", "read as Windows-1252, and 0"),
        (b"caf\xe9 \x81 shut", "café \ufffd shut", "read as Windows-1252, and 1"),
        ("\ufeffZu, sagte sie.".encode("utf-16-le"), "\ufeffZu, sagte sie.", "read as UTF-16, and 0"),
        ("\ufeffZu, sagte sie.".encode("utf-16-be"), "\ufeffZu, sagte sie.", "read as UTF-16, and 0"),
        (
            "“Zu”, sagte sie “".encode()[:-1],
            "“Zu”, sagte sie \ufffd",
            "replacement characters, and 1",
        ),
    ],
)
def test_read_bytes_that_are_not_utf_8(tmp_path: Path, data: bytes, text: str, message: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    filed = only(tmp_path / "a.txt")
    assert filed.report.text == text
    (problem,) = filed.problems
    assert problem.code == "not-utf-8" and message in problem.message


@given(st.binary(max_size=200))
def test_read_any_bytes_give_a_report_or_a_clear_line(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    (result,) = read_inputs([str(path)])
    if isinstance(result, Filed):
        result.report.text.encode()
    else:
        assert "; " in str(result)


@pytest.mark.parametrize("unit", ["The port will close, she said.\n", "x", "# ", "By ", "“", "\n", "A (", "é—"])
def test_read_twenty_megabytes(tmp_path: Path, unit: str) -> None:
    (tmp_path / "long.txt").write_text("Start " + unit * (20_000_000 // len(unit.encode())))
    assert len(only(tmp_path / "long.txt").report.text) > 6_000_000


# ---------------------------------------------------------------- furniture


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Port to close\n\n" + STORY, "Port to close"),
        ("# Port to close\n\n" + STORY, "Port to close"),
        ("Will the port close?\n" + STORY, "Will the port close?"),
        ("“We will not close it”\r\n\r\n" + STORY, "“We will not close it”"),
        ("Leaders meet in the U.S.\n" + STORY, "Leaders meet in the U.S."),
        ("4 May 2031\nBy Ilse Marrow\n\nPort to close\n\n" + STORY, "Port to close"),
        (STORY + "It has stood for a hundred years.\n", None),
        ("Port to close", None),
        ("The harbour at the end of the long road will\nclose next year, the port said.\n", None),
        ("PORT ENNIS, May 4 (XPA) - The port will close\n\n" + STORY, None),
        ("x" * 300 + "\n" + STORY, None),
    ],
)
def test_title_is_a_first_line_that_looks_like_a_headline(text: str, title: str | None) -> None:
    assert make_report(text).title == title


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ilse Marrow and Tom Quill", ("Ilse Marrow", "Tom Quill")),
        ("By ILSE MARROW, TOM QUILL & Jan van der Wal", ("ILSE MARROW", "TOM QUILL", "Jan van der Wal")),
        ("By Ilse Marrow, harbour correspondent", ("Ilse Marrow",)),
        ("By Ilse Marrow, Chief Political Correspondent", ("Ilse Marrow",)),
        ("By the Echo Night Desk", ("the Echo Night Desk",)),
        ("**By Ilse Marrow in Port Ennis**", ("Ilse Marrow",)),
        ("Posted by Q. on Harbour Watch | filed under: ports", ("Q.",)),
        ("By Monday the last of the boats had gone", ()),
        ("By law, the port must say so.", ()),
        ("Bygone days are here", ()),
    ],
)
def test_byline(line: str, names: tuple[str, ...]) -> None:
    assert make_report(f"Port to close\n\n{line}\n\n{STORY}").byline == names


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Sunday, May 4, 2031", "2031-05-04"),
        ("4 May 2031", "2031-05-04"),
        ("Published: 2031-05-04", "2031-05-04"),
        ("By Ilse Marrow | 4 May 2031", "2031-05-04"),
        ("2031-05-04T10:30:00+02:00", "2031-05-04T10:30:00+02:00"),
        ("PORT ENNIS, May 4, 2031 (XPA) — The port will close, it said.", "2031-05-04"),
        ("PORT ENNIS, May 4 (XPA) — The port will close, it said.", None),
        ("It closed on 4 May 2031, she said.", None),
    ],
)
def test_published_is_a_line_that_is_a_date(line: str, published: str | None) -> None:
    assert make_report(f"Port to close\n\n{line}\n\n{STORY}").published == published


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Ilse Marrow; Editing by T. Quill)",
        "Tom Quill in Port Ennis contributed to this report.",
        "Translated automatically. Original: XPA",
        "Copy: Ennis Press Agency",
        "*This article was originally published by the Echo.*",
    ],
)
def test_credit_is_kept_as_it_stands(line: str) -> None:
    assert make_report(f"Port to close\n\n{STORY * 9}\n{line}\n").credit == (line,)


@pytest.mark.parametrize(
    "line", ["She says she contributed to the port’s closing.", "Editing is done.", "The source: a docker, he said."]
)
def test_credit_is_not_any_line(line: str) -> None:
    assert make_report(f"Port to close\n\n{line}\n").credit == ()


def test_credit_of_a_dateline_is_its_agency_and_never_an_outlet() -> None:
    report = make_report(
        f"Port to close\n\nPORT ENNIS, May 4 (XPA) - {STORY}\nThe office (OES) - a small one - shut.\n"
    )
    assert report.credit == ("PORT ENNIS, May 4 (XPA)",)
    assert report.outlet is None


def test_particulars_go_before_what_the_text_says_but_for_its_date() -> None:
    known = Particulars(published="2030-01-01", outlet="Echo", title="Other", url="https://echo.example/1")
    report = make_report(f"Port to close\n4 May 2031\n{STORY}", known)
    assert (report.published, report.outlet, report.title, report.url) == (
        "2031-05-04", "Echo", "Other", "https://echo.example/1",
    )  # fmt: skip
    assert make_report(STORY, known).published == "2030-01-01"


def test_report_id_stays_and_tells_outlets_apart() -> None:
    assert make_report(STORY).id == make_report(STORY, Particulars(published="2031-05-04", title="T")).id
    assert make_report(STORY).id == "r11d10ce83c4e"
    ids = {make_report(STORY, Particulars(outlet=o, url=u)).id for o, u in (("A", None), (None, "A"), (None, None))}
    assert len(ids) == 3


@pytest.mark.parametrize("text", ["", "yesterday", "2031-02-30", "May 2031", "99"])
def test_parse_published_takes_full_dates_only(text: str) -> None:
    assert parse_published(text) is None
