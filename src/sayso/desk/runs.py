"""A report's text cut into runs: stretches in which the same statements have the same spans."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sayso.text import find_paragraphs
from sayso.types import Report, Span, Statement

ROLES = ("source", "cue", "content")
LEVELS = 4  # underlines that are drawn below one another


class Run(NamedTuple):
    """Words that the same spans cover.

    `ids` and `levels` go from the outermost statement inwards: every statement with a span here, and the groups of
    those whose content this is. `roles` are those of the innermost; `flag` is the group of a statement that begins
    here.
    """

    start: int
    words: str
    ids: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    flag: str | None = None


class Paragraph(NamedTuple):
    """A line of the report."""

    runs: tuple[Run, ...]
    is_title: bool


Mark = tuple[str, str]  # statement id, role


def make_paragraphs(
    report: Report, statements: Sequence[Statement], depths: Mapping[str, int], groups: Mapping[str, str]
) -> list[Paragraph]:
    """The lines of the report, marked with the spans of these statements."""
    rank = {s.id: (depths[s.id], place) for place, s in enumerate(statements)}
    opens, closes = _edges_of(statements)
    edges = sorted({*opens, *closes})
    title = " ".join((report.title or "").split())
    paragraphs: list[Paragraph] = []
    open_marks: set[Mark] = set()
    flagged: set[str] = set()
    following = 0
    for line in find_paragraphs(report.text):
        runs, start = [], line.start
        while following < len(edges) and edges[following] < line.end:
            edge = edges[following]
            if edge > start:
                runs.append(_make_run(report.text, Span(start, edge), open_marks, rank, groups, flagged))
                start = edge
            open_marks = (open_marks - closes[edge]) | opens[edge]
            following += 1
        runs.append(_make_run(report.text, Span(start, line.end), open_marks, rank, groups, flagged))
        words = " ".join(line.of(report.text).split())
        paragraphs.append(Paragraph(tuple(runs), is_title=not paragraphs and words == title))
    return paragraphs


def _edges_of(statements: Sequence[Statement]) -> tuple[defaultdict[int, set[Mark]], defaultdict[int, set[Mark]]]:
    """By offset, the marks that open there and those that close."""
    opens, closes = defaultdict(set), defaultdict(set)
    for statement in statements:
        for role in ROLES:
            for span in getattr(statement, role):
                opens[span.start].add((statement.id, role))
                closes[span.end].add((statement.id, role))
    return opens, closes


def _make_run(
    text: str,
    span: Span,
    marks: set[Mark],
    rank: Mapping[str, tuple[int, int]],
    groups: Mapping[str, str],
    flagged: set[str],
) -> Run:
    """The run of a span; a statement that nobody would take for a plain assertion is flagged where it is first met."""
    ids = tuple(sorted({id_ for id_, _ in marks}, key=rank.__getitem__))
    contents = [id_ for id_ in ids if (id_, "content") in marks]
    roles = tuple(role for role in ROLES if ids and (ids[-1], role) in marks)
    flag = next(_flags_of(ids, contents, groups, flagged), None)
    return Run(span.start, span.of(text), ids, tuple(groups[id_] for id_ in contents)[:LEVELS], roles, flag)


def _flags_of(
    ids: Sequence[str], contents: Sequence[str], groups: Mapping[str, str], flagged: set[str]
) -> Iterator[str]:
    for id_ in ids:
        if id_ not in flagged and groups[id_] != "asserts" and (id_ in contents or groups[id_] == "silent"):
            flagged.add(id_)
            yield groups[id_]
