"""How well reports are compared:  python -m evaluation.cases [FOLDER...]

A folder holds one .txt for each report and the case that people made of them, case.json (as `examples/cases` have it).
Derivations and their kind; pairs of places that stand in one claim; pairs of reports of one origin, and how many
origins are established; conflicts of which two sides are shown together. Places match by the letters that they share.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from sayso.cases import make_case
from sayso.intake import Particulars, make_report
from sayso.pipeline import read_report
from sayso.types import Case, Claim, Reading, Span

EXAMPLES = Path(__file__).parents[1] / "examples" / "cases"
NEAR = 0.5  # of the letters of two places together: from here on they are one
HELD = 0.8  # of the letters of a gold place: what holds them and much more is a place of it too, but a worse one

Counts = Counter[str]


def read_case(folder: Path) -> tuple[dict[str, Any], list[Reading]]:
    """The gold case of a folder, and sayso's readings of its reports."""
    gold = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    readings = []
    for document in gold["documents"]:
        text = (folder / document["file"]).read_bytes().decode("utf-8")
        facts = {name: document.get(name) for name in ("title", "outlet", "published", "url")}
        readings.append(read_report(replace(make_report(text, Particulars(**facts)), id=document["id"])))
    return gold, readings


def compare(gold: dict[str, Any], case: Case) -> Counts:
    """The counts of one case, by name."""
    texts = {reading.report.id: reading.report.text for reading in case.readings}
    counts: Counts = Counter()
    _count_derivations(gold, case, counts)
    claims_of = _place(gold, case, texts)
    _count_pairs(gold, claims_of, counts)
    _count_origins(gold, case, claims_of, counts)
    _count_conflicts(gold, case, texts, counts)
    return counts


def report(counts: Counts) -> Iterator[str]:
    """A line for each measure."""
    for name in ("derivations", "claim pairs", "conflicts"):
        right, found, wanted = (counts[f"{name} {part}"] for part in ("right", "found", "gold"))
        f1 = 200 * right / max(1, found + wanted)
        yield f"{name:22} F1 {f1:5.1f}   ({right} right, {found} found, {wanted} in the gold)"
    for name, of in (("kind", "derivations right"), ("origin pairs", "origin pairs of"), ("established", "claims")):
        share = 100 * counts[f"{name} right"] / max(1, counts[of])
        yield f"{name:22}    {share:5.1f} %  ({counts[f'{name} right']} of {counts[of]})"
    yield f"{'claimed too much':22}    {counts['overclaimed']:5} times"


def _count_derivations(gold: dict[str, Any], case: Case, counts: Counts) -> None:
    wanted = {(d["from"], d["to"]): d["kind"] for d in gold["derivations"] if d.get("to")}
    found = {(d.from_, d.to): d.kind.value for d in case.derivations if d.to}
    right = wanted.keys() & found.keys()
    counts.update({"derivations right": len(right), "derivations found": len(found), "derivations gold": len(wanted)})
    counts["kind right"] += sum(wanted[edge] == found[edge] for edge in right)


def _letters(text: str, spans: Sequence[Span]) -> set[int]:
    return {at for start, end in spans for at in range(start, end) if text[at].isalnum()}


def nearness(text: str, content: str, spans: Sequence[Span]) -> float:
    """How well spans cover an exact substring; 0 is no match."""
    best, at, own = 0.0, text.find(content), _letters(text, spans)
    while at >= 0:
        theirs = _letters(text, [Span(at, at + len(content))])
        shared, both = len(own & theirs), len(own | theirs)
        value = shared / max(1, both)
        if value < NEAR:
            value = NEAR * shared / len(theirs) if shared >= HELD * len(theirs) else 0.0
        best, at = max(best, value), text.find(content, at + 1)
    return best


def _place(gold: dict[str, Any], case: Case, texts: dict[str, str]) -> dict[tuple[str, str], set[str]]:
    """(report, gold content) → the ids of our claims that have a member there."""
    places: dict[tuple[str, str], set[str]] = {}
    for doc, content in {(m["doc"], m["content"]) for claim in gold["claims"] for m in claim["members"]}:
        near = {
            claim.id: max(
                (nearness(texts[doc], content, m.content) for m in claim.members if m.doc == doc), default=0.0
            )
            for claim in case.claims
        }
        most = max(near.values(), default=0.0)
        places[doc, content] = {id_ for id_, value in near.items() if value and value >= most - 0.05}
    return places


def _count_pairs(gold: dict[str, Any], places: dict[tuple[str, str], set[str]], counts: Counts) -> None:
    wanted: dict[tuple[str, str], set[str]] = {place: set() for place in places}
    for claim in gold["claims"]:
        for member in claim["members"]:
            wanted[member["doc"], member["content"]].add(claim["id"])
    for one, other in combinations(places, 2):
        together, ours = bool(wanted[one] & wanted[other]), bool(places[one] & places[other])
        counts.update({"claim pairs right": together and ours, "claim pairs found": ours, "claim pairs gold": together})


def _count_origins(gold: dict[str, Any], case: Case, places: dict[tuple[str, str], set[str]], counts: Counts) -> None:
    claims = {claim.id: claim for claim in case.claims}
    for claim in gold["claims"]:
        wanted = gold["origins"].get(claim["id"])
        if not wanted:
            continue
        ours = _best_claim(claim, claims, places)
        truth = {doc: n for n, docs in enumerate(wanted["groups"]) for doc in docs}
        groups = {doc: n for n, docs in enumerate(ours.origins.groups) for doc in docs} if ours else {}
        for a, b in combinations(sorted(truth), 2):
            counts["origin pairs of"] += 1
            both = a in groups and b in groups
            counts["origin pairs right"] += both and (groups[a] == groups[b]) == (truth[a] == truth[b])
        established = ours.origins.established if ours else None
        counts["claims"] += 1
        counts["established right"] += established == wanted["established_independent"]
        counts["overclaimed"] += established is not None and established > wanted["established_independent"]


def _best_claim(
    gold: dict[str, Any], claims: dict[str, Claim], places: dict[tuple[str, str], set[str]]
) -> Claim | None:
    """Our claim that shares most members with a gold one, against the size of both."""
    members = {(m["doc"], m["content"]) for m in gold["members"]}
    votes = Counter(id_ for member in members for id_ in places[member])
    best = max(votes, key=lambda id_: votes[id_] / (len(claims[id_].members) + len(members)), default=None)
    return claims[best] if best else None


def _count_conflicts(gold: dict[str, Any], case: Case, texts: dict[str, str], counts: Counts) -> None:
    counts.update({"conflicts found": len(case.conflicts), "conflicts gold": len(gold["conflicts"])})
    for wanted in gold["conflicts"]:
        shown = (
            sum(any(s.doc == w["doc"] and _is_there(texts[s.doc], w["content"], s.span) for s in ours.sides)
                for w in wanted["sides"])
            for ours in case.conflicts
        )  # fmt: skip
        counts["conflicts right"] += any(sides >= 2 for sides in shown)


def _is_there(text: str, content: str, span: Span) -> bool:
    return nearness(text, content, [span]) > 0 or span.of(text) in content


def main() -> None:
    """Print the measures of the folders together, or of our own examples."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folders", type=Path, nargs="*", default=sorted(EXAMPLES.iterdir()))
    total: Counts = Counter()
    for folder in ask.parse_args().folders:
        gold, readings = read_case(folder)
        total += compare(gold, make_case(readings))
    print("\n".join(report(total)))


if __name__ == "__main__":
    main()
