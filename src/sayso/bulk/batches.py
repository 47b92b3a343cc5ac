"""A stream of reports in shards, each of which becomes one part of every table, and these in batches to be read.

Where a shard ends depends on the reports in it alone, so the same input is cut in the same places again.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from msgspec import Struct

from sayso.intake import Filed, Filing

SHARD_REPORTS, SHARD_LETTERS = 1000, 16_000_000  # at most in a shard, but one report at least
BATCH_REPORTS, BATCH_LETTERS = 32, 500_000  # read by one worker at a time


class Batch(Struct, frozen=True):
    """Filings that one worker reads; `first` is the number of the first of them in the input."""

    first: int
    filings: tuple[Filing, ...]


class Shard(Struct, frozen=True):
    """The filings of one part. `first` is the number of the first of them in the whole input."""

    number: int
    first: int
    filings: tuple[Filing, ...]

    def digest(self) -> str:
        """A hash of its reports: another input has another one."""
        out = blake2b(digest_size=16)
        for filing in self.filings:
            key = repr((filing.report.id, filing.report.text)) if isinstance(filing, Filed) else str(filing)
            out.update(key.encode("utf-8", "backslashreplace"))
        return out.hexdigest()

    def batches(self) -> list[Batch]:
        """Its filings in batches."""
        groups = list(_cut(self.filings, BATCH_REPORTS, BATCH_LETTERS))
        firsts = [self.first]
        for group in groups:
            firsts.append(firsts[-1] + len(group))
        return [Batch(first, group) for first, group in zip(firsts, groups, strict=False)]


def cut_shards(filings: Iterable[Filing]) -> Iterator[Shard]:
    """The filings in shards, one of which is held at a time."""
    first = 0
    for number, group in enumerate(_cut(filings, SHARD_REPORTS, SHARD_LETTERS)):
        yield Shard(number, first, group)
        first += len(group)


def _cut(filings: Iterable[Filing], most: int, most_letters: int) -> Iterator[tuple[Filing, ...]]:
    group: list[Filing] = []
    letters = 0
    for filing in filings:
        size = len(filing.report.text) if isinstance(filing, Filed) else 0
        if group and (len(group) == most or letters + size > most_letters):
            yield tuple(group)
            group, letters = [], 0
        group.append(filing)
        letters += size
    if group:
        yield tuple(group)
