"""Which speaker a name stands for, after what people have said about speakers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from django.db import connection

from claims.models import AliasState, Speaker, SpeakerAlias
from sources.models import Article

_Rows = dict[str, Speaker]


def known_names(names: Collection[str]) -> set[str]:
    """Which of the names stand for a speaker already, in any article."""
    return set(_named(names))


def meant_by(names: Collection[str]) -> dict[str, Speaker]:
    """For each known name, the speaker for whom it stands in any article.

    1. A speaker of that name. 2. The speaker of whom a person said that the name is
    theirs. 3. The one into whom the speaker of that name was merged. Nobody can merge
    or split them until the transaction ends.
    """
    return _held(lambda: _named(names))


def meant_in(article: Article, names: Collection[str]) -> dict[str, Speaker]:
    """For each known description, the speaker for whom it stands in this article.

    Nobody can merge or split them until the transaction ends.
    """
    own = Speaker.objects.filter(article=article, name__in=names)
    return _held(lambda: {row.name: row for row in own.select_related("merged_into")})


def standing(speaker: Speaker) -> Speaker:
    """The speaker, or the one into whom they were merged.

    Nobody can merge or split them until the transaction ends.
    """
    rows = Speaker.objects.select_related("merged_into")
    return _held(lambda: {speaker.name: rows.get(pk=speaker.pk)})[speaker.name]


def _held(find: Callable[[], _Rows]) -> _Rows:
    """What is found, once it cannot change any more; merged rows lead on."""
    held: set[int] = set()
    while True:
        found = find()
        ids = _ids(found.values())
        if ids <= held:
            return {name: row.merged_into or row for name, row in found.items()}
        _hold(ids)
        held |= ids


def _hold(ids: Collection[int]) -> None:
    """Any number of transactions can hold the same. SQLite has one writer anyway."""
    if connection.vendor != "postgresql":
        return
    # Django knows no FOR SHARE; with FOR UPDATE extractions waited for each other.
    # By id, as merges lock too, so that no two wait for each other.
    statement = "SELECT id FROM claims_speaker WHERE id = ANY(%s) ORDER BY id FOR SHARE"
    with connection.cursor() as cursor:
        cursor.execute(statement, [sorted(ids)])


def _named(names: Collection[str]) -> _Rows:
    """The row for each name, perhaps a merged one."""
    rows = Speaker.objects.filter(article=None, name__in=names)
    by_name = {row.name: row for row in rows.select_related("merged_into")}
    entered = SpeakerAlias.objects.filter(state=AliasState.ENTERED, text__in=names)
    for alias in entered.select_related("speaker__merged_into"):
        own = by_name.get(alias.text)
        if own is None or own.merged_into_id is not None:
            by_name[alias.text] = alias.speaker
    return by_name


def _ids(rows: Iterable[Speaker]) -> set[int]:
    pairs = ((row.pk, row.merged_into_id) for row in rows)
    return {pk for pair in pairs for pk in pair if pk is not None}
