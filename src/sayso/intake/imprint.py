"""What a page says of itself: headline, outlet, writers, date, address; in JSON-LD, OpenGraph, <meta> and <time>."""

import json
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from sayso.intake.dates import find_in_address, parse_stated
from sayso.intake.furniture import Particulars
from sayso.lexicon import words_of
from sayso.types import DateRule

Node = dict[str, Any]

_ARTICLE = re.compile(r"(?:.*Article|.*BlogPosting|Report)$")  # of schema.org's types, those that are reports
_OPENING = re.compile(r"<!--|(?://\s*)?<!\[CDATA\[")  # what once hid a script from old browsers, and what ends it
_LONGEST = 300  # characters of a title or name
_MAX_NODES = 10_000
_MAX_TIMES = 1000  # elements in which the date is looked for
_REPORT_PARTS, _OTHER_PARTS = {"article", "main", "header"}, {"aside", "nav", "footer"}


def read_imprint(tree: Any, address: str | None = None) -> Particulars:
    """The particulars of a parsed page; `address` is where it was found, against which others are resolved."""
    meta = _read_meta(tree)
    url = _find_address(tree, meta, address)
    story = _find_story(tree, url)
    published, rule = next(_find_dates(tree, meta, story, url), (None, None))
    outlet = _name(story.get("publisher")) or _first(meta, "meta-outlet")
    return Particulars(
        title=_line(story.get("headline")) or _line(meta.get("og:title")) or _line(tree.findtext(".//title")),
        outlet=outlet,
        url=url,
        byline=_find_writers(story, meta, outlet),
        credit=tuple(filter(None, (_line(story.get("creditText")), _name(story.get("sourceOrganization"))))),
        published=published,
        date_rule=rule,
        lang=_find_language(tree),
    )


def _read_meta(tree: Any) -> dict[str, str]:
    """The values of <meta> and itemprop, by their names in lower case; the first of each name."""
    out: dict[str, str] = {}
    for node in tree.iterfind(".//meta[@content]"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        out.setdefault(name.strip().lower(), node.get("content"))
    return out


def _first(meta: dict[str, str], label: str) -> str | None:
    return next(filter(None, (_line(meta.get(name)) for name in words_of("pages", label))), None)


def _find_address(tree: Any, meta: dict[str, str], address: str | None) -> str | None:
    """The canonical address of the page; where it has none, the one where it was found."""
    canonical = next((n.get("href") for n in tree.iterfind(".//link[@rel='canonical']")), None) or meta.get("og:url")
    for given in filter(None, (canonical, address)):
        try:
            url: str = urljoin(address or "", given.strip())
            if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname:
                return url
        except ValueError:
            continue
    return None


def _find_story(tree: Any, url: str | None) -> Node:
    """The JSON-LD object of the report: the one with the page's own address before others; {} where there is none."""
    stories = [
        node
        for script in tree.iterfind(".//script[@type]")
        if script.get("type").strip().lower() == "application/ld+json"
        for node in _walk(_load(script.text_content()))
        if any(map(_ARTICLE.match, map(str, _listed(node.get("@type")))))
    ]
    own = (node for node in stories if url and url in {_address_of(node), _address_of(node.get("mainEntityOfPage"))})
    return next(own, stories[0] if stories else {})


def _load(script: str) -> Any:
    try:
        return json.loads(_unwrap(script), strict=False)
    except (ValueError, RecursionError):
        return None


def _unwrap(script: str) -> str:
    bare = script.strip()
    opening = _OPENING.match(bare)
    if opening:
        bare = bare[opening.end() :]
    return (
        bare.rstrip("; \t\r\n").removesuffix("-->").removesuffix("]]>").rstrip().removesuffix("//").rstrip("; \t\r\n")
    )


def _walk(value: Any) -> Iterator[Node]:
    """The objects in a JSON value, from the outside in, without recursion."""
    waiting, seen = deque([value]), 0
    while waiting and seen < _MAX_NODES:
        node = waiting.popleft()
        seen += 1
        if isinstance(node, dict):
            yield node
        if isinstance(node, dict | list):
            waiting.extend(node.values() if isinstance(node, dict) else node)


def _address_of(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id")
    return value if isinstance(value, str) else None


def _find_dates(tree: Any, meta: dict[str, str], story: Node, url: str | None) -> Iterator[tuple[str, DateRule]]:
    """Each date that says when the page came out, the surest first."""
    for rule, value in (
        (DateRule.JSON_LD, story.get("datePublished")),
        (DateRule.OPENGRAPH, meta.get("article:published_time") or meta.get("og:published_time")),
        *((DateRule.META, meta.get(name)) for name in words_of("pages", "meta-published")),
        *((DateRule.META, value) for value in tree.xpath("//*[@itemprop='datePublished']/@content")),
        *((DateRule.TIME, value) for value in islice(_find_times(tree), 3)),
        (DateRule.ADDRESS, find_in_address(url)),
    ):
        if published := parse_stated(value):
            yield published, rule


def _find_times(tree: Any) -> Iterator[str]:
    """The times of <time> that say that they are the page's, or stand in the report and beside no other."""
    for node in islice(tree.iter("time"), _MAX_TIMES):
        around = {parent.tag for parent in node.iterancestors()}
        is_own = node.get("itemprop") == "datePublished" or node.get("pubdate") is not None
        if node.get("datetime") is not None and (is_own or (around & _REPORT_PARTS and not around & _OTHER_PARTS)):
            yield node.get("datetime")


def _find_writers(story: Node, meta: dict[str, str], outlet: str | None) -> tuple[str, ...]:
    """Who wrote the page; the outlet itself is no writer."""
    names = [_name(author) for author in _listed(story.get("author"))] or [_first(meta, "meta-author")]
    return tuple(dict.fromkeys(name for name in names if name and name != outlet and "://" not in name))


def _name(value: Any) -> str | None:
    """The name of a schema.org person or organization, of the first in a list, or the name itself."""
    value = next(iter(_listed(value)), None)
    return _line(value.get("name")) if isinstance(value, dict) else _line(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _line(value: Any) -> str | None:
    """The value as one line, if it is a string with something in it."""
    return " ".join(value.split())[:_LONGEST] or None if isinstance(value, str) else None


def _find_language(tree: Any) -> str | None:
    """The ISO 639-1 code of <html lang>."""
    code = (tree.get("lang") or "").partition("-")[0].lower()
    return code if re.fullmatch("[a-z]{2}", code) else None
