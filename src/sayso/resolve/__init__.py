"""Who: the voices of a report, one for each person or body, however the text refers to them."""

from sayso.resolve.voices import resolve

__all__ = ["resolve"]
