"""Which reports hold the same wording: shingles outside quotation marks, compared by containment.

What two reports quote they may both have heard; what they say in their own words alike, one has from the other. A copy
cut to a third shares few of all the words of the two, but nearly all of its own: containment, not likeness, finds it.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sayso.text import find_quotations

SHINGLE = 5  # words
KEPT = 4  # one shingle of so many is kept where reports are many
FEW = 2_000  # reports up to which every shingle is kept
COMMON = 200  # a shingle that more reports hold is a phrase of the trade

_WORD = re.compile(r"\w+")

Shingles = NDArray[np.uint64]


def find_shingles(text: str, keep: int = 1) -> Shingles:
    """The hashes of all runs of five words outside quotation marks, sorted; of `keep` one is kept."""
    hashes = set()
    for stretch in _unquoted(text):
        words = [word.lower() for word in _WORD.findall(stretch)]
        for at in range(len(words) - SHINGLE + 1):
            key = " ".join(words[at : at + SHINGLE]).encode("utf-8", "surrogatepass")
            number = int.from_bytes(blake2b(key, digest_size=8).digest(), "big")
            if number % keep == 0:
                hashes.add(number)
    return np.array(sorted(hashes), dtype=np.uint64)


def _unquoted(text: str) -> Iterator[str]:
    at = 0
    for (start, end), is_closed in find_quotations(text):
        if is_closed:
            yield text[at:start]
            at = end
    yield text[at:]


def find_copies(texts: Sequence[str], least: float = 0.3) -> dict[tuple[int, int], float]:
    """{(one, other): how much of the one's wording the other holds, 0 to 1}, where that is `least` or more.

    Near-linear: only reports that share a shingle are compared, and shingles of the trade are left out.
    """
    keep = KEPT if len(texts) > FEW else 1
    sketches = [find_shingles(text, keep) for text in texts]
    sizes = np.array([len(s) for s in sketches], dtype=np.int64)
    if not sizes.sum():
        return {}
    shingles = np.concatenate(sketches)
    owners = np.repeat(np.arange(len(texts), dtype=np.int64), sizes)
    order = np.argsort(shingles, kind="stable")
    shingles, owners = shingles[order], owners[order]
    edges = np.flatnonzero(np.concatenate(([True], shingles[1:] != shingles[:-1], [True])))
    lengths = np.diff(edges)
    pairs = []
    for length in np.unique(lengths[(lengths > 1) & (lengths <= COMMON)]).tolist():
        groups = owners[edges[:-1][lengths == length][:, None] + np.arange(length)]
        first, second = np.triu_indices(length, 1)
        pairs.append((groups[:, first] * len(texts) + groups[:, second]).ravel())
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
