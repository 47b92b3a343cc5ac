"""Which entry comes from where, as W3C PROV-O: read by which program from which report, changed by which person.

An entry as the program read it and as a person corrected it are two entities, the second a revision of the first; a
rejected one is invalidated. So nobody's part passes for another's.
"""

from collections.abc import Iterable, Iterator

from sayso.review import Reviewed, StandingKind
from sayso.show.jsonld import Node, write_graph
from sayso.show.names import find_address, make_urn
from sayso.text import words_at
from sayso.types import Decision, DecisionKind, Reading, Statement

_PROV = "http://www.w3.org/ns/prov#"
_TIME = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
_LINKS = (
    "wasGeneratedBy", "wasDerivedFrom", "wasQuotedFrom", "wasRevisionOf", "wasInvalidatedBy", "wasAttributedTo",
    "wasAssociatedWith", "actedOnBehalfOf", "used",
)  # fmt: skip
CONTEXT = {
    "@vocab": _PROV,
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "comment": "http://www.w3.org/2000/01/rdf-schema#comment",
    "id": "@id",
    "type": "@type",
    **{name: {"@id": _PROV + name, "@type": "@id"} for name in _LINKS},
    **{name: {"@id": _PROV + name, **_TIME} for name in ("startedAtTime", "endedAtTime")},
}


def write_provenance(reviewed: Iterable[Reviewed]) -> Iterator[str]:
    """The pieces of one JSON-LD document."""
    return write_graph(CONTEXT, _without_repeats(node for one in reviewed for node in _describe(one)))


def _without_repeats(nodes: Iterable[Node]) -> Iterator[Node]:
    """Persons and programs are met in many reports; each is described once."""
    seen = set()
    for node in nodes:
        if node["id"] not in seen:
            seen.add(node["id"])
            yield node


def _describe(one: Reviewed) -> Iterator[Node]:
    machine, report = one.machine, one.machine.report
    program = machine.made_by or "sayso"
    yield {"id": make_urn("program", program), "type": "SoftwareAgent", "label": program}
    yield {
        "id": make_urn(report.id), "type": "Entity", "label": report.title,
        "comment": report.original and f"SHA-256 of the original: {report.original}",
        "wasDerivedFrom": find_address(report.url),
    }  # fmt: skip
    reading = make_urn(report.id, "reading")
    yield {"id": reading, "type": "Activity", "used": make_urn(report.id),
           "wasAssociatedWith": make_urn("program", program)}  # fmt: skip
    for decision in one.decisions:
        yield from _describe_decision(decision)
    now = {s.id: s for s in one.reading.statements}
    for statement in machine.statements:
        yield from _describe_entry(one, statement, now.get(statement.id), reading)


def _describe_decision(decision: Decision) -> Iterator[Node]:
    yield {"id": make_urn("person", decision.by), "type": "Person", "label": decision.by}
    yield {
        "id": make_urn("decision", decision.id), "type": "Activity", "label": str(decision.kind),
        "comment": decision.why, "startedAtTime": decision.at, "endedAtTime": decision.at,
        "wasAssociatedWith": make_urn("person", decision.by),
    }  # fmt: skip


def _describe_entry(one: Reviewed, machine: Statement, now: Statement | None, reading: str) -> Iterator[Node]:
    report = one.machine.report
    name = make_urn(report.id, machine.id, "read")
    made = [d for d in one.standings[machine.id].decisions if d.id not in one.undone]
    rejecting = [d for d in made if d.kind is DecisionKind.REJECT]
    yield {
        "id": name, "type": "Entity", "label": _tell(one.machine, machine),
        "value": words_at(report.text, machine.content), "wasGeneratedBy": reading,
        "wasQuotedFrom" if machine.quote == "direct" else "wasDerivedFrom": make_urn(report.id),
        "wasAttributedTo": make_urn("program", one.machine.made_by or "sayso"),
        "wasInvalidatedBy": make_urn("decision", rejecting[-1].id) if now is None and rejecting else None,
    }  # fmt: skip
    standing = one.standings[machine.id]
    if now is None or standing.kind is StandingKind.UNTOUCHED:
        return
    changing = [d for d in made if d.kind not in {DecisionKind.UNDO, DecisionKind.REDO, DecisionKind.NOTE}]
    yield {
        "id": make_urn(report.id, machine.id), "type": "Entity", "label": _tell(one.reading, now),
        "value": words_at(report.text, now.content), "wasRevisionOf": name,
        "wasGeneratedBy": [make_urn("decision", d.id) for d in changing],
        "wasAttributedTo": [make_urn("person", by) for by in dict.fromkeys(d.by for d in changing)],
    }  # fmt: skip


def _tell(reading: Reading, statement: Statement) -> str:
    """“Ada Törn denies”."""
    name = next((v.name for v in reading.voices if v.id == statement.voice), "")
    return f"{name} {statement.stance}".strip()
