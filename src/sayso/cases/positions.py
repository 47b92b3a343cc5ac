"""positions: what one voice has said of one claim over time and reports, and where it turned."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sayso.types import Claim, Position, Reading, Stance, Stand, Statement


def find_positions(readings: Sequence[Reading], claims: Sequence[Claim]) -> Iterator[Position]:
    """Where named voices stood on a claim in two or more statements, in the order of the claims."""
    statements = {(r.report.id, s.id): s for r in readings for s in r.statements}
    voices = {(r.report.id, v.id): v for r in readings for v in r.voices}
    published = {r.report.id: r.report.published for r in readings}
    for claim in claims:
        stands: dict[str, list[Stand]] = defaultdict(list)
        for member in claim.members:
            statement = statements.get((member.doc, member.statement or ""))
            voice = statement and voices.get((member.doc, statement.voice or ""))
            if statement and voice and voice.named:
                stands[voice.name].append(
                    Stand(
                        doc=member.doc, statement=statement.id, stance=member.stance, certainty=member.certainty,
                        at=_day_of(statement) or (published[member.doc] or "")[:10] or None,
                    )
                )  # fmt: skip
        for name, said in stands.items():
            said.sort(key=lambda stand: stand.at or "")
            if len({(stand.doc, stand.statement) for stand in said}) > 1:
                yield Position(voice=name, claim=claim.id, stands=tuple(said), turns=tuple(_turns_of(said)))


def _turns_of(stands: Sequence[Stand]) -> Iterator[int]:
    """Where a report gives another stance than the one before gave; a silence turns nothing."""
    last: Stand | None = None
    for place, stand in enumerate(stands):
        if stand.stance not in (Stance.ASSERTS, Stance.DENIES, Stance.DOUBTS):
            continue
        if last and last.stance is not stand.stance and last.doc != stand.doc:
            yield place
        last = stand


def _day_of(statement: Statement) -> str | None:
    """The day on which it was said, where the text gives one."""
    return statement.said.earliest[:10] if statement.said and statement.said.earliest else None
