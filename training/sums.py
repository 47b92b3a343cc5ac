"""Write the hashes of the model's files, which are checked on load:  python -m training.sums

To be run whenever one of them changed: sayso refuses a file that is not listed.
"""

from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from sayso.model.weights import SUMS

NAMES = ("encoder.onnx", "model.json", "tagger.onnx", "tokenizer.json")


def write_sums() -> None:
    """Write SHA256SUMS beside the weights."""
    folder = Path(str(files("sayso.model")))
    lines = (f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in NAMES)
    (folder / SUMS).write_text("".join(lines), encoding="ascii", newline="\n")


if __name__ == "__main__":
    write_sums()
