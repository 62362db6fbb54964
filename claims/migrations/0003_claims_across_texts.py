"""Claims know what became of them in the next text of their article."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0002_check_worthiness_and_own_sentences'),
        ('sources', '0005_raw_bytes_are_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='continues',
            field=models.OneToOneField(help_text='The same claim in the text before this one.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='continued_by', to='claims.claim'),
        ),
        migrations.AddField(
            model_name='claim',
            name='ending',
            field=models.CharField(blank=True, choices=[('', 'none'), ('continued', 'continued in the next text'), ('removed', 'removed by the outlet'), ('orphaned', 'not found again for certain'), ('not_read', 'not in the text as read again')], default='', help_text='What became of it in the next text.', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('ending__in', ['', 'continued', 'removed', 'orphaned', 'not_read'])), name='claim_ending_known'),
        ),
    ]
