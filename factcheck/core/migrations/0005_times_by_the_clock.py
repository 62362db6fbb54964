import django.db.models.functions.datetime
from django.db import migrations, models

import factcheck.lib.clock


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_audit_events'),
    ]

    operations = [
        # Only what Python fills in changes; the table stays as it is.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='job',
                    name='created_at',
                    field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now, editable=False),
                ),
                migrations.AlterField(
                    model_name='job',
                    name='run_after',
                    field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=factcheck.lib.clock.now),
                ),
            ],
        ),
    ]
