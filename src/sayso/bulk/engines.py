"""Where batches are read: on this machine, or on a distributed engine that is installed.

An engine only hands `read_batch` from here to there. It is called from as many threads as it has workers, so what it
calls may wait; a worker that is lost is its matter, a report that ends its reader is the matter of `sayso.bulk.reader`.
"""

from queue import Empty, LifoQueue
from typing import Protocol, Self

from sayso.bulk.batches import Batch
from sayso.bulk.reader import Reader, Task, read_batch
from sayso.bulk.tables import Tables
from sayso.problems import SaysoError


class Engine(Protocol):
    """Reads batches, `workers` of them at a time. Leaving it ends its work, whatever it is at."""

    workers: int

    def read(self, batch: Batch) -> Tables:
        """The tables of a batch."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """End."""


class LocalEngine:
    """A process for each worker on this machine, one thread each."""

    def __init__(self, task: Task, workers: int) -> None:
        self.workers = workers
        self._task = task
        self._readers: list[Reader] = []
        self._idle: LifoQueue[Reader] = LifoQueue()

    def read(self, batch: Batch) -> Tables:
        """The tables of a batch, from a process that is idle; there are as many as threads ever ask at once."""
        try:
            reader = self._idle.get_nowait()
        except Empty:
            reader = Reader(self._task)
            self._readers.append(reader)
        try:
            return read_batch(batch, reader)
        finally:
            self._idle.put(reader)

    def __enter__(self) -> Self:
        """Nothing to do: a process starts when it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        for reader in self._readers:
            reader.close()


def make_engine(name: str, task: Task, workers: int, master: str | None = None) -> Engine:
    """The engine of this name. Raises SaysoError where it is not installed."""
    if name == "local":
        return LocalEngine(task, workers)
    try:
        from sayso.bulk.spark import SparkEngine  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise SaysoError(f"the engine {name} needs {error.name}; pip install 'sayso[spark]'") from error
    return SparkEngine(task, workers, master)
