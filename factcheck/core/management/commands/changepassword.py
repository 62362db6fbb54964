"""``manage.py changepassword``: Django's own, with an event in the ledger."""

from __future__ import annotations

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.db import transaction

from factcheck.core.models import User
from factcheck.core.people import record_password


class Command(changepassword.Command):
    """Asks as the stock command does, and notes whose password it has set."""

    def handle(self, *args: Any, **options: Any) -> str | None:  # Any: argparse
        """Set the password, then record; why not at once: see createsuperuser."""
        username = options["username"] or getpass.getuser()
        told = super().handle(*args, **{**options, "username": username})
        with transaction.atomic():
            user = User.objects.get(username=username)
            record_password(user=user, by=None)
        return told
