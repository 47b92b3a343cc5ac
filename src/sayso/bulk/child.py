"""The process that reads one report after another for a `sayso.bulk.reader.Reader`."""

import signal
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection

from msgspec import Struct

from sayso.intake import Filed
from sayso.problems import SaysoError
from sayso.show.wire import encode_line
from sayso.types import Reading


class Refused(Struct, frozen=True):
    """Why there is no reading of a report."""

    reason: str


def serve(connection: Connection, function: str) -> None:
    """Answer each report with the JSON of its reading or a refusal, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    module, _, name = function.rpartition(".")
    read = getattr(import_module(module), name)
    try:
        connection.send(None)
        while True:
            connection.send(_answer(read, connection.recv()))
    except (EOFError, OSError):
        return


def _answer(read: Callable[..., Reading], filed: Filed) -> bytes | Refused:
    try:
        return encode_line(read(filed.report, filed.problems))
    except SaysoError as error:
        return Refused(str(error))
    except Exception as error:  # a fault of ours in one report must not end millions of others
        return Refused(f"reading it failed ({type(error).__name__}: {error})")
