"""What is changed in the admin."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from claims.models import Claim, Evidence, ReportSubscriber
from factcheck.core.models import ApiToken, User, WebhookEndpoint
from sources.models import Article, Feed, Fetch, Outlet
from tests.deeds.ways import (
    FEED,
    HOOK,
    OPML,
    PHRASE,
    POOL,
    SHEET,
    SHOWS,
    UNSURE,
    WHY,
    Hands,
    Way,
    decided,
    deliverable,
    disputed,
    doubted,
    failed_delivery,
    feed,
    hook,
    lost,
    merged,
    new_claim,
    new_speaker,
    outlet_form,
    parted,
    piece,
    rejected,
    speaker_of_two,
    stopped,
    twins,
    two_speakers,
    voted,
    way,
    with_alias,
    with_role,
)
from tests.factories import TEXT, make_article, make_outlet, make_subscriber, make_user


def page(name: str, /, **fields: Any) -> Any:
    """Send a form of the page of what is given, by its key."""
    return lambda hands, row: hands.post(name, row.pk, **fields)


def page_of(name: str, /, **fields: Any) -> Any:
    """The same, where the page has the public id in its address."""
    return lambda hands, row: hands.post(name, row.public_id, **fields)


def details(do: str, **fields: Any) -> Any:
    """Send one of the forms on a speaker's page."""
    return page("claims_speaker_details", do=do, **fields)


def words(kind: str, records: str, given: Any = new_claim, **fields: Any) -> Way:
    """Send one of the forms by which the first of the given claims is corrected."""

    def do(hands: Hands, row: Any) -> Claim:
        first = row[0] if isinstance(row, list) else row
        more = {"claims": [str(row[1].public_id)]} if first is not row else {}
        hands.post(
            "claims_claim_correct",
            first.public_id,
            **{"kind": kind, "seen": first.version, "reason": WHY, **more, **fields},
        )
        return first

    return way(*records.split(), given=given, do=do)


def upload(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("file", content.encode())


ADMIN: dict[str, Way | str] = {
    # People, tokens, jobs
    "add core.user": way(
        "user.created",
        do=lambda hands, _: hands.post(
            "core_user_add", username="newcomer", role="reviewer",
            password1=PHRASE, password2=PHRASE,
        ) or User.objects.get(username="newcomer"),
        after={"username": "newcomer", "role": "reviewer", "is_superuser": False},
    ),
    "change core.user": way(
        "user.changed",
        given=lambda hands: make_user(username="ben"),
        do=page("core_user_change", username="ben", role="editor", is_active="on"),
        before={"role": "reader"}, after={"role": "editor"},
    ),
    "page auth_user_password_change": way(
        "user.password_set",
        given=lambda hands: make_user(username="ben"),
        do=page("auth_user_password_change", usable_password="true",
                password1=PHRASE, password2=PHRASE, **{"set-password": "Change"}),
    ),
    "page password_change": way(
        "user.password_set",
        given=lambda hands: hands.user,
        do=lambda hands, user: hands.post(
            "password_change", old_password=PHRASE,
            new_password1=f"{PHRASE} 2", new_password2=f"{PHRASE} 2",
        ),
    ),
    "add core.apitoken": way(
        "token.issued",
        do=lambda hands, _: hands.post("core_apitoken_add", name="my script")
        or ApiToken.objects.get(),
        after={"name": "my script"},
    ),
    "action core.apitoken revoke": way(
        "token.revoked",
        given=lambda hands: ApiToken.objects.issue(user=make_user(), name="one")[0],
        do=lambda hands, row: hands.select("core_apitoken", "revoke", row),
        before={"revoked_at": None},
    ),
    "action core.job retry_selected": way(
        "job.retried",
        given=stopped,
        do=lambda hands, row: hands.select("core_job", "retry_selected", row),
        before={"state": "quarantined"}, after={"state": "queued"},
    ),
    "page core_job_retry": way(
        "job.retried",
        given=stopped,
        do=page("core_job_retry"),
        before={"state": "quarantined"}, after={"state": "queued"},
    ),
    # Webhooks
    "add core.webhookendpoint": way(
        "webhook.added",
        do=lambda hands, _: hands.post(
            "core_webhookendpoint_add", url=HOOK, events=["report.made"]
        ) or WebhookEndpoint.objects.get(),
        after={"events": ["report.made"], "is_active": True},
    ),
    "change core.webhookendpoint": way(
        "webhook.changed",
        given=hook,
        do=page("core_webhookendpoint_change", url=HOOK, events=["report.made"]),
        before={"is_active": True}, after={"is_active": False},
    ),
    "delete core.webhookendpoint": way(
        "webhook.deleted",
        given=hook,
        do=page("core_webhookendpoint_delete", post="yes"),
        before={"events": ["report.made"]},
    ),
    "action core.webhookendpoint delete_selected": way(
        "webhook.deleted",
        given=hook,
        do=lambda hands, row: hands.select(
            "core_webhookendpoint", "delete_selected", row, post="yes"
        ),
        before={"events": ["report.made"]},
    ),
    "page core_webhookendpoint_rotate": way(
        "webhook.secret_rotated", given=hook, do=page("core_webhookendpoint_rotate")
    ),
    "page core_webhookendpoint_test": way(
        "webhook.tested", given=hook, do=page("core_webhookendpoint_test")
    ),
    "page core_webhookendpoint_replay": way(
        "webhook.replayed",
        given=failed_delivery,
        do=lambda hands, row: hands.post(
            "core_webhookendpoint_replay", row.endpoint.pk, row.public_id
        ) or row.endpoint,
        before={"state": "failed"}, after={"event": "report.made"},
    ),
    # Feeds, outlets, articles
    "add sources.feed": way(
        "feed.followed", "outlet.created",
        do=lambda hands, _: hands.post(
            "sources_feed_add", url=FEED, outlet="Harbour Gazette", title="News"
        ) or Feed.objects.get(),
        after={"url": FEED, "title": "News", "outlet": "Harbour Gazette"},
    ),
    "change sources.feed": way(
        "feed.changed",
        given=feed,
        do=page("sources_feed_change", title="Gazette"),
        before={"is_active": True}, after={"is_active": False},
    ),
    "action sources.feed poll_selected": way(
        "feed.poll_asked",
        given=feed,
        do=lambda hands, row: hands.select("sources_feed", "poll_selected", row),
    ),
    "page sources_feed_poll": way(
        "feed.poll_asked", given=feed, do=page("sources_feed_poll")
    ),
    "page sources_feed_import": way(
        "feed.followed",
        do=lambda hands, _: hands.post("sources_feed_import", file=upload(OPML))
        or Feed.objects.get(),
        after={"url": FEED, "title": "Gazette"},
    ),
    "page sources_feed_export": SHOWS,
    "add sources.outlet": way(
        "outlet.created",
        do=lambda hands, _: hands.post(
            "sources_outlet_add", **outlet_form(domain="harbour-gazette.example")
        ) or Outlet.objects.get(),
        after={"name": "Harbour Gazette", "domain": "harbour-gazette.example"},
    ),
    "change sources.outlet": way(
        "outlet.changed",
        given=lambda hands: make_outlet("Harbour Gazete"),
        do=page("sources_outlet_change", **outlet_form()),
        before={"name": "Harbour Gazete"}, after={"name": "Harbour Gazette"},
    ),
    "change sources.outlet: rate": way(
        "outlet.rated",
        given=lambda hands: make_outlet("Harbour Gazette"),
        do=page("sources_outlet_change", **outlet_form(**{
            "ratings-2-TOTAL_FORMS": 1, "ratings-2-0-grade": "B",
            "ratings-2-0-since": "2026-01-02", "ratings-2-0-reason": WHY,
        })),
        after={"grade": "B", "since": "2026-01-02"},
    ),
    "delete sources.outlet": way(
        "outlet.deleted",
        given=lambda hands: make_outlet("Harbour Gazette"),
        do=page("sources_outlet_delete", post="yes"),
        before={"name": "Harbour Gazette"},
    ),
    "page sources_outlet_import": way(
        "outlet.created",
        do=lambda hands, _: hands.post("sources_outlet_import", file=upload(SHEET))
        or Outlet.objects.get(),
        after={"name": "Harbour Gazette"},
    ),
    "page sources_outlet_export": SHOWS,
    "add sources.article": way(
        "article.added", "outlet.created",
        do=lambda hands, _: hands.post(
            "sources_article_add", text=TEXT, url=POOL, title="The pool"
        ) or Article.objects.get(),
        after={"title": "The pool", "canonical_url": POOL},
    ),
    "delete sources.article": way(
        "article.deleted",
        given=lambda hands: make_article(title="The pool"),
        do=page("sources_article_delete", post="yes"),
        before={"title": "The pool"},
    ),
    "action sources.article count_origins": SHOWS,
    "page sources_article_read": SHOWS,
    "page sources_article_provenance": SHOWS,
    "page sources_article_changes": SHOWS,
    "page sources_article_origins": SHOWS,
    "page claims_snapshot_read": SHOWS,
    "page sources_article_compare": way(
        "origin.overruled",
        given=lambda hands: [make_article(), make_article()],
        do=lambda hands, rows: hands.post(
            "sources_article_compare", rows[0].public_id, rows[1].public_id,
            decision="join", reason=WHY,
        ),
        before={"decision": None}, after={"decision": "join"},
    ),
    "page sources_article_fetch": way(
        "fetch.asked",
        given=lambda hands: make_article(canonical_url=POOL),
        do=lambda hands, row: hands.post("sources_article_fetch", row.public_id)
        or Fetch.objects.get(),
        after={"url": POOL},
    ),
    "page sources_article_add_claim": way(
        "claim.added", "speaker.created",
        given=lambda hands: make_article(),
        do=lambda hands, row: hands.post(
            "sources_article_add_claim", row.public_id,
            content="a new one would open", cue="added", speaker_words="He",
            name="John Smith", speaker_kind="named_person",
        ) or Claim.objects.get(),
    ),
    # Claims
    "page claims_claim_queue": "leads to the next claim",
    "page claims_claim_review: lock": "tells others that somebody is reading it",
    "page claims_claim_review: skip": "leads to the next claim",
    "page claims_claim_review: vote": way(
        "review.recorded",
        given=new_claim,
        do=page_of("claims_claim_review", action="vote", **UNSURE),
        after={"aspect": "content"},
    ),
    "page claims_claim_review: adjudicate": way(
        "review.recorded", "claim.decided",
        given=disputed,
        do=page_of("claims_claim_review", action="adjudicate", **UNSURE),
        after={"is_adjudication": True},
    ),
    "page claims_claim_review: risk": way(
        "claim.risk_set",
        given=new_claim,
        do=page_of("claims_claim_review", action="risk", is_high="1"),
        before={"is_high_risk": False}, after={"is_high_risk": True},
    ),
    "page claims_claim_review: reopen": way(
        "claim.reopened",
        given=decided,
        do=page_of("claims_claim_review", action="reopen", reason=WHY),
    ),
    "page claims_claim_review: settle": way(
        "claim.settled",
        given=doubted,
        do=page_of("claims_claim_review", action="settle", reason=WHY),
        before={"is_stale": True}, after={"is_stale": False},
    ),
    "page claims_claim_undo": way(
        "review.taken_back",
        given=voted,
        do=lambda hands, row: hands.post("claims_claim_undo"),
        after={"aspect": "content"},
    ),
    "page claims_claim_evidence": way(
        "evidence.added",
        given=new_claim,
        do=lambda hands, row: hands.post("claims_claim_evidence", row.public_id, **{
            "kind": "document", "document-url": "https://council.example/minutes",
            "document-title": "Minutes", "document-excerpt": "It stays open.",
            "document-stance": "contradicts", "document-aspect": "content",
        }) or Evidence.objects.get(),
        after={"excerpt": "It stays open."},
    ),
    "page claims_evidence_decide": way(
        "evidence.decided",
        given=piece,
        do=page_of("claims_evidence_decide", acceptance="rejected", reason=WHY),
        before={"acceptance": "accepted"}, after={"acceptance": "rejected"},
    ),
    "page claims_claim_correct: words": words(
        "words", "claim.corrected", role="content",
        words="swimming pool will close in May",
    ),
    "page claims_claim_correct: speaker": words(
        "speaker", "claim.corrected speaker.created",
        name="Ann Lee", speaker_kind="named_person",
    ),
    "page claims_claim_correct: cue": words(
        "cue", "claim.corrected", commitment="distancing"
    ),
    "page claims_claim_correct: tier": words("tier", "claim.corrected", tier="stance"),
    "page claims_claim_correct: split": words(
        "split", "claim.split", at=TEXT.index("in May")
    ),
    "page claims_claim_correct: merge": words("merge", "claim.merged", twins),
    "page claims_claim_correct: reject": words(
        "reject", "claim.rejected", rejection="duplicate"
    ),
    "page claims_claim_correct: restore": words("restore", "claim.restored", rejected),
    # Speakers
    "page claims_speaker_change": SHOWS,
    "page claims_speaker_details: add_alias": way(
        "speaker.alias_added", given=new_speaker, do=details("add_alias", text="Mira")
    ),
    "page claims_speaker_details: remove_alias": way(
        "speaker.alias_removed", given=with_alias,
        do=details("remove_alias", text="Captain Mira"),
    ),
    "page claims_speaker_details: add_role": way(
        "speaker.role_added", given=new_speaker, do=details("add_role", text="mayor")
    ),
    "page claims_speaker_details: remove_role": way(
        "speaker.role_removed",
        given=with_role,
        do=lambda hands, row: hands.post(
            "claims_speaker_details", row.speaker.pk, do="remove_role", role=row.pk
        ) or row.speaker,
    ),
    "page claims_speaker_details: wikidata": way(
        "speaker.changed",
        given=new_speaker,
        do=details("wikidata", wikidata="Q42", version="1"),
        before={"wikidata": ""}, after={"wikidata": "Q42"},
    ),
    "page claims_speaker_merge": way(
        "speaker.merged",
        given=two_speakers,
        do=lambda hands, rows: hands.post(
            "claims_speaker_merge", rows[0].pk, query=f"?into={rows[1].pk}",
            reason=WHY, version="1", into_version="1",
        ) or rows[0],
    ),
    "page claims_speaker_undo_merge": way(
        "speaker.merge_undone",
        given=merged,
        do=lambda hands, row: hands.post(
            "claims_speaker_undo_merge", row.public_id, reason=WHY
        ) or row.speaker,
    ),
    "page claims_speaker_split": way(
        "speaker.created", "speaker.split", "claim.speaker_changed",
        given=speaker_of_two,
        do=lambda hands, row: hands.post(
            "claims_speaker_split", row.speaker.pk, step="confirm", reason=WHY,
            claims=[row.pk], into="new", name="Jane Smith", kind="named_person",
            version="1",
        ) or row.speaker,
        after={"name": "Jane Smith"},
    ),
    "page claims_speaker_undo_split": way(
        "speaker.split_undone", "claim.speaker_changed",
        given=parted,
        do=lambda hands, row: hands.post(
            "claims_speaker_undo_split", row.public_id, reason=WHY
        ) or row.speaker,
    ),
    # Reports
    "page claims_weeklyreport_change": SHOWS,
    "page claims_weeklyreport_page": SHOWS,
    "page claims_weeklyreport_preview": SHOWS,
    "page claims_weeklyreport_preview_page": SHOWS,
    "page claims_weeklyreport_verify": SHOWS,
    "page claims_weeklyreport_send": way(
        "report.sent",
        given=deliverable,
        do=page("claims_weeklyreport_send"),
        after={"subscribers": 1},
    ),
    "page claims_weeklyreport_send_again": way(
        "report.sent_again",
        given=lost,
        do=lambda hands, row: hands.post(
            "claims_weeklyreport_send_again", row.report.pk, row.public_id
        ) or row.report,
        before={"state": "unknown"},
    ),
    "add claims.reportsubscriber": way(
        "subscriber.added",
        do=lambda hands, _: hands.post(
            "claims_reportsubscriber_add", email="one@desk.example", is_active="on"
        ) or ReportSubscriber.objects.get(),
        after={"is_active": True},
    ),
    "change claims.reportsubscriber": way(
        "subscriber.changed",
        given=lambda hands: make_subscriber("one@desk.example"),
        do=page("claims_reportsubscriber_change", email="one@desk.example"),
        before={"is_active": True}, after={"is_active": False},
    ),
    "delete claims.reportsubscriber": way(
        "subscriber.forgotten",
        given=lambda hands: make_subscriber(),
        do=page("claims_reportsubscriber_delete", post="yes"),
    ),
    "action claims.reportsubscriber delete_selected": way(
        "subscriber.forgotten",
        given=lambda hands: make_subscriber(),
        do=lambda hands, row: hands.select(
            "claims_reportsubscriber", "delete_selected", row, post="yes"
        ),
    ),
    # Of the site
    "page index": SHOWS,
    "page app_list": SHOWS,
    "page login": "begins a session",
    "page logout": "ends a session",
    "page password_change_done": SHOWS,
    "page autocomplete": SHOWS,
    "page jsi18n": SHOWS,
    "page view_on_site": SHOWS,
}  # fmt: skip
