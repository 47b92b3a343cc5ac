"""How right the rules are where the spans are:  python -m evaluation.qualities [--errors KIND]

Takes the marked statements of our own reports (training/reports) as if the model had found them, tells voices and
qualities, and compares them with what the reports' lines say. Rules and words may be chosen on the reports that are not
kept back; every tenth is, and stands in the second column. `--errors voice` prints the voices that differ in the first.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.reports import MarkedReport, Told, load_reports

from sayso.attribute import lay_out
from sayso.intake import Particulars, make_report
from sayso.moments import find_moments
from sayso.qualify import qualify
from sayso.resolve import resolve
from sayso.types import SourceType, Span, Spans, Statement

KINDS = ("voice", "source_type", "stance", "certainty", "response", "evidence", "addressee", "denies")
TYPES = {SourceType.OUTLET: SourceType.NAMED_ORGANIZATION}  # as the scorer has it


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--errors", choices=KINDS)
    given = ask.parse_args()
    right: dict[tuple[str, bool], Counter[bool]] = defaultdict(Counter)
    for marked in load_reports(Path(__file__).parents[1] / "training" / "reports"):
        for told, qualities in compare(marked):
            for kind, (want, found, is_right) in qualities.items():
                right[kind, marked.is_kept_back][is_right] += 1
                if kind == given.errors and not is_right and not marked.is_kept_back:
                    words = [
                        " … ".join(marked.text[a:b] for a, b in told.spans[r]) for r in ("source", "cue", "content")
                    ]
                    print(f"{marked.name} {' | '.join(w[:70] for w in words)}: {want} ← {found}")
    for kind in KINDS:
        shares = [right[kind, is_kept_back] for is_kept_back in (False, True)]
        line = (f"{100 * n[True] / max(1, n.total()):5.1f} % ({n[True]:4d}/{n.total():4d})" for n in shares)
        print(f"{kind:12s} " + "   kept back: ".join(line))


def compare(marked: MarkedReport) -> Iterator[tuple[Told, dict[str, tuple[object, object, bool]]]]:
    """Each marked statement, and for each quality (what is told, what we say, whether they agree)."""
    report = make_report(marked.text, Particulars())
    drafts = {n: _draft_of(told) for n, told in marked.statements.items()}
    laid_out = lay_out(report, list(drafts.values()))
    voices, spoken = resolve(report, laid_out)
    found = {_key(s): s for s in qualify(report, spoken, find_moments(report.text, report.published))}
    names = {v.id: v.name for v in voices}
    for number, told in marked.statements.items():
        mine = found.get(_key(drafts[number]))
        if mine is None:
            continue
        name = names.get(mine.voice or "", "-")
        qualities: dict[str, tuple[object, object, bool]] = {
            "voice": (told.voice, name, _same_name(told.voice, name)),
            "source_type": _equal(_typed(told.source_type), _typed(mine.source_type)),
            "stance": _equal(told.stance, mine.stance.value),
            "certainty": _equal(told.certainty, mine.certainty.value),
        }
        if told.response:
            qualities["response"] = _equal(told.response, mine.response and mine.response.value)
        for role, spans in (("evidence", mine.evidence), ("addressee", mine.addressee)):
            if told.spans[role] or spans:
                pair = (_words(marked, told.spans[role]), _words(marked, spans))
                qualities[role] = (*pair, any(a < d and c < b for a, b in told.spans[role] for c, d in spans))
        if told.denies:
            want = found.get(_key(drafts[told.denies])) if told.denies in drafts else None
            qualities["denies"] = _equal(want and want.id, mine.denies)
        yield told, qualities


def _draft_of(told: Told) -> Statement:
    source, cue, content = (tuple(Span(a, b) for a, b in told.spans[r]) for r in ("source", "cue", "content"))
    return Statement(id="", source=source, cue=cue, content=content)


def _key(statement: Statement) -> tuple[Spans, Spans, Spans]:
    return statement.source, statement.cue, statement.content


def _typed(source_type: str) -> str:
    return TYPES.get(SourceType(source_type), SourceType(source_type)).value


def _equal(want: object, found: object) -> tuple[object, object, bool]:
    return want, found, want == found


def _same_name(want: str, found: str) -> bool:
    """Whether one name is the other, or its end: the annotators write some voices with their titles."""
    a, b = (name.lower().removeprefix("the ").replace("’", "'") for name in (want, found))
    return a == b or a.endswith(b) or b.endswith(a)


def _words(marked: MarkedReport, spans: Iterable[tuple[int, int]]) -> str:
    return " … ".join(marked.text[a:b] for a, b in spans)


if __name__ == "__main__":
    main()
