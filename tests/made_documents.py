"""PDFs, web archives and pages, made by hand for the tests; all that they report is invented."""

import gzip
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from sayso.intake import Filed, Particulars, read_inputs
from sayso.intake.furniture import NOTHING_KNOWN

Placed = tuple[float, float, float, str]  # points from the left and from the bottom, size, words


def make_pdf(pages: Sequence[Iterable[Placed]], info: str = "", squeeze: bool = False) -> bytes:
    """A PDF of A4 pages in Helvetica, the words in the order in which they are given."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        drawn = b"".join(_draw(*placed) for placed in page)
        packed = zlib.compress(drawn) if squeeze else drawn
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        how = "/Filter /FlateDecode " if squeeze else ""
        objects.append(f"<< {how}/Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream")
    objects.append(f"<< {info} >>".encode())
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    last = len(objects)
    out += f"trailer\n<< /Size {last + 1} /Root 1 0 R /Info {last} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _draw(x: float, y: float, size: float, words: str) -> bytes:
    written = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return f"BT /F1 {size} Tf {x} {y} Td (".encode() + written + b") Tj ET\n"


def set_lines(lines: Iterable[str], x: float = 60, y: float = 760, size: float = 11, lead: float = 14) -> list[Placed]:
    """Lines under one another."""
    return [(x, y - lead * n, size, line) for n, line in enumerate(lines)]


def make_record(
    address: str, body: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, headers: str = ""
) -> bytes:
    """A WARC record with a server's answer."""
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    return make_block(address, head.encode() + body, "application/http; msgtype=response", "response")


def make_block(address: str, block: bytes, kind: str, record_type: str) -> bytes:
    """Any WARC record."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {record_type}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2031-05-06T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{zlib.crc32(address.encode()):08x}>\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def squeeze(records: Iterable[bytes]) -> bytes:
    """The records, each compressed for itself, as web archives are."""
    return b"".join(map(gzip.compress, records))


HEADLINE = "Port Ennis harbour to close in June"


def make_page(head: str = "", body: str = "", title: str = HEADLINE, lead: str = "") -> bytes:
    """A page with menus, a banner, a report and teasers; `lead` stands before its first paragraph."""
    return f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{title} – Ennis Echo</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to make this site better.</p><button>Accept all</button></div>
<main><article><h1>{title}</h1>{lead}
<p>The harbour of Port Ennis will close in June, the port authority said on Sunday, after a survey found cracks in the
quay wall that could not be repaired.</p>
<p>Read also: <a href="/boats">Ten boats to see this summer</a></p>
<p>“We have no choice,” said Ada Törn, the mayor. A spokesman for the ministry declined to comment on the plan.</p>
{body}
<p>The dockers’ union denied that it had been told, and two officials said that the ferry line would be sold.</p>
</article></main>
<aside><h2>Most read</h2><ul><li><a href="/1">Goat found on church roof</a></li></ul></aside>
<footer>Copyright 2017 Ennis Echo</footer></body></html>""".encode()


def file_all(folder: Path, name: str, data: bytes, known: Particulars = NOTHING_KNOWN) -> list[Filed | str]:
    """What comes of a file with these bytes: reports, and faults as their lines without the folder."""
    (folder / name).write_bytes(data)
    out: list[Filed | str] = []
    for filed in read_inputs([str(folder / name)], known):
        out.append(filed if isinstance(filed, Filed) else str(filed).removeprefix(f"{folder}/"))
    for line in out:
        assert isinstance(line, Filed) or ("\n" not in line and "; " in line), line
    return out


def file_one(folder: Path, name: str, data: bytes, known: Particulars = NOTHING_KNOWN) -> Filed:
    """The one report that a file with these bytes holds."""
    (filed,) = file_all(folder, name, data, known)
    assert isinstance(filed, Filed), filed
    return filed
