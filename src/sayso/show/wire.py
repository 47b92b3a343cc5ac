"""JSON for programs: the reading of the contract, its schema, the rows of a list, and people's part."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec

from sayso.cases import State
from sayso.problems import SaysoError
from sayso.review import Reviewed, Standing
from sayso.types import Case, Claim, Conflict, Reading, Stance

CASE_CONTRACT = "sayso/case/1"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def encode_line(value: Any) -> bytes:
    """One line of UTF-8, keys in the order of the contract. A half character, which JSON cannot hold, becomes "?"."""
    try:
        return msgspec.json.encode(value) + b"\n"
    except UnicodeEncodeError:
        written = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
        return written.encode("utf-8", "replace") + b"\n"


def make_schema() -> bytes:
    """The JSON Schema of a reading, drawn from its types."""
    schema = {"$schema": _DIALECT, **msgspec.json.schema(Reading)}
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"


def write_lines(reviewed: Iterable[Reviewed]) -> Iterator[str]:
    """A line for each report: the corrected reading, and beside its fields what people decided."""
    for one in reviewed:
        yield encode_line(make_record(one)).decode()


def make_record(reviewed: Reviewed) -> dict[str, Any]:
    """The fields of the corrected reading; what was rejected, how each stands, the log, and what in it is lost."""
    touched = {id_: s for id_, s in reviewed.standings.items() if s.decisions}
    record: dict[str, Any] = msgspec.to_builtins(reviewed.reading)
    return record | {
        "rejected": msgspec.to_builtins(reviewed.rejected),
        "standings": {id_: _write_standing(s) for id_, s in touched.items()},
        "decisions": msgspec.to_builtins(reviewed.decisions),
        "undone": sorted(reviewed.undone),
        "lost": [decision.id for decision in reviewed.lost],
    }


def _write_standing(standing: Standing) -> dict[str, Any]:
    return {
        "kind": str(standing.kind),
        "by": standing.by,
        "at": standing.at,
        "grade": standing.grade and standing.grade.after,
        "decisions": [decision.id for decision in standing.decisions],
    }


class _Document(msgspec.Struct):
    id: str


class _CaseRecord(msgspec.Struct):
    """As much of a printed case as an earlier state needs."""

    contract: Literal["sayso/case/1"]
    documents: tuple[_Document, ...]
    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]


def encode_case(case: Case) -> bytes:
    """The case of the contract, as one line of UTF-8."""
    reports = (reading.report for reading in case.readings)
    return encode_line(
        {
            "contract": CASE_CONTRACT,
            "documents": [
                {"id": r.id, "title": r.title, "outlet": r.outlet, "published": r.published} for r in reports
            ],
            "statements": [record for reading in case.readings for record in _statements_of(reading, case)],
            "derivations": case.derivations,
            "claims": case.claims,
            "conflicts": case.conflicts,
        }
    )


def _statements_of(reading: Reading, case: Case) -> Iterator[dict[str, Any]]:
    """The statements of a reading with its id, the voice as a name, and the stance that they have in the case."""
    names = {voice.id: voice.name for voice in reading.voices}
    for statement in reading.statements:
        fields = msgspec.to_builtins(statement) | {"voice": names.get(statement.voice or "")}
        if (reading.report.id, statement.id) in case.denials:
            fields["stance"] = Stance.DENIES
        yield {"doc": reading.report.id, **fields}


def make_state(case: Case) -> State:
    """What a later state of the case is compared with."""
    return State(tuple(reading.report.id for reading in case.readings), case.claims, case.conflicts)


def decode_state(written: bytes) -> State:
    """The state that `encode_case` wrote. Raises SaysoError where it is none."""
    try:
        record = msgspec.json.decode(written, type=_CaseRecord)
    except msgspec.DecodeError as error:
        raise SaysoError(f"--before is no case as `sayso case --json` prints it ({error})") from error
    return State(tuple(document.id for document in record.documents), record.claims, record.conflicts)
