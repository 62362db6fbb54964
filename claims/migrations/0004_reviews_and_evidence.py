"""Reviews, evidence, and what follows from them for claims."""

import claims.models.review
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0003_claims_across_texts'),
        ('sources', '0010_count_fingerprints'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('aspect', models.CharField(choices=[('attribution', 'attribution'), ('content', 'content')], max_length=20)),
                ('stance', models.CharField(choices=[('supports', 'supports'), ('contradicts', 'contradicts'), ('discusses', 'discusses')], max_length=20)),
                ('start', models.PositiveIntegerField(help_text="Characters of the snapshot's text.", null=True)),
                ('end', models.PositiveIntegerField(null=True)),
                ('excerpt', models.TextField()),
                ('title', models.CharField(max_length=500)),
                ('url', models.CharField(blank=True, max_length=2000)),
                ('sha256', models.CharField(help_text='Of the text it is taken from; of the excerpt if not.', max_length=64)),
                ('speaker_kind', models.CharField(choices=[('named_person_with_role', 'named person with role'), ('named_person', 'named person'), ('organisation', 'organisation'), ('role_unnamed', 'role unnamed'), ('anonymous_source', 'anonymous source'), ('other_outlet', 'other outlet'), ('document', 'document'), ('social_post', 'social post'), ('unattributed_hearsay', 'unattributed hearsay'), ('outlet', 'outlet'), ('unknown', 'unknown')], max_length=30)),
                ('is_primary', models.BooleanField(default=False, help_text="A recording, an official record, the speaker's own post or text.")),
                ('is_interested', models.BooleanField(default=False, help_text="It speaks for the interest of the claim's speaker.")),
                ('is_independent', models.BooleanField(help_text="Of the claim's own origin.")),
                ('independence_reason', models.TextField()),
                ('note', models.TextField(blank=True)),
                ('acceptance', models.CharField(choices=[('suggested', 'suggested'), ('accepted', 'accepted'), ('rejected', 'rejected')], max_length=20)),
                ('added_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_reason', models.TextField(blank=True)),
                ('added_by', models.ForeignKey(help_text='Empty if the engine suggested it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='claims.claim')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('snapshot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='evidence', to='sources.snapshot')),
                ('speaker', models.ForeignKey(help_text='Who speaks in it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='evidence', to='claims.speaker')),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ('id',),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('aspect__in', ['attribution', 'content'])), name='evidence_aspect_known'),
                    models.CheckConstraint(condition=models.Q(('speaker_kind__in', ['named_person_with_role', 'named_person', 'organisation', 'role_unnamed', 'anonymous_source', 'other_outlet', 'document', 'social_post', 'unattributed_hearsay', 'outlet', 'unknown'])), name='evidence_speaker_kind_known'),
                    models.CheckConstraint(condition=models.Q(('stance__in', ['supports', 'contradicts', 'discusses'])), name='evidence_stance_known'),
                    models.CheckConstraint(condition=models.Q(('acceptance__in', ['suggested', 'accepted', 'rejected'])), name='evidence_acceptance_known'),
                    models.CheckConstraint(condition=models.Q(('excerpt', ''), _negated=True), name='evidence_has_words'),
                    models.CheckConstraint(condition=models.Q(models.Q(('end__isnull', True), ('start__isnull', True)), ('start__lt', models.F('end')), _connector='OR'), name='evidence_place_is_span'),
                    models.CheckConstraint(condition=models.Q(('start__isnull', False), models.Q(('url', ''), _negated=True), _connector='OR'), name='evidence_has_place_or_address'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReadingLock',
            fields=[
                ('claim', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='lock', serialize=False, to='claims.claim')),
                ('until', models.DateTimeField()),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('aspect', models.CharField(choices=[('attribution', 'attribution'), ('content', 'content')], max_length=20)),
                ('verdict', models.CharField(blank=True, choices=[('corroborated', 'corroborated'), ('partly_corroborated', 'partly corroborated'), ('disputed', 'disputed'), ('unverified', 'unverified'), ('not_checkable', 'not checkable')], max_length=20)),
                ('rationale', models.TextField(blank=True)),
                ('scope_note', models.TextField(blank=True, help_text='For which time, place and meaning of its words.')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('is_additional', models.BooleanField(help_text='By who added the claim or found its evidence: it fills no quorum.')),
                ('is_adjudication', models.BooleanField()),
                ('origin_count', models.PositiveSmallIntegerField(default=0)),
                ('named_origin_count', models.PositiveSmallIntegerField(default=0)),
                ('primary_count', models.PositiveSmallIntegerField(default=0)),
                ('support_count', models.PositiveSmallIntegerField(default=0)),
                ('contradiction_count', models.PositiveSmallIntegerField(default=0)),
                ('cast', models.UUIDField(default=uuid.uuid4, help_text='One for the votes that were given together.')),
                ('seal', models.CharField(default=claims.models.review.new_seal, help_text="Random; with it, the ledger's hash of a blind vote can be checked.", max_length=32)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='claims.claim')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                ('snapshot', models.ForeignKey(help_text='The text it was given on.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.snapshot')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='claims.review')),
            ],
            options={
                'ordering': ('id',),
                'permissions': [('adjudicate_review', 'Can decide where votes differ')],
                'indexes': [
                    models.Index(fields=['reviewer', 'claim'], name='review_by_reviewer'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('aspect__in', ['attribution', 'content'])), name='review_aspect_known'),
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['', 'corroborated', 'partly_corroborated', 'disputed', 'unverified', 'not_checkable'])), name='review_verdict_known'),
                    models.UniqueConstraint(condition=models.Q(('supersedes__isnull', True)), fields=('claim', 'reviewer', 'aspect', 'is_adjudication'), name='review_first_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('verdict', ''), _negated=True), ('supersedes__isnull', False), _connector='OR'), name='review_takes_back_another'),
                    models.CheckConstraint(condition=models.Q(('verdict__in', ['', 'corroborated']), models.Q(('rationale', ''), _negated=True), _connector='OR'), name='review_says_why'),
                    models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'corroborated'), _negated=True), models.Q(('named_origin_count__gte', 1), ('origin_count__gte', 2)), models.Q(('aspect', 'attribution'), ('primary_count__gte', 1)), _connector='OR'), name='review_corroborated_by_origins'),
                    models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'partly_corroborated'), _negated=True), ('support_count__gte', 1), _connector='OR'), name='review_partly_by_support'),
                    models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'disputed'), _negated=True), ('contradiction_count__gte', 1), _connector='OR'), name='review_disputed_by_an_excerpt'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReviewEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.evidence')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named', to='claims.review')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('review', 'evidence'), name='review_names_evidence_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.TextField()),
                ('reopened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='claims.claim')),
                ('reopened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('after', models.ForeignKey(help_text='The last vote that no longer counts.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.review')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reopening_says_why'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Staleness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('new_text', 'the article has a new text'), ('opposing_evidence', 'new evidence against it'), ('resolved_anew', 'the engine reads another speaker'), ('speaker_merged', 'the speaker became another'), ('outlet_downgraded', 'an outlet was downgraded'), ('corrected', 'the claim was corrected'), ('not_found', 'the engine no longer finds it')], max_length=20)),
                ('detail', models.TextField()),
                ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('settled_at', models.DateTimeField(null=True)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubts', to='claims.claim')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['new_text', 'opposing_evidence', 'resolved_anew', 'speaker_merged', 'outlet_downgraded', 'corrected', 'not_found'])), name='staleness_kind_known'),
                ],
            },
        ),
        migrations.AddField(
            model_name='claim',
            name='attribution_agreement',
            field=models.CharField(choices=[('none', 'none'), ('single', 'single'), ('quorum', 'quorum'), ('conflict', 'conflict'), ('adjudicated', 'adjudicated')], default='none', max_length=20),
        ),
        migrations.AddField(
            model_name='claim',
            name='attribution_verdict',
            field=models.CharField(blank=True, choices=[('corroborated', 'corroborated'), ('partly_corroborated', 'partly corroborated'), ('disputed', 'disputed'), ('unverified', 'unverified'), ('not_checkable', 'not checkable')], default='', max_length=20),
        ),
        migrations.AddField(
            model_name='claim',
            name='content_agreement',
            field=models.CharField(choices=[('none', 'none'), ('single', 'single'), ('quorum', 'quorum'), ('conflict', 'conflict'), ('adjudicated', 'adjudicated')], default='none', max_length=20),
        ),
        migrations.AddField(
            model_name='claim',
            name='content_verdict',
            field=models.CharField(blank=True, choices=[('corroborated', 'corroborated'), ('partly_corroborated', 'partly corroborated'), ('disputed', 'disputed'), ('unverified', 'unverified'), ('not_checkable', 'not checkable')], default='', max_length=20),
        ),
        migrations.AddField(
            model_name='claim',
            name='decided_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='claim',
            name='is_high_risk',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='claim',
            name='is_stale',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='claim',
            name='priority',
            field=models.FloatField(default=0.0, help_text='What is checked first; see claims/verdicts/priority.py.'),
        ),
        migrations.AddField(
            model_name='claim',
            name='reach',
            field=models.PositiveIntegerField(default=1, help_text='Articles of its origin that carry it.'),
        ),
        migrations.AddField(
            model_name='claim',
            name='version',
            field=models.PositiveIntegerField(default=0, help_text='Grows with each change that who is about to vote should see.'),
        ),
        migrations.AddField(
            model_name='claim',
            name='thread',
            field=models.UUIDField(null=True, help_text='One for the claim in all texts of its article: votes and evidence on any of them belong to it.'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['thread'], name='claim_by_thread'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('progress__in', ['new', 'triaged', 'in_review', 'reopened']), models.Q(('ending', 'continued'), _negated=True)), fields=['-priority', 'id'], name='claim_queue'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('is_stale', True)), fields=['-priority', 'id'], name='claim_stale'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('attribution_agreement', 'conflict'), ('content_agreement', 'conflict'), _connector='OR'), fields=['-priority', 'id'], name='claim_conflict'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('attribution_verdict__in', ['', 'corroborated', 'partly_corroborated', 'disputed', 'unverified', 'not_checkable']), ('content_verdict__in', ['', 'corroborated', 'partly_corroborated', 'disputed', 'unverified', 'not_checkable'])), name='claim_verdicts_known'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('attribution_agreement__in', ['none', 'single', 'quorum', 'conflict', 'adjudicated']), ('content_agreement__in', ['none', 'single', 'quorum', 'conflict', 'adjudicated'])), name='claim_agreements_known'),
        ),
        migrations.AddField(
            model_name='review',
            name='evidence',
            field=models.ManyToManyField(related_name='reviews', through='claims.ReviewEvidence', to='claims.evidence'),
        ),
    ]
