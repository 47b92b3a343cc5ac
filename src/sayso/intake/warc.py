"""Web archives (WARC, also .gz): each page that a server answered with is a source. Needs fastwarc: the extra `warc`.

The library ends at the first damaged record. Reading then starts again at the next place that looks like the
beginning of one, so that only the damaged record is lost.
"""

import io
from collections.abc import Generator, Iterator
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from sayso.intake.furniture import Particulars
from sayso.intake.limits import MAX_REPORT, MIB
from sayso.intake.sources import Result, Source, make_plain
from sayso.problems import UnreadableInputError

_WANTED = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "message/rfc822": ".eml",
    "application/rss+xml": ".rss", "application/atom+xml": ".atom", "text/xml": ".xml", "application/xml": ".xml",
}  # fmt: skip
_PACKED = {"content-encoding", "transfer-encoding"}  # the length that is stated is not that of the page
_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"WARC/1."
_SWALLOWED = b"\r\n\r\nWARC/1."  # another record inside one: the length that this one states is wrong
_CHUNK = 1 << 20
_PIECE = 1 << 14


def read(source: Source) -> Iterator[Result]:
    """The pages, PDFs, feeds and texts of the records, in their order, and a line for each damaged place."""
    with source.seekable() as stream:
        mark = _GZIP if stream.read(len(_GZIP)) == _GZIP else _PLAIN
        at: int | None = 0
        while at is not None:
            at = yield from _read_from(source, stream, at, mark)


def _read_from(source: Source, stream: BinaryIO, start: int, mark: bytes) -> Generator[Result, None, int | None]:
    """Read the records from an offset on; give back where to start again after damage, None at the end."""
    stream.seek(start)
    last = start
    is_first = True
    try:
        for record in ArchiveIterator(stream, _WANTED, auto_decode="all"):
            last, is_first = start + record.stream_pos, False
            data = _load(record)
            if (part := _read_record(record, data, source)) is not None:
                yield part
    except UnreadableInputError as error:
        yield UnreadableInputError(f"record at byte {last}: {error}")
    except Exception:  # the library raises what its decoders do
        if start == 0 or not is_first:
            yield UnreadableInputError(f"damaged after byte {last}; a record is lost, the rest is read")
    else:
        return None
    return _find_mark(stream, mark, last + 1)


def _load(record: WarcRecord) -> bytes:
    """The payload, unpacked, of a page that was there and has a format that reports have; else nothing."""
    if _suffix_of(record) is None or (record.is_http and record.http_headers.status_code != 200):
        return b""
    is_packed = record.is_http and bool(_PACKED & {name.lower() for name, _ in record.http_headers})
    stated = 0 if is_packed else record.content_length
    data = _read_payload(record)
    if len(data) > MAX_REPORT:
        raise UnreadableInputError(f"larger than {MAX_REPORT // MIB} MiB, too much for one report; left out")
    if len(data) < stated:
        raise UnreadableInputError("cut short; fetch the archive again")
    return data


def _read_payload(record: WarcRecord) -> bytes:
    """As much as one report may have. Raises EOFError where it swallows the next record, before more of it is read."""
    data = bytearray()
    while len(data) <= MAX_REPORT and (
        piece := record.reader.read(min(_PIECE + len(data), MAX_REPORT + 1 - len(data)))
    ):
        before = max(0, len(data) - len(_SWALLOWED))
        data += piece
        if data.find(_SWALLOWED, before) >= 0:
            raise EOFError("the record states a wrong length")
    return bytes(data)


def _suffix_of(record: WarcRecord) -> str | None:
    """The suffix for the format that the record states; plain text counts where it was made from a page."""
    kind = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    kind = (kind or "").partition(";")[0].strip().lower()
    if kind == "text/plain" and not record.is_http:
        return ".txt"
    return _SUFFIXES.get(kind)


def _read_record(record: WarcRecord, data: bytes, source: Source) -> Source | None:
    if not data.strip():
        return None
    address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    known = Particulars(url=make_plain(address) or None).over(source.known)
    label = address or f"record {record.record_id}"
    return source.part(label, io.BytesIO(data), f"page{_suffix_of(record)}", known, record.http_charset)


def _find_mark(stream: BinaryIO, mark: bytes, start: int) -> int | None:
    """The offset of the next beginning of a record, from `start` on."""
    stream.seek(start)
    at, tail = start, b""
    while chunk := stream.read(_CHUNK):
        window = tail + chunk
        found = window.find(mark)
        if found >= 0:
            return at - len(tail) + found
        at += len(chunk)
        tail = window[-len(mark) + 1 :]
    return None
