"""Articles know how many fingerprints they have."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0008_texts_compared'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='fingerprint_count',
            field=models.PositiveIntegerField(default=0, editable=False, help_text='Of its newest text, so that a look-up need not count them.'),
        ),
    ]
