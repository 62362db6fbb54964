"""Whether a row is still as somebody saw it before they changed it.

A row that several people change has a ``version``, a number that every such change
raises. Pages and API hand back the version they showed.
"""

from __future__ import annotations

from factcheck.core.errors import Changed

Seen = frozenset[int] | None
"""The versions that a change is meant for; None: whatever it is by now."""


def check_seen(version: int, seen: Seen, *, what: str) -> None:
    """Raise `Changed` if the row has a version that its reader has not seen.

    To be called with the row locked, in the transaction that changes it. ``what``
    names it at the beginning of the message: ``The speaker “Mira Castellan”``.
    """
    if seen is not None and version not in seen:
        raise Changed(
            f"{what} was changed by somebody else meanwhile. Look at it as it is now, "
            "then try again: nothing of yours was stored, nothing of theirs is lost."
        )
