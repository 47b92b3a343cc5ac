"""JSON of a case for programs, as the contract has it, and read back as an earlier state."""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from sayso.cases import State
from sayso.problems import SaysoError
from sayso.show.wire import encode_line
from sayso.types import Case, Claim, Conflict, Reading, Stance

CONTRACT = "sayso/case/1"


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
            "contract": CONTRACT,
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
