"""Rows for tests, valid by default. Plain functions; every argument is optional."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from itertools import count
from typing import Any

from claims.extraction.model import (
    Certainty,
    Commitment,
    QuoteType,
    SpeakerKind,
    Tier,
)
from claims.models import (
    Claim,
    ClaimSpan,
    Ending,
    Evidence,
    ExtractionRun,
    Relay,
    ReportSubscriber,
    SpanRole,
    Speaker,
    Stance,
    WeeklyReport,
)
from claims.models.speaker import UNNAMED
from claims.reports.building import GENERATOR
from claims.reports.freezing import scope_of, sha256_of
from claims.review.gathering import Offer, add_passage
from claims.verdicts.states import Aspect
from factcheck.core import jobs
from factcheck.core.ledger import canonical_json
from factcheck.core.models import (
    Job,
    JobState,
    User,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from factcheck.core.permissions import Role
from factcheck.lib import clock
from factcheck.lib.weeks import week_named
from sources.comparing import COMPARE
from sources.models import (
    Article,
    Feed,
    FeedItem,
    Fetch,
    FetchState,
    Outlet,
    Snapshot,
)
from sources.raw import keep as store_raw
from tests import weekly

ENGINE = "test-engine 1"
TEXT = (
    "Council to close the swimming pool\n\n"
    "The swimming pool will close in May, John Smith said on Monday. "
    "He added that a new one would open within a year."
)
_numbers = count(1)


def make_user(role: str = Role.READER, **fields: Any) -> User:
    """A user with this role; without a password unless one is given.

    Most tests log in without.
    """
    username = fields.pop("username", f"user{next(_numbers)}")
    return User.objects.create_user(username, role=role, **fields)


def make_outlet(name: str | None = None, **fields: Any) -> Outlet:
    """An outlet; without a domain unless one is given."""
    return Outlet.objects.create(name=name or f"Outlet {next(_numbers)}", **fields)


def make_article(
    text: str = TEXT,
    *,
    blocks: list[dict[str, Any]] | None = None,
    extracted: bool = True,
    raw: bytes | None = None,
    content_type: str = "text/plain; charset=utf-8",
    **fields: Any,
) -> Article:
    """An article with one snapshot, whose blocks are the text's paragraphs.

    ``raw`` is what it was read from, by an older reader; by default the text.
    ``extracted=False`` leaves out the (empty) run of the engine.
    """
    outlet = fields.pop("outlet", None) or make_outlet()
    fields.setdefault("title", text.split("\n", 1)[0][:500] or "Untitled")
    article = Article.objects.create(
        outlet=outlet, language=fields.pop("language", "en"), **fields
    )
    snapshot = make_snapshot(
        article, text, blocks=blocks, raw=raw, content_type=content_type
    )
    if extracted:
        ExtractionRun.objects.create(
            snapshot=snapshot, engine=ENGINE, claim_count=0, seconds=0.1
        )
    return article


def make_snapshot(
    article: Article,
    text: str = TEXT,
    *,
    blocks: list[dict[str, Any]] | None = None,
    raw: bytes | None = None,
    content_type: str = "text/plain; charset=utf-8",
) -> Snapshot:
    """The article's next text, without a run of the engine."""
    raw = text.encode() if raw is None else raw
    return Snapshot.objects.create(
        article=article,
        number=article.snapshots.count() + 1,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        blocks=_paragraphs(text) if blocks is None else blocks,
        raw_name=store_raw(raw),
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        content_type=content_type,
        reader_version="test",
    )


def make_compared(text: str = TEXT, **fields: Any) -> Article:
    """An article whose text has been compared with all the others here."""
    article = make_article(text, **fields)
    compare_now(article)
    return article


def compare_now(article: Article) -> Job:
    """Run the comparison of the article's newest text as a worker does."""
    newest = article.snapshots.order_by("-number").values_list("pk", flat=True)[0]
    job = jobs.enqueue(kind=COMPARE, subject_id=newest)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED, job.reason
    article.refresh_from_db()
    return job


def make_fetch(article: Article, **fields: Any) -> Fetch:
    """A fetch that brought the article's newest text."""
    fields.setdefault("url", article.canonical_url or "https://gazette.example/pool")
    return Fetch.objects.create(
        article=article,
        snapshot=article.snapshots.order_by("-number").first(),
        state=fields.pop("state", FetchState.CHANGED),
        **fields,
    )


def make_feed(title: str | None = None, **fields: Any) -> Feed:
    """A feed that waits for its first poll."""
    number = next(_numbers)
    fields.setdefault("url", f"https://gazette.example/feed-{number}.xml")
    return Feed.objects.create(
        title=f"Feed {number}" if title is None else title, **fields
    )


def make_feed_item(feed: Feed, **fields: Any) -> FeedItem:
    """An item whose page is still to be fetched, unless a fetch is given."""
    number = next(_numbers)
    fields.setdefault("key", f"{number:064d}")
    fields.setdefault("url", f"https://gazette.example/{number}")
    fields.setdefault("title", f"Item {number}")
    if "fetch" not in fields:
        fields["fetch"] = Fetch.objects.create(url=fields["url"])
    return FeedItem.objects.create(feed=feed, **fields)


def make_speaker(name: str | None = None, **fields: Any) -> Speaker:
    """A named person without a role unless told otherwise."""
    fields.setdefault("kind", SpeakerKind.NAMED_PERSON)
    return Speaker.objects.create(name=name or f"Speaker {next(_numbers)}", **fields)


def make_claim(
    article: Article | None = None,
    *,
    content: str | Sequence[str] = "The swimming pool will close in May",
    cue: str = "said",
    speaker: str | None = "John Smith",
    via: Sequence[str] = (),
    resolved: Speaker | None = None,
    **fields: Any,
) -> Claim:
    """A claim whose words stand in the article's text; without ``cue`` if it is "".

    Each text is looked up there, at its first occurrence; ``ValueError`` when it
    is missing. ``content`` may have several fragments. ``speaker=None`` is
    hearsay. ``resolved`` is the speaker's row; by default one of that name.
    """
    article = article or make_article()
    snapshot = article.snapshots.get()
    run, _ = ExtractionRun.objects.get_or_create(
        snapshot=snapshot,
        engine=ENGINE,
        defaults={"claim_count": 0, "seconds": 0.1},
    )
    fragments = [content] if isinstance(content, str) else list(content)
    kind = fields.pop(
        "speaker_kind",
        SpeakerKind.NAMED_PERSON if speaker else SpeakerKind.UNATTRIBUTED_HEARSAY,
    )
    if resolved is None and speaker:
        resolved, _ = Speaker.objects.get_or_create(
            name=speaker,
            article=article if kind in UNNAMED else None,
            defaults={"kind": kind},
        )
    start = snapshot.text.index(fragments[0])
    number = Claim.objects.filter(snapshot=snapshot).count() + 1
    claim = Claim.objects.create(
        **{
            "snapshot": snapshot,
            "run": run,
            "fingerprint": hashlib.sha256(str(next(_numbers)).encode()).hexdigest(),
            "ordinal": number,
            "tier": Tier.SPEECH,
            "speaker": resolved,
            "speaker_kind": kind,
            "speaker_text": speaker or "",
            "cue_text": cue,
            "cue_lemma": cue.partition(" ")[0].lower()[:100],
            "content_text": " … ".join(fragments),
            "quote_type": QuoteType.INDIRECT,
            "commitment": Commitment.NEUTRAL,
            "certainty": Certainty.CERTAIN,
            "is_negated": False,
            "said_on": date(2026, 11, 23),
            "sentence_start": start,
            "sentence_end": start + len(fragments[0]),
            "check_worthiness": 0.71,
            "confidence": 0.9,
            "confidence_parts": {
                "cue": 0.97,
                "speaker": 0.95,
                "content": 0.96,
                "resolution": 0.99,
            },
            "why": ["cue verb in the lexicon"],
            **fields,
        }
    )
    ExtractionRun.objects.filter(pk=run.pk).update(claim_count=number)
    _add_spans(claim, SpanRole.CONTENT, fragments)
    _add_spans(claim, SpanRole.CUE, [cue] if cue else [])
    if speaker:
        _add_spans(claim, SpanRole.SPEAKER, [speaker])
    for position, text in enumerate(via, start=1):
        relay = Relay.objects.create(
            claim=claim,
            position=position,
            kind=SpeakerKind.NAMED_PERSON,
            speaker=Speaker.objects.get_or_create(
                name=text, article=None, defaults={"kind": SpeakerKind.NAMED_PERSON}
            )[0],
            text=text,
        )
        _add_spans(claim, SpanRole.VIA, [text], relay=relay, first=position - 1)
    return claim


def make_reviewers(count: int) -> list[User]:
    """So many reviewers."""
    return [make_user(Role.REVIEWER) for _ in range(count)]


def make_passage(
    claim: Claim,
    words: str = "The pool shuts in May, the mayor confirmed.",
    *,
    stance: Stance = Stance.SUPPORTS,
    aspect: Aspect = Aspect.CONTENT,
    by: User | None = None,
    outlet: Outlet | None = None,
    speaker: str | None = "Ada Lind",
    **fields: Any,
) -> Evidence:
    """Evidence from an article of its own, by an outlet of its own, which the finder
    says to be by ``speaker``; the outlet itself if None.
    """
    number = next(_numbers)
    article = make_article(f"{words} Report no. {number}.", outlet=outlet)
    if speaker:
        fields["speaker"], _ = Speaker.objects.get_or_create(
            name=speaker, article=None, defaults={"kind": SpeakerKind.NAMED_PERSON}
        )
    return add_passage(
        claim=claim,
        snapshot=article.snapshots.get(),
        start=0,
        end=len(words),
        offer=Offer(aspect=aspect, stance=stance, **fields),
        by=by or make_user(Role.REVIEWER),
    )


def make_supported(claim: Claim, *, by: User | None = None) -> Claim:
    """The claim with enough evidence to corroborate both aspects of it."""
    by = by or make_user(Role.REVIEWER)
    make_passage(claim, aspect=Aspect.ATTRIBUTION, is_primary=True, by=by)
    make_passage(claim, "The pool shuts in May.", speaker="Ada Lind", by=by)
    make_passage(claim, "No swimming after April.", speaker="Bo Marsh", by=by)
    claim.refresh_from_db()
    return claim


def make_continued(claim: Claim) -> Claim:
    """The same claim, in the same state, in the next text of its article."""
    old = Claim.objects.get(pk=claim.pk)
    text = f"{old.snapshot.text}\n\nText no. {next(_numbers)}."
    snapshot = make_snapshot(old.snapshot.article, text)
    run = ExtractionRun.objects.create(
        snapshot=snapshot, engine=ENGINE, claim_count=1, seconds=0.1
    )
    new = Claim.objects.get(pk=claim.pk)
    new.pk, new.public_id = None, uuid.uuid4()
    new.snapshot, new.run, new.continues = snapshot, run, old
    new.save()
    Claim.objects.filter(pk=old.pk).update(ending=Ending.CONTINUED)
    claim.refresh_from_db()
    return new


def make_report(
    week: str = "2026-W47", *, outlet: Outlet | None = None, **fields: Any
) -> WeeklyReport:
    """A stored report of a full week; no rows stand behind what it tells."""
    scope = scope_of(outlet)
    found = week_named(week)
    before = WeeklyReport.objects.filter(scope=scope).count()
    number = fields.setdefault("number", before + 1)
    payload = fields.pop("payload", None) or weekly.payload(
        weekly.full(
            week=found,
            begins=found.begins,
            cut_off=found.ends,
            scope=scope,
            scope_name=outlet.name if outlet else "All outlets",
            number=number,
        )
    )
    text = canonical_json(payload)
    return WeeklyReport.objects.create(
        **{
            "monday": found.monday,
            "scope": scope,
            "time_zone": weekly.TERMS.time_zone,
            "cut_off": found.ends,
            "generator": GENERATOR,
            "terms": canonical_json(asdict(weekly.TERMS)),
            "payload": text,
            "sha256": sha256_of(text),
            **fields,
        }
    )


def make_subscriber(email: str | None = None, **fields: Any) -> ReportSubscriber:
    """Somebody who gets reports on everything, unless told otherwise."""
    address = email or f"reader{next(_numbers)}@desk.example"
    return ReportSubscriber.objects.create(email=address, **fields)


def make_webhook(url: str | None = None, **fields: Any) -> WebhookEndpoint:
    """An endpoint that asked for every event."""
    fields.setdefault("events", WebhookEvent.values)
    url = url or f"https://receiver.example/{next(_numbers)}"
    return WebhookEndpoint.objects.create(url=url, **fields)


def make_delivery(
    endpoint: WebhookEndpoint | None = None, **fields: Any
) -> WebhookDelivery:
    """An event that waits to be sent; nobody has promised to."""
    return WebhookDelivery.objects.create(
        **{
            "endpoint": endpoint or make_webhook(),
            "event": WebhookEvent.REPORT_MADE,
            "event_id": uuid.uuid4(),
            "body": '{"type":"report.made"}',
            **fields,
        }
    )


def make_job(
    article: Article | None = None, *, state: str = JobState.SUCCEEDED, **fields: Any
) -> Job:
    """An extraction job of the article's snapshot, in this state."""
    article = article or make_article(extracted=state == JobState.SUCCEEDED)
    snapshot_id = article.snapshots.values_list("pk", flat=True).get()
    is_open = state in (JobState.QUEUED, JobState.RUNNING)
    return Job.objects.create(
        **{
            "kind": "claims.extract",
            "key": f"claims.extract:{snapshot_id}",
            "subject_id": snapshot_id,
            "state": state,
            "finished_at": None if is_open else clock.now(),
            **fields,
        }
    )


def _add_spans(
    claim: Claim,
    role: str,
    texts: Sequence[str],
    *,
    relay: Relay | None = None,
    first: int = 0,
) -> None:
    whole = claim.snapshot.text
    for ordinal, text in enumerate(texts, start=first):
        start = whole.index(text)
        ClaimSpan.objects.create(
            claim=claim,
            role=role,
            relay=relay,
            ordinal=ordinal,
            start=start,
            end=start + len(text),
            text=text,
        )


def _paragraphs(text: str) -> list[dict[str, Any]]:
    blocks = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            kind = "paragraph" if blocks else "headline"
            blocks.append({"kind": kind, "start": start, "end": start + len(line)})
        start += len(line) + 1
    return blocks
