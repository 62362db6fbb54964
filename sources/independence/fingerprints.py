"""Numbers to find copies by in an indexed table.

A fingerprint is the hash of a five-word run outside quotation marks. One run in
four is kept, chosen by its own hash, so that two texts keep the same runs
wherever these stand. Hashes are the same in every process and on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Generic, TypeVar
from zlib import crc32

from sources.independence.words import Prepared, prepare

FINGERPRINT_VERSION: Final = "1"
"""Changes whenever the same text may get other fingerprints."""

ONE_IN: Final = 4
"""Few enough for a table, enough for copies: of 708 pairs of real articles that
share a tenth of their text 704 become candidates, of 339 that share three tenths
all (``benchmarks/independence.py``)."""
TOO_COMMON: Final = 1_000
"""Articles that may have a fingerprint before it is taken for a standing phrase."""
_AT_LEAST: Final = 8  # fingerprints looked up even if all of them are common
CANDIDATE_FROM: Final = 0.03
"""Estimated containment from which a pair is worth comparing; ``compare`` decides."""

Key = TypeVar("Key", bound=Hashable)


def fingerprints(text: str | Prepared) -> tuple[int, ...]:
    """The fingerprints of ``text``, distinct and sorted.

    Signed 64-bit numbers, which PostgreSQL's bigint and SQLite's integer hold; about
    one for each six words, none for a text of few words or of quotations only.
    """
    prepared = prepare(text) if isinstance(text, str) else text
    encoded = [run.encode("utf-8", "surrogatepass") for run in prepared.own_runs]
    return tuple(sorted({_hash(run) for run in encoded if crc32(run) % ONE_IN == 0}))


def sample(run: str) -> int | None:
    """The fingerprint of one run, or None if runs like it are not kept."""
    encoded = run.encode("utf-8", "surrogatepass")
    return _hash(encoded) if crc32(encoded) % ONE_IN == 0 else None


def _hash(run: bytes) -> int:
    return int.from_bytes(blake2b(run, digest_size=8).digest(), "big", signed=True)


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Key]):
    """An article worth comparing: shared fingerprints, and the estimate they give.

    ``estimate`` is the containment expected, 0 to 1.
    """

    key: Key
    shared: int
    estimate: float


def too_common(
    frequencies: Mapping[int, int], *, limit: int = TOO_COMMON
) -> frozenset[int]:
    """The fingerprints that more than ``limit`` articles have."""
    return frozenset(one for one, count in frequencies.items() if count > limit)


def to_look_up(
    own: Collection[int], frequencies: Mapping[int, int], *, limit: int = TOO_COMMON
) -> list[int]:
    """The fingerprints of an article to look up, rarest first.

    ``frequencies`` tells how many articles have each (missing: none). Those that
    more than ``limit`` have are left out, unless fewer than eight remain: a story
    that a thousand outlets print is found by its rarest ones all the same.
    """
    order = sorted(own, key=lambda one: (frequencies.get(one, 0), one))
    usable = sum(frequencies.get(one, 0) <= limit for one in order)
    return order[: max(usable, _AT_LEAST)]


def candidates(
    own_size: int,
    shared: Mapping[Key, int],
    sizes: Mapping[Key, int],
    *,
    at_most: int = 50,
    at_least: float = CANDIDATE_FROM,
) -> list[Candidate[Key]]:
    """Which articles to compare, likeliest first.

    ``shared`` tells how many of the article's ``own_size`` fingerprints each other
    article has (``count_shared``, or ``GROUP BY`` in a database), ``sizes`` how many
    fingerprints the others have in all. An article without a size is left out.
    """
    found = []
    for key, count in shared.items():
        smaller = min(own_size, sizes.get(key, 0))
        if smaller and count / smaller >= at_least:
            found.append(Candidate(key, count, min(1.0, count / smaller)))
    found.sort(key=lambda one: (-one.estimate, -one.shared, str(one.key)))
    return found[:at_most]


def count_shared(rows: Iterable[tuple[Key, int]]) -> Counter[Key]:
    """How many fingerprints each article shares, from rows (article, fingerprint)."""
    return Counter(key for key, _ in rows)
