"""The inputs of a command, one after the other: a fault of one does not stop the others."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from sayso.intake.furniture import NOTHING_KNOWN, Particulars, make_report
from sayso.intake.text import decode
from sayso.problems import UnreadableInputError
from sayso.types import Problem, Report

STANDARD_INPUT = "-"
SUFFIXES = (".txt", ".text", ".md")


class Filed(Struct, frozen=True):
    """A report as it came in: from where, and what was wrong with the file."""

    place: str
    report: Report
    problems: tuple[Problem, ...] = ()


def read_inputs(
    inputs: Iterable[str], particulars: Particulars = NOTHING_KNOWN
) -> Iterator[Filed | UnreadableInputError]:
    """Yield each report of the files and folders named, or the error that stands in its place.

    A folder gives its .txt, .text and .md files and those of its folders, sorted, without the hidden ones; `-` is
    standard input. One file at a time is held in memory.
    """
    for name in inputs:
        if name != STANDARD_INPUT and Path(name).is_dir():
            yield from _read_folder(name, particulars)
        else:
            yield _read_file(name, particulars)


def _read_folder(folder: str, particulars: Particulars) -> Iterator[Filed | UnreadableInputError]:
    refused: list[OSError] = []
    is_empty = True
    for place, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES and not _is_stream(path):
                is_empty = False
                yield _read_file(str(path), particulars)
    for error in refused:
        yield UnreadableInputError(f"{error.filename}: {_cause_and_cure(error)}")
    if is_empty and not refused:
        kinds = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
        yield UnreadableInputError(f"{folder}: the folder holds no report; put {kinds} files there, or name a file")


def _is_stream(path: Path) -> bool:
    """A pipe or device in a folder would wait for ever; a broken link is kept, so that it is reported."""
    return path.exists() and not path.is_file()


def _read_file(name: str, particulars: Particulars) -> Filed | UnreadableInputError:
    place = "standard input" if name == STANDARD_INPUT else name
    try:
        text, problems = decode(_load_bytes(name))
    except UnreadableInputError as error:
        return UnreadableInputError(f"{place}: {error}")
    except (OSError, ValueError) as error:
        return UnreadableInputError(f"{place}: {_cause_and_cure(error)}")
    return Filed(place, make_report(text, particulars), problems)


def _load_bytes(name: str) -> bytes:
    if name != STANDARD_INPUT:
        return Path(name).read_bytes()
    if sys.stdin is None:
        raise UnreadableInputError("closed; pipe a report in, or name a file")
    return sys.stdin.buffer.read()


def _cause_and_cure(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file or folder; check the name"
        case PermissionError():
            return "it may not be read; give yourself the right to (chmod u+r), or copy it"
        case OSError():
            return f"it cannot be read ({error.strerror}); check the file, or copy it elsewhere"
    return f"this cannot be a file name ({error}); check the name"
