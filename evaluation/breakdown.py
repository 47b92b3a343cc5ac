"""Whom the program fails, and whether its scores mean what they say:

    python -m evaluation.breakdown --shared ../shared [--write]

Reads our kept-back reports (every layer) and PolNeAR's dev half (top layer) and counts, by kind of report, of English
and of source, how many statements are found with the right source, and how many of those found are right. `--write`
puts the table into the model card and the reliability diagram into docs/calibration.svg. Matching is the scorers' own.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from training.reports import REPORTS, load_reports

from evaluation.diagram import draw_reliability
from sayso import read
from sayso.lexicon import pattern_of
from sayso.types import Statement

ROOT = Path(__file__).parents[1]
CARD, DIAGRAM = ROOT / "src/sayso/model/README.md", ROOT / "docs/calibration.svg"
START, END = "<!-- breakdown: start -->", "<!-- breakdown: end -->"
LEAST = 15  # statements under which a row says nothing
_FAR = 60  # letters between source and cue
_PRONOUN = re.compile(r"he|she|they|it|we|i|you|who", re.IGNORECASE)
Told = Mapping[str, Any]


class Article(NamedTuple):
    """A text with its statements; `corpus` is where it is from, `kind` which kind of report it is."""

    corpus: str
    kind: str
    text: str
    statements: Sequence[Told]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--shared", type=Path, required=True)
    ask.add_argument("--write", action="store_true")
    given = ask.parse_args()
    sys.path.insert(0, str(given.shared / "score"))
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    scored: list[tuple[float, bool]] = []
    for article in (*load_ours(), *load_polnear(given.shared / "data/polnear/dev.jsonl")):
        scored += count(article, counts)
    table, diagram = "\n".join(write_table(counts)), draw_reliability(scored)
    print(table)
    if given.write:
        before, after = CARD.read_text(encoding="utf-8").split(START)[0], CARD.read_text(encoding="utf-8").split(END)[1]
        CARD.write_text(f"{before}{START}\n\n{table}\n\n{END}{after}", encoding="utf-8")
        DIAGRAM.write_text(diagram, encoding="utf-8")


def load_ours() -> Iterator[Article]:
    """Our reports that no training has seen, by the file that they stand in: one file, one kind."""
    for path in sorted(REPORTS.glob("*.txt")):
        for marked in load_reports(REPORTS, path.name):
            if marked.is_kept_back:
                told = [{**statement.spans} for statement in marked.statements.values()]
                yield Article("ours", f"kind: {path.stem.rstrip('0123456789')}", marked.text, told)


def load_polnear(path: Path) -> Iterator[Article]:
    """PolNeAR's articles, by outlet."""
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        yield Article("PolNeAR", f"outlet: {article['outlet']}", article["text"], article["statements"])


def count(article: Article, counts: dict[tuple[str, str], list[int]]) -> Iterator[tuple[float, bool]]:
    """Count the statements of an article by their traits; yield the score of each found, and whether it is right."""
    from common import letters, match  # noqa: PLC0415 - the scorers' folder is known only now

    text, is_layered = article.text, article.corpus == "ours"
    gold = [s for s in article.statements if is_layered or letters(text, s["content"])]
    mine = [
        _as_told(s)
        for s in read(text).statements
        if not s.implied and (is_layered or (not s.parent and letters(text, s.content)))
    ]
    pairs = [(i, j) for i, j, same in match(text, gold, mine) if same]
    right, rightly = {i for i, _ in pairs}, {j for _, j in pairs}
    for place, statements, hit in ((0, gold, right), (1, mine, rightly)):
        for number, statement in enumerate(statements):
            for trait in ("all", article.kind, *find_traits(text, statement)):
                row = counts[article.corpus, trait]
                row[place] += 1
                row[place + 2] += number in hit
    for number, statement in enumerate(mine):
        yield statement["score"], number in rightly


def _as_told(statement: Statement) -> Told:
    return {role: [list(span) for span in getattr(statement, role)] for role in ("source", "cue", "content")} | {
        "score": statement.score
    }


def find_traits(text: str, statement: Told) -> Iterator[str]:
    """What is knowable of a statement from its spans alone."""
    source, cue, content = statement["source"], statement["cue"], statement["content"]
    words = " ".join(text[a:b] for a, b in source)
    yield _kind_of_source(words)
    yield _kind_of_quote(text, content)
    spans = [*source, *cue, *content]
    if spans and "\n" not in text[: min(a for a, _ in spans)].strip():
        yield "where: headline" if "\n" not in text[: max(b for _, b in spans)].strip() else "where: first lines"
    if any("\n" in text[a:b].strip() for a, b in content) or (content and "\n" in text[content[0][0] : content[-1][1]]):
        yield "where: content over paragraphs"
    if source and cue and max(cue[0][0] - source[-1][1], source[0][0] - cue[-1][1]) > _FAR:
        yield "where: source far from its cue"
    said = " ".join(text[a:b] for a, b in cue)
    for name, test in CUES.items():
        if test(said):
            yield f"cue: {name}"


CUES: dict[str, Callable[[str], object]] = {
    "none": lambda cue: not cue,
    "said, says, told": re.compile(r"(?:said|says|say|told|tells)", re.IGNORECASE).fullmatch,
    "according to": re.compile(r"according to", re.IGNORECASE).search,
    "denial": lambda cue: pattern_of("stances", "denies").search(cue),
}


def _kind_of_source(words: str) -> str:
    if not words:
        return "source: none named"
    if _PRONOUN.fullmatch(words.strip()):
        return "source: pronoun"
    return "source: with a name" if re.search(r"(?<!^)\b[A-Z]|^(?!The |A |An )[A-Z]", words) else "source: no name"


def _kind_of_quote(text: str, content: Sequence[Sequence[int]]) -> str:
    words = "".join(text[a:b] for a, b in content).strip()
    if not words:
        return "content: none (silence)"
    marks = sum(words.count(mark) for mark in '“”"')
    is_whole = words[0] in '“"' and words.rstrip(",.")[-1:] in '”"' and marks <= 2
    return "content: quotation" if is_whole else "content: partly quoted" if marks else "content: not quoted"


def write_table(counts: Mapping[tuple[str, str], Sequence[int]]) -> Iterator[str]:
    """The rows with enough statements, in Markdown; precision is of the statements that look so as we found them."""
    yield "By kind (rows of at least 15 statements; `python -m evaluation.breakdown` makes them):\n"
    yield "| | statements told | found with the right source | right, of those given |"
    yield "|---|---|---|---|"
    for corpus in ("ours", "PolNeAR"):
        rows = sorted(trait for where, trait in counts if where == corpus and trait != "all")
        for trait in ("all", *rows):
            gold, found, right, rightly = counts[corpus, trait]
            if gold >= LEAST:
                precision = f"{100 * rightly / found:.0f} %" if found >= LEAST else "–"
                yield f"| {corpus}, {trait} | {gold} | {100 * right / gold:.0f} % | {precision} |"


if __name__ == "__main__":
    main()
