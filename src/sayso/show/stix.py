"""The ledger as a STIX 2.1 bundle, for those whose tools speak it.

A report is a `report`, a voice an `identity`, a statement a `note` by that voice; a denial is also an `opinion` of that
voice on the note that it denies. No object says what is so: there is no indicator, and `confidence` is how sure the
program is that the text says this.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sayso.review import Reviewed, StandingKind
from sayso.show.names import find_address, make_uuid
from sayso.text import words_at
from sayso.types import Report, Stance, Statement, Voice, VoiceKind

_NO_DATE = "1970-01-01T00:00:00.000Z"  # STIX asks for a time; a report without a date has none
_CLASSES = {
    VoiceKind.PERSON: "individual", VoiceKind.ORGANIZATION: "organization", VoiceKind.OUTLET: "organization",
    VoiceKind.GROUP: "group", VoiceKind.DOCUMENT: "unknown", VoiceKind.UNKNOWN: "unknown",
}  # fmt: skip
_PROGRAM = {"type": "identity", "name": "sayso", "identity_class": "system"}

Object = dict[str, Any]


def write_stix(reviewed: Iterable[Reviewed]) -> Iterator[str]:
    """The pieces of one bundle, an object a line."""
    yield f'{{"type": "bundle", "id": "bundle--{make_uuid("bundle")}", "objects": [\n'
    yield json.dumps(_make_object(_PROGRAM, "program", time=_NO_DATE))
    people: set[str] = set()
    for one in reviewed:
        for name in sorted({s.by for s in one.standings.values() if s.by} - people):
            people.add(name)
            person = {"type": "identity", "name": name, "identity_class": "individual"}
            yield ",\n" + json.dumps(_make_object(person, "person", name, time=_NO_DATE))
        for made in _make_objects(one):
            yield ",\n" + json.dumps(made)
    yield "\n]}\n"


def _make_objects(one: Reviewed) -> Iterator[Object]:
    report, time = one.reading.report, _time_of(one.reading.report)
    identities = {v.id: _make_identity(report, v, time) for v in one.reading.voices}
    yield from identities.values()
    program = _id("identity", "program")
    notes = {s.id: _id("note", report.id, s.id) for s in one.reading.statements}
    members = [*(i["id"] for i in identities.values())]
    for statement in one.reading.statements:
        voice = identities.get(statement.voice or "")
        about = [voice["id"] if voice else program]
        for made in _make_statement(one, statement, about, voice, notes):
            members.append(made["id"])
            yield made
    url = find_address(report.url)
    origin = {"source_name": report.outlet or "news report", "external_id": report.id}
    described = {
        "type": "report", "name": report.title or report.id, "published": time, "report_types": ["observed-data"],
        "object_refs": members or [program], "created_by_ref": program, "lang": report.lang,
        "external_references": [{**origin, **({"url": url} if url else {})}],
    }  # fmt: skip
    yield _make_object(described, report.id, time=time)


def _make_identity(report: Report, voice: Voice, time: str) -> Object:
    described = {"type": "identity", "name": voice.name, "identity_class": _CLASSES[voice.kind]}
    roles = {"roles": [voice.title]} if voice.title else {}
    return _make_object({**described, **roles}, report.id, voice.id, time=time)


def _make_statement(
    one: Reviewed, statement: Statement, about: list[str], voice: Object | None, notes: dict[str, str]
) -> Iterator[Object]:
    report, standing = one.reading.report, one.standings[statement.id]
    time = _time_of(report)
    person = standing.by if standing.kind is not StandingKind.UNTOUCHED else None
    shared = {
        "authors": [voice["name"]] if voice else None,
        "created_by_ref": _id("identity", "person", person) if person else _id("identity", "program"),
        "labels": [f"stance:{statement.stance}", f"certainty:{statement.certainty}", f"standing:{standing.kind}"],
        "confidence": None if person else round(100 * statement.score),
    }  # fmt: skip
    words = words_at(report.text, statement.content or statement.sentence or statement.cue)
    name = f"{voice['name'] if voice else '(source not named)'} {statement.stance}"
    note = {"type": "note", "abstract": name, "content": words or name, "object_refs": about, **shared}
    yield _make_object(note, report.id, statement.id, time=time)
    if statement.stance is Stance.DENIES and statement.denies in notes:
        opinion = {"type": "opinion", "opinion": "disagree", "explanation": words,
                   "object_refs": [notes[statement.denies]], **shared}  # fmt: skip
        yield _make_object(opinion, report.id, statement.id, time=time)


def _make_object(described: Object, *key: str, time: str) -> Object:
    """The object with what all have; nothing that is empty."""
    head = {"type": described["type"], "spec_version": "2.1", "id": _id(described["type"], *key)}
    filled = {name: value for name, value in described.items() if value not in (None, "", [])}
    return {**head, "created": time, "modified": time, **filled}


def _id(kind: str, *key: str) -> str:
    return f"{kind}--{make_uuid('stix', kind, *key)}"


def _time_of(report: Report) -> str:
    try:
        time = datetime.fromisoformat(report.published or "")
    except ValueError:
        return _NO_DATE
    moment = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
