"""Drop the column of raw bytes; snapshots are unchangeable again from here on."""

from __future__ import annotations

from django.db import migrations

from sources.migrations._snapshot_trigger import create, drop


class Migration(migrations.Migration):
    dependencies = [("sources", "0004_raw_bytes_to_files")]

    operations = [
        migrations.RemoveField(model_name="snapshot", name="raw"),
        migrations.RunPython(create, drop),
    ]
