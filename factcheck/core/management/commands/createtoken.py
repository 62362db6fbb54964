"""``manage.py createtoken``: an API token for a user."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser

from factcheck.core.models import User
from factcheck.core.tokens import issue_token


class Command(BaseCommand):
    """Issues a token and prints it, once."""

    help = (
        "Issue an API token with a user's rights and print it. It is not shown again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the owner and the name."""
        parser.add_argument("user", help="the owner's user name")
        parser.add_argument(
            "--name", default="command line", help="what will use it, and where"
        )

    def handle(self, *, user: str, name: str, **options: object) -> None:
        """Issue and print."""
        owner = User.objects.filter(username=user, is_active=True).first()
        if owner is None:
            raise CommandError(f"There is no active user named {user!r}.")
        token, text = issue_token(name=name[:100], owner=owner, by=None)
        self.stderr.write(f"Token {token} for {owner.username} ({owner.role}):")
        self.stdout.write(text)
