"""groups: reports that are copies of one another, found among any number without reading what they say."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sayso.cases.copies import find_copies, group_copies
from sayso.types import Report


class Copy(Struct, frozen=True):
    """One report of a group; `shares` is how much of its wording the first one of the group holds, 0 to 1."""

    id: str
    outlet: str | None
    published: str | None
    shares: float


class Group(Struct, frozen=True):
    """Copies of one text, the earliest first; those without a date come last."""

    copies: tuple[Copy, ...]


def find_groups(reports: Sequence[Report]) -> Iterator[Group]:
    """The groups of two or more, the largest first."""
    shares = find_copies([report.text for report in reports])
    for group in sorted(group_copies(shares), key=len, reverse=True):
        group.sort(key=lambda number: (reports[number].published or "~", number))
        first = group[0]
        yield Group(
            tuple(
                Copy(
                    reports[n].id,
                    reports[n].outlet,
                    reports[n].published,
                    round(shares.get((n, first), 1.0 * (n == first)), 2),
                )
                for n in group
            )
        )
