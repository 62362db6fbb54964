"""The speakers that an engine finds for the words they are called by."""

from __future__ import annotations

from claims.extraction import Extractor
from claims.extraction.model import Speaker


def called(extractor: Extractor, text: str, written: str) -> list[Speaker]:
    """The speakers of a text whose words begin so, in the order of their claims."""
    found = (claim.speaker for claim in extractor.extract(text).attributions)
    return [speaker for speaker in found if speaker.text.startswith(written)]
