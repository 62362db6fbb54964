"""The permission table, asked through the user."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError

from factcheck.core.models import User
from factcheck.core.permissions import PERMISSIONS, Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ADDS_ARTICLES = {Role.REVIEWER, Role.ADJUDICATOR, Role.EDITOR}


@pytest.mark.parametrize("role", Role.values)
def test_every_role_reads_claims_and_some_add_articles(role: str) -> None:
    user = make_user(role=role)

    assert user.is_staff
    assert user.has_perm("claims.view_claim")
    assert user.has_perm("sources.add_article") is (role in ADDS_ARTICLES)


@pytest.mark.parametrize("role", Role.values)
def test_who_reviews_may_correct_claims(role: str) -> None:
    user = make_user(role=role)

    assert user.has_perm("claims.change_claim") is (role in ADDS_ARTICLES)
    assert user.has_perm("claims.view_correction")


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(
    "permission",
    [
        "claims.delete_claim",
        "claims.change_correction",
        "claims.delete_correction",
        "sources.change_snapshot",
        "sources.delete_snapshot",
        "core.delete_user",
        "nothing.of_the_kind",
    ],
)
def test_what_is_not_listed_is_denied(role: str, permission: str) -> None:
    assert not make_user(role=role).has_perm(permission)


def test_every_permission_of_the_table_exists() -> None:
    existing = {
        f"{label}.{codename}"
        for label, codename in Permission.objects.values_list(
            "content_type__app_label", "codename"
        )
    }

    assert frozenset().union(*PERMISSIONS.values()) <= existing


def test_an_inactive_user_may_nothing() -> None:
    user = make_user(role=Role.EDITOR, is_active=False)

    assert not user.has_perm("claims.view_claim")
    assert not user.has_module_perms("claims")
    assert not user.is_staff


def test_a_superuser_is_refused_nothing() -> None:
    user = User.objects.create_superuser("root", password="x")

    assert user.has_perm("sources.delete_outlet")


def test_the_database_refuses_an_unknown_role() -> None:
    with pytest.raises(IntegrityError):
        make_user(role="king")
