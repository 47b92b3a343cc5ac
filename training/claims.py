"""Learn which clauses of a case are one claim:  python -m training.claims [--unseen FOLDER...] [--one-out]

Writes src/sayso/cases/link.json from our own cases (examples/cases, training/cases). `--one-out` measures first how
well each of them is linked by what the others teach; `--unseen` measures cases that are never learned from. F1 is over
the pairs of places that people put in one claim.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from evaluation.cases import nearness, read_case
from msgspec import json
from numpy.typing import NDArray
from torch.nn.functional import binary_cross_entropy_with_logits

from sayso.cases.clauses import Clause, find_clauses
from sayso.cases.lineage import find_lineage
from sayso.cases.link import Weights, make_claims, score_clauses, score_pairs
from sayso.cases.measures import Floats, Measures
from sayso.cases.terms import Vocabulary
from sayso.text import find_sentences

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "sayso" / "cases" / "link.json"
JOIN, UNTOLD = -2.0, -2.0
OTHERS = 200  # clauses of no gold claim that pairs are learned from, beside those of one
SHARE_OF_OTHERS = 0.02  # how much such a clause counts beside one of a gold claim
PENALTY, UNITS, STEPS, SEEDS = 200.0, 24, 700, 2

Bools = NDArray[np.bool_]


class Example(NamedTuple):
    """A gold case. `near` (places, clauses) is how well each clause covers each gold place; `together` (places, places)
    whether two stand in one claim; `is_main` (clauses,), `is_best` (clauses,) whether a clause is of the largest claim,
    and whether none covers its place better; `same` (clauses, clauses) whether two are of one claim.
    """

    name: str
    clauses: list[Clause]
    measures: Measures
    near: Floats
    together: Bools
    is_main: Bools
    is_best: Bools
    same: Bools


def load(folder: Path) -> Example:
    """The gold case of a folder with the measures of its clauses."""
    gold, readings = read_case(folder)
    texts = [reading.report.text for reading in readings]
    vocabulary = Vocabulary(texts, [s.of(text) for text in texts for s in find_sentences(text)])
    clauses = [clause for number, reading in enumerate(readings) for clause in find_clauses(number, reading)]
    claims_of: dict[tuple[str, str], set[str]] = {}
    for claim in gold["claims"]:
        for member in claim["members"]:
            claims_of.setdefault((member["doc"], member["content"]), set()).add(claim["id"])
    ids = [reading.report.id for reading in readings]
    near = np.array([
        [nearness(texts[c.report], content, c.spans) if ids[c.report] == doc else 0.0 for c in clauses]
        for doc, content in claims_of
    ], dtype=np.float32)  # fmt: skip
    main = max(gold["claims"], key=lambda claim: len(claim["members"]))["id"]
    wanted = list(claims_of.values())
    best = near.max(0)
    places = [
        np.flatnonzero((column >= 0.3) & (column >= most - 0.1)) for column, most in zip(near.T, best, strict=True)
    ]
    own = [set[str]().union(*(wanted[n] for n in some)) for some in places]
    return Example(
        folder.name, clauses, Measures(clauses, readings, find_lineage(readings, vocabulary), vocabulary), near,
        np.array([[bool(a & b) for b in wanted] for a in wanted]), np.array([main in claims for claims in own]),
        ((near > 0) & (near >= near.max(1, keepdims=True) - 0.05)).any(0),
        np.array([[bool(a & b) for b in own] for a in own]),
    )  # fmt: skip


def learn(examples: Sequence[Example]) -> Weights:
    """The weights that the examples teach."""
    main_mean, main_spread, main = learn_main(examples)
    weights = Weights(main_mean, main_spread, main, (), (), (), (), JOIN, UNTOLD)
    samples = [_sample(example, score_clauses(example.measures.own, weights)) for example in examples]
    nets = [learn_pairs(samples, seed) for seed in range(SEEDS)]
    mean, spread = nets[0][:2]
    hidden = np.concatenate([net[2] for net in nets])
    out = np.concatenate([[np.mean([net[3][0] for net in nets])], *(net[3][1:] / SEEDS for net in nets)])
    return Weights(main_mean, main_spread, main, _plain(mean), _plain(spread), tuple(map(_plain, hidden)), _plain(out),
                   JOIN, UNTOLD)  # fmt: skip


def learn_main(examples: Sequence[Example]) -> tuple[tuple[float, ...], ...]:
    """Mean, spread and weights of a logistic regression: does a clause belong to the largest claim?"""
    rows = np.concatenate([e.measures.own for e in examples]).astype(np.float64)
    right = np.concatenate([e.is_main for e in examples]).astype(np.float64)
    counts = np.concatenate(
        [np.where(e.is_best, 1, np.where(e.near.max(0) > 0.3, 0.2, SHARE_OF_OTHERS)) for e in examples]
    )
    mean, spread = rows.mean(0), rows.std(0) + 1e-3
    scaled = np.column_stack([np.ones(len(rows)), np.clip((rows - mean) / spread, -4, 4)])
    penalty = np.diag([0.0, *[PENALTY] * rows.shape[1]])
    weights = np.zeros(scaled.shape[1])
    for _ in range(20):  # Newton's method
        likely = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (counts * (likely - right)) + penalty @ weights
        weights -= np.linalg.solve((scaled.T * (counts * likely * (1 - likely))) @ scaled + penalty, slope)
    return _plain(mean), _plain(spread), _plain(weights)


def _sample(example: Example, main: Floats) -> tuple[Floats, Floats, Floats]:
    """Measures of pairs, whether they are of one claim, and how much each counts."""
    others = np.random.default_rng(0).permutation(np.flatnonzero(~example.is_best))[:OTHERS]
    chosen = np.concatenate([np.flatnonzero(example.is_best), others])
    is_best = example.is_best[chosen]
    rows = np.concatenate([block[:, chosen] for block in example.measures.pairs(main)])[chosen]
    same = example.same[np.ix_(chosen, chosen)]
    counts = np.where(is_best[:, None] & is_best, 1, 0.1)
    upper = np.triu_indices(len(chosen), 1)
    counts = counts[upper] / np.sqrt((counts * same)[upper].sum())
    return rows[upper], same[upper].astype(np.float32), counts.astype(np.float32)


def learn_pairs(samples: Sequence[tuple[Floats, Floats, Floats]], seed: int) -> tuple[Floats, ...]:
    """Mean, spread, hidden layer and output of a network: are two clauses of one claim?"""
    torch.manual_seed(seed)
    rows, right, counts = (np.concatenate(parts) for parts in zip(*samples, strict=True))
    mean, spread = rows.mean(0), rows.std(0) + np.float32(1e-3)
    x, y, w = torch.tensor((rows - mean) / spread), torch.tensor(right), torch.tensor(counts / counts.mean())
    net = torch.nn.Sequential(
        torch.nn.Linear(rows.shape[1], UNITS), torch.nn.ReLU(), torch.nn.Dropout(0.1), torch.nn.Linear(UNITS, 1)
    )
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-2, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, total_steps=STEPS)
    for _ in range(STEPS):
        at = torch.randint(len(x), (4096,))
        loss = (binary_cross_entropy_with_logits(net(x[at])[:, 0], y[at], reduction="none") * w[at]).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    first, last = net[0], net[3]
    hidden = np.column_stack([first.bias.detach().numpy(), first.weight.detach().numpy()])
    return mean, spread, hidden, np.concatenate([last.bias.detach().numpy(), last.weight.detach().numpy()[0]])


def _plain(values: NDArray[Any]) -> tuple[float, ...]:
    return tuple(float(f"{value:.4g}") for value in values)


def measure(example: Example, weights: Weights) -> tuple[int, int, int]:
    """Pairs right, found, and in the gold."""
    main = score_clauses(example.measures.own, weights)
    pairs = np.concatenate([score_pairs(block, weights) for block in example.measures.pairs(main)])
    return count(example, make_claims(main, (pairs + pairs.T) / 2, example.measures, weights))


def count(example: Example, claims: Sequence[tuple[int, ...]]) -> tuple[int, int, int]:
    """Pairs right, found and in the gold, where a place is of each claim that covers it best."""
    near = np.stack([example.near[:, list(claim)].max(1) for claim in claims], 1)
    placed = ((near > 0) & (near >= near.max(1, keepdims=True) - 0.05)).astype(np.float32)
    upper = np.triu_indices(len(near), 1)
    found, wanted = (placed @ placed.T > 0)[upper], example.together[upper]
    return int((found & wanted).sum()), int(found.sum()), int(wanted.sum())


def show(name: str, counts: tuple[int, int, int]) -> None:
    right, found, wanted = counts
    print(f"{name:16} precision {100 * right / max(1, found):5.1f}  recall {100 * right / max(1, wanted):5.1f}  "
          f"F1 {200 * right / max(1, found + wanted):5.1f}", flush=True)  # fmt: skip


def _folders() -> Iterator[Path]:
    for place in (ROOT / "examples" / "cases", ROOT / "training" / "cases"):
        yield from sorted(path.parent for path in place.glob("*/case.json"))


def main() -> None:
    """Measure if asked, then write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unseen", type=Path, nargs="*", default=[], help="folders to measure, never learned from")
    parser.add_argument("--one-out", action="store_true", help="measure each case by what the others teach")
    given = parser.parse_args()
    examples = [load(folder) for folder in _folders()]
    if given.one_out:
        for example in examples:
            show(example.name, measure(example, learn([e for e in examples if e is not example])))
    weights = learn(examples)
    for folder in given.unseen:
        show(folder.name, measure(load(folder), weights))
    TARGET.write_bytes(json.encode(weights) + b"\n")


if __name__ == "__main__":
    main()
