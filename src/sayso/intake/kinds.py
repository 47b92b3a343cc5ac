"""Which format some bytes have: told by their content first, then by the name's suffix."""

import re
import zlib
from enum import StrEnum


class Kind(StrEnum):
    """A format; the value names the module that reads it, and the function in it."""

    TEXT = "text.read"
    HTML = "html.read"
    FEED = "feeds.read"
    WARC = "warc.read"
    PDF = "pdf.read"
    MAIL = "mail.read"
    LINES = "tables.read_lines"
    CSV = "tables.read_csv"
    PARQUET = "parquet.read"
    ZIP = "archives.read_zip"
    TAR = "archives.read_tar"
    GZIP = "archives.read_gzip"


_SUFFIXES = {
    ".txt": Kind.TEXT, ".text": Kind.TEXT, ".md": Kind.TEXT,
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML,
    ".rss": Kind.FEED, ".atom": Kind.FEED, ".xml": Kind.FEED,
    ".warc": Kind.WARC, ".pdf": Kind.PDF, ".eml": Kind.MAIL, ".mhtml": Kind.MAIL, ".mht": Kind.MAIL,
    ".jsonl": Kind.LINES, ".ndjson": Kind.LINES, ".csv": Kind.CSV, ".tsv": Kind.CSV, ".parquet": Kind.PARQUET,
    ".zip": Kind.ZIP, ".tar": Kind.TAR, ".tgz": Kind.GZIP, ".gz": Kind.GZIP,
}  # fmt: skip
_UNTOLD = {".text", ".htm", ".xhtml", ".mht", ".tsv", ".ndjson", ".tgz", ".gz"}  # other ways to write one of the others
WRITTEN = ", ".join(suffix for suffix in _SUFFIXES if suffix not in _UNTOLD)

_MAGIC = (
    (re.compile(rb"PK(\x03\x04|\x05\x06)"), Kind.ZIP),
    (re.compile(rb"\x1f\x8b\x08"), Kind.GZIP),
    (re.compile(rb"PAR1"), Kind.PARQUET),
    (re.compile(rb"WARC/[01]\.\d"), Kind.WARC),
    (re.compile(rb"(?s:.{257})ustar"), Kind.TAR),
    (re.compile(rb"(?s:.{0,1024}?)%PDF-\d"), Kind.PDF),
)
_MARK = rb"\s*(?:<!--(?:[^-]|-(?!->))*-->\s*|<\?[^>]*>\s*)*"  # comments and instructions before the first element
_MARKUP = (
    (re.compile(_MARK + rb"(?:<!doctype\s+[^>]*>\s*)?<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE), Kind.FEED),
    (re.compile(_MARK + rb"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE), Kind.HTML),
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*\"")
_MAIL_LINE = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[ \t].*|[ \t]+\S.*)\r?\n")
_MAIL_MARK = re.compile(rb"^(?:mime-version|message-id|received):", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEADER = 998  # bytes of a line, by RFC 5322
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def tell_kind(head: bytes, name: str) -> Kind:
    """The format of what begins with these bytes, in a file of this name; plain text where nothing else is likely."""
    for magic, kind in _MAGIC:
        if magic.match(head):
            return Kind.WARC if kind is Kind.GZIP and _inside(head).startswith(b"WARC/") else kind
    text = head[2:].decode(_WIDE[head[:2]], "replace").encode() if head[:2] in _WIDE else head
    text = text.removeprefix(b"\xef\xbb\xbf")
    for markup, kind in _MARKUP:
        if markup.match(text):
            return kind
    by_name = kind_of_name(name)
    if _is_mail(text):
        return Kind.MAIL
    return Kind.LINES if _JSON.match(text) and by_name in {None, Kind.LINES} else by_name or Kind.TEXT


def kind_of_name(name: str) -> Kind | None:
    """The format that a file name stands for, if it is one of a report."""
    dot = name.rfind(".")
    return _SUFFIXES.get(name[dot:].lower()) if dot >= 0 else None


def is_address(name: str) -> bool:
    """Whether the name of an input is an address, not a file's: also one of a kind that is not fetched."""
    return bool(_SCHEME.match(name))


def is_hidden(path: str) -> bool:
    """Whether a path in an archive is one that a system left there, or whose name begins with a dot."""
    return any(part.startswith((".", "__MACOSX")) for part in path.split("/") if part not in {".", ".."})


def is_page_folder(folder: str, files: set[str]) -> bool:
    """Whether a browser made the folder for the pictures and frames of a page that it saved beside it."""
    stem = folder.removesuffix("_files")
    return stem != folder and any(f"{stem}{suffix}" in files for suffix in (".html", ".htm", ".xhtml"))


def _inside(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, 16)
    except zlib.error:
        return b""


def _is_mail(head: bytes) -> bool:
    """Header lines only up to the first empty one, and one of those that only mail has."""
    if head.startswith(b"From "):  # the line that a mailbox puts first
        head = head.partition(b"\n")[2]
    at = 0
    while line := _MAIL_LINE.match(head, at):
        at = line.end()
    is_whole = head.startswith((b"\n", b"\r\n"), at) or len(head) - at < _LONGEST_HEADER
    return at > 0 and is_whole and bool(_MAIL_MARK.search(head, 0, at))
