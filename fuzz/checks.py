"""What must hold of whatever comes out, whatever went in. The property tests hold the same."""

import json
from collections.abc import Iterator

from sayso.intake import Filed
from sayso.problems import SaysoError
from sayso.show.wire import encode_line
from sayso.types import Reading, Report, Span


def check_filing(filing: Filed | SaysoError) -> None:
    """A report with a text, or one line that says what to do."""
    if isinstance(filing, Filed):
        check_report(filing.report)
        return
    line = " ".join(str(filing).split())
    assert "; " in line and len(line) < 2000, line


def check_report(report: Report) -> None:
    """A report has a text and an id, and can be written down."""
    assert report.text.strip("\ufeff \t\r\n") and report.id
    json.loads(encode_line(report))


def check_reading(reading: Reading) -> None:
    """Spans lie in the text and hold something; ids are unique and refer to one another; it can be written down."""
    for span in spans_of(reading):
        assert 0 <= span.start < span.end <= len(reading.report.text), span
    ids = {s.id for s in reading.statements}
    assert len(ids) == len(reading.statements)
    assert {s.parent for s in reading.statements} | {s.denies for s in reading.statements} <= {None, *ids}
    assert {s.voice for s in reading.statements} <= {None, *(v.id for v in reading.voices)}
    assert all(s.id not in {s.parent, s.denies} and 0 <= s.score <= 1 for s in reading.statements)
    assert all(v.name.strip() for v in reading.voices)
    assert json.loads(encode_line(reading))["contract"] == reading.contract


def spans_of(reading: Reading) -> Iterator[Span]:
    """Each span of a reading."""
    for s in reading.statements:
        yield from (*s.source, *s.cue, *s.content, *s.sentence, *s.evidence, *s.addressee)
    yield from (each.span for each in (*reading.moments, *reading.figures))
    yield from (problem.span for problem in reading.problems if problem.span)
