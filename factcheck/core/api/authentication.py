"""How programs log in: ``Authorization: Bearer fc_…``."""

from __future__ import annotations

from rest_framework.authentication import (
    BaseAuthentication,
    get_authorization_header,
)
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from factcheck.core.models import ApiToken, User
from factcheck.lib import clock

LONGEST_TOKEN = 200  # characters; ours have 84


class BearerAuthentication(BaseAuthentication):
    """Finds the token's owner. A wrong token is an error, not an anonymous call."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The owner and the token; None when no bearer token was sent.

        Raises `AuthenticationFailed` for a token that is unknown or revoked, or
        whose owner is not active. The message never repeats the token.
        """
        scheme, _, text = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        token = _find(text.strip())
        if token is None:
            raise AuthenticationFailed(
                "This token is unknown or was revoked.", code="invalid_token"
            )
        _note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """The challenge that goes with 401."""
        return 'Bearer realm="factcheck"'


def _find(text: bytes) -> ApiToken | None:
    if len(text) > LONGEST_TOKEN or not text.replace(b"_", b"").isalnum():
        return None
    return ApiToken.objects.find(text.decode("ascii"))


def _note_use(token: ApiToken) -> None:
    """Keep when the token was last used: to the minute, so that a busy program
    costs one write a minute.
    """
    minute = clock.now().replace(second=0, microsecond=0)
    if token.last_used_at != minute:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=minute)
