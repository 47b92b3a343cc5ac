"""How the commands are listed, started, and told with examples."""

from collections.abc import Sequence
from pathlib import Path

import click

NEXT = """\
sayso reads news reports and keeps the ledger of who says what, on whose word.

{tries}

`sayso --help` lists every command, `sayso COMMAND --help` tells its options with examples.
"""
FIRST = (
    ("sayso tour", "a fictional case in five steps, with a ledger to play with"),
    ("sayso read report.txt", "one report, taken apart"),
    ("sayso add reports/", "read many, and keep them in the ledger sayso.db"),
)
WITH_LEDGER = (
    ("sayso show", "the reports in the ledger here, sayso.db"),
    ("sayso show statements --stance denies", "who denies what in them"),
    ("sayso desk", "the ledger in the browser: look, correct, keep"),
    ("sayso add reports/", "read more reports and keep them"),
)


class Commands(click.Group):
    """A group that keeps the order of its commands, and takes a file for what somebody wants to read."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they were added."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; a file in place of a command gets the command that it needs."""
        name = args[0]
        if name not in self.commands and Path(name).exists():
            ctx.fail(f"{name!r} is no command but a file or folder; to read it: sayso read {name}")
        return super().resolve_command(ctx, args)


def make_examples(*examples: tuple[str, str]) -> str:
    """The end of a command's help: commands, and what each does."""
    lines = "\n".join(f"  {command}\n      {told}" for command, told in examples)
    return f"\b\nExamples:\n{lines}"


def tell_next(has_ledger: bool) -> str:
    """What somebody who typed only `sayso` may try next."""
    tries: Sequence[tuple[str, str]] = WITH_LEDGER if has_ledger else FIRST
    width = max(len(command) for command, _ in tries)
    return NEXT.format(tries="\n".join(f"  {command:{width}}   {told}" for command, told in tries))
