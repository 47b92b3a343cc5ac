"""JSON for programs: the reading of the contract, its schema, the rows of a list, and people's part."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from sayso.review import Reviewed, Standing
from sayso.types import Reading

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def encode_line(value: Any) -> bytes:
    """One line of UTF-8, keys in the order of the contract. A half character, which JSON cannot hold, becomes "?"."""
    try:
        return msgspec.json.encode(value) + b"\n"
    except UnicodeEncodeError:
        written = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
        return written.encode("utf-8", "replace") + b"\n"


def encode_reading(reading: Reading) -> bytes:
    """The reading of the contract, as one line."""
    return encode_line(replace(reading, made_by=msgspec.UNSET))


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
