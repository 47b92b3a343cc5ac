"""Statements as W3C Web Annotations: each span by its position and by its words, always both."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.review import Reviewed, Standing, StandingKind
from sayso.review.anchors import make_anchor
from sayso.show.names import find_address, make_urn
from sayso.types import Quoted, Reading, Report, Statement

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_ROLES = ("content", "cue", "source")


def write_annotations(reviewed: Iterable[Reviewed]) -> Iterator[str]:
    """The pieces of one JSON-LD document: a collection whose only page holds the annotations, one a line."""
    page = {"id": make_urn("page"), "type": "AnnotationPage", "items": []}
    whole = {"@context": CONTEXT, "id": make_urn("collection"), "type": "AnnotationCollection", "first": page}
    head, tail = json.dumps(whole).split("[]")
    yield head + "["
    separator = "\n"
    for one in reviewed:
        for annotation in make_annotations(one):
            # Half characters, which UTF-8 cannot hold, stay escapes: JSON may name them.
            yield separator + json.dumps(annotation)
            separator = ",\n"
    yield "\n]" + tail + "\n"


def make_annotations(reviewed: Reviewed) -> Iterator[dict[str, Any]]:
    """An annotation for each role of each statement; the first of a statement also tells who takes which stance."""
    reading = reviewed.reading
    for statement in reading.statements:
        told = _describe(reading, statement)
        for role in _ROLES:
            spans = getattr(statement, role)
            if not spans:
                continue
            quoted = make_anchor(reading.report.text, spans).source
            yield {
                "id": make_urn(reading.report.id, statement.id, role),
                "type": "Annotation",
                "motivation": "tagging",
                **_makers(reviewed.standings[statement.id]),
                "body": [
                    _body("tagging", role),
                    {
                        "type": "SpecificResource",
                        "purpose": "linking",
                        "source": make_urn(reading.report.id, statement.id),
                    },
                    *told,
                ],
                "target": [_target(reading.report, one) for one in quoted],
            }
            told = []


def _describe(reading: Reading, statement: Statement) -> list[dict[str, str]]:
    names = [v.name for v in reading.voices if v.id == statement.voice]
    return [
        _body("classifying", statement.stance),
        _body("classifying", statement.certainty),
        *(_body("identifying", name) for name in names),
    ]


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": str(value)}


def _makers(standing: Standing) -> dict[str, Any]:
    """The program made it; a person accepted or changed it."""
    program: dict[str, Any] = {"creator": {"id": make_urn("program"), "type": "Software", "name": "sayso"}}
    if standing.kind is StandingKind.UNTOUCHED or not standing.by:
        return program
    person = {"id": make_urn("person", standing.by), "type": "Person", "name": standing.by}
    return {"creator": [program["creator"], person], "modified": standing.at}


def _target(report: Report, quoted: Quoted) -> dict[str, Any]:
    """A span of the report's text. Its address is where the text came from: offsets do not hold for the page there."""
    source = {"id": make_urn(report.id), "type": "Text", "format": "text/plain", "language": report.lang}
    if via := find_address(report.url):
        source["via"] = via
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": quoted.span.start, "end": quoted.span.end},
            {
                "type": "TextQuoteSelector", "exact": quoted.exact, "prefix": quoted.prefix, "suffix": quoted.suffix
            },
        ],
    }  # fmt: skip
