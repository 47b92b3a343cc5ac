"""Offsets, paragraphs and quotation marks.

Every offset in sayso counts Unicode code points from the start of the report's text; an end is excluded.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nupunkt import sent_spans

from sayso.types import Span, Spans

_MARK = re.compile("''|``|[\"“”„‟«»‘’]")
_DATELINE = re.compile(r"(?P<where>\w[^()\r\n]{1,60}?)(?:\s\((?P<agency>[^()\r\n]{2,30})\))?\s?(?:[-–—]\s|[–—])")
_TURN = re.compile(
    r"(?P<speaker>[^\W\d_][\w.’'&-]*(?: [\w.’'&-]+){0,4}(?: \([^()\r\n]{1,40}\))?):[ \xa0]+"
    r"(?:\([^()\r\n]{1,40}\) )?(?=\S)"
)
_OPENERS = "\"“„«‘'([#@$€£—–-*•"
_CLOSERS = {
    '"': ('"',), "“": ("”",), "„": ("”", "“", "‟"), "‟": ("”",), "«": ("»",), "‘": ("’",), "``": ("''",)
}  # fmt: skip


class Quotation(NamedTuple):
    """A stretch between quotation marks, the marks included.

    `is_closed` is false where the closing mark is missing: the stretch then ends with its paragraph.
    """

    span: Span
    is_closed: bool


def find_paragraphs(text: str) -> Iterator[Span]:
    """Yield the lines that hold more than white space, trimmed. Works for LF, CR LF and CR line ends."""
    for line in re.finditer(r"[^\r\n]+", text):
        start, end = trim(text, line.start(), line.end())
        if start < end:
            yield Span(start, end)


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def words_at(text: str, spans: Spans) -> str:
    """The words of the spans on one line."""
    return " … ".join(" ".join(span.of(text).split()) for span in spans)


def read_dateline(line: str) -> re.Match[str] | None:
    """“PORT ENNIS, May 4 (XPA) -”: two of a place in capitals, a day and an agency, before a dash."""
    dateline = _DATELINE.match(line)
    if not dateline:
        return None
    place, _, day = dateline["where"].partition(",")
    marks = (place.split()[0].isupper(), any(map(str.isdigit, day)), bool(dateline["agency"]))
    return dateline if sum(marks) >= 2 else None


class Turn(NamedTuple):
    """A line of a transcript: the name of the speaker, and what is said."""

    speaker: Span
    said: Span


def find_turns(text: str) -> list[Turn]:
    """The lines of a transcript or interview ("Q: …", "MINISTER: …"), in order.

    None where fewer than two names open two lines each: a colon alone is a headline's or a list's.
    """
    turns = []
    for paragraph in find_paragraphs(text):
        if match := _TURN.match(text, *paragraph):
            turns.append(Turn(Span(*match.span("speaker")), Span(match.end(), paragraph.end)))
    times = Counter(_speaker_of(text, turn) for turn in turns)
    mine = [turn for turn in turns if times[_speaker_of(text, turn)] > 1]
    return mine if len({_speaker_of(text, turn) for turn in mine}) > 1 else []


def _speaker_of(text: str, turn: Turn) -> str:
    return turn.speaker.of(text).partition(" (")[0]


def find_sentences(text: str) -> list[Span]:
    """The sentences, in order, trimmed. None goes over the end of its line."""
    return [sentence for paragraph in find_paragraphs(text) for sentence in _sentences_of(text, paragraph)]


def _sentences_of(text: str, paragraph: Span) -> list[Span]:
    out: list[Span] = []
    for start, end in sent_spans(paragraph.of(text)):
        sentence = trim(text, paragraph.start + start, paragraph.start + end)
        if sentence.start == sentence.end:
            continue
        # What starts in lower case, or with a closing mark, belongs to the sentence before.
        if out and not _may_begin_sentence(sentence.of(text)):
            sentence = Span(out.pop().start, sentence.end)
        out.append(sentence)
    return out


def _may_begin_sentence(words: str) -> bool:
    return words[0].isupper() or words[0].isdigit() or (words[0] in _OPENERS and len(words) > 1)


def find_meeting(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Of ordered spans that do not meet one another, those that share a code point with [start, end)."""
    first = bisect_right(spans, start, key=lambda span: span.end)
    return spans[first : bisect_left(spans, end, lo=first, key=lambda span: span.start)]


def find_quotations(text: str) -> list[Quotation]:
    """The outermost quotations, in order, each within one paragraph.

    Marks are paired paragraph by paragraph, so one that is missing or doubled cannot silence the rest of the
    report. A paragraph that opens a quotation and does not close it is closed at its end: that is how print
    shows a quotation of several paragraphs, and also what a lost mark looks like.
    """
    return [quotation for span in find_paragraphs(text) for quotation in _pair(text, span)]


def _pair(text: str, paragraph: Span) -> Iterator[Quotation]:
    opened: int | None = None
    closers: tuple[str, ...] = ()
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        mark, at, after = match.group(), match.start(), match.end()
        before = text[at - 1] if at > paragraph.start else " "
        following = text[after] if after < paragraph.end else " "
        if opened is None:
            if mark in _CLOSERS and _may_open(mark, before, following):
                opened, closers = at, _CLOSERS[mark]
        elif mark in closers and not (mark == "’" and following.isalnum()):
            if mark == '"' and before.isspace() and following.isalnum():
                continue  # an opening mark inside: the one before was doubled or never closed
            yield Quotation(Span(opened, after), True)
            opened = None
    if opened is not None and closers != ("’",):
        yield Quotation(Span(opened, paragraph.end), False)


def _may_open(mark: str, before: str, following: str) -> bool:
    if mark == "‘":
        return not following.isspace()
    return mark != '"' or not before.isalnum() or following.isalnum()
