"""Weekly reports, frozen when they are made."""

import django.db.models.deletion
import django.db.models.functions.datetime
import factcheck.lib.clock
import uuid
from django.db import migrations, models


from claims.migrations._report_triggers import ERRATA, REPORTED, REPORTS


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0011_times_by_the_clock'),
    ]

    operations = [
        migrations.CreateModel(
            name='WeeklyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('monday', models.DateField(help_text="The week's first day, in the time zone.")),
                ('scope', models.CharField(default='all', help_text="Of what it is the report: everything, or one outlet's articles.", max_length=50)),
                ('number', models.PositiveIntegerField(help_text='1, 2, 3 … within its scope.')),
                ('time_zone', models.CharField(help_text='A name of the IANA.', max_length=64)),
                ('cut_off', models.DateTimeField(help_text='Nothing from this moment on is in it.')),
                ('generator', models.CharField(help_text='Version of what made it.', max_length=20)),
                ('terms', models.TextField(help_text='Canonical JSON of the settings it was made with: who publishes it, quorums. Rebuilding takes them from here.')),
                ('payload', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False)),
            ],
            options={
                'ordering': ('-monday', 'scope'),
                'permissions': [('send_weeklyreport', 'Can send reports to subscribers')],
                'constraints': [models.UniqueConstraint(fields=('monday', 'scope'), name='report_once_a_week'), models.UniqueConstraint(fields=('scope', 'number'), name='report_numbered_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='report_number_from_one')],
            },
        ),
        migrations.CreateModel(
            name='ReportErratum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='1, 2, 3 … of the report.')),
                ('thread', models.UUIDField()),
                ('says', models.TextField(help_text='Canonical JSON: what it was, what it is now.')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False)),
                ('found_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='found', to='claims.weeklyreport')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='errata', to='claims.weeklyreport')),
            ],
            options={
                'verbose_name_plural': 'report errata',
                'ordering': ('report', 'number'),
                'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='erratum_numbered_once'), models.CheckConstraint(condition=models.Q(('report', models.F('found_in')), _negated=True), name='erratum_found_later')],
            },
        ),
        migrations.CreateModel(
            name='ReportedClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thread', models.UUIDField(help_text='The claim through all texts of its article.')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='claims.weeklyreport')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('thread', 'report'), name='reported_claim_once')],
            },
        ),
        REPORTS.operation(),
        REPORTED.operation(),
        ERRATA.operation(),
    ]
