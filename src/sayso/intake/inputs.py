"""The inputs of a command, one after the other: a fault of one does not stop the others.

Each is opened as a `Source`; the reader of its format gives reports, faults, and further sources (what an archive
holds), which are read in the same way. One report at a time is held in memory.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, cast

from msgspec import Struct

from sayso.intake.furniture import NOTHING_KNOWN, Particulars, make_report
from sayso.intake.kinds import WRITTEN, Kind, is_address, is_page_folder, kind_of_name, tell_kind
from sayso.intake.limits import BombError, Gauge
from sayso.intake.sources import Found, Reader, Source, open_source
from sayso.problems import UnreadableInputError, make_problem
from sayso.types import Problem, Report

STANDARD_INPUT = "-"
EXTRAS = {"fastwarc": "warc", "pypdfium2": "pdf", "pyarrow": "parquet"}  # a library, and the extra that brings it


class Filed(Struct, frozen=True):
    """A report as it came in: from where, and what was wrong with the file."""

    place: str
    report: Report
    problems: tuple[Problem, ...] = ()


Filing = Filed | UnreadableInputError
Fetch = Callable[[str, Particulars], Source]
Watch = Callable[[int], None]


def read_inputs(
    inputs: Iterable[str],
    particulars: Particulars = NOTHING_KNOWN,
    allow_private: bool = False,
    watch: Watch = lambda _: None,
) -> Iterator[Filing]:
    """Yield each report of the files, folders and addresses named, or the error that stands in its place.

    A folder gives its files with the suffix of a format and those of its folders, sorted, without the hidden ones;
    `-` is standard input; http and https addresses are fetched, from private networks only if allowed.
    `watch` is told of the bytes of files as they are read, of each once.
    """
    names = list(inputs)
    fetch = _make_fetch(allow_private) if any(map(is_address, names)) else None
    for name in names:
        if fetch and is_address(name):
            yield from _read_address(name, particulars, fetch)
        elif name != STANDARD_INPUT and Path(name).is_dir():
            yield from _read_folder(name, particulars, watch)
        else:
            yield from _read_file(name, particulars, watch)


def weigh_inputs(inputs: Iterable[str]) -> int | None:
    """The bytes of the files named and of those in the folders; None where an input is none of these."""
    paths = list(map(Path, inputs))
    if not all(path.is_file() or path.is_dir() for path in paths):
        return None
    files = (file for path in paths for file in (list_files(str(path), []) if path.is_dir() else [str(path)]))
    return sum(_size_of(Path(file)) for file in files)


def _size_of(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _read_folder(folder: str, particulars: Particulars, watch: Watch) -> Iterator[Filing]:
    refused: list[OSError] = []
    is_empty = True
    for path in list_files(folder, refused):
        is_empty = False
        yield from _read_file(path, particulars, watch)
    for error in refused:
        yield UnreadableInputError(f"{error.filename}: {_cause_and_cure(error)}")
    if is_empty and not refused:
        yield UnreadableInputError(f"{folder}: the folder holds no report; put {WRITTEN} files there, or name a file")


def list_files(folder: str, refused: list[OSError]) -> Iterator[str]:
    """The files of a folder that may hold reports, in the order in which they are read; `refused` takes the faults."""
    for place, folders, files in os.walk(folder, onerror=refused.append):
        beside = set(files)
        folders[:] = sorted(f for f in folders if not (f.startswith(".") or is_page_folder(f, beside)))
        for name in sorted(files):
            path = Path(place, name)
            if not name.startswith(".") and kind_of_name(name) and not _is_stream(path):
                yield str(path)


def _is_stream(path: Path) -> bool:
    """A pipe or device in a folder would wait for ever; a broken link is kept, so that it is reported."""
    return path.exists() and not path.is_file()


def _read_file(name: str, particulars: Particulars, watch: Watch) -> Iterator[Filing]:
    place = "standard input" if name == STANDARD_INPUT else name
    gauge = Gauge(watch, _size_of(Path(name)))
    try:
        with _open_file(name) as stream:
            yield from _read_source(open_source(place, Path(name).name, stream, particulars, watch=gauge.take))
            gauge.finish()
    except UnreadableInputError as error:
        yield UnreadableInputError(f"{place}: {error}")
    except OSError as error:
        yield UnreadableInputError(f"{place}: {_cause_and_cure(error)}")


def _open_file(name: str) -> "nullcontext[BinaryIO] | BinaryIO":
    try:
        if name != STANDARD_INPUT:
            return Path(name).open("rb")
    except ValueError as error:
        raise UnreadableInputError(f"this cannot be a file name ({error}); check the name") from error
    if sys.stdin is None:
        raise UnreadableInputError("closed; pipe a report in, or name a file")
    return nullcontext(cast(BinaryIO, sys.stdin.buffer))


def _make_fetch(allow_private: bool) -> Fetch:
    """One fetcher for all addresses, since it remembers what each server asked for."""
    from sayso.intake.fetch import Fetcher  # noqa: PLC0415 - brings TLS and more: who reads files does not wait

    fetcher = Fetcher(allow_private)

    def fetch(address: str, known: Particulars) -> Source:
        page = fetcher.fetch(address)
        return open_source(address, page.name, page.stream, Particulars(url=page.url).over(known), page.charset)

    return fetch


def _read_address(address: str, particulars: Particulars, fetch: Fetch) -> Iterator[Filing]:
    try:
        source = fetch(address, particulars)
    except UnreadableInputError as error:
        yield UnreadableInputError(f"{address}: {error}")
    else:
        yield from _read_source(source)


def _read_source(source: Source) -> Iterator[Filing]:
    """The reports of a source. Only a bomb ends the whole input that it is in; other faults end their source."""
    try:
        head, source = source.head()
        for result in _reader_of(tell_kind(head, source.name))(source):
            if isinstance(result, Found):
                yield _file(result, source)
            elif isinstance(result, Source):
                yield from _read_source(result)
            else:
                yield result.at(source.place)
    except BombError as error:
        if source.depth:
            raise
        yield UnreadableInputError(f"{source.place}: {error}")
    except UnreadableInputError as error:
        yield UnreadableInputError(f"{source.place}: {error}")


def _reader_of(kind: Kind) -> Reader:
    """The reader of a format, imported when it is first needed: nobody waits for the formats of others."""
    module, _, function = kind.value.partition(".")
    try:
        return cast(Reader, getattr(import_module(f"sayso.intake.{module}"), function))
    except ModuleNotFoundError as error:
        extra = EXTRAS.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        raise UnreadableInputError(
            f"this format needs {error.name}, which is not installed; pip install 'sayso[{extra}]'"
        ) from error


def _file(found: Found, source: Source) -> Filing:
    place = f"{source.place}: {found.part}" if found.part else source.place
    if not found.text.strip("\ufeff \t\r\n"):
        return UnreadableInputError(f"{place}: empty; give the text of a report")
    report = make_report(found.text, found.particulars.over(source.known))
    guessed = report.published if report.date_rule and report.date_rule.is_guess else None
    doubt = (make_problem("guessed-date", date=guessed, rule=report.date_rule),) if guessed else ()
    return Filed(place, report, (*found.problems, *doubt))


def _cause_and_cure(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file or folder; check the name"
        case PermissionError():
            return "it may not be read; give yourself the right to (chmod u+r), or copy it"
    return f"it cannot be read ({error.strerror}); check the file, or copy it elsewhere"
