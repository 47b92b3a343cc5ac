"""Write our kept-back reports as gold readings:  python -m evaluation.kept_back FOLDER

One NAME.txt and one NAME.gold.json for each, as the scorer of readings takes them; without moments and figures, which
the reports do not mark.
"""

import json
import sys
from pathlib import Path

from training.reports import REPORTS, MarkedReport, Told, load_reports

from sayso.attribute import lay_out
from sayso.intake import Particulars, make_report
from sayso.types import Span, Statement


def write_gold(folder: Path) -> None:
    """Write the reports that no training has seen into the folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for marked in load_reports(REPORTS):
        if marked.is_kept_back:
            (folder / f"{marked.name}.txt").write_text(marked.text, encoding="utf-8")
            gold = {"report": {}, "statements": _statements_of(marked), "moments": [], "figures": []}
            (folder / f"{marked.name}.gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")


def draft_of(told: Told) -> Statement:
    """A marked statement as the model would have found it."""
    source, cue, content = (tuple(Span(a, b) for a, b in told.spans[r]) for r in ("source", "cue", "content"))
    return Statement(id="", source=source, cue=cue, content=content)


def key_of(statement: Statement) -> tuple[tuple[Span, ...], ...]:
    """What tells one statement of a report from another."""
    return statement.source, statement.cue, statement.content


def _statements_of(marked: MarkedReport) -> list[dict[str, object]]:
    drafts = {key_of(draft_of(told)): told for told in marked.statements.values()}
    laid_out = lay_out(make_report(marked.text, Particulars()), [draft_of(told) for told in marked.statements.values()])
    return [_row_of(marked.text, statement, drafts[key_of(statement)]) for statement in laid_out]


def _row_of(text: str, statement: Statement, told: Told) -> dict[str, object]:
    row: dict[str, object] = {
        "id": statement.id,
        "parent": statement.parent,
        "quote": statement.quote.value,
        "voice": None if told.voice == "-" else told.voice,
        "source_type": told.source_type,
        "stance": told.stance,
        "certainty": told.certainty,
        "response": told.response,
        "evidence": told.spans["evidence"],
    }
    for role in ("source", "cue", "content"):
        row[role] = told.spans[role]
        row[f"{role}_text"] = " … ".join(text[a:b] for a, b in told.spans[role])
    return row


if __name__ == "__main__":
    write_gold(Path(sys.argv[1]))
