"""The OpenAPI description of the desk: its addresses for programs, and the form by which a decision is kept.

The desk publishes it at /openapi.json; a test holds that it names each JSON twin and form, and nothing else.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from sayso.desk.draw import Hop
from sayso.desk.entries import FILTERS
from sayso.desk.first import Item
from sayso.ledger import ReportRow
from sayso.review import Reviewed
from sayso.types import Decision, Stance

ADDRESS: Final = "/openapi.json"
_TYPES = (ReportRow, Reviewed, Item, Decision, Hop)
_PLACE = "#/components/schemas/{name}"
_TEXT: Final = {"type": "string"}
_FORM = {
    "kind": {**_TEXT, "description": "what is decided, as the page offers it: accept, reject, correct, undo, redo …"},
    "target": {**_TEXT, "description": "the id of the statement"},
    "seen": {**_TEXT, "description": "the last decision on it that its maker knew of"},
    "why": _TEXT,
    "undoes": {**_TEXT, "description": "the decision that is taken back"},
    "stance": {"enum": [*Stance]},
    "voice": {**_TEXT, "description": "a name, known or new; empty for nobody named"},
    **{role: {**_TEXT, "pattern": r"^\s*(\d+-\d+\s*(,\s*\d+-\d+\s*)*)?$"} for role in ("source", "cue", "content")},
}


def describe() -> bytes:
    """The description as JSON, OpenAPI 3.1."""
    named, schemas = msgspec.json.schema_components(_TYPES, ref_template=_PLACE)
    row, reviewed, item, decision, hop = named
    voices = _object(voices=_list({"type": "object"}), standings={"type": "object"})
    reports = _query("report", _list(_TEXT))
    review = _object(
        changes=_list({"type": "object"}), first=_list(item), lost=_list(decision), decisions=_list(decision)
    )
    chains = _list(_object(statement=_TEXT, words=_TEXT, hops=_list(hop)))
    filters = [_query(name, _TEXT) for name in ("words", "voice", "outlet")]
    filters += [_query("stance", {"enum": ["", *Stance]}), _query("page", {"type": "integer", "minimum": 1})]
    only = _query("only", _list({"enum": [*FILTERS]}))
    paths = {
        "/reports.json": _reads("The reports, the latest first", _object(page={}, reports=_list(row)), filters),
        "/review.json": _reads("What to look at first, and the log", review),
        "/reports/{id}/reader.json": _reads("A report as people corrected it", reviewed, [only], has_id=True),
        "/reports/{id}/review.json": _reads("What to look at first in a report", review, has_id=True),
        "/reports/{id}/chain.json": _reads("From evidence to page, hop by hop", chains, has_id=True),
        "/reports/{id}/voices.json": _reads("Who speaks in a report", voices, has_id=True),
        "/reports/{id}/decide": _decides(_ID),
        "/case.json": _reads("The case of these reports, as its contract has it", {"type": "object"}, [reports]),
        "/case/claim.json": _reads("One claim", {"type": "object"}, [reports, _query("claim", _TEXT)]),
        "/case/dossier.json": _reads("The whole case, for paper", {"type": "object"}, [reports]),
        "/case/decide": _decides(reports),
        ADDRESS: _reads("This description", {"type": "object"}),
    }
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "sayso desk", "version": "1", "description": "Who says what, on whose word."},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"desk": {"type": "apiKey", "in": "cookie", "name": "sayso-desk-PORT"}},
        },
        "security": [{"desk": []}],
    }
    return msgspec.json.encode(whole)


def _reads(
    told: str, schema: Mapping[str, Any], parameters: Sequence[Mapping[str, Any]] = (), *, has_id: bool = False
) -> dict[str, Any]:
    answers = {"200": _answer(told, schema), **({"404": _PROBLEM} if has_id else {})}
    given = [*([_ID] if has_id else []), *parameters]
    return {"get": {"summary": told, "parameters": given, "responses": answers | _REFUSALS}}


def _decides(parameter: Mapping[str, Any]) -> dict[str, Any]:
    form = {"type": "object", "properties": _FORM}
    return {
        "post": {
            "summary": "Keep a decision",
            "parameters": [parameter],
            "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}},
            "responses": {
                "200": _plain("Kept: the reader, for a page that asked with hx-request", "text/html"),
                "303": {"description": "Kept; the reader is shown"},
                "404": _plain("No such report", "text/html"),
                "413": _plain("The form is too large", "text/html"),
                "422": _plain("It cannot be decided so"),
                **_REFUSALS,
            },
        }
    }


def _answer(told: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": told, "content": {"application/json": {"schema": schema}}}


def _plain(told: str, kind: str = "text/plain") -> dict[str, Any]:
    return {"description": told, "content": {kind: {"schema": _TEXT}}}


def _object(**properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties]}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _query(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


_ID = {"name": "id", "in": "path", "required": True, "schema": _TEXT, "description": "a report’s id, or how it begins"}
_PROBLEM = _answer("No such report", _object(problem=_TEXT))
_REFUSALS = {"403": _plain("No cookie, or another page’s form"), "421": _plain("Another host was meant")}
