"""The parts of a claim that a person can settle, and the columns and spans of each."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from claims.models import SpanRole


class Part(StrEnum):
    """What is settled once a person has decided on it."""

    CONTENT = "content"  # which words are the content
    CUE = "cue"  # which words are the cue
    SPEAKER_WORDS = "speaker_words"  # which words name the speaker
    SPEAKER = "speaker"  # who that is
    CUE_CLASS = "cue_class"  # commitment and lemma
    TIER = "tier"
    STANDING = "standing"  # whether it is a claim at all, and one


COLUMNS: Final[dict[Part, tuple[str, ...]]] = {
    # The quotation and the worth are read from the words of the content alone.
    Part.CONTENT: (
        "content_text",
        "quote_type",
        "check_worthiness",
        "sentence_start",
        "sentence_end",
    ),
    Part.CUE: ("cue_text",),
    Part.SPEAKER_WORDS: ("speaker_text",),
    Part.SPEAKER: ("speaker", "speaker_kind", "speaker_role"),
    Part.CUE_CLASS: ("commitment", "cue_lemma"),
    Part.TIER: ("tier",),
    Part.STANDING: ("rejection", "merged_into", "split_from", "added_by"),
}
ROLES: Final[dict[Part, SpanRole]] = {
    Part.CONTENT: SpanRole.CONTENT,
    Part.CUE: SpanRole.CUE,
    Part.SPEAKER_WORDS: SpanRole.SPEAKER,
}
PART_OF: Final[dict[SpanRole, Part]] = {role: part for part, role in ROLES.items()}


def columns_of(parts: Iterable[str]) -> frozenset[str]:
    """The columns that belong to these parts."""
    return frozenset(column for part in parts for column in COLUMNS[Part(part)])


def roles_of(parts: Iterable[str]) -> frozenset[SpanRole]:
    """The roles of spans that belong to these parts."""
    return frozenset(ROLES[Part(part)] for part in parts if Part(part) in ROLES)


def with_parts(settled: Iterable[str], *more: Part) -> list[str]:
    """The settled parts and these, in the order of `Part`."""
    every = {*settled, *more}
    return [part.value for part in Part if part in every]
