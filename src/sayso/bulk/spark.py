"""Batches read by Spark, through mapInArrow. Needs the extra `spark`, and Java 17 or newer.

Each batch is one small job, so that Spark spreads and retries them, and only what is under way is held. Whatever runs
a task must have sayso installed; a process of its own reads there, as on one machine.
"""

import os
import re
import sys
from collections.abc import Iterator
from functools import cache, partial
from typing import Self

import pyarrow as pa
from msgspec import Struct, msgpack
from msgspec.structs import replace
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from sayso.bulk.batches import Batch
from sayso.bulk.reader import Reader, Task, read_batch
from sayso.bulk.tables import Tables
from sayso.intake import Filed
from sayso.problems import SaysoError, UnreadableInputError

_ATTEMPTS = 4  # at a batch whose worker is lost


class SparkEngine:
    """A Spark session: of the cluster at the address `master`, else of this machine."""

    def __init__(self, task: Task, workers: int, master: str | None) -> None:
        self.workers = workers
        self._task = task
        self._master = master or f"local[{workers},{_ATTEMPTS}]"

    def read(self, batch: Batch) -> Tables:
        """The tables of a batch. Raises SaysoError where Spark gives it up."""
        sent = self._session.createDataFrame([(bytearray(_pack(batch)),)], "batch binary").coalesce(1)
        try:
            rows = sent.mapInArrow(partial(_read_all, self._task), "name string, rows binary").collect()
        except PySparkException as error:
            raise SaysoError(f"Spark gave a batch up ({_reason_of(error)}); the same command goes on") from error
        return {row.name: pa.ipc.open_stream(row.rows).read_next_batch() for row in rows}

    def __enter__(self) -> Self:
        """Start the session, or join the one that is there."""
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.appName("sayso bulk").master(self._master)
        settings: dict[str, bool | float | int | str | None] = {
            "spark.task.maxFailures": str(_ATTEMPTS),
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "ERROR",
        }
        try:
            self._session = builder.config(map=settings).getOrCreate()
        except (PySparkException, OSError) as error:
            raise SaysoError(f"Spark could not be started ({_reason_of(error)}); it needs Java 17 or newer") from error
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the session, and what it is at."""
        self._session.stop()


class _Packed(Struct):
    """A batch on its way to a worker: a report as it came in, or the reason why it could not be had."""

    first: int
    filings: tuple[Filed | str, ...]


def _pack(batch: Batch) -> bytes:
    filings = tuple(_without_halves(filing) if isinstance(filing, Filed) else str(filing) for filing in batch.filings)
    return msgpack.encode(_Packed(batch.first, filings))


def _without_halves(filing: Filed) -> Filed:
    """The report with half characters, which no table can hold either, as "?"."""
    text, title = (
        part and part.encode("utf-8", "replace").decode() for part in (filing.report.text, filing.report.title)
    )
    return replace(filing, report=replace(filing.report, text=text or "", title=title))


def _unpack(sent: bytes) -> Batch:
    packed = msgpack.decode(sent, type=_Packed)
    filings = (UnreadableInputError(filing) if isinstance(filing, str) else filing for filing in packed.filings)
    return Batch(first=packed.first, filings=tuple(filings))


def _read_all(task: Task, sent: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What a Spark worker does: packed batches in, each table of each as Arrow's stream format out."""
    for rows in sent:
        for batch in rows["batch"].to_pylist():
            tables = read_batch(_unpack(batch), _get_reader(task))
            yield pa.record_batch({"name": list(tables), "rows": list(map(_write, tables.values()))})


@cache
def _get_reader(task: Task) -> Reader:
    """The reader of this Spark worker, which Spark uses again for other batches."""
    return Reader(task)


def _write(rows: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_batch(rows)
    return bytes(sink.getvalue())


def _reason_of(error: Exception) -> str:
    """The line that says what went wrong: the last of a Python error in the message, which goes on in Java."""
    told = str(error).strip()
    errors: list[str] = re.findall(r"^\w*Error: .+", told, re.MULTILINE)
    return errors[-1] if errors else told.partition("\n")[0]
