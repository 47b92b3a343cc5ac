"""The ledger: readings kept in a file or in a PostgreSQL database. The only SQL of the project stands here."""

from sayso.ledger.copies import Holdings, back_up, check_ledger
from sayso.ledger.queries import ReportRow, Row, StatementRow, VoiceRow, Wanted
from sayso.ledger.rescue import Rescued, rescue
from sayso.ledger.store import Added, Ledger

__all__ = [
    "Added", "Holdings", "Ledger", "ReportRow", "Rescued", "Row", "StatementRow", "VoiceRow", "Wanted", "back_up",
    "check_ledger", "rescue",
]  # fmt: skip
