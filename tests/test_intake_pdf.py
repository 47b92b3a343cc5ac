"""PDF: words whole, columns in their order, no running heads."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_documents import Placed, file_all, file_one, make_pdf, set_lines
from sayso.types import DateRule

pytest.importorskip("pypdfium2")

LEFT = (
    "The harbour of Port Ennis will close in June, the", "port authority said on Sunday, after a sur-",
    "vey found cracks in the well-", "known quay wall. It is well-known that the", "wall is old, said Ada Törn.",
)  # fmt: skip
RIGHT = (
    "In the second column he said",
    "that the ferry goes on.",
    "   “No,” said the mayor in a let-",
    "ter to the paper.",
)
JOINED = (
    "The harbour of Port Ennis will close in June, the port authority said on Sunday, after a survey found cracks in "
    "the well-known quay wall. It is well-known that the wall is old, said Ada Törn.\n"
    "In the second column he said that the ferry goes on.\n“No,” said the mayor in a letter to the paper."
)


def make_page_of_print(number: int, across: bool = False) -> list[Placed]:
    """Two columns under a running head, with a page number; set across the columns, line by line, or down each."""
    left, right = set_lines(LEFT, 60, 700), set_lines(RIGHT, 330, 700)
    down = [*left, *right]
    body = sorted(down, key=lambda placed: (-placed[1], placed[0])) if across else down
    return [(60, 815, 9, "Ennis Echo, the paper of the port"), *body, (290, 30, 9, f"– {number} –")]


@pytest.mark.parametrize("across", [False, True])
def test_columns_hyphens_and_running_heads(tmp_path: Path, across: bool) -> None:
    data = make_pdf([make_page_of_print(1, across), make_page_of_print(2, across)], squeeze=True)
    assert file_one(tmp_path, "x.pdf", data).report.text == f"{JOINED}\n{JOINED}"


def test_headline_and_paragraphs(tmp_path: Path) -> None:
    page = [
        (60.0, 760.0, 24.0, "Harbour to close"),
        *set_lines(LEFT, y=720),
        *set_lines(("The end came soon.",), y=620),
    ]
    report = file_one(tmp_path, "x", make_pdf([page])).report
    assert report.title == "Harbour to close"
    assert report.text.splitlines()[2] == "The end came soon."


def test_sentence_goes_on_over_the_page(tmp_path: Path) -> None:
    pages = [set_lines(("The port will close in June, the mayor of",)), set_lines(("the town said.",))]
    assert (
        file_one(tmp_path, "x", make_pdf(pages)).report.text
        == "The port will close in June, the mayor of the town said."
    )


def test_date_the_file_was_made_is_a_guess(tmp_path: Path) -> None:
    filed = file_one(tmp_path, "x", make_pdf([set_lines(LEFT)], "/CreationDate (D:20310504233000-05'00')"))
    assert (filed.report.published, filed.report.date_rule) == ("2031-05-04T23:30:00-05:00", DateRule.FILE)
    assert [problem.code for problem in filed.problems] == ["guessed-date"]


def test_page_without_text_is_said(tmp_path: Path) -> None:
    filed = file_one(tmp_path, "x", make_pdf([set_lines(LEFT), []]))
    assert [problem.code for problem in filed.problems] == ["lost-pages"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (make_pdf([[]]), "pictures of text only; "),
        (b"%PDF-1.4\n junk", "is damaged"),
        (make_pdf([set_lines(LEFT)] * 3)[:700], "is damaged"),
        (make_pdf([[]] * 2001), "more than 2,000 pages"),
    ],
)
def test_pdf_that_cannot_be_read(tmp_path: Path, data: bytes, words: str) -> None:
    (line,) = file_all(tmp_path, "x.pdf", data)
    assert words in str(line)


def test_bomb_in_a_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.intake.pdf.MAX_LETTERS", 10_000)
    (line,) = file_all(tmp_path, "x.pdf", make_pdf([[(60, 700, 11, "word " * 4000)]], squeeze=True))
    assert "too many for a report; " in str(line)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_pdf_with_any_bytes_changed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    written = bytearray(make_pdf([make_page_of_print(1)]))
    for _ in range(data.draw(st.integers(1, 8))):
        written[data.draw(st.integers(8, len(written) - 1))] = data.draw(st.integers(0, 255))
    file_all(tmp_path_factory.getbasetemp(), "any.pdf", bytes(written))
