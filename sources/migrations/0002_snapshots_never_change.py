"""Have the database itself refuse to change a snapshot.

Every claim's spans count characters of a snapshot's text, so that an edited
text would silently move every span. Deleting (with the article) stays allowed.
"""

from __future__ import annotations

from django.db import migrations

from sources.migrations._snapshot_trigger import create, drop


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_outlets_articles_snapshots")]

    operations = [migrations.RunPython(create, drop)]
