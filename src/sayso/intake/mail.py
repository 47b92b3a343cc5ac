"""Mail (EML), and the pages that browsers save as mail (MHTML). What is attached is read as a file of its own."""

import io
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any, cast

from msgspec.structs import replace

from sayso.intake.dates import read_given
from sayso.intake.faults import surviving
from sayso.intake.furniture import NOTHING_KNOWN, Particulars
from sayso.intake.html import read_page
from sayso.intake.kinds import kind_of_name
from sayso.intake.limits import MAX_MEMBERS
from sayso.intake.sources import Found, Result, Source, hash_of
from sayso.intake.text import decode_any
from sayso.intake.wrapping import unwrap
from sayso.problems import UnreadableInputError
from sayso.types import DateRule, Problem

_LONGEST_HEADER = 2000  # characters: the library takes quadratic time over longer ones


class _Policy(policy.EmailPolicy):
    """Headers are cut before they are parsed."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The parsed header."""
        return super().header_fetch_parse(name, value[:_LONGEST_HEADER])


def read(source: Source) -> Iterator[Result]:
    """The body of a mail, then what is attached to it. Subject, sender and date are the report's particulars."""
    data = source.load()
    with surviving("mail"):
        mail = cast(EmailMessage, message_from_bytes(data, policy=_Policy()))
        attached = _find_attached(mail)
        saved_from = _header(mail, "Snapshot-Content-Location")
        known, problems = (Particulars(url=saved_from), ()) if saved_from else _read_headers(mail)
        body = _read_body(mail, saved_from)
    if body:
        particulars = replace(body.particulars.over(known), original=hash_of(data))
        if not saved_from:
            particulars = replace(particulars, title=known.title or particulars.title)
        yield Found(body.text, particulars, (*problems, *body.problems))
    elif not attached:
        raise UnreadableInputError("this mail holds no text; save its text, or what is attached to it")
    for name, content in attached:
        yield source.part(name, io.BytesIO(content))


def _read_headers(mail: EmailMessage) -> tuple[Particulars, tuple[Problem, ...]]:
    dated, problems = read_given(_header(mail, "Date"), DateRule.MAIL)
    sender = parseaddr(_header(mail, "From") or "")[0]
    subject = _header(mail, "Subject")
    return replace(dated, title=subject, byline=(sender,) if sender else ()), problems


def _header(mail: EmailMessage, name: str) -> str | None:
    """The header as one line; None where it is missing or cannot be read."""
    try:
        return " ".join(str(mail.get(name) or "").split()) or None
    except Exception:  # the library's header parser raises a dozen kinds of error over malformed headers
        return None


def _read_body(mail: EmailMessage, address: str | None) -> Found | None:
    """The plain text, or the page that the mail is; None where it has neither."""
    plain, page = (_find_body(mail, kind) for kind in ("plain", "html"))
    if plain is not None and not address:
        text, problems = _decode(plain)
        if text.strip():
            return Found(unwrap(text), NOTHING_KNOWN, problems)
    if page is None:
        return None
    return read_page(_content(page), page.get_content_charset(), address)


def _find_body(mail: EmailMessage, kind: str) -> EmailMessage | None:
    part = mail.get_body((kind,))
    return part if isinstance(part, EmailMessage) else None


def _decode(part: EmailMessage) -> tuple[str, tuple[Problem, ...]]:
    """By the charset that the part states; as any text where it is wrong."""
    data = _content(part)
    try:
        return data.decode(part.get_content_charset() or "utf-8").replace("\0", ""), ()
    except (LookupError, ValueError):
        text, problems = decode_any(data)
        return text.replace("\0", ""), problems


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _find_attached(mail: EmailMessage) -> list[tuple[str, bytes]]:
    """Name and bytes of what is attached under the name of a report's format, or as a mail."""
    out = []
    for part in list(mail.iter_attachments())[:MAX_MEMBERS] if mail.is_multipart() else []:
        name = part.get_filename() or ""
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            out.append((name or "forwarded.eml", bytes(inner) if isinstance(inner, EmailMessage) else b""))
        elif kind_of_name(name) and part.get_content_disposition() == "attachment":
            out.append((name, _content(part)))
    return out
