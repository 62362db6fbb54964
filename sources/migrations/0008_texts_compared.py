"""Which texts have been compared with the others, and by which rules."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0007_feeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('snapshot', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='comparison', serialize=False, to='sources.snapshot')),
                ('version', models.CharField(max_length=20)),
                ('compared_at', models.DateTimeField()),
            ],
        ),
    ]
