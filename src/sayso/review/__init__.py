"""What people decide of a reading: made, kept in order, and laid over the reading without changing it."""

from sayso.review.apply import Reviewed, Standing, StandingKind, apply
from sayso.review.decide import make_decision, make_undo

__all__ = ["Reviewed", "Standing", "StandingKind", "apply", "make_decision", "make_undo"]
