"""RSS and Atom: each entry with its whole text is a report; one with a teaser only is said to be that."""

import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser
from msgspec.structs import replace

from sayso.intake.dates import read_given
from sayso.intake.faults import surviving
from sayso.intake.html import drop_furniture, flatten
from sayso.intake.sources import Found, Result, Source, hash_of, make_plain
from sayso.lexicon import pattern_of
from sayso.problems import TeaserError, UnreadableInputError
from sayso.types import DateRule

_SHORTEST_SUMMARY = 1000  # characters from which on a feed's only text is taken for the whole report
_SHORTEST_CONTENT = 200  # where the feed calls it the content
_TRAILS_OFF = re.compile(r"(?:\[?(?:…|\.\.\.)\]?|\[\+?\d+ chars\])\s*$")
_LONGEST_POINTER = 80  # characters of a last line that leads on


def read(source: Source) -> Iterator[Result]:
    """The entries of a feed, in its order. Raises UnreadableInputError where it is none, or holds none."""
    data = source.load()
    with surviving("feed"):
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=True, resolve_relative_uris=False)
    if not (feed.get("version") or feed.entries):
        raise UnreadableInputError("XML, but neither RSS nor Atom; give the page or its text")
    if not feed.entries:
        raise UnreadableInputError("the feed holds no entries; fetch it again later")
    for number, entry in enumerate(feed.entries, 1):
        try:
            with surviving("entry"):
                found = _read_entry(entry, feed.feed, f"entry {number}")
            known = replace(found.particulars, original=hash_of(data))
            yield replace(found, particulars=known)
        except UnreadableInputError as error:
            yield error.at(f"entry {number}")


def _read_entry(entry: Any, feed: Any, part: str) -> Found:
    title = " ".join(flatten(entry.get("title", "")).split())
    text, is_whole = _text_of(entry)
    link = entry.get("link")
    if not is_whole:
        page = f"read the page itself: {make_plain(link)}" if link else "find the page, and read that"
        raise TeaserError(f"“{make_plain(title)}” is a teaser, not the whole report; {page}", link)
    dated, problems = read_given(entry.get("published"), DateRule.FEED)
    outlet = (entry.get("source") or {}).get("title") or feed.get("title")
    writers = [person.get("name") for person in entry.get("authors", ())]
    return Found(
        f"{title}\n\n{text}" if title and not text.startswith(title) else text,
        replace(
            dated,
            title=title or None,
            outlet=flatten(outlet or "") or None,
            url=link,
            byline=tuple(name for name in writers if name and name != outlet),
            lang=_language(entry, feed),
        ),
        problems,
        part,
    )


def _text_of(entry: Any) -> tuple[str, bool]:
    """The longest text of an entry, and whether it is the whole report."""
    contents = [flatten(content.get("value", "")) for content in entry.get("content", ())]
    content = max(contents, key=len, default="")
    summary = flatten(entry.get("summary", ""))
    text, shortest = (content, _SHORTEST_CONTENT) if len(content) >= len(summary) else (summary, _SHORTEST_SUMMARY)
    return drop_furniture(text), len(text) >= shortest and not _is_cut_short(text)


def _is_cut_short(text: str) -> bool:
    """Whether the text trails off, or its last line leads to the rest."""
    last = text.rpartition("\n")[2].rstrip(" .»›>→…]")
    leads_on = any(m.end() == len(last) for m in pattern_of("pages", "cut-short").finditer(last[-_LONGEST_POINTER:]))
    return bool(_TRAILS_OFF.search(text[-40:])) or (len(last) <= _LONGEST_POINTER and leads_on)


def _language(entry: Any, feed: Any) -> str | None:
    code = str(entry.get("language") or feed.get("language") or "")[:2].lower()
    return code if re.fullmatch("[a-z]{2}", code) else None
