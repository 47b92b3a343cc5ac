"""Copies among many reports: how the time and memory of finding them grow, and how many are found.

    python bench/copies.py --to 100000

The corpus is made by perturbing the examples of this repository: of each original a few copies, whole or cut short,
with some of their words changed. What is told is the exponent of the time's growth, not seconds.
"""

import argparse
import math
import random
import re
import resource
import time
from collections.abc import Sequence
from pathlib import Path

from sayso.cases.copies import find_copies, group_copies

EXAMPLES = Path(__file__).parents[1] / "examples"
COPIES = 3  # of one original, itself among them
CHANGED = 0.04  # of a copy's words
DIFFERENT = 0.75  # of the words of an original, against the sentence that it is made of


def make_corpus(size: int, rng: random.Random) -> list[tuple[int, str]]:
    """(number of the original, text): originals of sentences drawn at random, words replaced, and their copies."""
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.rglob("*.txt"))]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s+", text)]
    words = sorted({word for sentence in sentences for word in re.findall(r"[a-z]{3,}", sentence)})
    out: list[tuple[int, str]] = []
    for number in range(size // COPIES):
        text = " ".join(_change(rng.choice(sentences), DIFFERENT, words, rng) for _ in range(rng.randint(3, 20)))
        out.append((number, text))
        for _ in range(COPIES - 1):
            copy = _change(text, CHANGED, words, rng)
            out.append((number, copy[: int(len(copy) * rng.uniform(0.4, 1))]))
    return out


def _change(text: str, share: float, words: Sequence[str], rng: random.Random) -> str:
    return re.sub(r"[a-z]{3,}", lambda m: rng.choice(words) if rng.random() < share else m.group(), text)


def main() -> None:
    """Print a line for each size of corpus, ten times larger each time."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--to", type=int, default=10_000)
    given = ask.parse_args()
    seen: list[tuple[int, float]] = []
    size = 1_000
    while size <= given.to:
        corpus = make_corpus(size, random.Random(size))
        begun = time.process_time()
        groups = group_copies(find_copies([text for _, text in corpus]))
        seen.append((size, time.process_time() - begun))
        found = {(a, b) for group in groups for a in group for b in group if a < b}
        right = sum(corpus[a][0] == corpus[b][0] for a, b in found)
        wanted = (size // COPIES) * COPIES * (COPIES - 1) // 2
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        growth = math.log(seen[-1][1] / seen[0][1]) / math.log(size / seen[0][0]) if size > seen[0][0] else math.nan
        print(f"{size:7} reports  exponent since 1,000: {growth:.2f}  precision {right / len(found):.3f}  "
              f"recall {right / wanted:.3f}  peak {memory:.0f} MB", flush=True)  # fmt: skip
        size *= 10


if __name__ == "__main__":
    main()
