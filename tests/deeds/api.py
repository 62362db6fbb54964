"""What is changed through the API."""

from __future__ import annotations

from typing import Any

from claims.models import Claim, Evidence
from factcheck.core.models import WebhookEndpoint
from sources.models import Feed, Fetch
from tests.deeds.ways import (
    BALLOT,
    FEED,
    HOOK,
    POOL,
    WHY,
    Hands,
    Way,
    at,
    decided,
    disputed,
    doubted,
    failed_delivery,
    feed,
    hook,
    merged,
    new_claim,
    new_speaker,
    parted,
    piece,
    rejected,
    speaker_of_two,
    stored,
    twins,
    two_speakers,
    voted,
    way,
    with_alias,
    with_role,
)
from tests.factories import TEXT, make_article


def corrected(kind: str, records: str, given: Any = new_claim, **body: object) -> Way:
    """A correction of the first of the given claims."""

    def do(hands: Hands, row: Any) -> Claim:
        first = row[0] if isinstance(row, list) else row
        others = [str(one.public_id) for one in row[1:]] if row is not first else []
        given = {"claims": others} if others else {}
        path = f"claims/{first.public_id}/corrections/"
        hands.call("post", path, {"kind": kind, "reason": WHY, **given, **body})
        return first

    return way(*records.split(), given=given, do=do)


def api(method: str, path: str, body: object = None) -> Any:
    """Call a path in which ``{}`` is the public id of what is given."""
    return lambda hands, row: hands.call(method, path.format(row.public_id), body)


API: dict[str, Way | str] = {
    "POST articles": way(
        "article.added", "outlet.created",
        do=lambda hands, _: stored(hands),
        after={"title": TEXT.partition("\n")[0], "canonical_url": POOL,
               "outlet": "gazette.example"},
    ),
    "POST articles: an address alone": way(
        "fetch.asked",
        do=lambda hands, _: hands.call("post", "articles/", {"url": POOL}),
        after={"url": POOL},
    ),
    "POST articles: another title": way(
        "article.changed",
        given=stored,
        do=api("post", "articles/", {"text": TEXT, "url": POOL, "title": "The pool"}),
        before={"title": TEXT.partition("\n")[0]}, after={"title": "The pool"},
    ),
    "POST articles: another text": way(
        "article.text_added",
        given=stored,
        do=api("post", "articles/", {"text": f"{TEXT} It did.", "url": POOL}),
        before={"number": 1}, after={"number": 2},
    ),
    "POST article-claims": way(
        "claim.added",
        given=lambda hands: make_article(),
        do=lambda hands, row: hands.call(
            "post",
            f"articles/{row.public_id}/claims/",
            {"content": [at(TEXT, "a new one would open")], "cue": [at(TEXT, "added")]},
        ) and Claim.objects.get(),
    ),
    "POST article-fetches": way(
        "fetch.asked",
        given=lambda hands: make_article(canonical_url=POOL),
        do=lambda hands, row: hands.call("post", f"articles/{row.public_id}/fetches/")
        and Fetch.objects.get(),
        after={"url": POOL},
    ),
    "POST article-overrides": way(
        "origin.overruled",
        given=lambda hands: [make_article(), make_article()],
        do=lambda hands, rows: hands.call(
            "post",
            f"articles/{rows[0].public_id}/overrides/",
            {"other": str(rows[1].public_id), "decision": "join", "reason": WHY},
        ),
        before={"decision": None}, after={"decision": "join"},
    ),
    "POST claim-evidence": way(
        "evidence.added",
        given=new_claim,
        do=lambda hands, row: hands.call(
            "post",
            f"claims/{row.public_id}/evidence/",
            {"aspect": "content", "stance": "contradicts", "title": "Minutes",
             "url": "https://council.example/minutes", "excerpt": "It stays open."},
        ) and Evidence.objects.get(),
        after={"stance": "contradicts", "excerpt": "It stays open."},
    ),
    "POST evidence-decision": way(
        "evidence.decided",
        given=piece,
        do=api("post", "evidence/{}/decision/",
               {"acceptance": "rejected", "reason": WHY}),
        before={"acceptance": "accepted"}, after={"acceptance": "rejected"},
    ),
    "POST claim-reviews": way(
        "review.recorded",
        given=new_claim,
        do=api("post", "claims/{}/reviews/", {"reviews": [BALLOT]}),
        after={"aspect": "content"},
    ),
    "POST claim-adjudication": way(
        "review.recorded", "claim.decided",
        given=disputed,
        do=api("post", "claims/{}/adjudication/", BALLOT),
        after={"is_adjudication": True},
    ),
    "POST claim-reopening": way(
        "claim.reopened",
        given=decided,
        do=api("post", "claims/{}/reopening/", {"reason": WHY}),
        before={"content_verdict": "unverified"}, after={"content_verdict": ""},
    ),
    "POST claim-confirmation": way(
        "claim.settled",
        given=doubted,
        do=api("post", "claims/{}/confirmation/", {"reason": WHY}),
        before={"is_stale": True}, after={"is_stale": False},
    ),
    "PUT claim-risk": way(
        "claim.risk_set",
        given=new_claim,
        do=api("put", "claims/{}/risk/", {"is_high_risk": True}),
        before={"is_high_risk": False}, after={"is_high_risk": True},
    ),
    "POST review-withdrawal": way(
        "review.taken_back",
        given=voted,
        do=lambda hands, row: hands.call(
            "post", f"reviews/{row.reviews.get().public_id}/withdrawal/"
        ),
        after={"aspect": "content"},
    ),
    "POST claim-corrections: respan": corrected(
        "respan", "claim.corrected", role="content",
        spans=[at(TEXT, "swimming pool will close in May")],
    ),
    "POST claim-corrections: respeaker": corrected(
        "respeaker", "claim.corrected", speaker_kind="unknown"
    ),
    "POST claim-corrections: recue": corrected(
        "recue", "claim.corrected", commitment="distancing"
    ),
    "POST claim-corrections: retier": corrected(
        "retier", "claim.corrected", tier="stance"
    ),
    "POST claim-corrections: split": corrected(
        "split", "claim.split", at=TEXT.index("in May")
    ),
    "POST claim-corrections: merge": corrected("merge", "claim.merged", twins),
    "POST claim-corrections: reject": corrected(
        "reject", "claim.rejected", rejection="duplicate"
    ),
    "POST claim-corrections: restore": corrected(
        "restore", "claim.restored", rejected
    ),
    "PATCH speaker": way(
        "speaker.changed",
        given=new_speaker,
        do=api("patch", "speakers/{}/", {"wikidata": "Q42"}),
        before={"wikidata": ""}, after={"wikidata": "Q42"},
    ),
    "POST merge-speaker": way(
        "speaker.merged",
        given=two_speakers,
        do=lambda hands, rows: hands.call(
            "post",
            f"speakers/{rows[0].public_id}/merge/",
            {"into": str(rows[1].public_id), "reason": WHY},
        ) and rows[0],
    ),
    "POST undo-merge": way(
        "speaker.merge_undone",
        given=merged,
        do=lambda hands, row: hands.call(
            "post", f"speaker-merges/{row.public_id}/undo/", {"reason": WHY}
        ) and row.speaker,
    ),
    "POST split-speaker": way(
        "speaker.created", "speaker.split", "claim.speaker_changed",
        given=speaker_of_two,
        do=lambda hands, row: hands.call(
            "post",
            f"speakers/{row.speaker.public_id}/split/",
            {"claims": [str(row.public_id)], "name": "Jane Smith", "reason": WHY},
        ) and row.speaker,
        after={"name": "Jane Smith"},
    ),
    "POST speaker-split-preview": "shows what would be",
    "POST undo-split": way(
        "speaker.split_undone", "claim.speaker_changed",
        given=parted,
        do=lambda hands, row: hands.call(
            "post", f"speaker-splits/{row.public_id}/undo/", {"reason": WHY}
        ) and row.speaker,
    ),
    "POST speaker-aliases": way(
        "speaker.alias_added",
        given=new_speaker,
        do=api("post", "speakers/{}/aliases/", {"text": "Captain Mira"}),
    ),
    "DELETE speaker-aliases": way(
        "speaker.alias_removed",
        given=with_alias,
        do=api("delete", "speakers/{}/aliases/?text=Captain%20Mira"),
    ),
    "POST speaker-roles": way(
        "speaker.role_added",
        given=new_speaker,
        do=api("post", "speakers/{}/roles/", {"text": "mayor"}),
    ),
    "DELETE speaker-roles": way(
        "speaker.role_removed",
        given=with_role,
        do=lambda hands, row: hands.call(
            "delete", f"speakers/{row.speaker.public_id}/roles/?role={row.public_id}"
        ) and row.speaker,
    ),
    "POST feeds": way(
        "feed.followed",
        do=lambda hands, _: hands.call("post", "feeds/", {"feed_url": FEED})
        and Feed.objects.get(),
        after={"url": FEED, "is_active": True},
    ),
    "PATCH feed": way(
        "feed.changed",
        given=feed,
        do=api("patch", "feeds/{}/", {"is_active": False}),
        before={"is_active": True}, after={"is_active": False},
    ),
    "POST feed-polls": way(
        "feed.poll_asked", given=feed, do=api("post", "feeds/{}/polls/")
    ),
    "POST webhooks": way(
        "webhook.added",
        do=lambda hands, _: hands.call(
            "post", "webhooks/", {"endpoint_url": HOOK, "events": ["report.made"]}
        ) and WebhookEndpoint.objects.get(),
        after={"events": ["report.made"], "is_active": True},
    ),
    "PATCH webhook": way(
        "webhook.changed",
        given=hook,
        do=api("patch", "webhooks/{}/", {"is_active": False}),
        before={"is_active": True}, after={"is_active": False},
    ),
    "DELETE webhook": way(
        "webhook.deleted",
        given=hook,
        do=lambda hands, row: hands.call("delete", f"webhooks/{row.public_id}/")
        and row,
        before={"events": ["report.made"]},
    ),
    "POST webhook-rotation": way(
        "webhook.secret_rotated", given=hook, do=api("post", "webhooks/{}/rotate/")
    ),
    "POST webhook-test": way(
        "webhook.tested", given=hook, do=api("post", "webhooks/{}/test/")
    ),
    "POST webhook-replay": way(
        "webhook.replayed",
        given=failed_delivery,
        do=lambda hands, row: hands.call(
            "post",
            f"webhooks/{row.endpoint.public_id}/deliveries/{row.public_id}/replay/",
        ) and row.endpoint,
        before={"state": "failed"}, after={"event": "report.made"},
    ),
    "POST extract": "stores nothing",
}  # fmt: skip
