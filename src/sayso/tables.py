"""What sayso read, as tables for the tools of others."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sayso.problems import SaysoError
from sayso.show.rows import make_rows
from sayso.types import Reading

if TYPE_CHECKING:
    import pyarrow


def to_dicts(readings: Reading | Iterable[Reading]) -> list[dict[str, Any]]:
    """A dictionary for each statement of one reading or of many: whose, in which report, its words and qualities."""
    several = [readings] if isinstance(readings, Reading) else readings
    return [row for reading in several for row in make_rows(reading)]


def to_arrow(readings: Reading | Iterable[Reading]) -> "pyarrow.Table":
    """The same as an Arrow table. Raises SaysoError where pyarrow is not installed."""
    try:
        from sayso.show.arrow import make_arrow  # noqa: PLC0415 - only who asks for it needs pyarrow
    except ModuleNotFoundError as error:
        raise SaysoError(f"Arrow needs {error.name}: pip install 'sayso[parquet]'") from error
    return make_arrow(to_dicts(readings))
