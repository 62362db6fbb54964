"""The workbench: one claim after the other, judged in seconds.

The page works without its script: each key is a button or a link. The script sends
the same forms and puts the next page, which it has fetched ahead, in this one's place.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from claims.admin.ballots import BallotForm
from claims.admin.blocks import Block, block_places, marked_blocks
from claims.admin.cards import Card
from claims.admin.links import reading_url
from claims.admin.pieces import pieces_of
from claims.admin.places import Place, place_from, review_url, uuid_from
from claims.models import Claim, Ending, Relay
from claims.review.looking import (
    ClaimView,
    changes_since,
    changes_since_decision,
    precedents,
    view_of,
)
from claims.review.queues import (
    QUEUE_NAMES,
    Queue,
    counts,
    lock,
    next_claims,
    queued,
    release,
    voted_today,
    waiting,
)
from claims.review.reconsidering import reopen, set_risk, settle
from claims.review.voting import Recorded, adjudicate, take_back_last, vote
from claims.verdicts.states import Aspect
from factcheck.core.errors import Changed, FactcheckError, Refused
from factcheck.core.errors import PermissionDenied as PermissionDeniedError
from factcheck.core.models import User
from factcheck.core.versions import Seen
from factcheck.lib import clock

STACK: Final = 6
"""Claims of the queue that are shown under the one on the screen."""
WHOLE_TEXT: Final = 40_000
"""Characters up to which the whole article is shown; of longer ones, the part round
the claim, with a link to all of it."""
BLOCKS_ROUND: Final = 12
SCRIPT: Final = "X-Workbench"
"""The script's header: ``ahead`` fetches a page before it is looked at."""
LEFT: Final = "X-Workbench-Left"
"""With it, the id of the claim that will have been left by then: it is not the next."""


def queue_view(request: HttpRequest) -> HttpResponse:
    """Lead to the next claim of a queue, or say that there is none."""
    user = _reviewer(request)
    place = place_from(request.GET)
    found = next_claims(place.selection, by=user, besides=place.skipped)
    if found:
        return HttpResponseRedirect(place.url(found[0]))
    context = {
        **admin.site.each_context(request),
        **_queue_context(place, user),
        "title": "Nothing left in this queue",
        "is_nav_sidebar_enabled": False,
        "opts": Claim._meta,
        "unskipped_url": replace(place, skipped=()).start_url,
    }
    return TemplateResponse(request, "admin/claims/queue_empty.html", context)


def workbench_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One claim with all that judging it takes, and the vote.

    The number of queries depends neither on the claims of the article nor on those
    of the queue.
    """
    user = _reviewer(request)
    claim = _claim(public_id)
    if claim.ending == Ending.CONTINUED and hasattr(claim, "continued_by"):
        query = place_from(request.GET).query()
        return HttpResponseRedirect(review_url(claim.continued_by) + query)
    place = place_from(request.GET)
    if request.method != "POST":
        return _page(request, claim, place, user)
    return _change(request, claim, place, user)


def undo_view(request: HttpRequest) -> HttpResponse:
    """Take back one's last vote, and lead to its claim."""
    user = _reviewer(request)
    place = place_from(request.GET)
    if request.method != "POST":
        return HttpResponseRedirect(place.start_url)
    try:
        recorded = take_back_last(by=user)
    except Refused as error:
        return _refused(request, error, place.start_url)
    message = "Your last vote is taken back. Here is its claim again."
    return _moved(request, place.url(recorded.claim), message)


def _change(
    request: HttpRequest, claim: Claim, place: Place, user: User
) -> HttpResponse:
    """Do what one of the page's forms asks."""
    action = request.POST.get("action", "")
    here, reason = place.url(claim), request.POST.get("reason", "")
    seen = _seen(request)
    try:
        if action == "lock":
            return JsonResponse({"reader": str(lock(claim, by=user) or "")})
        if action == "skip":
            release(claim, by=user)
            return _moved(request, _next_url(place.without(claim), user), "")
        if action in ("vote", "adjudicate"):
            return _voted(request, claim, place, user, is_judging=action != "vote")
        if action == "risk":
            is_high = request.POST.get("is_high") == "1"
            set_risk(claim=claim, is_high=is_high, by=user, seen=seen)
            return _moved(request, here, "")
        if action == "reopen":
            reopen(claim=claim, reason=reason, by=user, seen=seen)
            return _moved(request, here, "The claim is open again.")
        if action == "settle":
            settle(claim=claim, reason=reason, by=user, seen=seen)
            return _moved(request, here, "The decision is confirmed.")
    except Changed as error:
        return _page(request, _claim(claim.public_id), place, user, error=error)
    except FactcheckError as error:
        return _refused(request, error, here)
    raise Http404("no such action")


def _voted(
    request: HttpRequest, claim: Claim, place: Place, user: User, *, is_judging: bool
) -> HttpResponse:
    """Record what the form says, and go on to the next claim."""
    forms = [BallotForm(aspect, request.POST) for aspect in Aspect]
    seen = _seen(request)
    try:
        if not all(form.is_valid() for form in forms):
            raise Refused(
                "This is no vote: choose a verdict, and write plain text.",
                code="invalid",
            )
        ballots = [ballot for form in forms if (ballot := form.ballot())]
        recorded: Recorded | None = None
        if is_judging:
            for ballot in ballots:
                recorded = adjudicate(claim=claim, ballot=ballot, by=user, seen=seen)
                seen = frozenset({recorded.claim.version})
        if not is_judging or recorded is None:
            vote(claim=claim, ballots=ballots, by=user, seen=seen)
    except Refused as error:
        if _is_script(request) and not isinstance(error, Changed):
            return _refused(request, error, place.url(claim))
        claim = _claim(claim.public_id)
        return _page(request, claim, place, user, forms=forms, error=error)
    release(claim, by=user)
    ahead = uuid_from(request.POST.get("ahead", ""))
    return _moved(request, _next_url(place, user, ahead=ahead, besides=claim), "")


def _seen(request: HttpRequest) -> Seen:
    """The version of the claim that the form was made from."""
    text = request.POST.get("version", "")
    return frozenset({int(text)}) if text.isdecimal() and len(text) < 10 else None


def _next_url(
    place: Place,
    user: User,
    *,
    ahead: uuid.UUID | None = None,
    besides: Claim | None = None,
) -> str:
    """Where the next claim is: the one that was fetched ahead, if it still waits."""
    if ahead is not None:
        waiting_still = queued(place.selection, by=user).filter(public_id=ahead)
        claim = waiting_still.only("public_id").first()
        if claim is not None:
            return place.url(claim)
    left_out = [*place.skipped, *([besides.public_id] if besides else [])]
    found = next_claims(place.selection, by=user, besides=left_out)
    return place.url(found[0]) if found else place.start_url


def _page(
    request: HttpRequest,
    claim: Claim,
    place: Place,
    user: User,
    *,
    forms: Sequence[BallotForm] | None = None,
    error: FactcheckError | None = None,
) -> HttpResponse:
    """The page of a claim; with ``forms`` as they were sent, if that was refused."""
    view = view_of(claim, by=user)
    is_ahead = request.headers.get(SCRIPT) == "ahead"
    reader = None if is_ahead else lock(claim, by=user)
    left = uuid_from(request.headers.get(LEFT, ""))
    besides = [*place.skipped, claim.public_id, *([left] if left else [])]
    stack = next_claims(place.selection, by=user, besides=besides, limit=STACK)
    opened = parse_datetime(request.POST.get("opened", "") or "")
    context = {
        **admin.site.each_context(request),
        **_queue_context(place, user),
        **_claim_context(claim, place),
        "title": "Review",
        "opts": Claim._meta,
        "is_nav_sidebar_enabled": False,
        "view": view,
        "aspects": list(zip(view.aspects, forms or _forms(view), strict=True)),
        "is_judging": any(one.may_adjudicate for one in view.aspects),
        "can_correct": user.has_perm("claims.change_claim"),
        "can_reopen": user.has_perm("claims.adjudicate_review"),
        "pieces": pieces_of(claim, view.evidence),
        "precedents": precedents(claim),
        "reader": reader,
        "stack": [(one, place.url(one), _why_now(one)) for one in stack],
        "next_url": place.url(stack[0]) if stack else "",
        "ahead": stack[0].public_id if stack else "",
        "why_now": _why_now(claim),
        "opened": clock.now().isoformat(),
        "error": error,
        "reason": request.POST.get("reason", ""),
        "changes": _changes(claim, view, opened) if error else [],
        "since_decision": changes_since_decision(claim) if view.doubts else [],
    }
    status = 200
    if error is not None:
        status = 412 if isinstance(error, Changed) else 422
    return TemplateResponse(
        request, "admin/claims/workbench.html", context, status=status
    )


def _changes(claim: Claim, view: ClaimView, opened: datetime | None) -> list[object]:
    if opened is None or opened.tzinfo is None:
        return []
    return list(changes_since(claim, view.evidence, opened))


def _forms(view: ClaimView) -> list[BallotForm]:
    """Empty forms, or with the person's own vote as it stands."""
    return [
        BallotForm(
            one.aspect,
            verdict=one.own.verdict,
            rationale=one.own.rationale,
            scope_note=one.own.scope_note,
        )
        if one.own
        else BallotForm(one.aspect)
        for one in view.aspects
    ]


def _queue_context(place: Place, user: User) -> dict[str, Any]:
    """The queues with their counts, and what was done today."""
    numbers = counts(place.selection, by=user)
    return {
        "place": place,
        "queues": [
            {
                "name": QUEUE_NAMES[queue],
                "count": numbers[queue],
                "is_chosen": queue == place.selection.queue,
                "url": replace(
                    place,
                    skipped=(),
                    selection=replace(place.selection, queue=queue),
                ).start_url,
            }
            for queue in Queue
        ],
        "voted_today": voted_today(by=user),
        "left": numbers[place.selection.queue],
        "undo_url": reverse("admin:claims_claim_undo") + place.query(),
    }


def _claim_context(claim: Claim, place: Place) -> dict[str, Any]:
    card = Card(
        number=claim.ordinal,
        claim=claim,
        relays=tuple(claim.relays.all()),
        href=f"{place.url(claim)}#claim",
        is_selected=True,
    )
    blocks, is_whole = _blocks(card)
    article = claim.snapshot.article
    return {
        "claim": claim,
        "card": card,
        "article": article,
        "snapshot": claim.snapshot,
        "blocks": blocks,
        "is_whole": is_whole,
        "reading_url": reading_url(claim.snapshot, claim),
        "evidence_url": reverse("admin:claims_claim_evidence", args=[claim.public_id])
        + place.query(),
        "here": place.url(claim),
    }


def _blocks(card: Card) -> tuple[list[Block], bool]:
    """The article's paragraphs with the claim marked, or those round it."""
    snapshot = card.claim.snapshot
    blocks = marked_blocks(snapshot, [card], card)
    if len(snapshot.text) <= WHOLE_TEXT:
        return blocks, True
    places = block_places(snapshot)
    here = next(
        (
            at
            for at, (_, start, end) in enumerate(places)
            if start <= card.claim.sentence_start < end
        ),
        0,
    )
    first = max(0, here - BLOCKS_ROUND)
    return blocks[first : here + BLOCKS_ROUND + 1], False


def _claim(public_id: uuid.UUID) -> Claim:
    relays = Relay.objects.select_related("speaker").order_by("position")
    claims = Claim.objects.select_related(
        "speaker", "snapshot__article__outlet", "continued_by"
    ).prefetch_related("spans", Prefetch("relays", queryset=relays))
    return get_object_or_404(claims, public_id=public_id)


def _why_now(claim: Claim) -> str:
    """Why the claim stands where it does in the queue."""
    worth = claim.check_worthiness
    parts = [
        "not scored" if worth is None else f"worth a check {round(worth * 100)} %",
        f"in {claim.reach} article{'s' if claim.reach > 1 else ''}",
        waiting(claim),
    ]
    return " × ".join(parts)


def _reviewer(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not user.has_perm("claims.add_review"):
        raise PermissionDenied
    return user


def _is_script(request: HttpRequest) -> bool:
    return SCRIPT in request.headers


def _moved(request: HttpRequest, url: str, message: str) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"next": url, "message": message})
    if message:
        messages.success(request, message)
    return HttpResponseRedirect(url)


def _refused(request: HttpRequest, error: FactcheckError, url: str) -> HttpResponse:
    if isinstance(error, PermissionDeniedError):
        raise PermissionDenied(str(error))
    if _is_script(request):
        return JsonResponse({"error": str(error), "code": error.code}, status=422)
    messages.error(request, str(error))
    return HttpResponseRedirect(url)
