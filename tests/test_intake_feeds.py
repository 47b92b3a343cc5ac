"""RSS and Atom: whole reports come in, teasers are said to be teasers."""

import io
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_documents import file_all, file_one
from sayso.intake import Filed
from sayso.intake.feeds import read
from sayso.intake.furniture import NOTHING_KNOWN
from sayso.intake.sources import open_source
from sayso.problems import UnreadableInputError
from sayso.types import DateRule

LONG = "<p>The port will close in June, the mayor said.</p>" * 30


def make_rss(*entries: str, channel: str = "<title>Ennis Echo</title><language>en-gb</language>") -> bytes:
    items = "".join(f"<item>{entry}</item>" for entry in entries)
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<?xml version="1.0"?>\n<rss version="2.0" {spaces}><channel>{channel}{items}</channel></rss>'.encode()


def whole(markup: str = LONG) -> str:
    return f"<content:encoded><![CDATA[{markup}]]></content:encoded>"


def test_entry_with_its_whole_text_is_a_report(tmp_path: Path) -> None:
    data = make_rss(
        "<title>Port &amp; pier</title><link>https://echo.example/1</link><dc:creator>Ilse Marrow</dc:creator>"
        "<pubDate>Sun, 04 May 2031 23:30:00 -0500</pubDate><description>Short</description>" + whole()
    )
    filed = file_one(tmp_path, "feed.xml", data)
    report = filed.report
    assert filed.place.endswith("feed.xml: entry 1") and filed.problems == ()
    assert report.text.startswith("Port & pier\n\nThe port will close in June, the mayor said.\nThe port")
    assert (report.published, report.date_rule) == ("2031-05-04T23:30:00-05:00", DateRule.FEED)
    assert (report.title, report.outlet, report.byline, report.url, report.lang) == (
        "Port & pier", "Ennis Echo", ("Ilse Marrow",), "https://echo.example/1", "en",
    )  # fmt: skip
    assert report.original == sha256(data).hexdigest()


def test_atom(tmp_path: Path) -> None:
    content = LONG.replace("<", "&lt;")
    data = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Echo</title><entry><title>Port</title>
    <published>2031-05-04T23:30:00+10:00</published><link href="https://echo.example/3"/>
    <source><title>Courier</title></source><content type="html">{content}</content></entry></feed>""".encode()
    report = file_one(tmp_path, "feed", data).report
    assert (report.published, report.outlet, report.url) == (
        "2031-05-04T23:30:00+10:00", "Courier", "https://echo.example/3",
    )  # fmt: skip


@pytest.mark.parametrize(
    "entry",
    [
        "<description>The port will close, it said.</description>",
        f"<description><![CDATA[{LONG}<p>And so on [&hellip;]</p>]]></description>",
        whole(f"{LONG}<p>The mayor said no…</p>"),
        whole(f"{LONG}<p><a href='x'>Continue reading »</a></p>"),
        whole("<p>It closed.</p>"),
        "",
    ],
)
def test_teaser_is_said_to_be_one(tmp_path: Path, entry: str) -> None:
    link = "<title>Port</title><link>https://echo.example/2</link>"
    out = file_all(tmp_path, "feed.rss", make_rss(link + entry, link + whole()))
    assert out[0] == (
        "feed.rss: entry 1: “Port” is a teaser, not the whole report; read the page itself: https://echo.example/2"
    )
    assert isinstance(out[1], Filed)


def test_long_description_is_a_whole_report(tmp_path: Path) -> None:
    assert (
        len(file_one(tmp_path, "feed.rss", make_rss(f"<description><![CDATA[{LONG}]]></description>")).report.text)
        > 999
    )


def test_malformed_feed_is_survived(tmp_path: Path) -> None:
    data = make_rss("<title>Port & pier</title>" + whole(), whole())[:-20]
    assert all(isinstance(filed, Filed) for filed in file_all(tmp_path, "feed.rss", data))


def test_entities_neither_explode_nor_open_files(tmp_path: Path) -> None:
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    (tmp_path / "secret.txt").write_text("the secret")
    bomb = f'<!DOCTYPE r [<!ENTITY e0 "x">{nested}<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">]>'.encode()
    data = make_rss(f"<title>&e11; &s;</title><description>{'word &s; ' * 300}</description>")
    for result in file_all(tmp_path, "feed.rss", data.replace(b"\n", b"\n" + bomb, 1)):
        assert "secret" not in (result.report.text if isinstance(result, Filed) else result)


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"<?xml version='1.0'?><urlset></urlset>", "neither RSS nor Atom; "), (make_rss(), "no entries; ")],
)
def test_what_is_no_feed(tmp_path: Path, data: bytes, words: str) -> None:
    (line,) = file_all(tmp_path, "feed.xml", data)
    assert words in str(line)


@given(st.binary(max_size=200))
def test_any_bytes_as_a_feed(data: bytes) -> None:
    for written in (data, make_rss("X" + whole()).replace(b"X", data)):
        try:
            list(read(open_source("x", "x.rss", io.BytesIO(written), NOTHING_KNOWN)))
        except UnreadableInputError as error:
            assert "; " in str(error)
