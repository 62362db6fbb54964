import django.db.models.functions.datetime
import factcheck.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0010_corrections'),
        ('sources', '0011_times_by_the_clock'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='withdrawn_at',
            field=models.DateTimeField(help_text='When a run did not find it any more.', null=True),
        ),
        # Only what Python fills in changes; the tables stay as they are.
        migrations.SeparateDatabaseAndState(
            state_operations=[
            migrations.AlterField(
                model_name='claim',
                name='created_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='correction',
                name='at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='evidence',
                name='added_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='extractionrun',
                name='finished_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='reopening',
                name='reopened_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='review',
                name='created_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='speaker',
                name='created_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='speakermerge',
                name='done_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='speakersplit',
                name='done_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='staleness',
                name='since',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            ],
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(fields=['created_at', 'id'], name='claim_by_time'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('withdrawn_at__isnull', False)), fields=['withdrawn_at'], name='claim_by_withdrawal'),
        ),
    ]
