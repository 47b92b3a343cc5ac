"""The command that prints the contract."""

import click

from sayso.cli.group import make_examples
from sayso.show.wire import make_schema


@click.command(
    epilog=make_examples(
        ("sayso schema > reading.schema.json", "for whoever checks the JSON"),
    )
)
def schema() -> None:
    """Print the JSON Schema of a reading."""
    click.echo(make_schema(), nl=False)
