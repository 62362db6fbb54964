"""What people correct in claims, and that it outlives the next run of the engine.

Backwards the corrections are lost, and claims that only people found forbid it:
export them before.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from claims.migrations._correction_trigger import CORRECTIONS


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0009_votes_by_time'),
        ('sources', '0010_count_fingerprints'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('respan', 'words'), ('respeaker', 'speaker'), ('recue', 'class of the cue'), ('retier', 'tier'), ('split', 'split'), ('merge', 'merged'), ('add', 'added'), ('reject', 'rejected'), ('restore', 'restored')], max_length=20)),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('engine', models.CharField(blank=True, help_text='The version that was corrected; empty if none had found the claim.', max_length=150)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='claims.claim')),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [
                    models.Index(fields=['at'], name='correction_by_time'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['respan', 'respeaker', 'recue', 'retier', 'split', 'merge', 'add', 'reject', 'restore'])), name='correction_kind_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('engine', models.CharField(max_length=150)),
                ('speaker', models.TextField(blank=True, help_text='Whom it took for the speaker: the name, or the words.')),
                ('cue', models.JSONField(help_text='Spans, [[start, end], …].')),
                ('content', models.JSONField(help_text='Spans, [[start, end], …].')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='claims.claim')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='sources.snapshot')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [
                    models.UniqueConstraint(fields=('snapshot', 'fingerprint'), name='finding_fingerprint_unique'),
                ],
            },
        ),
        migrations.AddField(
            model_name='claim',
            name='added_by',
            field=models.ForeignKey(help_text='Who added it because the engine had missed it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claim',
            name='corrected_at',
            field=models.DateTimeField(help_text='When a person last corrected, added or rejected it.', null=True),
        ),
        migrations.AddField(
            model_name='claim',
            name='merged_into',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='claims.claim'),
        ),
        migrations.AddField(
            model_name='claim',
            name='rejection',
            field=models.CharField(blank=True, choices=[('', 'none'), ('not_a_claim', 'nothing is said to be so here'), ('not_attributed', 'it is not attributed to anybody'), ('duplicate', 'another claim says the same'), ('not_the_article', 'not words of the article'), ('other', 'another reason'), ('merged', 'merged into another claim')], default='', max_length=20),
        ),
        migrations.AddField(
            model_name='claim',
            name='settled',
            field=models.JSONField(default=list, help_text='The parts (`claims.parts.Part`) that a person decided on: a new run of the engine leaves them.'),
        ),
        migrations.AddField(
            model_name='claim',
            name='split_from',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='split_off', to='claims.claim'),
        ),
        migrations.AlterField(
            model_name='claim',
            name='confidence',
            field=models.FloatField(help_text='Probability, 0 to 1; null while only a person found it.', null=True),
        ),
        migrations.AlterField(
            model_name='claim',
            name='confidence_parts',
            field=models.JSONField(default=dict, help_text='Cue, speaker, content and resolution, each 0 to 1.'),
        ),
        migrations.AlterField(
            model_name='claim',
            name='fingerprint',
            field=models.CharField(help_text='Hash of the words and their places as first found: a second run of the engine meets the same claim again, corrected or not.', max_length=64),
        ),
        migrations.AlterField(
            model_name='claim',
            name='run',
            field=models.ForeignKey(help_text='The last that found it; null while only a person has.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='claims.extractionrun'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('rejection', ''), _negated=True), fields=['-id'], name='claim_rejected_newest'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('rejection__in', ['', 'not_a_claim', 'not_attributed', 'duplicate', 'not_the_article', 'other', 'merged'])), name='claim_rejection_known'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('rejection', 'merged')), models.Q(models.Q(('rejection', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='claim_merged_into_one'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('added_by__isnull', False), models.Q(('confidence__isnull', False), ('run__isnull', False)), _connector='OR'), name='claim_found_or_added'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('added_by__isnull', True), ('rejection', '')), ('corrected_at__isnull', False), _connector='OR'), name='claim_corrected_has_time'),
        ),
        CORRECTIONS.operation(),
    ]
