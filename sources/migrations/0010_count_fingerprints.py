"""Count the fingerprints that are there already."""

from django.db import migrations
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce


def count(apps, editor):
    """Each article's fingerprints, in one statement."""
    own = apps.get_model("sources", "Fingerprint").objects.filter(article=OuterRef("pk"))
    counted = own.order_by().values("article").annotate(n=Count("value")).values("n")
    articles = apps.get_model("sources", "Article").objects
    articles.update(fingerprint_count=Coalesce(Subquery(counted), 0))


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0009_fingerprints_counted'),
    ]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
