"""What can be wrong with annotated documents."""

from __future__ import annotations


class Refused(Exception):
    """The caller can correct what was given."""


class MalformedLine(Refused):
    """A line is no annotated document; the message says what is wrong with it."""
