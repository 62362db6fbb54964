"""`Claim.settled` says it: the column of its own goes. On SQLite the table is remade."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0013_speakers_given_away_are_settled'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='claim',
            name='is_speaker_settled',
        ),
    ]
