"""Which module may import which: each only from further down. And what must not be imported at all."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "sayso"
LAYERS = (
    {"__main__"},
    {"cli"},
    {"desk", "tables", "bulk"},
    {"show"},
    {"ledger", "review"},
    {"cases"},
    {"pipeline"},
    {"intake", "attribute", "qualify", "resolve", "steps"},
    {"moments", "figures", "model", "cues"},
    {"tokens"},
    {"text", "lexicon"},
    {"problems"},
    {"types"},
)
LEVEL = {unit: level for level, units in enumerate(LAYERS) for unit in units}
MODULES = sorted(SOURCE.rglob("*.py"))
SQL = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|DROP|PRAGMA|BEGIN|COMMIT|ROLLBACK)\s")

each_module = pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))


def unit_of(module: Path) -> str:
    """The module or package directly under sayso."""
    return module.relative_to(SOURCE).parts[0].removesuffix(".py")


def find_imports(module: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: import sayso's modules by their whole names"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@each_module
def test_each_module_has_a_place(module: Path) -> None:
    assert unit_of(module) in {*LEVEL, "__init__"}, "give it a place in LAYERS"


@each_module
def test_modules_import_only_from_further_down(module: Path) -> None:
    unit = unit_of(module)
    if unit == "__init__":
        return
    for name in find_imports(module):
        package, _, inner = name.partition(".")
        other = inner.partition(".")[0]
        if package == "sayso" and other != unit:
            assert LEVEL[other] > LEVEL[unit], f"{unit} may not import {name}"


@each_module
def test_no_module_needs_torch(module: Path) -> None:
    assert not {name.partition(".")[0] for name in find_imports(module)} & {"torch", "transformers"}


@each_module
def test_sql_stands_in_the_ledger_only(module: Path) -> None:
    if unit_of(module) == "ledger":
        return
    assert not {name.partition(".")[0] for name in find_imports(module)} & {"sqlite3", "psycopg"}
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not SQL.match(node.value), f"line {node.lineno}"
