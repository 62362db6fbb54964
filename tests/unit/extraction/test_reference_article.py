"""What must be found in the reference article beside the repository."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from claims.extraction import (
    Attribution,
    Channel,
    Commitment,
    Extractor,
    QuoteType,
    SpeakerKind,
)

ARTICLE = Path(__file__).resolve().parents[4] / "shared" / "articles" / "truce.txt"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not ARTICLE.exists(), reason="needs articles/truce.txt in the shared folder"
    ),
]


@pytest.fixture(scope="module")
def found(extractor: Extractor) -> tuple[Attribution, ...]:
    text = ARTICLE.read_text("utf-8")
    return extractor.extract(text, published=date(2023, 11, 29)).attributions


# speaker as written, cue, resolved name, first and last words of the content
EXPECTED = [
    ("Blinken", "tweeted", "Antony Blinken", "that his talks", "crisis in Gaza"),
    ("Blinken", "wrote", "Antony Blinken", "“Returned to Israel", "in Gaza,”"),
    (
        "The White House National Security Council spokesman John Kirby",
        "confirmed",
        "John Kirby",
        "that Washington is in favor",
        "extending the truce",
    ),
    ("he", "admitted", "John Kirby", "that this requires", "in Gaza"),
    (
        "U.S. State Department spokesman Matthew Miller",
        "said",
        "Matthew Miller",
        "Blinken will “discuss",
        "in Gaza.”",
    ),
    (
        "the Biden administration",
        "claimed",
        "Biden administration",
        "that Hamas and Israel",
        "another two days",
    ),
    (
        "a source close to the Islamist terror organization",
        "according to",
        "a source close to the Islamist terror organization",
        "On Wednesday, Hamas indicated",
        "four days",
    ),
    ("Hamas", "indicated", "Hamas", "that it is interested", "four days"),
    (
        "The source",
        "claims",
        "a source close to the Islamist terror organization",
        "that Hamas “would be able",
        "existing truce,”",
    ),
    ("", "reportedly", None, "US … seeks", "truce"),
    ("", "expected", None, "Blinken … to visit", "this week"),
]


@pytest.mark.parametrize(("speaker", "cue", "name", "first", "last"), EXPECTED)
def test_finds_the_claim(
    found: tuple[Attribution, ...],
    speaker: str,
    cue: str,
    name: str | None,
    first: str,
    last: str,
) -> None:
    matches = [
        claim
        for claim in found
        if (claim.speaker.text, claim.cue.text, claim.speaker.name)
        == (speaker, cue, name)
        and claim.content.text.startswith(first)
        and claim.content.text.endswith(last)
    ]

    assert len(matches) == 1


def by_cue(found: tuple[Attribution, ...], cue: str) -> Attribution:
    return next(claim for claim in found if claim.cue.text == cue)


def test_posts_are_posts(found: tuple[Attribution, ...]) -> None:
    assert by_cue(found, "tweeted").channel is Channel.POST
    assert by_cue(found, "wrote").channel is Channel.POST
    assert by_cue(found, "wrote").quote_type is QuoteType.DIRECT


def test_monday_is_the_monday_before(found: tuple[Attribution, ...]) -> None:
    said_at = by_cue(found, "confirmed").said_at

    assert said_at is not None
    assert (said_at.text, said_at.date) == ("on Monday", date(2023, 11, 27))


def test_hamas_speaks_via_the_source(found: tuple[Attribution, ...]) -> None:
    (relay,) = by_cue(found, "indicated").via

    assert relay.kind is SpeakerKind.ANONYMOUS_SOURCE


def test_the_diplomatic_push_is_hearsay(found: tuple[Attribution, ...]) -> None:
    last = [claim for claim in found if claim.cue.text == "reportedly"][-1]

    assert last.content.text.startswith("The Biden administration and Qatar")
    assert last.commitment is Commitment.HEARSAY
    assert last.speaker.kind is SpeakerKind.UNATTRIBUTED_HEARSAY


def test_terms_and_the_staff_line_yield_nothing(
    found: tuple[Attribution, ...],
) -> None:
    assert [claim.cue.text for claim in found].count("according to") == 1
    assert not any("All Israel News" in claim.content.text for claim in found)
    assert not any("remains to be seen" in claim.content.text for claim in found)
