"""link: clauses of many reports → claims. Which of them put the same proposition forward, deny it or leave it open.

First, how much each clause belongs to what the case is about: the proposition of headlines and leads, which most
silences and denials answer. Then how likely each two clauses are about one thing. Clauses are joined where whole groups
are alike, so that one loose pair does not draw two claims together. The group that belongs most to what the case is
about is the first claim, and silences and open questions that are not about something else go there: they name what
they leave open in few words or none.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from msgspec import Struct, json

from sayso.cases.clauses import Clause
from sayso.cases.measures import Floats, Measures
from sayso.cases.terms import Vocabulary
from sayso.types import Derivation, Reading


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """link.json, which training/claims.py writes: two small learned functions, and from where on they say yes.

    `main` is a logistic regression over the measures of a clause, the intercept first; `hidden` (units, 1 + measures)
    and `out` (1 + units) a network of one layer over those of two clauses. `*_mean` and `*_spread` put measures on one
    scale. `join` is the mean logit from which on two groups are one claim, `untold` the logit of `main` from which on a
    silence or an open question goes to the first claim.
    """

    main_mean: tuple[float, ...]
    main_spread: tuple[float, ...]
    main: tuple[float, ...]
    pair_mean: tuple[float, ...]
    pair_spread: tuple[float, ...]
    hidden: tuple[tuple[float, ...], ...]
    out: tuple[float, ...]
    join: float
    untold: float


@cache
def load_weights() -> Weights:
    """The weights that lie beside this module."""
    return json.decode(files("sayso.cases").joinpath("link.json").read_bytes(), type=Weights)


def link(
    clauses: Sequence[Clause], readings: Sequence[Reading], lineage: Sequence[Derivation], vocabulary: Vocabulary,
    weights: Weights | None = None,
) -> list[tuple[int, ...]]:  # fmt: skip
    """The numbers of the clauses of each claim; the claim that the case is about first, then by how many have it."""
    if not clauses:
        return []
    weights = weights or load_weights()
    measures = Measures(clauses, readings, lineage, vocabulary)
    main = score_clauses(measures.own, weights)
    pairs = np.concatenate([score_pairs(block, weights) for block in measures.pairs(main)])
    return make_claims(main, (pairs + pairs.T) / 2, measures, weights)


def score_clauses(own: Floats, weights: Weights) -> Floats:
    """(clauses,): the logit that each belongs to what the case is about."""
    scaled = np.clip((own - _array(weights.main_mean)) / _array(weights.main_spread), -4, 4)
    score: Floats = scaled @ _array(weights.main[1:]) + np.float32(weights.main[0])
    return score


def score_pairs(block: Floats, weights: Weights) -> Floats:
    """(rows, clauses): the logit that two clauses are of one claim."""
    hidden, spread = _array(weights.hidden), _array(weights.pair_spread)
    slopes = hidden[:, 1:] / spread
    middle = hidden[:, :1] - slopes @ _array(weights.pair_mean)[:, None]
    flat = np.moveaxis(block, -1, 0).reshape(block.shape[-1], -1)
    out: Floats = _array(weights.out[1:]) @ np.maximum(slopes @ flat + middle, 0) + np.float32(weights.out[0])
    return out.reshape(block.shape[:2])


def make_claims(main: Floats, pairs: Floats, measures: Measures, weights: Weights) -> list[tuple[int, ...]]:
    """Claims by the logits of clauses and of pairs."""
    groups = list(_join(pairs, weights.join))
    core = 1 / (1 + np.exp(-2 * (main + 1)))
    untold = np.flatnonzero(measures.is_untold & (main > weights.untold)).tolist()
    first = {*max(groups, key=lambda group: core[group].sum()), *untold}
    others = [rest for group in groups if (rest := [n for n in group if n not in first])]
    others.sort(key=lambda group: (-len(set(measures.report[group])), min(group)))
    return [tuple(sorted(group)) for group in (first, *others)]


def _join(likeness: Floats, least: float) -> Iterator[list[int]]:
    """Groups: the two with the highest mean are joined until none has `least`."""
    means = likeness.astype(np.float64)
    np.fill_diagonal(means, -np.inf)
    groups: list[list[int]] = [[n] for n in range(len(means))]
    partner, best = means.argmax(1), means.max(1)
    while best.max() > least:
        one = int(best.argmax())
        other = int(partner[one])
        sizes = len(groups[one]), len(groups[other])
        row = (means[one] * sizes[0] + means[other] * sizes[1]) / sum(sizes)
        means[one] = means[:, one] = row
        means[one, one] = -np.inf
        means[other] = means[:, other] = -np.inf
        groups[one] += groups[other]
        groups[other] = []
        stale = np.flatnonzero((partner == one) | (partner == other) | (means[:, one] > best))
        stale = np.union1d(stale, [one, other])
        partner[stale], best[stale] = means[stale].argmax(1), means[stale].max(1)
    yield from (group for group in groups if group)


def _array(values: Sequence[float] | Sequence[Sequence[float]]) -> Floats:
    return np.array(values, dtype=np.float32)
