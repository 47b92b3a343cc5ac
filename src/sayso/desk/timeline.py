"""Marks on a line of time, as a drawing: what was said when, and when it is said to have happened."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from html import escape

from markupsafe import Markup
from msgspec import Struct

from sayso.desk.cases import CaseMatter
from sayso.desk.claims import ClaimView, Line
from sayso.show.printable import make_printable
from sayso.types import Member, Moment

_WIDTH, _ROW, _TOP, _PAD, _CHARACTER = 760, 24, 26, 16, 6.9
_LONGEST = 26  # characters of a row's name
_TICKS = 7
_STEPS = [timedelta(hours=h) for h in (1, 3, 6, 12)] + [
    timedelta(days=d) for d in (1, 2, 7, 14, 30, 91, 365, 1826, 3652, 18262)
]


class Mark(Struct, frozen=True):
    """A point of time, or a stretch of it, as ISO; `group` is drawn by shape and colour, `told` is read aloud."""

    at: str
    until: str
    group: str
    told: str


class Row(Struct, frozen=True):
    """Marks beside a name."""

    name: str
    marks: tuple[Mark, ...]


def rows_of_claim(view: ClaimView, published: dict[str, str | None], names: dict[str, str]) -> list[Row]:
    """When a claim was said: a row for each origin, one for those who deny it, one for the silent, and so on."""
    rows = []
    for group in view.groups:
        lines = [line for card in group.cards for line in card.lines]
        rows.append(Row(f"{names['origin']} {group.letter}", _marks_of(lines, published)))
    for name in ("denies", "doubts", "silent", "unknown"):
        if lines := view.of(name):
            rows.append(Row(names[name], _marks_of(lines, published)))
    return rows


def said_rows(views: Sequence[ClaimView], published: dict[str, str | None]) -> list[Row]:
    """When each claim was said."""
    return [Row(str(view.number), _marks_of(view.lines, published)) for view in views]


def happened_rows(matter: CaseMatter, views: Sequence[ClaimView]) -> list[Row]:
    """When what each claim tells is said to have happened, by the dates in its words."""
    return [Row(str(view.number), tuple(dict.fromkeys(_happened(matter, view)))) for view in views]


def _marks_of(lines: Sequence[Line], published: dict[str, str | None]) -> tuple[Mark, ...]:
    marks = (
        Mark(at, at, line.group, f"{line.label}: {line.words}")
        for line in lines
        if (at := published.get(line.report))
    )  # fmt: skip
    return tuple({(mark.at, mark.group): mark for mark in marks}.values())


def _happened(matter: CaseMatter, view: ClaimView) -> Iterator[Mark]:
    for member in view.claim.members:
        reading = matter.reports[member.doc].reading
        for moment in reading.moments:
            if _dates(member, moment) and moment.earliest:
                words = moment.span.of(reading.report.text)
                yield Mark(moment.earliest, moment.latest or moment.earliest, "asserts", words)


def _dates(member: Member, moment: Moment) -> bool:
    return not moment.vague and any(span.covers(moment.span) for span in member.content)


def draw_timeline(rows: Sequence[Row], about: str, width: int = _WIDTH) -> Markup | None:
    """The rows below one another on one line of time, `width` pixels wide; None where no mark has a date."""
    times = [time for row in rows for mark in row.marks for at in (mark.at, mark.until) if (time := parse_time(at))]
    if not times:
        return None
    low, high = min(times), max(times)
    if high - low < timedelta(hours=2):
        low, high = low - timedelta(hours=1), high + timedelta(hours=1)
    left = 12 + _CHARACTER * max(len(_cut(row.name)) for row in rows)

    def place(time: datetime) -> float:
        return left + _PAD + (time - low) / (high - low) * (width - left - 2 * _PAD)

    height = _TOP + _ROW * len(rows) + 4
    parts = [f'<line class="rule" x1="{left:.0f}" y1="{_TOP}" x2="{width}" y2="{_TOP}"/>']
    for time, label in _ticks(low, high):
        x = place(time)
        parts.append(f'<line class="rule" x1="{x:.1f}" y1="{_TOP - 4}" x2="{x:.1f}" y2="{height}"/>')
        parts.append(f'<text class="tick" x="{x:.1f}" y="{_TOP - 9}" text-anchor="middle">{label}</text>')
    for number, row in enumerate(rows):
        y = _TOP + _ROW * (number + 0.5)
        parts.append(f'<text x="0" y="{y + 4:.0f}">{escape(_cut(row.name))}</text>')
        for mark in row.marks:
            start, end = parse_time(mark.at), parse_time(mark.until)
            if start and end:
                parts.append(_draw_mark(mark, place(start), place(end), y))
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return Markup(f'<svg class="timeline" {size} role="img" aria-label="{escape(about)}">{"".join(parts)}</svg>')


def _draw_mark(mark: Mark, x: float, end: float, y: float) -> str:
    shape = {
        "denies": f'<path d="M{x - 4:.1f} {y - 4}l8 8m0 -8l-8 8"/>',
        "doubts": f'<path d="M{x - 4:.1f} {y + 4}l8 -8"/>',
        "silent": f'<circle class="hollow" cx="{x:.1f}" cy="{y}" r="4.5"/>',
        "unknown": f'<text class="sign" x="{x:.1f}" y="{y + 5}" text-anchor="middle">?</text>',
        "hedges": f'<circle class="hollow" cx="{x:.1f}" cy="{y}" r="4.5"/><circle cx="{x:.1f}" cy="{y}" r="1.5"/>',
        "asserts": f'<circle cx="{x:.1f}" cy="{y}" r="4.5"/>',
    }.get(mark.group, f'<rect x="{x - 4:.1f}" y="{y - 4}" width="8" height="8"/>')
    stretch = f'<line class="stretch" x1="{x:.1f}" y1="{y}" x2="{end:.1f}" y2="{y}"/>' if end - x > 1 else ""
    told = escape(_cut(mark.told, 160))
    return f'<g class="g-{mark.group}"><title>{told}</title>{stretch}{shape}</g>'


def parse_time(written: str) -> datetime | None:
    """An ISO date or date-time; one without a zone as if in UTC."""
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _ticks(low: datetime, high: datetime) -> Iterator[tuple[datetime, str]]:
    """At most _TICKS round points of time, as they are labelled."""
    step = next((s for s in _STEPS if (high - low) / s <= _TICKS - 1), (high - low) / (_TICKS - 1))
    start = low.replace(hour=0, minute=0, second=0, microsecond=0)
    time = start + ((low - start) // step) * step
    time += step if time < low else timedelta(0)
    while time <= high:
        is_day = step >= timedelta(days=1) or time.hour == time.minute == 0
        form = "%Y" if step >= timedelta(days=365) else "%Y-%m" if step >= timedelta(days=30) else "%m-%d"
        yield time, time.strftime(form if is_day else "%H:%M")
        time += step


def _cut(words: str, longest: int = _LONGEST) -> str:
    plain = make_printable(words)
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
