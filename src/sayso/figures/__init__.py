"""How many: the quantities that a text gives, with unit and bound."""

from sayso.figures.find import find_figures

__all__ = ["find_figures"]
