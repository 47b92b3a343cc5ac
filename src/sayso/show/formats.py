"""The formats in which a ledger is handed on. A writer is loaded when it is asked for: some need an extra."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from sayso.problems import SaysoError
from sayso.review import Reviewed

Writer = Callable[[Iterable[Reviewed]], Iterator[str] | Iterator[bytes]]

# By name: module, function, the ending of a file, its media type.
_WRITERS = {
    "jsonl": ("wire", "write_lines", "jsonl", "application/x-ndjson"),
    "csv": ("csv", "write_csv", "csv", "text/csv"),
    "parquet": ("parquet", "write_parquet", "parquet", "application/vnd.apache.parquet"),
    "annotations": ("annotations", "write_annotations", "jsonld", "application/ld+json"),
    "prov": ("provenance", "write_provenance", "jsonld", "application/ld+json"),
    "schemaorg": ("schemaorg", "write_schemaorg", "jsonld", "application/ld+json"),
    "stix": ("stix", "write_stix", "json", "application/stix+json;version=2.1"),
}
FORMATS = (*_WRITERS, "dossier")


def load_writer(form: str) -> Writer:
    """What writes reports in this format. Raises SaysoError where its library is not installed."""
    module, function, _, _ = _WRITERS[form]
    try:
        writer: Writer = getattr(import_module(f"sayso.show.{module}"), function)
    except ModuleNotFoundError as error:
        raise SaysoError(f"this format needs {error.name}: pip install 'sayso[parquet]'") from error
    return writer


def describe_file(form: str) -> tuple[str, str]:
    """The name and media type of a file in this format."""
    _, _, ending, media = _WRITERS[form]
    return f"sayso-{form}.{ending}", media


def is_format(form: str) -> bool:
    """Whether reports can be written in this format."""
    return form in _WRITERS
