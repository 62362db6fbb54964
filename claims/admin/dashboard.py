"""The dashboard, and everybody's own list of votes that were decided otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from claims.admin.links import reading_url
from claims.admin.panels import QUESTIONS, sections
from claims.models import OPEN, Progress
from claims.review.figures import WEEKS, Figures, figures
from claims.review.holding import VOTE
from claims.review.overruled import PAGE, Overruling, overruled_votes
from claims.verdicts.states import Agreement, Aspect, Verdict
from factcheck.core.errors import PermissionDenied as PermissionDeniedError
from factcheck.core.models import User


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that is read first."""

    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A vote that was decided otherwise, as it is shown."""

    overruling: Overruling
    question: str
    voted: str
    decided: str
    url: str

    @property
    def is_adjudicated(self) -> bool:
        """Whether one person decided, and not a quorum."""
        return self.overruling.agreement == Agreement.ADJUDICATED


def dashboard_view(request: HttpRequest) -> HttpResponse:
    """How the review goes, over ``?weeks=13`` (or 26, or 52)."""
    wanted = request.GET.get("weeks", str(WEEKS[0]))
    if wanted not in map(str, WEEKS):
        raise Http404("no such number of weeks")
    try:
        found = figures(by=_person(request), weeks=int(wanted))
    except PermissionDeniedError as error:
        raise PermissionDenied from error
    context = {
        **admin.site.each_context(request),
        "title": "Dashboard",
        "figures": found,
        "tiles": _tiles(found),
        "sections": sections(found),
        "lengths": WEEKS,
        "length": int(wanted),
        "can_vote": request.user.has_perm(VOTE),
    }
    return TemplateResponse(request, "admin/claims/dashboard.html", context)


def overruled_view(request: HttpRequest) -> HttpResponse:
    """The person's own votes that were decided otherwise (``?before=`` the last)."""
    before = request.GET.get("before", "")
    if before and not _is_key(before):
        raise Http404("no such vote")
    try:
        found = overruled_votes(
            by=_person(request), before=int(before) if before else None
        )
    except PermissionDeniedError as error:
        raise PermissionDenied from error
    shown = found[:PAGE]
    context = {
        **admin.site.each_context(request),
        "title": "Your votes that were decided otherwise",
        "entries": [_entry(one) for one in shown],
        "is_first": not before,
        "next": shown[-1].vote.pk if len(found) > PAGE else None,
    }
    return TemplateResponse(request, "admin/claims/overruled.html", context)


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):  # the admin admits nobody else
        raise PermissionDenied
    return request.user


def _tiles(found: Figures) -> list[Tile]:
    now = found.now
    return [
        Tile(sum(now.values()), "statements"),
        Tile(sum(now[progress] for progress in OPEN), "open"),
        Tile(now[Progress.IN_REVIEW], "of them in review"),
        Tile(now[Progress.DECIDED] + now[Progress.PUBLISHED], "decided"),
    ]


def _entry(one: Overruling) -> Entry:
    return Entry(
        overruling=one,
        question=QUESTIONS[Aspect(one.vote.aspect)],
        voted=one.vote.get_verdict_display(),
        decided=Verdict(one.verdict).value.replace("_", " "),
        url=reading_url(one.claim.snapshot, one.claim),
    )


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18
