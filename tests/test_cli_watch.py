"""`sayso watch` over feeds in files, with a stand-in for the pipeline."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from made_readings import TEXT, reading_of
from sayso.cli import main
from sayso.types import Problem, Reading, Report

ENTRY = (
    "<item><title>{title}</title><link>{link}</link><pubDate>Sun, 04 May 2031 08:00:00 +0000</pubDate>"
    "<content:encoded><![CDATA[{text}]]></content:encoded></item>"
)
FEED = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Ennis Echo</title>'
    "{entries}</channel></rss>"
)


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def read_report(report: Report, problems: tuple[Problem, ...] = ()) -> Reading:
        return reading_of(report)

    pipeline = ModuleType("sayso.pipeline")
    pipeline.read_report = read_report  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sayso.pipeline", pipeline)
    monkeypatch.chdir(tmp_path)


def write_feed(*numbers: int) -> None:
    body = "".join(f"<p>{line}</p>" for line in TEXT.splitlines()[2:]) * 3
    entries = (
        ENTRY.format(title=f"Sale {number}", link=f"https://echo.example/{number}", text=f"<p>Part {number}.</p>{body}")
        for number in numbers
    )
    Path("feed.xml").write_text(FEED.format(entries="".join(entries)))


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(("watch", "--once", *arguments))
    sys.stdout.flush()
    return (code, *capfd.readouterr())


def test_what_is_new_is_added_and_what_it_changes_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    write_feed(1)
    code, out, _ = run(capfd, "feed.xml")
    assert code == 0
    assert out.startswith("new ")
    write_feed(1, 2)
    code, out, _ = run(capfd, "feed.xml")
    assert code == 0
    assert out.count("new ") == 1
    assert "report added" in out
    assert run(capfd, "feed.xml")[1] == ""


def test_a_feed_that_fails_is_named_and_the_others_are_read(capfd: pytest.CaptureFixture[str]) -> None:
    write_feed(1)
    code, out, err = run(capfd, "none.xml", "feed.xml")
    assert code == 1
    assert "none.xml: there is no such file" in err
    assert out.startswith("new ")
