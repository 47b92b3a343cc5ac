"""What people decide of a reading: made, kept in order, and laid over the reading without changing it."""

from sayso.review.apply import Reviewed, Standing, StandingKind, apply
from sayso.review.claims import ReviewedCase, apply_to_case, decide_on_claim
from sayso.review.decide import make_decision, make_undo
from sayso.review.order import find_undone, put_in_order

__all__ = [
    "Reviewed", "ReviewedCase", "Standing", "StandingKind", "apply", "apply_to_case", "decide_on_claim",
    "find_undone", "make_decision", "make_undo", "put_in_order",
]  # fmt: skip
