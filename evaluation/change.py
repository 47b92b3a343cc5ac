"""What a change gains and loses:  python -m evaluation.change REVISION [TEXT|FOLDER ...]

Reads the texts (default: examples/) with the working tree and with a revision of this repository, and prints the
statements gained, lost and changed. Two statements are the same where they have the same cue and their contents
share more than half of their letters.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIELDS = ("source", "cue", "content", "parent", "voice", "source_type", "quote", "stance", "certainty", "response")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("revision")
    ask.add_argument("texts", nargs="*", type=Path, default=[ROOT / "examples"])
    given = ask.parse_args()
    files = sorted(f for t in given.texts for f in ([t] if t.is_file() else t.glob("**/*.txt")))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["git", "worktree", "add", "--detach", folder, given.revision], cwd=ROOT, check=True, capture_output=True
        )
        try:
            old = read(Path(folder), files)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=ROOT, check=True, capture_output=True)
    totals = {"gained": 0, "lost": 0, "changed": 0, "same": 0}
    for path, before, after in zip(files, old, read(ROOT, files), strict=True):
        print(f"## {path.name}")
        for kind, line in compare(before, after):
            totals[kind] += 1
            if kind != "same":
                print(f"- {kind}: {line}")
    print("\n" + ", ".join(f"{count} {kind}" for kind, count in totals.items()))


def read(tree: Path, files: list[Path]) -> list[dict]:
    """The readings of the files by the code of a tree."""
    command = [sys.executable, "-m", "sayso", "read", "--json", *(str(f.resolve()) for f in files)]
    done = subprocess.run(command, capture_output=True, text=True, env={"PYTHONPATH": str(tree / "src")}, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare(before: dict, after: dict):
    """Yield (kind, a line in words) for each statement of either reading."""
    text = after["report"]["text"]
    old = [in_words(text, before, s) for s in before["statements"]]
    new = [in_words(text, after, s) for s in after["statements"]]
    for mine in new:
        twins = [o for o in old if alike(o, mine)]
        twin = next((o for o in twins if o["source"] == mine["source"]), next(iter(twins), None))
        if twin is None:
            yield "gained", line_of(mine)
            continue
        old.remove(twin)
        changes = [f"{k}: {twin[k] or '–'} → {mine[k] or '–'}" for k in FIELDS if twin[k] != mine[k]]
        yield ("changed", f"{line_of(mine)}  ({'; '.join(changes)})") if changes else ("same", "")
    for gone in old:
        yield "lost", line_of(gone)


def in_words(text: str, reading: dict, statement: dict) -> dict:
    """The statement's fields as words, and its letters."""
    names = {v["id"]: v["name"] for v in reading["voices"]}
    contents = {s["id"]: s["content"] for s in reading["statements"]}
    out = {k: statement.get(k) for k in FIELDS}
    for role in ("source", "cue", "content"):
        out[role] = " … ".join(text[a:b] for a, b in statement[role])
    out["voice"] = names.get(statement["voice"])
    out["parent"] = " … ".join(text[a:b] for a, b in contents.get(statement["parent"], []))
    out["letters"] = {i for a, b in statement["content"] for i in range(a, b)}
    out["at"] = statement["cue"]
    return out


def alike(a: dict, b: dict) -> bool:
    """Whether the two are one statement in two readings."""
    if a["at"] != b["at"]:
        return False
    return len(a["letters"] & b["letters"]) * 2 > len(a["letters"] | b["letters"]) or not (a["letters"] | b["letters"])


def line_of(statement: dict) -> str:
    """“source | cue | content”, shortened."""
    return " | ".join((statement[role] or "–")[:90] for role in ("source", "cue", "content"))


if __name__ == "__main__":
    main()
