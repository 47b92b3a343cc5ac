"""What fuzzing begins with: a small valid input of each kind."""

import gzip
import io
import sys
import tarfile
import zipfile
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from made_documents import make_page, make_pdf, make_record, set_lines

STORY = (Path(__file__).parents[1] / "examples" / "harbour.txt").read_bytes()[:1500]
_LINE = b'{"id": "a", "text": "It rained, he said.", "published": "2031-05-04"}\n{"text": 1}\n'
_ITEM = b"<item><title>T</title><description>%s</description><pubDate>Sun, 04 May 2031 10:00:00 GMT</pubDate></item>"
_ENTRY = b"<entry><title>T</title><content type='html'>&lt;p&gt;%s</content><published>2031-05-04</published></entry>"
_MAIL = b"""Message-ID: <1@e.example>
From: Ada <a@e.example>
Date: Sun, 4 May 2031 10:00:00 +0200
Subject: =?utf-8?q?Ferry?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

It rained=2C he said.
--x
Content-Disposition: attachment; filename=a.txt

It rained.
--x--
"""


def make_seeds(target: str) -> list[bytes]:
    """The first inputs of a target."""
    pages = [set_lines(STORY.decode().splitlines())]
    story = '<script type="application/ld+json">{"@type": "Report", "datePublished": "2031-05-04"}</script>'
    record = make_record("https://e.example/1", make_page())
    seeds = {
        "text": [STORY, STORY[:301].decode("utf-8", "ignore").encode("utf-16"), b"A\r\rb\xe9\x93"],
        "html": [make_page(), make_page(story, "<table><tr><td>x</table><pre>y")],
        "warc": [
            record,
            gzip.compress(record),
        ],
        "pdf": [make_pdf(pages), make_pdf(pages * 2, "/CreationDate (D:20310504100000Z)", squeeze=True)],
        "feed": [
            b"<rss version='2.0'><channel>" + _ITEM % STORY + b"</channel></rss>",
            b"<feed xmlns='http://www.w3.org/2005/Atom'>" + _ENTRY % STORY + b"</feed>",
        ],
        "mail": [_MAIL, _MAIL.replace(b"text/plain", b"text/html")],
        "lines": [_LINE],
        "csv": [b'id,title,text,published\n1,T,"It rained, ""he"" said.",2031-05-04\n', b"text;url\nIt rained.;x\n"],
        "zip": [_make_zip({"a.txt": STORY, "b.jsonl": _LINE, "c.zip": _make_zip({"a.csv": b"text\nx\n"})})],
        "tar": [_make_tar({"a.txt": STORY, "b.eml": _MAIL})],
        "steps": [STORY[:900]],
        "queries": [b'\x01ferry "dock workers" OR NEAR('],
        "desk": [b"\x01reader\x02only"],
    }
    return seeds.get(target, [])


def _make_zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _make_tar(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()
