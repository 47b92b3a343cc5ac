"""The case of some reports of a ledger: made from their corrected readings, kept while these stay as they are."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from threading import Lock

import msgspec
from msgspec import Struct

from sayso.desk.matter import open_matter
from sayso.ledger import Ledger, Wanted
from sayso.problems import LedgerError
from sayso.review import Reviewed, ReviewedCase, apply_to_case
from sayso.review.claims import NO_REPORT
from sayso.types import Case, Decision, DecisionKind, Reading, Report

CaseMaker = Callable[[Sequence[Reading]], Case]
LARGEST = 200  # reports of a case
UNCHOSEN = 40  # reports of a ledger that are taken for one case without being chosen: comparing them takes its time
KEPT = 8  # cases that are not made anew
_TAKING_BACK = {DecisionKind.UNDO, DecisionKind.REDO}


class CaseMatter(Struct, frozen=True):
    """A case as it stands, its reports as they stand, and what each is called in it.

    `ids` are those asked for, none where all are.
    """

    ids: tuple[str, ...]
    reviewed: ReviewedCase
    reports: Mapping[str, Reviewed]
    labels: Mapping[str, str]

    @property
    def case(self) -> Case:
        """The case as people corrected it."""
        return self.reviewed.case


class Casebook:
    """Makes cases, each once for the same readings as the same people corrected them."""

    def __init__(self, make_case: CaseMaker) -> None:
        self._make_case = make_case
        self._made: OrderedDict[bytes, Case] = OrderedDict()
        self._lock = Lock()

    def open(self, ledger: Ledger, ids: Sequence[str]) -> CaseMatter:
        """The case of these reports; of all where none is named. Raises LedgerError."""
        asked = tuple(dict.fromkeys(ids)) or tuple(row.id for row in ledger.list_reports(Wanted(limit=UNCHOSEN + 1)))
        if not asked:
            raise LedgerError("this ledger is empty, and a case needs reports; `sayso add FILE...` reads some")
        if not ids and len(asked) > UNCHOSEN:
            raise LedgerError(f"this ledger holds more than {UNCHOSEN} reports; choose in the list which form a case")
        if len(asked) > LARGEST:
            raise LedgerError(f"a case holds up to {LARGEST} reports; choose fewer in the list of reports")
        opened = [open_matter(ledger, id_) for id_ in asked]
        matters = {matter.machine.report.id: matter for matter in opened}
        case = self._get_case([matter.reading for matter in matters.values()])
        reviewed = apply_to_case(case, ledger.list_decisions(NO_REPORT))
        return CaseMatter(asked if ids else (), reviewed, matters, name_reports([r.report for r in case.readings]))

    def _get_case(self, readings: Sequence[Reading]) -> Case:
        digest = blake2b(msgspec.json.encode(sorted(readings, key=lambda r: r.report.id)), digest_size=16).digest()
        with self._lock:
            if digest not in self._made:
                self._made[digest] = self._make_case(readings)
                if len(self._made) > KEPT:
                    self._made.popitem(last=False)
            self._made.move_to_end(digest)
            return self._made[digest]


def name_reports(reports: Sequence[Report]) -> dict[str, str]:
    """By id, what a report is called beside the others: its outlet; with day, hour, number where it needs them."""
    published = {r.id: r.published or "" for r in reports}
    names = {r.id: r.outlet or r.title or r.id for r in reports}
    for part in (slice(5, 10), slice(11, 16)):
        shared = Counter(names.values())
        names = {
            id_: f"{name} {published[id_][part]}".strip() if shared[name] > 1 else name for id_, name in names.items()
        }
    shared = Counter(names.values())
    seen: Counter[str] = Counter()
    for id_, name in names.items():
        if shared[name] > 1:
            seen[name] += 1
            names[id_] = f"{name} ({seen[name]})"
    return names


def find_case_undoable(reviewed: ReviewedCase, by: str) -> Decision | None:
    """The last of this person's decisions on the case that is in effect."""
    mine = (d for d in reversed(reviewed.decisions) if d.by == by and d.kind not in _TAKING_BACK)
    return next((d for d in mine if d.id not in reviewed.undone), None)


def find_case_redoable(reviewed: ReviewedCase, by: str) -> Decision | None:
    """The undo of this person, where it was the last thing that they did to the case."""
    last = next((d for d in reversed(reviewed.decisions) if d.by == by), None)
    return last if last and last.kind is DecisionKind.UNDO else None
