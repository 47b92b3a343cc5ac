"""Draw the house from its imports, and the way of a report:  python -m pages.drawings"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "sayso"
PICTURES = ROOT / "docs" / "pictures"
_WIDTH, _HIGH, _GAP, _ROW, _MARGIN = 104, 30, 16, 64, 24
_STYLE = (
    "text{font:13px sans-serif;fill:#1d1c1a}.soft{fill:#625f59;font-size:12px}"
    "rect{fill:#f3eee1;stroke:#b9b1a0}path{fill:none;stroke:#4d80b3;stroke-opacity:.7}.way{stroke-opacity:1;stroke-width:2}"
)
_WAY = (
    ("intake", "files, pages, feeds:", "text, title, date"),
    ("attribute", "cues, then source", "and content of each"),
    ("resolve", "“she”, “the paper”:", "one voice each"),
    ("qualify", "denies? how sure?", "asked, and silent?"),
    ("dates, figures", "when, how many,", "within what bounds"),
    ("ledger", "kept; people decide,", "nothing is erased"),
    ("show, desk", "terminal, browser,", "exports"),
)


def main() -> None:
    """Write both."""
    for name, drawing in make_drawings().items():
        (PICTURES / name).write_text(drawing, encoding="utf-8")
        print(PICTURES / name)


def make_drawings() -> dict[str, str]:
    """By file name, the drawings."""
    return {"house.svg": _draw_house(find_imports()), "way.svg": _draw_way()}


def find_imports() -> dict[str, set[str]]:
    """By module or package of sayso, those that it imports."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in sorted(SOURCE.rglob("*.py")):
        unit = file.relative_to(SOURCE).parts[0].removesuffix(".py")
        if unit.startswith("__"):
            continue
        found[unit] |= set()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sayso."):
                found[unit].add(node.module.split(".")[1])
    return {unit: others - {unit} for unit, others in found.items()}


def _draw_house(imports: Mapping[str, set[str]]) -> str:
    """Each unit in a row above all that it imports, with arrows to those that no other of them imports."""
    heights: dict[str, int] = {}

    def height(unit: str) -> int:
        if unit not in heights:
            heights[unit] = 1 + max((height(other) for other in imports[unit]), default=-1)
        return heights[unit]

    rows: dict[int, list[str]] = defaultdict(list)
    for unit in sorted(imports):
        rows[height(unit)].append(unit)
    top, widest = max(rows), max(map(len, rows.values()))
    width = widest * (_WIDTH + _GAP) + 2 * _MARGIN
    places = {}
    for level, units in rows.items():
        left = (width - len(units) * (_WIDTH + _GAP) + _GAP) / 2
        for place, unit in enumerate(units):
            places[unit] = (left + place * (_WIDTH + _GAP), _MARGIN + (top - level) * _ROW)
    arrows = [_draw_arrow(places[unit], places[other]) for unit, other in _find_direct(imports)]
    boxes = [_draw_box(unit, *places[unit]) for unit in sorted(places)]
    return _frame([*arrows, *boxes], width, (top + 1) * _ROW + 2 * _MARGIN - (_ROW - _HIGH))


def _find_direct(imports: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """The imports that do not follow from others."""

    def reach(unit: str) -> set[str]:
        return imports[unit].union(*map(reach, imports[unit]))

    for unit, others in imports.items():
        through = set().union(*map(reach, others))
        yield from ((unit, other) for other in sorted(others - through))


def _draw_arrow(above: tuple[float, float], below: tuple[float, float]) -> str:
    x1, y1 = above[0] + _WIDTH / 2, above[1] + _HIGH
    x2, y2 = below[0] + _WIDTH / 2, below[1]
    bend = (y1 + y2) / 2
    return f'<path d="M{x1:.0f} {y1:.0f} C{x1:.0f} {bend:.0f} {x2:.0f} {bend:.0f} {x2:.0f} {y2:.0f}"/>'


def _draw_box(name: str, x: float, y: float) -> str:
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{_WIDTH}" height="{_HIGH}" rx="5"/>'
        f'<text x="{x + _WIDTH / 2:.0f}" y="{y + 20:.0f}" text-anchor="middle">{escape(name)}</text>'
    )


def _draw_way() -> str:
    """The steps from left to right, each with what it does."""
    step = _WIDTH + 60
    parts = []
    for place, (name, *told) in enumerate(_WAY):
        x = _MARGIN + place * step
        parts.append(_draw_box(name, x + 20, _MARGIN))
        for line, words in enumerate(told):
            y = _MARGIN + _HIGH + 22 + 17 * line
            parts.append(f'<text class="soft" x="{x + 20 + _WIDTH / 2}" y="{y}" text-anchor="middle">{words}</text>')
        if place:
            y = _MARGIN + _HIGH / 2
            parts.append(f'<path class="way" d="M{x - 36} {y} H{x + 14} m-7 -4 l7 4 l-7 4"/>')
    return _frame(parts, _MARGIN * 2 + len(_WAY) * step - 20, _MARGIN * 2 + _HIGH + 44)


def _frame(parts: Iterable[str], width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}">'
        f'<style>{_STYLE}</style><rect width="100%" height="100%" style="fill:#fffdf8;stroke:none"/>'
        f"{''.join(parts)}</svg>\n"
    )


if __name__ == "__main__":
    main()
