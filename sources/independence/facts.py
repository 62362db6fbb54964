"""What the rules on origins are told: articles, copies, decisions of reviewers.

Plain values. Ids are any strings that name an article; no id may begin with
``outlet:`` or ``owner:``, which name outlets and owners (``outlet_key``,
``owner_key``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sources.independence.credits import Credit
from sources.independence.overlap import Sharing
from sources.independence.quotations import Stretch

_OUTLET: Final = "outlet:"
_OWNER: Final = "owner:"


def outlet_key(name: str) -> str:
    """The key under which an outlet or agency appears among articles."""
    return _OUTLET + name


def owner_key(name: str) -> str:
    """The key of an owner; an outlet without an owner group owns itself."""
    return _OWNER + name


def is_article(key: str) -> bool:
    """Whether ``key`` is an article's, not an outlet's or owner's."""
    return not key.startswith((_OUTLET, _OWNER))


def name_of(key: str) -> str:
    """The name to show for a key: the outlet, the owner, or the article's id."""
    return key if is_article(key) else key.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """An outlet that an article names as source, and its article if known.

    ``span`` is where in the citing article.
    """

    outlet: str
    article: str = ""
    span: Stretch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts:
    """One article. ``published`` is aware, or None if unknown.

    ``citations`` are those that bear on the question at hand: an article that
    names Reuters for the weather does not owe Reuters its figures. Those of its
    own outlet must be left out.
    """

    id: str
    outlet: str = ""
    owner: str = ""
    is_agency: bool = False
    published: datetime | None = None
    credits: tuple[Credit, ...] = ()
    citations: tuple[Cited, ...] = ()

    def __post_init__(self) -> None:
        if not self.id or not is_article(self.id):
            raise ValueError(
                f"“{self.id}” cannot name an article: use an id that is not empty "
                "and does not begin with “outlet:” or “owner:”."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What ``compare`` said of two articles. ``score`` is the containment."""

    a: str
    b: str
    sharing: Sharing
    score: float


class Decision(StrEnum):
    """What a reviewer decided on two articles."""

    JOIN = "join"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A reviewer's decision that goes before every rule, with its reason.

    ``a`` and ``b`` are articles, or one of them an ``outlet_key``. Of two
    decisions on one pair the later holds; without times, the separation.
    """

    a: str
    b: str
    decision: Decision
    reason: str
    decided: datetime | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """Both keys in a fixed order."""
        return min(self.a, self.b), max(self.a, self.b)
