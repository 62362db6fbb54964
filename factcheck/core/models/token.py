"""API tokens: what programs log in with."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from factcheck.core.models.user import User

PREFIX = "fc"


class ApiTokenManager(models.Manager["ApiToken"]):
    """Issues tokens and looks them up."""

    def issue(self, *, user: User, name: str) -> tuple[ApiToken, str]:
        """A new token and its full text ``fc_<public>_<secret>``.

        The text is not stored and cannot be shown again: only the SHA-256 of
        its secret is kept. The secret has 256 random bits, so that a slow hash
        would add nothing.
        """
        public, secret = secrets.token_hex(8), secrets.token_hex(32)
        token = self.create(
            user=user, name=name, public_part=public, digest=_digest(secret)
        )
        return token, f"{PREFIX}_{public}_{secret}"

    def find(self, text: str) -> ApiToken | None:
        """The live token with this full text; None if unknown or revoked."""
        parts = text.split("_")
        if len(parts) != 3 or parts[0] != PREFIX:
            return None
        token = (
            self.select_related("user")
            .filter(public_part=parts[1], revoked_at=None, user__is_active=True)
            .first()
        )
        digest = _digest(parts[2])
        # Compare even when there is no such token, so that the time taken does
        # not tell which public parts exist.
        stored = token.digest if token else _digest("")
        return token if hmac.compare_digest(stored, digest) else None


class ApiToken(models.Model):
    """One program's key to the API, with its owner's rights."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(max_length=100, help_text="What uses it, and where.")
    public_part = models.CharField(max_length=16, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[ApiTokenManager] = ApiTokenManager()

    class Meta:
        verbose_name = "API token"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.name} ({PREFIX}_{self.public_part}_…)"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
