"""Where an article comes from: its origin and why, whom it names, its texts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from claims.admin.links import article_url, reading_url
from claims.admin.passages import Side, sides
from claims.models import Claim, Ending, Progress, Rejection
from factcheck.core.errors import Refused
from factcheck.core.models import User
from sources.changes import Change, ChangeKind, changes
from sources.models import Article, Comparison, OverrideDecision, Snapshot
from sources.overruling import LONGEST_REASON, overrule
from sources.provenance import (
    MOST_COUNTED,
    count_of,
    decisions_on,
    decisions_on_both,
    hold_together,
    provenance_of,
)

_CONTEXT = 60  # characters round a name
_LATEST = 20  # fetches that are listed
_MOST_TEXTS = 100  # texts that are listed, the latest
_AROUND = 1  # unchanged paragraphs shown beside a change


@dataclass(frozen=True, slots=True)
class Naming:
    """An agency or outlet that the text names, with the words around."""

    name: str
    how: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Text:
    """A snapshot in the list of an article's texts."""

    snapshot: Snapshot
    url: str
    changes_url: str
    claims: int
    continued: int
    ended: dict[str, int]


class OverrideForm(forms.Form):
    """A decision on two articles."""

    decision = forms.ChoiceField(
        choices=OverrideDecision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Others read it, and the weekly report lists it.",
    )


def provenance_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Origin, names and texts of one article. 404 for an unknown one."""
    article = _article(request, public_id)
    newest = article.snapshots.order_by("-number").first()
    context = {
        **_page(request, article, "Where it comes from"),
        "this": article,
        "provenance": provenance_of(article),
        "is_compared": newest is None or Comparison.objects.filter(pk=newest).exists(),
        "namings": _namings(article, newest) if newest else [],
        "texts": _texts(article),
        "addresses": article.addresses.all(),
        "fetches": article.fetches.select_related("asked_by")[:_LATEST],
        "overrides": decisions_on(article),
        "can_fetch": bool(article.canonical_url)
        and request.user.has_perm("sources.add_article"),
    }
    return TemplateResponse(request, "admin/claims/provenance.html", context)


def counting_view(request: HttpRequest) -> HttpResponse:
    """How many origins the articles in ``?ids=1,2`` have, and why."""
    if not request.user.has_perm("sources.view_article"):
        raise PermissionDenied
    ids = {part for part in request.GET.get("ids", "").split(",") if part}
    if not ids or len(ids) > MOST_COUNTED or not all(map(_is_key, ids)):
        raise Http404("no such articles")
    articles = Article.objects.filter(pk__in=ids).select_related("outlet")
    if not articles:
        raise Http404("no such articles")
    context = {
        **admin.site.each_context(request),
        "title": "Origins of these articles",
        "opts": Article._meta,
        "provenance": count_of(articles),
    }
    return TemplateResponse(request, "admin/claims/origins.html", context)


def comparing_view(
    request: HttpRequest, public_id: uuid.UUID, other_id: uuid.UUID
) -> HttpResponse:
    """Two articles side by side, what they share marked, and a decision on them."""
    article, other = _article(request, public_id), _article(request, other_id)
    can_decide = request.user.has_perm("sources.add_originoverride")
    form = OverrideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not isinstance(request.user, User) or not can_decide:
            raise PermissionDenied
        if form.is_valid() and _decide(request, form, article, other, by=request.user):
            return HttpResponseRedirect(request.path)
    pair = hold_together(article, other)
    if pair is None:
        raise Http404("nothing to compare")
    left, right = sides(*pair.texts, pair.overlap.passages)
    context = {
        **_page(request, article, "Two articles compared"),
        "other": other,
        "sides": [
            Side(article, article_url(article), left),
            Side(other, article_url(other), right),
        ],
        "pair": pair,
        "overrides": decisions_on_both(article, other),
        "form": form,
        "can_decide": can_decide,
    }
    return TemplateResponse(request, "admin/claims/comparing.html", context)


def changes_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What changed from one text of an article to the next (``?to=2``)."""
    article = _article(request, public_id)
    numbers = list(article.snapshots.values_list("number", flat=True))
    wanted = request.GET.get("to", "")
    if not _is_key(wanted) or int(wanted) not in numbers or int(wanted) < 2:
        raise Http404("no such text")
    old = get_object_or_404(Snapshot, article=article, number=int(wanted) - 1)
    new = get_object_or_404(Snapshot, article=article, number=int(wanted))
    ended = Claim.objects.standing().filter(snapshot=old).exclude(ending="")
    context = {
        **_page(request, article, f"From text {old.number} to text {new.number}"),
        "old": old,
        "new": new,
        "old_url": reading_url(old),
        "new_url": reading_url(new),
        "runs": _with_gaps(changes(old.text, new.text)),
        "ended": [
            (claim, reading_url(old, claim))
            for claim in ended.exclude(ending=Ending.CONTINUED).order_by("ordinal")
        ],
        "added": [
            (claim, reading_url(new, claim))
            for claim in Claim.objects.of_snapshot(new).filter(continues=None)
        ],
        "continued": ended.filter(ending=Ending.CONTINUED).count(),
        "is_extracted": new.runs.exists(),
    }
    return TemplateResponse(request, "admin/claims/changes.html", context)


def _article(request: HttpRequest, public_id: uuid.UUID) -> Article:
    if not request.user.has_perm("sources.view_article"):
        raise PermissionDenied
    articles = Article.objects.select_related("outlet", "added_by")
    return get_object_or_404(articles, public_id=public_id)


def _page(
    request: HttpRequest, article: Article, title: str
) -> dict[str, Any]:  # Any: a template's context
    return {
        **admin.site.each_context(request),
        "title": title,
        "opts": Article._meta,
        "article": article,
        "article_url": article_url(article),
        "provenance_url": reverse(
            "admin:sources_article_provenance", args=[article.public_id]
        ),
    }


def _namings(article: Article, snapshot: Snapshot) -> list[Naming]:
    credits = [
        Naming(
            credit.name or "agencies",
            f"{credit.get_kind_display()} in the {credit.get_place_display()}",
            *_in_context(
                article.byline if credit.place == "byline" else snapshot.text,
                credit.start,
                credit.end,
            ),
        )
        for credit in snapshot.credits.all()
    ]
    cited = [
        Naming(
            citation.name,
            citation.pattern.replace("_", " "),
            *_in_context(snapshot.text, citation.start, citation.end),
        )
        for citation in snapshot.citations.all()
    ]
    return credits + cited


def _in_context(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words of a line before and after a name, cut short with an ellipsis."""
    before = text[:start].rpartition("\n")[2]
    after = text[end:].partition("\n")[0]
    return (
        f"…{before[-_CONTEXT:]}" if len(before) > _CONTEXT else before,
        text[start:end],
        f"{after[:_CONTEXT]}…" if len(after) > _CONTEXT else after,
    )


def _texts(article: Article) -> list[Text]:
    standing = ~Q(claims__progress=Progress.WITHDRAWN) & Q(
        claims__rejection=Rejection.NONE
    )
    words = ("text", "blocks", "links", "headers")
    unread = (*words, *(f"reread_of__{name}" for name in words))
    texts = article.snapshots.select_related("reread_of").defer(*unread)
    counted = texts.annotate(
        claim_count=Count("claims", filter=standing),
        continued_count=Count(
            "claims", filter=standing & Q(claims__continues__isnull=False)
        ),
    )
    endings: dict[int, dict[str, int]] = {}
    ended = Claim.objects.standing().filter(snapshot__article=article)
    rows = ended.exclude(ending__in=("", Ending.CONTINUED)).order_by()
    for number, ending, count in rows.values_list(
        "snapshot__number", "ending"
    ).annotate(n=Count("pk")):
        endings.setdefault(number, {})[Ending(ending).label] = count
    base = reverse("admin:sources_article_changes", args=[article.public_id])
    return [
        Text(
            snapshot=snapshot,
            url=reading_url(snapshot),
            changes_url=f"{base}?to={snapshot.number}" if snapshot.number > 1 else "",
            claims=snapshot.claim_count,
            continued=snapshot.continued_count,
            ended=endings.get(snapshot.number - 1, {}),
        )
        for snapshot in counted.order_by("-number")[:_MOST_TEXTS]
    ]


def _decide(
    request: HttpRequest, form: OverrideForm, one: Article, other: Article, *, by: User
) -> bool:
    try:
        overrule(
            one=one,
            other=other,
            decision=OverrideDecision(form.cleaned_data["decision"]),
            reason=form.cleaned_data["reason"],
            by=by,
        )
    except Refused as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "Your decision is kept, with its reason.")
    return True


def _with_gaps(found: Iterable[Change]) -> list[Change | int]:
    """The changes with little around them; a number stands for so many paragraphs."""
    every = list(found)
    near = {
        place
        for at, change in enumerate(every)
        if change.kind != ChangeKind.SAME
        for place in range(at - _AROUND, at + _AROUND + 1)
    }
    shown: list[Change | int] = []
    for at, change in enumerate(every):
        if at in near:
            shown.append(change)
        elif shown and isinstance(shown[-1], int):
            shown[-1] += 1
        else:
            shown.append(1)
    return shown


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18
