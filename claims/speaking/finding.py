"""Finding the speaker whom a person means."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.models import Claim, Speaker, SpeakerAlias
from factcheck.lib.text import normalise

MOST_FOUND: Final = 25
LONGEST_WORDS: Final = 200  # characters
_MOST_WORDS = 6


def candidates(speaker: Speaker, words: str) -> QuerySet[Speaker]:
    """Up to `MOST_FOUND` speakers whom ``speaker`` could be one with, by name.

    With ``claim_count``.
    """
    realm = Speaker.objects.standing().filter(article=speaker.article_id)
    found = written_so(realm, words)
    own = Claim.objects.current().filter(speaker=OuterRef("pk")).order_by()
    count = own.values("speaker").annotate(n=Count("pk")).values("n")
    return (
        found.exclude(pk=speaker.pk)
        .annotate(claim_count=Coalesce(Subquery(count), 0))
        .order_by("name", "id")[:MOST_FOUND]
    )


def written_so(speakers: QuerySet[Speaker], words: str) -> QuerySet[Speaker]:
    """Those of the speakers whom each of the words could mean.

    It stands in the name, in an alias or in the name of one who was merged into them.
    """
    for word in normalise(words[:LONGEST_WORDS]).split()[:_MOST_WORDS]:
        aliases = SpeakerAlias.objects.standing().filter(text__icontains=word)
        merged = Speaker.objects.filter(name__icontains=word)
        speakers = speakers.filter(
            Q(name__icontains=word)
            | Q(pk__in=aliases.values("speaker"))
            | Q(pk__in=merged.exclude(merged_into=None).values("merged_into"))
        )
    return speakers


def first_guess(speaker: Speaker) -> str:
    """The words to look for first: the last of the name, which is often the surname."""
    words = speaker.name.split()
    return words[-1] if words else ""
