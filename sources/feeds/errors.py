"""What can be wrong with a feed, said to the person who wants to follow it."""

from __future__ import annotations

from typing import Final


class FeedError(Exception):
    """Anything that this package raises on purpose; ``code`` is stable."""

    def __init__(self, message: str, *, code: str = "refused") -> None:
        super().__init__(message)
        self.code = code


class Refused(FeedError):
    """These bytes are not read; trying again with the same ones does not help."""


CODES: Final = frozenset(
    {
        "too_large",  # more bytes than the limit
        "too_complex",  # more tags or attributes than the limits
        "dtd",  # declares a document type or entities
        "not_a_feed",  # neither RSS nor Atom; not OPML
        "malformed",  # so broken that nothing could be read
    }
)
