import django.db.models.functions.datetime
import factcheck.lib.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0010_count_fingerprints'),
    ]

    operations = [
        # Only what Python fills in changes; the tables stay as they are.
        migrations.SeparateDatabaseAndState(
            state_operations=[
            migrations.AlterField(
                model_name='article',
                name='created_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='originoverride',
                name='decided_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='outletrating',
                name='rated_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            migrations.AlterField(
                model_name='snapshot',
                name='fetched_at',
                field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
            ),
            ],
        ),
    ]
