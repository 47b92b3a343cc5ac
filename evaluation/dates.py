"""How right the times are:  python -m evaluation.dates --data ../shared/data [--errors]

MEANTIME has TIMEX3 values of the first sentences of 120 reports; GUM has <date> in its news. A value is turned into its
first and last day. Both ends must be right; not asked for is an end that a bound opens ("since 1998") or that another
annotated time gives ("from May to June"), nor which part ("late 2006") of the value's days it is. A duration, a set and
a reference without a calendar ("PAST_REF") is right as vague; a duration also as the days it spans. In GUM only what
has a place in the calendar is annotated.
Value F1 is that of the spans found (any overlap) times the share of them that is right, as TempEval-3 has it.
"""

import argparse
import html
import re
import xml.etree.ElementTree as ET
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from sayso.intake import make_report
from sayso.lexicon import pattern_of
from sayso.moments import find_moments, parse_full_date
from sayso.types import Moment, Span

NO_SPACE_BEFORE = re.compile(r"[,.;:)\]%!?]|'s|''|n't|’s|”|'")
NO_SPACE_AFTER = ("(", "$", "``", "[", "“", "US$")
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
ENDS = (("from", "notBefore"), ("to", "notAfter"))
_DAY = timedelta(days=1)


class Told(NamedTuple):
    """A time as annotated: its kind, its value, and the first and last day, None where no calendar has it."""

    span: Span
    kind: str
    value: str
    days: tuple[date, date] | None


class Report(NamedTuple):
    """A text and its annotated times, how far it is annotated (code points) and whether what no calendar holds is."""

    name: str
    text: str
    published: str
    told: list[Told]
    after: int
    has_vague: bool


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--errors", action="store_true")
    given = ask.parse_args()
    for title, reports in (("MEANTIME", load_meantime(given.data)), ("GUM news", load_gum(given.data))):
        counts: Counter[str] = Counter()
        kinds: Counter[tuple[str, str]] = Counter()
        for report in reports:
            for line, kind in compare(report, counts, kinds):
                if given.errors:
                    print(f"{kind:9s} {line}")
        print(f"{title}: " + ", ".join(f"{k} {kinds[k, 'right']}/{kinds[k, 'gold']}" for k in ("date", "ref", "span")))
        print_scores(counts)


def print_scores(counts: Counter[str]) -> None:
    """Precision, recall and F1 of the spans, the share of right values among them, and the two as one."""
    precision, recall = counts["met"] / max(1, counts["ours"]), counts["found"] / max(1, counts["gold"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    value = counts["right"] / max(1, counts["found"])
    print(f"  spans P {precision:.1%} R {recall:.1%} F1 {f1:.1%}   values {value:.1%}   value F1 {f1 * value:.1%}")


def compare(report: Report, counts: Counter[str], kinds: Counter[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Count a report's times; each that is missed, superfluous or wrong as a line and which of these it is."""
    found = find_moments(report.text, report.published)
    moments = [m for m in found if m.span.end <= report.after and (report.has_vague or not m.vague)]
    counts["ours"] += len(moments)
    for moment in moments:
        is_met = any(moment.span.meets(told.span) for told in report.told)
        counts["met"] += is_met
        if not is_met:
            yield _line(report, moment.span, f"{moment.earliest}..{moment.latest}"), "too much"
    for told in report.told:
        mine = next((m for m in moments if m.span.meets(told.span)), None)
        is_right = mine is not None and _is_right(report, told, mine)
        counts.update(gold=1, found=mine is not None, right=is_right)
        kinds.update({(told.kind, "gold"): 1, (told.kind, "right"): is_right})
        if not mine:
            yield _line(report, told.span, told.value), "missed"
        elif not is_right:
            yield (
                _line(report, told.span, f"{told.value} not {mine.span.of(report.text)!r} "
                      f"{mine.earliest}..{mine.latest} ({report.published})"),
                "value",
            )  # fmt: skip


def _line(report: Report, span: Span, value: str) -> str:
    text = report.text
    around = (text[max(0, span.start - 50) : span.start], span.of(text), text[span.end : span.end + 30])
    return "{}[[{}]]{}  = {}".format(*(part.replace("\n", " | ") for part in around), value)


def _is_right(report: Report, told: Told, mine: Moment) -> bool:
    if told.days is None:
        return mine.vague or told.kind == "span"
    first, last = (None if end is None else date.fromisoformat(end[:10]) for end in (mine.earliest, mine.latest))
    if first is None and last is None:
        return False
    if first is None or last is None:  # a bound: the other end is the value's, or the day beside it
        parts = _is_part(report, mine) and told.days[0] <= (first or last or told.days[0]) <= told.days[1]
        return first in (told.days[0], told.days[1] + _DAY) or last in (told.days[1], told.days[0] - _DAY) or parts
    if sum(mine.span.meets(other.span) for other in report.told) > 1 and mine.span != told.span:
        return first == told.days[0] or last == told.days[1]
    is_part = _is_part(report, mine) and told.days[0] <= first <= last <= told.days[1]
    return (first, last) == told.days or is_part


def _is_part(report: Report, mine: Moment) -> bool:
    words = mine.span.of(report.text)
    return any(pattern_of("dates", f"part {part}").search(words) for part in ("early", "mid", "late"))


# ---------------------------------------------------------------- values


def days_of(value: str) -> tuple[date, date] | None:
    """The first and last day of a TIMEX3 value ("2008-W42-WE", "2006-Q4", "198"); None for one of no calendar."""
    value = re.sub(r"T.*", "", value).removesuffix("-XX")
    if re.fullmatch(r"\d{2,4}", value):
        return date(int(value.ljust(4, "0")), 1, 1), date(int(value.ljust(4, "9")), 12, 31)
    match = re.fullmatch(r"(\d{4})-(W|Q|H|SP|SU|FA|WI)?(\d\d?)?(?:-(\d\d|WE))?", value)
    if not match:
        return None
    year, kind, number, rest = int(match[1]), match[2], int(match[3] or 0), match[4]
    if kind == "W":
        monday = date.fromisocalendar(year, number, 1)
        return (monday + 5 * _DAY if rest else monday), monday + 6 * _DAY
    if rest and not kind:
        return date(year, number, int(rest)), date(year, number, int(rest))
    months = {"Q": 3, "H": 6, None: 1}.get(kind, 3)
    return _months(year, SEASONS[kind] if kind in SEASONS else months * (number - 1) + 1, months)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last = year * 12 + month - 1 + count - 1
    return date(year, month, 1), date(last // 12, last % 12 + 1, monthrange(last // 12, last % 12 + 1)[1])


# ---------------------------------------------------------------- corpora


class Words:
    """A text put together from words, and where each of them stands."""

    def __init__(self) -> None:
        self.text, self.spans, self._before = "", list[Span](), ""

    def add(self, word: str, is_new_line: bool) -> None:
        """Write a word behind the others, with the space that print has between them."""
        is_joined = NO_SPACE_BEFORE.fullmatch(word) or self._before in NO_SPACE_AFTER
        self.text += ("\n" if is_new_line else "" if is_joined else " ") if self.text else ""
        self.spans.append(Span(len(self.text), len(self.text) + len(word)))
        self.text, self._before = self.text + word, word

    def span(self, first: int, last: int) -> Span:
        """From one word to another, both included."""
        return Span(self.spans[first].start, self.spans[last].end)


def load_meantime(data: Path) -> Iterator[Report]:
    """MEANTIME's reports without their date lines, which are taken as publication dates."""
    for path in sorted(data.glob("meantime/intra-doc_annotation/*/*.xml")):
        root = ET.parse(path).getroot()
        words, places, last, dateline = Words(), dict[str, int](), 0, ""
        sentences: list[int] = []
        for token in root.iter("token"):
            sentence = int(token.get("sentence", "0"))
            if sentence == 1:
                dateline += f" {token.text}"
                continue
            places[token.get("t_id", "")] = len(sentences)
            words.add(token.text or "", sentence == 2 and sentences[-1] == 0)
            sentences.append(sentence)
        told = []
        for mark in root.find("Markables") or ():
            at = [places[t] for a in mark.findall("token_anchor") if (t := a.get("t_id", "")) in places]
            last = max([last, *(sentences[a] for a in at)])
            if mark.tag == "TIMEX3" and at and mark.get("functionInDocument") != "CREATION_TIME":
                told.append(_told(words.span(min(at), max(at)), mark.get("type", ""), mark.get("value", "")))
        after = next((span.start for span, s in zip(words.spans, sentences, strict=True) if s > last), len(words.text))
        published = parse_full_date(dateline.replace(" ,", ","))
        yield Report(path.stem, words.text, str(published or ""), told, after, True)


def _told(span: Span, kind: str, value: str) -> Told:
    days = days_of(value)
    return Told(
        span,
        "span" if kind in ("DURATION", "SET") or re.match("P[^AR]", value) else "date" if days else "ref",
        value,
        days,
    )


def load_gum(data: Path) -> Iterator[Report]:
    """GUM's news, read off its lines: a tag or a word each."""
    for path in sorted(data.glob("gum/xml/GUM_news_*.xml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        published = re.search(r'dateCreated="([^"]+)"', lines[0])
        words, told, is_new_line = Words(), list[Told](), False
        opened: list[tuple[int, str]] = []
        for line in lines:
            if line.startswith("<date"):
                opened.append((len(words.spans), line))
            elif line == "</date>":
                first, tag = opened.pop()
                told.append(_tagged(words.span(first, len(words.spans) - 1), tag))
            elif line.startswith("<"):
                is_new_line = is_new_line or line.startswith(("<p", "<head", "<item", "<caption"))
            elif line:
                words.add(html.unescape(line.split("\t")[0]), is_new_line)
                is_new_line = False
        own = make_report(words.text).published or (published[1] if published else "")
        yield Report(path.stem, words.text, own, told, len(words.text), False)


def _tagged(span: Span, tag: str) -> Told:
    """The time of a <date>, by its `when` or its two ends."""
    told = dict(re.findall(r'(\w+)="([^"]+)"', tag))
    first, last = (days_of(told.get("when") or told.get(a) or told.get(b) or "") for a, b in ENDS)
    days = (first[0], last[1]) if first and last else first or last
    return Told(span, "date" if days else "ref", tag, days)


if __name__ == "__main__":
    main()
