"""Our own annotated reports (training/reports/*.txt): fictional, marked inline.

    python -m training.reports     checks them and lists their statements

A report begins with `#### name`; `[S1 …]` marks the source of statement 1, Q its cue, C its content, E its evidence,
A its addressee, H its channel. Brackets nest; `[S1,2 …]` belongs to two statements. Below `----` each statement has a
line: number | voice | source type | stance | certainty | response=… or denies=….
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sayso.types import Certainty, Response, SourceType, Stance

ROLES = {"S": "source", "Q": "cue", "C": "content", "E": "evidence", "A": "addressee", "H": "channel"}
REPORTS = Path(__file__).with_name("reports")
KEPT_BACK = 10
_TOKEN = re.compile(r"\[([SQCEAH])(\d+(?:,\d+)*) ?|\]|[^\[\]]+|\[")
Spans = list[tuple[int, int]]


@dataclass
class Told:
    """One statement as marked: its spans by role, in code points of the report's text, and what its line says."""

    spans: dict[str, Spans] = field(default_factory=lambda: {role: [] for role in ROLES.values()})
    voice: str = ""
    source_type: str = ""
    stance: str = ""
    certainty: str = ""
    response: str | None = None
    denies: int | None = None


@dataclass
class MarkedReport:
    """A fictional report and its statements, by number."""

    name: str
    text: str
    statements: dict[int, Told]
    is_kept_back: bool = False  # for measuring, not for training


def load_reports(folder: Path, pattern: str = "*.txt") -> Iterator[MarkedReport]:
    """The reports of a folder's files, every tenth of a file kept back; ValueError where one does not parse."""
    for path in sorted(folder.glob(pattern)):
        parts = re.split(r"^#### ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        for number, part in enumerate(parts, 1):
            name, _, body = part.partition("\n")
            yield replace(_read_report(name.strip(), body), is_kept_back=number % KEPT_BACK == 0)


def _read_report(name: str, body: str) -> MarkedReport:
    marked, line, rows = body.partition("\n----\n")
    if not line:
        raise ValueError(f"{name}: no line ---- below the text")
    text, statements = read_marks(marked.strip(), name)
    for row in filter(None, map(str.strip, rows.splitlines())):
        number, *fields = (f.strip() for f in row.split("|"))
        if not number.isdigit() or int(number) not in statements:
            raise ValueError(f"{name}: line {row!r} is of no statement in the text")
        _fill(name, row, statements[int(number)], fields)
    if missing := [n for n, s in statements.items() if not s.stance]:
        raise ValueError(f"{name}: no line for statements {missing}")
    return MarkedReport(name, text, statements)


def read_marks(marked: str, name: str = "text") -> tuple[str, dict[int, Told]]:
    """The text without its marks, and what they say by number; ValueError, naming the text, where they do not parse."""
    text, opened, statements = "", [], dict[int, Told]()
    for token in _TOKEN.finditer(marked):
        if token[1]:
            opened.append((ROLES[token[1]], [int(n) for n in token[2].split(",")], len(text)))
        elif token[0] == "]":
            if not opened:
                raise ValueError(f"{name}: a bracket closes nothing after {text[-40:]!r}")
            role, numbers, start = opened.pop()
            stretch = text[start:]
            start += len(stretch) - len(stretch.lstrip())
            for number in numbers:
                statements.setdefault(number, Told()).spans[role].append((start, len(text.rstrip())))
        elif token[0] == "[":
            raise ValueError(f"{name}: a bracket that marks nothing after {text[-40:]!r}")
        else:
            text += token[0]
    if opened:
        raise ValueError(f"{name}: a bracket is never closed: {text[opened[-1][2] :][:40]!r}")
    for told in statements.values():
        for spans in told.spans.values():
            spans.sort()
    return text, dict(sorted(statements.items()))


def _fill(name: str, row: str, told: Told, fields: list[str]) -> None:
    if len(fields) < 4:
        raise ValueError(f"{name}: line {row!r} needs voice | source type | stance | certainty")
    told.voice = fields[0]
    told.source_type, told.stance = SourceType(fields[1]).value, Stance(fields[2]).value
    told.certainty = Certainty(fields[3]).value
    for extra in fields[4:]:
        key, _, value = extra.partition("=")
        if key == "response":
            told.response = Response(value).value
        elif key == "denies":
            told.denies = int(value)
        else:
            raise ValueError(f"{name}: line {row!r}: {key} is neither response nor denies")


def main() -> None:
    reports = list(load_reports(REPORTS))
    for report in reports:
        print(f"\n#### {report.name}")
        for number, told in report.statements.items():
            words = {r: " … ".join(report.text[a:b] for a, b in spans) for r, spans in told.spans.items() if spans}
            print(f"{number} {told.voice} | {told.stance} | {words}")
    print(f"{len(reports)} reports, {sum(len(r.statements) for r in reports)} statements", file=sys.stderr)


if __name__ == "__main__":
    main()
