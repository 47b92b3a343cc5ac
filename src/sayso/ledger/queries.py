"""The lists that a ledger gives, each filtered in the same way."""

import re
from typing import Any

from msgspec import Struct, json

from sayso.ledger.database import Database
from sayso.ledger.database import Row as Found
from sayso.types import Decision, Stance

_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')


class Wanted(Struct, frozen=True, kw_only=True):
    """Which rows are wanted: all that meet each filter that is given, at most `limit` of them after `offset`.

    `voice` and `outlet` are words of a name, `words` words of a statement's source, cue, content or sentence; all of
    them must stand there, in any order and case, and "words in quotation marks" one after the other.
    """

    voice: str | None = None
    outlet: str | None = None
    stance: Stance | None = None
    words: str | None = None
    limit: int | None = None
    offset: int = 0


class ReportRow(Struct, frozen=True):
    """A report, with how many such statements and voices it has. `added` is an ISO date-time in UTC."""

    id: str
    published: str | None
    outlet: str | None
    title: str | None
    statements: int
    voices: int
    added: str


class VoiceRow(Struct, frozen=True):
    """A name, with how many such statements stand to it, in how many reports."""

    name: str
    kind: str
    statements: int
    reports: int


class StatementRow(Struct, frozen=True):
    """A statement in words. `chain` names the voices from the outermost to its own, between ' › '."""

    report: str
    id: str
    published: str | None
    outlet: str | None
    chain: str
    stance: str
    certainty: str
    source_type: str
    quote: str
    source: str
    cue: str
    content: str
    sentence: str
    score: float


Row = ReportRow | VoiceRow | StatementRow
ALL = Wanted()

# The page of reports is found first and counted then: counting all of a large ledger takes a second.
_REPORTS = """
SELECT report.id, published, outlet, title,
       (SELECT count(*) FROM statement WHERE statement.report = report.key {such}),
       (SELECT count(DISTINCT statement.voice) FROM statement WHERE statement.report = report.key {such}), added
FROM report
WHERE key IN (SELECT key FROM report {where} ORDER BY published DESC NULLS LAST, report.key LIMIT :limit OFFSET :offset)
ORDER BY published DESC NULLS LAST, report.key
"""

_VOICES = """
SELECT name, kind, count(statement.key), count(DISTINCT voice.report)
FROM voice
JOIN report ON report.key = voice.report
LEFT JOIN statement ON statement.voice = voice.key
{where}
GROUP BY name, kind ORDER BY count(statement.key) DESC, name, kind LIMIT :limit OFFSET :offset
"""

_STATEMENTS = """
SELECT report.id, statement.id, published, outlet, chain, stance, certainty, source_type, quote, source, cue, content,
       sentence, score
FROM statement
JOIN report ON report.key = statement.report
LEFT JOIN voice ON voice.key = statement.voice
{where}
ORDER BY published DESC NULLS LAST, report.key, position LIMIT :limit OFFSET :offset
"""

COMMON = 5000  # from so many hits on, asking each report is quicker than listing the hits
EVERYTHING = 2**62
TITLE_WORDS, TITLE_LENGTH = 50, 1000  # of what is looked for in titles: a database takes no condition of any size
FILTERS = ("voice", "outlet", "stance", "words")
_STANCE = "SELECT hit.key FROM statement AS hit WHERE hit.stance = :stance"
_COLUMNS = {"voice": "statement.voice", "stance": "statement.key", "words": "statement.key"}
_FILTERED = {"voice": "voice.key", "outlet": "report.key", "words": "statement.key"}


def list_reports(database: Database, wanted: Wanted) -> list[ReportRow]:
    """The reports with such statements, the latest first; where words alone are asked for, those too with such a title.

    A title may hold them as parts of longer words.
    """
    values, hits = _values_of(database, wanted), {**database.hits, "stance": _STANCE}
    given = [name for name in _COLUMNS if values[name] is not None]
    common = {name for name in given if _is_common(database, hits[name], values)}
    such = "".join(
        f" AND {_asked_each(database, name) if name in common else f'{_COLUMNS[name]} IN ({hits[name]})'}"
        for name in given
    )
    conditions = [_filter(database, "outlet")] if values["outlet"] is not None else []
    titled = _find_titles(wanted.words)
    if given and common == set(given):
        has_such = f"EXISTS (SELECT 1 FROM statement WHERE statement.report = report.key {such})"
    elif given:
        has_such = f"report.key IN (SELECT statement.report FROM statement WHERE TRUE {such})"
    if given == ["words"] and titled:
        has_title = " AND ".join(f"lower(title) LIKE :{name} ESCAPE '!'" for name in titled)
        conditions.append(f"({has_such} OR report.key IN (SELECT key FROM report WHERE {has_title}))")
    elif given:
        conditions.append(has_such)
    query = _REPORTS.format(such=such, where=_where(conditions))
    return [ReportRow(*row) for row in database.ask(query, {**values, **titled})]


def _find_titles(words: str | None) -> dict[str, str]:
    """By name, what a title must be like for each of these words and phrases; nothing where no title is so long."""
    terms = find_terms(words)
    if len(terms) > TITLE_WORDS or len(words or "") > TITLE_LENGTH:
        return {}
    escaped = (re.sub(r"([!%_])", r"!\1", term.lower()) for term in terms)
    return {f"title{number}": f"%{term}%" for number, term in enumerate(escaped)}


def _is_common(database: Database, hits: str, values: dict[str, Any]) -> bool:
    return bool(database.ask(f"SELECT count(*) FROM ({hits} LIMIT {COMMON}) AS hits", values)[0][0] == COMMON)


def _asked_each(database: Database, name: str) -> str:
    """The condition that one statement meets the filter."""
    if name == "stance":
        return _filter(database, name)
    return f"EXISTS ({database.hits[name]} AND {database.hit_key} = {_COLUMNS[name]})"


def _filter(database: Database, name: str) -> str:
    return "statement.stance = :stance" if name == "stance" else f"{_FILTERED[name]} IN ({database.hits[name]})"


def list_voices(database: Database, wanted: Wanted) -> list[VoiceRow]:
    """Who makes such statements, those who make most first."""
    return [VoiceRow(*row) for row in _select(database, _VOICES, wanted)]


def list_statements(database: Database, wanted: Wanted) -> list[StatementRow]:
    """Such statements, in the order of the reports and of their text."""
    return [StatementRow(*row) for row in _select(database, _STATEMENTS, wanted)]


def list_decisions(database: Database, report_id: str | None, since: str | None) -> list[Decision]:
    """What people decided, in the order in which it came in."""
    given = [
        condition
        for condition, value in (("report = :report", report_id), ("at >= :since", since))
        if value is not None
    ]
    rows = database.ask(
        f"SELECT decision FROM decision {_where(given)} ORDER BY key", {"report": report_id, "since": since}
    )
    return [json.decode(written, type=Decision) for (written,) in rows]


def _select(database: Database, query: str, wanted: Wanted) -> list[Found]:
    values = _values_of(database, wanted)
    given = [_filter(database, name) for name in FILTERS if values[name] is not None]
    return database.ask(query.format(where=_where(given)), values)


def _values_of(database: Database, wanted: Wanted) -> dict[str, Any]:
    """What is asked for, as the queries name it; None for a filter that asks for nothing."""
    words = {name: find_terms(getattr(wanted, name)) for name in ("voice", "outlet", "words")}
    return {
        **{name: database.match(name, terms) if terms else None for name, terms in words.items()},
        "stance": wanted.stance,
        "limit": EVERYTHING if wanted.limit is None else wanted.limit,
        "offset": wanted.offset,
    }


def _where(conditions: list[str]) -> str:
    return "WHERE " + " AND ".join(conditions) if conditions else ""


def find_terms(words: str | None) -> list[str]:
    """The words, and those in quotation marks as one. Half characters, which no database takes, become `?`."""
    written = (words or "").encode("utf-8", "replace").decode().replace("\0", " ")
    return [term for phrase, word in _TERM.findall(written) if (term := phrase or word)]
