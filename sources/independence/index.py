"""An index of fingerprints in memory, for measuring and for short runs.

The installation's own index is a table; this one keeps the same rows in sorted
arrays, merged like the runs of a log-structured tree, at 12 bytes a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from sources.independence.fingerprints import (
    TOO_COMMON,
    Candidate,
    candidates,
    to_look_up,
)

_BUFFER: Final = 250_000  # rows kept unsorted until they are sorted at once


class FingerprintIndex:
    """Fingerprints of texts, found by equality. Keys are positions from 0."""

    def __init__(self, *, too_common: int = TOO_COMMON) -> None:
        self._too_common = too_common
        self._sizes: list[int] = []
        self._runs: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]] = []
        self._new: dict[int, list[int]] = {}
        self._new_rows = 0

    def __len__(self) -> int:
        return len(self._sizes)

    @property
    def bytes(self) -> int:
        """Bytes of the arrays; the rows not yet sorted are not counted."""
        return sum(values.nbytes + keys.nbytes for values, keys in self._runs)

    def add(self, own: Sequence[int]) -> int:
        """Add a text by its fingerprints; its key comes back."""
        key = len(self._sizes)
        self._sizes.append(len(own))
        for one in own:
            self._new.setdefault(one, []).append(key)
        self._new_rows += len(own)
        if self._new_rows >= _BUFFER:
            self.flush()
        return key

    def flush(self) -> None:
        """Sort what was added since, and merge runs of like size."""
        if not self._new:
            return
        values = np.fromiter(
            (one for one, keys in self._new.items() for _ in keys), dtype=np.int64
        )
        keys = np.fromiter(
            (key for keys in self._new.values() for key in keys), dtype=np.int32
        )
        self._new, self._new_rows = {}, 0
        run = _sorted(values, keys)
        while self._runs and len(self._runs[-1][0]) < 2 * len(run[0]):
            before = self._runs.pop()
            run = _sorted(
                np.concatenate((before[0], run[0])), np.concatenate((before[1], run[1]))
            )
        self._runs.append(run)

    def find(self, own: Sequence[int], *, at_most: int = 50) -> list[Candidate[int]]:
        """The texts worth comparing with one that has these fingerprints."""
        found = self._postings(own)
        usable = to_look_up(
            own,
            {one: len(keys) for one, keys in found.items()},
            limit=self._too_common,
        )
        shared: Counter[int] = Counter()
        for one in usable:
            shared.update(found.get(one, ()))
        sizes = {key: self._sizes[key] for key in shared}
        return candidates(len(own), shared, sizes, at_most=at_most)

    def _postings(self, own: Sequence[int]) -> dict[int, list[int]]:
        wanted = np.array(own, dtype=np.int64)
        found = {one: list(self._new.get(one, ())) for one in own}
        for values, keys in self._runs:
            starts = np.searchsorted(values, wanted, side="left")
            ends = np.searchsorted(values, wanted, side="right")
            for at in np.flatnonzero(ends > starts).tolist():
                found[own[at]] += keys[starts[at] : ends[at]].tolist()
        return found


def _sorted(
    values: npt.NDArray[np.int64], keys: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    order = np.argsort(values, kind="stable")
    return values[order], keys[order]
