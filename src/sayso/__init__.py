"""sayso: on whose say-so? Reads news reports and keeps the ledger of who says what, on whose word."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sayso.types import Figure, Moment, Problem, Reading, Report, Span, Statement, Voice

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.pipeline import read, read_many, read_report
    from sayso.tables import to_arrow, to_dicts

__all__ = [
    "Figure", "Ledger", "Moment", "Problem", "Reading", "Report", "Span", "Statement", "Voice",
    "read", "read_many", "read_report", "to_arrow", "to_dicts",
]  # fmt: skip

# Loaded when first asked for: they bring the model's runtime or the ledger with them.
_PLACES = {
    "Ledger": "sayso.ledger",
    "read": "sayso.pipeline", "read_many": "sayso.pipeline", "read_report": "sayso.pipeline",
    "to_arrow": "sayso.tables", "to_dicts": "sayso.tables",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def _show_in_notebook(reading: Reading) -> str:
    return str(import_module("sayso.show.notebook").make_html(reading))


# Here, since the types know nothing of how they are shown.
Reading._repr_html_ = _show_in_notebook  # type: ignore[attr-defined]
