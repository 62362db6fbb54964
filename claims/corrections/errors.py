"""What can be refused in a correction, beside `factcheck.core.errors.Refused`."""

from __future__ import annotations

from claims.models import Claim
from factcheck.core.errors import Refused


class AlreadyHere(Refused):
    """A claim with these words is here already; it may have been rejected."""

    code = "already_here"

    def __init__(self, message: str, *, claim: Claim) -> None:
        super().__init__(message)
        self.claim = claim
