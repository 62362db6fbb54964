"""Each page of the admin, for each role, as the permission table says."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from claims.models import SpeakerMerge, SpeakerSplit
from factcheck.core.models import ApiToken, JobState, User
from factcheck.core.permissions import Role
from tests.admin.conftest import Login
from tests.factories import (
    make_article,
    make_claim,
    make_delivery,
    make_feed,
    make_fetch,
    make_job,
    make_passage,
    make_report,
    make_snapshot,
    make_speaker,
    make_subscriber,
    make_user,
)
from tests.ledger import recorded

EVERYBODY = frozenset(Role)
ADDERS = frozenset({Role.REVIEWER, Role.ADJUDICATOR, Role.EDITOR})
TOKEN_OWNERS = ADDERS | {Role.READER}
SEE_USERS = frozenset({Role.EDITOR, Role.AUDITOR})
EDITORS = frozenset({Role.EDITOR})
KEEPERS = frozenset({Role.ADJUDICATOR, Role.EDITOR})
NOBODY: frozenset[Role] = frozenset()

# Route → roles that get a page (or are led on) by GET; the others get 403.
GET: dict[str, frozenset[Role]] = {
    "index": EVERYBODY,
    "app_list": EVERYBODY,
    "password_change": EVERYBODY,
    "password_change_done": EVERYBODY,
    "jsi18n": EVERYBODY,
    "claims_claim_changelist": EVERYBODY,
    "claims_claim_add": NOBODY,
    "claims_claim_change": EVERYBODY,
    "claims_claim_delete": NOBODY,
    "claims_claim_history": SEE_USERS,
    "claims_claim_correct": ADDERS,
    "claims_claim_queue": ADDERS,
    "claims_claim_review": ADDERS,
    "claims_claim_evidence": ADDERS,
    "claims_claim_undo": ADDERS,
    "claims_evidence_decide": ADDERS,
    "claims_weeklyreport_changelist": EVERYBODY,
    "claims_weeklyreport_add": NOBODY,
    "claims_weeklyreport_change": EVERYBODY,
    "claims_weeklyreport_delete": NOBODY,
    "claims_weeklyreport_history": SEE_USERS,
    "claims_weeklyreport_page": EVERYBODY,
    "claims_weeklyreport_preview": EVERYBODY,
    "claims_weeklyreport_preview_page": EVERYBODY,
    "claims_reportsubscriber_changelist": EDITORS,
    "claims_reportsubscriber_add": EDITORS,
    "claims_reportsubscriber_change": EDITORS,
    "claims_reportsubscriber_delete": EDITORS,
    "claims_reportsubscriber_history": EDITORS,
    "claims_speaker_changelist": EVERYBODY,
    "claims_speaker_add": NOBODY,
    "claims_speaker_change": EVERYBODY,
    "claims_speaker_delete": NOBODY,
    "claims_speaker_history": SEE_USERS,
    "claims_speaker_merge": KEEPERS,
    "claims_speaker_split": KEEPERS,
    "claims_speaker_undo_merge": KEEPERS,
    "claims_speaker_undo_split": KEEPERS,
    "claims_snapshot_read": EVERYBODY,
    "sources_article_read": EVERYBODY,
    "sources_article_add_claim": ADDERS,
    "sources_article_provenance": EVERYBODY,
    "sources_article_compare": EVERYBODY,
    "sources_article_changes": EVERYBODY,
    "sources_article_origins": EVERYBODY,
    "sources_article_changelist": EVERYBODY,
    "sources_article_add": ADDERS,
    "sources_article_change": EVERYBODY,
    "sources_article_delete": EDITORS,
    "sources_article_history": SEE_USERS,
    "sources_fetch_changelist": EVERYBODY,
    "sources_fetch_add": NOBODY,
    "sources_fetch_change": EVERYBODY,
    "sources_fetch_delete": NOBODY,
    "sources_fetch_history": SEE_USERS,
    "sources_feed_changelist": EVERYBODY,
    "sources_feed_add": EDITORS,
    "sources_feed_change": EVERYBODY,
    "sources_feed_delete": NOBODY,
    "sources_feed_history": SEE_USERS,
    "sources_feed_import": EDITORS,
    "sources_feed_export": EVERYBODY,
    "sources_outlet_changelist": EVERYBODY,
    "sources_outlet_add": EDITORS,
    "sources_outlet_change": EVERYBODY,
    "sources_outlet_delete": NOBODY,
    "sources_outlet_history": SEE_USERS,
    "sources_outlet_export": EVERYBODY,
    "sources_outlet_import": EDITORS,
    "core_user_changelist": SEE_USERS,
    "core_user_add": EDITORS,
    "core_user_change": SEE_USERS,
    "core_user_delete": NOBODY,
    "core_user_history": SEE_USERS,
    "auth_user_password_change": EDITORS,
    "core_apitoken_changelist": EVERYBODY,
    "core_apitoken_add": TOKEN_OWNERS,
    "core_apitoken_change": EVERYBODY,
    "core_apitoken_delete": NOBODY,
    "core_apitoken_history": SEE_USERS,
    "core_auditevent_changelist": SEE_USERS,
    "core_auditevent_add": NOBODY,
    "core_auditevent_change": SEE_USERS,
    "core_auditevent_delete": NOBODY,
    "core_auditevent_history": SEE_USERS,
    "core_webhookendpoint_changelist": EDITORS,
    "core_webhookendpoint_add": EDITORS,
    "core_webhookendpoint_change": EDITORS,
    "core_webhookendpoint_delete": EDITORS,
    "core_webhookendpoint_history": EDITORS,
    "core_job_changelist": EVERYBODY,
    "core_job_add": NOBODY,
    "core_job_change": EVERYBODY,
    "core_job_delete": NOBODY,
    "core_job_history": SEE_USERS,
}
# Tested apart: login and logout are open, these answer only POST or what the
# autocomplete of a form asks.
APART = {
    "login",
    "logout",
    "autocomplete",
    "core_job_retry",
    "core_webhookendpoint_replay",
    "core_webhookendpoint_rotate",
    "core_webhookendpoint_test",
    "claims_speaker_details",
    "claims_weeklyreport_send",
    "claims_weeklyreport_send_again",
    "claims_weeklyreport_verify",
    "view_on_site",
    "sources_article_fetch",
    "sources_feed_poll",
}


def routes() -> set[str]:
    """The names of all routes of the admin."""
    admin = next(
        entry
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and entry.namespace == "admin"
    )
    return {name for name in names_in(admin) if name}


def names_in(resolver: URLResolver) -> list[str | None]:
    names: list[str | None] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            names.append(entry.name)
        else:
            names += names_in(entry)
    return names


def urls_of(user: User) -> dict[str, str]:
    """The address of each route, for a row that this user may know of."""
    claim = make_claim()
    speaker = claim.speaker
    assert speaker
    article = claim.snapshot.article
    token, _ = ApiToken.objects.issue(user=user, name="program")
    changed = make_article()
    make_snapshot(changed, "Another text.")
    moved = {"speaker": make_speaker(), "into": speaker, "reason": "one"}
    merge = SpeakerMerge.objects.create(**moved)
    split = SpeakerSplit.objects.create(**moved, is_into_new=False)
    rows: dict[str, object] = {
        "claims_claim": claim.pk,
        "claims_speaker": speaker.pk,
        "claims_snapshot": claim.snapshot_id,
        "sources_article": article.pk,
        "sources_fetch": make_fetch(article).pk,
        "sources_feed": make_feed().pk,
        "sources_outlet": article.outlet_id,
        "claims_reportsubscriber": make_subscriber().pk,
        "claims_weeklyreport": make_report().pk,
        "core_user": user.pk,
        "core_webhookendpoint": make_delivery().endpoint_id,
        "auth_user_password": user.pk,
        "core_apitoken": token.pk,
        "core_job": make_job(article, requested_by=user).pk,
        "core_auditevent": recorded(by=user).pk,
    }
    places: dict[str, list[object]] = {
        "app_list": ["claims"],
        "claims_speaker_merge": [speaker.pk],
        "claims_speaker_split": [speaker.pk],
        "claims_speaker_undo_merge": [merge.public_id],
        "claims_speaker_undo_split": [split.public_id],
        "claims_claim_correct": [claim.public_id],
        "claims_claim_review": [claim.public_id],
        "claims_claim_evidence": [claim.public_id],
        "claims_evidence_decide": [make_passage(claim).public_id],
        "claims_weeklyreport_page": [rows["claims_weeklyreport"]],
        "sources_article_read": [article.public_id],
        "sources_article_provenance": [article.public_id],
        "sources_article_add_claim": [article.public_id],
        "sources_article_compare": [article.public_id, make_article().public_id],
        "sources_article_changes": [changed.public_id],
    }
    queries = {
        "sources_article_changes": "?to=2",
        "sources_article_origins": f"?ids={article.pk}",
    }
    of_a_row = ("change", "delete", "history", "read")
    for name in GET:
        row, _, page = name.rpartition("_")
        if page in of_a_row and row in rows:
            places.setdefault(name, [rows[row]])
    return {
        name: reverse(f"admin:{name}", args=places.get(name)) + queries.get(name, "")
        for name in GET
    }


def test_every_route_is_listed() -> None:
    assert routes() == set(GET) | APART


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_page_opens_for_the_roles_of_the_table(role: Role) -> None:
    user = make_user(role)
    client = Client()
    client.force_login(user)

    statuses = {
        name: client.get(url).status_code for name, url in urls_of(user).items()
    }

    opened = {name for name, status in statuses.items() if status in (200, 302)}
    assert opened == {name for name, roles in GET.items() if role in roles}
    assert set(statuses.values()) <= {200, 302, 403}


@pytest.mark.django_db
def test_nobody_sees_a_page_without_logging_in() -> None:
    for url in urls_of(make_user(Role.EDITOR)).values():
        response = Client().get(url)

        assert response.status_code == 302, url
        assert response["Location"].startswith(reverse("admin:login")), url


@pytest.mark.django_db
def test_a_user_who_was_made_inactive_is_out_at_once(login: Login) -> None:
    user = make_user(Role.EDITOR)
    client = login(user=user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "claims_claim",
        "claims_speaker",
        "claims_weeklyreport",
        "core_job",
        "core_auditevent",
    ],
)
def test_not_even_a_superuser_edits_what_the_engine_wrote(
    name: str, login: Login
) -> None:
    root = User.objects.create_superuser("root")
    client = login(user=root)
    url = urls_of(root)[f"{name}_change"]

    status = client.post(url, {"name": "changed", "state": "succeeded"}).status_code

    assert status in (302, 403)
    assert client.get(reverse(f"admin:{name}_add")).status_code == 403


def test_other_peoples_jobs_and_tokens_are_unknown(login: Login) -> None:
    owner = make_user(Role.REVIEWER)
    token, _ = ApiToken.objects.issue(user=owner, name="of somebody else")
    job = make_job(requested_by=owner, reason="of somebody else")
    client = login(Role.REVIEWER)

    for name, row in (("core_apitoken", token.pk), ("core_job", job.pk)):
        listed = client.get(reverse(f"admin:{name}_changelist"))
        shown = client.get(reverse(f"admin:{name}_change", args=[row]), follow=True)

        assert "of somebody else" not in listed.content.decode()
        assert shown.redirect_chain[0][0] == reverse("admin:index")


def test_only_an_editor_retries_a_job(login: Login) -> None:
    owner = make_user(Role.REVIEWER)
    job = make_job(state=JobState.QUARANTINED, requested_by=owner)
    url = reverse("admin:core_job_retry", args=[job.pk])

    login(user=owner).post(url)
    job.refresh_from_db()
    assert job.state == JobState.QUARANTINED

    assert login().get(url).status_code == 405
    login().post(url)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
