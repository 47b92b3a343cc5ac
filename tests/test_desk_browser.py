"""The desk in a real browser: Debian's Chromium, driven by Playwright; skipped where one of them is not there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from made_browser import CHROMIUM, launch_chromium, open_page, serve_desk
from made_readings import TEXT, make_reading
from sayso.ledger import Ledger

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no /usr/bin/chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def chromium():
    with launch_chromium() as browser:
        yield browser


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger.open(tmp_path / "l.db") as ledger:
        ledger.add(make_reading())
    return tmp_path / "l.db"


@pytest.fixture
def home(path: Path) -> Iterator[str]:
    with serve_desk(path) as address:
        yield address


@pytest.fixture
def page(chromium, home: str) -> Iterator:
    """The reader of the one report; nothing may go wrong in it, and nothing be asked of the outside."""
    with open_page(chromium, home) as opened:
        opened.click(".reports th a")
        opened.wait_for_selector("#text")
        opened.wait_for_load_state()  # a key that comes before the script is lost
        yield opened


def words_said(page, id_: str):
    return page.locator(f"#{id_} .what")


def choose(page, id_: str) -> None:
    while page.locator(f"#{id_}.now").count() == 0:
        page.keyboard.press("j")


def test_keys_walk_accept_reject_and_undo(page) -> None:
    choose(page, "s2")
    playwright.expect(page.locator("#crumbs")).to_contain_text("The Ennis Echo › dock workers")
    page.keyboard.press("a")
    playwright.expect(page.locator("#s2 .judged")).to_contain_text("accepted by Ada")
    page.keyboard.press("x")
    playwright.expect(page.locator("#s2.is-rejected.now")).to_be_visible()
    page.keyboard.press("u")
    playwright.expect(page.locator("#s2 .judged")).to_contain_text("accepted by Ada")
    page.keyboard.press("k")
    playwright.expect(page.locator("#s1.now")).to_be_visible()


def test_keys_typed_faster_than_the_answers_fall_on_the_right_statements(page) -> None:
    choose(page, "s1")
    for key in "ajxja":
        page.keyboard.press(key)
    playwright.expect(page.locator("#s3 .judged")).to_contain_text("accepted by Ada")
    playwright.expect(page.locator("#s2.is-rejected")).to_be_visible()
    playwright.expect(page.locator("#s1 .judged")).to_contain_text("accepted by Ada")


def test_words_corrected_by_keyboard_stay_after_another_reading(page, path: Path) -> None:
    choose(page, "s2")
    page.keyboard.press("e")
    field = page.locator('.edit [name="content"]')
    playwright.expect(field).to_be_focused()
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowRight"):
        page.keyboard.press(key)
    playwright.expect(page.locator("#content-words")).to_have_text("ferry line was")
    page.keyboard.press("Enter")
    playwright.expect(words_said(page, "s2")).to_have_text("ferry line was")
    playwright.expect(page.locator("#s2 .machine")).to_contain_text("the ferry line was being sold")
    reading = make_reading()
    with Ledger.open(path) as ledger:
        ledger.add(replace(reading, statements=tuple(replace(s, score=0.5) for s in reading.statements)))
    page.reload()
    playwright.expect(words_said(page, "s2")).to_have_text("ferry line was")
    page.keyboard.press("u")
    playwright.expect(words_said(page, "s2")).to_have_text("the ferry line was being sold")


def test_words_corrected_by_mouse(page) -> None:
    choose(page, "s3")
    page.keyboard.press("e")
    source = page.locator('.edit [name="source"]')
    source.focus()
    start = TEXT.index("Ada Törn")
    runs = page.locator("#text .run.now.r-source").bounding_box()
    page.mouse.dblclick(runs["x"] + runs["width"] - 8, runs["y"] + runs["height"] / 2)
    playwright.expect(source).to_have_value(f"{start + 4}-{start + 8}")
    playwright.expect(page.locator("#source-words")).to_have_text("Törn")
    page.click("text=Keep")
    playwright.expect(page.locator("#s3 .machine")).to_contain_text("Mayor Ada Törn")


def test_escape_leaves_the_form_and_nothing_is_decided(page) -> None:
    choose(page, "s1")
    page.keyboard.press("e")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(".edit")
    page.keyboard.press("Escape")
    playwright.expect(page.locator(".edit")).to_have_count(0)
    playwright.expect(page.locator(".judged")).to_have_count(0)


def test_search_finds_as_one_types(page, home: str) -> None:
    page.keyboard.press("/")
    page.wait_for_url("**/reports")
    page.keyboard.press("/")
    page.keyboard.type("submarine")
    playwright.expect(page.locator("#rows")).to_contain_text("No report holds such statements")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_screen_is_wider_than_the_window(page, home: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    reader = page.url.partition("#")[0]
    for address in (reader, f"{home}/reports", f"{home}/review", reader.replace("/reader", "/chain")):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_keys_are_told(page) -> None:
    page.keyboard.press("?")
    playwright.expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    playwright.expect(page.locator("#keys")).to_be_hidden()
