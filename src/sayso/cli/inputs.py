"""The readings of the reports that a command is given."""

from collections.abc import Iterator, Sequence

import click

from sayso.intake import Filed, Particulars, read_inputs
from sayso.problems import SaysoError
from sayso.types import Reading

CHARACTERS_A_MINUTE = 400_000  # on one slow core


def read_each(inputs: Sequence[str], particulars: Particulars, allow_private: bool) -> Iterator[Reading | SaysoError]:
    """One reading, or the reason why there is none, for each report."""
    from sayso.pipeline import read_report  # noqa: PLC0415 - loads the model's runtime: `sayso --help` does not wait

    for filed in read_inputs(inputs, particulars, allow_private):
        if isinstance(filed, SaysoError):
            yield filed
            continue
        _announce_long_reading(filed)
        try:
            yield read_report(filed.report, filed.problems)
        except SaysoError as error:
            yield type(error)(f"{filed.place}: {error}")


def _announce_long_reading(filed: Filed) -> None:
    """Say beforehand what takes minutes."""
    minutes = len(filed.report.text) / CHARACTERS_A_MINUTE
    if minutes > 1:
        size = f"{len(filed.report.text) / 1e6:.1f} million characters"
        click.echo(f"sayso: {filed.place}: {size} take about {minutes:.0f} minutes; Ctrl-C stops", err=True)
