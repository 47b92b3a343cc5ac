"""How far a command is, told on standard error while people wait."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.control import Control
from rich.segment import ControlType

from sayso.intake import Filed, list_files
from sayso.show.printable import make_printable

CHARACTERS_A_SECOND = 6_000  # on one slow core
PATIENCE = 2.0  # seconds before anything is told on a terminal
_TICK = 0.1  # seconds between two lines there
_PLAIN_TICK = 30.0  # and elsewhere, where lines stay
_ERASE = Control((ControlType.ERASE_IN_LINE, 2), ControlType.CARRIAGE_RETURN)


class Progress:
    """Reports read, how many a second, and the time that the rest may take by the size of the files.

    On a terminal it is one line that `clear` takes away; elsewhere a line every half a minute.
    """

    def __init__(self, inputs: Sequence[str]) -> None:
        self._console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self._is_live = self._console.is_terminal
        self._places, self._total = _weigh(inputs)
        self._started = monotonic()
        self._next = self._started + (PATIENCE if self._is_live else _PLAIN_TICK)
        self._is_shown = False
        self._file, self._within, self._reports = "", 0, 0

    def show(self, filed: Filed) -> None:
        """Tell how far it is, before this report is read."""
        file = filed.place if filed.place in self._places else filed.place.partition(": ")[0]
        if file != self._file:
            self._file, self._within = file, 0
        now, size = monotonic(), len(filed.report.text)
        if now >= self._next or (self._is_live and size > PATIENCE * CHARACTERS_A_SECOND):
            self._next = now + (_TICK if self._is_live else _PLAIN_TICK)
            self._print(self._tell(now - self._started, size), filed.place)
        self._within += size
        self._reports += 1

    def clear(self) -> None:
        """Take the line away, before something else is printed."""
        if self._is_shown:
            self._console.control(_ERASE)
            self._is_shown = False

    def _print(self, told: str, place: str) -> None:
        if not self._is_live:
            self._console.print(f"sayso: {told}", soft_wrap=True)
            return
        self._console.control(_ERASE)
        self._console.print(f"{told} · {make_printable(place)}", end="", no_wrap=True, overflow="ellipsis")
        self._is_shown = True

    def _tell(self, seconds: float, size: int) -> str:
        """“12 read · 3.4 a second · about 2 min left”."""
        parts = [f"{self._reports:,} read"]
        if self._reports and seconds:
            parts.append(f"{self._reports / seconds:.1f} a second")
        if left := self._seconds_left(seconds, size):
            parts.append(f"about {_tell_time(left)} left")
        return " · ".join(parts)

    def _seconds_left(self, seconds: float, size: int) -> float | None:
        """By the bytes of the files, where there are files; before the first is read, by what a slow core takes."""
        before, whole = self._places.get(self._file, (0, 0))
        done = before + min(whole, self._within)
        if done:
            return (self._total - done) * seconds / done
        return max(self._total, size) / CHARACTERS_A_SECOND if not self._reports else None


def _tell_time(seconds: float) -> str:
    """“40 s”, “3 min”, “2 h 10 min”."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _weigh(inputs: Sequence[str]) -> tuple[dict[str, tuple[int, int]], int]:
    """By file, the bytes of the files before it and its own; and the bytes of all."""
    places: dict[str, tuple[int, int]] = {}
    total = 0
    for file in _list_all(inputs):
        size = Path(file).stat().st_size
        places[file] = (total, size)
        total += size
    return places, total


def _list_all(inputs: Sequence[str]) -> Iterator[str]:
    """The files that are named, and those of the folders: what cannot be opened is told when it is read."""
    for name in inputs:
        try:
            named = [name] if Path(name).is_file() else list_files(name, [])
            yield from (file for file in named if Path(file).is_file())
        except (OSError, ValueError):
            continue
