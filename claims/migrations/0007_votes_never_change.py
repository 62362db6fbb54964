"""The database refuses to change or delete votes."""

from django.db import migrations

from factcheck.core.append_only import AppendOnly

_MESSAGE = "votes are never changed: record a new one"


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0006_threads_are_known"),
    ]

    operations = [
        AppendOnly(table="claims_review", message=_MESSAGE).operation(),
        AppendOnly(
            table="claims_reviewevidence", message=_MESSAGE, unique=("id",)
        ).operation(),
        AppendOnly(table="claims_reopening", message=_MESSAGE).operation(),
    ]
