"""Claims that a person gave to another speaker say so among their settled parts.

Backwards nothing is to be done: the part counted for the same before.
"""

from django.db import migrations

_AT_ONCE = 1_000


def carry_over(apps, editor):
    """Of each such claim the speaker is settled, with what else was."""
    claims = apps.get_model("claims", "Claim").objects
    given = claims.filter(is_speaker_settled=True).only("settled")
    some = []
    for claim in given.iterator(chunk_size=_AT_ONCE):
        if "speaker" not in claim.settled:
            claim.settled = [*claim.settled, "speaker"]
        some.append(claim)
        if len(some) == _AT_ONCE:
            claims.bulk_update(some, ["settled"])
            some = []
    claims.bulk_update(some, ["settled"])


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0012_weekly_reports"),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
