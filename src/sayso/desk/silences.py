"""Who was asked in the reports of a case and said nothing, and what is said to be unknown."""

from collections.abc import Iterator

from msgspec import Struct

from sayso.desk.cases import CaseMatter
from sayso.desk.claims import judged_by
from sayso.desk.entries import group_of
from sayso.lexicon import shown
from sayso.text import words_at
from sayso.types import Reading, Spans, Statement


class Told(Struct, frozen=True, kw_only=True):
    """Words of one report, where they start, and what a person made of the statement."""

    report: str
    statement: str
    voice: str | None
    words: str
    start: int
    judged: str | None = None


class Silence(Struct, frozen=True, kw_only=True):
    """Somebody who was asked and gave no answer of one kind, in some reports."""

    voice: str
    how: str
    told: tuple[Told, ...]

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports that say so."""
        return tuple(dict.fromkeys(told.report for told in self.told))


def find_silences(matter: CaseMatter) -> list[Silence]:
    """By voice and kind, those whom most reports tell of first."""
    found: dict[tuple[str, str], list[Told]] = {}
    for reading, statement in _statements(matter, "silent"):
        told = _tell(matter, reading, statement, statement.sentence)
        how = shown(statement.response) if statement.response else shown("group silent", "desk")
        found.setdefault((told.voice or shown("nobody"), how), []).append(told)
    silences = [Silence(voice=voice, how=how, told=tuple(told)) for (voice, how), told in found.items()]
    return sorted(silences, key=lambda silence: -len(silence.reports))


def find_unknowns(matter: CaseMatter) -> list[Told]:
    """What nobody is said to know, in the order of the reports."""
    return [_tell(matter, reading, s, s.content or s.sentence) for reading, s in _statements(matter, "unknown")]


def _statements(matter: CaseMatter, group: str) -> Iterator[tuple[Reading, Statement]]:
    for reading in matter.case.readings:
        for statement in reading.statements:
            if group_of(statement) == group:
                yield reading, statement


def _tell(matter: CaseMatter, reading: Reading, statement: Statement, spans: Spans) -> Told:
    names = {voice.id: voice.name for voice in reading.voices}
    return Told(
        report=reading.report.id, statement=statement.id, voice=names.get(statement.voice or ""),
        words=words_at(reading.report.text, spans), start=statement.extent.start,
        judged=judged_by(matter.reports[reading.report.id], statement.id),
    )  # fmt: skip
