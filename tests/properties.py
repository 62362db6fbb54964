"""How many examples a property is tried on: half in ``.ci/run``, a fifth elsewhere.

``ALL_EXAMPLES=1`` has it tried on all.

Time is no property: an example has no deadline, which a busy machine would miss.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

IN_CI: Final = bool(os.environ.get("CI"))
USUAL: Final = 100
SHARE: Final = 1 if os.environ.get("ALL_EXAMPLES") else 2 if IN_CI else 5


def load_profile() -> None:
    """For properties that say nothing themselves; in CI always the same examples."""
    parent = settings.get_profile("ci" if IN_CI else "default")
    settings.register_profile(
        "some", parent=parent, max_examples=USUAL // SHARE, deadline=None
    )
    settings.load_profile("some")


def examples(number: int = USUAL) -> settings:
    """Decorates a property that is tried on so many examples at most.

    Its fixtures are the same for all examples, and must not be changed by one.
    """
    return settings(
        max_examples=number // SHARE,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
