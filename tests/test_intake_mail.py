"""Mail, saved pages in the form of mail, and undoing the breaks of hand-wrapped lines."""

import io
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_documents import HEADLINE, file_all, file_one, make_page
from sayso.intake import Filed
from sayso.intake.furniture import NOTHING_KNOWN
from sayso.intake.mail import read
from sayso.intake.sources import open_source
from sayso.intake.wrapping import unwrap
from sayso.problems import UnreadableInputError
from sayso.types import DateRule

BODY = """The harbour of Port Ennis will close in June, the port authority said
on Sunday, after a survey found cracks in the quay wall.

Ada Törn, the mayor, said: “We have no choice.”
"""


def make_mail(body: str | None = BODY) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ilse Märrow <ilse@echo.example>"
    mail["Subject"] = "Port to close – at last"
    mail["Date"] = "Sun, 04 May 2031 23:30:00 -0500"
    mail["Message-ID"] = "<1@echo.example>"
    if body is not None:
        mail.set_content(body)
    return mail


@pytest.mark.parametrize("name", ["mail.eml", "mail", "mail.txt"])
def test_mail_is_its_body_under_its_subject(tmp_path: Path, name: str) -> None:
    data = make_mail().as_bytes()
    report = file_one(tmp_path, name, data).report
    assert report.text.splitlines()[0].endswith(
        "the port authority said on Sunday, after a survey found cracks in the quay wall."
    )
    assert (report.title, report.byline) == ("Port to close – at last", ("Ilse Märrow",))
    assert (report.published, report.date_rule) == ("2031-05-04T23:30:00-05:00", DateRule.MAIL)
    assert report.original == sha256(data).hexdigest()


def test_mail_that_is_only_a_page(tmp_path: Path) -> None:
    mail = make_mail(None)
    mail.set_content(make_page().decode(), subtype="html")
    report = file_one(tmp_path, "mail.eml", mail.as_bytes()).report
    assert report.text.startswith(HEADLINE) and "Read also" not in report.text
    assert (report.title, report.published) == ("Port to close – at last", "2031-05-04T23:30:00-05:00")


def test_attached_reports_are_read_as_files(tmp_path: Path) -> None:
    mail = make_mail()
    mail.add_attachment(make_page(), maintype="text", subtype="html", filename="page.html")
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="x.png")
    mail.add_attachment(make_mail("Forwarded, she said."))
    out = file_all(tmp_path, "mail.eml", mail.as_bytes())
    places = [filed.place.rpartition("/")[2] for filed in out if isinstance(filed, Filed)]
    assert places == ["mail.eml", "mail.eml: page.html", "mail.eml: forwarded.eml"]
    assert isinstance(out[1], Filed) and out[1].report.title == HEADLINE


def test_page_saved_as_mail(tmp_path: Path) -> None:
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://echo.example/port\r\nSubject: x\r\n"
        "Date: Mon, 5 May 2031 01:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\n'
        "Content-Transfer-Encoding: binary\r\n\r\n"
    )
    report = file_one(tmp_path, "page.mhtml", head.encode() + make_page() + b"\r\n--B--\r\n").report
    assert (report.title, report.url, report.published) == (HEADLINE, "https://echo.example/port", None)


def test_charset_that_is_wrong(tmp_path: Path) -> None:
    data = b"Message-ID: <1@x>\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nCaf\xe9 closed, she said.\r\n"
    assert file_one(tmp_path, "mail.eml", data).report.text.startswith("Café closed")
    assert file_one(tmp_path, "mail.eml", data.replace(b"us-ascii", b"nonsense")).report.text.startswith("Café")


def test_mail_without_text(tmp_path: Path) -> None:
    (line,) = file_all(tmp_path, "mail.eml", make_mail(None).as_bytes())
    assert "holds no text; " in str(line)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"Content-Type: multipart/mixed; boundary=x\n", b"Date: ", b"From: "]),
)
def test_any_bytes_as_a_mail(data: bytes, head: bytes) -> None:
    source = open_source("x", "x.eml", io.BytesIO(b"Message-ID: x\n" + head + data), NOTHING_KNOWN)
    try:
        list(read(source))
    except UnreadableInputError as error:
        assert "; " in str(error)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        (BODY, BODY.replace("said\non", "said on").rstrip("\n")),
        ("One line.\nAnother.\n", "One line.\nAnother."),
        ("x" * 120 + "\nshort", "x" * 120 + "\nshort"),
        ("- " + "a" * 60 + "\n- " + "b" * 60, "- " + "a" * 60 + "\n- " + "b" * 60),
        ("> " + "a" * 60 + "\n> " + "b" * 60, "> " + "a" * 60 + "\n> " + "b" * 60),
    ],
)
def test_unwrap(text: str, joined: str) -> None:
    assert unwrap(text) == joined.rstrip("\n")


@given(st.text(max_size=300))
def test_unwrap_loses_no_words(text: str) -> None:
    assert unwrap(text).split() == text.split()
