"""Places that people give: checked against the text, and what the words there say.

Pure but for the vocabulary of models.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from claims.evaluation.tokens import find_tokens
from claims.extraction.lexicon import CUE_NOUNS, ENTRIES, FORMS, HEARSAY_ADVERBS
from claims.extraction.model import Commitment, QuoteType, Span, Tier
from claims.extraction.quotations import find_quotations, quote_type_of
from claims.extraction.segmentation import find_paragraphs, parsable_copy
from claims.meeting import Places
from claims.models import SpanRole
from factcheck.core.errors import Refused

MOST_FRAGMENTS: Final = 20
LONGEST_SEARCHED: Final = 20_000  # characters of words that are looked up in a text
_WINDOW: Final = 300  # characters in which the next word is looked for
_ENDS: Final = ".!?…"
_CLOSING: Final = "\"'”’»)]"


@dataclass(frozen=True, slots=True)
class CueReading:
    """What the lexicon says of a cue."""

    lemma: str
    commitment: Commitment
    tier: Tier


def checked(text: str, spans: Iterable[Sequence[int]], *, role: SpanRole) -> Places:
    """The spans in order, without white space at their ends and joined where they
    touch. Raises `Refused` for what is no place of the text, or too many of them.
    """
    found: Places = []
    for start, end in sorted((start, end) for start, end in spans):
        if not 0 <= start < end <= len(text):
            raise Refused(
                f"[{start}, {end}] is no place of the text: give a start before its "
                f"end, within {len(text)} characters.",
                code="no_place",
            )
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if start >= end:
            raise Refused(
                f"The {role.label} has a fragment without words: leave it out, or "
                "make it wider.",
                code="no_words",
            )
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    if len(found) > MOST_FRAGMENTS:
        raise Refused(
            f"The {role.label} has {len(found)} fragments; at most {MOST_FRAGMENTS} "
            "are kept.",
            code="too_many_fragments",
        )
    return found


def without(places: Places, taken: Places) -> Places:
    """What is left of places outside of others; may be nothing."""
    left = list(places)
    for low, high in taken:
        pieces: Places = []
        for start, end in left:
            if start < min(end, low):
                pieces.append((start, min(end, low)))
            if max(start, high) < end:
                pieces.append((max(start, high), end))
        left = pieces
    return left


def divided(text: str, places: Places, at: int) -> tuple[Places, Places]:
    """The places before and after a character, without white space at their ends."""
    before = without(places, [(at, len(text))]) if at < len(text) else list(places)
    after = without(places, [(0, at)]) if at > 0 else list(places)
    return trimmed(text, before), trimmed(text, after)


def trimmed(text: str, places: Places) -> Places:
    """The places without white space at their ends; what is nothing else is gone."""
    left: Places = []
    for start, end in places:
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if start < end:
            left.append((start, end))
    return left


def edge_moved(
    text: str, place: tuple[int, int], *, is_end: bool, by: int
) -> tuple[int, int]:
    """The place with one edge a word or mark further on (``by`` 1) or back (-1).

    As it was where that would leave nothing of it, or the text ends.
    """
    start, end = place
    low, high = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    edges = sorted(
        low + token[is_end] for token in find_tokens(text[low:high], punct=True)
    )
    edge = place[is_end]
    if by > 0:
        edge = next((other for other in edges if other > edge), edge)
    else:
        edge = next((other for other in reversed(edges) if other < edge), edge)
    moved = (start, edge) if is_end else (edge, end)
    return moved if moved[0] < moved[1] else place


def found_words(text: str, words: str, *, near: int | None = None) -> tuple[int, int]:
    """Where these words stand in the text, whatever white space is between them.

    ``near`` chooses the nearest of several places. Raises `Refused` when they are
    not there, or without ``near`` when they are there more than once.
    """
    parts = words[:LONGEST_SEARCHED].split()
    if not parts:
        raise Refused("Give words of the text.", code="no_words")
    places = list(_occurrences(text, parts))
    shown = " ".join(parts)
    shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
    if not places:
        raise Refused(
            f"The text has no “{shown}”. Copy the words from it as they are.",
            code="no_such_words",
        )
    if len(places) > 1 and near is None:
        raise Refused(
            f"“{shown}” stands in the text {len(places)} times: give more of the words "
            "around it.",
            code="words_not_unique",
        )
    return min(places, key=lambda place: abs(place[0] - (near or 0)))


def _occurrences(text: str, parts: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Where the parts follow each other with nothing but white space between."""
    start = text.find(parts[0])
    while start >= 0:
        end: int | None = start + len(parts[0])
        for part in parts[1:]:
            assert end is not None  # noqa: S101 - for the type checker
            end = _after(text, end, part)
            if end is None:
                break
        if end is not None:
            yield start, end
        start = text.find(parts[0], start + 1)


def _after(text: str, at: int, part: str) -> int | None:
    """The end of the part that follows after white space, if it does."""
    here = at
    while here < len(text) and text[here].isspace():
        here += 1
    return here + len(part) if here > at and text.startswith(part, here) else None


def sentence_round(text: str, start: int, end: int) -> tuple[int, int]:
    """From the beginning of the sentence at ``start`` to the end of that at ``end``.

    By marks and lines alone, for claims that no parser has read.
    """
    first, last = start, end
    while first > 0 and not _ends_before(text, first):
        first -= 1
    while last < len(text) and text[last] != "\n" and not _ends_before(text, last):
        last += 1
    words = text[first:last]
    return first + len(words) - len(words.lstrip()), last


def _ends_before(text: str, at: int) -> bool:
    """Whether a sentence or line ends just before a character."""
    if text[at - 1] == "\n":
        return True
    if at < len(text) and not text[at].isspace():
        return False
    here = at - 1
    while here > 0 and text[here] in _CLOSING:
        here -= 1
    return text[here] in _ENDS and not _is_abbreviated(text, here)


def _is_abbreviated(text: str, stop: int) -> bool:
    """Whether a full stop belongs to a short word such as "Mr." or "U.S."."""
    word = text[max(0, stop - 4) : stop].split(" ")[-1].split("\n")[-1]
    return text[stop] == "." and 0 < len(word) <= 3 and word[0].isupper()


def quote_type(text: str, content: Places) -> QuoteType:
    """Whether the content is quoted, wholly or partly."""
    paragraphs = find_paragraphs(parsable_copy(text))
    quotations = find_quotations(text, paragraphs)
    return quote_type_of([Span(start, end) for start, end in content], quotations)


def read_cue(words: str) -> CueReading:
    """Lemma and class of a cue by its words; neutral where the lexicon has none."""
    tokens = [token.strip(".,;:!?“”\"'’()").lower() for token in words.split()]
    if "according" in tokens or tokens[:1] == ["per"]:
        return CueReading(
            " ".join(tokens)[:100], Commitment.NEUTRAL_EVIDENTIAL, Tier.EVIDENTIAL
        )
    for token in tokens:
        if token in HEARSAY_ADVERBS:
            return CueReading(token, Commitment.HEARSAY, Tier.EVIDENTIAL)
    for token in tokens:
        entry = FORMS.get(token) or ENTRIES.get(CUE_NOUNS.get(token, ""))
        if entry is not None:
            return CueReading(entry.lemma, entry.commitment, entry.tier)
    return CueReading(next(iter(tokens), "")[:100], Commitment.NEUTRAL, Tier.SPEECH)
