"""A corpus into a folder of tables: shards are cut, their batches read wherever the engine reads, and parts written.

Held at a time: the shard being cut, and those of which a batch is still being read.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from importlib.metadata import version
from pathlib import Path

from sayso.bulk.batches import Shard, cut_shards
from sayso.bulk.engines import Engine
from sayso.bulk.folder import Count, Folder, Manifest
from sayso.bulk.progress import Progress, Watch
from sayso.bulk.tables import Tables
from sayso.intake import Particulars, read_inputs, weigh_inputs
from sayso.model.run import load_settings

_AHEAD = 4  # batches for each worker: one being read, and what lasts while the next shard is cut


class _Open:
    """A shard of which batches are still being read; `size` are its bytes of the input."""

    def __init__(self, shard: Shard, size: int) -> None:
        self.shard, self.batches = shard, shard.batches()
        self.size_of_batch = size / len(self.batches)
        self.tables: dict[int, Tables] = {}


_Running = dict[Future[Tables], tuple[_Open, int]]


def read_corpus(
    inputs: Sequence[str],
    out: Path,
    engine: Engine,
    particulars: Particulars,
    allow_private: bool = False,
    watch: Watch = lambda _: None,
) -> Count:
    """Read all reports of the inputs into tables in the folder `out`; what is there of them already is not read again.

    `watch` is told now and then how far it is. Raises SaysoError where the folder holds anything else.
    """
    manifest = Manifest(
        inputs=tuple(inputs),
        outlet=particulars.outlet,
        published=particulars.published,
        model=load_settings().name,
        version=version("sayso"),
    )
    progress = Progress(watch, weigh_inputs(inputs))
    shards = cut_shards(read_inputs(inputs, particulars, allow_private, progress.take))
    with (
        Folder.open(out, manifest) as folder,
        ThreadPoolExecutor(engine.workers) as threads,
        engine,  # left before the threads, so that what they are at ends
    ):
        running: _Running = {}
        for opened in _find_new(shards, folder, progress):
            for place, batch in enumerate(opened.batches):
                if len(running) == engine.workers * _AHEAD:
                    _collect(running, folder, progress)
                running[threads.submit(engine.read, batch)] = opened, place
        while running:
            _collect(running, folder, progress)
    return progress.count


def _find_new(shards: Iterable[Shard], folder: Folder, progress: Progress) -> Iterator[_Open]:
    """The shards that are not done."""
    for shard in shards:
        size = progress.cut()
        if (count := folder.find_done(shard)) is not None:
            progress.skip(count, size)
        else:
            yield _Open(shard, size)


def _collect(running: _Running, folder: Folder, progress: Progress) -> None:
    """Wait until a batch or more are read, and write the shards that they complete."""
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        opened, place = running.pop(future)
        opened.tables[place] = tables = future.result()
        if len(opened.tables) == len(opened.batches):
            folder.write(opened.shard, [tables for _, tables in sorted(opened.tables.items())])
        progress.add(Count(tables["reports"].num_rows, tables["rejected"].num_rows), opened.size_of_batch)
