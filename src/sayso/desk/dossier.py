"""The dossier: a case for paper, in the manner of ICD 206.

Every dependent sentence carries its citation, every source has a descriptor; then come a summary of the sources, the
method and its limits, and which entries a machine made, with which version.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files

from markupsafe import Markup
from msgspec import Struct

from sayso.desk.cases import Casebook, CaseMaker, CaseMatter
from sayso.desk.claims import ON_THE_RECORD, ClaimView, view_claims
from sayso.desk.render import Renderer
from sayso.desk.silences import Silence, Told, find_silences, find_unknowns
from sayso.ledger import Ledger
from sayso.lexicon import shown
from sayso.text import words_at
from sayso.types import Conflict, Decision, Report, Statement

_STYLES = ("desk.css", "case.css", "small.css")


class Grade(Struct, frozen=True, kw_only=True):
    """What a person thinks of a voice as a source, on the Admiralty scale."""

    voice: str
    grade: str
    by: str
    day: str


class Source(Struct, frozen=True, kw_only=True):
    """A report of the case as a source: `number` is its citation, `describes` what it draws on, `rests_on` in words."""

    number: int
    label: str
    report: Report
    describes: str
    rests_on: tuple[str, ...]
    made_by: str | None
    statements: int
    judged: int
    grades: tuple[Grade, ...]


class Tied(Struct, frozen=True, kw_only=True):
    """That one report rests on another: how, how sure, and the words that show it."""

    from_: str
    to: str | None
    name: str
    how: str
    score: float
    reasons: tuple[Told, ...]


class Dossier(Struct, frozen=True, kw_only=True):
    """All that the case says, each entry with the report it comes from; `numbers` are the citations by report."""

    made: str
    program: str
    sources: tuple[Source, ...]
    numbers: dict[str, int]
    claims: tuple[ClaimView, ...]
    conflicts: tuple[Conflict, ...]
    unknowns: tuple[Told, ...]
    silences: tuple[Silence, ...]
    ties: tuple[Tied, ...]
    left_out: tuple[str, ...]
    log: tuple[Decision, ...]
    undone: frozenset[str]
    lost: tuple[Decision, ...]

    @property
    def shared(self) -> list[ClaimView]:
        """The claims that several reports share, or that somebody denies or keeps silent on."""
        return [view for view in self.claims if view.is_shared]

    @property
    def single(self) -> list[ClaimView]:
        """The claims that one report alone makes, and nobody denies."""
        return [view for view in self.claims if not view.is_shared]

    @property
    def first_day(self) -> str:
        """When the first of the reports came out."""
        return min((s.report.published[:10] for s in self.sources if s.report.published), default="")

    @property
    def last_day(self) -> str:
        """When the last of the reports came out."""
        return max((s.report.published[:10] for s in self.sources if s.report.published), default="")

    @property
    def outlets(self) -> int:
        """How many outlets the reports are from."""
        return len({s.report.outlet or s.report.id for s in self.sources})

    @property
    def denied(self) -> int:
        """How many claims somebody denies."""
        return sum(bool(view.of("denies")) for view in self.claims)

    @property
    def on_unnamed(self) -> int:
        """How many claims are put forward on the word of unnamed people alone."""
        carried = [view.of(*ON_THE_RECORD) for view in self.claims]
        return sum(bool(lines) and all(line.unnamed for line in lines) for lines in carried)


def make_dossier(matter: CaseMatter) -> Dossier:
    """The dossier of a case as it stands now."""
    numbers = {reading.report.id: number for number, reading in enumerate(matter.case.readings, 1)}
    reports = [decision for reviewed in matter.reports.values() for decision in reviewed.decisions]
    log = sorted((*reports, *matter.reviewed.decisions), key=lambda d: (d.at, d.id))
    return Dossier(
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), program=f"sayso {version('sayso')}",
        sources=tuple(_make_source(matter, id_, number) for id_, number in numbers.items()), numbers=numbers,
        claims=tuple(view_claims(matter)), conflicts=matter.case.conflicts, unknowns=tuple(find_unknowns(matter)),
        silences=tuple(find_silences(matter)), ties=tuple(find_ties(matter)), left_out=matter.case.left_out,
        log=tuple(log),
        undone=frozenset().union(matter.reviewed.undone, *(reviewed.undone for reviewed in matter.reports.values())),
        lost=(*(d for reviewed in matter.reports.values() for d in reviewed.lost), *matter.reviewed.lost),
    )  # fmt: skip


def write_dossier(renderer: Renderer, dossier: Dossier) -> str:
    """The page that stands alone: its style within, no script, no address of the desk."""
    sheets = files("sayso.desk").joinpath("static")
    style = "\n".join(sheets.joinpath(name).read_text(encoding="utf-8") for name in _STYLES)
    return renderer.fill("dossier_file.html", dossier=dossier, style=Markup(style), stands_alone=True)


def print_dossier(ledger: Ledger, ids: Sequence[str], make_case: CaseMaker) -> str:
    """The page of the case of these reports of a ledger, of all where none is named."""
    return write_dossier(Renderer(by=""), make_dossier(Casebook(make_case).open(ledger, ids)))


def _make_source(matter: CaseMatter, id_: str, number: int) -> Source:
    reviewed = matter.reports[id_]
    reading, report = reviewed.reading, reviewed.reading.report
    names = {voice.id: voice.name for voice in reading.voices}
    ties = dict.fromkeys(
        f"{shown(f'tie {d.kind}', 'case')} {matter.labels.get(d.to or '') or d.to_name or ''}"
        for d in matter.case.derivations
        if d.from_ == id_
    )
    graded = [(names[at], s.grade) for at, s in reviewed.standings.items() if at in names and s.grade]
    return Source(
        number=number, label=matter.labels[id_], report=report, rests_on=tuple(ties),
        describes=", ".join(_describe(reviewed.reading.statements)), made_by=reading.made_by or None,
        statements=len(reading.statements), judged=sum(s.by is not None for s in reviewed.standings.values()),
        grades=tuple(Grade(voice=name, grade=g.after, by=g.by, day=g.at[:10]) for name, g in graded),
    )  # fmt: skip


def _describe(statements: Sequence[Statement]) -> Iterator[str]:
    """On whose word a report rests, the most frequent kinds of source first."""
    counts = Counter(s.source_type for s in statements)
    for kind, count in counts.most_common():
        named = shown(f"source {kind.replace('_', ' ')}", "case")
        yield f"{named} ({count})"


def find_ties(matter: CaseMatter) -> Iterator[Tied]:
    """Which report rests on which, in the order of the derivations."""
    for edge in matter.case.derivations:
        yield Tied(
            from_=edge.from_, to=edge.to, name=matter.labels.get(edge.to or "") or edge.to_name or "",
            how=shown(f"tie {edge.kind}", "case"), score=edge.score,
            reasons=tuple(
                Told(report=r.doc, statement="", voice=r.why, start=r.span.start,
                     words=words_at(matter.reports[r.doc].machine.report.text, (r.span,)))
                for r in edge.reasons
            ),
        )  # fmt: skip
