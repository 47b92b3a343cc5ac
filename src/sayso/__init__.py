"""sayso: on whose say-so? Reads news reports and keeps the ledger of who says what, on whose word."""

from typing import TYPE_CHECKING, Any

from sayso.types import Figure, Moment, Problem, Reading, Report, Span, Statement, Voice

if TYPE_CHECKING:
    from sayso.pipeline import read, read_report

__all__ = ["Figure", "Moment", "Problem", "Reading", "Report", "Span", "Statement", "Voice", "read", "read_report"]


def __getattr__(name: str) -> Any:
    """`read` and `read_report` bring the model's runtime with them: loaded when first asked for."""
    if name not in ("read", "read_report"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sayso import pipeline  # noqa: PLC0415

    return getattr(pipeline, name)
