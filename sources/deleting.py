"""Deleting articles with everything of theirs."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from factcheck.core import audit
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import Action, User
from sources import raw
from sources.grouping import lock_articles, regroup
from sources.models import Article, Origin, Snapshot
from sources.recording import article_values
from sources.telling import origins_changed


def delete_articles(articles: list[Article], *, by: User | None) -> None:
    """Delete articles with everything of theirs, raw bytes included.

    Bytes that another article has too stay; what was one origin only because of the
    deleted is so no longer. ``by`` None is the machine's own operator. Raises
    `PermissionDenied`, and `Refused` for an article that people have worked on: what
    they decided is never deleted.
    """
    if by is not None and not by.has_perm("sources.delete_article"):
        raise PermissionDenied("Your role does not allow deleting articles.")
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
        deeds = [_deletion(article) for article in articles]
        for article in articles:
            _delete(article)
        regroup(left)
        if left:
            origins_changed(sorted(left))  # those that stayed together are fewer now
        Origin.objects.filter(pk__in=origins, articles=None).delete()
        kept = Snapshot.objects.filter(raw_name__in=names)
        unused = names - set(kept.values_list("raw_name", flat=True))
        audit.record_all(deeds, by=by)
        transaction.on_commit(lambda: raw.remove(sorted(unused)))


def _delete(article: Article) -> None:
    try:
        article.delete()
    except ProtectedError as error:
        kinds = {str(row._meta.verbose_name_plural) for row in error.protected_objects}
        raise Refused(
            f"“{article.title}” cannot be deleted, because people have worked on it: "
            f"it has {' and '.join(sorted(kinds))}.",
            code="worked_on",
        ) from error


def _deletion(article: Article) -> audit.Deed:
    texts = article.snapshots.order_by("number").values_list("sha256", flat=True)
    return audit.Deed(
        action=Action.ARTICLE_DELETED,
        subject=audit.subject_of(article),
        before={
            **article_values(article),
            "created_at": article.created_at,
            "texts_sha256": list(texts),
        },
    )
