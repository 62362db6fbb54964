"""Use cases of API tokens."""

from __future__ import annotations

from collections.abc import Iterable

from factcheck.core.errors import PermissionDenied
from factcheck.core.models import ApiToken, User
from factcheck.lib import clock


def issue_token(*, name: str, by: User) -> tuple[ApiToken, str]:
    """A new token of ``by`` and its full text, which nobody can show again.

    Raises `PermissionDenied` when the role has no tokens.
    """
    if not by.has_perm("core.add_apitoken"):
        raise PermissionDenied("Your role does not allow API tokens.")
    return ApiToken.objects.issue(user=by, name=name)


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
    return ApiToken.objects.filter(pk__in=ids, revoked_at=None).update(
        revoked_at=clock.now()
    )
