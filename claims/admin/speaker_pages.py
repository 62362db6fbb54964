"""A page for each speaker: who it is, under which names, and what they said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from claims import speaking
from claims.admin.links import article_url, reading_url
from claims.extraction.model import Tier
from claims.models import Claim, Speaker, SpeakerMerge, SpeakerRole, SpeakerSplit
from claims.review.speaker_verdicts import verdict_shares
from factcheck.core.errors import PermissionDenied as PermissionDeniedError
from factcheck.core.errors import Refused
from factcheck.core.models import User
from sources.addresses import address_key, written_form
from sources.models import Article

NEWEST: Final = 20  # claims on the page
MOST_NAMES: Final = 100  # aliases, merged names, roles that are listed
MOST_MOVES: Final = 20  # merges and splits that are listed
WIKIDATA: Final = "https://www.wikidata.org/wiki/"

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Line:
    """A claim in a list, leading to its place in the article."""

    claim: Claim
    url: str
    article_url: str


@dataclass(frozen=True, slots=True)
class TierCount:
    """How many claims of a tier, and where they are listed."""

    label: str
    count: int
    url: str


def page_view(request: HttpRequest, speaker_id: int) -> HttpResponse:
    """Everything about one speaker, in a fixed number of queries."""
    if request.method not in ("GET", "HEAD"):
        raise PermissionDenied  # as for all that only services write
    speaker = the_speaker(request, speaker_id)
    claims = Claim.objects.current().filter(speaker=speaker)
    newest = (
        claims.select_related("snapshot__article__outlet")
        .defer("why", "confidence_parts", "snapshot__text", "snapshot__blocks")
        .order_by("-id")[:NEWEST]
    )
    tiers = _tiers(speaker, claims)
    context = {
        **shared(request, speaker, str(speaker)),
        "article_url": article_url(speaker.article) if speaker.article else "",
        "wikidata_url": f"{WIKIDATA}{speaker.wikidata}" if speaker.wikidata else "",
        "lines": lines(newest),
        "tiers": tiers,
        "claim_total": sum(tier.count for tier in tiers),
        "claims_url": _claims_url(speaker),
        "relayed": speaker.relayed.values("claim").distinct().count(),
        "aliases": speaker.aliases.standing()[:MOST_NAMES],
        "roles": _roles(speaker),
        "merged": speaker.merged.all()[:MOST_NAMES],
        "merges": _merges(speaker),
        "splits": _splits(speaker),
        "verdict_shares": verdict_shares(speaker),
    }
    return TemplateResponse(request, "admin/claims/speaker/page.html", context)


def details_view(request: HttpRequest, speaker_id: int) -> HttpResponse:
    """Change a name, a role or the Wikidata id, and lead back (POST)."""
    speaker = the_speaker(request, speaker_id)
    deed = _DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        messages.error(request, "Nothing was changed: the form was not complete.")
    else:
        try:
            messages.success(request, deed(request, speaker, the_user(request)))
        except PermissionDeniedError as error:
            raise PermissionDenied from error
        except Refused as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(page_url(speaker))


def the_speaker(request: HttpRequest, speaker_id: int) -> Speaker:
    """The speaker, for whoever may see them. 404 for an unknown one."""
    if not request.user.has_perm("claims.view_speaker"):
        raise PermissionDenied
    rows = Speaker.objects.select_related("article", "merged_into")
    return get_object_or_404(rows, pk=speaker_id)


def the_user(request: HttpRequest) -> User:
    """Who asks; the admin admits nobody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def page_url(speaker: Speaker) -> str:
    """Where the speaker's page is."""
    return reverse("admin:claims_speaker_change", args=[speaker.pk])


def lines(claims: Iterable[Claim]) -> list[Line]:
    """The claims as lines; their articles must be loaded."""
    return [
        Line(claim, reading_url(claim.snapshot, claim), reading_url(claim.snapshot))
        for claim in claims
    ]


def shared(
    request: HttpRequest, speaker: Speaker, title: str
) -> dict[str, Any]:  # Any: a template's context
    """What every page of a speaker needs."""
    return {
        **admin.site.each_context(request),
        "title": title,
        "opts": Speaker._meta,
        "is_nav_sidebar_enabled": False,
        "speaker": speaker,
        "speaker_url": page_url(speaker),
        "can_change": request.user.has_perm("claims.change_speaker"),
    }


def _tiers(speaker: Speaker, claims: Any) -> list[TierCount]:  # Any: a queryset
    counted = dict(
        claims.order_by().values_list("tier").annotate(n=Count("pk")).order_by("tier")
    )
    return [
        TierCount(
            tier.value.replace("_", " "),
            counted[tier.value],
            f"{_claims_url(speaker)}&tier__exact={tier.value}",
        )
        for tier in Tier
        if tier.value in counted
    ]


def _claims_url(speaker: Speaker) -> str:
    url = reverse("admin:claims_claim_changelist")
    return f"{url}?speaker__id__exact={speaker.pk}"


def _roles(speaker: Speaker) -> list[tuple[SpeakerRole, str]]:
    """Roles with the address of the article that says so, if one does."""
    roles = speaker.roles.select_related("article", "added_by")[:MOST_NAMES]
    return [(role, article_url(role.article) if role.article else "") for role in roles]


def _merges(speaker: Speaker) -> list[SpeakerMerge]:
    """Merges of the speaker or into it, the newest first."""
    rows = SpeakerMerge.objects.select_related(
        "speaker", "into", "done_by", "undone_by"
    )
    mine = rows.filter(speaker=speaker) | rows.filter(into=speaker)
    return list(mine[:MOST_MOVES])


def _splits(speaker: Speaker) -> list[SpeakerSplit]:
    """Splits of the speaker or to it, the newest first."""
    rows = SpeakerSplit.objects.select_related(
        "speaker", "into", "done_by", "undone_by"
    )
    mine = rows.filter(speaker=speaker) | rows.filter(into=speaker)
    return list(mine[:MOST_MOVES])


def _add_alias(request: HttpRequest, speaker: Speaker, by: User) -> str:
    alias = speaking.add_alias(
        speaker=speaker, text=request.POST.get("text", ""), by=by
    )
    return f"“{alias.text}” is an alias: the engine takes it for this speaker."


def _remove_alias(request: HttpRequest, speaker: Speaker, by: User) -> str:
    text = request.POST.get("text", "")
    speaking.remove_alias(speaker=speaker, text=text, by=by)
    return f"“{text}” is no alias any more."


def _add_role(request: HttpRequest, speaker: Speaker, by: User) -> str:
    role = speaking.add_role(
        speaker=speaker,
        text=request.POST.get("text", ""),
        since=_day(request, "since"),
        until=_day(request, "until"),
        article=_article(request),
        by=by,
    )
    return f"The role is entered: {role}."


def _remove_role(request: HttpRequest, speaker: Speaker, by: User) -> str:
    key = request.POST.get("role", "")
    known = speaker.roles.filter(pk=int(key[:18])) if key.isdecimal() else None
    role = known.first() if known is not None else None
    if role is None:
        raise Refused("This role was removed already.", code="no_such_role")
    speaking.remove_role(role=role, by=by)
    return f"The role is removed: {role}."


def _set_wikidata(request: HttpRequest, speaker: Speaker, by: User) -> str:
    version = request.POST.get("version", "")
    speaking.set_wikidata(
        speaker=speaker,
        wikidata=request.POST.get("wikidata", ""),
        by=by,
        seen=frozenset({int(version[:18])} if version.isdecimal() else ()),
    )
    return "The Wikidata id is changed."


_DEEDS: Final = {
    "add_alias": _add_alias,
    "remove_alias": _remove_alias,
    "add_role": _add_role,
    "remove_role": _remove_role,
    "wikidata": _set_wikidata,
}


def _day(request: HttpRequest, name: str) -> date | None:
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(
            f"“{text[:20]}” is no day. Write it as 2026-03-31.", code="bad_role"
        ) from error


def _article(request: HttpRequest) -> Article | None:
    """The article whose address on this server, or on the web, was given."""
    text = request.POST.get("article", "").strip()
    if not text:
        return None
    article = _article_at(text)
    if article is None:
        raise Refused(
            "There is no article at this address here. Give the address of its page "
            "here or on the web, or nothing.",
            code="bad_role",
        )
    return article


def _article_at(address: str) -> Article | None:
    """The article of a page here, by the id in its address, or of one on the web."""
    own = _ID.search(address)
    if own:
        return Article.objects.filter(public_id=own[0]).first()
    try:
        key = address_key(written_form(address))
    except ValueError:
        return None
    return Article.objects.filter(addresses__key=key).first()
