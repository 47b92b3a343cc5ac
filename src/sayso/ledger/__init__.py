"""The ledger: readings kept in one SQLite file. The only SQL of the project stands in this folder."""

from sayso.ledger.queries import ReportRow, Row, StatementRow, VoiceRow, Wanted
from sayso.ledger.store import Added, Ledger

__all__ = ["Added", "Ledger", "ReportRow", "Row", "StatementRow", "VoiceRow", "Wanted"]
