"""Write docs/reference from the program itself:  python -m pages.reference"""

import inspect
import tomllib
from collections.abc import Iterator
from enum import EnumType
from pathlib import Path
from typing import get_type_hints

import click
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

import sayso
from sayso import types
from sayso.cli import commands
from sayso.lexicon import load_entries
from sayso.problems import MESSAGES
from sayso.show.wire import make_schema

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
WORDS = ROOT / "src" / "sayso" / "words"
_SHOWN = 6  # phrases of an entry
_MADE = "<!-- Made by `python -m pages.reference`; change the program, not this page. -->\n\n"


def main() -> None:
    """Write each page."""
    for name, content in make_pages().items():
        (REFERENCE / name).write_text(content, encoding="utf-8")
        print(REFERENCE / name)


def make_pages() -> dict[str, str]:
    """By file name, the pages of the reference."""
    return {
        "commands.md": _join(_describe_commands()),
        "python.md": _join(_describe_python()),
        "words.md": _join(_describe_words()),
        "problems.md": _join(_describe_problems()),
        "reading.schema.json": make_schema().decode(),
    }


def _join(parts: Iterator[str]) -> str:
    return _MADE + "\n\n".join(part.strip("\n") for part in parts) + "\n"


# ---------------------------------------------------------------- commands


def _describe_commands() -> Iterator[str]:
    yield "# Commands\n\nWhat `--help` says of each."
    yield f"## sayso\n\n```text\n{_help_of(commands, 'sayso')}\n```"
    for name, command in commands.commands.items():
        yield f"## sayso {name}\n\n```text\n{_help_of(command, f'sayso {name}')}\n```"


def _help_of(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=88, help_option_names=["-h", "--help"])
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


# ---------------------------------------------------------------- Python


def _describe_python() -> Iterator[str]:
    yield (
        "# From Python\n\nOffsets count Unicode code points of `report.text`, the end excluded. Values are frozen; "
        "`msgspec.structs.replace` makes a changed one. What cannot be done raises `sayso.problems.SaysoError`, "
        "whose message is one line that says what to do."
    )
    public = {name: getattr(sayso, name) for name in sorted(sayso.__all__)}
    yield "## Functions"
    for name, thing in public.items():
        if inspect.isfunction(thing):
            yield _describe_call(f"sayso.{name}", thing)
    yield "## The ledger"
    yield f"### sayso.Ledger\n\n{inspect.getdoc(sayso.Ledger)}"
    for name, method in inspect.getmembers(sayso.Ledger, callable):
        if not name.startswith("_"):
            yield _describe_call(f"Ledger.{name}", method)
    yield "## Values"
    for thing in vars(types).values():
        if isinstance(thing, type) and thing.__module__ == types.__name__:
            yield _describe_type(thing)


def _describe_call(name: str, thing: object) -> str:
    assert callable(thing)
    signature = str(inspect.signature(thing)).replace("(self, ", "(").replace("(self)", "()")
    for module in (
        "sayso.types.",
        "collections.abc.",
        "sayso.ledger.queries.",
        "sayso.ledger.store.",
        "sayso.problems.",
    ):
        signature = signature.replace(module, "")
    return f"### {name}\n\n```text\n{name.rpartition('.')[2]}{signature}\n```\n\n{inspect.getdoc(thing)}"


def _describe_type(thing: type) -> str:
    about = inspect.cleandoc(thing.__doc__ or "")
    if isinstance(thing, EnumType):
        rows = " · ".join(f"`{value}`" for value in thing)
        return f"### {thing.__name__}\n\n{about}\n\n{rows}"
    if issubclass(thing, Struct):
        hints = get_type_hints(thing)
        rows = "\n".join(
            f"| `{field.encode_name}` | {_tell_type(hints[field.name])} | {_tell_default(field.default)} |"
            for field in fields(thing)
        )
        return f"### {thing.__name__}\n\n{about}\n\n| field | type | default |\n|---|---|---|\n{rows}"
    methods = [f"`{name}`: {inspect.getdoc(method)}" for name, method in vars(thing).items() if _is_own(name, method)]
    return f"### {thing.__name__}\n\n{about}\n\n" + "  \n".join(methods)


def _is_own(name: str, method: object) -> bool:
    return inspect.isfunction(method) and not name.startswith("_")


def _tell_type(hint: object) -> str:
    told = hint.__name__ if isinstance(hint, type) else str(hint)
    return f"`{told.replace('sayso.types.', '').replace('typing.', '')}`".replace("|", "or")


def _tell_default(default: object) -> str:
    return "must be given" if default is NODEFAULT else f"`{default if not isinstance(default, str) else str(default)}`"


# ---------------------------------------------------------------- words and problems


def _describe_words() -> Iterator[str]:
    yield (
        "# Words with a meaning\n\nEvery list in `src/sayso/words/`, which you can edit "
        "([how](../how-to/words.md)). In a phrase `did|does` stands for either word and `[yet]` for a word that may be "
        "missing; of verbs every regular form is meant."
    )
    for file in sorted(WORDS.glob("*.toml")):
        about = file.read_text(encoding="utf-8").partition("\n\n")[0].replace("\n#", "").lstrip("# ")
        rows = "\n".join(
            f"| {_cell(e.label)} | {_cell(e.description)} | {_cell(e.example)} | {_tell_words((*e.verbs, *e.words))} |"
            for e in load_entries(file.stem)
        )
        yield f"## {file.stem}\n\n{about}\n\n| label | meaning | example | words |\n|---|---|---|---|\n{rows}"


def _tell_words(words: tuple[str, ...]) -> str:
    shown = ", ".join(f"*{_cell(word)}*" for word in words[:_SHOWN] if word)
    return shown + (f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else "")


def _cell(words: str) -> str:
    for mark in ("\\", "|", "*", "_", "[", "]", "<", "`", "$"):
        words = words.replace(mark, f"&#{ord(mark)};")
    return " ".join(words.split())


def _describe_problems() -> Iterator[str]:
    yield (
        "# Problems\n\nA fault of the input does not stop the reading: it lies beside it, in `problems`, as a code, "
        "a message and often the place in the text."
    )
    told = tomllib.loads(Path(__file__).with_name("problems.toml").read_text(encoding="utf-8"))
    for code, message in MESSAGES.items():
        yield f"## {code}\n\n> {message}\n\n**Cause.** {told[code]['cause']}\n\n**Cure.** {told[code]['cure']}"


if __name__ == "__main__":
    main()
