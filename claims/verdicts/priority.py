"""What is checked first: worth a check × reach × how long it has waited.

Waiting doubles the weight every `DOUBLING_DAYS`, for all claims alike. So the order of
two claims never changes, and the logarithm of their weights, less the time they came
at, can be stored and sorted by an index.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Final

DOUBLING_DAYS: Final = 3.0
"""A claim that has waited so long outweighs a new one that is worth not quite twice
as much. Our choice: a weekly report should not find last week's best claims open."""
UNSCORED: Final = 0.5  # where no engine scored how much it is worth a check
LEAST_WORTH: Final = 0.01
_BEGINNING: Final = datetime(2020, 1, 1, tzinfo=UTC)


def priority(*, worth: float | None, reach: int, since: datetime) -> float:
    """The number to sort by, the largest first; it does not depend on the time.

    ``worth`` is the check-worthiness, 0 to 1; ``reach`` the articles that carry the
    claim, at least 1; ``since`` when it came, aware.
    """
    share = UNSCORED if worth is None else max(worth, LEAST_WORTH)
    return math.log2(share * max(reach, 1)) - _days(since) / DOUBLING_DAYS


def weight(of: float, *, now: datetime) -> float:
    """The product at a time, for a `priority`: 1.0 is a claim that is certainly worth
    a check, stands in one article and came just now.
    """
    return math.exp2(min(of + _days(now) / DOUBLING_DAYS, 60.0))


def _days(moment: datetime) -> float:
    return (moment - _BEGINNING).total_seconds() / 86_400
