"""Speakers can be merged and split, with roles, aliases by hand and a Wikidata id."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0007_votes_never_change'),
        ('sources', '0010_count_fingerprints'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SpeakerMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.TextField()),
                ('claim_ids', models.JSONField(default=list, help_text='Claims that were moved.')),
                ('done_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('undone_at', models.DateTimeField(null=True)),
                ('relay_ids', models.JSONField(default=list, help_text='Relays that were moved.')),
                ('alias_ids', models.JSONField(default=list, help_text='Aliases that were moved.')),
                ('role_ids', models.JSONField(default=list, help_text='Roles that were moved.')),
                ('speaker_ids', models.JSONField(default=list, help_text='Speakers merged into the merged one before: they were led on.')),
                ('took_wikidata', models.BooleanField(default=False, help_text='Whether the other one got its Wikidata id.')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges_here', to='claims.speaker')),
                ('speaker', models.ForeignKey(help_text='The one that was merged.', on_delete=django.db.models.deletion.CASCADE, related_name='merges_away', to='claims.speaker')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='speakermerge_has_reason'),
                    models.CheckConstraint(condition=models.Q(('undone_at__isnull', False), ('undone_by__isnull', True), _connector='OR'), name='speakermerge_undone_whole'),
                    models.CheckConstraint(condition=models.Q(('speaker', models.F('into')), _negated=True), name='speakermerge_has_two_speakers'),
                    models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('speaker',), name='speaker_merged_once_at_a_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SpeakerRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.CharField(max_length=300)),
                ('since', models.DateField(help_text='The first day, if known.', null=True)),
                ('until', models.DateField(help_text='The last day, if it is over.', null=True)),
                ('added_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('article', models.ForeignKey(help_text='The article that says so.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='sources.article')),
                ('speaker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='claims.speaker')),
            ],
            options={
                'ordering': (models.OrderBy(models.F('since'), descending=True, nulls_last=True), 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='speaker_role_has_words'),
                    models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('since__lte', models.F('until')), _connector='OR'), name='speaker_role_days_in_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SpeakerSplit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.TextField()),
                ('claim_ids', models.JSONField(default=list, help_text='Claims that were moved.')),
                ('done_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('undone_at', models.DateTimeField(null=True)),
                ('is_into_new', models.BooleanField(help_text='Whether the other one was made by it.')),
                ('settled_ids', models.JSONField(default=list, help_text='Of the claims, those a person had decided on before.')),
                ('alias_moves', models.JSONField(default=list, help_text="For each alias: its id, its state before, the id of the other speaker's alias, and that one's state before, null if it is new.")),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='splits_here', to='claims.speaker')),
                ('speaker', models.ForeignKey(help_text='The one whose claims they were.', on_delete=django.db.models.deletion.CASCADE, related_name='splits_away', to='claims.speaker')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='speakersplit_has_reason'),
                    models.CheckConstraint(condition=models.Q(('undone_at__isnull', False), ('undone_by__isnull', True), _connector='OR'), name='speakersplit_undone_whole'),
                    models.CheckConstraint(condition=models.Q(('speaker', models.F('into')), _negated=True), name='speakersplit_has_two_speakers'),
                ],
            },
        ),
        migrations.AddField(
            model_name='claim',
            name='is_speaker_settled',
            field=models.BooleanField(db_default=False, default=False, help_text="A person said who it is: the engine's next run leaves the speaker."),
        ),
        migrations.AddField(
            model_name='speaker',
            name='merged_into',
            field=models.ForeignKey(blank=True, help_text='Set once a person has said that this is the same speaker; never leads to one that was merged itself.', null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='merged', to='claims.speaker'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='Grows with each change by a person.'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='wikidata',
            field=models.CharField(blank=True, help_text='Id of the Wikidata item, such as Q42.', max_length=20),
        ),
        migrations.AddField(
            model_name='speakeralias',
            name='state',
            field=models.CharField(choices=[('found', 'found in an article'), ('entered', 'entered by a person'), ('removed', 'removed by a person')], default='found', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='speaker',
            constraint=models.CheckConstraint(condition=models.Q(('wikidata', ''), ('wikidata__regex', '^Q[1-9][0-9]*$'), _connector='OR'), name='speaker_wikidata_is_item'),
        ),
        migrations.AddConstraint(
            model_name='speaker',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('wikidata', ''), _negated=True), ('merged_into__isnull', True)), fields=('wikidata',), name='speaker_wikidata_unique'),
        ),
        migrations.AddConstraint(
            model_name='speaker',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='speaker_not_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='speakeralias',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['found', 'entered', 'removed'])), name='speaker_alias_state_known'),
        ),
        migrations.AddConstraint(
            model_name='speakeralias',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'entered')), fields=('text',), name='speaker_alias_leads_to_one'),
        ),
    ]
