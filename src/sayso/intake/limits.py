"""How much is taken in at most. What is larger is no report, or a trap: one clear line each.

An archive of a few kilobytes can unpack to petabytes, so what comes out of an input is weighed against what was
read of it, while it is read: sizes that a file states are not believed.
"""

import io
from collections.abc import Callable
from typing import BinaryIO

from sayso.intake.faults import intact
from sayso.problems import UnreadableInputError

MIB = 1 << 20
MAX_REPORT = 64 * MIB  # bytes of one text, PDF, mail, feed, line or row
MAX_PAGE = 16 * MIB  # bytes of one HTML page, whose tree takes some ten times as much memory
MAX_UNPACKED = 1024 * 64 * MIB  # bytes out of one input, all of its archives together
FREE = 64 * MIB  # bytes that come out of an input before its ratio counts
MAX_RATIO = 200  # bytes out for one byte in: text compresses to a fifth, repetitive tables to a fiftieth
MAX_DEPTH = 5  # archives inside one another; .tar.gz counts as two
MAX_MEMBERS = 100_000  # files of one archive


class BombError(UnreadableInputError):
    """An input that unpacks to far more than it should: nothing more of it is read."""


class Meter:
    """Counts the bytes read of one input and those unpacked. Raises BombError where they are out of proportion."""

    def __init__(self, watch: Callable[[int], None]) -> None:
        self._watch = watch
        self._packed = 0
        self._unpacked = 0

    def take(self, count: int) -> None:
        """Count bytes of the input itself, and tell who watches."""
        self._packed += count
        self._watch(count)

    def unpack(self, count: int) -> None:
        """Count bytes that came out of an archive or a compressed stream in it."""
        self._unpacked += count
        if self._unpacked > FREE + MAX_RATIO * self._packed:
            raise BombError(f"it unpacks to more than {MAX_RATIO} times its size; unpack it by hand if you trust it")
        if self._unpacked > MAX_UNPACKED:
            raise BombError(f"it unpacks to more than {MAX_UNPACKED // MIB:,} MiB; split it")


class Gauge:
    """Tells `watch` of the bytes of a file as they are read: all of them in the end, and none twice."""

    def __init__(self, watch: Callable[[int], None], size: int) -> None:
        self._watch = watch
        self._left = size

    def take(self, count: int) -> None:
        """Bytes were read, perhaps for the second time."""
        fresh = min(count, self._left)
        self._left -= fresh
        self._watch(fresh)

    def finish(self) -> None:
        """Nothing more of the file is read."""
        self.take(self._left)


class Weighed(io.RawIOBase):
    """A stream that tells `count` how many bytes were read; `head` are bytes that were read of it already.

    A part of another stream goes only forward: going back in what is compressed means to begin again.
    """

    def __init__(
        self, stream: BinaryIO, count: Callable[[int], None], head: bytes = b"", is_part: bool = False
    ) -> None:
        self._stream, self._count, self._head, self._is_part = stream, count, head, is_part
        # BufferedReader asks where it is from C, and drops what is raised meanwhile: in a method that would be Ctrl-C
        # too. So it gets a function without Python in it. A part, which never goes back, is at its own beginning.
        self.tell = io.BytesIO().tell if is_part else stream.tell  # type: ignore[method-assign]

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """As the stream inside is, if this is the whole of it."""
        return not self._is_part and self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move in the stream inside."""
        return self._stream.seek(offset, whence)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one read goes."""
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            with intact():
                data = self._stream.read(len(buffer))
            self._count(len(data))
        buffer[: len(data)] = data
        return len(data)
