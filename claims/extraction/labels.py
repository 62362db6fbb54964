"""The labels before the turns of an interview: "Q:", "A:", "Noemi Falk:".

Block letters are known by themselves (``patterns.TRANSCRIPT``). Names in ordinary
letters are labels only where paragraph after paragraph begins with one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from claims.extraction.model import Span
from claims.extraction.names import DOCUMENT_HEADS, PERSON_HEADS, TITLES
from claims.extraction.patterns import LABEL

QUESTION: Final = "Q"  # whoever asks for the outlet
ANSWER: Final = "A"
_MIN_LABELLED: Final = 3  # paragraphs of an interview that begin with a label
_MIN_TURNS: Final = 2  # of each speaker
_MAX_SPEAKERS: Final = 12
_LONG_WORD: Final = 3  # letters of a name


def find_labels(copy: str, paragraphs: Sequence[Span]) -> frozenset[str]:
    """What paragraphs of a text begin with to say who speaks; mostly nothing."""
    counts = Counter(
        match[1]
        for span in paragraphs
        if (match := LABEL.match(copy, span.start, span.end)) is not None
    )
    asked = counts[QUESTION] > 0 and counts[ANSWER] > 0
    labels = {QUESTION, ANSWER} if asked else set[str]()
    names = {
        label: count
        for label, count in counts.items()
        if count >= _MIN_TURNS and _is_name(label, copy)
    }
    if sum(names.values()) >= _MIN_LABELLED and len(names) <= _MAX_SPEAKERS:
        # beside them, one who has a single turn is known by the name in full
        labels |= {one for one in counts if one in names or _is_full(one)}
    return frozenset(labels)


def _is_full(label: str) -> bool:
    words = label.split()
    return len(words) > 1 and not any(w.lower() in _NO_NAMES for w in words)


def _is_name(label: str, copy: str) -> bool:
    """Whether a label is a person's name: in full, or the surname of one."""
    words = label.split()
    if len(label) < _LONG_WORD or any(w.lower() in _NO_NAMES for w in words[1:]):
        return False
    if len(words) > 1:
        return True
    # the surname of somebody whose name stands elsewhere: "Noemi Falk"
    start = copy.find(f" {label}")
    while start > 0:
        before = copy[:start].rpartition(" ")[2].rpartition("\n")[2]
        if before[:1].isupper() and before.isalpha() and len(before) >= _LONG_WORD - 1:
            return True
        start = copy.find(f" {label}", start + 1)
    return False


_NO_NAMES: Final = (DOCUMENT_HEADS | PERSON_HEADS) - TITLES
