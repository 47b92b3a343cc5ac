"""The chain of a statement as a drawing: from evidence to page, hop by hop."""

from collections.abc import Iterator, Sequence
from html import escape

from markupsafe import Markup
from msgspec import Struct

from sayso.desk.entries import UNNAMED, Entry, find_chains
from sayso.lexicon import shown
from sayso.show.printable import make_printable
from sayso.text import words_at
from sayso.types import Reading, Statement

_LONGEST = 34  # characters of a name in its box
_CHARACTER, _PAD, _GAP, _HIGH, _TOP = 7.6, 14, 84, 34, 18


class Hop(Struct, frozen=True):
    """One who passed the words on; `told` is how, and when, it went on from there."""

    name: str
    named: bool
    told: str = ""


class Drawing(Struct, frozen=True):
    """The hops of one statement, drawn and listed."""

    entry: Entry
    hops: tuple[Hop, ...]
    svg: Markup


def draw_chains(reading: Reading, entries: Sequence[Entry]) -> Iterator[Drawing]:
    """The innermost statements that came through more than one hand, or rest on evidence that is told."""
    chains = find_chains(reading.statements)
    inner = {s.parent for s in reading.statements}
    for entry in entries:
        chain = chains[entry.id]
        if entry.id not in inner and (len(chain) > 1 or chain[-1].evidence):
            hops = tuple(_find_hops(reading.report.text, chain, entry))
            yield Drawing(entry, hops, _draw(hops))


def _find_hops(text: str, chain: Sequence[Statement], entry: Entry) -> Iterator[Hop]:
    if evidence := words_at(text, chain[-1].evidence):
        yield Hop(evidence, named=True)
    for statement, name in zip(reversed(chain), reversed(entry.chain), strict=True):
        said = (statement.said.earliest or statement.said.latest) if statement.said else None
        told = " · ".join(filter(None, (words_at(text, statement.cue), said)))
        yield Hop(name, statement.source_type not in UNNAMED, told)
    yield Hop(shown("page", "desk"), named=True)


def _draw(hops: Sequence[Hop]) -> Markup:
    """Boxes from left to right with arrows between; what the text does not name is dashed."""
    parts, x = [], 1.0
    for place, hop in enumerate(hops):
        name = _cut(hop.name, _LONGEST)
        width = len(name) * _CHARACTER + 2 * _PAD
        look = "" if hop.named else ' class="unnamed"'
        parts.append(f'<rect{look} x="{x:.0f}" y="{_TOP}" width="{width:.0f}" height="{_HIGH}" rx="5"/>')
        parts.append(f'<text x="{x + width / 2:.0f}" y="{_TOP + 22}" text-anchor="middle">{escape(name)}</text>')
        x += width
        if place < len(hops) - 1:
            told = _cut(hop.told, 26)
            gap = max(_GAP, len(told) * 6.2 + 16)
            middle, end = _TOP + _HIGH / 2, x + gap
            parts.append(f'<line{look} x1="{x + 4:.0f}" y1="{middle}" x2="{end - 8:.0f}" y2="{middle}"/>')
            parts.append(
                f'<polygon points="{end - 3:.0f},{middle} {end - 10:.0f},{middle - 4} {end - 10:.0f},{middle + 4}"/>'
            )
            parts.append(
                f'<text class="told" x="{x + gap / 2:.0f}" y="{middle - 6}" text-anchor="middle">{escape(told)}</text>'
            )
            x = end
    whole = " → ".join(make_printable(hop.name) for hop in hops)
    size = f'width="{x + 2:.0f}" height="{_TOP + _HIGH + 4}"'
    return Markup(f'<svg {size} role="img" aria-label="{escape(whole)}">{"".join(parts)}</svg>')


def _cut(words: str, longest: int) -> str:
    plain = make_printable(words)
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
