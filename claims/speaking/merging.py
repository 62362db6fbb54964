"""Two speakers who are one: preview, merge, undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db import IntegrityError, transaction

from claims.models import Claim, Relay, Speaker, SpeakerAlias, SpeakerMerge, SpeakerRole
from claims.models.speaker import PERSONS
from claims.speaking.moving import (
    DECIDED,
    affected,
    claims_of,
    in_parts,
    relayed_by,
)
from claims.speaking.rules import (
    Obstacle,
    called,
    check_allowed,
    checked_reason,
    locked,
    merged_obstacles,
    raise_versions,
    refuse,
    same_realm_obstacles,
)
from claims.speaking.telling import changes, states_of
from factcheck.core import audit
from factcheck.core.errors import Changed, Refused
from factcheck.core.models import Action, User
from factcheck.core.versions import Seen, check_seen
from factcheck.lib import clock

MOST_SAMPLES: Final = 10


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do. With an obstacle it would be refused."""

    speaker: Speaker
    into: Speaker
    claim_count: int
    article_count: int
    relayed_count: int
    decided_count: int  # decisions that must be looked at again
    samples: tuple[Claim, ...]  # the newest, with all that showing them needs
    aliases: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Belongings:
    """Keys of what goes with a speaker, besides claims."""

    relays: list[int] = field(default_factory=list)
    aliases: list[int] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)


def preview_merge(speaker: Speaker, into: Speaker) -> MergePreview:
    """What merging ``speaker`` into ``into`` would change, and what speaks against it.

    In a fixed number of queries. Changes nothing and asks for no permission.
    """
    claims = Claim.objects.filter(speaker=speaker)
    # Two counts, not one with OR, which would go through all claims there are.
    relayed = Claim.objects.filter(relays__speaker=speaker).values("pk").distinct()
    decided = claims.filter(progress__in=DECIDED).count()
    decided += relayed.filter(progress__in=DECIDED).exclude(speaker=speaker).count()
    aliases = speaker.aliases.standing().values_list("text", flat=True)
    return MergePreview(
        speaker=speaker,
        into=into,
        claim_count=claims.count(),
        article_count=claims.values("snapshot__article").distinct().count(),
        relayed_count=relayed.count(),
        decided_count=decided,
        samples=tuple(
            claims.current().with_everything().order_by("-id")[:MOST_SAMPLES]
        ),
        aliases=tuple(aliases),
        obstacles=tuple(_obstacles(speaker, into)),
        warnings=tuple(_warnings(speaker, into)),
    )


def merge(
    *,
    speaker: Speaker,
    into: Speaker,
    reason: str,
    by: User,
    seen: Seen = None,
    into_seen: Seen = None,
) -> SpeakerMerge:
    """Say that two speakers are one: all that is ``speaker``'s becomes ``into``'s.

    ``speaker`` keeps its row, which from then on leads to ``into``, as do those merged
    into it before. ``into`` takes over its Wikidata id if it has none. Raises
    `PermissionDenied`; `Refused` without a reason and for whatever `preview_merge`
    calls an obstacle; `Changed` if one of them is not any more as it was ``seen``.
    """
    check_allowed(by, "merging speakers")
    reason = checked_reason(reason)
    with transaction.atomic():
        before = _merged_before(speaker)
        rows = locked({speaker.pk, into.pk} | before)
        away, here = rows[speaker.pk], rows[into.pk]
        check_seen(away.version, seen, what=called(away))
        check_seen(here.version, into_seen, what=called(here))
        refuse(list(_obstacles(away, here)))
        if _merged_before(away) != before:
            # To lock the newcomers now would be out of order.
            raise Changed(f"Another was just merged into “{away.name}”. Try again.")
        was = states_of(rows)
        claims = claims_of(away)
        goods = _belongings(away, here)
        row = SpeakerMerge.objects.create(
            speaker=away,
            into=here,
            reason=reason,
            done_by=by,
            claim_ids=[claim.pk for claim in claims],
            relay_ids=goods.relays,
            alias_ids=goods.aliases,
            role_ids=goods.roles,
            speaker_ids=sorted(before),
            took_wikidata=bool(away.wikidata and not here.wikidata),
        )
        Claim.objects.filter(speaker=away).update(speaker=here)
        _hand_over(row, away, here)
        _lead(away, here, row)
        raise_versions([away, here])
        deeds = changes(Action.SPEAKER_MERGED, was, reason=reason)
        deeds += affected(claims, column="speaker", before=away, after=here, why=reason)
        deeds += affected(
            relayed_by(goods.relays),
            column="relayed_by",
            before=away,
            after=here,
            why=reason,
        )
        audit.record_all(deeds, by=by)
    row.refresh_from_db()
    return row


def undo_merge(*, merge: SpeakerMerge, reason: str, by: User) -> SpeakerMerge:
    """Take a merge back: what it moved returns, as far as it is still there.

    What has come to the other speaker since stays with them, and what a person has
    moved on stays where it is. Raises `PermissionDenied`, and `Refused` without a
    reason, if it is undone already, if the other speaker was merged on since, or if the
    Wikidata id is another speaker's by now.
    """
    check_allowed(by, "undoing merges of speakers")
    reason = checked_reason(reason)
    with transaction.atomic():
        rows = locked({merge.speaker_id, merge.into_id, *merge.speaker_ids})
        away, here = rows[merge.speaker_id], rows[merge.into_id]
        row = SpeakerMerge.objects.select_for_update(no_key=True).get(pk=merge.pk)
        refuse(list(_undo_obstacles(row, away, here)))
        was = states_of(rows)
        row.undone_at, row.undone_by = clock.now(), by
        row.save(update_fields=["undone_at", "undone_by"])
        claims = claims_of(here, row.claim_ids)
        relays = _still_with(here, row.relay_ids)
        for some in in_parts(claims):
            ids = [claim.pk for claim in some]
            Claim.objects.filter(pk__in=ids).update(speaker=away)
        _hand_over(row, here, away)
        try:
            with transaction.atomic():
                _lead_back(away, here, row)
        except IntegrityError as error:  # the id was another's at this very moment
            obstacle = _taken(away)
            raise Refused(obstacle.text, code=obstacle.code) from error
        raise_versions([away, here])
        deeds = changes(Action.SPEAKER_MERGE_UNDONE, was, reason=reason)
        deeds += affected(claims, column="speaker", before=here, after=away, why=reason)
        deeds += affected(
            relayed_by(relays),
            column="relayed_by",
            before=here,
            after=away,
            why=reason,
        )
        audit.record_all(deeds, by=by)
    return row


def _obstacles(away: Speaker, here: Speaker) -> Iterator[Obstacle]:
    yield from same_realm_obstacles(away, here)
    yield from merged_obstacles(away, here)
    if away != here and away.wikidata and here.wikidata:
        yield Obstacle(
            "two_wikidata_ids",
            f"They have two Wikidata ids, {away.wikidata} and {here.wikidata}, so they "
            "are two. If one of the ids is wrong, correct it first.",
        )


def _warnings(away: Speaker, here: Speaker) -> Iterator[str]:
    """What a person should look at before saying that two are one."""
    if (away.kind in PERSONS) != (here.kind in PERSONS):
        yield (
            f"“{away.name}” is a {away.get_kind_display()}, “{here.name}” a "
            f"{here.get_kind_display()}."
        )
    theirs = Claim.objects.current().filter(speaker=here).order_by()
    both = Claim.objects.current().filter(
        speaker=away, snapshot__article__in=theirs.values("snapshot__article")
    )
    count = both.values("snapshot__article").distinct().count()
    if count and away != here:
        articles = "one article" if count == 1 else f"{count} articles"
        yield f"Both speak in {articles}: look whether they are two people there."


def _undo_obstacles(
    row: SpeakerMerge, away: Speaker, here: Speaker
) -> Iterator[Obstacle]:
    if row.is_undone:
        yield Obstacle("already_undone", "This merge is undone already.")
    elif here.merged_into_id is not None:
        yield Obstacle(
            "merged_on",
            f"“{here.name}” was itself merged into another later. Undo that first.",
        )
    elif away.wikidata and _has_another(away, here, row):
        yield _taken(away)


def _taken(away: Speaker) -> Obstacle:
    return Obstacle(
        "wikidata_taken",
        f"The Wikidata id {away.wikidata} of “{away.name}” is another speaker's by "
        "now. Remove it there first.",
    )


def _has_another(away: Speaker, here: Speaker, row: SpeakerMerge) -> bool:
    """Whether somebody holds the id who would not give it back by the undoing."""
    others = Speaker.objects.standing().filter(wikidata=away.wikidata)
    holders = set(others.values_list("pk", flat=True))
    return bool(holders - {here.pk} if row.took_wikidata else holders)


def _merged_before(speaker: Speaker) -> set[int]:
    merged = Speaker.objects.filter(merged_into=speaker)
    return set(merged.values_list("pk", flat=True))


def _belongings(away: Speaker, here: Speaker) -> _Belongings:
    """What goes along. An alias that the other one has too stays with its row."""
    taken = {here.name, *here.aliases.values_list("text", flat=True)}
    aliases = away.aliases.order_by("pk").values_list("pk", "text")
    return _Belongings(
        relays=list(away.relayed.order_by("pk").values_list("pk", flat=True)),
        aliases=[pk for pk, text in aliases if text not in taken],
        roles=list(away.roles.order_by("pk").values_list("pk", flat=True)),
    )


def _still_with(speaker: Speaker, relay_ids: list[int]) -> list[int]:
    return [
        pk
        for some in in_parts(relay_ids)
        for pk in speaker.relayed.filter(pk__in=some).values_list("pk", flat=True)
    ]


def _hand_over(row: SpeakerMerge, giver: Speaker, taker: Speaker) -> None:
    """Give what the merge lists, as far as the giver still has it."""
    for model, ids in (
        (Relay, row.relay_ids),
        (SpeakerAlias, row.alias_ids),
        (SpeakerRole, row.role_ids),
    ):
        for some in in_parts(ids):
            model._default_manager.filter(pk__in=some, speaker=giver).update(
                speaker=taker
            )


def _lead(away: Speaker, here: Speaker, row: SpeakerMerge) -> None:
    """Let the merged one, and those merged into it before, lead to the other."""
    Speaker.objects.filter(pk__in=row.speaker_ids).update(merged_into=here)
    away.merged_into = here
    away.save(update_fields=["merged_into"])
    if row.took_wikidata:
        here.wikidata = away.wikidata
        here.save(update_fields=["wikidata"])


def _lead_back(away: Speaker, here: Speaker, row: SpeakerMerge) -> None:
    if row.took_wikidata and here.wikidata == away.wikidata:
        here.wikidata = ""
        here.save(update_fields=["wikidata"])
    away.merged_into = None
    away.save(update_fields=["merged_into"])
    earlier = Speaker.objects.filter(pk__in=row.speaker_ids, merged_into=here)
    earlier.update(merged_into=away)
