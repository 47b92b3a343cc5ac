"""A case for a person, on a terminal of any width: who rests on whom, what is claimed and from how many origins."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.text import Text

from sayso.cases import Change, Group
from sayso.lexicon import shown
from sayso.show.terminal import print_section
from sayso.text import words_at
from sayso.types import Case, Certainty, Claim, Derivation, Member, Reading, Stance

_CLAIMS = 12  # shared claims that are printed in full
_SHOWN = 160  # characters of a claim's wording


def print_case(case: Case, console: Console) -> None:
    """Print the reports and what they rest on, claims with their origins, conflicts, turns, silences and unknowns."""
    readings = {reading.report.id: reading for reading in case.readings}
    shared = [claim for claim in case.claims if is_shared(claim)]
    sections: tuple[tuple[str, Callable[[], Iterator[Text]]], ...] = (
        ("Reports, and what they rest on", lambda: _reports(case)),
        ("Claims", lambda: (line for claim in shared[:_CLAIMS] for line in _claim(claim, case))),
        ("Cannot both stand", lambda: _conflicts(case)),
        ("Turned", lambda: _turns(case)),
        ("Asked, and silent", lambda: _silences(readings)),
        ("Said to be unknown", lambda: _unknowns(readings)),
        ("Left out", lambda: (Text(reason) for reason in case.left_out)),
    )
    for heading, lines in sections:
        print_section(heading, list(lines()), console)
    lone = len(case.claims) - len(shared)
    rest = [f"{lone} more are in one report alone"] if lone else []
    rest += [f"{len(shared) - _CLAIMS} more are shared; --json has them all"] if len(shared) > _CLAIMS else []
    if len(case.readings) == 1:
        rest = ["One report alone makes no case; `sayso read` takes it apart."]
    elif not shared and not case.derivations:
        rest = ["These reports share no claim and none rests on another: they make no case."]
    print_section("Besides", [Text(line) for line in rest], console)


def print_changes(changes: list[Change], console: Console) -> None:
    """Print what is otherwise than in an earlier state of the case."""
    lines = [
        Text.assemble((shown(change.kind), "bold"), ": ", _short(change.about), (f"  {_moved(change)}", "dim"))
        for change in changes
    ]
    print_section("What changed", lines or [Text("Nothing.")], console)


def print_group(number: int, group: Group, console: Console) -> None:
    """Print reports that are copies of one text, the earliest first."""
    lines = (
        Text.assemble(
            (copy.id, "bold"), "  ", " · ".join(filter(None, (copy.outlet, copy.published))), f"  {copy.shares:.0%}"
        )
        for copy in group.copies
    )
    print_section(f"Copies {number}", list(lines), console)


def is_shared(claim: Claim) -> bool:
    """Whether more than one report puts the claim forward, or one does and another denies or doubts it."""
    return len({member.doc for member in claim.members}) > 1


def _moved(change: Change) -> str:
    return f"{change.before} → {change.after}" if change.before or change.after else ""


def _reports(case: Case) -> Iterator[Text]:
    edges: dict[str, list[Derivation]] = defaultdict(list)
    for edge in case.derivations:
        edges[edge.from_].append(edge)
    texts = {reading.report.id: reading.report.text for reading in case.readings}
    for reading in case.readings:
        report = reading.report
        facts = " · ".join(filter(None, (report.outlet, report.published, report.title)))
        yield Text.assemble((report.id, "bold"), f"  {facts}")
        for edge in edges[report.id]:
            to = edge.to or f"{edge.to_name}, of which the case holds no report"
            own = [r for r in edge.reasons if r.doc == edge.from_]
            signs = "; ".join(f"“{words_at(texts[r.doc], (r.span,))[:60]}”" for r in own[:2])
            why = f"{own[0].why}: {signs}" if own else ""
            yield Text.assemble("    ", (shown(edge.kind), "cyan"), f" {to}", (f"  {edge.score:.2f} · {why}", "dim"))


def _claim(claim: Claim, case: Case) -> Iterator[Text]:
    origins = claim.origins
    counts = f"origins: {origins.established} established, {origins.possible} possible"
    yield Text.assemble((_short(claim.text), "bold"), f"  {counts}")
    for group in origins.groups:
        yield Text.assemble("    one origin: ", (" ".join(group), "green"))
    if origins.unrecorded:
        yield Text(f"    does not say where from: {' '.join(origins.unrecorded)}")
    for reason in origins.reasons:
        yield Text(f"    {reason}", style="dim")
    texts = {reading.report.id: reading.report.text for reading in case.readings}
    for member in claim.members:
        if member.stance is not Stance.ASSERTS or member.certainty is Certainty.UNKNOWN:
            words = words_at(texts[member.doc], member.content)
            yield Text.assemble("    ", (_stand(member), "red"), f" {_short(words)}")


def _stand(member: Member) -> str:
    how = shown(member.stance) if member.stance is not Stance.ASSERTS else shown("open")
    return f"{member.doc}: {member.voice or shown('nobody')} {how}:"


def _conflicts(case: Case) -> Iterator[Text]:
    for conflict in case.conflicts:
        values: dict[str, list[str]] = defaultdict(list)
        for side in conflict.sides:
            values[" ".join(side.value.split())].append(side.doc)
        sides = "  |  ".join(f"{_short(value, 60)} ({' '.join(dict.fromkeys(docs))})" for value, docs in values.items())
        later = "  corrected since" if conflict.superseded else ""
        yield Text.assemble((f"{conflict.kind}: ", "yellow"), sides, (later, "dim"))


def _turns(case: Case) -> Iterator[Text]:
    claims = {claim.id: claim for claim in case.claims}
    for position in case.positions:
        if position.turns:
            path = " → ".join(f"{shown(s.stance)} ({s.doc}, {s.at or 'no date'})" for s in position.stands)
            yield Text.assemble((position.voice, "bold"), f" {path}: {_short(claims[position.claim].text)}")


def _silences(readings: dict[str, Reading]) -> Iterator[Text]:
    for doc, reading in readings.items():
        names = {voice.id: voice.name for voice in reading.voices}
        for statement in reading.statements:
            if statement.response:
                name = names.get(statement.voice or "") or shown("nobody")
                yield Text.assemble((name, "bold"), f": {shown(statement.response)}", (f"  {doc}", "dim"))


def _unknowns(readings: dict[str, Reading]) -> Iterator[Text]:
    for doc, reading in readings.items():
        for s in reading.statements:
            if s.certainty is Certainty.UNKNOWN and s.stance is Stance.ASSERTS and s.content:
                yield Text.assemble(_short(words_at(reading.report.text, s.content)), (f"  {doc}", "dim"))


def _short(words: str, most: int = _SHOWN) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
