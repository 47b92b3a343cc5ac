"""Many readings → a case: lineage → claims → origins → conflicts → positions. It counts origins; it says nothing of truth."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from sayso.cases.assess import assess, find_ground
from sayso.cases.clauses import Clause, find_clauses
from sayso.cases.conflicts import find_conflicts
from sayso.cases.lineage import find_lineage
from sayso.cases.link import link
from sayso.cases.positions import find_positions
from sayso.cases.terms import Vocabulary
from sayso.text import find_sentences, words_at
from sayso.types import Case, Claim, Derivation, Member, Reading, Stance

_LAST = datetime.max.replace(tzinfo=UTC)


def make_case(readings: Sequence[Reading]) -> Case:
    """The case of many readings, in any order.

    A report that is there twice counts once. Of two reports with one id but another text the later one is left out,
    and so is a report that is not in English; `left_out` says so. Reports without a date stand last.
    """
    kept, left_out = _choose(readings)
    texts = [reading.report.text for reading in kept]
    vocabulary = Vocabulary(texts, [sentence.of(text) for text in texts for sentence in find_sentences(text)])
    derivations = find_lineage(kept, vocabulary)
    clauses = [clause for number, reading in enumerate(kept) for clause in find_clauses(number, reading)]
    threads = link(clauses, kept, derivations, vocabulary)
    claims = tuple(
        _make_claim(f"c{place}", [clauses[n] for n in thread], kept, derivations) for place, thread in enumerate(threads, 1)
    )
    return Case(
        readings=tuple(kept),
        derivations=tuple(derivations),
        claims=claims,
        conflicts=tuple(find_conflicts(kept, clauses, claims, derivations, vocabulary)),
        positions=tuple(find_positions(kept, claims)),
        left_out=tuple(left_out),
    )


def _choose(readings: Sequence[Reading]) -> tuple[list[Reading], list[str]]:
    """The readings of a case in the order of publication, and why others are left out."""
    kept: dict[str, Reading] = {}
    left_out: list[str] = []
    for reading in readings:
        report = reading.report
        known = kept.get(report.id)
        if known and known.report.text != report.text:
            left_out.append(f"{report.id}: another report has this id already; give each its own")
        elif any(problem.code == "not-english" for problem in reading.problems):
            left_out.append(f"{report.id}: not in English, so it is not compared")
        elif not known:
            kept[report.id] = reading
    return sorted(kept.values(), key=_date_of), left_out


def _date_of(reading: Reading) -> datetime:
    """When the report came out, in UTC; a day without an hour at its beginning, none at the end of time."""
    if not reading.report.published:
        return _LAST
    date = datetime.fromisoformat(reading.report.published)
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _make_claim(
    id_: str, clauses: Sequence[Clause], readings: Sequence[Reading], derivations: Sequence[Derivation]
) -> Claim:
    members = [_make_member(clause, readings[clause.report]) for clause in _without_echoes(clauses)]
    grounds = [
        find_ground(readings[clause.report], member, derivations)
        for clause, member in zip(_without_echoes(clauses), members, strict=True)
    ]
    fullest = max(clauses, key=lambda clause: (clause.stance is Stance.ASSERTS, not clause.is_part, -clause.report))
    return Claim(
        id=id_,
        text=words_at(readings[fullest.report].report.text, fullest.spans),
        members=tuple(members),
        origins=assess(members, grounds, derivations),
    )


def _without_echoes(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses, without those that only repeat a part of another one of the same statement."""
    held: dict[tuple[int, int], list[Clause]] = defaultdict(list)
    for clause in sorted(clauses, key=lambda c: (c.is_part, c.report, c.spans)):
        place = (clause.report, clause.sentence)
        if not any(_covers(other, clause) for other in held[place]):
            held[place].append(clause)
    return sorted((c for some in held.values() for c in some), key=lambda c: (c.report, c.spans))


def _covers(clause: Clause, part: Clause) -> bool:
    return all(any(span.covers(inner) for span in clause.spans) for inner in part.spans)


def _make_member(clause: Clause, reading: Reading) -> Member:
    """A clause as a member of a claim; who negates what another says denies it."""
    statement = clause.statement
    voices = {voice.id: voice.name for voice in reading.voices}
    denies = clause.stance is Stance.ASSERTS and statement is not None and statement.denies is not None
    return Member(
        doc=reading.report.id,
        statement=statement.id if statement else None,
        content=clause.spans,
        voice=voices.get(statement.voice or "") if statement else None,
        stance=Stance.DENIES if denies else clause.stance,
        certainty=clause.certainty,
    )
