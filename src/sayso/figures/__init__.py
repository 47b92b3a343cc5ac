"""How many: the quantities that a text gives, with unit and bound, and whether they add up."""

from sayso.figures.find import find_figures
from sayso.figures.sums import Mismatch, find_mismatches

__all__ = ["Mismatch", "find_figures", "find_mismatches"]
