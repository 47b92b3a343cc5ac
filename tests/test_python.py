"""What a user has from Python: a reading in a notebook, as dictionaries, as Arrow; steps of one's own."""

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

import sayso
from made_readings import TEXT, make_reading
from sayso import steps
from sayso.problems import SaysoError
from sayso.show.rows import OF_STATEMENT

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", sayso.__all__)
def test_public_names_are_there(name: str) -> None:
    assert getattr(sayso, name)


def test_importing_sayso_loads_no_model() -> None:
    program = "import sys, sayso; print({'onnxruntime', 'sqlite3', 'rich', 'click'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_read_many_gives_readings_and_reasons(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ferry sold\n\nMayor Ada Törn said the ferry was sold.\n")
    (tmp_path / "b.txt").write_text("")
    read, failed = sayso.read_many([str(tmp_path)], outlet="Echo")
    assert isinstance(read, sayso.Reading) and read.report.outlet == "Echo" and len(read.statements) == 1
    assert isinstance(failed, SaysoError) and "b.txt: empty" in str(failed)


# ---------------------------------------------------------------- notebooks


class Words(HTMLParser):
    """The words on a page, and the tags that it opens."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.tags = "", []
        self.feed(html.partition("</style>")[2])

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_a_notebook_shows_the_whole_text_marked_and_the_chain() -> None:
    page = Words(make_reading()._repr_html_())
    assert page.words.startswith("".join(line for line in TEXT.splitlines()))
    assert "The Ennis Echo › dock workers says, as likely: the ferry line was being sold 0.80" in page.words
    marked = [attrs for tag, attrs in page.tags if tag == "span"]
    assert {"class": "content source unsure", "title": "The Ennis Echo › dock workers: says, as likely"} in marked
    assert {"class": "cue denies", "title": "Ada Törn: denies"} in marked


def test_a_notebook_runs_nothing_that_a_report_holds() -> None:
    text = TEXT.replace("Mayor Ada", '<script>alert("x")</script> \x1b[31m Mayor Ada')
    reading = make_reading(text)
    voices = tuple(replace(voice, name='"><img src=x onerror=alert(1)>') for voice in reading.voices)
    page = Words(replace(reading, voices=voices)._repr_html_())
    assert {tag for tag, _ in page.tags} <= {"div", "p", "ol", "li", "b", "small", "span"}
    assert all(set(attrs) <= {"class", "title", "style"} for _, attrs in page.tags)
    assert "\x1b" not in page.words


# ---------------------------------------------------------------- tables


def test_dictionaries_hold_words_where_a_reading_has_spans() -> None:
    rows = sayso.to_dicts(make_reading())
    assert [row["voice"] for row in rows] == ["The Ennis Echo", "dock workers", "Ada Törn"]
    assert rows[2]["content"] == "the sale" and rows[2]["denies"] == "s2" and rows[2]["stance"] == "denies"
    assert TEXT[rows[2]["start"] : rows[2]["end"]] == "Mayor Ada Törn denied the sale"
    assert all(set(row) == set(OF_STATEMENT) for row in rows)
    assert all(value is None or type(value) in (str, int, float) for row in rows for value in row.values())
    assert sayso.to_dicts([make_reading(), make_reading()]) == rows + rows


def test_arrow_holds_the_same() -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'sayso[parquet]'")
    table = sayso.to_arrow([make_reading()])
    rows = sayso.to_dicts(make_reading())
    assert table.column_names == list(OF_STATEMENT)
    assert table.to_pylist() == [{name: row[name] for name in OF_STATEMENT} for row in rows]
    assert sayso.to_arrow([]).num_rows == 0


def test_arrow_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "sayso.show.arrow", raising=False)
    with pytest.raises(SaysoError, match=r"pip install 'sayso\[parquet\]'"):
        sayso.to_arrow(make_reading())


# ---------------------------------------------------------------- steps


@pytest.fixture(autouse=True)
def _no_steps_kept() -> Iterator[None]:
    steps._load_steps.cache_clear()
    yield
    steps._load_steps.cache_clear()


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str, points: str) -> None:
    """Put a package with these steps on the path, as pip would."""
    (folder / "made_steps.py").write_text(code)
    told = folder / "made_steps-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: made-steps\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text(f"[sayso.steps]\n{points}\n")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "made_steps", raising=False)


ADDS = """
from msgspec.structs import replace
def title(letter):
    return lambda reading: replace(reading, report=replace(reading.report, title=reading.report.title + letter))
first, second = title("A"), title("B")
def none(reading): pass
def fails(reading): 1 / 0
"""


def test_steps_are_found_and_run_in_the_order_of_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, ADDS, "b = made_steps:second\na = made_steps:first")
    reading = sayso.read("Ferry sold\n\nMayor Ada Törn said the ferry was sold.\n")
    assert reading.report.title == "Ferry soldAB"


@pytest.mark.parametrize(
    ("point", "told"),
    [
        ("made_steps:none", "the step odd of made-steps gave back NoneType, not a Reading; mend it, or uninstall"),
        ("made_steps:fails", "the step odd of made-steps failed (ZeroDivisionError"),
        ("made_steps:nothing", "the step odd of made-steps cannot be loaded (AttributeError"),
    ],
)
def test_a_step_that_errs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str, told: str) -> None:
    install(tmp_path, monkeypatch, ADDS, f"odd = {point}")
    with pytest.raises(SaysoError) as raised:
        steps.apply_steps(make_reading())
    assert str(raised.value).startswith(told)


def test_the_example_of_a_step_works() -> None:
    spec = importlib.util.spec_from_file_location("sayso_outlets", ROOT / "examples" / "step" / "sayso_outlets.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    reading = make_reading(outlet=None)
    told = replace(reading, report=replace(reading.report, url="https://www.gazette.example/news/1"))
    assert module.name_outlet(told).report.outlet == "Larkfield Gazette"
    assert module.name_outlet(reading).report.outlet is None
    assert module.name_outlet(make_reading()).report.outlet == "The Ennis Echo"
