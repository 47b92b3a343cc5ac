"""The pages: each takes the ledger and what was asked for, and gives HTML, or the same as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from sayso.desk.changes import Change, find_changes
from sayso.desk.draw import draw_chains
from sayso.desk.entries import FILTERS, GROUPS, Entry, make_entries
from sayso.desk.first import find_first
from sayso.desk.matter import (
    find_redoable,
    find_undoable,
    judged_entries,
    open_matter,
    whole_reading,
    write_spans,
)  # fmt: skip
from sayso.desk.render import ROLES, Renderer, address, answer_json, is_part, wants_json
from sayso.desk.runs import make_paragraphs
from sayso.ledger import Ledger, Wanted
from sayso.lexicon import shown
from sayso.problems import LedgerError
from sayso.review import Reviewed, find_undone, put_in_order
from sayso.text import words_at
from sayso.types import Decision, Reading, Report, Stance

ROWS = 50  # reports on a page
LATEST = 20  # reports that the review looks through
FIRST = 30
LOGGED = 100


class Pages:
    """Makes the pages for the person who sits at the desk."""

    def __init__(self, by: str, renderer: Renderer) -> None:
        self._renderer = renderer
        self._by = by

    def list_reports(self, ledger: Ledger, request: Request) -> Response:
        """The reports, those with such statements where words, a voice, an outlet or a stance are asked for."""
        asked = {name: request.query_params.get(name, "") for name in ("words", "voice", "outlet", "stance")}
        page = max(1, _number(request.query_params.get("page")))
        stance = Stance(asked["stance"]) if asked["stance"] in set(Stance) else None
        given = {name: asked[name] or None for name in ("words", "voice", "outlet")}
        rows = ledger.list_reports(Wanted(**given, stance=stance, limit=ROWS + 1, offset=(page - 1) * ROWS))
        if wants_json(request):
            return answer_json({"page": page, "reports": rows[:ROWS]})
        filters = {name: value for name, value in asked.items() if value}
        return self._renderer.answer(
            request, "rows.html" if is_part(request) else "reports.html", "reports",
            rows=rows[:ROWS], asked=asked, is_filtered=bool(filters),
            earlier=_page_of(filters, page - 1) if page > 1 else None,
            later=_page_of(filters, page + 1) if len(rows) > ROWS else None,
        )  # fmt: skip

    def read(self, ledger: Ledger, request: Request, notice: str | None = None) -> Response:
        """A report's text with its statements underlined, and the ledger beside it."""
        reviewed = open_matter(ledger, request.path_params["id"])
        if wants_json(request):
            return answer_json(reviewed)
        reading = whole_reading(reviewed)
        entries = judged_entries(reviewed, reading)
        only = [name for name in request.query_params.getlist("only") if name in FILTERS]
        wanted = [entry for entry in entries if not only or any(entry.is_in(name) for name in only)]
        shown_ids = {entry.id for entry in wanted if entry.standing != "rejected" or "rejected" in only}
        marked = [s for s in reading.statements if s.id in shown_ids]
        depths = {entry.id: entry.depth for entry in entries}
        groups = {entry.id: entry.group for entry in entries}
        return self._renderer.answer(
            request, "reading.html" if is_part(request) else "reader.html", "reader",
            report=reading.report, facts=list(_facts_of(reading)), counts=list(_count(entries)),
            filters=list(_offer_filters(reading.report, entries, only)), is_filtered=bool(only), entries=wanted,
            paragraphs=make_paragraphs(reading.report, marked, depths, groups),
            seen={id_: standing.last for id_, standing in reviewed.standings.items() if standing.last},
            lost=reviewed.lost, notice=notice, offers=self._offer(reviewed),
            notes={id_: standing.notes for id_, standing in reviewed.standings.items()},
        )  # fmt: skip

    def _offer(self, reviewed: Reviewed) -> list[tuple[str, Decision]]:
        """What this person can take back."""
        offers = (("undo", find_undoable(reviewed, self._by)), ("redo", find_redoable(reviewed, self._by)))
        return [(kind, made) for kind, made in offers if made]

    def edit(self, ledger: Ledger, request: Request) -> Response:
        """The form in which a statement is corrected."""
        reviewed = open_matter(ledger, request.path_params["id"])
        reading, target = whole_reading(reviewed), request.query_params.get("target")
        statement = next((s for s in reading.statements if s.id == target), None)
        if statement is None:
            raise LedgerError(shown("gone statement", "desk"))
        names = {voice.id: voice.name for voice in reading.voices}
        return self._renderer.answer(
            request, "edit.html" if is_part(request) else "editor.html", "reader",
            report=reading.report, statement=statement, voice=names.get(statement.voice or "", ""),
            voices=sorted(set(names.values())), seen=reviewed.standings[statement.id].last or "",
            written={role: write_spans(getattr(statement, role)) for role in ROLES},
            words={role: words_at(reading.report.text, getattr(statement, role)) for role in ROLES},
        )  # fmt: skip

    def list_voices(self, ledger: Ledger, request: Request) -> Response:
        """Who speaks in a report, with the forms in which voices are merged, split, graded and noted on."""
        reviewed = open_matter(ledger, request.path_params["id"])
        if wants_json(request):
            return answer_json({"voices": reviewed.reading.voices, "standings": reviewed.standings})
        entries = make_entries(reviewed.reading)
        by_voice = {s.id: s.voice for s in reviewed.reading.statements}
        said = {v.id: [e for e in entries if by_voice[e.id] == v.id] for v in reviewed.reading.voices}
        return self._renderer.answer(
            request, "voices.html", "voices", report=reviewed.reading.report, said=said,
            voices=sorted(reviewed.reading.voices, key=lambda v: -len(said[v.id])), standings=reviewed.standings,
            undone=reviewed.undone, offers=self._offer(reviewed),
        )  # fmt: skip

    def draw(self, ledger: Ledger, request: Request) -> Response:
        """From evidence to page: the chain of each statement that came through more than one hand."""
        reading = open_matter(ledger, request.path_params["id"]).reading
        drawings = list(draw_chains(reading, make_entries(reading)))
        if wants_json(request):
            return answer_json([{"statement": d.entry.id, "words": d.entry.words, "hops": d.hops} for d in drawings])
        return self._renderer.answer(request, "chain.html", "chain", report=reading.report, drawings=drawings)

    def review(self, ledger: Ledger, request: Request) -> Response:
        """What to look at first in one report, its lost corrections, and its log."""
        matter = open_matter(ledger, request.path_params["id"])
        return self._review(request, [matter], None, 1, _changes_of(ledger, [matter]))

    def review_all(self, ledger: Ledger, request: Request) -> Response:
        """The same for the ledger: its latest reports, and all that anybody decided on."""
        decisions = ledger.list_decisions()
        latest = [row.id for row in ledger.list_reports(Wanted(limit=LATEST))]
        decided = (d.report for d in decisions)
        ids = dict.fromkeys((*latest, *filter(None, decided)))
        matters = [open_matter(ledger, id_) for id_ in ids]
        return self._review(request, matters, decisions, len(latest), _changes_of(ledger, matters[: len(latest)]))

    def complain(self, request: Request, told: str, code: int) -> Response:
        """What could not be done."""
        if wants_json(request):
            return Response(msgspec.json.encode({"problem": told}), code, media_type="application/json")
        if is_part(request):
            return Response(told, code, media_type="text/plain")
        response = self._renderer.answer(request, "fault.html", "fault", message=told)
        response.status_code = code
        return response

    def _review(
        self,
        request: Request,
        matters: Sequence[Reviewed],
        decisions: Sequence[Decision] | None,
        looked_at: int,
        changes: Sequence[Change],
    ) -> Response:
        is_one = decisions is None
        first = [
            item
            for matter in matters[:looked_at]
            for item in find_first(matter.reading, judged_entries(matter, whole_reading(matter)))
        ]
        first = sorted(first, key=lambda item: -item.rank)[:FIRST]
        lost = [decision for matter in matters for decision in matter.lost]
        of_cases = [d for d in decisions or () if d.places]
        made = (*of_cases, *(decision for matter in matters for decision in matter.decisions))
        log = sorted(made, key=lambda d: (d.at, d.id), reverse=True)
        if wants_json(request):
            return answer_json({"first": first, "changes": changes, "lost": lost, "decisions": log})
        return self._renderer.answer(
            request, "review.html", "review", report=matters[0].machine.report if is_one else None, first=first,
            lost=lost, changes=changes, log=log[:LOGGED], more=len(log) > LOGGED, looked_at=looked_at,
            taken_back=find_undone(put_in_order(of_cases)).union(*(matter.undone for matter in matters)),
        )  # fmt: skip


def _changes_of(ledger: Ledger, matters: Sequence[Reviewed]) -> list[Change]:
    """What the present readings of these reports say otherwise than those before them."""
    changes: list[Change] = []
    for matter in matters:
        before = ledger.get_reading_before(matter.machine.report.id)
        changes += find_changes(before, matter.machine) if before else []
    return changes


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 7 else 1


def _page_of(filters: dict[str, str], page: int) -> str:
    return "/reports?" + urlencode({**filters, "page": str(page)})


def _facts_of(reading: Reading) -> Iterator[str]:
    report = reading.report
    for fact in (report.outlet, ", ".join(report.byline), report.published and report.published[:10]):
        if fact:
            yield fact
    outlets = list(dict.fromkeys(v.name for v in reading.voices if v.kind == "outlet" and v.name != report.outlet))
    if outlets:
        yield f"{shown('rests on', 'desk')} {', '.join(outlets)}"


def _count(entries: Sequence[Entry]) -> Iterator[tuple[str, str, int]]:
    counts = Counter(entry.group for entry in entries if entry.standing != "rejected")
    for group in GROUPS:
        if counts[group]:
            yield group, shown(f"count {group}", "desk"), counts[group]


def _offer_filters(
    report: Report, entries: Sequence[Entry], only: Sequence[str]
) -> Iterator[tuple[str, str, int, str, bool]]:
    """Name, label, count, where it leads and whether it is on, for each filter that would show something."""
    for name in FILTERS:
        count = sum(entry.is_in(name) for entry in entries)
        if count or name in only:
            then = [other for other in only if other != name] if name in only else [*only, name]
            query = urlencode([("only", other) for other in then])
            href = address(report.id, "reader") + (f"?{query}" if query else "")
            yield name, shown(f"only {name}", "desk"), count, href, name in only
