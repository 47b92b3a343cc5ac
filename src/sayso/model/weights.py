"""The files of the model, each told by its hash before it is used: another gives readings that nobody measured."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from sayso.problems import ModelError

SUMS = "SHA256SUMS"  # as `sha256sum` writes and checks it; training.sums makes it


def load_weights(name: str) -> bytes:
    """The bytes of a file of the model. Raises ModelError where they are missing or not those of the release."""
    try:
        data = files("sayso.model").joinpath(name).read_bytes()
    except OSError as error:
        raise ModelError(f"the model's file {name} cannot be read ({error.strerror}); install sayso anew") from error
    if sha256(data).hexdigest() != _load_sums().get(name):
        raise ModelError(f"the model's file {name} is damaged, or not the one that was released; install sayso anew")
    return data


@cache
def _load_sums() -> dict[str, str]:
    """The hashes by file name."""
    written = files("sayso.model").joinpath(SUMS).read_text(encoding="ascii")
    return {name: digest for digest, name in map(str.split, written.splitlines())}
