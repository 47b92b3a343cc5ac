"""From a page to the text of the report on it: without menus, teasers and banners.

The text is trafilatura's, a paragraph a line; offsets count its code points, and it is kept in the report. The
headline stands first where the page has one, since it says things too.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from msgspec.structs import replace
from trafilatura import bare_extraction, html2txt
from trafilatura.metadata import extract_metadata

from sayso.intake.faults import surviving
from sayso.intake.furniture import Particulars
from sayso.intake.imprint import read_imprint
from sayso.intake.limits import MAX_PAGE
from sayso.intake.sources import Found, Source, hash_of
from sayso.intake.text import decode_any
from sayso.lexicon import pattern_of
from sayso.problems import UnreadableInputError
from sayso.types import DateRule, Problem

_CHARSET = re.compile(
    rb"<(?:meta\b[^>]{0,200}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
# As browsers cut a tag: possessive throughout, so that the time is linear.
_ATTRIBUTE = re.compile(r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"']*+))?+")
_TAG = re.compile(rf"<[A-Za-z][^\s/>]*+(?:{_ATTRIBUTE.pattern})*+")
MAX_ELEMENTS = 100_000  # extraction takes some 70 microseconds for each
MAX_ATTRIBUTES = 200  # of one element: the parser compares each with all before it
_CROWDED = 4 * MAX_ATTRIBUTES  # characters of the shortest tag with so many
_WHERE_CHARSET = 4096  # bytes from the beginning
_LONGEST_TEASER = 200  # characters
_LONGEST_CREDIT = 300
_LONGEST_LINE = 6000  # characters, white space included, beyond which nothing is a headline or a credit
_LEADS_ON = {"", ":", "|", "–", "—", "»", "›", ">"}
_ENDS_SENTENCE = re.compile(r"[.!?][\"'”’»)]*$")
_BLOCKS = {
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "br", "tr", "section", "article", "ul", "ol",
    "table", "figure", "pre", "hr", "dd", "dt",
}  # fmt: skip
_UNSEEN = ("script", "style", "template", "noscript", "svg", "iframe")


def read(source: Source) -> Iterator[Found]:
    """The report on a page. Raises UnreadableInputError where there is none."""
    data = source.load(MAX_PAGE)
    with surviving("page"):
        found = read_page(data, source.charset, source.known.url)
    yield found


def read_page(data: bytes, charset: str | None = None, address: str | None = None) -> Found:
    """The report on a page; `charset` is what its server said, `address` where it was found."""
    written, problems = _decode(data, charset)
    tree = _parse(written)
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise UnreadableInputError(f"this page has more than {MAX_ELEMENTS:,} elements; save its text instead")
    particulars = read_imprint(tree, address)
    headline = _find_headline(tree, particulars.title)
    credit = _find_credits(tree)
    if not particulars.published or not particulars.byline:
        particulars = _guess(tree, particulars)
    text = drop_furniture(_extract(written))
    if not text.strip():
        raise UnreadableInputError("this page holds no report that could be found; save its text instead")
    if headline and headline.casefold() not in text[: 3 * len(headline) + 200].casefold():
        text = f"{headline}\n\n{text}"
    return Found(
        text,
        replace(
            particulars,
            title=headline or particulars.title,
            credit=(*(line for line in credit if line not in text), *particulars.credit),
            original=hash_of(data),
        ),
        problems,
    )


def flatten(markup: str) -> str:
    """The text of a piece of HTML, a block a line."""
    if not markup.strip():
        return ""
    if "<" not in markup and "&" not in markup:
        return _tidy(markup)
    tree = _parse(markup)
    etree.strip_elements(tree, *_UNSEEN, etree.Comment, with_tail=False)
    pieces: list[str] = []
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        is_block = isinstance(node.tag, str) and node.tag in _BLOCKS
        if is_block:
            pieces.append("\n")
        words = node.text if event == "start" else node.tail
        pieces.append(" ".join(re.split(r"\s+", words)) if words else "")
    return _tidy("".join(pieces))


def _decode(data: bytes, charset: str | None) -> tuple[str, tuple[Problem, ...]]:
    """By the server's word, the page's own, or as any text; NUL characters are dropped, no tree holds them."""
    stated = _CHARSET.search(data[:_WHERE_CHARSET])
    for name in (charset, stated and stated[1].decode("ascii", "replace")):
        try:
            if name and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
                return data.decode(_as_browsers_read(name)).replace("\0", ""), ()
        except (LookupError, ValueError):
            continue
    text, problems = decode_any(data)
    return text.replace("\0", ""), problems


def _as_browsers_read(name: str) -> str:
    """Pages that say Latin-1 or ASCII are written in Windows-1252; BOMs are no text."""
    plain = name.lower().replace("_", "-")
    if plain in {"iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"}:
        return "cp1252"
    return "utf-8-sig" if plain in {"utf-8", "utf8"} else name


def _parse(text: str) -> Any:
    if any(_is_crowded(tag) for tag in _TAG.finditer(text)):
        raise UnreadableInputError(f"an element with more than {MAX_ATTRIBUTES} attributes; save its text instead")
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=False)
    data = text.encode("utf-8", "replace")
    try:
        return lxml_html.document_fromstring(data, parser=parser)
    except etree.ParserError as error:
        raise UnreadableInputError("this page is empty; save it anew, or save its text") from error


def _is_crowded(tag: re.Match[str]) -> bool:
    return tag.end() - tag.start() > _CROWDED and sum(1 for _ in _ATTRIBUTE.finditer(tag.group())) > MAX_ATTRIBUTES


def _extract(written: str) -> str:
    """The text of the report on the page; all of the page's where it is too short for a report to be told from it."""
    document = bare_extraction(_parse(written), fast=True, include_comments=False, with_metadata=False)
    text = getattr(document, "text", None) or html2txt(_parse(written))
    return text if isinstance(text, str) else ""


def _find_headline(tree: Any, title: str | None) -> str | None:
    """The heading of the page, if there is one and the title, where there is one, says the same."""
    headings = [_line_of(node) for node in tree.iterfind(".//h1")]
    known = (title or "").casefold()
    same = [h for h in headings if h and (h.casefold() in known or known in h.casefold())]
    only = headings if len(headings) == 1 else []
    return next(filter(None, (*same, *only)), None)


def _find_credits(tree: Any) -> tuple[str, ...]:
    """The short paragraphs that say whose work the report is, since extraction may drop them as small print."""
    found = []
    for node in tree.iter("p", "div", "span", "em", "small", "footer"):
        if len(node) > 3:
            continue
        line = _line_of(node) if (node.text or len(node)) else ""
        if len(line) <= _LONGEST_CREDIT and pattern_of("reports", "credit-phrase").search(line):
            found.append(line)
    return tuple(dict.fromkeys(found))


def _line_of(node: Any) -> str:
    """The words of an element on one line; none where they are too many, lest a text be copied for each level."""
    pieces, length = [], 0
    for piece in node.itertext():
        pieces.append(piece)
        length += len(piece)
        if length > _LONGEST_LINE:
            return ""
    return " ".join("".join(pieces).split())


def _guess(tree: Any, particulars: Particulars) -> Particulars:
    """What is missing, as trafilatura guesses it: such a date is called guessed.

    Its thorough search is left out: that takes “Copyright 2017” for a date.
    """
    guessed = extract_metadata(tree, extensive=False)
    authors = tuple(filter(None, (name.strip() for name in (guessed.author or "").split(";"))))
    if particulars.published or not guessed.date:
        return replace(particulars, byline=particulars.byline or authors)
    return replace(
        particulars, byline=particulars.byline or authors, published=guessed.date, date_rule=DateRule.GUESSED
    )


def drop_furniture(text: str) -> str:
    """The text without the lines that belong to the site, not to the report."""
    return "\n".join(line for line in text.split("\n") if not _is_furniture(line.strip(" -–•*>|")))


def _is_furniture(line: str) -> bool:
    """Whether a line belongs to the site: a button, a banner, or a teaser that is no sentence."""
    if pattern_of("pages", "button").fullmatch(line):
        return True
    if pattern_of("pages", "banner-opening").match(line):
        return True
    teaser = pattern_of("pages", "teaser-opening").match(line)
    if not teaser or len(line) > _LONGEST_TEASER:
        return False
    rest = line[teaser.end() :].lstrip()
    return rest[:1] in _LEADS_ON or not _ENDS_SENTENCE.search(rest)


def _tidy(text: str) -> str:
    """Lines without white space at their edges; no empty ones."""
    return "\n".join(filter(None, (line.strip() for line in text.splitlines())))
