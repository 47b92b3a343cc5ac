"""From a report to its reading: attribute → resolve → qualify, moments and figures beside; then others' steps."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version

from sayso.attribute import attribute
from sayso.figures import find_figures, find_mismatches
from sayso.intake import Particulars, make_report, parse_published, read_inputs
from sayso.lexicon import pattern_of
from sayso.model.run import load_settings
from sayso.moments import find_moments
from sayso.problems import SaysoError, make_problem
from sayso.qualify import qualify
from sayso.resolve import resolve
from sayso.steps import apply_steps
from sayso.text import find_paragraphs, find_quotations
from sayso.types import Figure, Problem, Reading, Report, Span

_SAMPLE = 20_000  # characters by which the language of a text is told
_FEW_WORDS = 30
_ENGLISH = 0.05  # of the words
_WORD = re.compile(r"[^\W\d_]+")


def read(text: str, published: str | None = None, outlet: str | None = None) -> Reading:
    """The reading of a text. `published`, a full date, is used where the text does not give its own.

    Raises SaysoError where `published` is no date.
    """
    date = parse_published(published) if published else None
    if published and not date:
        raise SaysoError(f"{published!r} is no full date; write it as 2031-05-04")
    return read_report(make_report(text, Particulars(published=date, outlet=outlet)))


def read_many(
    inputs: Iterable[str], published: str | None = None, outlet: str | None = None
) -> Iterator[Reading | SaysoError]:
    """A reading, or the reason why there is none, for each report of the files, folders and addresses named.

    `published`, an ISO date, and `outlet` are used for the reports that do not give their own.
    """
    for filed in read_inputs(inputs, Particulars(published=published, outlet=outlet)):
        yield filed if isinstance(filed, SaysoError) else read_report(filed.report, filed.problems)


def read_report(report: Report, problems: tuple[Problem, ...] = ()) -> Reading:
    """The reading of a report; `problems` are those that opening it brought up."""
    moments = find_moments(report.text, report.published)
    figures = find_figures(report.text, moments)
    voices, spoken = resolve(report, attribute(report))
    statements = qualify(report, spoken, moments)
    reading = Reading(
        report=report,
        voices=voices,
        statements=statements,
        moments=moments,
        figures=figures,
        problems=(*problems, *_problems_of(report, figures, bool(statements))),
        made_by=f"sayso {version('sayso')}, model {load_settings().name}",
    )
    return apply_steps(reading)


def _problems_of(report: Report, figures: Sequence[Figure], has_statements: bool) -> tuple[Problem, ...]:
    undated = () if report.published else (make_problem("no-published-date"),)
    foreign = () if _is_english(report.text) else (make_problem("not-english"),)
    silent = () if has_statements else (make_problem("no-attribution"),)
    sums = (
        make_problem("figures-do-not-add-up", mismatch.span, found=mismatch.found, told=mismatch.told)
        for mismatch in find_mismatches(report.text, figures)
    )
    return (*_unclosed(report.text), *sums, *foreign, *undated, *silent)


def _is_english(text: str) -> bool:
    """Whether small English words stand in it as often as in any English; a text of a few words may be anything."""
    start = text[:_SAMPLE]
    words = sum(1 for _ in _WORD.finditer(start))
    return words < _FEW_WORDS or sum(1 for _ in pattern_of("reports", "english").finditer(start)) >= _ENGLISH * words


def _unclosed(text: str) -> Iterator[Problem]:
    """A quotation that its paragraph does not close, unless the next paragraph opens it again: so print goes on."""
    quotations = find_quotations(text)
    openings = {q.span.start for q in quotations}
    starts = [p.start for p in find_paragraphs(text)]
    for span, is_closed in quotations:
        after = bisect(starts, span.start)
        if not is_closed and not openings.intersection(starts[after : after + 1]):
            yield make_problem("unclosed-quotation", Span(span.start, span.start + 1))
