"""Which reports hold the same wording: shingles outside quotation marks, compared by containment.

What two reports quote they may both have heard; what they say in their own words alike, one has from the other. A copy
cut to a third shares few of all the words of the two, but nearly all of its own: containment, not likeness, finds it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sayso.text import find_quotations

SHINGLE = 5  # words
SHARED = 0.4  # of the wording of a report: from here on it is a copy of the other
COMMON = 50  # reports: a shingle that more of them hold is compared with its first holder only

_WORD = re.compile(r"\w+")
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 1], dtype=np.uint64
)

Shingles = NDArray[np.uint64]


def find_shingles(text: str) -> Shingles:
    """The hashes of all runs of five words outside quotation marks, sorted, each once; of a shorter text, the whole."""
    runs = [_hash_words(stretch) for stretch in _unquoted(text)]
    found = [_join(words) for words in runs if len(words) >= SHINGLE]
    if not found:
        words = _hash_words(text)
        padded = np.concatenate((words, np.zeros(max(0, SHINGLE - len(words)), dtype=np.uint64)))
        found = [_join(padded)] if len(words) else []
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.uint64)


def find_copies(texts: Sequence[str], least: float = 0.3) -> dict[tuple[int, int], float]:
    """{(one, other): how much of the one's wording the other holds, 0 to 1}, where that is `least` or more.

    Near-linear: only reports that share a shingle are compared.
    """
    sketches = [find_shingles(text) for text in texts]
    sizes = np.array([len(sketch) for sketch in sketches], dtype=np.int64)
    pairs = list(_meeting(sketches, sizes))
    if not pairs:
        return {}
    keys, shared = np.unique(np.concatenate(pairs), return_counts=True)
    one, other = keys // len(texts), keys % len(texts)
    found: dict[tuple[int, int], float] = {}
    for a, b in ((one, other), (other, one)):
        share = shared / sizes[a]
        for at in np.flatnonzero(share >= least).tolist():
            found[int(a[at]), int(b[at])] = float(share[at])
    return found


def group_copies(copies: Mapping[tuple[int, int], float], least: float = SHARED) -> list[list[int]]:
    """The numbers of reports of which one copies another, in groups of two or more, each in order."""
    parent: dict[int, int] = {}

    def root(number: int) -> int:
        while parent.setdefault(number, number) != number:
            parent[number] = number = parent[parent[number]]
        return number

    for (one, other), share in copies.items():
        if share >= least:
            parent[max(root(one), root(other))] = min(root(one), root(other))
    groups: dict[int, list[int]] = defaultdict(list)
    for number in sorted(parent):
        groups[root(number)].append(number)
    return [group for group in groups.values() if len(group) > 1]


def _unquoted(text: str) -> Iterator[str]:
    at = 0
    for (start, end), is_closed in find_quotations(text):
        if is_closed:
            yield text[at:start]
            at = end
    yield text[at:]


def _hash_words(stretch: str) -> NDArray[np.uint64]:
    return np.array([_hash(word) for word in _WORD.findall(stretch.lower())], dtype=np.uint64)


@lru_cache(maxsize=1_000_000)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _join(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The hash of each run: its words' hashes mixed, so that their order counts."""
    runs = np.lib.stride_tricks.sliding_window_view(words, SHINGLE)
    total = np.zeros(len(runs), dtype=np.uint64)
    for place, factor in enumerate(_FACTORS):
        total = (total ^ (total >> np.uint64(29))) * factor + runs[:, place]
    return total


def _meeting(sketches: Iterable[Shingles], sizes: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The pairs of reports that share a shingle, once for each that they share, as one * reports + other."""
    shingles = np.concatenate([*sketches, np.empty(0, dtype=np.uint64)])
    owners = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    order = np.argsort(shingles, kind="stable")
    shingles, owners = shingles[order], owners[order]
    edges = np.flatnonzero(np.concatenate(([True], shingles[1:] != shingles[:-1], [True])))
    lengths = np.diff(edges)
    for length in np.unique(lengths[lengths > 1]).tolist():
        groups = owners[edges[:-1][lengths == length][:, None] + np.arange(length)]
        if length > COMMON:
            first, second = np.zeros(length - 1, dtype=np.int64), np.arange(1, length)
        else:
            first, second = np.triu_indices(length, 1)
        yield (groups[:, first] * len(sizes) + groups[:, second]).ravel()
