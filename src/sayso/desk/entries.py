"""A statement as the desk shows it: in which group, along which chain, with which labels."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from sayso.lexicon import shown
from sayso.text import words_at
from sayso.types import Certainty, Reading, SourceType, Stance, Statement

UNNAMED = {
    SourceType.ANONYMOUS_SOURCE, SourceType.UNNAMED_PERSON, SourceType.UNNAMED_GROUP, SourceType.UNATTRIBUTED,
}  # fmt: skip
_GROUPS = {
    Stance.DENIES: "denies", Stance.DOUBTS: "doubts", Stance.URGES: "wants", Stance.INTENDS: "wants",
    Stance.ASKS: "asks", Stance.NO_COMMENT: "silent",
}  # fmt: skip
GROUPS = ("asserts", "denies", "doubts", "silent", "unknown", "wants", "asks")
FILTERS = ("denials", "silences", "unknowns", "unnamed", "undecided", "rejected")
UNTOUCHED = "untouched"


class Entry(Struct, frozen=True, kw_only=True):
    """A row of the ledger beside the text. `chain` goes from the outermost voice to its own."""

    id: str
    depth: int
    group: str
    label: str
    chain: tuple[str, ...]
    cue: str
    words: str
    start: int
    tags: tuple[str, ...]
    score: float
    unnamed: bool
    denied: str | None = None
    standing: str = UNTOUCHED
    by: str | None = None
    machine: tuple[str, ...] = ()

    def is_in(self, name: str) -> bool:
        """Whether the filter of this name lets the entry through."""
        return {
            "denials": self.group in {"denies", "doubts"},
            "silences": self.group == "silent",
            "unknowns": self.group == "unknown",
            "unnamed": self.unnamed,
            "undecided": self.standing == UNTOUCHED,
            "rejected": self.standing == "rejected",
        }[name]


def make_entries(reading: Reading) -> list[Entry]:
    """The entries in the order of the text, an inner statement after the one that it stands in."""
    chains = find_chains(reading.statements)
    names = {voice.id: voice.name for voice in reading.voices}
    contents = {s.id: words_at(reading.report.text, s.content) for s in reading.statements}
    return [
        _make_entry(reading.report.text, statement, chains[statement.id], names, contents)
        for statement in _in_order(reading.statements, chains)
    ]


def find_chains(statements: Sequence[Statement]) -> dict[str, tuple[Statement, ...]]:
    """By id, the statements from the outermost to this one."""
    by_id = {s.id: s for s in statements}
    return {s.id: tuple(reversed(list(_outwards(s, by_id)))) for s in statements}


def group_of(statement: Statement) -> str:
    """The group by which a statement is coloured, dashed and filtered."""
    if statement.stance is Stance.ASSERTS:
        return "unknown" if statement.certainty is Certainty.UNKNOWN else "asserts"
    return _GROUPS[statement.stance]


def _outwards(statement: Statement, by_id: Mapping[str, Statement]) -> Iterator[Statement]:
    seen: set[str] = set()
    step: Statement | None = statement
    while step and step.id not in seen:
        seen.add(step.id)
        yield step
        step = by_id.get(step.parent or "")


def _in_order(statements: Sequence[Statement], chains: Mapping[str, tuple[Statement, ...]]) -> list[Statement]:
    places = {s.id: (_start_of(s), place) for place, s in enumerate(statements)}
    return sorted(statements, key=lambda s: [places[step.id] for step in chains[s.id]])


def _start_of(statement: Statement) -> int:
    spans = (*statement.source, *statement.cue, *statement.content, *statement.sentence)
    return min((span.start for span in spans), default=0)


def _make_entry(
    text: str,
    statement: Statement,
    chain: Sequence[Statement],
    names: Mapping[str, str],
    contents: Mapping[str, str],
) -> Entry:
    silent = statement.stance is Stance.NO_COMMENT
    return Entry(
        id=statement.id,
        depth=len(chain) - 1,
        group=group_of(statement),
        label=shown("group silent", "desk") if silent else shown(statement.stance),
        chain=tuple(names.get(step.voice or "") or words_at(text, step.source) or shown("nobody") for step in chain),
        cue=words_at(text, statement.cue),
        words=contents[statement.id],
        start=_start_of(statement),
        tags=tuple(_tags_of(text, statement)),
        score=statement.score,
        unnamed=statement.source_type in UNNAMED,
        denied=contents.get(statement.denies or ""),
    )


def _tags_of(text: str, statement: Statement) -> Iterator[str]:
    """Facts in a word or two, the weightiest first."""
    if statement.response:
        yield shown(statement.response)
    if statement.certainty is not Certainty.CERTAIN:
        yield shown(statement.certainty)
    if statement.source_type in UNNAMED:
        yield shown("tag unnamed", "desk")
    if statement.evidence:
        yield f"{shown('tag rests on', 'desk')} {words_at(text, statement.evidence)}"
    if statement.addressee:
        yield f"{shown('tag told', 'desk')} {words_at(text, statement.addressee)}"
    if statement.channel:
        yield statement.channel
    if statement.said and (statement.said.earliest or statement.said.latest):
        yield " – ".join(dict.fromkeys(filter(None, (statement.said.earliest, statement.said.latest))))
    if statement.implied:
        yield shown("tag implied", "desk")
