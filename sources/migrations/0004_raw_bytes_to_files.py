"""Move raw bytes from the table to the file storage, and note known addresses.

May be stopped and run again: what is moved already is left as it is.
"""

from __future__ import annotations

import zlib

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sources import raw
from sources.addresses import address_key, written_form


def to_files(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Each snapshot's bytes into a file named by their hash."""
    snapshots = apps.get_model("sources", "Snapshot").objects
    waiting = snapshots.filter(raw_name="").values_list("pk", flat=True)
    for pk in list(waiting):
        packed = snapshots.values_list("raw", flat=True).get(pk=pk)
        name = raw.keep(zlib.decompress(bytes(packed)))
        snapshots.filter(pk=pk).update(raw_name=name)


def to_table(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Back into the table; the files stay."""
    snapshots = apps.get_model("sources", "Snapshot").objects
    for pk, name in list(snapshots.values_list("pk", "raw_name")):
        snapshots.filter(pk=pk).update(raw=zlib.compress(raw.load(name)), raw_name="")


def note_addresses(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The canonical URL of each article; of two articles at one, the first's."""
    addresses = apps.get_model("sources", "ArticleAddress").objects
    articles = apps.get_model("sources", "Article").objects
    known = articles.exclude(canonical_url=None).order_by("pk")
    for pk, url in known.values_list("pk", "canonical_url").iterator():
        try:
            key = address_key(written_form(url))
        except ValueError:  # stored before addresses were looked at so closely
            continue
        addresses.get_or_create(key=key, defaults={"article_id": pk, "url": url})


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_versions_addresses_fetches")]

    operations = [
        migrations.RunPython(to_files, to_table),
        migrations.RunPython(note_addresses, migrations.RunPython.noop),
    ]
