"""Clients of the admin, by role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from factcheck.core.models import User
from factcheck.core.permissions import Role
from tests.factories import make_user

Login = Callable[..., Client]


@pytest.fixture
def login(db: None) -> Login:
    """Logs a new user of a role in, or a given user."""

    def log_in(role: str = Role.EDITOR, *, user: User | None = None) -> Client:
        client = Client()
        client.force_login(user or make_user(role))
        return client

    return log_in
