"""Feeds that are followed, and their items."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0006_origins_and_ratings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('url', models.CharField(max_length=2000, unique=True)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('site_url', models.CharField(blank=True, max_length=2000)),
                ('is_active', models.BooleanField(default=True, help_text='Polled by itself.')),
                ('etag', models.CharField(blank=True, max_length=500)),
                ('last_modified', models.CharField(blank=True, max_length=100)),
                ('next_poll_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('polled_at', models.DateTimeField(null=True)),
                ('succeeded_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0, help_text='How often in a row it could not be read.')),
                ('code', models.CharField(blank=True, help_text='Why it failed.', max_length=50)),
                ('reason', models.TextField(blank=True, help_text='The same, for a person.')),
                ('problems', models.JSONField(default=list, help_text='What could not be used when it was last read.')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('outlet', models.ForeignKey(blank=True, help_text="Of all its articles. Empty: as each article's address says.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='feeds', to='sources.outlet')),
            ],
            options={
                'ordering': ('title', 'id'),
            },
        ),
        migrations.CreateModel(
            name='FeedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('url', models.CharField(max_length=2000)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField(null=True)),
                ('refusal', models.TextField(blank=True, help_text='Why its address cannot even be asked for.')),
                ('seen_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='sources.feed')),
                ('fetch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='feed_items', to='sources.fetch')),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.AddIndex(
            model_name='feed',
            index=models.Index(condition=models.Q(('is_active', True)), fields=['next_poll_at'], name='feed_due'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.CheckConstraint(condition=models.Q(('url__startswith', 'http://'), ('url__startswith', 'https://'), _connector='OR'), name='feed_url_is_web'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.CheckConstraint(condition=models.Q(('failures', 0), models.Q(('reason', ''), _negated=True), _connector='OR'), name='feed_failure_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='feeditem',
            constraint=models.UniqueConstraint(fields=('feed', 'key'), name='feed_item_once'),
        ),
    ]
