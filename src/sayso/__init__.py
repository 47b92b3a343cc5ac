"""sayso: on whose say-so? Reads news reports and keeps the ledger of who says what, on whose word."""

from sayso.pipeline import read, read_report
from sayso.types import Figure, Moment, Problem, Reading, Report, Span, Statement, Voice

__all__ = [
    "Figure", "Moment", "Problem", "Reading", "Report", "Span", "Statement", "Voice", "read", "read_report",
]  # fmt: skip
