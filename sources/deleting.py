"""Deleting articles with everything of theirs."""

from __future__ import annotations

from django.db import transaction

from sources import raw
from sources.grouping import lock_articles, regroup
from sources.models import Article, Origin, Snapshot


def delete_articles(articles: list[Article]) -> None:
    """Delete articles with everything of theirs, raw bytes included.

    The caller has asked for permission. Bytes that another article has too stay;
    what was one origin only because of the deleted is so no longer.
    """
    ids = [article.pk for article in articles]
    with transaction.atomic():
        copies = Article.objects.filter(
            origin__in=Article.objects.filter(pk__in=ids)
            .exclude(origin=None)
            .values("origin")
        )
        left = set(copies.values_list("pk", flat=True)) - set(ids)
        lock_articles([*ids, *left])
        origins = set(copies.values_list("origin", flat=True))
        mine = Snapshot.objects.filter(article__in=ids)
        names = set(mine.values_list("raw_name", flat=True))
        for article in articles:
            article.delete()
        regroup(left)
        Origin.objects.filter(pk__in=origins, articles=None).delete()
        kept = Snapshot.objects.filter(raw_name__in=names)
        unused = names - set(kept.values_list("raw_name", flat=True))
        transaction.on_commit(lambda: raw.remove(sorted(unused)))
