"""Choose the cue bias and calibrate the score on dev:  python -m training.calibrate --shared ../shared

Writes both into model.json. The bias is the one with the best mean of content+source F1, by the scorer's own
matching, on PolNeAR's dev half (top statements), our kept-back reports and the gold readings (all statements). The
score is a logistic regression, over the statements of the first two, of being matched with the right source.
"""

import argparse
import json
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from sayso import attribute as attribution
from sayso.model import run
from sayso.model.run import Found
from sayso.types import Report
from training.reports import REPORTS, load_reports
from training.sums import write_sums

BIASES = (-1.0, -0.5)
ROLES = ("source", "cue", "content")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--shared", type=Path, required=True)
    given = ask.parse_args()
    sys.path.insert(0, str(given.shared / "score"))
    path = Path(str(files("sayso.model").joinpath("model.json")))
    polnear = load_dev(given.shared / "data/polnear/dev.jsonl")
    ours = load_kept_back(REPORTS)
    gold = load_gold(given.shared / "gold")
    settings = run.load_settings()
    best = (-1.0, 0.0, [], [])
    for bias in BIASES:
        use(replace(settings, cue_bias=bias))
        one, features, right = measure(polnear, is_layered=False)
        other, our_features, our_right = measure(ours, is_layered=True)
        third = measure(gold, is_layered=True)[0]
        print(f"cue bias {bias:+.2f}: content+source F1 {one:.1f}, {other:.1f}, {third:.1f}", flush=True)
        best = max(
            best, (one + other + third, bias, features + our_features, right + our_right), key=lambda found: found[0]
        )
    weights = fit(np.array(best[2]), np.array(best[3]))
    report_calibration(np.array(best[2]), np.array(best[3]), weights)
    own = json.loads(path.read_text(encoding="utf-8"))
    own |= {
        "cue_bias": best[1],
        "calibration": [round(float(w), 4) for w in weights],
    }
    path.write_text(json.dumps(own, indent=1) + "\n", encoding="utf-8")
    write_sums()


def load_dev(path: Path) -> list[dict]:
    """PolNeAR's articles: text and statements."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def load_gold(folder: Path) -> list[dict]:
    """The gold readings, without what another careful reader might do otherwise, in the same form."""
    out = []
    for path in sorted(folder.glob("**/*.gold.json")):
        text = path.with_name(path.name.replace(".gold.json", ".txt")).read_bytes().decode("utf-8")
        statements = json.loads(path.read_text(encoding="utf-8"))["statements"]
        out.append({"text": text, "statements": [s for s in statements if not s.get("debatable")]})
    return out


def load_kept_back(folder: Path) -> list[dict]:
    """Our reports that no training has seen, in the same form."""
    return [
        {"text": r.text, "statements": [{role: told.spans[role] for role in ROLES} for told in r.statements.values()]}
        for r in load_reports(folder)
        if r.is_kept_back
    ]


def use(settings: run.Settings) -> None:
    """Let the running model see other settings than those in its file."""
    run.load_settings = lambda: settings  # type: ignore[assignment]


def measure(articles: list[dict], is_layered: bool) -> tuple[float, list[list[float]], list[bool]]:
    """(F1, features of each statement with a cue, whether it is right) over the articles.

    Unless they are annotated in layers, only top statements with a content count.
    """
    from common import letters, match  # noqa: PLC0415 - the scorers' folder is known only now

    found_all, features, right = 0, [], []
    gold_all = right_all = 0
    for article in articles:
        text = article["text"]
        kept: dict[float, Found] = {}

        def remember(found: Found, kept: dict[float, Found] = kept) -> float:
            kept[len(kept)] = found
            return len(kept) - 1.0

        attribution.score_of = remember  # type: ignore[assignment]
        mine = [
            {"source": s.source, "cue": s.cue, "content": s.content, "key": s.score}
            for s in attribution.attribute(Report(id="r", text=text))
            if not s.implied and (is_layered or (not s.parent and letters(text, s.content)))
        ]
        gold = [s for s in article["statements"] if is_layered or letters(text, s["content"])]
        good = {j for _, j, same in match(text, gold, mine) if same}
        found_all, gold_all = found_all + len(mine), gold_all + len(gold)
        for number, statement in enumerate(mine):
            right_all += number in good
            if statement["cue"]:  # a quotation that goes on has the score of the one before
                found = kept[statement["key"]]
                scores = (found.cue_score, found.source_score, found.content_score)
                features.append([1.0, *(run._logit(score) for score in scores)])
                right.append(number in good)
    return 200 * right_all / (found_all + gold_all), features, right


def fit(features: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights (4,) of a logistic regression, by Newton's method with a slight pull towards zero."""
    weights = np.zeros(features.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (right - chance) - 0.1 * weights
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + 0.1 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def report_calibration(features: np.ndarray, right: np.ndarray, weights: np.ndarray) -> None:
    """Print, for ten bins of the score, what it says and what came true, and the expected calibration error."""
    chance = 1 / (1 + np.exp(-features @ weights))
    error = 0.0
    for low in np.arange(0, 1, 0.1):
        inside = (chance >= low) & (chance < low + 0.1)
        if inside.any():
            said, was = chance[inside].mean(), right[inside].mean()
            error += inside.mean() * abs(said - was)
            print(f"{low:.1f}: {inside.sum():5d} statements, said {said:.2f}, right {was:.2f}")
    print(f"expected calibration error {error:.3f}")


if __name__ == "__main__":
    main()
