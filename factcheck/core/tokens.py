"""Use cases of API tokens."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from factcheck.core import audit
from factcheck.core.errors import PermissionDenied
from factcheck.core.models import Action, ApiToken, User
from factcheck.lib import clock


def issue_token(
    *, name: str, by: User | None, owner: User | None = None
) -> tuple[ApiToken, str]:
    """A new token and its full text, which nobody can show again.

    It is ``by``'s own; the machine's operator, None, names its ``owner``. Raises
    `PermissionDenied` when the role has no tokens, or the token is for another.
    """
    owner = owner or by
    if owner is None:
        raise ValueError("a token needs an owner")
    if by is not None and (owner != by or not by.has_perm("core.add_apitoken")):
        raise PermissionDenied("Your role does not allow API tokens.")
    with transaction.atomic():
        token, text = ApiToken.objects.issue(user=owner, name=name)
        audit.record(
            action=Action.TOKEN_ISSUED,
            subject=token,
            after={"name": name, "owner": owner.public_id},
            by=by,
        )
    return token, text


def revoke_tokens(*, tokens: Iterable[ApiToken], by: User) -> int:
    """Make tokens useless at once; returns how many were live until now.

    Everybody may revoke their own, editors all. Raises `PermissionDenied`, and
    then revokes none.
    """
    ids = []
    for token in tokens:
        if token.user_id != by.pk and not by.has_perm("core.change_apitoken"):
            raise PermissionDenied("You may revoke only your own tokens.")
        ids.append(token.pk)
    with transaction.atomic():
        live = ApiToken.objects.select_for_update().filter(pk__in=ids, revoked_at=None)
        revoked = list(live.order_by("pk"))
        now = clock.now()
        ApiToken.objects.filter(pk__in=[token.pk for token in revoked]).update(
            revoked_at=now
        )
        deeds = [
            audit.Deed(
                action=Action.TOKEN_REVOKED,
                subject=token,
                before={"revoked_at": None},
                after={"revoked_at": now},
            )
            for token in revoked
        ]
        audit.record_all(deeds, by=by)
    return len(revoked)
