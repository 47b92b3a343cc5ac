"""Archives, compressed files and web archives: what is in them comes in, bombs and damage are one line each."""

import gzip
import io
import json
import os
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_documents import file_all, make_block, make_page, make_record, squeeze
from sayso.intake import Filed, read_inputs

TEXT = b"The harbour will close, the port said.\n"


def make_zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_tar(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def shown(results: list[Filed | str], folder: Path) -> list[str]:
    return [r.place.removeprefix(f"{folder}/") if isinstance(r, Filed) else r for r in results]


FILES = {
    "b.txt": TEXT, "a/page.html": make_page(), "a/page_files/frame.html": make_page(), "__MACOSX/b.txt": TEXT,
    ".hidden.txt": TEXT, "picture.png": b"x", "c.jsonl": b'{"id": "c1", "text": "It rose, he said."}\n',
}  # fmt: skip


def test_zip_gives_its_reports_sorted(tmp_path: Path) -> None:
    out = file_all(tmp_path, "x.zip", make_zip(FILES))
    assert shown(out, tmp_path) == ["x.zip: a/page.html", "x.zip: b.txt", "x.zip: c.jsonl: line 1"]
    assert isinstance(out[1], Filed) and out[1].report.text.encode() == TEXT


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_tar_gives_its_reports_and_follows_no_links(tmp_path: Path, mode: str) -> None:
    out = file_all(tmp_path, "x", make_tar({name: FILES[name] for name in ("b.txt", "c.jsonl", "picture.png")}, mode))
    assert shown(out, tmp_path) == ["x: b.txt", "x: c.jsonl: line 1"]


def test_archives_inside_one_another_and_from_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = make_tar(
        {"deep.zip": make_zip({"b.txt": TEXT}), "w.warc.gz": squeeze([make_record("https://e.example/1", make_page())])}
    )
    read, write = os.pipe()
    os.write(write, make_zip({"x.tar.gz": inner}))
    os.close(write)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(os.fdopen(read, "rb")))
    places = [filed.place for filed in read_inputs(["-"]) if isinstance(filed, Filed)]
    assert places == [
        "standard input: x.tar.gz: deep.zip: b.txt", "standard input: x.tar.gz: w.warc.gz: https://e.example/1",
    ]  # fmt: skip


def test_gzip_of_one_file(tmp_path: Path) -> None:
    (filed,) = file_all(tmp_path, "page.html.gz", gzip.compress(make_page()))
    assert isinstance(filed, Filed) and filed.report.title == "Port Ennis harbour to close in June"


def test_name_of_a_member_cannot_move_the_cursor(tmp_path: Path) -> None:
    (filed,) = file_all(tmp_path, "x.zip", make_zip({"../\x1b[2Jb.txt": TEXT}))
    assert isinstance(filed, Filed) and filed.place.endswith("x.zip: ../\ufffd[2Jb.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]


def test_bomb_of_many_files_is_one_line(tmp_path: Path) -> None:
    row = json.dumps({"text": "It closed. " * 100_000}).encode() + b"\n"
    data = make_zip({"a.txt": TEXT, **{f"b{n}.jsonl": row * 20 for n in range(6)}})
    results = file_all(tmp_path, "x.zip", data)
    assert isinstance(results[0], Filed)
    lines = [result for result in results if isinstance(result, str)]
    assert lines == ["x.zip: it unpacks to more than 200 times its size; unpack it by hand if you trust it"]


def test_bomb_of_one_file_is_one_line_and_the_rest_is_read(tmp_path: Path) -> None:
    out = file_all(tmp_path, "x.zip", make_zip({"a.txt": b"x" * (1 << 26) + b"x", "b.txt": TEXT}))
    assert shown(out, tmp_path) == [
        "x.zip: a.txt: larger than 64 MiB, too much for one report; split it",
        "x.zip: b.txt",
    ]


def test_archives_too_deep(tmp_path: Path) -> None:
    data = TEXT
    for _ in range(7):
        data = gzip.compress(data)
    (line,) = file_all(tmp_path, "x.txt.gz", data)
    assert line == "x.txt.gz: more than 5 archives inside one another; unpack the inner ones"


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.intake.archives.MAX_MEMBERS", 2)
    files = {f"{n}.txt": TEXT for n in range(3)}
    assert "more than 2 files; split it" in str(file_all(tmp_path, "x.zip", make_zip(files))[-1])
    assert "more than 2 files; split it" in str(file_all(tmp_path, "x.tgz", make_tar(files))[-1])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (make_zip({"a.png": b"x"}), "holds no report; "),
        (make_tar({"a.png": b"x"}), "holds no report; "),
        (make_zip({"[Content_Types].xml": b"x"}), "an office document; "),
        (make_zip({"a.txt": TEXT * 99})[:60], "is damaged"),
        (make_tar({"a.txt": os.urandom(9000)})[:5000], "is damaged"),
        (gzip.compress(TEXT)[:20], "is damaged"),
    ],
)
def test_archive_that_cannot_be_read(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in str(file_all(tmp_path, "x", data)[-1])


def test_damaged_member_does_not_stop_the_others(tmp_path: Path) -> None:
    data = bytearray(make_zip({"a.txt": os.urandom(400).hex().encode(), "b.txt": TEXT}))
    data[60:80] = bytes(20)
    first, second = file_all(tmp_path, "x.zip", bytes(data))
    assert "x.zip: a.txt: the archive is damaged" in str(first) and isinstance(second, Filed)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_archive_with_any_bytes_changed(data: st.DataObject) -> None:
    make = data.draw(st.sampled_from([make_zip, make_tar]))
    written = bytearray(make({"a.txt": TEXT, "b.jsonl": b'{"text": "x"}'}))
    for _ in range(data.draw(st.integers(1, 5))):
        written[data.draw(st.integers(0, len(written) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        file_all(Path(folder), "x.zip", bytes(written))


# ---------------------------------------------------------------- folders


def test_folder_leaves_the_frames_of_saved_pages(tmp_path: Path) -> None:
    for name in ("page.html", "page_files/frame.html", "other_files/b.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(make_page())
    places = [Path(f.place).relative_to(tmp_path) for f in read_inputs([str(tmp_path)]) if isinstance(f, Filed)]
    assert list(map(str, places)) == ["page.html", "other_files/b.html"]


# ---------------------------------------------------------------- web archives

RECORDS = [make_record(f"https://e.example/{n}", make_page(title=f"Page {n} of the harbour")) for n in range(8)]


def addresses(results: list[Filed | str]) -> list[str]:
    return [(r.report.url or "").rpartition("/")[2] if isinstance(r, Filed) else "line" for r in results]


@pytest.mark.parametrize("data", [b"".join(RECORDS), squeeze(RECORDS), gzip.compress(b"".join(RECORDS))])
def test_warc_gives_each_page_with_its_address(tmp_path: Path, data: bytes) -> None:
    pytest.importorskip("fastwarc")
    out = file_all(tmp_path, "x.warc.gz", data)
    assert addresses(out) == list("01234567")
    assert isinstance(out[3], Filed) and out[3].report.title == "Page 3 of the harbour"


def test_warc_leaves_what_is_no_page(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    data = b"".join((
        make_block("", b"software: x\r\n", "application/warc-fields", "warcinfo"),
        make_record("https://e.example/gone", make_page(), status=404),
        make_record("https://e.example/image", b"x", "image/png"),
        make_record("https://e.example/packed", gzip.compress(make_page()), headers="Content-Encoding: gzip\r\n"),
        make_block("https://e.example/plain", TEXT, "text/plain", "conversion"),
    ))  # fmt: skip
    assert addresses(file_all(tmp_path, "x.warc", data)) == ["packed", "plain"]


@pytest.mark.parametrize("length", [b"99999999", b"20", b"abc", b"-5", b"0", b""])
def test_warc_with_a_wrong_length_loses_that_record_only(tmp_path: Path, length: bytes) -> None:
    pytest.importorskip("fastwarc")
    block = RECORDS[3]
    at = block.index(b"Content-Length: ")
    bad = block[:at] + b"Content-Length: " + length + block[block.index(b"\r\n", at) :]
    out = addresses(file_all(tmp_path, "x.warc", b"".join([*RECORDS[:3], bad, *RECORDS[4:]])))
    assert [n for n in out if n != "line"] == list("0124567") and out.count("line") == 1


def test_warc_with_damage_loses_what_is_damaged_only(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    packed = [gzip.compress(record) for record in RECORDS]
    broken = packed[3][:60] + bytes(20) + packed[3][80:]
    for bad in (broken, packed[3][:60], b"", b"junk" * 99):
        out = addresses(file_all(tmp_path, "x.warc.gz", b"".join([*packed[:3], bad, *packed[4:]])))
        assert [n for n in out if n != "line"] == list("0124567")
    out = file_all(tmp_path, "x.warc.gz", b"".join(packed)[:-40])
    assert addresses(out) == [*"0123456", "line"] and "cut short; fetch the archive again" in str(out[-1])


def test_warc_bomb_in_one_record(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    bomb = gzip.compress(
        make_record("https://e.example/bomb", gzip.compress(bytes(1 << 27)), headers="Content-Encoding: gzip\r\n")
    )
    out = file_all(tmp_path, "x.warc.gz", bomb + squeeze(RECORDS[:2]))
    assert addresses(out) == ["line", "0", "1"] and "larger than 64 MiB" in str(out[0])


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_warc_with_any_bytes_changed(data: st.DataObject) -> None:
    pytest.importorskip("fastwarc")
    written = bytearray(data.draw(st.sampled_from([b"".join(RECORDS[:3]), squeeze(RECORDS[:3])])))
    for _ in range(data.draw(st.integers(1, 5))):
        written[data.draw(st.integers(10, len(written) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        file_all(Path(folder), "x.warc", bytes(written))


def test_missing_library_is_named_with_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sayso.intake.warc", raising=False)
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    (line,) = file_all(tmp_path, "x.warc", RECORDS[0])
    assert "pip install 'sayso[warc]'" in str(line)


# ---------------------------------------------------------------- anything

BEGINNINGS = [
    b"",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"PAR1",
    b"WARC/1.0\r\n",
    b"%PDF-1.4\n",
    b"<html>",
    b"<rss>",
    b'{"text": ',
]
SUFFIXES = ".txt .html .rss .xml .warc .pdf .eml .mhtml .jsonl .csv .parquet .zip .tar .tgz .gz"


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(SUFFIXES.split()), st.sampled_from(BEGINNINGS), st.binary(max_size=200))
def test_any_bytes_under_any_name_give_reports_or_clear_lines(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, beginning: bytes, data: bytes
) -> None:
    for result in file_all(tmp_path_factory.getbasetemp(), f"any{suffix}", beginning + data):
        if isinstance(result, Filed):
            result.report.text.encode()
