"""The pages on which one speaker becomes two, and one again."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from claims import speaking
from claims.admin.speaker_forms import NEW, ReasonForm, SplitForm
from claims.admin.speaker_merging import the_keeper
from claims.admin.speaker_pages import lines, page_url, shared, the_user
from claims.models import Claim, Speaker, SpeakerSplit
from factcheck.core.errors import Changed, Refused

LISTED: Final = 200  # claims to choose from; a search narrows them


def split_view(request: HttpRequest, speaker_id: int) -> HttpResponse:
    """Choose claims and names, and whose they are; see what would change; confirm.

    All by one form, whose buttons say how far to go: ``step`` is ``find`` (look for
    the other speaker), ``choose``, ``preview`` or ``confirm``. ``?search=`` narrows
    the list of claims.
    """
    speaker = the_keeper(request, speaker_id)
    form = SplitForm(request.POST if request.method == "POST" else None)
    step = request.POST.get("step", "choose")
    if step not in ("preview", "confirm") or not form.is_valid():
        return _choose(request, speaker, form)
    other = form.other(speaker)
    if other is None:
        form.add_error(None, "Say whose the claims are: somebody new, or one below.")
        return _choose(request, speaker, form)
    given = form.cleaned_data
    reasons = ReasonForm(
        request.POST if step == "confirm" else None,
        initial={"version": speaker.version},
    )
    if step == "confirm" and reasons.is_valid():
        try:
            row = speaking.split(
                speaker=speaker,
                claims=given["claims"],
                aliases=given["aliases"],
                into=other,
                reason=reasons.cleaned_data["reason"],
                by=the_user(request),
                seen=reasons.seen("version"),
            )
        except Changed as error:
            reasons = ReasonForm(
                {
                    "reason": reasons.cleaned_data["reason"],
                    "version": speaker.version,
                }
            )
            reasons.add_error(None, str(error))
        except Refused as error:
            reasons.add_error(None, str(error))
        else:
            count = len(row.claim_ids)
            messages.success(
                request,
                f"{count} claim{'' if count == 1 else 's'} given to “{row.into}”.",
            )
            return HttpResponseRedirect(page_url(row.into))
    return _preview(request, speaker, other, form, reasons)


def undo_split_view(request: HttpRequest, split_id: uuid.UUID) -> HttpResponse:
    """Ask whether to undo a split, and do it with a reason (POST)."""
    rows = SpeakerSplit.objects.select_related("speaker", "into", "done_by")
    split = get_object_or_404(rows, public_id=split_id)
    speaker = the_keeper(request, split.speaker_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            speaking.undo_split(
                split=split, reason=form.cleaned_data["reason"], by=the_user(request)
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The claims are “{split.speaker}”’s again.")
            return HttpResponseRedirect(page_url(speaker))
    context = {
        **shared(request, speaker, "Undo a split"),
        "move": split,
        "is_split": True,
        "form": form,
        "back_url": page_url(split.speaker),
    }
    return TemplateResponse(request, "admin/claims/speaker/undo.html", context)


def _choose(request: HttpRequest, speaker: Speaker, form: SplitForm) -> HttpResponse:
    """The list of claims to tick, with what was ticked before."""
    search = request.GET.get("search", "").replace("\0", "")
    own = Claim.objects.current().filter(speaker=speaker)
    if search:
        own = own.filter(content_text__icontains=search)
    listed = list(
        own.select_related("snapshot__article")
        .defer("why", "confidence_parts", "snapshot__text", "snapshot__blocks")
        .order_by("-id")[: LISTED + 1]
    )
    words = request.POST.get("words", "").replace("\0", "")
    context = {
        **shared(request, speaker, f"Split “{speaker}”"),
        "form": form,
        "new": NEW,
        "search": search,
        "lines": lines(listed[:LISTED]),
        "has_more": len(listed) > LISTED,
        "aliases": speaker.aliases.standing(),
        "words": words,
        "candidates": speaking.candidates(speaker, words) if words else [],
        "chosen_claims": set(request.POST.getlist("claims")),
        "chosen_aliases": set(request.POST.getlist("aliases")),
        "chosen_into": request.POST.get("into", NEW),
        "name": request.POST.get("name", ""),
        "kind": request.POST.get("kind", speaker.kind),
    }
    return TemplateResponse(request, "admin/claims/speaker/split.html", context)


def _preview(
    request: HttpRequest,
    speaker: Speaker,
    other: Any,  # Any: a row or a new speaker
    form: SplitForm,
    reasons: ReasonForm,
) -> HttpResponse:
    given = form.cleaned_data
    preview = speaking.preview_split(
        speaker=speaker, claims=given["claims"], aliases=given["aliases"], into=other
    )
    context = {
        **shared(request, speaker, f"Give claims of “{speaker}” to “{other.name}”"),
        "other": other,
        "other_url": page_url(other) if isinstance(other, Speaker) else "",
        "preview": preview,
        "lines": lines(preview.claims),
        "chosen": given,
        "form": reasons,
    }
    return TemplateResponse(request, "admin/claims/speaker/split_preview.html", context)
