"""Documents in which every text is hostile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from claims.reports.document import Document


def everywhere(value: Any, change: Callable[[str], str]) -> Any:
    """The same document with every string in it changed."""
    if isinstance(value, str):
        return change(value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            one.name: everywhere(getattr(value, one.name), change)
            for one in fields(value)
        }
        return type(value)(**changed)
    if isinstance(value, Sequence):
        return [everywhere(one, change) for one in value]
    return value


def strings(document: Document) -> list[str]:
    """Every string in it."""
    found: list[str] = []
    everywhere(document, lambda text: found.append(text) or text)  # type: ignore[func-returns-value]
    return found
