"""The pages on which two speakers become one, and two again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from claims import speaking
from claims.admin.speaker_forms import ReasonForm
from claims.admin.speaker_pages import lines, page_url, shared, the_speaker, the_user
from claims.models import Speaker, SpeakerMerge
from factcheck.core.errors import Changed, Refused


def merge_view(request: HttpRequest, speaker_id: int) -> HttpResponse:
    """Choose the other speaker (``?words=``), see what would change (``?into=``), and
    merge with a reason (POST there).
    """
    speaker = the_keeper(request, speaker_id)
    into = request.GET.get("into", "")
    if into.isdecimal():
        other = get_object_or_404(Speaker, pk=int(into[:18]))
        return _preview(request, speaker, other)
    words = request.GET.get("words", speaking.first_guess(speaker))
    context = {
        **shared(request, speaker, f"Merge “{speaker}” into another"),
        "words": words,
        "candidates": speaking.candidates(speaker, words).prefetch_related("aliases"),
    }
    return TemplateResponse(request, "admin/claims/speaker/choose.html", context)


def undo_merge_view(request: HttpRequest, merge_id: uuid.UUID) -> HttpResponse:
    """Ask whether to undo a merge, and do it with a reason (POST)."""
    rows = SpeakerMerge.objects.select_related("speaker", "into", "done_by")
    merge = get_object_or_404(rows, public_id=merge_id)
    speaker = the_keeper(request, merge.speaker_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            speaking.undo_merge(
                merge=merge, reason=form.cleaned_data["reason"], by=the_user(request)
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"“{merge.speaker}” and “{merge.into}” are two again."
            )
            return HttpResponseRedirect(page_url(speaker))
    context = {
        **shared(request, speaker, "Undo a merge"),
        "move": merge,
        "form": form,
        "back_url": page_url(merge.into),
    }
    return TemplateResponse(request, "admin/claims/speaker/undo.html", context)


def the_keeper(request: HttpRequest, speaker_id: int) -> Speaker:
    """The speaker, for whoever may change speakers."""
    if not request.user.has_perm("claims.change_speaker"):
        raise PermissionDenied
    return the_speaker(request, speaker_id)


def _preview(request: HttpRequest, speaker: Speaker, into: Speaker) -> HttpResponse:
    """What the merge would change; by POST it is done."""
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        initial={"version": speaker.version, "into_version": into.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            speaking.merge(
                speaker=speaker,
                into=into,
                reason=form.cleaned_data["reason"],
                by=the_user(request),
                seen=form.seen("version"),
                into_seen=form.seen("into_version"),
            )
        except Changed as error:
            # Shown again as it is now, with the reason; what is sent next is for that.
            form = ReasonForm(
                {
                    "reason": form.cleaned_data["reason"],
                    "version": speaker.version,
                    "into_version": into.version,
                }
            )
            form.add_error(None, str(error))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{speaker}” is now one with “{into}”.")
            return HttpResponseRedirect(page_url(into))
    preview = speaking.preview_merge(speaker, into)
    context = {
        **shared(request, speaker, f"Merge “{speaker}” into “{into}”"),
        "into": into,
        "into_url": page_url(into),
        "preview": preview,
        "lines": lines(preview.samples),
        "form": form,
    }
    return TemplateResponse(request, "admin/claims/speaker/merge.html", context)
