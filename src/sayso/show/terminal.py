"""The ledger of one report for a person, on a terminal of any width, plain where it is piped."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from rich.console import Console
from rich.text import Text

from sayso.lexicon import shown
from sayso.show.printable import make_harmless
from sayso.text import words_at
from sayso.types import Certainty, Figure, Moment, Quote, Reading, Span, Spans, Stance, Statement, Voice, VoiceKind

_STEP = 4  # columns by which an inner statement is indented


def print_reading(reading: Reading, console: Console) -> None:
    """Print who says what on whose word, then denials, silences, unknowns, dates, figures, voices and problems."""
    report = reading.report
    _print_hanging(Text(" ".join((report.title or "(no title)").split()), style="bold"), 0, console)
    facts = [report.outlet, ", ".join(report.byline), report.published and f"published {report.published}"]
    facts += [_count(len(reading.statements), "statement"), _count(len(reading.voices), "voice")]
    _print_hanging(Text(" · ".join(fact for fact in facts if fact), style="dim"), 0, console)
    _print_statements(reading, console)
    sections: tuple[tuple[str, Callable[[Reading], Iterator[Text]]], ...] = (
        ("Denied", _denials),
        ("Asked, and silent", _silences),
        ("Said to be unknown", _unknowns),
        ("When", lambda r: (_moment(r, m) for m in r.moments)),
        ("How many", lambda r: (_figure(r, f) for f in r.figures)),
        ("Voices", lambda r: (_voice(v) for v in r.voices)),
        ("Credit", lambda r: (Text(" ".join(c.split())) for c in r.report.credit)),
        ("Problems", lambda r: (Text(f"{p.message}{_place(p.span)}") for p in r.problems)),
    )
    for heading, lines in sections:
        print_section(heading, list(lines(reading)), console)


def print_section(heading: str, lines: list[Text], console: Console) -> None:
    """A heading and its lines, each wrapped; nothing where there is none."""
    if lines:
        console.print()
        console.print(Text(heading.upper(), style="bold cyan"))
        for line in lines:
            _print_hanging(line, 2, console)


def _print_hanging(line: Text, indent: int, console: Console) -> None:
    """The line wrapped, its later rows a little further in than its first."""
    width = max(20, console.width - indent - 2)
    line.plain = make_harmless(line.plain)
    first, *rest = line.wrap(console, width) or [Text("")]
    for row, further in [(first, 0), *((row, 2) for row in rest)]:
        row.rstrip()
        console.print(Text(" " * (indent + further)) + row, no_wrap=True, overflow="ignore", crop=False)


# ---------------------------------------------------------------- statements


def _print_statements(reading: Reading, console: Console) -> None:
    spoken = [s for s in reading.statements if s.stance is not Stance.NO_COMMENT]
    if not spoken:
        return
    console.print()
    console.print(Text("WHO SAYS WHAT", style="bold cyan"))
    inner = defaultdict(list)
    for statement in spoken:
        inner[statement.parent].append(statement)
    ids = {s.id for s in spoken}
    printed: set[str] = set()
    roots = [s for s in spoken if s.parent not in ids]
    for statement in [*roots, *spoken]:  # the second time round, what hangs in a circle
        _print_branch(reading, statement, (), inner, printed, console)


def _print_branch(
    reading: Reading,
    statement: Statement,
    outer: tuple[Statement, ...],
    inner: Mapping[str | None, Sequence[Statement]],
    printed: set[str],
    console: Console,
) -> None:
    """A statement not yet shown, with its chain of voices, and those inside it further in."""
    if statement.id in printed:
        return
    printed.add(statement.id)
    chain = (*outer, statement)
    indent = min(2 + _STEP * len(outer), console.width // 2)
    names = Text(" › ").join(Text(name_of(reading, s), style="bold") for s in chain)
    _print_hanging(names + Text("  ") + Text(_circumstances(reading, statement), style="dim"), indent, console)
    said = Text(f"{manner_of(statement)}: ", style=_color(statement))
    same = bool(outer) and outer[-1].content == statement.content
    content = "the same words" if same else _words(reading, statement.content)
    said.append(content or "(not put in words)", style="not dim")
    _print_hanging(said, indent, console)
    for child in inner.get(statement.id, ()):
        _print_branch(reading, child, chain, inner, printed, console)


def manner_of(statement: Statement) -> str:
    """“says, as likely”."""
    certainty = shown(statement.certainty)
    return shown(statement.stance) + (f", {certainty}" if certainty else "")


def _color(statement: Statement) -> str:
    if statement.stance is Stance.DENIES:
        return "red"
    return "yellow" if statement.certainty is not Certainty.CERTAIN else "green"


def _circumstances(reading: Reading, statement: Statement) -> str:
    """The cue, how quoted, to whom, by what channel, when, on what ground, and the score."""
    parts = [
        f"“{_words(reading, statement.cue)}”" if statement.cue else "",
        "quoted" if statement.quote in (Quote.DIRECT, Quote.MIXED) else "",
        f"to {_words(reading, statement.addressee)}" if statement.addressee else "",
        f"via {statement.channel}" if statement.channel else "",
        _period(statement.said.earliest, statement.said.latest) if statement.said else "",
        f"on the ground of {_words(reading, statement.evidence)}" if statement.evidence else "",
        f"{statement.score:.2f}",
    ]
    return " · ".join(part for part in parts if part)


def _denials(reading: Reading) -> Iterator[Text]:
    by_id = {s.id: s for s in reading.statements}
    for statement in reading.statements:
        if statement.stance is Stance.DENIES:
            line = Text.assemble((name_of(reading, statement), "bold"), ": ", _words(reading, statement.content))
            denied = by_id.get(statement.denies or "")
            if denied:
                line.append(f"  (what {name_of(reading, denied)} says: {_words(reading, denied.content)})", style="dim")
            yield line


def _silences(reading: Reading) -> Iterator[Text]:
    for statement in reading.statements:
        if statement.response:
            yield Text.assemble((name_of(reading, statement), "bold"), f": {shown(statement.response)}")


def _unknowns(reading: Reading) -> Iterator[Text]:
    by_id = {s.id: s for s in reading.statements}
    for statement in reading.statements:
        if statement.certainty is Certainty.UNKNOWN and statement.content and statement.stance is Stance.ASSERTS:
            teller = statement if statement.voice else by_id.get(statement.parent or "", statement)
            by = f"  (according to {name_of(reading, teller)})" if teller.voice else ""
            yield Text.assemble(_words(reading, statement.content), (by, "dim"))


# ---------------------------------------------------------------- the rest


def _moment(reading: Reading, moment: Moment) -> Text:
    told = "vague" if moment.vague else _period(moment.earliest, moment.latest)
    return Text.assemble(moment.span.of(reading.report.text), (f"  {told}", "dim"))


def _figure(reading: Reading, figure: Figure) -> Text:
    value = _number(figure.value) + (f" to {_number(figure.value_max)}" if figure.value_max is not None else "")
    told = f"{figure.bound.replace('_', ' ')} {value} {figure.unit or ''}".strip()
    return Text.assemble(" ".join(figure.span.of(reading.report.text).split()), (f"  {told}", "dim"))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _number(value: float) -> str:
    return f"{value:,.10f}".rstrip("0").rstrip(".")


def _voice(voice: Voice) -> Text:
    facts = [
        voice.kind if voice.kind is not VoiceKind.UNKNOWN else "",
        "" if voice.named else "not named",
        voice.title or "",
        voice.justification or "",
        f"speaks for {voice.speaks_for}" if voice.speaks_for else "",
    ]
    also = [alias for alias in voice.aliases if alias != voice.name]
    if also:
        facts.append("also: " + ", ".join(also))
    return Text.assemble((voice.name, "bold"), ("  " + " · ".join(fact for fact in facts if fact), "dim"))


def name_of(reading: Reading, statement: Statement) -> str:
    """Who makes the statement: the voice's name, else the words of the source."""
    name = _names_of(reading.voices).get(statement.voice or "")
    return name or _words(reading, statement.source) or shown("nobody")


@lru_cache(maxsize=1)
def _names_of(voices: tuple[Voice, ...]) -> dict[str, str]:
    return {voice.id: voice.name for voice in voices}


def _words(reading: Reading, spans: Spans) -> str:
    return words_at(reading.report.text, spans)


def _period(earliest: str | None, latest: str | None) -> str:
    if earliest and earliest == latest:
        return earliest
    if earliest and latest:
        return f"{earliest} to {latest}"
    return f"from {earliest}" if earliest else f"until {latest}"


def _place(span: Span | None) -> str:
    return f" (at {span.start})" if span else ""
