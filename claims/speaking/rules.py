"""What all changes to speakers share: who may, what is refused, how rows are locked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F

from claims.extraction.model import SpeakerKind
from claims.models import Speaker
from claims.models.speaker import UNNAMED
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import User
from sources.wording import one_line

LONGEST_NAME: Final = 300  # characters, the width of the columns
LONGEST_REASON: Final = 2_000
NEW_KINDS: Final = [
    kind
    for kind in SpeakerKind
    if kind.value not in UNNAMED
    and kind
    not in (SpeakerKind.UNATTRIBUTED_HEARSAY, SpeakerKind.OUTLET, SpeakerKind.UNKNOWN)
]
"""What a speaker with a name of their own can be."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why something cannot be done."""

    code: str
    text: str


def check_allowed(by: User, deed: str) -> None:
    """Raise `PermissionDenied` unless ``by`` may change speakers."""
    if not by.has_perm("claims.change_speaker"):
        raise PermissionDenied(f"Your role does not allow {deed}.")


def checked_reason(reason: str) -> str:
    """The reason as it is stored. Raises `Refused`."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why: others will read it.", code="reason_required")
    if len(reason) > LONGEST_REASON:
        raise Refused(
            f"The reason has {len(reason)} characters; at most {LONGEST_REASON} fit.",
            code="reason_too_long",
        )
    return reason


def checked_words(text: str, *, what: str, code: str) -> str:
    """A name, alias or role as it is stored. Raises `Refused`."""
    text = one_line(text)
    if not text:
        raise Refused(f"Give {what}.", code=code)
    if len(text) > LONGEST_NAME:
        raise Refused(
            f"It has {len(text)} characters; at most {LONGEST_NAME} fit.", code=code
        )
    return text


def refuse(obstacles: Sequence[Obstacle]) -> None:
    """Raise `Refused` with the first obstacle, if there is one."""
    if obstacles:
        raise Refused(obstacles[0].text, code=obstacles[0].code)


def called(speaker: Speaker) -> str:
    """The speaker at the beginning of a message."""
    return f"The speaker “{speaker.name}”"


def locked(ids: Iterable[int]) -> dict[int, Speaker]:
    """These speakers by their keys, locked till the transaction ends.

    By id, so that two who lock the same ones do not wait for each other. Raises
    `Refused` if one was deleted, with its article.
    """
    wanted = set(ids)
    rows = Speaker.objects.select_for_update(no_key=True).filter(pk__in=wanted)
    found = {row.pk: row for row in rows.order_by("pk")}
    if found.keys() != wanted:
        raise Refused("The speaker is not here any more.", code="speaker_gone")
    return found


def merged_obstacles(*speakers: Speaker) -> Iterator[Obstacle]:
    """Those among the speakers to whom nothing can be given or taken any more."""
    for speaker in speakers:
        if speaker.merged_into_id is not None:
            yield Obstacle(
                "merged",
                f"{called(speaker)} was merged into another. Use that one, or undo "
                "the merge first.",
            )


def same_realm_obstacles(one: Speaker, other: Speaker) -> Iterator[Obstacle]:
    """Why two speakers cannot be one because of what they are.

    Words such as "an official" mean somebody else in each article, and giving them a
    name would say more than the article does.
    """
    if one == other:
        yield Obstacle("same_speaker", "Choose two different speakers.")
    elif one.is_named != other.is_named:
        unnamed = other if one.is_named else one
        yield Obstacle(
            "unnamed",
            f"“{unnamed.name}” is unnamed in its article and cannot be one with a "
            "speaker who has a name.",
        )
    elif one.article_id != other.article_id:
        yield Obstacle(
            "other_article",
            "Both are unnamed, in different articles: the same words mean different "
            "people there.",
        )


def raise_versions(speakers: Collection[Speaker]) -> None:
    """Tell those who have a page of these speakers open that it is out of date."""
    ids = [speaker.pk for speaker in speakers]
    Speaker.objects.filter(pk__in=ids).update(version=F("version") + 1)
