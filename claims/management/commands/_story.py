"""What invented reviewers did with the sample articles, for the demonstration.

Told through the services that real reviewers' faces use, each act at its own time, so
that the weekly reports of the samples' weeks have something to say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any, Final

from django.db import transaction

from claims.corrections.existence import reject
from claims.extraction.model import SpeakerKind
from claims.models import Claim, Rejection, Review, Stance
from claims.review.gathering import Offer, add_document, add_passage, find_passage
from claims.review.reconsidering import reopen
from claims.review.voting import Ballot, adjudicate, vote
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.models import User
from factcheck.core.people import save_user
from factcheck.lib import clock
from sources.models import Article, OverrideDecision, Snapshot
from sources.overruling import overrule

Act = Mapping[str, Any]  # Any: a row of the file
STORY: Final = "_story.json"


def tell(articles: Mapping[str, Article]) -> int:
    """Have the story happen to the sample articles, by file name; returns its acts.

    All of it or nothing, and nothing where somebody has voted already. Acts on claims
    that the configured engine does not find are left out. Raises `Refused` where the
    settings do not allow an act.
    """
    if Review.objects.exists():
        return 0
    text = files(__package__).joinpath(STORY).read_text(encoding="utf-8")
    story = json.loads(text)
    told = 0
    acts = sorted(story["acts"], key=lambda act: act["at"])
    with transaction.atomic():
        with clock.standing_at(datetime.fromisoformat(acts[0]["at"])):
            teller = _Teller(articles, story)
        for act in acts:
            with clock.standing_at(datetime.fromisoformat(act["at"])):
                told += teller.tell(act)
    return told


class _Teller:
    def __init__(self, articles: Mapping[str, Article], story: Act) -> None:
        self._articles = articles
        self._documents: Mapping[str, Sequence[str]] = story["documents"]
        self._people = {
            name: _person(name, role, display)
            for name, (role, display) in story["people"].items()
        }
        self._deeds: Mapping[str, Callable[[Claim, Act], None]] = {
            "evidence": self._add_evidence,
            "votes": self._vote,
            "adjudicate": self._adjudicate,
            "reopen": self._reopen,
            "reject": self._reject,
            "overrule": self._overrule,
        }

    def tell(self, act: Act) -> bool:
        """Whether there was such a claim."""
        file_name, words = act["of"]
        claims = Claim.objects.current().filter(
            snapshot__article=self._articles.get(file_name),
            content_text__startswith=words,
        )
        claim = claims.order_by("id").first()
        if claim is None:
            return False
        self._deeds[act["do"]](claim, act)
        return True

    def _add_evidence(self, claim: Claim, act: Act) -> None:
        offer = Offer(
            aspect=Aspect(act["aspect"]),
            stance=Stance(act["stance"]),
            is_primary=act.get("primary", False),
        )
        by = self._people[act["by"]]
        if "passage" in act:
            file_name, words = act["passage"]
            snapshot = _newest_text(self._articles[file_name])
            start, end = find_passage(snapshot, words)
            add_passage(
                claim=claim, snapshot=snapshot, start=start, end=end, offer=offer, by=by
            )
            return
        url, title, excerpt, kind = self._documents[act["document"]]
        offer = Offer(
            aspect=offer.aspect,
            stance=offer.stance,
            is_primary=offer.is_primary,
            speaker_kind=SpeakerKind(kind),
        )
        add_document(
            claim=claim, url=url, title=title, excerpt=excerpt, offer=offer, by=by
        )

    def _vote(self, claim: Claim, act: Act) -> None:
        ballots = [_ballot(aspect, act) for aspect in Aspect]
        for name in act["by"]:
            vote(claim=claim, ballots=ballots, by=self._people[name])

    def _adjudicate(self, claim: Claim, act: Act) -> None:
        (ballot,) = (_ballot(aspect, act) for aspect in Aspect if aspect.value in act)
        adjudicate(claim=claim, ballot=ballot, by=self._people[act["by"]])

    def _reopen(self, claim: Claim, act: Act) -> None:
        reopen(claim=claim, reason=act["why"], by=self._people[act["by"]])

    def _reject(self, claim: Claim, act: Act) -> None:
        reject(
            claim=claim,
            rejection=Rejection(act["as"]),
            reason=act["why"],
            by=self._people[act["by"]],
        )

    def _overrule(self, claim: Claim, act: Act) -> None:
        overrule(
            one=claim.snapshot.article,
            other=self._articles[act["other"]],
            decision=OverrideDecision(act["as"]),
            reason=act["why"],
            by=self._people[act["by"]],
        )


def _person(name: str, role: str, display_name: str) -> User:
    """Somebody of the story; nobody can log in as them."""
    person = User.objects.filter(username=name).first()
    if person is None:
        person = User(username=name, role=role, display_name=display_name)
        person.set_unusable_password()
        save_user(user=person, by=None)
    return person


def _ballot(aspect: Aspect, act: Act) -> Ballot:
    return Ballot(
        aspect=aspect,
        verdict=Verdict(act[aspect.value]),
        rationale=act.get("why", ""),
    )


def _newest_text(article: Article) -> Snapshot:
    return article.snapshots.order_by("-number")[0]
