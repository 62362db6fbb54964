"""The page on which a person corrects a claim: one form for each kind of correction."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from claims import corrections
from claims.admin import correction_forms as shapes
from claims.admin.cards import name_of
from claims.admin.correction_shown import deed_of, paragraphs_round
from claims.admin.links import article_url, reading_url
from claims.admin.meanings import COMMITMENT, TIER
from claims.corrections.changing import hull, stands
from claims.evaluation.tokens import find_tokens
from claims.extraction.model import Commitment, Tier
from claims.meeting import Places, place_of
from claims.models import Claim, Rejection, SpanRole, Speaker, SpeakerAlias
from claims.speaking import written_so
from factcheck.core.errors import Changed, Refused
from factcheck.core.models import User

WORDS: Final = (SpanRole.CONTENT, SpanRole.CUE, SpanRole.SPEAKER)
MOST_OFFERED: Final = 12  # speakers
MOST_CUTS: Final = 120
MOST_OTHERS: Final = 8  # claims to merge with
_CUT_WORDS = 4  # shown on each side of a cut


def correcting_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The forms for one claim, and its history. 404 for an unknown claim."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("claims.change_claim"):
        raise PermissionDenied
    claim = _claim(public_id)
    desk = Desk(claim, search=request.GET.get("q", ""))
    if request.method == "POST":
        answer = desk.take(request, user)
        if answer is not None:
            return answer
    context = {
        **admin.site.each_context(request),
        **desk.context(),
        "title": "Correct a claim",
        "opts": Claim._meta,
    }
    return TemplateResponse(request, "admin/claims/correcting.html", context)


class Desk:
    """A claim with its forms, one of which may have been sent."""

    def __init__(self, claim: Claim, *, search: str) -> None:
        self.claim = claim
        self.search = search.replace("\0", "").strip()[:200]
        self.text = claim.snapshot.text
        self.sent = ""
        self.is_stale = False
        self._fill()

    def _fill(self) -> None:
        """Every form as the claim is now."""
        claim, spans = self.claim, list(self.claim.spans.all())
        self.place = place_of(spans)
        speaker = sorted(
            (span.start, span.end) for span in spans if span.role == SpanRole.SPEAKER
        )
        places = {
            SpanRole.CONTENT: self.place.content,
            SpanRole.CUE: self.place.cue,
            SpanRole.SPEAKER: speaker,
        }
        self.words = {
            role: shapes.WordsDraft(
                role, places[role], is_open=role == SpanRole.CONTENT
            )
            for role in WORDS
        }
        self.offered = _offered(claim, self.search)
        self.others = _others(claim)
        self.forms: dict[str, Any] = {  # Any: forms of several classes
            "speaker": shapes.SpeakerForm(offered=self.offered, auto_id="speaker_%s"),
            "cue": shapes.CueForm(
                initial={"commitment": claim.commitment, "lemma": claim.cue_lemma},
                auto_id="cue_%s",
            ),
            "tier": shapes.TierForm(initial={"tier": claim.tier}, auto_id="tier_%s"),
            "split": shapes.SplitForm(
                cuts=_cuts(self.text, self.place.content), auto_id="split_%s"
            ),
            "merge": shapes.MergeForm(others=self.others, auto_id="merge_%s"),
            "reject": shapes.RejectForm(auto_id="reject_%s"),
            "restore": shapes.CorrectionForm(auto_id="restore_%s"),
        }

    def take(self, request: HttpRequest, by: User) -> HttpResponse | None:
        """Do what the sent form asks; None to show the page, with what is wrong."""
        self.sent = request.POST.get("kind", "")
        given = {
            "by": by,
            "reason": request.POST.get("reason", ""),
            "seen": _seen(request),
        }
        if self.sent == "words":
            return self._take_words(request, given)
        form = self._bound(request)
        if form is None or not form.is_valid():
            return None
        try:
            message = self._do(form, given)
        except Refused as error:
            self._note(error)
            form.add_error(None, str(error))
            return None
        messages.success(request, message)
        if self.sent == "reject":
            return HttpResponseRedirect(reading_url(self.claim.snapshot))
        return HttpResponseRedirect(correcting_url(self.claim))

    def _take_words(
        self, request: HttpRequest, given: dict[str, Any]
    ) -> HttpResponse | None:  # Any: of the services
        """Move an edge and show it, or store the words."""
        role = request.POST.get("role", "")
        if role not in WORDS:
            return None
        near = hull(self.place.content)[0]
        draft = shapes.read_words(request.POST, self.text, SpanRole(role), near=near)
        for other in self.words.values():
            other.is_open = False
        self.words[draft.role] = draft
        if asked := request.POST.get("step"):
            shapes.step(draft, asked, self.text)
            return None
        if draft.faults:
            return None
        try:
            corrections.respan(
                claim=self.claim, role=draft.role, spans=draft.places, **given
            )
        except Refused as error:
            self._note(error)
            draft.faults.append(str(error))
            return None
        messages.success(request, f"The words of the {draft.name} are corrected.")
        return HttpResponseRedirect(correcting_url(self.claim))

    def _bound(self, request: HttpRequest) -> Any:  # Any: forms of several classes
        """The sent form with what was sent; None for a kind that is none."""
        auto_id = f"{self.sent}_%s"
        match self.sent:
            case "speaker":
                form: Any = shapes.SpeakerForm(
                    request.POST, offered=self.offered, auto_id=auto_id
                )
            case "split":
                cuts = _cuts(self.text, self.place.content)
                form = shapes.SplitForm(request.POST, cuts=cuts, auto_id=auto_id)
            case "merge":
                form = shapes.MergeForm(
                    request.POST, others=self.others, auto_id=auto_id
                )
            case "cue" | "tier" | "reject" | "restore":
                form = type(self.forms[self.sent])(request.POST, auto_id=auto_id)
            case _:
                return None
        self.forms[self.sent] = form
        return form

    def _do(self, form: Any, given: dict[str, Any]) -> str:  # Any: as above
        """Call the service of the form; what to tell afterwards."""
        claim, values = self.claim, form.cleaned_data
        match self.sent:
            case "speaker":
                corrections.change_speaker(claim=claim, who=form.who(), **given)
                return "The speaker is corrected."
            case "cue":
                corrections.change_cue_class(
                    claim=claim,
                    commitment=Commitment(values["commitment"]),
                    lemma=values["lemma"],
                    **given,
                )
                return "The class of the cue is corrected."
            case "tier":
                corrections.change_tier(claim=claim, tier=Tier(values["tier"]), **given)
                return "The tier is corrected."
            case "split":
                corrections.split(claim=claim, at=values["at"], **given)
                return "There are two claims now; this is the first."
            case "merge":
                corrections.merge(claims=[claim, *form.chosen()], **given)
                return "They are one claim now."
            case "reject":
                rejection = Rejection(values["rejection"])
                corrections.reject(claim=claim, rejection=rejection, **given)
                return "The claim is off the lists. It can be restored."
        corrections.restore(claim=claim, **given)
        return "The claim is back on the lists."

    def _note(self, error: Refused) -> None:
        """After a refusal: see the claim as it is now."""
        self.is_stale = isinstance(error, Changed)
        self.claim = _claim(self.claim.public_id)

    def _marks(self) -> list[tuple[int, int, str]]:
        """Where the words are as the forms have them, each with its role."""
        return [
            (start, end, role.value)
            for role, draft in self.words.items()
            for start, end in draft.places
            if start < end
        ]

    def context(self) -> dict[str, Any]:  # Any: a template's context
        """What the page shows."""
        claim = self.claim
        article = claim.snapshot.article
        return {
            "claim": claim,
            "article": article,
            "article_url": article_url(article),
            "back_url": reading_url(claim.snapshot, claim),
            "who": name_of(claim),
            "stands": stands(claim),
            "is_own": claim.tier == Tier.OUTLET,
            "is_stale": self.is_stale,
            "paragraphs": paragraphs_round(claim.snapshot, self._marks()),
            "words": [
                (draft, draft.fragments(self.text))
                for draft in self.words.values()
                if not (claim.tier == Tier.OUTLET and draft.role != SpanRole.CONTENT)
            ],
            "forms": self.forms,
            "sent": self.sent,
            "search": self.search,
            "commitment_meaning": COMMITMENT[Commitment(claim.commitment)],
            "tier_meaning": TIER[Tier(claim.tier)],
            "can_split": bool(self.forms["split"].fields["at"].choices),
            "others": self.others,
            "history": [deed_of(row) for row in corrections.corrections_of(claim)],
        }


def correcting_url(claim: Claim) -> str:
    """Where the claim is corrected."""
    return reverse("admin:claims_claim_correct", args=[claim.public_id])


def _claim(public_id: uuid.UUID) -> Claim:
    claims = Claim.objects.select_related(
        "snapshot__article__outlet", "speaker", "run", "added_by", "merged_into"
    ).prefetch_related("spans")
    return get_object_or_404(claims, public_id=public_id)


def _seen(request: HttpRequest) -> frozenset[int]:
    """The version that the form was made for; none that could be if it says none."""
    version = request.POST.get("seen", "")
    is_number = version.isascii() and version.isdecimal() and len(version) < 10
    return frozenset({int(version)} if is_number else ())


def _offered(claim: Claim, search: str) -> list[Speaker]:
    """Speakers who are written so; without words those of the article."""
    article = claim.snapshot.article
    realm = Speaker.objects.standing().filter(Q(article=None) | Q(article=article))
    if search:
        found = written_so(realm, search)
    else:
        here = Claim.objects.of_snapshot(claim.snapshot).order_by()
        found = realm.filter(pk__in=here.values("speaker"))
    if claim.speaker_id is not None:
        found = found.exclude(pk=claim.speaker_id)
    aliases = Prefetch("aliases", SpeakerAlias.objects.standing())
    return list(found.prefetch_related(aliases).order_by("name", "id")[:MOST_OFFERED])


def _others(claim: Claim) -> list[Claim]:
    """The nearest claims with which this one can be merged."""
    others = Claim.objects.of_snapshot(claim.snapshot).exclude(pk=claim.pk)
    if claim.speaker_id is not None:
        others = others.filter(speaker=claim.speaker_id)
    else:
        others = others.filter(
            speaker=None,
            speaker_kind=claim.speaker_kind,
            speaker_text__iexact=claim.speaker_text,
        )
    before = others.filter(ordinal__lt=claim.ordinal).order_by("-ordinal")
    after = others.filter(ordinal__gt=claim.ordinal).order_by("ordinal")
    half = MOST_OTHERS // 2
    return [*reversed(before[:half]), *after[:half]]


def _cuts(text: str, content: Places) -> list[tuple[int, str]]:
    """Where a content can be cut, each with the words on both sides."""
    words = [
        (start + token[0], start + token[1])
        for start, end in content
        for token in find_tokens(text[start:end])
    ]
    cuts = []
    for number, (start, _) in enumerate(words[1:], start=1):
        first, last = words[max(0, number - _CUT_WORDS)][0], words[number - 1][1]
        end = words[min(len(words), number + _CUT_WORDS) - 1][1]
        cuts.append((start, f"…{text[first:last]} | {text[start:end]}…"))
    return cuts[:MOST_CUTS]
