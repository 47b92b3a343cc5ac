"""Whether time grows with the text and no faster:  python bench/growth.py

For each step and each hostile text: the CPU time for a text of twice the length against that for the text itself.
About 2 is linear, about 4 quadratic.
"""

import time
from collections.abc import Callable

from sayso.figures import find_figures
from sayso.lexicon import find_labels
from sayso.model.encode import make_pieces
from sayso.moments import find_moments
from sayso.resolve import resolve
from sayso.text import find_quotations, find_sentences
from sayso.types import Report, Span, Statement

LENGTH = 50_000
UNITS = ("x", '"', "“ ", "9,", "May 5 to ", "two ", "Ab and ", "Council of ", "did not ", " ", "é\n")
STEPS: dict[str, Callable[[str], object]] = {
    "sentences": find_sentences,
    "quotations": find_quotations,
    "pieces": make_pieces,
    "silences": lambda text: find_labels("silences", text),
    "moments": lambda text: find_moments(text, "2031-05-04"),
    "figures": lambda text: find_figures(text, ()),
    "resolve": lambda text: resolve(Report(id="r", text=text), sources_of(text)),
}


def main() -> None:
    """Print the table: a row for each text, a column for each step."""
    print(f"{'':14s}" + "".join(f"{step:>12s}" for step in STEPS))
    for unit in UNITS:
        text = unit * (LENGTH // len(unit))
        ratios = (seconds_of(step, text * 2) / max(seconds_of(step, text), 0.01) for step in STEPS.values())
        print(f"{unit!r:14s}" + "".join(f"{ratio:12.1f}" for ratio in ratios))


def sources_of(text: str) -> list[Statement]:
    """A source in every thousand characters."""
    return [Statement(id=str(at), source=(Span(at, at + 40),)) for at in range(0, len(text) - 40, 1000)]


def seconds_of(step: Callable[[str], object], text: str) -> float:
    """CPU seconds of this process, the better of two runs."""
    times = []
    for _ in range(2):
        begun = time.process_time()
        step(text)
        times.append(time.process_time() - begun)
    return min(times)


if __name__ == "__main__":
    main()
