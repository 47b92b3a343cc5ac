"""The command that reads corpora into tables."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from sayso.cli.group import make_examples
from sayso.cli.options import make_particulars, report_arguments
from sayso.cli.output import SOME_FAILED
from sayso.problems import SaysoError


@click.command(
    short_help="Read corpora into Parquet tables.",
    epilog=make_examples(
        ("sayso bulk corpus/ --out tables/", "goes on where it was stopped"),
        ("sayso bulk crawl.warc.gz --out tables/ --workers 8", "a web archive, eight reports at a time"),
    ),
)
@report_arguments()
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Where the tables go.")
@click.option("--workers", type=click.IntRange(min=1), help="How many reports at a time  [default: one for each core]")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True)
@click.option("--master", metavar="ADDRESS", help="The Spark cluster: spark://host:7077  [default: this machine]")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="A report that takes longer is set aside.",
)
def bulk(
    inputs: tuple[str, ...],
    published: str | None,
    outlet: str | None,
    allow_private: bool,
    out: Path,
    workers: int | None,
    engine: str,
    master: str | None,
    time_limit: float,
) -> int:
    """Read corpora into Parquet tables: reports, statements, voices, moments, figures, problems.

    The same command goes on where it was stopped. What cannot be read is set aside in the table “rejected”, with the
    reason.
    """
    with needing("parquet"):
        from sayso.bulk.engines import make_engine  # noqa: PLC0415 - these load Arrow, which other commands do not need
        from sayso.bulk.progress import show_progress  # noqa: PLC0415
        from sayso.bulk.reader import Task  # noqa: PLC0415
        from sayso.bulk.run import read_corpus  # noqa: PLC0415
    if master and engine == "local":
        raise click.UsageError("--master is the address of a Spark cluster; add --engine spark.")
    reads_at = make_engine(engine, Task(time_limit=time_limit), workers or os.cpu_count() or 1, master)
    with show_progress(Console(stderr=True, highlight=False)) as watch:
        count = read_corpus(inputs, out, reads_at, make_particulars(published, outlet), allow_private, watch)
    click.echo(f"{out}: {count.read:,} reports read, {count.rejected:,} set aside", err=True)
    return SOME_FAILED if count.rejected else 0


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Say which extra brings the module that is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise SaysoError(f"this needs {error.name}, which is not installed; pip install 'sayso[{extra}]'") from error
