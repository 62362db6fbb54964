"""The engine's word lists as choices of columns: one list, two uses."""

from __future__ import annotations

from enum import StrEnum

from django.db import models


def choices_of(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Django choices for an enumeration of the engine."""
    return [
        (word.value, word.value.replace("_", " ") or "not stated") for word in words
    ]


def values_of(words: type[StrEnum]) -> list[str]:
    """The words of an enumeration as plain strings."""
    return [word.value for word in words]


def known(column: str, words: type[StrEnum], *, name: str) -> models.CheckConstraint:
    """The constraint that a column holds one of the enumeration's words."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": values_of(words)}),
        name=name,
    )


def share(column: str, *, name: str) -> models.CheckConstraint:
    """The constraint that a column is a probability: between 0 and 1."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__gte": 0.0, f"{column}__lte": 1.0}), name=name
    )
