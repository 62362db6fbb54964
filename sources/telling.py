"""Telling what stands on articles and outlets that something about them changed.

Whoever is told does what follows in the transaction that makes the change, before
the ledger is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from sources.models import OutletRating, Reliability

_IN_DESCENDING_TRUST: Final = "ABCFDE"
"""F says nothing of an outlet, as does no rating: less than that it is fairly reliable,
more than that it is not. Our choice: the Admiralty code gives F no place."""


def origins_changed(articles: Collection[int]) -> None:
    """Tell ``settings.TOLD_OF_ORIGINS`` that these articles, by primary key, have
    other copies than before.
    """
    for name in settings.TOLD_OF_ORIGINS:
        told: Callable[[Collection[int]], None] = import_string(name)
        told(articles)


def outlets_downgraded(reasons: dict[int, str]) -> None:
    """Tell ``settings.TOLD_OF_DOWNGRADES`` that outlets are trusted less than before:
    by primary key, and why, as a sentence for reviewers.
    """
    for name in settings.TOLD_OF_DOWNGRADES:
        told: Callable[[dict[int, str]], None] = import_string(name)
        told(reasons)


def is_downgrade(before: OutletRating | None, after: OutletRating | None) -> bool:
    """Whether an outlet is trusted less by the second rating than by the first."""
    return _place(after) > _place(before)


def _place(rating: OutletRating | None) -> int:
    return _IN_DESCENDING_TRUST.index(rating.grade if rating else Reliability.F)
