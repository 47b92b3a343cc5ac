"""The readings of the reports that a command is given."""

from collections.abc import Iterator, Sequence

from sayso.cli.progress import Progress
from sayso.intake import Particulars, read_inputs
from sayso.problems import SaysoError
from sayso.types import Reading


def read_each(inputs: Sequence[str], particulars: Particulars, allow_private: bool) -> Iterator[Reading | SaysoError]:
    """One reading, or the reason why there is none, for each report; how far it is stands on standard error."""
    from sayso.pipeline import read_report  # noqa: PLC0415 - loads the model's runtime: `sayso --help` does not wait

    progress = Progress(inputs)
    try:
        for filed in read_inputs(inputs, particulars, allow_private):
            if isinstance(filed, SaysoError):
                progress.clear()
                yield filed
                continue
            progress.show(filed)
            try:
                result: Reading | SaysoError = read_report(filed.report, filed.problems)
            except SaysoError as error:
                result = type(error)(f"{filed.place}: {error}")
            progress.clear()
            yield result
    finally:
        progress.clear()
