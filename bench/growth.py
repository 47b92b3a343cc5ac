"""Whether time grows with the text and no faster:  python bench/growth.py [--to 320000] [SHAPE ...]

For each hostile shape and each step: CPU seconds for the longest text, and the exponent, 1 where twice the text takes
twice the time and 2 where it takes four times as much. The model is stood in for by a cue in every so many words, which
is more than any text has; `pieces` is what is done to the text before the model, whose windows are all of one size. A
step that takes longer than PATIENCE at one length is not asked for more.
"""

import argparse
import math
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from sayso import attribute as attribution
from sayso.attribute import attribute
from sayso.figures import find_figures, find_mismatches
from sayso.intake import make_report
from sayso.intake.html import drop_furniture, flatten, read_page
from sayso.intake.wrapping import unwrap
from sayso.model.encode import make_pieces
from sayso.model.run import Found
from sayso.moments import find_moments
from sayso.problems import SaysoError
from sayso.qualify import qualify
from sayso.resolve import resolve
from sayso.text import find_quotations, find_sentences, trim
from sayso.tokens import find_tokens
from sayso.types import Span

SHAPES = {
    "no space": "x", "spaces": " ", "line ends": "\n", "short lines": "é\n", "tabs and ends": " \t\r\n",
    "straight quotes": '"', "open quotes": "“ ", "nested quotes": "“a ‘b ", "closed quotes": "“Ab cd.” ",
    "apostrophes": "’", "brackets": "(", "pairs of brackets": "[(", "digits": "9", "digits, commas": "9,",
    "grouped digits": "1,000,", "points": ".", "commas": ", ", "hyphens": "-", "hyphened": "a-b-", "dashes": " — ",
    "capitals": "A", "capital words": "Ab ", "initials": "A. ", "capitals and": "Ab and ", "councils": "Council of ",
    "offices": "Minister Ann Lee, of the Council, ", "apposed": "Ann Lee, a man, the head, ", "titles": "Mr. ",
    "dates": "May 5 to ", "years": "2031-", "weekdays": "on Monday ", "numbers": "two ", "fractions": "half a ",
    "money": "$2.5 billion ", "said": "said ", "he said": "he said. ", "chain": "Ann said that Bob said that ",
    "denials": "did not deny ", "silences": "declined to comment, ", "unknown": "it is unclear ", "may": "may could ",
    "citing": "citing officials, ", "quoted": "“Go,” he said. ", "outlets": "The Courier reported, ",
    "pronouns": "he she they it ", "right to left": "שלום ", "astral": "😀𝒜", "controls": "\x01\x85\u202e",
    "marks": "e\u0301\u0301",
    "surrogates": "\ud800", "addresses": "http://a.b/", "markup": "<b><", "entities": "&amp;", "markdown": "[a](b) *",
    "percent": "5% of ", "and so on": "that that ", "colons": "A: ", "bullets": "- a\n", "dateline": "OSLO (AB) - ",
}  # fmt: skip
NAMES = ("Ada", "Bo", "Cai", "Dan", "Eve", "Finn", "Gus", "Hana", "Ines", "Jo")
LENGTHS = (10_000, 40_000, 160_000, 640_000)
PATIENCE = 20.0  # CPU seconds
LEAST = 0.02  # seconds under which no exponent means anything
CUE_EVERY = 15  # words


def main() -> None:
    """Print a row for each shape: the longest text, then for each step its seconds and exponent."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("shapes", nargs="*", metavar="SHAPE")
    ask.add_argument("--to", type=int, default=LENGTHS[-1], help="characters of the longest text")
    ask.add_argument("--worst", type=float, default=1.3, help="exponent from which a step is named")
    given = ask.parse_args()
    attribution.find_attributions = stand_in  # type: ignore[assignment]
    for name in given.shapes or [*SHAPES, "many names", "case of names"]:
        grown = {length: measure(make_text(name, length)) for length in LENGTHS if length <= given.to}
        print(f"{name:18s} " + "  ".join(write_growth(grown, given.worst)), flush=True)


def make_text(name: str, length: int) -> str:
    """A text of this shape."""
    if name == "many names":
        return "".join(f"{NAMES[n % 10]} {write_number(n)} said that it rained. " for n in range(length // 36))
    if name == "case of names":
        return "".join(
            f"“Go,” said {write_number(n)} {write_number(n // 7)}, who met her. " for n in range(length // 40)
        )
    unit = SHAPES[name]
    return unit * (length // len(unit))


def write_number(number: int) -> str:
    """A number as a surname."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()


def stand_in(text: str, also: Sequence[Span] = ()) -> list[Found]:
    """A cue in every so many words, with the words before as its source and those after as its content."""
    words = [Span(token.start, token.end) for token in find_tokens(text) if token.shape != "\n"]
    found = []
    for at in range(CUE_EVERY // 3, len(words) - CUE_EVERY, CUE_EVERY):
        source = trim(text, words[at - 3].start, words[at - 1].end)
        content = trim(text, words[at + 1].start, words[at + CUE_EVERY - 4].end)
        found.append(Found(words[at], (source,), (content,), 0.9, 0.9, 0.9))
    known = [
        Found(span, (Span(max(0, span.start - 20), span.start),), (), 1.0, 0.9, 0.9) for span in also if span.start
    ]
    return sorted([*found, *known], key=lambda each: each.cue)


def measure(text: str) -> dict[str, float]:
    """CPU seconds of each step on a text."""
    took: dict[str, float] = {}

    def timed(name: str, step: Callable[..., Any], *given: Any) -> Any:
        begun = time.process_time()
        try:
            return step(*given)
        except SaysoError:
            return None
        finally:
            took[name] = time.process_time() - begun

    report = timed("furniture", make_report, text)
    report = replace(report, published="2031-05-04")
    timed("sentences", find_sentences, text)
    timed("quotations", find_quotations, text)
    timed("pieces", make_pieces, text)
    drafts = timed("attribute", attribute, report)
    _, spoken = timed("resolve", resolve, report, drafts)
    moments = timed("moments", find_moments, text, report.published)
    timed("qualify", qualify, report, spoken, moments)
    figures = timed("figures", find_figures, text, moments)
    timed("sums", lambda: list(find_mismatches(text, figures)))
    timed("flatten", flatten, text)
    timed("page", read_page, f"<html><body><article><p>{text}</p></article></body></html>".encode("utf-8", "replace"))
    timed("lines", lambda: drop_furniture(unwrap(text)))
    return took


def write_growth(grown: dict[int, dict[str, float]], worst: float) -> Iterator[str]:
    """The longest text and the seconds of all steps; then what grows faster than the text."""
    longest, before = max(grown), sorted(grown)[-2]
    whole = sum(grown[longest].values())
    power = exponent(sum(grown[before].values()), whole, longest / before)
    yield f"{longest:8,d} characters {whole:7.2f} s  {power:4.2f}"
    for step, seconds in grown[longest].items():
        power = exponent(grown[before][step], seconds, longest / before)
        if power >= worst:
            yield f"{step} {seconds:.2f} s {power:.2f}"


def exponent(less: float, more: float, ratio: float) -> float:
    """How fast the seconds grow with the text."""
    return math.log(max(more, LEAST) / max(less, LEAST)) / math.log(ratio)


if __name__ == "__main__":
    main()
