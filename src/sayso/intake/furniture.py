"""What stands around the text of a report: its headline, byline, date, dateline and credit lines.

Newsrooms call it the furniture. It is looked for in the first and last few paragraphs only, and stays in the text.
"""

import re
from collections import deque
from hashlib import blake2b
from itertools import islice, pairwise

from msgspec import Struct

from sayso.lexicon import pattern_of
from sayso.moments.dates import parse_date_time, parse_full_date
from sayso.text import find_paragraphs, read_dateline
from sayso.types import DateRule, Report, Span

_EDGE = 6  # paragraphs from either end
_LONGEST_HEADLINE = 200  # characters
_LONGEST_BYLINE = 120
_LONGEST_CREDIT = 500
_BEFORE = "\ufeff#*_([—–- \t"  # what may stand before the words of such a line
_AFTER = "*_)]—–- \t"

_INITIALS = re.compile(r"\b(?:\w\.){2,}$|\b[A-Z]\.$")
_PARTS = re.compile(r"\s*[|·•]\s*")
_NAMES = re.compile(r",\s*|\s+(?:and|&)\s+|\s*;\s*")


class Particulars(Struct, frozen=True):
    """What is known of a report from elsewhere: from its page, feed, mail or row, or from the user.

    `published` is an ISO date or date-time, with its zone where it was given one. `date_rule` says what gave it. A date
    that the report's own file states goes before a line of the text; one without a rule (the user's) counts where
    there is neither; a guess comes last. `original` is the SHA-256 of the bytes the text was drawn from.
    """

    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    id: str | None = None
    byline: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    lang: str | None = None
    date_rule: DateRule | None = None
    original: str | None = None

    def over(self, known: "Particulars") -> "Particulars":
        """These, with what was known before where they say nothing; an outlet that was given before stays."""
        merged = {name: getattr(self, name) or getattr(known, name) for name in self.__struct_fields__}
        is_mine = self.published and (not known.published or self._rank() <= known._rank())
        dated = self if is_mine else known
        merged |= {"outlet": known.outlet or self.outlet, "published": dated.published, "date_rule": dated.date_rule}
        return Particulars(**merged)

    def _rank(self) -> int:
        """0 for a date that was stated, 1 for the user's, 2 for a guess."""
        return 1 if self.date_rule is None else 2 * self.date_rule.is_guess


NOTHING_KNOWN = Particulars()


def make_report(text: str, particulars: Particulars = NOTHING_KNOWN) -> Report:
    """The report with this text, and what its first and last lines say of it.

    Its outlet is never guessed: an agency in a dateline tells who wrote the copy, not who printed it, and is a credit.
    """
    first = list(islice(find_paragraphs(text), _EDGE))
    last = deque(find_paragraphs(text), maxlen=_EDGE)
    head = [_plain(text, span) for span in first]
    headline = _find_headline(text, first)
    others = [span for span in dict.fromkeys([*first, *last]) if span != headline]
    published, rule = _choose_date(next(filter(None, map(_date_in, head)), None), particulars)
    credit = filter(None, (_credit_in(text, span) for span in others))
    return Report(
        id=particulars.id or make_report_id(text, particulars.outlet, particulars.url),
        title=particulars.title or (headline and headline.of(text).lstrip("\ufeff# ")),
        outlet=particulars.outlet,
        published=published,
        date_rule=rule,
        url=particulars.url,
        byline=particulars.byline or tuple(name for line in head for name in _names_in(line)),
        credit=tuple(dict.fromkeys((*credit, *particulars.credit))),
        lang=particulars.lang or "en",
        original=particulars.original,
        text=text,
    )


def _choose_date(in_text: str | None, known: Particulars) -> tuple[str | None, DateRule | None]:
    """The date and what gave it: stated beside the text, in a line of it, by the user, guessed."""
    is_stated = known.published and known.date_rule and not known.date_rule.is_guess
    if in_text and not is_stated:
        return in_text, DateRule.TEXT
    return known.published, known.date_rule or (DateRule.USER if known.published else None)


def make_report_id(text: str, outlet: str | None, url: str | None) -> str:
    """The same for the same text from the same outlet and address."""
    key = "\0".join((outlet or "", url or "", text)).encode("utf-8", "surrogatepass")
    return "r" + blake2b(key, digest_size=6).hexdigest()


def parse_published(text: str) -> str | None:
    """The ISO date or date-time that the whole string gives, or None."""
    line = text.strip()
    published = parse_date_time(line) or parse_full_date(line)
    return published.isoformat() if published else None


def _plain(text: str, span: Span) -> str:
    """The line without the marks that Markdown and brackets put around it, cut where it is too long to matter."""
    return text[span.start : min(span.end, span.start + _LONGEST_CREDIT)].lstrip(_BEFORE).rstrip(_AFTER)


def _find_headline(text: str, first: list[Span]) -> Span | None:
    """The first line that is no byline or date, if text follows and it looks like a headline."""
    for span, following in pairwise(first):
        line = _plain(text, span)
        if line and not (_names_in(line) or _date_in(line)):
            return span if _is_headline(line) and not _runs_on(text, span, following) else None
    return None


def _is_headline(line: str) -> bool:
    if len(line) > _LONGEST_HEADLINE or read_dateline(line):
        return False
    ending = line.rstrip("\"'”’»*_ ")
    return ending.endswith("...") or not ending.endswith((".", ",", ":", ";")) or bool(_INITIALS.search(ending))


def _runs_on(text: str, line: Span, following: Span) -> bool:
    """Whether the next line goes on in the same sentence: text that was wrapped by hand."""
    between = text[line.end : following.start].replace("\r\n", "\n").replace("\r", "\n")
    return between.count("\n") == 1 and text[following.start].islower()


def _names_in(line: str) -> tuple[str, ...]:
    """The writers that a byline names; empty for any other line."""
    opening = pattern_of("reports", "byline-opening").match(line)
    if not opening or len(line) > _LONGEST_BYLINE or (line.endswith(".") and not _INITIALS.search(line)):
        return ()
    named = _PARTS.split(line[opening.end() :].strip(" :"))[0]
    place = pattern_of("reports", "byline-place")
    parts = [place.split(part, maxsplit=1)[0].strip() for part in _NAMES.split(named)]
    names = tuple(part for part in parts if any(map(str.isupper, part)) and not _is_role(part))
    return names if names and _is_name(parts[0]) else ()


def _is_role(part: str) -> bool:
    return any(match.end() == len(part) for match in pattern_of("reports", "byline-role").finditer(part))


def _is_name(part: str) -> bool:
    """Few words, half of them with a capital: “the Evening Desk”, not “Monday the water had gone”."""
    words = part.split()
    return 0 < len(words) <= 6 and 2 * sum(word[0].isupper() for word in words) >= len(words)


def _date_in(line: str) -> str | None:
    """The date of a line that is nothing but a date, or of a dateline with its year."""
    for part in _PARTS.split(line):
        opening = pattern_of("reports", "date-opening").match(part)
        if published := parse_published(part[opening.end() if opening else 0 :].strip(" :")):
            return published
    dateline = read_dateline(line)
    return parse_published(dateline["where"].partition(",")[2]) if dateline else None


def _credit_in(text: str, span: Span) -> str | None:
    """The line, as it stands, if it says whose work the report is; of a dateline with an agency, the dateline."""
    if span.end - span.start <= _LONGEST_CREDIT:
        opens = pattern_of("reports", "credit-opening").match(_plain(text, span))
        if opens or pattern_of("reports", "credit-phrase").search(text, span.start, span.end):
            return span.of(text)
    dateline = read_dateline(text[span.start : span.start + _LONGEST_BYLINE])
    return dateline.group().rstrip("-–— ") if dateline and dateline["agency"] else None
