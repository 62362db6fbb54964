"""Outside documents as evidence: which are one origin, and which the claim's own."""

from __future__ import annotations

import pytest

from claims.extraction.model import SpeakerKind
from claims.models import Claim, Evidence, Speaker, Stance
from claims.review.basis import basis_of
from claims.review.gathering import Offer, add_document
from claims.verdicts.states import Aspect
from factcheck.core.errors import Refused
from factcheck.core.permissions import Role
from sources.independence import CreditKind, CreditPlace
from sources.locating import note_addresses
from sources.models import AgencyCredit
from tests.factories import (
    make_article,
    make_claim,
    make_outlet,
    make_passage,
    make_speaker,
    make_user,
)

pytestmark = pytest.mark.django_db

WORDS = "The pool will be shut from May, and nobody has been told for how long."


def add(
    claim: Claim, url: str, excerpt: str = "", speaker: Speaker | None = None
) -> Evidence:
    """A document that supports the content of a claim."""
    return add_document(
        claim=claim,
        url=url,
        title="A document",
        excerpt=excerpt or f"As {url} has it.",
        offer=Offer(aspect=Aspect.CONTENT, stance=Stance.SUPPORTS, speaker=speaker),
        by=make_user(Role.REVIEWER),
    )


def origins(claim: Claim) -> int:
    """How many independent origins support its content."""
    pieces = list(Evidence.objects.of_thread(claim.thread).accepted())
    return basis_of(claim, Aspect.CONTENT, pieces).origins


@pytest.mark.parametrize(
    ("urls", "count"),
    [
        (["https://one.example/a", "https://two.example/a"], 2),
        (["https://www.one.example/a", "https://m.one.example/b"], 1),
        (["https://one.example/a", "https://news.one.example/b"], 1),
        (["https://courts.state.example/a", "https://parks.state.example/b"], 2),
    ],
)
def test_a_site_is_one_origin(urls: list[str], count: int) -> None:
    claim = make_claim()

    for url in urls:
        add(claim, url)

    assert origins(claim) == count


def test_copies_of_the_same_words_are_one_origin() -> None:
    claim = make_claim()

    add(claim, "https://one.example/a", WORDS)
    add(claim, "https://two.example/a", WORDS.upper())

    assert origins(claim) == 1


def test_one_speaker_on_two_sites_is_one_origin() -> None:
    claim = make_claim()
    ada = make_speaker("Ada Lind", kind=SpeakerKind.NAMED_PERSON)

    add(claim, "https://one.example/a", speaker=ada)
    add(claim, "https://two.example/a", speaker=ada)

    assert origins(claim) == 1


def test_a_document_by_the_outlet_of_a_passage_adds_no_origin() -> None:
    claim = make_claim()
    make_passage(claim, outlet=make_outlet(domain="gazette.example"))

    add(claim, "https://gazette.example/another")
    assert origins(claim) == 1
    add(claim, "https://two.example/a")

    assert origins(claim) == 2


def test_a_document_that_is_an_article_here_is_judged_as_that_article() -> None:
    claim = make_claim()
    text = claim.snapshot.text
    copy = make_article(text, outlet=make_outlet(domain="reprint.example"))
    note_addresses(copy, ["https://reprint.example/pool"])
    claim.snapshot.article.outlet = copy.outlet
    claim.snapshot.article.save(update_fields=["outlet"])

    piece = add(claim, "http://www.reprint.example/pool/", WORDS)

    assert not piece.is_independent
    assert "one origin" in piece.independence_reason


def test_the_claims_own_article_is_no_document_for_it() -> None:
    claim = make_claim()
    note_addresses(claim.snapshot.article, ["https://own.example/pool"])

    with pytest.raises(Refused) as error:
        add(claim, "https://www.own.example/pool")

    assert error.value.code == "own_article"


def test_the_site_of_the_claims_own_article_is_its_own_outlet() -> None:
    claim = make_claim()
    claim.snapshot.article.canonical_url = "https://own.example/pool"
    claim.snapshot.article.save(update_fields=["canonical_url"])

    piece = add(claim, "https://own.example/background")

    assert not piece.is_independent


def test_the_agency_that_the_claims_article_credits_is_its_origin() -> None:
    claim = make_claim()
    AgencyCredit.objects.create(
        snapshot=claim.snapshot,
        name="Reuters",
        kind=CreditKind.CREDITED,
        place=CreditPlace.BYLINE,
        start=0,
        end=7,
    )

    agency = add(claim, "https://www.reuters.com/pool")
    other = add(claim, "https://two.example/pool")

    assert not agency.is_independent
    assert agency.independence_reason == "The claim's article credits Reuters."
    assert other.is_independent
