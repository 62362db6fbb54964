"""Names, roles and the Wikidata id of one speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from django.db import IntegrityError, transaction

from claims.models import AliasState, Speaker, SpeakerAlias, SpeakerRole
from claims.speaking.rules import (
    Obstacle,
    called,
    check_allowed,
    checked_words,
    locked,
    merged_obstacles,
    raise_versions,
    refuse,
)
from claims.speaking.telling import changes, states_of
from factcheck.core import audit
from factcheck.core.errors import Refused
from factcheck.core.models import Action, User
from factcheck.core.versions import Seen, check_seen
from sources.models import Article

_ITEM = re.compile(r"Q[1-9][0-9]{0,18}")


def add_alias(*, speaker: Speaker, text: str, by: User) -> SpeakerAlias:
    """Say that a speaker is also written so. The engine takes the name for them then.

    One that an article or somebody gave them already is returned. Raises
    `PermissionDenied`, and `Refused` for an unnamed or merged speaker and for a name
    that is another speaker's.
    """
    check_allowed(by, "changing the names of speakers")
    text = checked_words(text, what="a name", code="bad_alias")
    with transaction.atomic():
        row = locked([speaker.pk])[speaker.pk]
        refuse([*merged_obstacles(row), *_alias_obstacles(row, text)])
        known = SpeakerAlias.objects.filter(speaker=row, text=text).first()
        if known is not None and known.state == AliasState.ENTERED:
            return known
        was = states_of([row.pk])
        alias = known or SpeakerAlias(speaker=row, text=text)
        alias.state = AliasState.ENTERED
        try:
            with transaction.atomic():
                alias.save()
        except IntegrityError:  # given to another at this very moment
            refuse(list(_alias_obstacles(row, text)))
            raise
        raise_versions([row])
        audit.record_all(
            changes(Action.SPEAKER_ALIAS_ADDED, was) or [_now_leads(row, text)], by=by
        )
    return alias


def remove_alias(*, speaker: Speaker, text: str, by: User) -> None:
    """Say that a speaker is not written so. The engine does not bring it back.

    Raises `PermissionDenied`, and `Refused` if it is none of their aliases.
    """
    check_allowed(by, "changing the names of speakers")
    with transaction.atomic():
        row = locked([speaker.pk])[speaker.pk]
        refuse(list(merged_obstacles(row)))
        was = states_of([row.pk])
        # Not looked up by the database: some strings are none to PostgreSQL.
        standing = SpeakerAlias.objects.standing().filter(speaker=row)
        alias = next((one for one in standing if one.text == text), None)
        if alias is None:
            raise Refused(f"{called(row)} has no alias “{text}”.", code="no_such_alias")
        alias.state = AliasState.REMOVED
        alias.save(update_fields=["state"])
        raise_versions([row])
        audit.record_all(changes(Action.SPEAKER_ALIAS_REMOVED, was), by=by)


def add_role(
    *,
    speaker: Speaker,
    text: str,
    by: User,
    since: date | None = None,
    until: date | None = None,
    article: Article | None = None,
) -> SpeakerRole:
    """Say what a speaker is or was, from and until when, and which article says so.

    The very same role is entered once. Raises `PermissionDenied`, and `Refused` for a
    merged speaker, without words, or for days that are not in order.
    """
    check_allowed(by, "changing the roles of speakers")
    text = checked_words(text, what="the role", code="bad_role")
    if since and until and until < since:
        raise Refused("The last day is before the first.", code="bad_role")
    with transaction.atomic():
        row = locked([speaker.pk])[speaker.pk]
        refuse(list(merged_obstacles(row)))
        was = states_of([row.pk])
        role, is_new = SpeakerRole.objects.get_or_create(
            speaker=row,
            text=text,
            since=since,
            until=until,
            defaults={"article": article, "added_by": by},
        )
        if is_new:
            raise_versions([row])
            audit.record_all(changes(Action.SPEAKER_ROLE_ADDED, was), by=by)
    return role


def remove_role(*, role: SpeakerRole, by: User) -> None:
    """Take a role back that was entered by mistake. Raises `PermissionDenied`."""
    check_allowed(by, "changing the roles of speakers")
    with transaction.atomic():
        row = locked([role.speaker_id])[role.speaker_id]
        refuse(list(merged_obstacles(row)))
        was = states_of([row.pk])
        SpeakerRole.objects.filter(pk=role.pk).delete()
        raise_versions([row])
        audit.record_all(changes(Action.SPEAKER_ROLE_REMOVED, was), by=by)


def set_wikidata(
    *, speaker: Speaker, wikidata: str, by: User, seen: Seen = None
) -> Speaker:
    """Say which item of Wikidata the speaker is; an empty id takes it away.

    Raises `PermissionDenied`; `Refused` for what is no item's id, for a merged or an
    unnamed speaker, and for an id that another speaker has; `Changed` if the speaker
    is not any more as they were ``seen``.
    """
    check_allowed(by, "changing speakers")
    wikidata = wikidata.strip()
    if wikidata and not _ITEM.fullmatch(wikidata):
        raise Refused(
            "Give the id of a Wikidata item, such as Q42, or nothing.",
            code="bad_wikidata_id",
        )
    with transaction.atomic():
        row = locked([speaker.pk])[speaker.pk]
        check_seen(row.version, seen, what=called(row))
        refuse([*merged_obstacles(row), *_unnamed_obstacles(row)])
        if wikidata == row.wikidata:
            return row
        was = states_of([row.pk])
        _refuse_taken(row, wikidata)
        row.wikidata = wikidata
        try:
            with transaction.atomic():
                row.save(update_fields=["wikidata"])
        except IntegrityError:  # given to another at this very moment
            _refuse_taken(row, wikidata)
            raise
        raise_versions([row])
        audit.record_all(changes(Action.SPEAKER_CHANGED, was), by=by)
    row.refresh_from_db()
    return row


def _refuse_taken(speaker: Speaker, wikidata: str) -> None:
    if not wikidata:
        return
    others = Speaker.objects.standing().filter(wikidata=wikidata)
    other = others.exclude(pk=speaker.pk).first()
    if other is not None:
        raise Refused(
            f"“{other.name}” has the id {wikidata} already. If they are one, merge "
            "them.",
            code="wikidata_taken",
        )


def _now_leads(speaker: Speaker, text: str) -> audit.Deed:
    """The event for an alias that an article gave and a person has confirmed."""
    return audit.Deed(
        action=Action.SPEAKER_ALIAS_ADDED,
        subject=speaker,
        before={"alias": text, "state": AliasState.FOUND},
        after={"alias": text, "state": AliasState.ENTERED},
    )


def _unnamed_obstacles(speaker: Speaker) -> Iterator[Obstacle]:
    if not speaker.is_named:
        yield Obstacle("unnamed", f"“{speaker.name}” is unnamed in its article.")


def _alias_obstacles(speaker: Speaker, text: str) -> Iterator[Obstacle]:
    """Why a name cannot lead to the speaker."""
    yield from _unnamed_obstacles(speaker)
    if text == speaker.name:
        yield Obstacle("own_name", "That is the speaker's own name.")
        return
    namesakes = Speaker.objects.filter(article=None, name=text)
    namesake = namesakes.select_related("merged_into").first()
    if namesake is not None and namesake.merged_into is None:
        yield Obstacle(
            "name_taken",
            f"There is a speaker “{text}”. If they are one, merge them.",
        )
    elif namesake is not None and namesake.merged_into == speaker:
        yield Obstacle("merged_name", f"“{text}” leads here already, by a merge.")
    elif namesake is not None:
        yield Obstacle(
            "name_taken",
            f"A speaker “{text}” was merged into “{namesake.merged_into}”. Undo that "
            "first.",
        )
    entered = SpeakerAlias.objects.filter(state=AliasState.ENTERED, text=text)
    other = entered.exclude(speaker=speaker).select_related("speaker").first()
    if other is not None:
        yield Obstacle(
            "alias_taken",
            f"“{text}” is an alias of “{other.speaker.name}”. Remove it there first.",
        )
