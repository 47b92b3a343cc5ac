"""The scripts that make and change the tables."""

from importlib.resources import files

# The first makes version 1 of a new ledger, the second takes version 1 to 2, and so on; a new one goes through all.
MIGRATIONS = ("schema", "decisions", "before")


def load_script(name: str) -> str:
    """The commands of one migration in one of the two dialects."""
    return files("sayso.ledger").joinpath(name).read_text(encoding="utf-8")
