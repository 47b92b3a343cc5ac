"""One clear line for whatever a library raises over bytes that nobody could foresee."""

import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from sayso.problems import UnreadableInputError

_DAMAGE = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, ValueError)


@contextmanager
def surviving(what: str) -> Iterator[None]:
    """Around a library that reads a whole document: any error of it means that the document is damaged."""
    try:
        yield
    except (UnreadableInputError, ImportError):
        raise
    except Exception as error:
        raise UnreadableInputError(
            f"this {what} is damaged ({type(error).__name__}); save it anew, or save its text"
        ) from error


@contextmanager
def intact() -> Iterator[None]:
    """Around the standard library's archives: damage, and what they cannot open."""
    try:
        yield
    except NotImplementedError as error:
        raise UnreadableInputError("it is packed in a way that cannot be opened here; unpack it first") from error
    except RuntimeError as error:
        raise UnreadableInputError("it is locked with a password; unpack it first") from error
    except _DAMAGE as error:
        raise UnreadableInputError(f"the archive is damaged ({type(error).__name__}); save or pack it anew") from error
