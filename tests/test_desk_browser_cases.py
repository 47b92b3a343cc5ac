"""The case in a real browser: by keyboard, for screen readers (axe), on paper; skipped where there is no Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from made_browser import CHROMIUM, launch_chromium, open_page, serve_desk
from made_cases import read_ferry
from sayso.ledger import Ledger

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no /usr/bin/chromium: apt-get install chromium")
SCREENS = (
    "/reports", "/review", "/case", "/case/claim?claim=k1", "/case/claim?claim=k1&correct=1", "/case/dossier",
    "/reports/bps2/reader", "/reports/bps2/chain", "/reports/bps2/voices", "/reports/bps2/review", "/case?report=none",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium():
    with launch_chromium() as browser:
        yield browser


@pytest.fixture
def home(tmp_path: Path) -> Iterator[str]:
    with Ledger.open(tmp_path / "l.db") as ledger:
        for reading in read_ferry():
            ledger.add(reading)
    with serve_desk(tmp_path / "l.db") as address:
        yield address


@pytest.fixture
def page(chromium, home: str) -> Iterator:
    with open_page(chromium, home) as opened:
        yield opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(chromium, home: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python").Axe()
    with open_page(chromium, home, color_scheme=scheme) as page:
        found = []
        for screen in SCREENS[:-1]:
            page.goto(home + screen)
            if "reader" in screen:
                page.keyboard.press("j")
            for each in axe.run(page).response["violations"]:
                if each["impact"] in {"serious", "critical"}:
                    found.append((screen, each["id"], [node["html"][:120] for node in each["nodes"][:3]]))
        assert not found


@pytest.mark.parametrize("width", [390, 1280])
def test_no_screen_is_wider_than_the_window(page, home: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for screen in SCREENS[:-1]:
        page.goto(home + screen)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, screen


def test_a_case_is_chosen_corrected_undone_and_redone_by_keyboard(page, home: str) -> None:
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.press("j")
    page.keyboard.press("c")
    playwright.expect(page.locator("#chosen")).to_have_text("2 chosen")
    page.goto(f"{home}/case")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case/claim?claim=k1")
    page.keyboard.press("e")
    page.wait_for_url("**correct=1")
    page.locator('[name="other"]').select_option("k2")
    page.locator('[value="merge_claims"]').press("Enter")
    playwright.expect(page.locator(".log")).to_contain_text("took two claims for one")
    for key, words in (("u", "taken back"), ("U", "redid a decision on")):
        page.wait_for_load_state()  # a key that comes before the script is lost
        page.keyboard.press(key)
        playwright.expect(page.locator(".log")).to_contain_text(words)


def test_reports_stay_chosen_while_the_list_shows_others(page, home: str) -> None:
    page.locator('[name="report"][value="mail"]').check()
    page.fill("#search", "ghost")
    playwright.expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.locator('[name="report"][value="flare"]').check()
    playwright.expect(page.locator("#chosen")).to_have_text("2 chosen")
    page.click("text=Open the chosen as a case")
    playwright.expect(page.locator(".casebar")).to_contain_text("Case of 2 reports")


def test_the_dossier_is_a_file_and_a_paper(page, home: str, tmp_path: Path) -> None:
    page.goto(f"{home}/case/dossier")
    with page.expect_download() as begun:
        page.click("text=Save as a file")
    begun.value.save_as(tmp_path / "dossier.html")
    assert "Summary of the sources" in (tmp_path / "dossier.html").read_text(encoding="utf-8")
    written = page.pdf(format="A4")
    assert written.startswith(b"%PDF") and len(written) > 20_000
