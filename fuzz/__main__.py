"""Run a target:  python -m fuzz TARGET [-max_total_time=600] [any other option of libFuzzer] [CORPUS_FOLDER]

An input may take SLOWEST seconds and the process HEAVIEST MiB. One that takes more, or breaks what fuzz/checks.py says,
is written into the folder as crash-… or timeout-…, and ends the run.
"""

import sys
from pathlib import Path
from tempfile import mkdtemp

import atheris

from fuzz.seeds import make_seeds
from fuzz.targets import TARGETS

SLOWEST, HEAVIEST = 20, 1500


def main() -> None:
    """Give libFuzzer the target and its first inputs."""
    name = next(iter(sys.argv[1:]), "")
    if name not in TARGETS:
        sys.exit(f"name a target: {', '.join(TARGETS)}")
    first = Path(mkdtemp(prefix=f"sayso-fuzz-{name}-"))
    for number, seed in enumerate(make_seeds(name)):
        (first / str(number)).write_bytes(seed)
    limits = [f"-timeout={SLOWEST}", f"-rss_limit_mb={HEAVIEST}"]
    atheris.Setup([sys.argv[0], *limits, *sys.argv[2:], str(first)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
