"""The lists that a ledger gives, each filtered in the same way."""

import re
import sqlite3

from msgspec import Struct, json

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
WHERE key IN (SELECT key FROM report {where} ORDER BY published DESC, report.key LIMIT :limit OFFSET :offset)
ORDER BY published DESC, report.key
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
ORDER BY published DESC, report.key, position LIMIT :limit OFFSET :offset
"""

_FILTERS = {
    "voice": "voice.key IN (SELECT rowid FROM voice_words WHERE voice_words MATCH :voice)",
    "outlet": "report.key IN (SELECT rowid FROM outlet_words WHERE outlet_words MATCH :outlet)",
    "stance": "statement.stance = :stance",
    "words": "statement.key IN (SELECT rowid FROM statement_words WHERE statement_words MATCH :words)",
}


COMMON = 5000  # from so many hits on, asking each report is quicker than listing the hits
_HITS = {
    "voice": "SELECT rowid FROM voice_words WHERE voice_words MATCH :voice",
    "stance": "SELECT key FROM statement WHERE stance = :stance",
    "words": "SELECT rowid FROM statement_words WHERE statement_words MATCH :words",
}
_COLUMNS = {"voice": "statement.voice", "stance": "statement.key", "words": "statement.key"}
_ASKED_EACH = {
    "voice": f"EXISTS ({_HITS['voice']} AND rowid = statement.voice)",
    "stance": _FILTERS["stance"],
    "words": f"EXISTS ({_HITS['words']} AND rowid = statement.key)",
}


def list_reports(connection: sqlite3.Connection, wanted: Wanted) -> list[ReportRow]:
    """The reports with such statements, the latest first; where words alone are asked for, those too with such a title.

    A title may hold them as parts of longer words.
    """
    values = _values_of(wanted)
    given = [name for name in _HITS if values[name] is not None]
    common = {name for name in given if _is_common(connection, name, values)}
    such = "".join(
        f" AND {_ASKED_EACH[name] if name in common else f'{_COLUMNS[name]} IN ({_HITS[name]})'}" for name in given
    )
    conditions = [_FILTERS["outlet"]] if values["outlet"] is not None else []
    titled = _title_terms(wanted.words)
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
    return [ReportRow(*row) for row in connection.execute(query, {**values, **titled})]


def _title_terms(words: str | None) -> dict[str, str]:
    """By name, what a title must be like for each of these words and phrases."""
    terms = [phrase or word for phrase, word in _TERM.findall(_clean(words))]
    escaped = (re.sub(r"([!%_])", r"!\1", term.lower()) for term in terms)
    return {f"title{number}": f"%{term}%" for number, term in enumerate(escaped)}


def _is_common(connection: sqlite3.Connection, name: str, values: dict[str, str | int | None]) -> bool:
    hits = connection.execute(f"SELECT count(*) FROM ({_HITS[name]} LIMIT {COMMON})", values).fetchone()
    return bool(hits[0] == COMMON)


def list_voices(connection: sqlite3.Connection, wanted: Wanted) -> list[VoiceRow]:
    """Who makes such statements, those who make most first."""
    return [VoiceRow(*row) for row in _select(connection, _VOICES, wanted)]


def list_statements(connection: sqlite3.Connection, wanted: Wanted) -> list[StatementRow]:
    """Such statements, in the order of the reports and of their text."""
    return [StatementRow(*row) for row in _select(connection, _STATEMENTS, wanted)]


def list_decisions(connection: sqlite3.Connection, report_id: str | None, since: str | None) -> list[Decision]:
    """What people decided, in the order in which it came in."""
    given = [
        condition
        for condition, value in (("report = :report", report_id), ("at >= :since", since))
        if value is not None
    ]
    rows = connection.execute(
        f"SELECT decision FROM decision {_where(given)} ORDER BY key", {"report": report_id, "since": since}
    )
    return [json.decode(written, type=Decision) for (written,) in rows]


def _select(connection: sqlite3.Connection, query: str, wanted: Wanted) -> sqlite3.Cursor:
    values = _values_of(wanted)
    given = [condition for name, condition in _FILTERS.items() if values[name] is not None]
    return connection.execute(query.format(where=_where(given)), values)


def _values_of(wanted: Wanted) -> dict[str, str | int | None]:
    """What is asked for, as the queries name it."""
    return {
        "voice": make_match(wanted.voice),
        "outlet": make_match(wanted.outlet),
        "stance": wanted.stance,
        "words": make_match(wanted.words),
        "limit": -1 if wanted.limit is None else wanted.limit,
        "offset": wanted.offset,
    }


def _where(conditions: list[str]) -> str:
    return "WHERE " + " AND ".join(conditions) if conditions else ""


def make_match(words: str | None) -> str | None:
    """What FTS5 is asked for these words: each a string of its own, so that nothing in it is a command.

    None where no word is given. Half characters, which SQLite cannot take, become question marks.
    """
    terms = [phrase or word for phrase, word in _TERM.findall(_clean(words))]
    return " ".join(f'"{term}"' for term in terms) or None


def _clean(words: str | None) -> str:
    return (words or "").encode("utf-8", "replace").decode().replace("\0", " ")
