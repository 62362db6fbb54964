"""Stored markup never comes out as markup: a hundred payloads in every text that
comes from outside, and every page of the admin that shows it, parsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from claims.models import (
    Speaker,
    SpeakerAlias,
    SpeakerMerge,
    SpeakerRole,
    SpeakerSplit,
)
from factcheck.core.audit import subject_of
from factcheck.core.models import ApiToken, JobState, User, WebhookEndpoint
from factcheck.core.permissions import Role
from sources.models import (
    AgencyCredit,
    Article,
    Citation,
    Feed,
    Fetch,
    OriginOverride,
    Overlap,
    OverrideDecision,
)
from sources.overruling import overrule
from tests.factories import (
    make_article,
    make_claim,
    make_delivery,
    make_feed,
    make_feed_item,
    make_fetch,
    make_job,
    make_outlet,
    make_snapshot,
    make_speaker,
    make_user,
    make_webhook,
)
from tests.ledger import recorded

TEMPLATES = Path(__file__).parents[2]
MARK = "pwned"
_CALLS = [f"alert('{MARK}')", f"window.{MARK}=1", f"fetch('//{MARK}.example')"]
_SHAPES = [
    "<script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    "<script src=//pwned.example></script><!--{}-->",
    "<img src=x onerror={}>",
    '<img src=x onerror="{}">',
    "<svg onload={}>",
    "<svg/onload={}//",
    "<svg><script>{}</script></svg>",
    "<body onload={}>",
    "<iframe srcdoc='<script>{}</script>'>",
    '<iframe src="javascript:{}">',
    '<a href="javascript:{}">x</a>',
    '<a href=" &#x6A;avascript:{}">x</a>',
    '<object data="javascript:{}">',
    '<embed src="javascript:{}">',
    '<form action="javascript:{}"><button>x',
    "<details open ontoggle={}>",
    "<video><source onerror={}>",
    "<style>@import '//pwned.example';</style>{}",
    "<link rel=stylesheet href=//pwned.example>{}",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<base href=//pwned.example>{}",
    '<div style="background:url(javascript:{})">',
    '"><script>{}</script>',
    "' onmouseover={} x='",
    '" onfocus={} autofocus x="',
    "</title><script>{}</script>",
    "</textarea><script>{}</script>",
    "</script><script>{}</script>",
    "--><script>{}</script>",
    "]]><script>{}</script>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror={}>",
    "{{{{ {} }}}}{{% load x %}}",
    "javascript:{}",
]
PAYLOADS = [shape.format(call) for shape in _SHAPES for call in _CALLS]

# What our own pages contain; nothing else may come out.
SCRIPTS = ("/static/", "/admin/jsi18n/")


def list_urls() -> Iterator[str]:
    """The pages on which many rows appear."""
    yield reverse("admin:index")
    yield reverse("admin:sources_article_add")
    yield reverse("admin:sources_feed_add")
    yield reverse("admin:sources_feed_import")
    for name in (
        *("claims_claim", "claims_speaker", "sources_article", "sources_outlet"),
        *("sources_feed", "sources_fetch"),
        *("core_user", "core_apitoken", "core_job", "core_webhookendpoint"),
    ):
        url = reverse(f"admin:{name}_changelist")
        yield f"{url}?all="
        yield f"{url}?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"


def page_urls(article: Article, job_id: int, token: ApiToken) -> Iterator[str]:
    """The pages of one article and what belongs to it."""
    claim = article.snapshots.get().claims.get()
    read = reverse("admin:sources_article_read", args=[article.public_id])
    yield read
    yield f"{read}?claim={claim.public_id}"
    yield f"{read}?claim=%22%3E%3Cscript%3E&tier=%22%3E%3Cscript%3E&speaker=%3Csvg%3E"
    yield reverse("admin:sources_article_provenance", args=[article.public_id])
    twin = Article.objects.filter(origin=article.origin).exclude(pk=article.pk).get()
    pair = [article.public_id, twin.public_id]
    yield reverse("admin:sources_article_compare", args=pair)
    yield reverse("admin:sources_article_changes", args=[twin.public_id]) + "?to=2"
    yield reverse("admin:sources_article_origins") + f"?ids={article.pk},{twin.pk}"
    yield reverse("admin:sources_article_delete", args=[article.pk])
    yield reverse("admin:sources_article_history", args=[article.pk])
    yield reverse("admin:sources_outlet_change", args=[article.outlet_id])
    feed = Feed.objects.get(outlet=article.outlet_id)
    yield reverse("admin:sources_feed_change", args=[feed.pk])
    yield reverse("admin:sources_feed_history", args=[feed.pk])
    yield from speaker_urls(claim.speaker_id)
    yield reverse("admin:core_job_change", args=[job_id])
    yield reverse("admin:core_apitoken_change", args=[token.pk])
    yield reverse("admin:core_user_change", args=[token.user_id])
    webhook = WebhookEndpoint.objects.get(added_by=token.user_id)
    for page in ("change", "delete", "history"):
        yield reverse(f"admin:core_webhookendpoint_{page}", args=[webhook.pk])


def speaker_urls(speaker_id: int) -> Iterator[str]:
    """The pages of one speaker."""
    merge = SpeakerMerge.objects.get(into=speaker_id)
    split = SpeakerSplit.objects.get(into=speaker_id)
    yield reverse("admin:claims_speaker_change", args=[speaker_id])
    yield reverse("admin:claims_speaker_split", args=[speaker_id])
    choosing = reverse("admin:claims_speaker_merge", args=[speaker_id])
    yield f"{choosing}?words=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    yield f"{choosing}?words=alert"
    yield f"{choosing}?into={merge.speaker_id}"
    yield reverse("admin:claims_speaker_undo_merge", args=[merge.public_id])
    yield reverse("admin:claims_speaker_undo_split", args=[split.public_id])


def store(payload: str) -> tuple[Article, int, ApiToken]:
    """An article whose every text is the payload; its failed job; a token."""
    text = f"{payload}\n\nThen {payload} said that {payload} again, via {payload}."
    user = User.objects.create(
        username=f"user{User.objects.count()}",
        display_name=payload[:150],
        role=Role.READER,
        password="!",
    )
    outlet = make_outlet(
        payload[:200],
        owner_group=payload[:200],
        domain=f"{user.username}.example",
    )
    article = make_article(
        text, title=payload, byline=payload, outlet=outlet, added_by=user
    )
    speaker = make_speaker(payload, role=payload)
    SpeakerAlias.objects.create(speaker=speaker, text=payload)
    SpeakerRole.objects.create(speaker=speaker, text=payload, article=article)
    merged = make_speaker(f"{payload} too", role=payload, merged_into=speaker)
    SpeakerMerge.objects.create(speaker=merged, into=speaker, reason=payload)
    SpeakerSplit.objects.create(
        speaker=merged, into=speaker, reason=payload, is_into_new=False
    )
    make_claim(
        article,
        content=payload,
        cue="said",
        speaker=payload,
        resolved=speaker,
        via=[payload],
        speaker_role=payload,
        said_at_text=payload[:200],
        why=[payload, f"because {payload}"],
    )
    store_feed(payload, article)
    became = {"title": payload, "feed": payload}
    recorded(subject=subject_of(article), before=became, after=became, by=user)
    job = make_job(
        article, state=JobState.QUARANTINED, reason=payload, requested_by=user
    )
    token, _ = ApiToken.objects.issue(user=user, name=payload[:100])
    webhook = make_webhook(
        f"https://{article.pk}.example/{payload}",
        description=payload[:200],
        added_by=user,
    )
    make_delivery(webhook, event=payload[:50], body=payload, error=payload)
    return article, job.pk, token


def store_feed(payload: str, article: Article) -> None:
    """A failing feed whose every text is the payload, and its items in each state."""
    feed = make_feed(
        payload,
        url=f"https://{article.pk}.example/{payload}",
        site_url=f"javascript:{payload}",
        outlet=article.outlet,
        failures=1,
        reason=payload,
        problems=[payload],
    )
    address = f"https://gazette.example/{payload}"
    done = make_fetch(article, url=address)
    failed = Fetch.objects.create(url=address, state="failed", reason=payload)
    for fields in ({"fetch": done}, {"fetch": failed}, {"refusal": payload}):
        make_feed_item(feed, title=payload, url=address, **fields)


def store_twin(article: Article, payload: str) -> None:
    """Another of its origin, with two texts, and everything that says so."""
    twin = make_article(payload, title=payload)
    text = make_snapshot(twin, f"{payload}\n\nIt was {payload} twice.")
    AgencyCredit.objects.create(
        snapshot=article.snapshots.get(),
        name=payload[:200],
        kind="credited",
        place="byline",
        start=0,
        end=len(payload),
    )
    Citation.objects.create(
        snapshot=article.snapshots.get(),
        name=payload[:200],
        written=payload,
        pattern="told",
        start=1,
        end=len(payload),
    )
    a, b = sorted((article.snapshots.get().pk, text.pk))
    Overlap.objects.create(
        a_id=a, b_id=b, sharing="same_text", score=0.5, reasons=[payload], passages=[]
    )
    make_fetch(article, reason=payload, url="https://gazette.example/x")
    overrule(
        one=article,
        other=twin,
        decision=OverrideDecision.JOIN,
        reason=payload,
        by=User.objects.get(username="root"),
    )


def faults(html: bytes) -> list[str]:
    """What in this page could run, load or send something that is not ours."""
    soup = BeautifulSoup(html, "lxml")
    found = []
    for tag in soup.find_all(lambda _: True):
        found += [f"{tag.name} {fault}" for fault in tag_faults(tag)]
    return found


def tag_faults(tag: Tag) -> Iterator[str]:
    if tag.name == "script" and not str(tag.get("src", "")).startswith(SCRIPTS):
        yield "is not one of our scripts"
    if tag.name == "script" and tag.get_text(strip=True):
        yield "has inline code"
    if tag.name in {"style", "iframe", "object", "embed", "base", "math", "video"}:
        yield "is no element of ours"
    if tag.name == "meta" and tag.has_attr("http-equiv"):
        yield "refreshes"
    for name, value in tag.attrs.items():
        words = " ".join(value) if isinstance(value, list) else str(value)
        if name.startswith("on") or name in {"style", "srcdoc"}:
            yield f"has {name}"
        if name in {"href", "src", "action", "formaction", "data"} and not (
            words == "" or words.startswith(("/", "?", "#", "."))
        ):
            yield f"leads to {words[:60]}"
        if name in {"href", "src", "action"} and words.startswith("//"):
            yield f"leads to {words[:60]}"


def test_the_search_for_faults_finds_payloads_that_are_not_escaped() -> None:
    found = [payload for payload in PAYLOADS if faults(payload.encode())]

    assert len(PAYLOADS) >= 100
    assert len(found) > 0.8 * len(PAYLOADS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in (1, 2))]
)
def test_no_payload_comes_out_as_markup_on_any_page(part: int) -> None:
    """A third of the payloads on the lists, a quarter of these on the other pages."""
    payloads = PAYLOADS[part::3]
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    stored = [store(payload) for payload in payloads]
    for (article, *_), payload in zip(stored[part::4], payloads[part::4], strict=True):
        store_twin(article, payload)
        article.refresh_from_db()

    pages = [url for row in stored[part::4] for url in page_urls(*row)]
    urls = [*list_urls(), *pages]

    seen = 0
    for url in urls:
        response = client.get(url, follow=True)  # histories lead to the ledger
        assert response.status_code == 200, url
        assert faults(response.content) == [], url
        seen += MARK in response.content.decode()

    assert seen > 9 * len(stored[part::4])  # the payloads were there, as text


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_reading_page_shows_a_payload_as_text(payload: str) -> None:
    article, _, _ = store(payload)
    client = Client()
    client.force_login(make_user(Role.READER))
    claim = article.snapshots.get().claims.get()
    url = reverse("admin:sources_article_read", args=[article.public_id])

    response = client.get(url, {"claim": claim.public_id})

    assert faults(response.content) == []
    soup = BeautifulSoup(response.content, "lxml")
    text = "\n".join(node.get_text() for node in soup.select(".article-text > *"))
    assert text.count(payload) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS[::3])
def test_the_form_gives_back_a_payload_as_text(payload: str) -> None:
    client = Client()
    client.force_login(make_user(Role.REVIEWER))

    response = client.post(
        reverse("admin:sources_article_add"),
        dict.fromkeys(("text", "url", "outlet", "title", "published"), payload),
    )

    assert response.status_code == 200
    assert faults(response.content) == []
    assert not Article.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS[::3])
def test_the_form_for_feeds_gives_back_a_payload_as_text(payload: str) -> None:
    client = Client()
    client.force_login(make_user(Role.EDITOR))

    response = client.post(
        reverse("admin:sources_feed_add"),
        dict.fromkeys(("url", "outlet", "title"), payload),
    )

    assert response.status_code == 200
    assert faults(response.content) == []
    assert not Feed.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS[::3])
@pytest.mark.parametrize("step", ["find", "preview", "confirm"])
def test_splitting_a_speaker_gives_back_a_payload_as_text(
    payload: str, step: str
) -> None:
    speaker = make_speaker(payload)
    claim = make_claim(
        make_article(f"A {payload} said."),
        resolved=speaker,
        content=payload,
        speaker=payload,
    )
    client = Client()
    client.force_login(make_user(Role.EDITOR))

    response = client.post(
        reverse("admin:claims_speaker_split", args=[speaker.pk]),
        {
            **dict.fromkeys(("name", "words"), f"{payload}!"),
            **{"step": step, "into": "new", "claims": claim.pk, "reason": ""},
        },
    )

    assert response.status_code == 200
    assert MARK in response.content.decode()
    assert faults(response.content) == []
    assert Speaker.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS[::3])
def test_a_refused_decision_gives_back_a_payload_as_text(payload: str) -> None:
    pair = [make_article().public_id, make_article().public_id]
    client = Client()
    client.force_login(make_user(Role.REVIEWER))

    response = client.post(
        reverse("admin:sources_article_compare", args=pair),
        {"decision": payload, "reason": payload},
    )

    assert response.status_code == 200
    assert faults(response.content) == []
    soup = BeautifulSoup(response.content, "lxml")
    assert soup.select_one("textarea").get_text().strip() == payload.strip()
    assert not OriginOverride.objects.exists()


@pytest.mark.parametrize("folder", ["factcheck", "claims", "sources"])
def test_no_template_or_code_marks_text_as_safe(folder: str) -> None:
    banned = ("mark_safe", "|safe", "autoescape off", "SafeString(", "|json_script")
    for path in (TEMPLATES / folder).rglob("*"):
        if path.suffix in {".py", ".html"}:
            source = path.read_text(encoding="utf-8")
            assert not [word for word in banned if word in source], path


@pytest.mark.django_db
def test_every_page_carries_the_policy_that_forbids_inline_code() -> None:
    article = make_article()
    client = Client()
    urls = [reverse("admin:login"), "/nowhere/"]
    responses = [client.get(url) for url in urls]
    client.force_login(make_user(Role.READER))
    read = reverse("admin:sources_article_read", args=[article.public_id])
    responses += [client.get(url) for url in (reverse("admin:index"), read)]
    responses.append(client.get(reverse("admin:core_user_changelist")))

    for response in responses:
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "style-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
