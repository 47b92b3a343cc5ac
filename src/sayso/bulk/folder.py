"""The folder that bulk reading writes: a manifest, and a folder for each table with a Parquet file for each shard.

A shard is done when its part of `reports` is there, which is written last; the hash of its input lies in that file.
Every file is written under another name first and then renamed, so that a kill at any moment leaves whole files.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import msgspec
import pyarrow as pa
from msgspec import Struct
from pyarrow import parquet

from sayso.bulk.batches import Shard
from sayso.bulk.tables import BULK_CONTRACT, TABLES, Tables
from sayso.problems import SaysoError

try:
    import fcntl
except ImportError:  # Windows: nothing keeps a second command out of the folder there
    fcntl = None  # type: ignore[assignment]

_MANIFEST, _UNFINISHED = "bulk.json", ".part"
_DIGEST = b"input"


class Manifest(Struct, frozen=True, kw_only=True, omit_defaults=False):
    """What the folder is made of. Reading goes on only where all of it is the same."""

    contract: str = BULK_CONTRACT
    inputs: tuple[str, ...]
    outlet: str | None
    published: str | None
    model: str
    version: str


class Count(Struct, frozen=True):
    """Reports that were read, and inputs that were set aside."""

    read: int = 0
    rejected: int = 0

    def __add__(self, other: "Count") -> "Count":
        """Both together."""
        return Count(self.read + other.read, self.rejected + other.rejected)


class Folder:
    """A folder held by one command."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    @contextmanager
    def open(cls, path: Path, manifest: Manifest) -> Iterator[Self]:
        """A new or empty folder, or one of the same manifest. Raises SaysoError for any other, or one in use."""
        _check_contents(path, manifest)
        path.mkdir(parents=True, exist_ok=True)
        with (path / _MANIFEST).open("a+b") as file:
            _lock(file.fileno(), path)
            if not file.tell():
                file.write(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
                file.flush()
            folder = cls(path)
            folder._sweep()
            yield folder

    def find_done(self, shard: Shard) -> Count | None:
        """What a shard that is done holds. Raises SaysoError where other reports stand in it than in the input now."""
        path = self._part("reports", shard.number)
        if not path.exists():
            return None
        metadata = parquet.read_metadata(path)
        if (metadata.metadata or {}).get(_DIGEST) != shard.digest().encode():
            raise SaysoError(
                f"{self._path}: {path.name} was made from other reports than the input holds there now; "
                "give another --out, or the input as it was"
            )
        rejected = self._part("rejected", shard.number)
        return Count(metadata.num_rows, parquet.read_metadata(rejected).num_rows if rejected.exists() else 0)

    def write(self, shard: Shard, batches: Sequence[Tables]) -> Count:
        """Write the parts of a shard; those without rows are left out, but for `reports`."""
        tables = {name: pa.Table.from_batches([b[name] for b in batches], t.schema) for name, t in TABLES.items()}
        for name, table in tables.items():
            if table.num_rows or name == "reports":
                self._write(self._part(name, shard.number), table, {_DIGEST: shard.digest().encode()})
        return Count(tables["reports"].num_rows, tables["rejected"].num_rows)

    def _write(self, path: Path, table: pa.Table, metadata: Mapping[bytes, bytes]) -> None:
        path.parent.mkdir(exist_ok=True)
        unfinished = path.with_suffix(_UNFINISHED)
        with unfinished.open("wb") as file:
            parquet.write_table(
                table.replace_schema_metadata({**table.schema.metadata, **metadata}), file, compression="zstd"
            )
            file.flush()
            os.fsync(file.fileno())  # a name must not stand for a file that a power cut emptied
        unfinished.replace(path)

    def _part(self, table: str, number: int) -> Path:
        return self._path / table / f"part-{number:06}.parquet"

    def _sweep(self) -> None:
        """Take away what a kill left: unfinished files, and parts of shards that are not done."""
        done = {path.name for path in self._path.glob("reports/*.parquet")}
        for name in TABLES:
            for path in (self._path / name).glob("part-*"):
                if path.suffix == _UNFINISHED or path.name not in done:
                    path.unlink()


def _check_contents(path: Path, manifest: Manifest) -> None:
    if path.exists() and not path.is_dir():
        raise SaysoError(f"{path}: this is a file; name a folder with --out")
    try:
        found = msgspec.json.decode((path / _MANIFEST).read_bytes() or msgspec.json.encode(manifest), type=Manifest)
    except FileNotFoundError:
        if path.exists() and any(path.iterdir()):
            raise SaysoError(f"{path}: the folder holds other things; name an empty or a new one with --out") from None
        return
    except msgspec.MsgspecError as error:
        raise SaysoError(f"{path / _MANIFEST}: this is no manifest of ours ({error}); give another --out") from error
    for name in Manifest.__struct_fields__:
        there, here = getattr(found, name), getattr(manifest, name)
        if there != here:
            raise SaysoError(
                f"{path}: begun with other {_SETTINGS.get(name, name)} ({_show(there)}, now {_show(here)}); "
                "give another --out, or the same again"
            )


_SETTINGS = {"inputs": "INPUT", "outlet": "--outlet", "published": "--published", "version": "version of sayso"}


def _show(value: str | tuple[str, ...] | None) -> str:
    return " ".join(value) if isinstance(value, tuple) else value or "none"


def _lock(file: int, path: Path) -> None:
    """Hold the file until it is closed. Raises SaysoError where another process holds it."""
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise SaysoError(f"{path}: another sayso bulk is writing there; wait for it, or give another --out") from error
