"""Claims as they stood at a moment, from rows that may have changed since.

Votes, reopenings, evidence and corrections are never changed: those from the moment
on are left out. What is changed in place (a claim's words and speaker, a name) is
taken back with what the corrections and the ledger say it was before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q

from claims.models import (
    Claim,
    Correction,
    Progress,
    Rejection,
    Reopening,
    Review,
    Speaker,
    Staleness,
)
from claims.reports.facts import PEOPLE_UNNAMED, Brief, Terms
from claims.review.deriving import States, VoteRow, states_from
from claims.review.queues import STATEMENTS
from factcheck.core.models import Action, AuditEvent
from sources.models import Article, Outlet

AT_ONCE: Final = 500  # threads in memory
_CHANGES: Final = (Action.CLAIM_SPEAKER_CHANGED, Action.CLAIM_RISK_SET)
_SHOWN: Final = (
    *(
        field.name
        for field in Claim._meta.concrete_fields
        if field.name not in ("why", "confidence_parts")
    ),
    "speaker__public_id",
    "speaker__name",
    "speaker__article",
    "run__engine",
    "snapshot__article__public_id",
    "snapshot__article__title",
    "snapshot__article__canonical_url",
    "snapshot__article__published_on",
    "snapshot__article__outlet__public_id",
    "snapshot__article__outlet__name",
)
_TEXTS: Final = {
    "speaker": "speaker_text",
    "cue": "cue_text",
    "content": "content_text",
}
_WORDS: Final = (
    "speaker_kind",
    "speaker_role",
    "cue_lemma",
    "commitment",
    "tier",
    "rejection",
)


@dataclass(slots=True)
class Thread:
    """A claim through all texts of its article, as it stood at the moment.

    ``claim`` is its newest row by then, with the values it had; it is never saved.
    """

    claim: Claim
    found: datetime
    votes: list[VoteRow] = field(default_factory=list)
    cast_at: dict[int, datetime] = field(default_factory=dict)  # by key of the vote
    reopenings: list[Reopening] = field(default_factory=list)
    is_doubted: bool = False
    _states: dict[datetime, States] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Whether neither the engine nor a person had taken it off the lists."""
        return (
            self.claim.progress != Progress.WITHDRAWN
            and self.claim.rejection == Rejection.NONE
        )

    @property
    def is_statement(self) -> bool:
        """Whether it is of those that are checked."""
        return self.claim.tier in STATEMENTS

    def states(self, moment: datetime, terms: Terms) -> States:
        """What followed from the votes before ``moment``, worked out once."""
        if moment not in self._states:
            ends = [one.after_id for one in self.reopenings if one.reopened_at < moment]
            self._states[moment] = states_from(
                (one for one in self.votes if self.cast_at[one.pk] < moment),
                counted_from=max(ends, default=0),
                quorum=self.quorum(terms),
            )
        return self._states[moment]

    def quorum(self, terms: Terms) -> int:
        """How many votes decided it."""
        risky = self.claim.is_high_risk
        return terms.quorum_high_risk if risky else terms.quorum

    def is_open(self, moment: datetime, terms: Terms) -> bool:
        """Whether it waited for votes at ``moment``."""
        if not (self.stands and self.is_statement):
            return False
        states = self.states(moment, terms)
        return not all(state.is_decided for state in states.values())

    def is_stale(self, moment: datetime, terms: Terms) -> bool:
        """Whether a decision on it was in doubt at ``moment``."""
        states = self.states(moment, terms).values()
        return self.stands and self.is_doubted and any(s.is_decided for s in states)


def threads_at(
    threads: Iterable[UUID], moment: datetime
) -> Iterator[tuple[UUID, Thread]]:
    """These claims as they stood before ``moment``, in the order of their ids.

    Those that were found later, or are deleted, are left out. Some queries for every
    `AT_ONCE` of them.
    """
    ordered = sorted(set(threads))
    for start in range(0, len(ordered), AT_ONCE):
        part = ordered[start : start + AT_ONCE]
        found = _rows(part, moment)
        if found:
            _take_back_changes(found, moment)
            _add_votes(found, part, moment)
        for key in part:
            if key in found:
                yield key, found[key]


def changed_since(moment: datetime) -> set[UUID]:
    """The claims of which something may have been otherwise before ``moment``."""
    claims = Claim.objects.order_by()
    found: set[UUID] = set()
    for condition in (
        Q(reviews__created_at__gte=moment),
        Q(reopenings__reopened_at__gte=moment),
        Q(corrections__at__gte=moment),
        Q(doubts__since__gte=moment) | Q(doubts__settled_at__gte=moment),
        Q(created_at__gte=moment, continues__isnull=False),
        Q(withdrawn_at__gte=moment),
    ):
        found.update(claims.filter(condition).values_list("thread", flat=True))
    events = AuditEvent.objects.filter(action__in=_CHANGES, happened_at__gte=moment)
    about = set(events.values_list("subject_id", flat=True))
    for part in _parts(sorted(about)):
        those = claims.filter(public_id__in=part)
        found.update(those.values_list("thread", flat=True))
    return found


def names_at(outlets: Iterable[Outlet], moment: datetime) -> dict[str, str]:
    """By public id, the names of the outlets before ``moment``."""
    found = {str(row.public_id): row.name for row in outlets}
    for part in _parts(sorted(found)):
        events = AuditEvent.objects.filter(
            subject_id__in=part, action=Action.OUTLET_CHANGED, happened_at__gte=moment
        )
        for event in events.order_by("-number"):
            name = event.values_before.get("name")
            if isinstance(name, str):
                found[event.subject_id] = name
    return found


def take_back_names(articles: Collection[Article], moment: datetime) -> None:
    """Give the articles the titles, addresses and days they had before ``moment``, and
    their outlets the names.
    """
    outlets = [article.outlet for article in articles if article.outlet]
    names = names_at(outlets, moment)
    for outlet in outlets:
        outlet.name = names[str(outlet.public_id)]
    by_id: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_id[str(article.public_id)].append(article)
    for part in _parts(sorted(by_id)):
        events = AuditEvent.objects.filter(
            subject_id__in=part, action=Action.ARTICLE_CHANGED, happened_at__gte=moment
        )
        for event in events.order_by("-number"):
            for article in by_id[event.subject_id]:
                _take_back_article(article, event.values_before)


def _take_back_article(article: Article, before: dict[str, Any]) -> None:
    title, day = before.get("title"), before.get("published_on", ...)
    if isinstance(title, str):
        article.title = title
    if day is not ...:
        article.published_on = date.fromisoformat(day) if day else None
    if "canonical_url" in before:
        article.canonical_url = before["canonical_url"]


def brief(thread: UUID, one: Thread) -> Brief:
    """What a report shows of the claim.

    Of people without a name only the words of the article are shown, whatever else
    is known.
    """
    claim, article = one.claim, one.claim.snapshot.article
    unnamed = claim.speaker_kind in PEOPLE_UNNAMED
    speaker = claim.speaker
    shows_name = speaker is not None and speaker.is_named and not unnamed
    return Brief(
        id=str(claim.public_id),
        thread=str(thread),
        article=str(article.public_id),
        title=article.title,
        url=article.canonical_url or "",
        outlet=article.outlet.name if article.outlet else "",
        published=article.published_on.isoformat() if article.published_on else "",
        found=one.found,
        tier=claim.tier,
        kind=claim.speaker_kind,
        speaker=speaker.name if speaker and shows_name else claim.speaker_text,
        speaker_id=str(speaker.public_id) if speaker and shows_name else "",
        role="" if unnamed else claim.speaker_role,
        cue=claim.cue_text,
        content=claim.content_text,
        via=tuple(relay.text for relay in claim.relays.all()),
        certainty=claim.certainty,
        is_high_risk=claim.is_high_risk,
        worth=claim.check_worthiness,
    )


def _parts(listed: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]


def _rows(part: Sequence[UUID], moment: datetime) -> dict[UUID, Thread]:
    """Each claim's newest row by then; one withdrawn later stands again."""
    rows = (
        Claim.objects.filter(thread__in=part, created_at__lt=moment)
        .select_related("speaker", "snapshot__article__outlet", "run")
        .only(*_SHOWN)
        .prefetch_related("relays")
        .order_by("id")
    )
    found: dict[UUID, Thread] = {}
    for claim in rows:
        if claim.thread in found:
            found[claim.thread].claim = claim
        else:
            found[claim.thread] = Thread(claim, claim.created_at)
        was_withdrawn_later = claim.withdrawn_at and claim.withdrawn_at >= moment
        if claim.progress == Progress.WITHDRAWN and was_withdrawn_later:
            claim.progress = Progress.NEW
    take_back_names([one.claim.snapshot.article for one in found.values()], moment)
    return found


def _take_back_changes(found: dict[UUID, Thread], moment: datetime) -> None:
    by_key = {one.claim.pk: one.claim for one in found.values()}
    by_id = {str(claim.public_id): claim for claim in by_key.values()}
    corrections = Correction.objects.filter(claim__in=by_key, at__gte=moment)
    changes: dict[int, list[tuple[datetime, dict[str, Any]]]] = defaultdict(list)
    for claim_id, at, before in corrections.values_list("claim_id", "at", "before"):
        changes[claim_id].append((at, before))
    events = AuditEvent.objects.filter(
        subject_id__in=list(by_id), action__in=_CHANGES, happened_at__gte=moment
    )
    for event in events:
        claim = by_id[event.subject_id]
        changes[claim.pk].append((event.happened_at, event.values_before))
    others = _speakers(before for listed in changes.values() for _, before in listed)
    for key, listed in changes.items():
        for _, before in sorted(listed, key=lambda one: one[0], reverse=True):
            _take_back(by_key[key], before, others)


def _speakers(pictures: Iterable[dict[str, Any]]) -> dict[str, Speaker]:
    ids = {
        value
        for before in pictures
        for value in (before.get("speaker_id"), before.get("speaker"))
        if isinstance(value, str)
    }
    rows = Speaker.objects.filter(public_id__in=ids)
    return {str(row.public_id): row for row in rows}


def _take_back(
    claim: Claim, before: dict[str, Any], speakers: dict[str, Speaker]
) -> None:
    """Give the claim the values that one change had replaced."""
    for name, column in _TEXTS.items():
        if isinstance(before.get(name), dict):
            setattr(claim, column, before[name]["text"])
    for name in _WORDS:
        if name in before:
            setattr(claim, name, before[name])
    if before.get("progress") == Progress.WITHDRAWN:
        claim.progress = Progress.WITHDRAWN
    if "is_high_risk" in before:
        claim.is_high_risk = bool(before["is_high_risk"])
    moved = before.get("speaker")
    if isinstance(moved, str):
        claim.speaker = speakers.get(moved)
    if "speaker_id" in before:
        claim.speaker = speakers.get(before["speaker_id"] or "")


def _add_votes(
    found: dict[UUID, Thread], part: Sequence[UUID], moment: datetime
) -> None:
    votes = Review.objects.filter(claim__thread__in=part, created_at__lt=moment)
    rows = votes.order_by("id").values_list(
        "claim__thread", "created_at", *(F(name) for name in VoteRow._fields)
    )
    for thread, cast_at, *values in rows:
        if thread in found:
            vote = VoteRow(*values)
            found[thread].votes.append(vote)
            found[thread].cast_at[vote.pk] = cast_at
    opened = Reopening.objects.filter(claim__thread__in=part, reopened_at__lt=moment)
    for row in opened.select_related("claim").order_by("id"):
        if row.claim.thread in found:
            found[row.claim.thread].reopenings.append(row)
    doubts = Staleness.objects.filter(
        Q(settled_at__isnull=True) | Q(settled_at__gte=moment),
        claim__thread__in=part,
        since__lt=moment,
    )
    for thread in doubts.values_list("claim__thread", flat=True):
        if thread in found:
            found[thread].is_doubted = True
