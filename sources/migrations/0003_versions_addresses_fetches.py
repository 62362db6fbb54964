"""Room for versions, addresses and fetches, and for raw bytes in files.

The trigger that keeps snapshots unchanged is away until 0005: SQLite makes the
table anew, and 0004 fills in where the bytes went.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from sources.migrations._snapshot_trigger import create, drop


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0002_snapshots_never_change'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(drop, create),
        migrations.CreateModel(
            name='ArticleAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=2000, unique=True)),
                ('url', models.CharField(max_length=2000)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Fetch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('url', models.CharField(max_length=2000)),
                ('state', models.CharField(choices=[('asked', 'waiting'), ('changed', 'new text'), ('unchanged', 'unchanged'), ('failed', 'failed')], default='asked', max_length=10)),
                ('code', models.CharField(blank=True, help_text='Why it failed.', max_length=50)),
                ('reason', models.TextField(blank=True, help_text='The same, for a person.')),
                ('given', models.JSONField(default=dict, help_text='Outlet, title and day that were given by hand.')),
                ('etag', models.CharField(blank=True, max_length=500)),
                ('last_modified', models.CharField(blank=True, max_length=100)),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name_plural': 'fetches',
                'ordering': ('-id',),
            },
        ),
        migrations.RemoveConstraint(
            model_name='snapshot',
            name='snapshot_text_unique',
        ),
        # With a default, so that 0005 can be taken back.
        migrations.AlterField(
            model_name='snapshot',
            name='raw',
            field=models.BinaryField(default=b'', help_text='The bytes as they came, compressed (zlib).'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='fetched_from',
            field=models.CharField(blank=True, help_text='After redirects. Empty if it was handed in.', max_length=2000),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='headers',
            field=models.JSONField(default=dict, help_text='Of the answer it was fetched with, in lower case.'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='links',
            field=models.JSONField(default=list, help_text='Start, end and URL of each link in the text.'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='raw_name',
            field=models.CharField(default='', help_text='Where the raw bytes are in the file storage.', max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='snapshot',
            name='reread_of',
            field=models.ForeignKey(help_text='Set where a better reader has read the same raw bytes again.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rereadings', to='sources.snapshot'),
        ),
        migrations.AddField(
            model_name='articleaddress',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='sources.article'),
        ),
        migrations.AddField(
            model_name='fetch',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='fetches', to='sources.article'),
        ),
        migrations.AddField(
            model_name='fetch',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fetch',
            name='snapshot',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='fetches', to='sources.snapshot'),
        ),
        migrations.AddConstraint(
            model_name='fetch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'changed', 'unchanged', 'failed'])), name='fetch_state_known'),
        ),
        migrations.AddConstraint(
            model_name='fetch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('changed', 'unchanged')), _negated=True), ('snapshot__isnull', False), _connector='OR'), name='fetch_success_has_snapshot'),
        ),
    ]
