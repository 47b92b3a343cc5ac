"""How a page is made of a template, and what else every page needs."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso.lexicon import shown
from sayso.show.printable import make_harmless
from sayso.types import Decision, Stance

ROLES = ("source", "cue", "content")
_BLANKS = str.maketrans("\t\n\r", "   ")


def address(report_id: str, screen: str) -> str:
    """The permanent address of a report's screen."""
    return f"/reports/{quote(report_id, safe='')}/{screen}"


def case_address(ids: Sequence[str], screen: str = "", **more: str) -> str:
    """The permanent address of a screen of the case of these reports; of all reports where none is named."""
    query = urlencode([*(("report", id_) for id_ in ids), *more.items()])
    return f"/case{screen}" + (f"?{query}" if query else "")


class Renderer:
    """Fills templates for the person who sits at the desk."""

    def __init__(self, by: str) -> None:
        self._templates = Environment(
            loader=PackageLoader("sayso.desk"), autoescape=True, undefined=StrictUndefined, finalize=_finalize,
            trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )  # fmt: skip
        self._templates.globals.update(
            by=by, shown=shown, address=address, case_address=case_address, words_of_anchor=_words_of_anchor,
            stances=tuple(Stance), roles=ROLES, in_marks=_in_marks, count=_count,
        )  # fmt: skip

    def fill(self, template: str, **values: Any) -> str:
        """The template with these values."""
        return self._templates.get_template(template).render(**values)

    def answer(self, request: Request, template: str, screen: str, **values: Any) -> Response:
        """The page, which knows its own address and its twin's."""
        query = f"?{request.url.query}" if request.url.query else ""
        twin = quote(request.scope["path"]) + ".json" + query
        page = self.fill(template, screen=screen, twin=twin, query=query, **values)
        return HTMLResponse(page.encode("utf-8", "replace"))


def answer_json(value: Any) -> Response:
    """The value as JSON."""
    return Response(msgspec.json.encode(value), media_type="application/json")


def wants_json(request: Request) -> bool:
    """Whether the twin of a page is asked for."""
    return bool(request.scope["path"].endswith(".json")) and request.method == "GET"


def is_part(request: Request) -> bool:
    """Whether htmx asks for a part of a page."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def _finalize(value: Any) -> Any:
    """Words of a report may hold what turns a line around; Markup is the desk's own."""
    return make_harmless(value.translate(_BLANKS)) if type(value) is str else value


def _in_marks(words: str) -> str:
    """The words between quotation marks, where they bring none of their own."""
    return words if words[:1] in '“”"«„' else f"“{words}”"


def _count(number: int, one: str, more: str | None = None) -> str:
    """“1 report”, “2 reports”."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def _words_of_anchor(decision: Decision) -> str:
    """The words by which a person knows again what a decision is about."""
    anchor = decision.places[0].anchor if decision.places else decision.anchor
    quoted = anchor.content or anchor.cue
    return anchor.voice or " ".join(" … ".join(each.exact for each in quoted).split())
