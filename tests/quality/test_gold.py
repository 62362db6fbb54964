"""The annotations of the sample articles fit the articles, to the character."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from claims.extraction.model import Certainty, Commitment, QuoteType, Span, SpeakerKind
from sources.samples import load as load_samples
from tests.quality import gold

PHENOMENA = {
    "according to", "according-to trap", "anonymous", "apposition", "apostrophe",
    "as X put it", "colon", "combining character", "dateline", "description",
    "em dash", "emoji", "headline", "hearsay adverb", "hearsay passive", "inverted",
    "joint", "metonymy", "multi-paragraph", "multi-sentence, cue after", "passive",
    "post", "projection", "pronoun", "relative clause", "reporting noun",
    "shared speaker", "short name", "title before", "told an outlet",
    "two candidates",
}  # fmt: skip
NOT_ANNOTATED_KINDS = {SpeakerKind.OUTLET, SpeakerKind.UNKNOWN}


@pytest.fixture(scope="module")
def articles() -> tuple[gold.GoldArticle, ...]:
    return gold.load()


def test_every_quoted_string_is_found_exactly_once(
    articles: tuple[gold.GoldArticle, ...],
) -> None:
    # ``load`` raises on any that is not; what is left to see is that none is lost.
    assert [article.file_name for article in articles] == [
        sample.file_name for sample in load_samples()
    ]
    assert all(len(article.claims) > 15 for article in articles)


def test_spans_lie_to_one_another_as_they_should(
    articles: tuple[gold.GoldArticle, ...],
) -> None:
    found = [fault for article in articles for fault in gold.faults(article)]

    assert found == []


def test_no_attribution_is_annotated_twice(
    articles: tuple[gold.GoldArticle, ...],
) -> None:
    seen = Counter(
        (article.file_name, claim.cue, claim.content)
        for article in articles
        for claim in article.claims
    )

    assert [key for key, times in seen.items() if times > 1] == []


def test_the_samples_contain_every_phenomenon(
    articles: tuple[gold.GoldArticle, ...],
) -> None:
    claims = [claim for article in articles for claim in article.claims]

    assert {tag for claim in claims for tag in claim.tags} >= PHENOMENA
    assert {claim.quote_type for claim in claims} == set(QuoteType)
    assert {claim.commitment for claim in claims} == (
        set(Commitment) - {Commitment.QUESTION}  # a question asserts nothing
    )
    assert {claim.resolved.kind for claim in claims} == (
        set(SpeakerKind) - NOT_ANNOTATED_KINDS
    )
    assert {claim.certainty for claim in claims} == (
        set(Certainty) - {Certainty.POSSIBLE_NOT}
    )
    assert {len(claim.via) for claim in claims} == {0, 1, 2}
    assert any(len(claim.content) > 1 for claim in claims)


def test_a_string_that_is_there_twice_needs_context() -> None:
    text = "She said no. He said yes."
    everywhere = (Span(0, len(text)),)

    with pytest.raises(gold.GoldError, match="2 times"):
        gold.find("said", text, everywhere)
    with pytest.raises(gold.GoldError, match="not in the text"):
        gold.find("maybe", text, everywhere)
    assert gold.find("He [[said]]", text, everywhere) == [Span(16, 20)]
    assert gold.find(["no", "yes"], text, everywhere) == [Span(9, 11), Span(21, 24)]
    assert gold.find("She\nsaid", text, everywhere) == [Span(0, 8)]


def test_a_claim_that_breaks_the_conventions_is_reported(
    articles: tuple[gold.GoldArticle, ...],
) -> None:
    article = articles[0]
    claim = article.claims[1]
    broken = replace(
        claim, cue=claim.content, negated=True, certainty=Certainty.CERTAIN
    )

    found = list(gold.faults(replace(article, claims=(broken,))))

    assert any("overlap" in fault for fault in found)
    assert any("negation" in fault for fault in found)
