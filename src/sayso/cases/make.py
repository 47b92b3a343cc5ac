"""Many readings → a case: lineage → claims → origins → conflicts → positions. Nothing here says what is true."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from sayso.cases.assess import assess, find_ground
from sayso.cases.clauses import Clause, find_clauses
from sayso.cases.conflicts import find_conflicts
from sayso.cases.denials import find_denials
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
    denials = find_denials(clauses, kept, vocabulary)
    claims = tuple(
        _make_claim(f"c{place}", [clauses[n] for n in thread], _stances_of(thread, clauses, denials), kept, derivations)
        for place, thread in enumerate(link(clauses, kept, derivations, vocabulary), 1)
    )
    return Case(
        readings=tuple(kept),
        derivations=tuple(derivations),
        claims=claims,
        conflicts=tuple(find_conflicts(kept, clauses, claims, derivations, vocabulary)),
        positions=tuple(find_positions(kept, claims)),
        denials=frozenset((kept[clauses[n].report].report.id, s.id) for n in denials if (s := clauses[n].statement)),
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
        elif known:
            left_out.append(f"{report.id}: given twice, so it counts once")
        else:
            kept[report.id] = reading
    return sorted(kept.values(), key=_date_of), left_out


def _date_of(reading: Reading) -> datetime:
    """When the report came out, in UTC; a day without an hour at its beginning, none at the end of time."""
    if not reading.report.published:
        return _LAST
    date = datetime.fromisoformat(reading.report.published)
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _stances_of(thread: Sequence[int], clauses: Sequence[Clause], denials: frozenset[int]) -> list[Stance]:
    """How each clause stands to the claim. Where most say that it is not so, that is the claim."""
    denying = [n for n in thread if n in denials]
    is_against = len(denying) < sum(clauses[n].stance is Stance.ASSERTS for n in thread) / 2
    return [
        Stance.DENIES if n in denials and (is_against or clauses[n].stance is Stance.DENIES) else clauses[n].stance
        for n in thread
    ]


def _make_claim(
    id_: str, clauses: Sequence[Clause], stances: Sequence[Stance], readings: Sequence[Reading],
    derivations: Sequence[Derivation],
) -> Claim:  # fmt: skip
    kept = _without_echoes(list(zip(clauses, stances, strict=True)))
    members = [_make_member(clause, stance, readings[clause.report]) for clause, stance in kept]
    grounds = [
        find_ground(readings[clause.report], member, derivations)
        for (clause, _), member in zip(kept, members, strict=True)
    ]
    fullest = max(kept, key=lambda one: (one[1] is Stance.ASSERTS, not one[0].is_part, -one[0].report))[0]
    return Claim(
        id=id_,
        text=words_at(readings[fullest.report].report.text, fullest.spans),
        members=tuple(members),
        origins=assess(members, grounds, derivations),
    )


def _without_echoes(clauses: Sequence[tuple[Clause, Stance]]) -> list[tuple[Clause, Stance]]:
    """The clauses, without those that only repeat a part of another one in their sentence."""
    held: dict[tuple[int, int], list[tuple[Clause, Stance]]] = defaultdict(list)
    for clause, stance in sorted(clauses, key=lambda one: (one[0].is_part, one[0].report, one[0].spans)):
        place = held[clause.report, clause.sentence]
        if not any(_covers(other, clause) for other, _ in place):
            place.append((clause, stance))
    return sorted((one for some in held.values() for one in some), key=lambda one: (one[0].report, one[0].spans))


def _covers(clause: Clause, part: Clause) -> bool:
    return all(any(span.covers(inner) for span in clause.spans) for inner in part.spans)


def _make_member(clause: Clause, stance: Stance, reading: Reading) -> Member:
    statement = clause.statement
    voices = {voice.id: voice.name for voice in reading.voices}
    return Member(
        doc=reading.report.id,
        statement=statement.id if statement else None,
        content=clause.spans,
        voice=voices.get(statement.voice or "") if statement else None,
        stance=stance,
        certainty=clause.certainty,
    )
