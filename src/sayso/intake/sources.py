"""What passes between the readers of formats: a Source goes in; reports, further Sources and faults come out."""

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from msgspec import Struct
from msgspec.structs import replace

from sayso.intake.furniture import NOTHING_KNOWN, Particulars
from sayso.intake.limits import FREE, MAX_DEPTH, MAX_REPORT, MIB, BombError, Meter, Weighed
from sayso.problems import UnreadableInputError
from sayso.types import Problem

HEAD = 4096  # bytes that are looked at to tell a format


def _ignore(count: int) -> None:
    """These bytes are not counted, or were when they were first read."""


class Source(Struct, frozen=True):
    """Bytes to read: from where, under which file name, with what is known of them; `charset` is what a server said."""

    place: str
    name: str
    stream: BinaryIO
    meter: Meter
    known: Particulars = NOTHING_KNOWN
    charset: str | None = None
    depth: int = 0

    def load(self, limit: int = MAX_REPORT) -> bytes:
        """All bytes, of one report. Raises UnreadableInputError where there are more than the limit."""
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise UnreadableInputError(f"larger than {limit // MIB} MiB, too much for one report; split it")
        return data

    def head(self) -> tuple[bytes, "Source"]:
        """The first bytes, and the source from its beginning."""
        head = self.stream.read(HEAD)
        if self.stream.seekable():
            self.stream.seek(0)
            return head, self
        return head, replace(self, stream=_buffered(Weighed(self.stream, _ignore, head, is_part=True)))

    def part(
        self,
        label: str,
        stream: BinaryIO,
        name: str | None = None,
        known: Particulars | None = None,
        charset: str | None = None,
    ) -> "Source":
        """A source inside this one, its bytes weighed; `label` is its place there. BombError where that is too deep."""
        if self.depth == MAX_DEPTH:
            raise BombError(f"more than {MAX_DEPTH} archives inside one another; unpack the inner ones")
        return Source(
            place=f"{self.place}: {make_plain(label)}" if label else self.place,
            name=name or label,
            stream=_buffered(Weighed(stream, self.meter.unpack, is_part=True)),
            meter=self.meter,
            known=known or self.known,
            charset=charset,
            depth=self.depth + 1,
        )

    @contextmanager
    def seekable(self) -> Iterator[BinaryIO]:
        """The stream, or a copy of it on disk where it cannot go back."""
        if self.stream.seekable():
            yield self.stream
            return
        with SpooledTemporaryFile(max_size=FREE) as copy:
            shutil.copyfileobj(self.stream, copy)
            copy.seek(0)
            yield cast(BinaryIO, copy)


class Found(Struct, frozen=True):
    """A report as its format gives it; `part` says which of several in the source: “line 3”."""

    text: str
    particulars: Particulars = NOTHING_KNOWN
    problems: tuple[Problem, ...] = ()
    part: str | None = None


Result = Found | Source | UnreadableInputError
Reader = Callable[[Source], Iterator[Result]]


def open_source(
    place: str,
    name: str,
    stream: BinaryIO,
    known: Particulars,
    charset: str | None = None,
    watch: Callable[[int], None] = _ignore,
) -> Source:
    """The source of a whole input, with a meter of its own; `watch` is told of bytes as they are read."""
    meter = Meter(watch)
    return Source(place, name, _buffered(Weighed(stream, meter.take)), meter, known, charset)


def hash_of(data: bytes) -> str:
    """The SHA-256 of the bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def make_plain(name: str) -> str:
    """A name that somebody else gave, without characters that move a terminal's cursor."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


def _buffered(raw: Weighed) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(raw))
