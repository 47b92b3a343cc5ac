"""The command that prints the contract."""

import click

from sayso.show.wire import make_schema


@click.command()
def schema() -> None:
    """Print the JSON Schema of a reading."""
    click.echo(make_schema(), nl=False)
