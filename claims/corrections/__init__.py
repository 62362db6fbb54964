"""Corrections: people change what the engine found, and nothing they did is lost.

Each service is one transaction, one or several rows of `Correction`, and an event in
the ledger for each claim that changed. ``seen`` are the versions of the claim that
its author may have seen (`factcheck.core.versions`).
"""

from claims.corrections.dividing import merge, split
from claims.corrections.errors import AlreadyHere
from claims.corrections.existence import (
    GIVEN,
    NewClaim,
    add_claim,
    reject,
    restore,
)
from claims.corrections.history import chain_of, corrections_of
from claims.corrections.reading import (
    Who,
    change_cue_class,
    change_speaker,
    change_tier,
)
from claims.corrections.words import respan

__all__ = [
    "GIVEN",
    "AlreadyHere",
    "NewClaim",
    "Who",
    "add_claim",
    "chain_of",
    "change_cue_class",
    "change_speaker",
    "change_tier",
    "corrections_of",
    "merge",
    "reject",
    "respan",
    "restore",
    "split",
]
