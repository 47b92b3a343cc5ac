"""Parquet with named columns, a few rows at a time. Needs pyarrow: the extra `parquet`."""

from collections.abc import Iterator

from pyarrow import parquet

from sayso.intake.faults import surviving
from sayso.intake.limits import MAX_UNPACKED
from sayso.intake.sources import Found, Result, Source
from sayso.intake.tables import find_columns, make_found, make_row
from sayso.problems import UnreadableInputError

_ROWS = 16  # held at a time


def read(source: Source) -> Iterator[Result]:
    """The reports in the rows, by the columns that are named as a CSV file's."""
    with source.seekable() as stream:
        with surviving("Parquet file"):
            table = parquet.ParquetFile(stream)
            if sum(table.metadata.row_group(n).total_byte_size for n in range(table.num_row_groups)) > MAX_UNPACKED:
                raise UnreadableInputError("it unpacks to more than can be read; split it")
            names = list(table.schema_arrow.names)
        columns = {field: names[at] for field, at in find_columns(names).items()}
        batches = table.iter_batches(batch_size=_ROWS, columns=list(columns.values()))
        number = 0
        while True:
            with surviving("Parquet file"):
                batch = next(batches, None)
                rows = [] if batch is None else batch.to_pylist()
            if batch is None:
                return
            for row in rows:
                number += 1
                yield _read_row({field: row[name] for field, name in columns.items()}, f"row {number}")


def _read_row(cells: dict[str, object], part: str) -> Found | UnreadableInputError:
    try:
        return make_found(make_row(cells), part)
    except UnreadableInputError as error:
        return UnreadableInputError(f"{part}: {error}")
