"""From files, folders and standard input to Reports."""

from sayso.intake.furniture import Particulars, make_report, parse_published
from sayso.intake.inputs import Filed, list_files, read_inputs

__all__ = ["Filed", "Particulars", "list_files", "make_report", "parse_published", "read_inputs"]
