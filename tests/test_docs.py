"""The documentation cannot go stale: what it shows is run, what is made of the program is up to date, links lead on."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from pages.drawings import make_drawings
from pages.reference import make_pages
from pages.transcripts import DOCS, ROOT, fill, find_blocks, list_pages

from sayso.cli import commands

SCORE = re.compile(r"\b[01]\.\d\d\b")  # the last digit may differ from one processor to another
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
NEEDED = ("duckdb", "matplotlib", "pandas", "polars", "pyarrow")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@pytest.mark.parametrize("page", list(list_pages()), ids=lambda page: str(page.relative_to(DOCS)))
def test_what_a_page_shows_is_what_comes_out(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    shown = page.read_text(encoding="utf-8")
    missing = [name for name in NEEDED if f"import {name}" in shown and not find_spec(name)]
    if missing:
        pytest.skip(f"this page uses {', '.join(missing)}: uv run --group docs pytest")
    assert SCORE.sub("–", fill(shown)) == SCORE.sub("–", shown), "run python -m pages.transcripts"


def test_the_reference_is_of_this_program() -> None:
    for name, content in make_pages().items():
        assert (DOCS / "reference" / name).read_text(encoding="utf-8") == content, "run python -m pages.reference"


def test_the_drawings_are_of_this_house() -> None:
    for name, drawing in make_drawings().items():
        assert (DOCS / "pictures" / name).read_text(encoding="utf-8") == drawing, "run python -m pages.drawings"


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        place = link.partition("#")[0]
        if place and "://" not in place:
            assert (page.parent / place).exists(), f"{link} leads nowhere"


def find_shell_lines(page: Path) -> Iterator[str]:
    for block in find_blocks(page.read_text(encoding="utf-8")):
        if block["kind"] in {"sh", "console"}:
            for line in block["body"].splitlines():
                yield from (part.strip() for part in re.split(r"&&|\|", line.removeprefix("$ ")))


@each_page
def test_commands_on_a_page_are_understood(page: Path) -> None:
    for line in find_shell_lines(page):
        own = re.sub(r"^(uv run |\.venv/bin/)", "", line).partition(" > ")[0].partition(" 2>")[0]
        words = shlex.split(own, comments=True)
        if words[:1] != ["sayso"] or len(words) == 1:
            continue
        command = commands.commands[words[1]]
        assert isinstance(command, click.Command)
        command.make_context(words[1], words[2:])


@each_page
def test_data_on_a_page_can_be_read(page: Path) -> None:
    for block in find_blocks(page.read_text(encoding="utf-8")):
        if block["kind"] == "toml":
            tomllib.loads(block["body"])


@pytest.mark.parametrize("page", [page for page in PAGES if "reference" not in page.parts], ids=lambda page: page.name)
def test_no_page_uses_the_word_that_counting_never_earns(page: Path) -> None:
    for block in re.split(r"^```.*?^```$", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE):
        assert not re.search(r"\bconfirmed\b", block)


def test_each_page_has_its_place_on_the_site() -> None:
    listed = re.findall(r'"([\w/-]+\.md)"', (ROOT / "zensical.toml").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md"))
