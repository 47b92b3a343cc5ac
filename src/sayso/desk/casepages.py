"""The pages of a case: its matrix and timeline, one claim, the dossier; and what people decide of its claims."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.desk.cases import Casebook, CaseMatter, find_case_redoable, find_case_undoable
from sayso.desk.claims import ClaimView, view_claims
from sayso.desk.dossier import find_ties, make_dossier, write_dossier
from sayso.desk.matter import Form, first_of
from sayso.desk.render import Renderer, answer_json, case_address, wants_json
from sayso.desk.silences import Silence, find_silences
from sayso.desk.timeline import draw_timeline, happened_rows, rows_of_claim, said_rows
from sayso.ledger import Ledger
from sayso.lexicon import shown
from sayso.problems import DecisionError
from sayso.review import ReviewedCase, decide_on_claim, make_undo
from sayso.show.case_wire import encode_case
from sayso.show.formats import FORMATS, describe_file, is_format, load_writer
from sayso.types import Decision, DecisionKind

ROWS = ("origin", "denies", "doubts", "silent", "unknown")
_TIMED = 40  # claims on a drawing
_HALF = 570  # pixels: two drawings side by side


class CasePages:
    """Makes the pages of cases for the person who sits at the desk."""

    def __init__(self, by: str, renderer: Renderer, casebook: Casebook) -> None:
        self._by, self._renderer, self._casebook = by, renderer, casebook

    def show_matrix(self, ledger: Ledger, request: Request) -> Response:
        """Claims by origin group, and both lines of time."""
        matter = self._open(ledger, request)
        if wants_json(request):
            return Response(encode_case(matter.case), media_type="application/json")
        views = view_claims(matter)
        several = [view for view in views if view.is_shared]
        shows_all = "all" in request.query_params or not several
        rows = views if shows_all else several
        return self._answer(
            request, "matrix.html", matter, rows=rows, hidden=len(views) - len(rows), ties=list(find_ties(matter)),
            said=draw_timeline(said_rows(rows[:_TIMED], _published(matter)), "When each claim was said", _HALF),
            happened=draw_timeline(happened_rows(matter, rows[:_TIMED]), "When it is said to have happened", _HALF),
            timed=min(len(rows), _TIMED),
        )  # fmt: skip

    def show_claim(self, ledger: Ledger, request: Request) -> Response:
        """One claim: where it came from, who denies it, who kept silent, what differs."""
        matter = self._open(ledger, request)
        view = _get_view(matter, request.query_params.get("claim", ""))
        views = view_claims(matter)
        if wants_json(request):
            return answer_json(view)
        names = {name: shown(f"row {name}" if name != "origin" else name, "case") for name in ROWS}
        silences = [s for s in find_silences(matter) if set(s.reports) & set(view.reports)]
        return self._answer(
            request, "claim.html", matter, view=view, others=[v for v in views if v.claim.id != view.claim.id],
            silences=_about_first(silences, view), corrects="correct" in request.query_params,
            turned=[p for p in matter.case.positions if p.claim == view.claim.id and p.turns],
            strip=draw_timeline(rows_of_claim(view, _published(matter), names), "When it was said, by origin"),
            made=matter.reviewed.by_claim.get(view.claim.id, ()), seen=matter.reviewed.last_on(view.claim.id) or "",
        )  # fmt: skip

    def show_dossier(self, ledger: Ledger, request: Request) -> Response:
        """The whole case for paper."""
        matter = self._open(ledger, request)
        dossier = make_dossier(matter)
        if wants_json(request):
            return answer_json(dossier)
        return self._answer(
            request, "dossier.html", matter, dossier=dossier, formats=[f for f in FORMATS if is_format(f)]
        )

    def save_dossier(self, ledger: Ledger, request: Request) -> Response:
        """The same as a file that stands alone."""
        page = write_dossier(self._renderer, make_dossier(self._open(ledger, request)))
        headers = {"Content-Disposition": 'attachment; filename="dossier.html"'}
        return Response(page.encode("utf-8", "replace"), media_type="text/html", headers=headers)

    def export(self, ledger: Ledger, request: Request) -> Response:
        """The reports of the case, as people corrected them, in one of the formats."""
        form = request.path_params["form"]
        if not is_format(form):
            raise HTTPException(404)
        name, media = describe_file(form)
        reports = self._open(ledger, request).reports.values()
        pieces = (p if isinstance(p, bytes) else p.encode("utf-8", "replace") for p in load_writer(form)(reports))
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(b"".join(pieces), media_type=media, headers=headers)

    def decide(self, ledger: Ledger, request: Request, form: Form) -> tuple[str, bool]:
        """Keep what the form asks for; where to go on, and whether nobody decided in between. Raises DecisionError."""
        matter = self._open(ledger, request)
        decision = _make_decision(matter.reviewed, form, self._by)
        in_step = ledger.decide(decision)
        then = self._open(ledger, request)
        claim = decision.target if any(c.id == decision.target for c in then.case.claims) else None
        return case_address(matter.ids, "/claim", claim=claim) if claim else case_address(matter.ids), in_step

    def _open(self, ledger: Ledger, request: Request) -> CaseMatter:
        return self._casebook.open(ledger, request.query_params.getlist("report"))

    def _answer(self, request: Request, template: str, matter: CaseMatter, **values: Any) -> Response:
        offers = [
            (kind, made)
            for kind, made in (
                ("undo", find_case_undoable(matter.reviewed, self._by)),
                ("redo", find_case_redoable(matter.reviewed, self._by)),
            )
            if made
        ]
        return self._renderer.answer(
            request, template, "case", ids=matter.ids, case=matter.case, labels=matter.labels, offers=offers,
            undone=matter.reviewed.undone, lost=matter.reviewed.lost,
            notice=shown("somebody in between", "desk") if "between" in request.query_params else None, **values,
        )  # fmt: skip


def _get_view(matter: CaseMatter, id_: str) -> ClaimView:
    for view in view_claims(matter):
        if view.claim.id == id_:
            return view
    raise HTTPException(404, shown("gone claim", "case"))


def _published(matter: CaseMatter) -> dict[str, str | None]:
    return {reading.report.id: reading.report.published for reading in matter.case.readings}


def _about_first(silences: Sequence[Silence], view: ClaimView) -> list[Silence]:
    voices = {line.voice for line in view.of("silent")}
    return sorted(silences, key=lambda silence: silence.voice not in voices)


def _make_decision(reviewed: ReviewedCase, form: Form, by: str) -> Decision:
    """What the form asks for. Raises DecisionError."""
    kind, target, why, seen = (first_of(form, name) for name in ("kind", "target", "why", "seen"))
    if kind in {"undo", "redo"}:
        undone = next((d for d in reviewed.decisions if d.id == first_of(form, "undoes")), None)
        if undone is None:
            raise DecisionError("there is no such decision to take back; load the page again")
        return make_undo(undone, by, why=why, seen=reviewed.last_on(undone.target) or undone.id)
    if kind not in _FORMS:
        raise DecisionError(f"{kind!r} cannot be decided here; take what the page offers")
    after = _FORMS[kind](form)
    return decide_on_claim(reviewed, DecisionKind(kind), target, by, after=after, why=why, seen=seen or None)


def _read_split(form: Form) -> Any:
    keys = (key.partition("@") for key in form.get("line", ()))
    members = [(doc, int(start)) for start, _, doc in keys if start.isdecimal()]
    return {"text": first_of(form, "text"), "members": members}


_FORMS: Mapping[str, Callable[[Form], Any]] = {
    "merge_claims": lambda form: first_of(form, "other"),
    "split_claim": _read_split,
    "merge_origins": lambda form: form.get("carrier", []),
    "split_origin": lambda form: {"reports": form.get("carrier", []), "established": "established" in form},
    "note": lambda form: first_of(form, "text"),
}
