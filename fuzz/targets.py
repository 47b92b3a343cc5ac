"""The targets: each takes bytes and raises where something does not hold."""

import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

import atheris
from rich.console import Console

with atheris.instrument_imports(include=["sayso", "feedparser", "email", "csv", "zipfile", "tarfile"]):
    from starlette.testclient import TestClient

    from sayso import attribute as attribution
    from sayso.intake import make_report, read_inputs
    from sayso.ledger import Ledger, Wanted
    from sayso.model.run import Found
    from sayso.pipeline import read_report
    from sayso.problems import SaysoError
    from sayso.review import apply
    from sayso.show.annotations import write_annotations
    from sayso.show.csv import write_csv
    from sayso.show.terminal import print_reading
    from sayso.show.wire import encode_line
    from sayso.text import trim
    from sayso.types import Reading, Span, Stance

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from fuzz.checks import check_filing, check_reading
from made_desk import make_client
from made_readings import make_reading

SECRET = "not-for-the-desk"
_STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"[=+\-@\t\r\n]")
Target = Callable[[bytes], None]


@cache
def folder() -> Path:
    """A folder of this process."""
    return Path(mkdtemp(prefix="sayso-fuzz-"))


def reader(suffix: str) -> Target:
    """The bytes as a file of this suffix: what it is told for, and what it is read as."""

    def read_file(data: bytes) -> None:
        path = folder() / f"any{suffix}"
        path.write_bytes(data)
        for filing in read_inputs([str(path)]):
            check_filing(filing)

    return read_file


def steps(data: bytes) -> None:
    """A whole reading of any text, with sources, cues and contents wherever the bytes put them."""
    given = atheris.FuzzedDataProvider(data)
    text = given.ConsumeUnicode(given.ConsumeIntInRange(1, 600))
    if not text.strip():
        return

    def scatter(text: str, also: Sequence[Span] = ()) -> list[Found]:
        return sorted((*_scatter(given, text), *(_known(span) for span in also)), key=lambda found: found.cue)

    attribution.find_attributions = scatter  # type: ignore[assignment]
    reading = read_report(make_report(text))
    check_reading(reading)
    hand_on(reading)


def hand_on(reading: Reading) -> None:
    """On the terminal nothing steers it, in a spreadsheet nothing is a formula, and annotations are JSON."""
    out = io.StringIO()
    print_reading(reading, Console(file=out, width=100, markup=False, emoji=False, highlight=False))
    assert not _STEERS.search(out.getvalue())
    reviewed = apply(reading, ())
    for row in list(write_csv([reviewed]))[1:]:
        row.encode()
        assert not _FORMULA.match(row)
    json.loads("".join(write_annotations([reviewed])))


def _scatter(given: atheris.FuzzedDataProvider, text: str) -> list[Found]:
    found = []
    for _ in range(given.ConsumeIntInRange(0, 6)):
        cuts = sorted(given.ConsumeIntInRange(0, len(text)) for _ in range(8))
        spans = [trim(text, a, b) for a, b in pairwise(cuts)]
        pool = [span for span in spans if span.start < span.end]
        if pool:
            cue = pool.pop(given.ConsumeIntInRange(0, len(pool) - 1))
            half = given.ConsumeIntInRange(0, len(pool))
            scores = (given.ConsumeProbability() for _ in range(3))
            found.append(Found(cue, tuple(pool[:half]), tuple(pool[half:]), *scores))
    return found


def _known(span: Span) -> Found:
    return Found(span, (), (), 1.0, 0.5, 0.5)


@cache
def ledger() -> Ledger:
    """A ledger with one report, and beside it a file that nobody may see."""
    (folder() / "secret.txt").write_text(SECRET, encoding="utf-8")
    opened = Ledger.open(folder() / "any.db")
    opened.add(make_reading())
    return opened


def queries(data: bytes) -> None:
    """Any words in every filter; any id."""
    given = atheris.FuzzedDataProvider(data)
    words, voice, outlet = (given.ConsumeUnicode(40) for _ in range(3))
    stance = given.PickValueInList([None, *Stance])
    wanted = Wanted(
        words=words, voice=voice, outlet=outlet, stance=stance, limit=given.PickValueInList([None, 1, 50]),
        offset=given.ConsumeIntInRange(0, 1000),
    )  # fmt: skip
    for listed in (ledger().list_reports, ledger().list_voices, ledger().list_statements):
        for row in listed(wanted):
            encode_line(row)
    try:
        check_reading(ledger().get_reading(given.ConsumeUnicode(30)))
    except SaysoError as error:
        assert str(error)


@cache
def browser() -> TestClient:
    """A browser that opened the address with the token."""
    ledger()
    return make_client(folder() / "any.db")


def desk(data: bytes) -> None:
    """Any address, any form: an answer that carries the policy, is no failure, and gives away no file."""
    given = atheris.FuzzedDataProvider(data)
    places = ["/", "/reports/", "/static/", "/review", "/reports.json", f"/reports/{make_reading().report.id}/"]
    path = given.PickValueInList(places) + given.PickValueInList(
        ["", "decide", "reader", "chain.json", "review", "edit", "reader.json", given.ConsumeUnicodeNoSurrogates(40)]
    )
    names = ["page", "words", "voice", "outlet", "stance", "only", "target", "kind", "why", "seen", "undoes", *ROLES]
    values = ["accept", "reject", "correct", "undo", "s1", "denies", "0-5", "3-1", "9" * 30, "..", "secret.txt"]
    form = {
        given.PickValueInList(names): given.PickValueInList([*values, given.ConsumeUnicodeNoSurrogates(20)])
        for _ in range(given.ConsumeIntInRange(0, 5))
    }
    query = "&".join(f"{name}={quote(value)}" for name, value in form.items())
    headers = {"hx-request": "true"} if given.ConsumeBool() else {}
    if given.ConsumeBool():
        answer = browser().post(quote(path), data=form, headers=headers, follow_redirects=False)
    else:
        answer = browser().get(f"{quote(path, safe='/.%')}?{query}", headers=headers, follow_redirects=False)
    assert answer.status_code < 500, (path, form, answer.status_code)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert SECRET.encode() not in answer.content
    assert "<script>" not in answer.text or "json" in answer.headers["content-type"]


ROLES = ("source", "cue", "content", "stance", "voice")

TARGETS: dict[str, Target] = {
    **{name: reader(suffix) for name, suffix in (
        ("text", ".txt"), ("html", ".html"), ("warc", ".warc"), ("pdf", ".pdf"), ("feed", ".rss"), ("mail", ".eml"),
        ("lines", ".jsonl"), ("csv", ".csv"), ("zip", ".zip"), ("tar", ".tar.gz"), ("parquet", ".parquet"),
    )},
    "steps": steps, "queries": queries, "desk": desk,
}  # fmt: skip
