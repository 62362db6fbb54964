"""Decisions are doubted too when evidence that they need is rejected."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0016_origins_in_doubt'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='staleness',
            name='staleness_kind_known',
        ),
        migrations.AlterField(
            model_name='staleness',
            name='kind',
            field=models.CharField(choices=[('new_text', 'the article has a new text'), ('opposing_evidence', 'new evidence against it'), ('evidence_rejected', 'evidence it stands on was rejected'), ('resolved_anew', 'the engine reads another speaker'), ('speaker_merged', 'the speaker became another'), ('outlet_downgraded', 'an outlet was downgraded'), ('origins_changed', 'origins were found to be one'), ('corrected', 'the claim was corrected'), ('not_found', 'the engine no longer finds it')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='staleness',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['new_text', 'opposing_evidence', 'evidence_rejected', 'resolved_anew', 'speaker_merged', 'outlet_downgraded', 'origins_changed', 'corrected', 'not_found'])), name='staleness_kind_known'),
        ),
    ]
