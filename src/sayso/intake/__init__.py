"""From files, folders and standard input to Reports."""

from sayso.intake.furniture import Particulars, make_report, parse_published
from sayso.intake.inputs import Filed, Filing, list_files, read_inputs, weigh_inputs

__all__ = [
    "Filed", "Filing", "Particulars", "list_files", "make_report", "parse_published", "read_inputs", "weigh_inputs",
]  # fmt: skip
