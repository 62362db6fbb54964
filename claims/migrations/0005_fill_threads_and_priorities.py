"""Give the claims that are there their thread, and their place in the queue."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

from claims.verdicts.priority import priority

_AT_ONCE = 1_000


def fill(apps, editor):
    """A thread begins with the claim that continues none."""
    claims = apps.get_model("claims", "Claim").objects
    claims.filter(continues=None).update(thread=F("public_id"))
    before = claims.filter(pk=OuterRef("continues")).values("thread")[:1]
    waiting = claims.filter(thread=None)
    while waiting.filter(continues__thread__isnull=False).exists():
        waiting.filter(continues__thread__isnull=False).update(thread=Subquery(before))
    rows = claims.select_related("snapshot").only(
        "check_worthiness", "reach", "snapshot__fetched_at"
    )
    some = []
    for claim in rows.iterator(chunk_size=_AT_ONCE):
        claim.priority = priority(
            worth=claim.check_worthiness,
            reach=claim.reach,
            since=claim.snapshot.fetched_at,
        )
        some.append(claim)
        if len(some) == _AT_ONCE:
            claims.bulk_update(some, ["priority"])
            some = []
    claims.bulk_update(some, ["priority"])


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0004_reviews_and_evidence"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
