"""Users and tokens: who may make what, and what is never shown."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.core.models import ApiToken, JobState, User
from factcheck.core.permissions import Role
from tests.admin.conftest import Login
from tests.factories import make_job, make_user


def test_a_new_token_is_shown_once(login: Login) -> None:
    client = login(Role.READER)

    answer = client.post(reverse("admin:core_apitoken_add"), {"name": "my script"})

    page = answer.content.decode()
    found = re.search(r'value="(fc_\w+)"', page)
    assert found
    token = ApiToken.objects.get()
    assert ApiToken.objects.find(found[1]) == token
    assert "no-store" in answer["Cache-Control"]
    secret = found[1].rpartition("_")[2]
    for url in (
        reverse("admin:core_apitoken_changelist"),
        reverse("admin:core_apitoken_change", args=[token.pk]),
        reverse("admin:index"),
    ):
        later = client.get(url).content.decode()
        assert secret not in later
        assert token.digest not in later


def test_a_revoked_token_is_refused_at_once(login: Login) -> None:
    user = make_user(Role.REVIEWER)
    token, text = ApiToken.objects.issue(user=user, name="script")

    revoke(login(user=user), token)

    assert ApiToken.objects.find(text) is None


def test_an_editor_revokes_anybodys_token(login: Login) -> None:
    token, text = ApiToken.objects.issue(user=make_user(), name="script")

    revoke(login(Role.EDITOR), token)

    assert ApiToken.objects.find(text) is None


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.AUDITOR])
def test_others_do_not(role: Role, login: Login) -> None:
    token, text = ApiToken.objects.issue(user=make_user(), name="script")

    revoke(login(role), token)

    assert ApiToken.objects.find(text) == token


def revoke(client: Client, token: ApiToken) -> None:
    client.post(
        reverse("admin:core_apitoken_changelist"),
        {"action": "revoke", "_selected_action": [token.pk]},
    )


def test_an_editor_makes_a_user(login: Login) -> None:
    client = login()
    fields = {
        "username": "newcomer",
        "role": "reviewer",
        "password1": "a long enough phrase",
        "password2": "a long enough phrase",
    }

    response = client.post(reverse("admin:core_user_add"), fields)

    user = User.objects.get(username="newcomer")
    assert response.status_code == 302
    assert user.role == Role.REVIEWER
    assert user.check_password("a long enough phrase")


def test_an_editor_cannot_make_a_superuser(login: Login) -> None:
    user = make_user(Role.READER)
    url = reverse("admin:core_user_change", args=[user.pk])

    login().post(
        url,
        {
            "username": user.username,
            "role": "auditor",
            "is_active": "on",
            "is_superuser": "on",
        },
    )

    user.refresh_from_db()
    assert user.role == Role.AUDITOR
    assert not user.is_superuser


def test_an_editor_cannot_take_over_a_superuser(login: Login) -> None:
    root = User.objects.create_superuser("root")
    client = login()

    changed = client.post(
        reverse("admin:core_user_change", args=[root.pk]),
        {"username": "mine", "role": "reader"},
    )
    password = client.post(
        reverse("admin:auth_user_password_change", args=[root.pk]),
        {"password1": "a long enough phrase", "password2": "a long enough phrase"},
    )

    root.refresh_from_db()
    assert (changed.status_code, password.status_code) == (403, 403)
    assert root.username == "root"
    assert not root.has_usable_password()


def test_an_editor_retries_from_the_list(login: Login) -> None:
    failed = make_job(state=JobState.QUARANTINED, reason="the disk is full")
    done = make_job()

    page = login().post(
        reverse("admin:core_job_changelist"),
        {"action": "retry_selected", "_selected_action": [failed.pk, done.pk]},
        follow=True,
    )

    failed.refresh_from_db()
    assert failed.state == JobState.QUEUED
    assert "Back in the queue: 1" in page.content.decode()
    assert "Left as they are: 1" in page.content.decode()


def test_a_job_that_gave_up_has_a_retry_button(login: Login) -> None:
    failed = make_job(state=JobState.QUARANTINED, reason="the disk is full")
    done = make_job()
    client = login()

    def page(job_id: int) -> str:
        url = reverse("admin:core_job_change", args=[job_id])
        return client.get(url).content.decode()

    assert "Retry this job" in page(failed.pk)
    assert "the disk is full" in page(failed.pk)
    assert "Retry this job" not in page(done.pk)
