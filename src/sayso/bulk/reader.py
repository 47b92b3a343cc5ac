"""One process that reads reports, watched from outside: what ends it or hangs is set aside, and reading goes on.

Reports are handed over one at a time, so that it is always known which one the process was at when it died.
"""

import signal
from collections.abc import Iterator
from multiprocessing import get_context

from msgspec import Struct, json

from sayso.bulk.batches import Batch
from sayso.bulk.child import Refused, serve
from sayso.bulk.tables import Row, Tables, make_rejection, make_rows, make_tables
from sayso.intake import Filed
from sayso.problems import SaysoError

_ATTEMPTS = 2  # processes that a report may end before it is set aside
_PATIENCE = 5.0  # seconds that a process which hung up is given to end


class Task(Struct, frozen=True):
    """What each worker does, in words that travel to another machine.

    `function` is the name of a function from a report and its problems to a reading; `time_limit`, in seconds, holds
    for one report.
    """

    function: str = "sayso.pipeline.read_report"
    time_limit: float = 300.0


class Reader:
    """A process in which the model is loaded once. One thread asks; `close` may come from another."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._is_closed = False
        self._start()

    def read(self, filed: Filed) -> Row | Refused:
        """The reading as the contract's JSON decodes, or why there is none. Raises SaysoError after `close`."""
        code = 0
        for _ in range(_ATTEMPTS):
            if self._is_closed:
                raise SaysoError("the reading was stopped")
            try:
                self._connection.send(filed)
                if not self._connection.poll(self._task.time_limit):
                    self._restart(patience=0)
                    return Refused(f"reading it took longer than {self._task.time_limit:g} seconds; see --time-limit")
                answer = self._connection.recv()
            except (EOFError, OSError):
                code = self._restart(_PATIENCE)
            else:
                return answer if isinstance(answer, Refused) else json.decode(answer)
        return Refused(f"reading it ended the process {_ATTEMPTS} times ({_cause_of(code)})")

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._is_closed = True
        self._process.kill()
        self._process.join()

    def _restart(self, patience: float) -> int:
        """Put a new process in the place of one that died or hangs; the exit code of the old one."""
        self._process.join(patience)
        self._process.kill()
        self._process.join()
        self._connection.close()
        code = self._process.exitcode or 0
        if not self._is_closed:
            self._start()
        return code

    def _start(self) -> None:
        context = get_context("spawn")  # a fork of a process with threads may hang
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, self._task.function), daemon=True)
        self._process.start()
        theirs.close()
        try:
            self._connection.recv()
        except (EOFError, OSError) as error:
            raise SaysoError("a worker could not be started; what it printed above says why") from error


def read_batch(batch: Batch, reader: Reader) -> Tables:
    """What an engine does with a batch: filed reports in, a record batch of each table out."""
    return make_tables(_rows_of(batch, reader))


def _rows_of(batch: Batch, reader: Reader) -> Iterator[tuple[str, Row]]:
    for number, filing in enumerate(batch.filings, batch.first):
        if not isinstance(filing, Filed):
            yield "rejected", make_rejection(number, None, str(filing))
        elif isinstance(answer := reader.read(filing), Refused):
            yield "rejected", make_rejection(number, filing, answer.reason)
        else:
            yield from make_rows(number, filing.place, answer)


def _cause_of(code: int) -> str:
    """An exit code in words: multiprocessing gives the number of a signal as a negative one."""
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
