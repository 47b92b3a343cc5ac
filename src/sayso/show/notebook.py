"""A reading in a notebook: the text with its statements marked, and under it the chain of each."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise

from sayso.lexicon import shown
from sayso.show.printable import make_harmless
from sayso.show.terminal import manner_of, name_of
from sayso.text import find_paragraphs, words_at
from sayso.types import Certainty, Reading, Span, Stance, Statement

_ROLES = ("source", "cue", "content")


def make_html(reading: Reading) -> str:
    """HTML that stands for itself; every word of the report is escaped."""
    chains = {s.id: _chain_of(s, {other.id: other for other in reading.statements}) for s in reading.statements}
    text = "".join(f"<p>{''.join(_mark(reading, line, chains))}</p>" for line in find_paragraphs(reading.report.text))
    places = {s.id: (_start_of(s), place) for place, s in enumerate(reading.statements)}
    in_order = sorted(reading.statements, key=lambda s: [places[outer.id] for outer in chains[s.id]])
    entries = "".join(_make_entry(reading, s, chains[s.id]) for s in in_order)
    style = files("sayso.show").joinpath("notebook.css").read_text(encoding="utf-8")
    return f'<style>{style}</style><div class="sayso">{text}<ol>{entries}</ol></div>'


def _chain_of(statement: Statement, by_id: Mapping[str, Statement]) -> tuple[Statement, ...]:
    """From the outermost statement to this one."""
    chain = [statement]
    while (outer := by_id.get(chain[0].parent or "")) and outer not in chain:
        chain.insert(0, outer)
    return tuple(chain)


def _start_of(statement: Statement) -> int:
    return min((span.start for role in _ROLES for span in getattr(statement, role)), default=0)


def _mark(reading: Reading, line: Span, chains: Mapping[str, Sequence[Statement]]) -> Iterator[str]:
    """The line in pieces, each marked with the innermost statement that has words there."""
    text = reading.report.text
    marks = [
        (span, role, chains[s.id])
        for s in reading.statements
        for role in _ROLES
        for span in getattr(s, role)
        if span.meets(line)
    ]
    edges = sorted({*line, *(edge for span, _, _ in marks for edge in span if line.start < edge < line.end)})
    for start, end in pairwise(edges):
        piece = Span(start, end)
        here = [(role, chain) for span, role, chain in marks if span.covers(piece)]
        words = escape(make_harmless(piece.of(text)))
        if not here:
            yield words
            continue
        innermost = max((chain for _, chain in here), key=len)
        classes = {role for role, chain in here if chain is innermost or role == "content"} | {_look(innermost[-1])}
        told = escape(make_harmless(f"{_names(reading, innermost)}: {_manner(innermost[-1])}"))
        yield f'<span class="{" ".join(sorted(classes))}" title="{told}">{words}</span>'


def _make_entry(reading: Reading, statement: Statement, chain: Sequence[Statement]) -> str:
    names, words = (escape(make_harmless(w)) for w in (_names(reading, chain), _words(reading, statement)))
    told = f"<b>{names}</b> {escape(_manner(statement))}{words} <small>{statement.score:.2f}</small>"
    return f'<li class="{_look(statement)}" style="margin-left: {len(chain) - 1}em">{told}</li>'


def _words(reading: Reading, statement: Statement) -> str:
    words = words_at(reading.report.text, statement.content)
    return f": {words}" if words else ""


def _manner(statement: Statement) -> str:
    return shown(statement.response) if statement.response else manner_of(statement)


def _names(reading: Reading, chain: Sequence[Statement]) -> str:
    return " › ".join(name_of(reading, statement) for statement in chain)


def _look(statement: Statement) -> str:
    if statement.stance in (Stance.DENIES, Stance.NO_COMMENT):
        return "denies" if statement.stance is Stance.DENIES else "silent"
    return "says" if statement.certainty is Certainty.CERTAIN else "unsure"
