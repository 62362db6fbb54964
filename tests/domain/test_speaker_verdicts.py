"""Verdicts on a speaker's claims: shares only where they say something."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Ending, Progress, Speaker
from claims.review.speaker_verdicts import VerdictShares, verdict_shares
from claims.verdicts.shares import LEAST_DECIDED
from claims.verdicts.states import Verdict
from sources.models import Article
from tests.factories import make_article, make_claim, make_speaker

pytestmark = pytest.mark.django_db

SPEAKER = "John Smith"


@pytest.fixture
def speaker() -> Speaker:
    """Who says what `make_claim` makes."""
    return make_speaker(SPEAKER)


@pytest.fixture
def article() -> Article:
    """Where they say it."""
    return make_article()


def add(
    article: Article, count: int, *, said: str = "", so: str = "", **fields: object
) -> None:
    """Claims of the speaker with these verdicts on attribution and content."""
    for _ in range(count):
        make_claim(article, attribution_verdict=said, content_verdict=so, **fields)


def counts(shares: VerdictShares) -> dict[str, int]:
    """The verdicts that were given."""
    return {one.verdict.value: one.count for one in shares.shares if one.count}


def test_both_aspects_are_counted_apart(speaker: Speaker, article: Article) -> None:
    add(article, 2, said="corroborated", so="disputed")
    add(article, 1, said="corroborated")
    add(article, 3)

    said, so = verdict_shares(speaker)

    assert (counts(said), said.decided, said.undecided) == ({"corroborated": 3}, 3, 3)
    assert (counts(so), so.decided, so.undecided) == ({"disputed": 2}, 2, 4)
    assert not said.has_shares


def test_words_that_they_may_not_have_said_do_not_count_for_them(
    speaker: Speaker, article: Article
) -> None:
    add(article, 2, said="disputed", so="disputed")
    add(article, 1, said="unverified", so="corroborated")

    said, so = verdict_shares(speaker)

    assert counts(said) == {"disputed": 2, "unverified": 1}
    assert counts(so) == {"corroborated": 1}
    assert (so.decided, so.set_aside, so.undecided) == (1, 2, 0)


def test_enough_claims_have_shares(speaker: Speaker, article: Article) -> None:
    add(article, LEAST_DECIDED - 5, so="corroborated")
    add(article, 5, so="disputed")

    _, so = verdict_shares(speaker)

    assert so.has_shares
    assert so.shares[0].verdict == Verdict.CORROBORATED
    assert so.shares[0].share == pytest.approx(0.75)


def test_claims_that_stand_no_more_and_those_of_others_are_left_out(
    speaker: Speaker, article: Article
) -> None:
    add(article, 1, so="disputed", progress=Progress.WITHDRAWN)
    add(article, 1, so="disputed", ending=Ending.CONTINUED)
    add(article, 1, so="disputed", resolved=make_speaker())

    assert [one.decided for one in verdict_shares(speaker)] == [0, 0]


def test_it_takes_one_query(speaker: Speaker, article: Article) -> None:
    add(article, 3, so="disputed")

    with CaptureQueriesContext(connection) as captured:
        verdict_shares(speaker)

    assert len(captured) == 1
