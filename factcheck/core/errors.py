"""What can go wrong, by what the person or the machine should do about it."""

from __future__ import annotations


class FactcheckError(Exception):
    """Base of all our errors; the message is written for the person who reads it."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code or self.code


class Refused(FactcheckError):
    """The input or the request cannot be accepted; its author can correct it."""

    code = "refused"


class PermissionDenied(Refused):
    """This user's role does not allow the action."""

    code = "permission_denied"


class Changed(Refused):
    """Somebody else was faster: it is not any more as its author saw it."""

    code = "changed"


class Transient(FactcheckError):
    """It may work later; ``retry_after`` says in how many seconds, if known."""

    code = "transient"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after


class Busy(Transient):
    """It was not our turn yet. Waiting for it is no failed attempt."""

    code = "busy"


class Gone(FactcheckError):
    """What the job was about has been deleted; nothing is left to do."""

    code = "gone"
