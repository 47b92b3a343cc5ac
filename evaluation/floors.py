"""Whether the scores hold their floors:  python -m evaluation.floors [--shared ../shared]

Checks docs/scores.md against evaluation/floors.toml; with the folder of the corpora and scorers, the page is made anew
before. Ends with 1, and a line for each, where a figure lies under its floor or is not there.
"""

import argparse
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, convert

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "scores.md"


class Floor(Struct, frozen=True, forbid_unknown_fields=True):
    """The least that a figure of a section may be; `pattern` finds it in a line there."""

    section: str
    figure: str
    pattern: str
    least: float


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--shared", type=Path)
    given = ask.parse_args()
    if given.shared:
        subprocess.run([sys.executable, "-m", "evaluation.scores", "--shared", str(given.shared)], cwd=ROOT, check=True)
    floors = load_floors()
    below = list(find_below(PAGE.read_text(encoding="utf-8"), floors))
    print("\n".join(below) or f"all {len(floors)} figures hold their floors")
    sys.exit(bool(below))


def load_floors() -> list[Floor]:
    """The floors, in the order of their file."""
    written = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
    return convert(written["floor"], list[Floor])


def find_below(page: str, floors: Sequence[Floor]) -> Iterator[str]:
    """A line for each figure of the page that lies under its floor, or is not there."""
    sections = dict(re.findall(r"^### ([^\n]+)\n(.*?)(?=^### |^<!-- |\Z)", page, re.MULTILINE | re.DOTALL))
    for floor in floors:
        found = re.search(f"^{floor.pattern}", sections.get(floor.section, ""), re.MULTILINE)
        if not found:
            yield f"{floor.section}: {floor.figure}: not there"
        elif float(found[1]) < floor.least:
            yield f"{floor.section}: {floor.figure}: {found[1]}, its floor is {floor.least}"


if __name__ == "__main__":
    main()
