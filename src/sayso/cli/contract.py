"""The command that prints the contract."""

import click

from sayso.cli.bulk import needing
from sayso.cli.group import make_examples
from sayso.show.wire import make_schema


@click.command(
    epilog=make_examples(
        ("sayso schema > reading.schema.json", "for whoever checks the JSON"),
        ("sayso schema --bulk", "the columns of the tables of `sayso bulk`"),
    )
)
@click.option(
    "--bulk", "of_tables", is_flag=True, help="Instead the columns of the tables of `sayso bulk`, in Markdown."
)
def schema(of_tables: bool) -> None:
    """Print the JSON Schema of a reading."""
    if not of_tables:
        click.echo(make_schema(), nl=False)
        return
    with needing("parquet"):
        from sayso.bulk.tables import describe_tables  # noqa: PLC0415 - loads Arrow
    click.echo(describe_tables(), nl=False)
