"""What people do in the admin is in the ledger, and the ledger can be read there."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from factcheck.core.acting import Channel, through
from factcheck.core.audit import subject_of
from factcheck.core.ledger import verify
from factcheck.core.models import ApiToken, AuditEvent, JobState, User
from factcheck.core.permissions import Role
from tests.admin.conftest import Login
from tests.factories import (
    make_article,
    make_job,
    make_outlet,
    make_report,
    make_user,
)
from tests.ledger import recorded


@pytest.fixture
def editor(db: None) -> User:
    return make_user(Role.EDITOR, username="ana")


@pytest.fixture
def client(login: Login, editor: User) -> Client:
    """The editor's browser."""
    return login(user=editor)


def the_event(action: str) -> AuditEvent:
    """The one event, of this kind, by the editor in the admin."""
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_name, event.channel) == (action, "ana", "admin")
    return event


def test_a_bulk_action_on_n_tokens_writes_n_events(client: Client) -> None:
    tokens = [
        ApiToken.objects.issue(user=make_user(), name=f"program {n}")[0]
        for n in range(5)
    ]
    fields = {"action": "revoke", "_selected_action": [token.pk for token in tokens]}
    url = reverse("admin:core_apitoken_changelist")

    client.post(url, fields)
    client.post(url, fields)  # they are revoked: nothing changes

    events = AuditEvent.objects.order_by("number")
    assert [event.subject_id for event in events] == [
        str(token.public_id) for token in tokens
    ]
    assert {event.action for event in events} == {"token.revoked"}
    assert {event.channel for event in events} == {"admin"}
    assert len({event.request_id for event in events}) == 1
    assert verify().count == 5


def test_two_requests_are_two_occasions(client: Client) -> None:
    for name in ("one", "two"):
        client.post(reverse("admin:core_apitoken_add"), {"name": name})

    ids = AuditEvent.objects.values_list("request_id", flat=True)
    assert len(set(ids)) == 2


def test_a_new_token_is_recorded_without_its_secret(
    client: Client, editor: User
) -> None:
    client.post(reverse("admin:core_apitoken_add"), {"name": "my script"})

    event = the_event("token.issued")
    token = ApiToken.objects.get()
    assert event.subject_id == str(token.public_id)
    assert event.values_after == {"name": "my script", "owner": str(editor.public_id)}
    assert token.digest not in f"{event.subject_label}{event.after}"


def test_a_change_of_role_is_recorded_and_nothing_else(client: Client) -> None:
    user = make_user(Role.READER, username="ben")
    url = reverse("admin:core_user_change", args=[user.pk])
    same = {"username": "ben", "is_active": "on", "role": "reader"}

    client.post(url, same)
    assert not AuditEvent.objects.exists()
    client.post(url, {**same, "role": "adjudicator"})

    event = the_event("user.changed")
    assert event.subject_id == str(user.public_id)
    assert event.values_before == {"role": "reader"}
    assert event.values_after == {"role": "adjudicator"}


def test_another_email_address_is_recorded_without_it(client: Client) -> None:
    user = make_user(Role.READER, username="ben", email="ben@example.org")
    url = reverse("admin:core_user_change", args=[user.pk])
    fields = {"username": "ben", "is_active": "on", "role": "reader"}

    client.post(url, {**fields, "email": "other@example.org"})

    event = the_event("user.changed")
    assert event.values_before == {}
    assert event.values_after == {"email": "another"}


def test_a_new_user_is_recorded(client: Client) -> None:
    client.post(
        reverse("admin:core_user_add"),
        {
            "username": "newcomer",
            "role": "reviewer",
            "password1": "a long enough phrase",
            "password2": "a long enough phrase",
        },
    )

    event = the_event("user.created")
    assert event.values_before == {}
    assert event.values_after["role"] == "reviewer"
    assert event.values_after["is_superuser"] is False


def test_a_password_set_by_another_is_recorded_without_it(client: Client) -> None:
    user = make_user(username="ben")
    url = reverse("admin:auth_user_password_change", args=[user.pk])
    phrase = "a long enough phrase"
    fields = {"usable_password": "true", "set-password": "Change password"}

    client.post(url, {**fields, "password1": phrase, "password2": "another"})
    assert not AuditEvent.objects.exists()
    client.post(url, {**fields, "password1": phrase, "password2": phrase})

    user.refresh_from_db()
    assert user.check_password(phrase)
    event = the_event("user.password_set")
    assert (event.subject_id, event.before, event.after) == (
        str(user.public_id),
        "{}",
        "{}",
    )


def test_a_retried_job_is_recorded(client: Client) -> None:
    failed = make_job(state=JobState.QUARANTINED, reason="the disk is full", attempts=5)

    for _ in range(2):
        client.post(reverse("admin:core_job_retry", args=[failed.pk]))

    event = the_event("job.retried")
    assert event.subject_id == str(failed.public_id)
    assert event.values_before == {
        "state": "quarantined",
        "attempts": 5,
        "reason": "the disk is full",
    }
    assert event.values_after == {"state": "queued", "attempts": 0, "reason": ""}


def test_a_deleted_article_is_recorded_as_it_was(client: Client) -> None:
    article = make_article(canonical_url="https://gazette.example/pool")
    digest = article.snapshots.get().sha256

    client.post(
        reverse("admin:sources_article_delete", args=[article.pk]), {"post": "yes"}
    )

    event = the_event("article.deleted")
    assert event.subject_id == str(article.public_id)
    assert event.subject_label == article.title
    assert event.values_before["canonical_url"] == "https://gazette.example/pool"
    assert event.values_before["texts_sha256"] == [digest]


def test_a_decision_on_origins_is_recorded_with_the_one_before(client: Client) -> None:
    one, other = make_article(title="A storm"), make_article(title="The storm")
    url = reverse(
        "admin:sources_article_compare", args=[one.public_id, other.public_id]
    )

    for decision in ("join", "separate"):
        client.post(url, {"decision": decision, "reason": f"I say {decision}."})

    first, second = AuditEvent.objects.order_by("number")
    assert first.action == second.action == "origin.overruled"
    assert first.values_before == {"decision": None}
    assert second.values_before == {"decision": "join"}
    assert second.values_after == {
        "decision": "separate",
        "articles": [str(one.public_id), str(other.public_id)],
    }
    assert second.reason == "I say separate."
    assert second.subject_label == "“A storm” and “The storm”"


def test_events_are_found_by_action_channel_and_subject(login: Login) -> None:
    auditor = login(Role.AUDITOR)
    article = make_article(title="Council to close the pool")
    event = recorded(subject=article, action="article.deleted", reason="added twice")
    recorded()
    url = reverse("admin:core_auditevent_changelist")

    for query in (
        {"action": "article.deleted"},
        {"q": "close the pool"},
        {"q": str(article.public_id).upper()},
        {"channel__exact": "system", "action": "article.deleted"},
    ):
        found = auditor.get(url, query).context["cl"].queryset
        assert list(found) == [event], query
    assert not auditor.get(url, {"channel__exact": "api"}).context["cl"].queryset
    assert "added twice" in auditor.get(url).content.decode()


def test_a_row_of_the_list_says_in_short_what_changed_and_by_whom(
    login: Login,
) -> None:
    hashes = {"before": {"text_sha256": "aa"}, "after": {"text_sha256": "bb"}}
    with through(Channel.COMMAND):
        recorded(before={"title": "<b>" + 40 * "x"}, after={"title": "Pool", "n": 1})
    with through(Channel.JOB):
        recorded(subject=subject_of(make_report()), **hashes)
    url = reverse("admin:core_auditevent_changelist")

    page = BeautifulSoup(login(Role.AUDITOR).get(url).content, "lxml")

    rows = [
        [cell.get_text() for cell in row.select("td")]
        for row in page.select("#result_list tbody tr")
    ]
    assert [row[2:5] for row in rows] == [
        ["weekly report: 2026-W47", "-", "no user"],
        ["thing: A thing", f"title: <b>{28 * 'x'}… → Pool", "the operator"],
    ]


def test_an_objects_history_is_what_the_ledger_tells_of_it(
    client: Client, editor: User, login: Login
) -> None:
    outlet = make_outlet("Harbour Gazette")
    event = recorded(subject=subject_of(outlet), by=editor)
    recorded()
    url = reverse("admin:sources_outlet_history", args=[outlet.pk])
    page = reverse("admin:sources_outlet_change", args=[outlet.pk])

    history = client.get(url, follow=True)

    assert list(history.context["cl"].queryset) == [event]
    assert url in client.get(page).content.decode()
    reader = login(Role.READER)
    assert url not in reader.get(page).content.decode()
    assert reader.get(url).status_code == 403
    gone = reverse("admin:sources_outlet_history", args=[9_999])
    assert client.get(gone).status_code == 404


def test_the_page_of_an_event_shows_each_value_before_and_after(client: Client) -> None:
    event = recorded(
        before={"role": "reader", "name": "<b>"}, after={"role": "editor", "at": None}
    )

    page = client.get(
        reverse("admin:core_auditevent_change", args=[event.pk])
    ).content.decode()

    assert "<strong>role</strong>: reader → editor" in page
    assert "<strong>name</strong>: &lt;b&gt; → –" in page
    assert "<strong>at</strong>: – → null" in page
    assert event.hash in page


def test_not_even_a_superuser_changes_or_deletes_an_event(login: Login) -> None:
    client = login(user=User.objects.create_superuser("root"))
    event = recorded(reason="as it was")
    pages = {
        "core_auditevent_change": {"reason": "another"},
        "core_auditevent_delete": {"post": "yes"},
    }

    statuses = [
        client.post(reverse(f"admin:{name}", args=[event.pk]), fields).status_code
        for name, fields in pages.items()
    ]
    client.post(
        reverse("admin:core_auditevent_changelist"),
        {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"},
    )

    assert statuses == [403, 403]
    assert AuditEvent.objects.get().reason == "as it was"


def outlet_form(**fields: object) -> dict[str, object]:
    """The fields of an outlet's page, without a new rating unless given."""
    return {
        "name": "Harbour Gazette",
        "domain": "harbour-gazette.example",
        "kind": "news",
        "ratings-TOTAL_FORMS": 0,
        "ratings-INITIAL_FORMS": 0,
        "ratings-2-TOTAL_FORMS": 1,
        "ratings-2-INITIAL_FORMS": 0,
        **fields,
    }


def test_a_new_outlet_is_recorded(client: Client) -> None:
    page = outlet_form()
    page["ratings-TOTAL_FORMS"] = 1  # a new outlet's page has this one alone

    client.post(reverse("admin:sources_outlet_add"), page)

    event = the_event("outlet.created")
    assert event.subject_label == "Harbour Gazette"
    assert event.values_after["domain"] == "harbour-gazette.example"


def test_a_changed_outlet_is_recorded_with_what_changed(client: Client) -> None:
    outlet = make_outlet("Harbour Gazete", domain="harbour-gazette.example")
    url = reverse("admin:sources_outlet_change", args=[outlet.pk])

    for _ in range(2):
        client.post(url, outlet_form(country="GB"))

    event = the_event("outlet.changed")
    assert event.subject_id == str(outlet.public_id)
    assert event.values_before == {"name": "Harbour Gazete", "country": ""}
    assert event.values_after == {"name": "Harbour Gazette", "country": "GB"}


def test_a_deleted_outlet_is_recorded(login: Login) -> None:
    outlet = make_outlet("Harbour Gazette")
    client = login(user=User.objects.create_superuser("ana"))

    client.post(
        reverse("admin:sources_outlet_delete", args=[outlet.pk]), {"post": "yes"}
    )

    event = the_event("outlet.deleted")
    assert event.values_before["name"] == "Harbour Gazette"
    assert event.subject_id == str(outlet.public_id)
