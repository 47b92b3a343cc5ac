"""HTML pages: the text without what stands around it, and what they say of themselves."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_documents import HEADLINE, file_all, file_one, make_page
from sayso.intake import Particulars
from sayso.intake.dates import find_in_address, parse_stated
from sayso.intake.html import drop_furniture, flatten, read_page
from sayso.intake.kinds import Kind, tell_kind
from sayso.problems import UnreadableInputError
from sayso.types import DateRule

STORY = {
    "@type": "NewsArticle", "headline": HEADLINE, "datePublished": "2031-05-04T23:30:00-05:00",
    "author": [{"@type": "Person", "name": "Ilse Marrow"}, {"name": "Tom Quill"}],
    "publisher": {"name": "The Ennis Echo"},
}  # fmt: skip


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def test_text_is_the_report_without_menus_teasers_and_banners(tmp_path: Path) -> None:
    filed = file_one(tmp_path, "page.html", make_page())
    lines = filed.report.text.splitlines()
    assert lines[0] == HEADLINE and len(lines) == 4
    assert lines[1].startswith("The harbour of Port Ennis") and lines[1].endswith("be repaired.")
    for words in ("Home", "cookies", "Accept", "Read also", "Most read", "Goat", "Copyright"):
        assert words not in filed.report.text


def test_particulars_of_json_ld_with_zone_and_rule(tmp_path: Path) -> None:
    data = make_page(ld({"@graph": [{"@type": "WebSite", "name": "x"}, STORY]}) + meta("og:site_name", "Other"))
    report = file_one(tmp_path, "page.html", data).report
    assert (report.published, report.date_rule) == ("2031-05-04T23:30:00-05:00", DateRule.JSON_LD)
    assert (report.outlet, report.byline, report.title) == ("The Ennis Echo", ("Ilse Marrow", "Tom Quill"), HEADLINE)
    assert report.original == sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("head", "lead", "published", "rule"),
    [
        (meta("article:published_time", "2031-05-04T08:00:00Z"), "", "2031-05-04T08:00:00+00:00", DateRule.OPENGRAPH),
        ('<meta name="parsely-pub-date" content="2031-05-04">', "", "2031-05-04", DateRule.META),
        ("", '<time datetime="2031-05-04T08:00+12:00">today</time>', "2031-05-04T08:00:00+12:00", DateRule.TIME),
        ('<link rel="canonical" href="https://echo.example/2031/05/04/port">', "", "2031-05-04", DateRule.ADDRESS),
        (ld({"@type": "NewsArticle", "dateModified": "2031-05-09"}), "", None, None),
        (ld({**STORY, "datePublished": "soon"}), "", None, None),
    ],
)
def test_date_and_which_rule_found_it(
    tmp_path: Path, head: str, lead: str, published: str | None, rule: DateRule | None
) -> None:
    report = file_one(tmp_path, "page.html", make_page(head, lead=lead)).report
    assert (report.published, report.date_rule) == (published, rule)


def test_stated_date_goes_before_the_users_and_the_users_before_a_guess(tmp_path: Path) -> None:
    known = Particulars(published="2030-01-01")
    assert file_one(tmp_path, "a.html", make_page(ld(STORY)), known).report.published == STORY["datePublished"]
    report = file_one(tmp_path, "b.html", make_page(lead="<p>Last changed in 2019</p>"), known).report
    assert (report.published, report.date_rule) == ("2030-01-01", DateRule.USER)
    guess = Particulars(published="2017-01-01", date_rule=DateRule.GUESSED)
    assert guess.over(known).published == "2030-01-01" and known.over(guess).published == "2030-01-01"


def test_users_outlet_stays(tmp_path: Path) -> None:
    assert file_one(tmp_path, "a.html", make_page(ld(STORY)), Particulars(outlet="Mine")).report.outlet == "Mine"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://echo.example/port">', "https://echo.example/port"),
        (meta("og:url", "https://echo.example/port"), "https://echo.example/port"),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="https://[bad">', None),
        ("", None),
    ],
)
def test_canonical_address(tmp_path: Path, head: str, url: str | None) -> None:
    assert file_one(tmp_path, "page.html", make_page(head)).report.url == url


def test_canonical_address_is_resolved() -> None:
    page = make_page('<link rel="canonical" href="/port">')
    assert read_page(page, address="https://echo.example/p?utm=1").particulars.url == "https://echo.example/port"


def test_credit_is_kept_though_extraction_drops_it(tmp_path: Path) -> None:
    line = "Piet Aalders in Ellmouth contributed to this report."
    report = file_one(
        tmp_path, "page.html", make_page(body=f'<div class="footer social"><small>{line}</small></div>')
    ).report
    assert line in report.credit


@pytest.mark.parametrize(
    "written",
    [
        "<!--{}-->", "{};", '[{}]', "//<![CDATA[\n{}\n//]]>",
    ],
)  # fmt: skip
def test_json_ld_as_it_is_found_in_the_wild(tmp_path: Path, written: str) -> None:
    head = f'<script type="application/ld+json">{written.replace("{}", json.dumps(STORY))}</script>'
    assert file_one(tmp_path, "page.html", make_page(head)).report.published == STORY["datePublished"]


@pytest.mark.parametrize(
    "value", [[], {}, None, 7, {"@type": 3}, {"@type": "NewsArticle", "author": [[]], "publisher": []}, "x", [[[{}]]]]
)
def test_json_ld_of_any_shape(tmp_path: Path, value: object) -> None:
    assert file_one(tmp_path, "page.html", make_page(ld(value))).report.title == HEADLINE


@pytest.mark.parametrize(
    ("data", "charset", "words"),
    [
        ("<meta charset=iso-8859-1><p>“Zu”, sagte sie.".encode("cp1252"), None, "“Zu”, sagte sie."),
        ("<html><p>Größe, sagte sie.".encode("latin-1"), "latin-1", "Größe, sagte sie."),
        ("<html><p>Größe, sagte sie.".encode(), "utf-8", "Größe, sagte sie."),
        ("\ufeff<html><p>Größe, sagte sie.".encode("utf-16-le"), None, "Größe, sagte sie."),
        ("<html><meta charset=nonsense><p>Größe, sagte sie.".encode(), None, "Größe, sagte sie."),
        (b"<html><p>Zu, \0sagte sie.", None, "Zu, sagte sie."),
    ],
)
def test_charset_is_the_servers_the_pages_or_told(data: bytes, charset: str | None, words: str) -> None:
    assert read_page(data, charset).text.strip() == words


def test_page_without_a_report(tmp_path: Path) -> None:
    for data in (b"<html></html>", b"<html><script>x()</script></html>"):
        (line,) = file_all(tmp_path, "page.html", data)
        assert "no report" in str(line)


def test_page_of_too_many_elements(tmp_path: Path) -> None:
    (line,) = file_all(tmp_path, "page.html", b"<html>" + b"<p>x" * 100_001)
    assert "more than 100,000 elements; " in str(line)


@pytest.mark.parametrize("unit", ["<div>", "<table>", "<b>", "<![\0I", "<!--", "&#x0;", "<p lang=", "</p>", "<svg>"])
def test_hostile_page(unit: str) -> None:
    try:
        read_page(f"<html>{unit * 20_000}It closed, she said.".encode())
    except UnreadableInputError as error:
        assert "; " in str(error)


@given(st.binary(max_size=300))
def test_any_bytes_as_a_page(data: bytes) -> None:
    try:
        read_page(b"<html>" + data).text.encode()
    except UnreadableInputError:
        return


@given(st.text(max_size=300))
def test_flatten_any_text(markup: str) -> None:
    assert "\r" not in flatten(f"<p>{markup}")


def test_flatten_makes_blocks_lines() -> None:
    markup = "<p>It <b>closed</b>,\n she said.</p>One<br>two<ul><li>a</li><li>b &amp; c</li></ul><script>x</script>end"
    assert flatten(markup).split("\n") == ["It closed, she said.", "One", "two", "a", "b & c", "end"]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Read also: Ten boats to see", False),
        ("Read more", False),
        ("Related", False),
        ("Related companies said that the port would close.", True),
        ("We use cookies to improve this site.", False),
        ("“We use cookies,” the company said.", True),
        ("Advertisement", False),
        ("Share", False),
        ("Share prices fell, he said.", True),
    ],
)
def test_furniture_of_the_site(line: str, stays: bool) -> None:
    assert (line in drop_furniture(f"It closed.\n{line}\nIt rose.")) is stays


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2031-05-04T23:30:00.000Z", "2031-05-04T23:30:00+00:00"),
        ("2031-05-04T23:30:00+0930", "2031-05-04T23:30:00+09:30"),
        ("Sun, 04 May 2031 23:30:00 -0500", "2031-05-04T23:30:00-05:00"),
        ("May 4, 2031", "2031-05-04"),
        ("20310504T233000Z", "2031-05-04T23:30:00+00:00"),
        ("yesterday", None), ("", None), (None, None), (["2031"], None), ("x" * 999, None), ("99999999", None),
    ],
)  # fmt: skip
def test_parse_stated_keeps_the_zone(value: object, iso: str | None) -> None:
    assert parse_stated(value) == iso


@given(st.text(max_size=90))
def test_parse_stated_takes_any_text(text: str) -> None:
    parse_stated(text)


def test_find_in_address() -> None:
    assert find_in_address("https://echo.example/news/2031/5/4/port") == "2031-05-04"
    assert find_in_address("https://echo.example/2031/13/40/port") is None
    assert find_in_address(None) is None


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", "a.txt", Kind.HTML),
        (b"<!-- saved from url --><html>", "a", Kind.HTML),
        (b"<p>x", "a.HTM", Kind.HTML),
        (b"<p>x", "a", Kind.TEXT),
        (b"<?xml version='1.0'?><rss version='2.0'>", "a.html", Kind.FEED),
        (b"WARC/1.1\r\n", "a", Kind.WARC),
        (b"\n%PDF-1.7", "a.txt", Kind.PDF),
        (b'{"text": "x"}', "-", Kind.LINES),
        (b'{"text": "x"}', "a.txt", Kind.TEXT),
        (b"Subject: x\nMessage-ID: <a@b>\nFrom: y\n\nHello", "a.txt", Kind.MAIL),
        (b"Subject: x\nFrom: y\n\nHello", "a.txt", Kind.TEXT),
        (b"By Ilse Marrow\nMessage-ID: no\n\n", "a.txt", Kind.TEXT),
        (b"", "a", Kind.TEXT),
    ],
)
def test_format_is_told_by_content_then_by_suffix(head: bytes, name: str, kind: Kind) -> None:
    assert tell_kind(head, name) is kind
