"""Input made to hang, to fill the memory or to lead astray. What is quadratic here would take minutes: it must end."""

import gzip
import io
import json
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from bench.growth import stand_in
from fuzz.checks import check_filing, check_reading
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from rich.console import Console

from made_desk import make_ledger
from made_documents import file_all, file_one, make_block, make_page, make_pdf, set_lines
from sayso import attribute as attribution
from sayso import read
from sayso.cli import main
from sayso.intake import Filed
from sayso.intake.html import MAX_ATTRIBUTES, read_page
from sayso.intake.imprint import read_imprint
from sayso.intake.layout import Piece, join_pieces
from sayso.intake.mail import unwrap
from sayso.problems import UnreadableInputError
from sayso.review import apply
from sayso.show.csv import write_csv
from sayso.show.terminal import print_reading
from sayso.types import DateRule

MANY = 200_000
TIMES = int(os.environ.get("SAYSO_EXAMPLES", "1"))  # how often the usual number of examples
STEERS = ("\x00", "\x1b", "\x07", "\x85", "\u202e", "\u2066", "\ud800")
REPORT = b"The harbour will close, the port said.\n"


def some(examples: int) -> settings:
    """So many examples, times SAYSO_EXAMPLES."""
    return settings(max_examples=examples * TIMES)


# ---------------------------------------------------------------- texts


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000, "“" * 100_000, '"' * 100_000, "\x00\x01\x1b[2J\x85\u2028" * 300, "\u202eabc\u2066" * 300,
        "שלום אמר " * 300, "😀𝒜𠀀" * 500, "e" + "\u0301" * 5000, "\ud800 he said \udfff", "﷽" * 500, "\r" * MANY,
        "((((" * 500 + " he said", "9," * 2000, "said " * 500,
    ],
    ids=lambda text: ascii(text[:8]),
)  # fmt: skip
def test_text_that_no_report_holds(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution, "find_attributions", stand_in)  # the model takes a second for 10,000 characters
    check_reading(read(f"{text} The mayor said it rained."))


@pytest.mark.parametrize(
    "text", ["“" * 300, "x" * 5000, "\x00\x1b\u202e" * 50, "😀𒀀" * 100, "\ud800 " * 100], ids=ascii
)
def test_text_that_the_model_never_saw(text: str) -> None:
    check_reading(read(f"{text} The mayor said it rained."))


def show(reading: object) -> str:
    out = io.StringIO()
    print_reading(reading, Console(file=out, width=100, markup=False, emoji=False, highlight=False))  # type: ignore[arg-type]
    return out.getvalue()


_BITS = st.sampled_from(
    ["“", "”", '"', "'", "‘", "’", "«", "\n", "\r\n", "\x00", "\x1b]0;x\x07", "\x85", "\u2028", "\u202e", "\u200f",
     "\ud800", "\U0001f600", "e\u0301", "İ", "ß", "said", "says", "according to", "citing", "declined to comment",
     "denied", "it is unclear", "The Echo", "Ann Lee", "Mr.", "officials", "that", "he", ",", ".", ":", "—", "(", ")",
     "May 5", "yesterday", "2.5 million", "$", "%", "12", "more than", "from 5 to 3", "<b>", "&amp;", "=1+1", "@x"]
)  # fmt: skip
_TEXTS = st.lists(_BITS | st.text(max_size=8), max_size=60).map(" ".join)


@some(20)
@given(_TEXTS)
def test_any_text_gives_a_reading_that_holds_together(text: str) -> None:
    reading = read(f"{text}\nIt rained, Ann Lee said.")
    check_reading(reading)
    assert not any(steer in show(reading) for steer in STEERS)
    for row in list(write_csv([apply(reading, ())]))[1:]:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.split('","'))


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize(
    "markup",
    [
        "<script type='application/ld+json'>{} -->" + " " * MANY + "x</script>",
        "<script type='application/ld+json'>[" + "{}," * MANY + "{}]</script>",
        "<article>" * 100 + "<time datetime=x></time>" * 20_000,
        "<div>" * 200 + "word " * MANY + "</div>" * 200,
        "<h1>" * 200 + "word " * MANY,
        "<b>" * MANY, "<!--" * MANY, "&amp;" * MANY, "<" * MANY, "<table><tr><td>x" * 10_000,
    ],
    ids=lambda markup: markup[:24],
)  # fmt: skip
def test_page_that_is_made_to_hang(tmp_path: Path, markup: str) -> None:
    for filing in file_all(tmp_path, "a.html", make_page(body=markup)):
        assert isinstance(filing, str) or "said" in filing.report.text


def test_element_with_thousands_of_attributes_is_refused() -> None:
    for attributes in (" ".join(f"a{n}" for n in range(MANY)), " ".join(f"a{n}='>'" for n in range(MANY)), "/a" * MANY):
        with pytest.raises(UnreadableInputError, match="attributes; save its text"):
            read_page(make_page(body=f"<p {attributes}>x</p>"))
    few = " ".join(f'a{n}="<a b> c"' for n in range(MAX_ATTRIBUTES - 1))
    assert "said" in read_page(make_page(body=f"<p {few}>x</p><img src='data:image/png;base64,{'a/b=' * 9999}'>")).text


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("<!--", "-->"), ("//<![CDATA[\n", "\n//]]>"), ("<![CDATA[", "]]>;"), (" // <![CDATA[ ", " // ]]> ; ")],
)
def test_script_is_read_however_it_was_hidden(before: str, after: str) -> None:
    story = json.dumps({"@type": "Report", "headline": "Ferry -->", "datePublished": "2031-05-04"})
    tree = html.document_fromstring(f"<script type='application/ld+json'>{before}{story}{after}</script><p>x")
    assert (read_imprint(tree).title, read_imprint(tree).date_rule) == ("Ferry -->", DateRule.JSON_LD)


def test_entities_are_not_multiplied(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    outside = '<!ENTITY f SYSTEM "file:///etc/passwd">'
    entry = f"<item><title>T</title><description>&e9;&f;{'It rained, he said. ' * 60}</description></item>"
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{levels}{outside}]><rss version="2.0"><channel>{entry}'
    )
    for name in ("a.rss", "a.html", "a.xml"):
        for filing in file_all(tmp_path, name, f"{feed}</channel></rss>".encode()):
            assert isinstance(filing, str) or (len(filing.report.text) < 10_000 and "root:" not in filing.report.text)


# ---------------------------------------------------------------- PDFs


def test_lines_that_are_joined_for_ever() -> None:
    lines = ["a" * 80 + "-" if n % 2 else "and so on it went with no end " for n in range(20_000)]
    pieces = [Piece(line, 60, 800 - n % 50 * 12, 500, 811 - n % 50 * 12, n // 50, 842) for n, line in enumerate(lines)]
    assert join_pieces(pieces).count("and so on") == 10_000
    assert join_pieces([Piece("a" * 1_000_000, 60, 800, 500, 811, 0, 842)]) == "a" * 1_000_000


def test_hyphens_at_the_ends_of_lines() -> None:
    lines = ["The well-known har-", "bour of Port-", "Ennis, a well-", "known place, said Ada-", "Maria"]
    pieces = [Piece(line, 60, 800 - n * 12, 500, 811 - n * 12, 0, 842) for n, line in enumerate(lines)]
    assert join_pieces(pieces) == "The well-known harbour of Port-Ennis, a well-known place, said Ada-Maria"


def test_pdf_of_too_many_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdfium2")
    monkeypatch.setattr("sayso.intake.pdf.MAX_LETTERS", 300)
    pages = [set_lines(["The harbour will close, the port said, and stay closed."] * 3)] * 3
    assert file_all(tmp_path, "a.pdf", make_pdf(pages)) == [
        "a.pdf: more than 300 letters, too many for a report; save its text instead"
    ]


# ---------------------------------------------------------------- archives, mail


def test_zip_whose_names_are_all_folders(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20):
            archive.writestr("a_files/" * 8000 + f"{number}.txt", REPORT)
        archive.writestr("b.txt", REPORT)
    assert file_one(tmp_path, "a.zip", out.getvalue()).place.endswith("b.txt")


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_SPARSE])
def test_tar_whose_notes_are_endless(tmp_path: Path, kind: bytes) -> None:
    note = tarfile.TarInfo("a.txt")
    note.type, note.size = kind, MANY
    written = note.tobuf() + b"1" * MANY + bytes(-MANY % 512)
    assert "damaged (ReadError); " in str(file_all(tmp_path, "a.tar", written + bytes(1024)))


def test_tar_with_a_size_below_nothing(tmp_path: Path) -> None:
    member = tarfile.TarInfo("a.txt")
    member.size = -512
    written = member.tobuf(tarfile.GNU_FORMAT)
    assert "; " in str(file_all(tmp_path, "a.tar", written * 3 + bytes(1024)))


def test_records_that_swallow_one_another(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    record = make_block("https://e.example/1", b"x", "text/html", "resource")
    record = record.replace(b"Content-Length: 1", b"Content-Length: 60000000")
    out = file_all(tmp_path, "a.warc", record * 1000)
    assert out and all("damaged after byte" in str(line) or "record" in str(line) for line in out)


def test_mail_whose_headers_are_endless(tmp_path: Path) -> None:
    for header in ("From: " + "a@b.example, " * 50_000, "Subject: " + "=?utf-8?q?a?= " * 50_000, "From: " + "(" * MANY):
        mail = f"Message-ID: <1@e.example>\nMIME-Version: 1.0\n{header}\n\nIt rained, he said.\n".encode()
        assert file_one(tmp_path, "a.eml", mail).report.text.startswith("It rained")


def test_lines_that_one_paragraph_has_without_end() -> None:
    assert unwrap("word after word that goes on to the very edge of the sheet\n" * 200_000).count("\n") == 0


def test_bombs_in_bombs(tmp_path: Path) -> None:
    bomb = gzip.compress(gzip.compress(bytes(80_000_000)))
    for name in ("a.txt.gz", "a.gz", "a.warc.gz", "a.tgz"):
        assert any("unpack" in str(line) or "; " in str(line) for line in file_all(tmp_path, name, bomb)), name


# ---------------------------------------------------------------- any bytes, any kind

_SUFFIXES = st.sampled_from(
    [
        ".txt",
        ".html",
        ".rss",
        ".warc",
        ".pdf",
        ".eml",
        ".jsonl",
        ".csv",
        ".zip",
        ".tar",
        ".tgz",
        ".gz",
        ".parquet",
        ".md",
        ".xml",
    ]
)
_STARTS = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"PAR1", b"WARC/1.0\r\n", b"<html>", b"<rss><channel><item>",
     b'{"text": "', b"text\n", b"MIME-Version: 1.0\n\n", b"\xff\xfe", b"\xef\xbb\xbf", b'{"text": "\\ud800 said'],
)  # fmt: skip


@some(60)
@given(_SUFFIXES, _STARTS, st.binary(max_size=400))
def test_any_bytes_are_reports_or_one_clear_line(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, start: bytes, data: bytes
) -> None:
    for filing in file_all(tmp_path_factory.getbasetemp(), f"hostile{suffix}", start + data):
        check_filing(filing if isinstance(filing, Filed) else UnreadableInputError(filing))


def test_no_more_rows_than_a_ledger_can_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_ledger(tmp_path / "l.db")
    assert main(["show", "--ledger", str(tmp_path / "l.db"), "--limit", "9" * 30]) == 2
    assert "--limit" in capsys.readouterr().err


def test_names_and_ids_do_not_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a\x1b[2J\u202e.txt").write_text("", encoding="utf-8")
    row = {"id": "a\x1b]0;x\x07\u202e", "title": "T\x85", "text": "It rained."}
    (tmp_path / "b.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert main(["add", "--ledger", str(tmp_path / "l.db"), str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert "1 statements" in told.out or "0 statements" in told.out
    assert not any(steer in told.out + told.err for steer in STEERS)
