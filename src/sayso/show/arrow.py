"""Statements as an Arrow table, which pandas, Polars, DuckDB and Parquet take as it is."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from sayso.show.rows import OF_STATEMENT

_TYPES = {"start": pa.int64(), "end": pa.int64(), "score": pa.float64()}
SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in OF_STATEMENT])


def make_arrow(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The rows of `make_rows` as a table."""
    return pa.Table.from_pylist(list(rows), schema=SCHEMA)
