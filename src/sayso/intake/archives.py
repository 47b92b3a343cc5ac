"""Archives and compressed files: what is in them is read as files are, and never written out."""

import gzip
import tarfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from sayso.intake.faults import intact
from sayso.intake.kinds import WRITTEN, is_hidden, is_page_folder, kind_of_name
from sayso.intake.limits import MAX_MEMBERS
from sayso.intake.sources import Result, Source, make_plain
from sayso.problems import UnreadableInputError

MAX_FOLDERS = 100  # inside one another, in the name of a member
_LONGEST_NOTE = 8192  # bytes: a longer one beside a member of a .tar holds no name
_NOTES = {
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
    tarfile.GNUTYPE_SPARSE,
}  # fmt: skip


class _Member(tarfile.TarInfo):
    """A member whose header promises what can be: Python before 3.11.10 takes quadratic time over long notes."""

    def _proc_member(self, archive: tarfile.TarFile) -> "_Member":
        """The way in for subclasses, as tarfile has it."""
        if self.size < 0 or (self.type in _NOTES and self.size > _LONGEST_NOTE):
            raise tarfile.ReadError("a header that no report needs")
        return super()._proc_member(archive)  # type: ignore[misc, no-any-return]


def read_zip(source: Source) -> Iterator[Result]:
    """The files of a .zip that could be reports, sorted by name; one that cannot be opened does not stop the others."""
    with source.seekable() as stream:
        with intact():
            archive = zipfile.ZipFile(stream)
        names = set(archive.namelist())
        if "[Content_Types].xml" in names:
            raise UnreadableInputError("this is an office document; save it as PDF, HTML or text")
        members = [info for info in archive.infolist() if _is_wanted(info.filename, names) and not info.is_dir()]
        _check_number(len(members))
        for info in sorted(members, key=lambda member: member.filename):
            try:
                with intact(), archive.open(info) as member:
                    yield source.part(info.filename, cast(BinaryIO, member))
            except UnreadableInputError as error:
                yield UnreadableInputError(f"{make_plain(info.filename)}: {error}")


def read_tar(source: Source) -> Iterator[Result]:
    """The files of a .tar that could be reports, in its order; links and devices are left alone."""
    number = 0
    with intact(), tarfile.open(fileobj=source.stream, mode="r|", tarinfo=_Member) as archive:
        for info in archive:
            member = archive.extractfile(info) if info.isreg() and _is_wanted(info.name, set()) else None
            if member is not None:
                number += 1
                _check_number(number)
                yield source.part(info.name, cast(BinaryIO, member))
    _check_number(number)


def read_gzip(source: Source) -> Iterator[Result]:
    """What is compressed in a .gz, under its name without the suffix."""
    name = source.name
    inner = name[: name.rindex(".")] + (".tar" if name.lower().endswith(".tgz") else "") if "." in name else name
    with gzip.GzipFile(fileobj=source.stream) as stream:
        yield source.part("", cast(BinaryIO, stream), name=inner)


def _is_wanted(path: str, beside: set[str]) -> bool:
    """Whether a path is that of a report: no hidden file, none of those that a browser saves with a page."""
    folders = path.split("/")[:-1]
    if len(folders) > MAX_FOLDERS:
        return False
    saved = any(is_page_folder("/".join(folders[:n]), beside) for n in range(1, len(folders) + 1))
    return kind_of_name(path) is not None and not is_hidden(path) and not saved


def _check_number(number: int) -> None:
    if not number:
        raise UnreadableInputError(f"the archive holds no report; put {WRITTEN} files into it")
    if number > MAX_MEMBERS:
        raise UnreadableInputError(f"the archive holds more than {MAX_MEMBERS:,} files; split it")
