"""One speaker who is two: preview, split, undo."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction

from claims.extraction.model import SpeakerKind
from claims.models import (
    AliasState,
    Claim,
    Speaker,
    SpeakerAlias,
    SpeakerSplit,
)
from claims.parts import Part, with_parts
from claims.settling import keep_findings
from claims.speaking.moving import DECIDED, Moved, affected, claims_of
from claims.speaking.rules import (
    NEW_KINDS,
    Obstacle,
    called,
    check_allowed,
    checked_reason,
    checked_words,
    locked,
    merged_obstacles,
    raise_versions,
    refuse,
    same_realm_obstacles,
)
from claims.speaking.telling import changes, entered, states_of
from factcheck.core import audit
from factcheck.core.errors import Refused
from factcheck.core.models import Action, User
from factcheck.core.versions import Seen, check_seen
from factcheck.lib import clock

MOST_CLAIMS: Final = 500
"""Claims that are given away at a time: a person has looked at each."""


@dataclass(frozen=True, slots=True)
class NewSpeaker:
    """The other one of the two, who has no row yet.

    ``kind`` counts for speakers with a name of their own; an unnamed one remains what
    it is, in its article.
    """

    name: str
    kind: SpeakerKind = SpeakerKind.NAMED_PERSON


@dataclass(frozen=True, slots=True)
class SplitPreview:
    """What a split would do. With an obstacle it would be refused."""

    speaker: Speaker
    into: Speaker | NewSpeaker
    claims: tuple[Claim, ...]  # with all that showing them needs
    decided_count: int  # decisions that must be looked at again
    aliases: tuple[SpeakerAlias, ...]
    remaining: int  # claims that stay
    obstacles: tuple[Obstacle, ...]


def preview_split(
    *,
    speaker: Speaker,
    claims: Collection[int],
    aliases: Collection[int],
    into: Speaker | NewSpeaker,
) -> SplitPreview:
    """What giving these claims and aliases, by their keys, to another would change.

    In a fixed number of queries. Changes nothing and asks for no permission.
    """
    own = Claim.objects.filter(speaker=speaker)
    chosen = own.filter(pk__in=claims).with_everything().order_by("-id")
    given = tuple(chosen[: MOST_CLAIMS + 1])
    names = tuple(speaker.aliases.standing().filter(pk__in=aliases))
    obstacles = [
        *_choice_obstacles(
            [claim.pk for claim in given], claims, [name.pk for name in names], aliases
        ),
        *_obstacles(speaker, into),
    ]
    return SplitPreview(
        speaker=speaker,
        into=into,
        claims=given,
        decided_count=sum(claim.progress in DECIDED for claim in given),
        aliases=names,
        remaining=own.current().exclude(pk__in=claims).count(),
        obstacles=tuple(obstacles),
    )


def split(
    *,
    speaker: Speaker,
    claims: Collection[int],
    aliases: Collection[int] = (),
    into: Speaker | NewSpeaker,
    reason: str,
    by: User,
    seen: Seen = None,
) -> SpeakerSplit:
    """Say that these claims, and names, by their keys, are another speaker's.

    The claims stay with the other one when the engine runs again. The names lead to
    them from now on, as far as no speaker is called just so. Raises `PermissionDenied`;
    `Refused` without a reason, for claims or aliases that are not the speaker's, and
    for whatever `preview_split` calls an obstacle; `Changed` if the speaker is not any
    more as they were ``seen``.
    """
    check_allowed(by, "splitting speakers")
    reason = checked_reason(reason)
    with transaction.atomic():
        known = [into.pk] if isinstance(into, Speaker) else []
        rows = locked([speaker.pk, *known])
        away = rows[speaker.pk]
        check_seen(away.version, seen, what=called(away))
        target = rows[into.pk] if isinstance(into, Speaker) else into
        refuse(list(_obstacles(away, target)))
        given = claims_of(away, set(claims))
        names = list(away.aliases.standing().filter(pk__in=aliases).order_by("pk"))
        refuse(
            list(
                _choice_obstacles(
                    [claim.pk for claim in given],
                    claims,
                    [name.pk for name in names],
                    aliases,
                )
            )
        )
        here = target if isinstance(target, Speaker) else _create(away, target)
        was = states_of([away.pk, here.pk])
        row = SpeakerSplit.objects.create(
            speaker=away,
            into=here,
            is_into_new=not isinstance(target, Speaker),
            reason=reason,
            done_by=by,
            claim_ids=[claim.pk for claim in given],
            settled_ids=_decided(given),
            alias_moves=[_give(name, here) for name in names],
        )
        _keep(row.claim_ids, here)
        raise_versions([away, here])
        deeds = [entered(here)] if row.is_into_new else []
        deeds += changes(Action.SPEAKER_SPLIT, was, reason=reason)
        deeds += affected(given, column="speaker", before=away, after=here, why=reason)
        audit.record_all(deeds, by=by)
    row.refresh_from_db()
    return row


def undo_split(*, split: SpeakerSplit, reason: str, by: User) -> SpeakerSplit:
    """Take a split back: its claims and names return, as far as they are still there.

    A speaker that was made by it remains, with whatever else it has got. Raises
    `PermissionDenied`, and `Refused` without a reason, if it is undone already or if
    one of the two has been merged since.
    """
    check_allowed(by, "undoing splits of speakers")
    reason = checked_reason(reason)
    with transaction.atomic():
        rows = locked({split.speaker_id, split.into_id})
        away, here = rows[split.speaker_id], rows[split.into_id]
        row = SpeakerSplit.objects.select_for_update(no_key=True).get(pk=split.pk)
        if row.is_undone:
            raise Refused("This split is undone already.", code="already_undone")
        refuse(list(merged_obstacles(away, here)))
        was = states_of(rows)
        row.undone_at, row.undone_by = clock.now(), by
        row.save(update_fields=["undone_at", "undone_by"])
        returned = claims_of(here, row.claim_ids)
        _return([claim.pk for claim in returned], away, decided=row.settled_ids)
        for move in row.alias_moves:
            _take_back(*move)
        raise_versions([away, here])
        deeds = changes(Action.SPEAKER_SPLIT_UNDONE, was, reason=reason)
        deeds += affected(
            returned, column="speaker", before=here, after=away, why=reason
        )
        audit.record_all(deeds, by=by)
    return row


def _choice_obstacles(
    claims: Sequence[int],
    wanted_claims: Collection[int],
    aliases: Sequence[int],
    wanted_aliases: Collection[int],
) -> Iterator[Obstacle]:
    """Why what was found of what was chosen cannot be given away."""
    if not wanted_claims and not wanted_aliases:
        yield Obstacle("nothing_chosen", "Choose the claims of the other speaker.")
    elif len(set(wanted_claims)) > MOST_CLAIMS:
        yield Obstacle("too_many", f"Choose at most {MOST_CLAIMS} claims at a time.")
    elif set(claims) != set(wanted_claims):
        yield Obstacle(
            "not_their_claim",
            "Some of the chosen claims are not this speaker's any more. Choose again.",
        )
    elif set(aliases) != set(wanted_aliases):
        yield Obstacle(
            "no_such_alias",
            "Some of the chosen aliases are not this speaker's any more. Choose again.",
        )


def _obstacles(away: Speaker, into: Speaker | NewSpeaker) -> Iterator[Obstacle]:
    if isinstance(into, Speaker):
        yield from same_realm_obstacles(away, into)
        yield from merged_obstacles(away, into)
        return
    yield from merged_obstacles(away)
    try:
        name = _checked_name(into)
    except Refused as error:
        yield Obstacle(error.code, str(error))
        return
    if away.is_named and into.kind not in NEW_KINDS:
        yield Obstacle("bad_kind", "Say what the new speaker is: a person, a body …")
    yield from _name_obstacles(away, name)


def _name_obstacles(away: Speaker, name: str) -> Iterator[Obstacle]:
    """Why a new speaker of the article, or of all articles, cannot be called so."""
    namesakes = Speaker.objects.filter(article=away.article_id, name=name)
    namesake = namesakes.select_related("merged_into").first()
    if namesake is not None and namesake.merged_into is None:
        yield Obstacle(
            "name_taken",
            f"There is a speaker “{name}”: choose them, or give another name.",
        )
    elif namesake is not None:
        yield Obstacle(
            "name_taken",
            f"A speaker “{name}” was merged into “{namesake.merged_into}”. Undo that "
            "first, or give another name.",
        )


def _checked_name(new: NewSpeaker) -> str:
    return checked_words(
        new.name, what="the name of the other speaker", code="bad_name"
    )


def _create(away: Speaker, new: NewSpeaker) -> Speaker:
    """The other one's row."""
    name = _checked_name(new)
    kind = new.kind.value if away.is_named else away.kind
    try:
        with transaction.atomic():
            return Speaker.objects.create(
                name=name, kind=kind, article_id=away.article_id
            )
    except IntegrityError:  # made by somebody else at this very moment
        refuse(list(_name_obstacles(away, name)))
        raise


def _decided(claims: Sequence[Moved]) -> list[int]:
    """Those whose speaker a person has decided on before."""
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in claims])
    settled = rows.order_by("pk").values_list("pk", "settled")
    return [pk for pk, parts in settled if Part.SPEAKER in parts]


def _keep(ids: Sequence[int], here: Speaker) -> None:
    """Give claims to a speaker, and have no run of the engine take them back."""
    keep_findings(ids)
    claims = list(Claim.objects.filter(pk__in=ids).only("settled"))
    for claim in claims:
        claim.speaker = here
        claim.settled = with_parts(claim.settled, Part.SPEAKER)
    Claim.objects.bulk_update(claims, ["speaker", "settled"])


def _return(ids: Sequence[int], away: Speaker, *, decided: Collection[int]) -> None:
    """Give claims back; to the next run of the engine, but for those ``decided``."""
    claims = list(Claim.objects.filter(pk__in=ids).only("settled"))
    for claim in claims:
        claim.speaker = away
        if claim.pk not in decided:
            claim.settled = [part for part in claim.settled if part != Part.SPEAKER]
    Claim.objects.bulk_update(claims, ["speaker", "settled"])


def _give(alias: SpeakerAlias, here: Speaker) -> tuple[int, str, int, str | None]:
    """Let a name lead to the other speaker; how both were, for `_take_back`.

    The row at the first one stays as removed, so that the engine does not bring the
    name back there.
    """
    before = alias.state
    alias.state = AliasState.REMOVED
    alias.save(update_fields=["state"])
    other = SpeakerAlias.objects.filter(speaker=here, text=alias.text).first()
    other_before = other.state if other else None
    other = other or SpeakerAlias(speaker=here, text=alias.text)
    other.state = AliasState.ENTERED if _may_lead(alias, here) else AliasState.FOUND
    other.save()
    return alias.pk, before, other.pk, other_before


def _may_lead(alias: SpeakerAlias, here: Speaker) -> bool:
    """Whether the engine would follow the name: nobody is called so, or said to be."""
    others = SpeakerAlias.objects.filter(text=alias.text, state=AliasState.ENTERED)
    namesakes = Speaker.objects.standing().filter(article=None, name=alias.text)
    return not others.exclude(speaker=here).exists() and not namesakes.exists()


def _take_back(own: int, state: str, other: int, other_state: str | None) -> None:
    moved = SpeakerAlias.objects.filter(pk=other).exclude(state=AliasState.REMOVED)
    if other_state is None:
        changed, _ = moved.delete()
    else:
        changed = moved.update(state=other_state)
    if changed:
        SpeakerAlias.objects.filter(pk=own).update(state=state)
