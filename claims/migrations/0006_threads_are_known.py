"""Every claim has its thread."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0005_fill_threads_and_priorities'),
    ]

    operations = [
        migrations.AlterField(
            model_name='claim',
            name='thread',
            field=models.UUIDField(default=uuid.uuid4, help_text='One for the claim in all texts of its article: votes and evidence on any of them belong to it.'),
        ),
    ]
