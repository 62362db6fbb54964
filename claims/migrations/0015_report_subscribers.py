"""Subscribers of weekly reports, and the e-mails to them."""

import claims.models.delivery
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import factcheck.lib.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0014_one_word_for_settled_speakers'),
        ('sources', '0011_times_by_the_clock'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportSubscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('is_active', models.BooleanField(default=True, help_text='Off: gets none until it is on again.', verbose_name='gets reports')),
                ('token', models.CharField(default=claims.models.delivery.new_token, editable=False, help_text='In the link by which they unsubscribe.', max_length=64, unique=True)),
                ('unsubscribed_at', models.DateTimeField(editable=False, help_text='When they took themselves off the list.', null=True)),
                ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False, help_text='Reports on weeks that ended before are not sent by themselves.')),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outlet', models.ForeignKey(blank=True, help_text="Reports on this outlet's articles alone. Empty: on everything.", null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sources.outlet')),
            ],
            options={
                'verbose_name': 'subscriber',
                'ordering': ('email', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ReportDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('unknown', 'not known'), ('cancelled', 'cancelled')], default='waiting', max_length=20)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('message_id', models.CharField(blank=True, help_text='Of every attempt, so that a mailbox can tell a second for the same.', max_length=255)),
                ('begun_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True, help_text='What the mail server said.')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='claims.weeklyreport')),
                ('subscriber', models.ForeignKey(help_text='Empty: the address was forgotten since.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='claims.reportsubscriber')),
            ],
            options={
                'verbose_name_plural': 'report deliveries',
                'ordering': ('id',),
            },
        ),
        migrations.AddConstraint(
            model_name='reportsubscriber',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('outlet__isnull', True)), name='subscriber_once_to_all', violation_error_message='This address gets the report already.'),
        ),
        migrations.AddConstraint(
            model_name='reportsubscriber',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('outlet'), name='subscriber_once_to_outlet', violation_error_message='This address gets the report already.'),
        ),
        migrations.AddConstraint(
            model_name='reportsubscriber',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), _negated=True), name='subscriber_has_address'),
        ),
        migrations.AddConstraint(
            model_name='reportsubscriber',
            constraint=models.CheckConstraint(condition=models.Q(('is_active', False), ('unsubscribed_at__isnull', True), _connector='OR'), name='subscriber_off_when_unsubscribed'),
        ),
        migrations.AddConstraint(
            model_name='reportdelivery',
            constraint=models.UniqueConstraint(fields=('report', 'subscriber'), name='report_delivered_once'),
        ),
        migrations.AddConstraint(
            model_name='reportdelivery',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sending', 'sent', 'failed', 'unknown', 'cancelled'])), name='delivery_state_known'),
        ),
        migrations.AddConstraint(
            model_name='reportdelivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='delivery_sent_has_time'),
        ),
    ]
