"""How far bulk reading is: reports, rate, share of the input, time left; for a terminal or a log."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct
from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from sayso.bulk.folder import Count

_EVERY = 30  # seconds between two lines where the output is no terminal


class State(Struct, frozen=True):
    """How far it is: all reports so far; reports a second in this run; share of the input's bytes; seconds left.

    The last two are None where the size of the input is not known, as of standard input and addresses.
    """

    count: Count
    rate: float
    share: float | None = None
    left: float | None = None

    def __str__(self) -> str:
        """In words, for one line."""
        words = [f"{self.count.read:,} reports read", f"{self.rate:.1f} a second"]
        if self.count.rejected:
            words.append(f"{self.count.rejected:,} set aside")
        if self.share is not None:
            words.append(f"{self.share:.0%}")
        if self.left:
            words.append(f"about {_in_words(self.left)} left")
        return " · ".join(words)


Watch = Callable[[State], None]


class Progress:
    """Adds up what is done, in reports and in bytes of the input, and tells `watch`."""

    def __init__(self, watch: Watch, size: int | None) -> None:
        self._watch, self._size = watch, size
        self._taken = self._cut = 0  # bytes read of the input; of these, in shards
        self._done = self._found = 0.0  # bytes in batches that are done; of these, done before this run
        self.count = self._earlier = Count()
        self._begun = time.monotonic()

    def take(self, size: int) -> None:
        """Bytes of the input were read."""
        self._taken += size

    def cut(self) -> int:
        """A shard was cut off: the bytes that it took."""
        size, self._cut = self._taken - self._cut, self._taken
        return size

    def skip(self, count: Count, size: float) -> None:
        """A shard is there already."""
        self.count += count
        self._earlier += count
        self._done += size
        self._found += size
        self._begun = time.monotonic()
        self._watch(self.state())

    def add(self, count: Count, size: float) -> None:
        """A batch was read."""
        self.count += count
        self._done += size
        self._watch(self.state())

    def state(self) -> State:
        """How far it is."""
        seconds = max(time.monotonic() - self._begun, 1e-6)
        new = self.count.read + self.count.rejected - self._earlier.read - self._earlier.rejected
        if not self._size:
            return State(self.count, new / seconds)
        fresh = self._done - self._found
        left = max(self._size - self._done, 0) * seconds / fresh if fresh else None
        return State(self.count, new / seconds, min(self._done / self._size, 1), left)


@contextmanager
def show_progress(console: Console) -> Iterator[Watch]:
    """A watch that shows a bar on a terminal, and elsewhere prints a line now and then."""
    if not console.is_terminal:
        yield _make_printer(console)
        return
    with Bar(BarColumn(), TextColumn("{task.description}"), console=console, transient=True) as bar:
        task = bar.add_task("reading …", total=None)
        yield lambda state: bar.update(task, description=str(state), total=1, completed=state.share)


def _make_printer(console: Console) -> Watch:
    last = time.monotonic()

    def show(state: State) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            console.print(str(state), soft_wrap=True)

    return show


def _in_words(seconds: float) -> str:
    """A length of time to two units at most: 2 h 5 min."""
    minutes = round(seconds / 60)
    hours, days = minutes // 60, minutes // 1440
    if days:
        return f"{days} d {hours % 24} h"
    if hours:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min" if minutes else f"{seconds:.0f} s"
