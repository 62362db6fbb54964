"""What shows which articles are one origin, and how reliable outlets are."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0005_raw_bytes_are_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('agencies', models.JSONField(default=list, help_text='Names of credited agencies.')),
            ],
        ),
        migrations.CreateModel(
            name='Fingerprint',
            fields=[
                ('pk', models.CompositePrimaryKey('value', 'article_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('value', models.BigIntegerField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fingerprints', to='sources.article')),
            ],
        ),
        migrations.AddField(
            model_name='article',
            name='origin',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='articles', to='sources.origin'),
        ),
        migrations.CreateModel(
            name='AgencyCredit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, help_text='Empty for “agencies” and no more.', max_length=200)),
                ('kind', models.CharField(choices=[('credited', 'credited'), ('contributed', 'contributed')], max_length=20)),
                ('place', models.CharField(choices=[('byline', 'byline'), ('head', 'head'), ('dateline', 'dateline'), ('closing', 'closing')], max_length=20)),
                ('start', models.PositiveIntegerField(help_text='Characters of the text, or of the byline if it stands there.')),
                ('end', models.PositiveIntegerField(help_text='The first character after it.')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credits', to='sources.snapshot')),
            ],
            options={
                'ordering': ('snapshot', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['credited', 'contributed'])), name='credit_kind_known'), models.CheckConstraint(condition=models.Q(('place__in', ['byline', 'head', 'dateline', 'closing'])), name='credit_place_known')],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text="The outlet's usual name.", max_length=200)),
                ('written', models.CharField(help_text='As the text names it.', max_length=300)),
                ('pattern', models.CharField(choices=[('told', 'told'), ('spoke_to', 'spoke_to'), ('interview_with', 'interview_with'), ('according_to', 'according_to'), ('reported_by', 'reported_by'), ('report_in', 'report_in'), ('citing', 'citing'), ('outlet_reported', 'outlet_reported'), ('outlet_said', 'outlet_said'), ('report_of', 'report_of'), ('link', 'link')], max_length=20)),
                ('start', models.PositiveIntegerField(help_text="Characters of the snapshot's text.")),
                ('end', models.PositiveIntegerField(help_text='The first character after it.')),
                ('outlet', models.ForeignKey(help_text='If it is in the register.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='citations', to='sources.outlet')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='sources.snapshot')),
            ],
            options={
                'ordering': ('snapshot', 'start', 'id'),
                'constraints': [models.UniqueConstraint(fields=('snapshot', 'start', 'end', 'name'), name='citation_place_unique'), models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='citation_is_span'), models.CheckConstraint(condition=models.Q(('pattern__in', ['told', 'spoke_to', 'interview_with', 'according_to', 'reported_by', 'report_in', 'citing', 'outlet_reported', 'outlet_said', 'report_of', 'link'])), name='citation_pattern_known')],
            },
        ),
        migrations.CreateModel(
            name='OriginOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('decision', models.CharField(choices=[('join', 'one origin'), ('separate', 'two origins'), ('follow_rules', 'as the rules say')], max_length=20)),
                ('reason', models.TextField()),
                ('decided_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrides_a', to='sources.article')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrides_b', to='sources.article')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='override_pair_in_order'), models.CheckConstraint(condition=models.Q(('decision__in', ['join', 'separate', 'follow_rules'])), name='override_decision_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='OutletRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.CharField(choices=[('A', 'A: completely reliable'), ('B', 'B: usually reliable'), ('C', 'C: fairly reliable'), ('D', 'D: not usually reliable'), ('E', 'E: unreliable'), ('F', 'F: cannot be judged')], max_length=1)),
                ('since', models.DateField(help_text='The first day on which it holds.')),
                ('reason', models.TextField()),
                ('rated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='sources.outlet')),
                ('rated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reliability rating',
                'ordering': ('outlet', '-since', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('grade__in', ['A', 'B', 'C', 'D', 'E', 'F'])), name='rating_grade_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rating_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Overlap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sharing', models.CharField(choices=[('same_text', 'same_text'), ('shares_text', 'shares_text'), ('nothing', 'nothing')], max_length=20)),
                ('score', models.FloatField(help_text='Containment in the shorter text, 0 to 1.')),
                ('reasons', models.JSONField(help_text='Sentences for a person.')),
                ('passages', models.JSONField(help_text='Spans in both texts, and whether they count.')),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overlaps_a', to='sources.snapshot')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overlaps_b', to='sources.snapshot')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('a', 'b'), name='overlap_pair_unique'), models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='overlap_pair_in_order'), models.CheckConstraint(condition=models.Q(('sharing__in', ['same_text', 'shares_text', 'nothing'])), name='overlap_sharing_known'), models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 1)), name='overlap_score_is_share')],
            },
        ),
    ]
