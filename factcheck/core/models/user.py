"""People who use the product."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Now

from factcheck.core.permissions import PERMISSIONS, Role, role_allows


class UserManager(BaseUserManager["User"]):
    """Creates users; their passwords are hashed."""

    def create_user(
        self,
        username: str,
        *,
        password: str | None = None,
        role: str = Role.READER,
        **fields: object,
    ) -> User:
        """A new user. Without a password nobody can log in as them."""
        user = self.model(
            username=self.model.normalize_username(username), role=role, **fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str, *, password: str | None = None, **fields: object
    ) -> User:
        """A user whom no permission is refused (``manage.py createsuperuser``)."""
        return self.create_user(
            username,
            password=password,
            role=Role.EDITOR,
            is_superuser=True,
            **fields,
        )


class User(AbstractBaseUser):
    """A person, with one role. Groups and single permissions do not exist here:
    the table in ``core/permissions.py`` is the only authority.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    display_name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.READER)
    is_active = models.BooleanField(default=True)
    is_superuser = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("username",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="user_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def is_staff(self) -> bool:
        """Whether the admin is open to this user."""
        return self.has_perm("claims.view_claim")

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether the permission table, or being superuser, allows ``perm``."""
        if not self.is_active:
            return False
        return self.is_superuser or role_allows(self.role, perm)

    def has_perms(self, perms: Iterable[str], obj: object = None) -> bool:
        """Whether every one of ``perms`` is allowed."""
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the role may do anything at all in the app."""
        if not self.is_active:
            return False
        return self.is_superuser or any(
            name.startswith(f"{app_label}.")
            for name in PERMISSIONS.get(Role(self.role), frozenset())
        )
