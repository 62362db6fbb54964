"""What can go wrong in the engine, from the caller's point of view.

``Refused``: the caller can change the input. ``Transient``: trying later may
help. ``Broken``: the installation or the engine itself is at fault. No text is
ever refused by the engine: any string gives an ``Extraction``, if an empty one.
"""

from __future__ import annotations


class ExtractionError(Exception):
    """Anything the engine raises on purpose."""


class Refused(ExtractionError):
    """The caller asked for something that cannot be given."""


class BadInput(Refused):
    """An argument is not what the signature says."""


class Transient(ExtractionError):
    """The same call may succeed later. The engine raises none at present."""


class Broken(ExtractionError):
    """The installation or the engine is at fault; trying again will not help."""


class EngineUnavailable(Broken):
    """The language model cannot be loaded. The message says what to install."""
