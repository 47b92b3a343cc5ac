"""How right the rules are where the spans are:  python -m evaluation.qualities [--errors KIND]

Takes the marked statements of our own reports (training/reports) as if the model had found them, tells voices and
qualities, and compares them with what the reports' lines say. Rules and words may be chosen on the reports that are not
kept back; every tenth is, and stands in the second column. `--errors voice` prints the voices that differ in the first.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from training.reports import REPORTS, MarkedReport, Told, load_reports

from evaluation.kept_back import draft_of, key_of
from sayso.attribute import lay_out
from sayso.intake import Particulars, make_report
from sayso.moments import find_moments
from sayso.qualify import qualify
from sayso.resolve import resolve
from sayso.resolve.names import is_any
from sayso.resolve.shown import kind_of_noun
from sayso.types import SourceType

KINDS = ("voice", "source_type", "stance", "certainty", "response", "evidence", "addressee", "denies")
_JOINING = re.compile(
    r"[ ,]+(?:of|in|at|on|for|from|by|with|to|near|who|that|which|the|an?|\w{2,}ed|seen|sent|led|held)(?=[ ,]|$) ?"
)
_STEM = 4  # letters that a country shares with its adjective
TYPES = {SourceType.OUTLET: SourceType.NAMED_ORGANIZATION}  # as the scorer has it


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--errors", choices=KINDS)
    given = ask.parse_args()
    right: dict[tuple[str, bool], Counter[bool]] = defaultdict(Counter)
    for marked in load_reports(REPORTS):
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
    drafts = {n: draft_of(told) for n, told in marked.statements.items()}
    laid_out = lay_out(report, list(drafts.values()))
    voices, spoken = resolve(report, laid_out)
    found = {key_of(s): s for s in qualify(report, spoken, find_moments(report.text, report.published))}
    names = {v.id: v.name for v in voices}
    keys = {n: key_of(draft) for n, draft in drafts.items() if key_of(draft) in found}
    mostly = _main_pairs((marked.statements[n].voice, names.get(found[k].voice or "", "-")) for n, k in keys.items())
    for number, key in keys.items():
        told, mine = marked.statements[number], found[key]
        name = names.get(mine.voice or "", "-")
        qualities: dict[str, tuple[object, object, bool]] = {
            "voice": (told.voice, name, _same_voice(told.voice, name, (told.voice, name) in mostly)),
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
            want = found.get(key_of(drafts[told.denies])) if told.denies in drafts else None
            qualities["denies"] = _equal(want and want.id, mine.denies)
        yield told, qualities


def _main_pairs(heard: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs of a told and a found voice of which each is mostly the other; what splits or merges voices is none."""
    times = Counter(heard)
    best: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for pair, count in times.items():
        for side, name in zip(best, pair, strict=True):
            side[name] = max(count, side[name])
    return {(a, b) for (a, b), count in times.items() if best[0][a] == count == best[1][b]}


def _typed(source_type: str) -> str:
    return TYPES.get(SourceType(source_type), SourceType(source_type)).value


def _equal(want: object, found: object) -> tuple[object, object, bool]:
    return want, found, want == found


def _same_voice(want: str, found: str, is_mostly: bool) -> bool:
    """Whether a careful editor would take one name for the other: it is the other, or its end.

    Where each is mostly the other in the report (`is_mostly`), a name may also be the other's initials, be a capital
    for its state ("Moscow", "Russia": we keep what is said, some annotators do not), go on ("Marrow", "Marrow Care"),
    have the noun of what it is ("New Tide movement") or its country as an adjective ("Icelandic embassy"), and what an
    unnamed source is called is free as long as the head noun is the same and one name says all that the other says
    ("study in the Lancet", "study of six hospitals in the Lancet"; "wife of Tom Reed", "Tom Reed's wife").
    """
    a, b = sorted((_plain(name) for name in (want, found)), key=len)
    if b.lower().endswith(a.lower()):
        return True
    if is_mostly and (
        _initials(b) == a.replace(".", "") or all(is_any(n.lower(), "nation", "metonym") for n in (a, b))
    ):
        return True
    added = b.removeprefix(f"{a} ") if b.startswith(f"{a} ") and "'s" not in b else ""
    goes_on = added[:1].isupper() or (a[:1].isupper() and kind_of_noun(added) is not None)
    (one, head), (other, other_head) = map(_parts, (a, b))
    return is_mostly and (goes_on or (head == other_head and (_is_within(one, other) or _is_within(other, one))))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _plain(name: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", name.replace("’", "'"), flags=re.IGNORECASE)


def _parts(name: str) -> tuple[set[str], str]:
    """The words of a name without those that only join them, and its head: the last word before any that joins."""
    head = _JOINING.split(name, maxsplit=1)[0]
    words = re.findall(r"\w+", name.replace("'s", " ").replace("' ", " "))
    heads = re.findall(r"[\w-]+", head.lower()) or [""]
    return {w for w in words if not _JOINING.fullmatch(f" {w} ")}, heads[-1]


def _is_within(one: set[str], other: set[str]) -> bool:
    """Whether one name says all these words, or has the adjective of a country for the country."""
    lower = {word.lower() for word in other}
    stems = {word[:_STEM] for word in other if word[0].isupper()}
    return all(word.lower() in lower or (word[0].isupper() and word[:_STEM] in stems) for word in one)


def _words(marked: MarkedReport, spans: Iterable[tuple[int, int]]) -> str:
    return " … ".join(marked.text[a:b] for a, b in spans)


if __name__ == "__main__":
    main()
