"""How many examples a property is tried on: all in ``.ci/run``, a fifth elsewhere.

Time is no property: an example has no deadline, which a busy machine would miss.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

IN_CI: Final = bool(os.environ.get("CI"))
USUAL: Final = 100
SHARE: Final = 1 if IN_CI else 5


def load_profile() -> None:
    """For properties that say nothing themselves; Hypothesis has its own for CI."""
    settings.register_profile("some", max_examples=USUAL // SHARE, deadline=None)
    settings.load_profile("ci" if IN_CI else "some")


def examples(number: int = USUAL) -> settings:
    """Decorates a property that is tried on so many examples in ``.ci/run``.

    Its fixtures are the same for all examples, and must not be changed by one.
    """
    return settings(
        max_examples=number // SHARE,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
