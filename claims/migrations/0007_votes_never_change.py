"""The database refuses to change or delete votes."""

from django.db import migrations

from factcheck.core.append_only import never_changed

_MESSAGE = "votes are never changed: record a new one"


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0006_threads_are_known"),
    ]

    operations = [
        never_changed("claims_review", message=_MESSAGE),
        never_changed("claims_reviewevidence", message=_MESSAGE, keys=("id",)),
        never_changed("claims_reopening", message=_MESSAGE),
    ]
