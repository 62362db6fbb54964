"""The annotations of the sample articles fit the articles, to the character."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from claims.extraction.model import Certainty, Commitment, QuoteType, Span, SpeakerKind
from sources.samples import load as load_samples
from tests.quality import check, gold, report, scoring

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


SPLITS = ("samples", "tuning", "held_out")


@pytest.fixture(scope="module")
def articles() -> tuple[gold.GoldArticle, ...]:
    return gold.load()


@pytest.fixture(scope="module")
def splits() -> dict[str, tuple[gold.GoldArticle, ...]]:
    of_articles = {split: gold.load_articles(split) for split in gold.SPLITS}
    return {"samples": gold.load(), **of_articles}


def test_every_quoted_string_is_found_exactly_once(
    articles: tuple[gold.GoldArticle, ...],
) -> None:
    # ``load`` raises on any that is not; what is left to see is that none is lost.
    assert [article.file_name for article in articles] == [
        sample.file_name for sample in load_samples()
    ]
    assert all(len(article.claims) > 15 for article in articles)


def test_half_of_the_articles_are_held_out(
    splits: dict[str, tuple[gold.GoldArticle, ...]],
) -> None:
    sizes = {split: len(found) for split, found in splits.items()}

    assert sum(sizes.values()) >= 40
    assert 2 * sizes["held_out"] >= sum(sizes.values())
    assert sizes["tuning"] >= 12


def test_the_articles_are_of_many_sorts(
    splits: dict[str, tuple[gold.GoldArticle, ...]],
) -> None:
    everything = [article for found in splits.values() for article in found]

    assert len({article.genre for article in everything}) >= 12
    for found in splits.values():
        assert {article.style for article in found} == set(gold.STYLES)


@pytest.mark.parametrize("split", SPLITS)
def test_an_article_is_long_enough_and_within_the_year(
    splits: dict[str, tuple[gold.GoldArticle, ...]], split: str
) -> None:
    for article in splits[split]:
        assert len(article.text.split()) in check.WORDS
        assert len(article.claims) >= check.FEWEST_CLAIMS
        assert article.published.year == 2026


@pytest.mark.parametrize("split", SPLITS)
def test_spans_lie_to_one_another_as_they_should(
    splits: dict[str, tuple[gold.GoldArticle, ...]], split: str
) -> None:
    found = [fault for article in splits[split] for fault in gold.faults(article)]

    assert found == []


@pytest.mark.parametrize("split", SPLITS)
def test_no_attribution_is_annotated_twice(
    splits: dict[str, tuple[gold.GoldArticle, ...]], split: str
) -> None:
    seen = Counter(
        (article.file_name, claim.cue, claim.content)
        for article in splits[split]
        for claim in article.claims
    )

    assert [key for key, times in seen.items() if times > 1] == []


def test_no_article_stands_in_two_splits(
    splits: dict[str, tuple[gold.GoldArticle, ...]],
) -> None:
    everything = [article for found in splits.values() for article in found]

    assert len({article.file_name for article in everything}) == len(everything)
    assert len({article.text for article in everything}) == len(everything)


def test_the_check_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    status = check.main([])

    assert (status, capsys.readouterr().out.splitlines()[-1][-9:]) == (0, " 0 errors")


@pytest.mark.parametrize("split", gold.SPLITS)
def test_each_split_has_what_is_hard(
    splits: dict[str, tuple[gold.GoldArticle, ...]], split: str
) -> None:
    claims = [(article, claim) for article in splits[split] for claim in article.claims]

    assert sum(scoring.is_pronoun(claim, article) for article, claim in claims) >= 20
    assert {len(claim.via) for _, claim in claims} >= {0, 1, 2}
    assert {claim.quote_type for _, claim in claims} == set(QuoteType)
    assert {claim.tier for _, claim in claims} == set(scoring.TIERS)
    assert {claim.commitment for _, claim in claims} == (
        set(Commitment) - {Commitment.QUESTION}
    )


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


def test_the_check_names_every_error_of_a_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.txt").write_text("A title\n\nShe said no. He said yes.\n")
    (tmp_path / "x.json").write_text(
        '{"genre": "x", "style": "british", "published": "2026-11-05",\n'
        ' "speakers": {"ann": {"name": ["Ann"], "kind": "named_person"}},\n'
        ' "claims": [\n'
        '  {"at": "She said", "cue": "said", "content": "said no, never",'
        ' "tier": "talk", "mood": "bad"}]}'
    )

    status = check.main([str(tmp_path / "x.json")])

    printed = capsys.readouterr().out
    assert status == 1
    assert printed.count("x.json:4: claim 1 (She said, said): ") == 4
    for part in (
        "cue: 'said' is there 2 times", "the text goes on 'said no. He said yes.",
        "tier: 'talk' is none of 'speech'", "unknown field 'mood'",
        "speaker 'ann' says nothing", "1 claims; an article has 12 or more",
    ):  # fmt: skip
        assert part in printed


def test_the_check_misses_annotations_that_are_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.txt").write_text("A title\n\nShe said no. He said yes.\n")

    status = check.main([str(tmp_path / "x.json")])

    assert status == 1
    assert "x.json: the article has no annotations" in capsys.readouterr().out


def test_the_report_shows_no_sentence_that_is_held_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        report.main(["--split", "held_out", "--missed"])

    assert "held-out articles are for measuring only" in capsys.readouterr().err


def test_macro_figures_count_what_is_missed_and_what_is_too_much(
    articles: tuple[gold.GoldArticle, ...],
) -> None:
    nothing = [scoring.compare(article, ()) for article in articles]
    everything = scoring.run(articles[:1])
    spurious = [replace(everything[0], matches=(), missed=articles[0].claims)]

    assert set(scoring.macro_figures(nothing).values()) == {0.0}
    assert set(scoring.macro_figures(spurious).values()) == {0.0}
    reached = scoring.macro_figures(everything)
    assert reached["pronoun_recall"] <= reached["pronoun_name"] <= 1
