"""The labels before the turns of an interview: "Q:", "A:", "Noemi Falk:".

Block letters are known by themselves (``patterns.TRANSCRIPT``). Names in ordinary
letters are labels only where paragraph after paragraph begins with one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from claims.extraction.given_names import NAME_GENDERS
from claims.extraction.model import Span
from claims.extraction.names import TITLES
from claims.extraction.patterns import LABEL, TRANSCRIPT
from claims.extraction.roles import plain

QUESTION: Final = "Q"  # whoever asks for the outlet
ANSWER: Final = "A"
_MIN_LABELLED: Final = 3  # paragraphs of an interview that begin with a label
_MIN_TURNS: Final = 2  # of each speaker
_MAX_SPEAKERS: Final = 12
_MIN_RUBRICS: Final = 3  # block letters before the titles of several articles
_MAX_LETTERS: Final = 4  # characters of "N.F."
_MAX_WORDS: Final = 4  # of a name
_ENDS: Final = ",.;?!’'”\")"


def find_labels(copy: str, paragraphs: Sequence[Span]) -> frozenset[str]:
    """What paragraphs of a text begin with to say who speaks; mostly nothing."""
    counts = Counter(
        match[1]
        for span in paragraphs
        if (match := LABEL.match(copy, span.start, span.end)) is not None
    )
    blocks = _block_letters(copy, paragraphs)
    asked = counts[QUESTION] > 0 and counts[ANSWER] > 0
    labels = {QUESTION, ANSWER} if asked else set[str]()
    labels |= blocks
    if sum(counts.values()) < _MIN_LABELLED:
        return frozenset(labels)
    named = _names(copy)
    names = {
        label: count
        for label, count in counts.items()
        if count >= _MIN_TURNS and _is_name(label, named)
    }
    if sum(names.values()) >= _MIN_LABELLED and len(names) <= _MAX_SPEAKERS:
        # beside them, somebody has a single turn
        labels |= {one for one in counts if one in names or _is_name(one, named)}
    return frozenset(labels)


def _block_letters(copy: str, paragraphs: Sequence[Span]) -> set[str]:
    """Labels in block letters that name somebody: "ANA RUIZ", "RUIZ".

    Who speaks takes several turns or is named somewhere else; what stands before
    the titles of other articles ("FUNDING CUTS: …") is not.
    """
    found = [
        match[1]
        for span in paragraphs
        if (match := TRANSCRIPT.match(copy[span.start : span.end])) is not None
    ]
    if not found:
        return set()
    lasts = Counter(_last(label) for label in found)
    words = {word.rstrip(_ENDS + "’s'").strip('(“"') for word in copy.split()}
    several = len(lasts) >= _MIN_RUBRICS
    return {
        label
        for label in found
        if lasts[_last(label)] > 1
        or _last(label).title() in words
        or _is_person(label.split())
        or (" " not in label and not several)
    }


def _last(label: str) -> str:
    return label.split()[-1].strip(".")


def _is_person(words: list[str]) -> bool:
    """ "ANA RUIZ", "MS. RUIZ", and the letters "N.F."."""
    first = plain(words[0])
    is_letters = len(words) == 1 and len(first) <= _MAX_LETTERS
    return is_letters or first in NAME_GENDERS or (len(words) > 1 and first in TITLES)


def _names(copy: str) -> frozenset[str]:
    """What may be names in running text: capitalised words side by side, and the last
    of them, without those that a colon follows."""
    found: set[str] = set()
    run: list[str] = []
    for word, following in pairwise([*copy.split(), ""]):
        stripped = word.rstrip(_ENDS)
        if not stripped[:1].isupper() or word.endswith(":"):
            run = []
            continue
        run = [*run[-_MAX_WORDS + 1 :], stripped]
        if len(run) > 1 and not (stripped == word and following[:1].isupper()):
            found |= {" ".join(run[first:]) for first in range(len(run))}
        if stripped != word:
            run = []
    return frozenset(found)


def _is_name(label: str, named: frozenset[str]) -> bool:
    """Whether a label is somebody's name, in full or the last word of it."""
    words = label.split()
    if len(words) > 1 and plain(words[0]) in NAME_GENDERS:
        return True
    return label in named and len(label) > 1
