"""The page on which a person adds a claim that the engine missed."""

from __future__ import annotations

import uuid
from typing import Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from claims.admin.correction_forms import CorrectionForm
from claims.admin.correction_shown import all_paragraphs
from claims.admin.links import article_url, reading_url
from claims.corrections import AlreadyHere, NewClaim, Who, add_claim
from claims.corrections.places import found_words
from claims.extraction.model import Commitment, SpeakerKind, Tier
from claims.meeting import Places
from claims.models import Claim, Speaker
from claims.models.choices import choices_of
from claims.storing import LONGEST_NAME
from factcheck.core.errors import Refused
from factcheck.core.models import User
from sources.models import Article, Snapshot

_BY_THE_CUE: Final = [("", "by the cue")]
_KINDS: Final = [
    kind for kind in choices_of(SpeakerKind) if kind[0] != SpeakerKind.OUTLET
]
_ROLES: Final = ("content", "cue", "speaker_words")


class _Words(forms.CharField):
    """Words of the text, one fragment a line."""

    def __init__(self, *, label: str, help_text: str, rows: int) -> None:
        super().__init__(
            label=label,
            required=False,
            strip=False,
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": rows, "data-words": ""}),
        )


class NewClaimForm(CorrectionForm):
    """A claim by its words.

    The hidden fields say where they stand (``12-40,50-61``) if they were marked in
    the text; typing empties them.
    """

    content = _Words(
        label="What was said",
        help_text="Words of the text as they stand there; a line for each fragment.",
        rows=3,
    )
    content_spans = forms.CharField(required=False, widget=forms.HiddenInput)
    cue = _Words(
        label="The words that introduce it",
        help_text="“said”, “according to”. Empty only for the outlet's own sentence.",
        rows=1,
    )
    cue_spans = forms.CharField(required=False, widget=forms.HiddenInput)
    speaker_words = _Words(
        label="The words for the speaker",
        help_text="“she”, “a spokesman”. Empty if nobody is named.",
        rows=1,
    )
    speaker_words_spans = forms.CharField(required=False, widget=forms.HiddenInput)
    speaker = forms.ChoiceField(label="Who that is", required=False)
    name = forms.CharField(
        label="Or somebody else",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Found among the speakers, or new.",
    )
    speaker_kind = forms.ChoiceField(label="Kind", choices=_KINDS, required=False)
    tier = forms.ChoiceField(
        label="Tier", choices=[*_BY_THE_CUE, *choices_of(Tier)], required=False
    )
    commitment = forms.ChoiceField(
        label="Class of the cue",
        choices=[*_BY_THE_CUE, *choices_of(Commitment)],
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        snapshot: Snapshot,
        speakers: list[Speaker],
    ) -> None:
        super().__init__(data)
        self._text = snapshot.text
        self._speakers = {str(one.public_id): one for one in speakers}
        names = [(key, one.name) for key, one in self._speakers.items()]
        self.fields["speaker"] = forms.ChoiceField(
            label="Who that is",
            choices=[("", "not said, or somebody else"), *names],
            required=False,
        )

    def new_claim(self) -> NewClaim:
        """The claim that is described. Raises `Refused` for words that are not in the
        text, or there more than once.
        """
        values = self.cleaned_data
        content = self._places("content", near=None)
        near = content[0][0] if content else None
        tier, commitment = values["tier"], values["commitment"]
        return NewClaim(
            content=content,
            cue=self._places("cue", near=near),
            speaker=self._places("speaker_words", near=near),
            who=self._who(),
            tier=Tier(tier) if tier else None,
            commitment=Commitment(commitment) if commitment else None,
        )

    def marks(self) -> list[tuple[int, int, str]]:
        """What was marked in the text, to be shown again."""
        if not self.is_bound:
            return []
        return [
            (start, end, role.removesuffix("_words"))
            for role in _ROLES
            for start, end in _spans(str(self[f"{role}_spans"].value() or ""))
            if start < end <= len(self._text)
        ]

    def _places(self, role: str, *, near: int | None) -> Places:
        marked = _spans(self.cleaned_data[f"{role}_spans"])
        if marked:
            return marked
        lines = filter(str.strip, self.cleaned_data[role].splitlines())
        return [found_words(self._text, line, near=near) for line in lines]

    def _who(self) -> Who | None:
        values = self.cleaned_data
        if values["name"]:
            kind = SpeakerKind(values["speaker_kind"])
            return Who(name=values["name"], kind=kind)
        speaker = self._speakers.get(values["speaker"])
        return Who(speaker=speaker) if speaker else None


def adding_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A text with a form for a claim in it. 404 for an unknown article or text."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("claims.change_claim"):
        raise PermissionDenied
    article = get_object_or_404(Article, public_id=public_id)
    snapshot = _snapshot(article, request.GET.get("snapshot", ""))
    here = Claim.objects.of_snapshot(snapshot).order_by().values("speaker")
    speakers = list(Speaker.objects.filter(pk__in=here).order_by("name", "id"))
    data = request.POST if request.method == "POST" else None
    form = NewClaimForm(data, snapshot=snapshot, speakers=speakers)
    here_already: Claim | None = None
    if form.is_bound and form.is_valid():
        try:
            claim = add_claim(
                snapshot=snapshot,
                given=form.new_claim(),
                by=user,
                reason=form.cleaned_data["reason"],
            )
        except AlreadyHere as error:
            here_already = error.claim
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The claim is added.")
            return HttpResponseRedirect(reading_url(snapshot, claim))
    context = {
        **admin.site.each_context(request),
        "title": "Add a claim",
        "opts": Claim._meta,
        "article": article,
        "article_url": article_url(article),
        "back_url": reading_url(snapshot),
        "snapshot": snapshot,
        "form": form,
        "here_already": here_already,
        "paragraphs": all_paragraphs(snapshot, form.marks()),
    }
    return TemplateResponse(request, "admin/claims/adding.html", context)


def _snapshot(article: Article, number: str) -> Snapshot:
    """The text with this number, by default the newest."""
    if number and not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Http404("no such text")
    texts = article.snapshots.order_by("-number")
    snapshot = texts.filter(number=number).first() if number else texts.first()
    if snapshot is None:
        raise Http404("no such text")
    return snapshot


def _spans(written: str) -> Places:
    """``12-40,50-61`` as spans; nothing for what is none."""
    found = []
    for part in filter(None, written.split(",")):
        start, _, end = part.partition("-")
        if not (_is_number(start) and _is_number(end)):
            return []
        found.append((int(start), int(end)))
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
