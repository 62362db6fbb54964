"""Use cases of users: what changes their rights or their name is in the ledger."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from factcheck.core import audit
from factcheck.core.errors import PermissionDenied
from factcheck.core.models import Action, User

RECORDED: Final = ("username", "display_name", "role", "is_active", "is_superuser")
"""What the ledger keeps of a user. Of the e-mail address, which gives no right and
could never be erased from there, only that it became another."""


def save_user(*, user: User, by: User | None) -> None:
    """Store a new user, or the changes to one, as ``by`` entered them.

    ``by`` None is the machine's operator. Raises `PermissionDenied` when the role does
    not allow it, or when ``by`` is no superuser and makes, changes or unmakes one.
    """
    needed = "core.change_user" if user.pk else "core.add_user"
    if by is not None and not by.has_perm(needed):
        raise PermissionDenied("Your role does not allow changing users.")
    with transaction.atomic():
        stored = User.objects.select_for_update().filter(pk=user.pk).first()
        touches_superuser = user.is_superuser or (stored and stored.is_superuser)
        if by is not None and touches_superuser and not by.is_superuser:
            raise PermissionDenied("Only a superuser changes superusers.")
        user.save()
        if stored is None:
            record_new_user(user=user, by=by)
            return
        before, after = audit.difference(
            audit.values_of(stored, RECORDED), audit.values_of(user, RECORDED)
        )
        if stored.email != user.email:
            after = {**after, "email": "another"}
        if after:
            audit.record(
                action=Action.USER_CHANGED,
                subject=user,
                before=before,
                after=after,
                by=by,
            )


def record_new_user(*, user: User, by: User | None) -> None:
    """Note in the ledger that ``by`` has made the user."""
    after = audit.values_of(user, RECORDED)
    audit.record(action=Action.USER_CREATED, subject=user, after=after, by=by)


def record_password(*, user: User, by: User | None) -> None:
    """Note in the ledger that ``by`` has set the user's password.

    For the transaction in which it was stored; nothing of it is kept there.
    """
    audit.record(action=Action.USER_PASSWORD_SET, subject=user, by=by)
