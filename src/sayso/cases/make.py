"""Many readings → a case: lineage → claims → origins → conflicts → positions. Nothing here says what is true."""

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from sayso.cases.claims import ClaimMaker
from sayso.cases.clauses import find_clauses
from sayso.cases.conflicts import find_conflicts
from sayso.cases.denials import find_denials, with_denials
from sayso.cases.lineage import find_lineage
from sayso.cases.link import link
from sayso.cases.positions import find_positions
from sayso.cases.terms import Vocabulary
from sayso.text import find_sentences
from sayso.types import Case, Reading

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
    maker = ClaimMaker(kept, clauses, denials, derivations, vocabulary)
    threads = with_denials(link(clauses, kept, derivations, vocabulary), clauses, denials, kept, vocabulary)
    found = maker.make(threads)
    claims = tuple(replace(claim, id=f"c{place}") for place, claim in enumerate(found, 1))
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
