"""The bill of materials of a release, as CycloneDX JSON:  uv run python -m evaluation.bill > sayso.cdx.json

What uv.lock holds, with the hashes of every package file, and what lies in the package itself: the model, and htmx.
"""

import json
import subprocess
import sys
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from training.sums import NAMES

from sayso.model.run import load_settings

ROOT = Path(__file__).parents[1]
EXPORT = ("export", "--frozen", "--offline", "--no-dev", "--all-extras", "--format", "cyclonedx1.5")
HTMX = "2.0.11"


def main() -> None:
    json.dump(make_bill(), sys.stdout, indent=1)
    print()


def make_bill() -> dict[str, Any]:
    """Uv's bill, and the components that lie in the package."""
    done = subprocess.run(["uv", *EXPORT], cwd=ROOT, check=True, capture_output=True, text=True)
    bill: dict[str, Any] = json.loads(done.stdout)
    model = [make_component("machine-learning-model", name, load_settings().name, "sayso.model") for name in NAMES]
    bill["components"] += [*model, make_component("library", "htmx.min.js", HTMX, "sayso.desk", "static")]
    return bill


def make_component(kind: str, name: str, version: str, package: str, *folders: str) -> dict[str, Any]:
    """A file of the package as a component."""
    place: Traversable = files(package).joinpath(*folders, name)
    hashes = [{"alg": "SHA-256", "content": sha256(place.read_bytes()).hexdigest()}]
    return {"type": kind, "bom-ref": f"{package}/{name}@{version}", "name": name, "version": version, "hashes": hashes}


if __name__ == "__main__":
    main()
