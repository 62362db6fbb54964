"""What the ledger keeps of changes to speakers: each as it was and as it became."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.models import AliasState, Claim, Relay, Speaker
from factcheck.core import audit
from factcheck.core.models import Action

States = Mapping[int, audit.Values]
"""By key, what the ledger keeps of a speaker."""


def states_of(ids: Iterable[int]) -> States:
    """The speakers as they are now, in a fixed number of queries."""
    speakers = (
        Speaker.objects.filter(pk__in=set(ids))
        .select_related("merged_into")
        .prefetch_related("aliases", "roles")
        .annotate(
            claim_count=_count(Claim.objects.all()),
            relay_count=_count(Relay.objects.all()),
        )
        .order_by("pk")
    )
    return {speaker.pk: _state(speaker) for speaker in speakers}


def entered(speaker: Speaker) -> audit.Deed:
    """The speaker is new here, by a person's word."""
    return audit.Deed(
        action=Action.SPEAKER_CREATED,
        subject=speaker,
        after=audit.values_of(speaker, ("name", "kind", "role")),
    )


def changes(action: Action, before: States, *, reason: str = "") -> list[audit.Deed]:
    """One event for each of the speakers that is not as it was ``before``."""
    after = states_of(before)
    rows = Speaker.objects.in_bulk(before)
    differences = {pk: audit.difference(before[pk], after[pk]) for pk in before}
    return [
        audit.Deed(
            action=action, subject=rows[pk], before=was, after=became, reason=reason
        )
        for pk, (was, became) in differences.items()
        if became
    ]


def _state(speaker: Any) -> dict[str, object]:  # Any: a row with annotations
    aliases = sorted(
        alias.text
        for alias in speaker.aliases.all()
        if alias.state != AliasState.REMOVED
    )
    return {
        "wikidata": speaker.wikidata,
        "merged_into": speaker.merged_into and speaker.merged_into.public_id,
        "claims": speaker.claim_count,
        "relayed": speaker.relay_count,
        "aliases": aliases,
        "roles": sorted(str(role) for role in speaker.roles.all()),
    }


def _count(rows: QuerySet[Any]) -> Coalesce:  # Any: of claims or relays
    own = rows.filter(speaker=OuterRef("pk")).order_by().values("speaker")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)
