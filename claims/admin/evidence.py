"""Evidence by hand: a passage selected in an article, or an outside document."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from claims.admin.blocks import block_places
from claims.admin.places import Place, place_from
from claims.models import Acceptance, Claim, Evidence, Stance
from claims.models.review import LONGEST_RATIONALE
from claims.review.gathering import (
    LONGEST_EXCERPT,
    LONGEST_NOTE,
    LONGEST_TITLE,
    Offer,
    add_document,
    add_passage,
    decide_evidence,
    find_passage,
)
from claims.verdicts.states import Aspect
from factcheck.core.errors import Refused
from factcheck.core.models import User
from sources.addresses import LONGEST_URL
from sources.models import Article, Snapshot

MOST_FOUND: Final = 20


class OfferForm(forms.Form):
    """What its finder says of a piece of evidence."""

    stance = forms.ChoiceField(
        label="It", choices=Stance.choices, widget=forms.RadioSelect
    )
    aspect = forms.ChoiceField(
        label="It bears on",
        choices=[
            (Aspect.CONTENT.value, "whether it is so"),
            (Aspect.ATTRIBUTION.value, "whether they said it"),
        ],
        initial=Aspect.CONTENT.value,
        widget=forms.RadioSelect,
    )
    is_primary = forms.BooleanField(
        label="It is a primary source",
        required=False,
        help_text="A recording, an official record, the speaker's own post or text.",
    )
    is_interested = forms.BooleanField(
        label="It speaks for the speaker's own interest",
        required=False,
        help_text="A spokesman, the same government or organisation.",
    )
    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def offer(self) -> Offer:
        """The offer, of a valid form."""
        values = self.cleaned_data
        return Offer(
            aspect=Aspect(values["aspect"]),
            stance=Stance(values["stance"]),
            note=values["note"],
            is_primary=values["is_primary"],
            is_interested=values["is_interested"],
        )


class PassageForm(OfferForm):
    """A passage of the article on the page: selected, or its words."""

    start = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput(attrs={"data-start": ""})
    )
    end = forms.IntegerField(
        required=False, min_value=1, widget=forms.HiddenInput(attrs={"data-end": ""})
    )
    words = forms.CharField(
        label="Passage",
        max_length=LONGEST_EXCERPT,
        widget=forms.Textarea(attrs={"rows": 4, "data-words": ""}),
        help_text="Select it in the article, or copy its words here.",
    )
    field_order = ("words", "stance", "aspect")


class DocumentForm(OfferForm):
    """A document that is not among the articles."""

    url = forms.CharField(label="Web address", max_length=LONGEST_URL)
    title = forms.CharField(max_length=LONGEST_TITLE)
    excerpt = forms.CharField(
        label="The words that matter",
        max_length=LONGEST_EXCERPT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sha256 = forms.CharField(
        label="SHA-256 of the document",
        required=False,
        max_length=64,
        help_text="If you have stored it. Without it, the excerpt's is kept.",
    )
    field_order = ("url", "title", "excerpt", "stance", "aspect")


def evidence_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Find evidence for a claim and add it."""
    user = _finder(request)
    claims = Claim.objects.select_related("speaker", "snapshot__article__outlet")
    claim = get_object_or_404(claims, public_id=public_id)
    place = place_from(request.GET)
    snapshot = _chosen(request)
    passage = PassageForm(prefix="passage")
    document = DocumentForm(prefix="document")
    if request.method == "POST":
        is_passage = request.POST.get("kind") == "passage"
        form = (PassageForm if is_passage else DocumentForm)(
            request.POST, prefix="passage" if is_passage else "document"
        )
        added = _added(request, form, claim, snapshot, user)
        if added is not None:
            messages.success(request, _told(added))
            return HttpResponseRedirect(place.url(claim))
        if isinstance(form, PassageForm):
            passage = form
        elif isinstance(form, DocumentForm):
            document = form
    context = {
        **admin.site.each_context(request),
        "title": "Add evidence",
        "opts": Claim._meta,
        "is_nav_sidebar_enabled": False,
        "claim": claim,
        "article": claim.snapshot.article,
        "back_url": place.url(claim),
        "search": request.GET.get("q", ""),
        "found": [] if snapshot else _found(request, claim, place),
        "chosen": snapshot,
        "paragraphs": _paragraphs(snapshot) if snapshot else [],
        "passage_form": passage,
        "document_form": document,
        "is_document_open": document.is_bound or not snapshot,
        "other_url": request.path + place.query(),
        "hidden": place.values(),
    }
    return TemplateResponse(request, "admin/claims/evidence.html", context)


def decide_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Reject a piece of evidence, or accept it again; with a reason."""
    user = _finder(request)
    pieces = Evidence.objects.select_related("claim__snapshot__article")
    piece = get_object_or_404(pieces, public_id=public_id)
    place = place_from(request.GET)
    if request.method == "POST":
        is_accepted = request.POST.get("acceptance") == Acceptance.ACCEPTED
        try:
            decide_evidence(
                piece=piece,
                acceptance=Acceptance.ACCEPTED if is_accepted else Acceptance.REJECTED,
                reason=request.POST.get("reason", "")[: LONGEST_RATIONALE + 1],
                by=user,
            )
        except Refused as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(place.url(piece.claim))


def _added(
    request: HttpRequest,
    form: OfferForm,
    claim: Claim,
    snapshot: Snapshot | None,
    user: User,
) -> Evidence | None:
    """The evidence, stored; None if the form says what is wrong."""
    if not form.is_valid():
        return None
    values = form.cleaned_data
    try:
        if isinstance(form, PassageForm):
            if snapshot is None:
                raise Refused("Choose an article first.")
            start, end = _place(snapshot, values)
            return add_passage(
                claim=claim,
                snapshot=snapshot,
                start=start,
                end=end,
                offer=form.offer(),
                by=user,
            )
        return add_document(
            claim=claim,
            url=values["url"],
            title=values["title"],
            excerpt=values["excerpt"],
            sha256=values["sha256"],
            offer=form.offer(),
            by=user,
        )
    except Refused as error:
        form.add_error(None, str(error))
        return None


def _place(snapshot: Snapshot, values: Mapping[str, Any]) -> tuple[int, int]:
    """Where the passage is: as it was selected, if its words stand there in this text.

    They may not: another text of the article may have come meanwhile, or somebody have
    written on in the words.
    """
    start, end, words = values["start"], values["end"], values["words"]
    is_selected = start is not None and end is not None
    if is_selected and snapshot.text[start:end].split() == words.split():
        return start, end
    return find_passage(snapshot, words)


def _told(piece: Evidence) -> str:
    if piece.is_independent:
        return f"Added. It is independent: {piece.independence_reason}"
    return f"Added. It is not independent: {piece.independence_reason}"


def _chosen(request: HttpRequest) -> Snapshot | None:
    """The newest text of the article that the address names."""
    try:
        public_id = uuid.UUID(request.GET.get("from", ""))
    except ValueError:
        return None
    snapshots = Snapshot.objects.filter(article__public_id=public_id)
    return snapshots.select_related("article__outlet").order_by("-number").first()


def _found(
    request: HttpRequest, claim: Claim, place: Place
) -> list[tuple[Article, str]]:
    """Articles that may hold evidence: those searched for, else the newest others."""
    articles = Article.objects.exclude(pk=claim.snapshot.article_id)
    for word in request.GET.get("q", "")[:200].replace("\0", "").split()[:10]:
        articles = articles.filter(
            Q(title__icontains=word) | Q(outlet__name__icontains=word)
        )
    rows = articles.select_related("outlet").order_by("-pk")[:MOST_FOUND]
    here = reverse("admin:claims_claim_evidence", args=[claim.public_id])
    return [
        (article, here + place.query(**{"from": str(article.public_id)}))
        for article in rows
    ]


def _paragraphs(snapshot: Snapshot) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "start": start, "text": snapshot.text[start:end]}
        for kind, start, end in block_places(snapshot)
    ]


def _finder(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not user.has_perm("claims.add_evidence"):
        raise PermissionDenied
    return user
