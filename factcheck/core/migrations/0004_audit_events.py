"""The ledger, which the database itself refuses to change.

Backwards the ledger is lost: write its last number and hash down before.
"""

import uuid
from django.db import migrations, models

from factcheck.core.migrations._audit_trigger import create, drop

class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_find_jobs_by_subject'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('number', models.PositiveBigIntegerField(help_text='1, 2, 3 …, without gaps.', primary_key=True, serialize=False)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('actor_id', models.UUIDField(help_text="The user's public id; empty for the machine's operator.", null=True)),
                ('actor_name', models.CharField(blank=True, help_text='Their user name at that time.', max_length=150)),
                ('channel', models.CharField(choices=[('admin', 'admin'), ('api', 'API'), ('command', 'command'), ('job', 'job'), ('system', 'system')], max_length=20)),
                ('action', models.CharField(max_length=50)),
                ('subject_kind', models.CharField(max_length=50)),
                ('subject_id', models.CharField(max_length=100)),
                ('subject_label', models.CharField(blank=True, max_length=200)),
                ('before', models.TextField(help_text='Canonical JSON of what changed.')),
                ('after', models.TextField(help_text='Canonical JSON of what it became.')),
                ('reason', models.TextField(blank=True)),
                ('request_id', models.UUIDField(help_text='One for each request, job or command.')),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'audit event',
                'verbose_name_plural': 'audit',
                'ordering': ('-number',),
                'indexes': [models.Index(fields=['subject_id', 'number'], name='audit_by_subject'), models.Index(fields=['action', 'number'], name='audit_by_action'), models.Index(fields=['happened_at'], name='audit_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='audit_number_from_one'), models.CheckConstraint(condition=models.Q(('channel__in', ['admin', 'api', 'command', 'job', 'system'])), name='audit_channel_known'), models.CheckConstraint(condition=models.Q(models.Q(('actor_id__isnull', True), ('actor_name', '')), models.Q(('actor_id__isnull', False), models.Q(('actor_name', ''), _negated=True)), _connector='OR'), name='audit_actor_whole')],
            },
        ),
        migrations.CreateModel(
            name='LedgerHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='ledger_head_is_single')],
            },
        ),
        migrations.RunPython(create, drop),
    ]
