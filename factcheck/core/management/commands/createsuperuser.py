"""``manage.py createsuperuser``: Django's own, with an event in the ledger."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.db import transaction

from factcheck.core.models import User
from factcheck.core.people import record_new_user


class Command(createsuperuser.Command):
    """Asks as the stock command does, and notes the user whom it has made."""

    def handle(self, *args: Any, **options: Any) -> None:  # Any: argparse
        """Make the user, then record.

        Not in one transaction: it would be open while the operator types, and nobody
        else could write to a SQLite database.
        """
        newest = User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        super().handle(*args, **options)
        with transaction.atomic():
            for user in User.objects.filter(pk__gt=newest, is_superuser=True):
                record_new_user(user=user, by=None)
