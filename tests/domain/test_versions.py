"""An article whose text changes: its claims are carried over, never moved silently."""

from __future__ import annotations

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from claims.carrying import carry_over
from claims.corrections import change_tier
from claims.extraction.model import Tier
from claims.models import Claim, Ending, Progress
from claims.services import Submitted, submit_article
from claims.speaking import NewSpeaker, split
from sources.services import Submission
from tests.factories import make_user

pytestmark = pytest.mark.django_db

URL = "https://gazette.example/pool"
POOL = "The swimming pool on Mill Lane will close in May, Jane Okafor said on Monday."
UNION = "The union opposes the plan, its secretary Tom Berry said in a statement."
COST = "Repairs would cost two million pounds, according to Jane Okafor."
SITES = "Officials have looked at two other sites, Okafor added."
HEADLINE = "Council to close the pool"


@pytest.fixture
def publish(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks):
    """Submit the paragraphs as the present text of the article at `URL`."""

    def run(*paragraphs: str) -> Submitted:
        text = "\n\n".join((HEADLINE, *paragraphs))
        with django_capture_on_commit_callbacks(execute=True):
            return submit_article(
                submission=Submission(text=text, url=URL, fetched_from=URL), by=None
            )

    return run


def claims_of(submitted: Submitted) -> dict[str, Claim]:
    """The claims of this text by their content's first two words."""
    return {
        " ".join(claim.content_text.split()[:2]): claim
        for claim in Claim.objects.of_snapshot(submitted.snapshot)
    }


def test_unchanged_sentences_continue_their_claims(publish) -> None:
    first = publish(POOL, UNION, COST)

    second = publish("It rained.", POOL, UNION, SITES, COST)

    old, new = claims_of(first), claims_of(second)
    assert second.snapshot.number == 2
    assert {"The swimming", "The union", "Repairs would"} <= old.keys()
    for words, claim in old.items():
        assert claim.ending == Ending.CONTINUED
        assert new[words].continues == claim
    assert new["Officials have"].continues is None
    text = second.snapshot.text
    for claim in new.values():
        for span in claim.spans.all():
            assert text[span.start : span.end] == span.text


def test_a_sentence_that_is_gone_was_removed_by_the_outlet(publish) -> None:
    first = publish(POOL, UNION, COST)

    second = publish(POOL, COST)

    assert claims_of(first)["The union"].ending == Ending.REMOVED
    assert "The union" not in claims_of(second)


def test_a_changed_figure_is_another_claim(publish) -> None:
    first = publish(POOL, UNION, COST)

    second = publish(POOL, UNION, COST.replace("two million", "three million"))

    assert claims_of(first)["Repairs would"].ending == Ending.REMOVED
    assert claims_of(second)["Repairs would"].continues is None


def test_the_same_words_said_by_another_are_orphaned(publish) -> None:
    first = publish(
        "Jane Okafor, the council leader, spoke to residents on Monday.",
        "“We will open a new pool within a year,” she said.",
    )

    second = publish(
        "Petra Novak, the opposition leader, spoke to residents on Monday.",
        "“We will open a new pool within a year,” she said.",
    )

    old = next(iter(claims_of(first).values()))
    new = next(iter(claims_of(second).values()))
    assert old.speaker.name == "Jane Okafor"
    assert new.speaker.name == "Petra Novak"
    assert old.ending == Ending.ORPHANED
    assert new.continues is None


def test_a_lookalike_elsewhere_takes_nothing_over(publish) -> None:
    alpha = "Team Alpha reported on its work. It said that sales rose by a fifth."
    beta = "Team Beta reported on its work. It said that sales rose by a fifth."
    between = "A long week passed, in which nothing of note was heard from either."
    first = publish(alpha, between, beta)

    second = publish(between, beta)

    old = list(Claim.objects.of_snapshot(first.snapshot))
    new = list(Claim.objects.of_snapshot(second.snapshot))
    assert len(old) >= 2
    assert old[0].ending in (Ending.REMOVED, Ending.ORPHANED)
    assert [claim.continues for claim in new] == old[-len(new) :]


def test_an_outlet_that_goes_back_makes_a_third_text(publish) -> None:
    first = publish(POOL, UNION)
    publish(POOL)

    third = publish(POOL, UNION)

    assert third.is_new
    assert third.snapshot.number == 3
    assert third.snapshot.text == first.snapshot.text
    assert claims_of(third)["The union"].continues is None


def test_a_reviewed_claim_stands_although_the_engine_misses_it(publish) -> None:
    first = publish(POOL, UNION, COST)
    Claim.objects.filter(pk=claims_of(first)["The union"].pk).update(
        progress=Progress.DECIDED
    )
    second = publish("It rained.", POOL, UNION, COST)
    Claim.objects.filter(pk=claims_of(second)["The union"].pk).delete()

    carry_over(second.snapshot)

    old, new = claims_of(first), claims_of(second)
    assert new["The union"].continues == old["The union"]
    assert new["The union"].progress == Progress.DECIDED
    assert "carried over from text 1" in new["The union"].why[-1]
    assert {span.role for span in new["The union"].spans.all()} == {
        "speaker", "cue", "content",
    }  # fmt: skip
    for span in new["The union"].spans.all():
        assert second.snapshot.text[span.start : span.end] == span.text


def test_carrying_over_twice_changes_nothing(publish) -> None:
    publish(POOL, UNION, COST)
    second = publish(POOL, SITES, COST)
    before = list(Claim.objects.order_by("pk").values())

    carry_over(second.snapshot)

    assert list(Claim.objects.order_by("pk").values()) == before


def test_each_claim_is_listed_once(publish) -> None:
    publish(POOL, UNION, COST)
    publish(POOL, COST, SITES)

    contents = [claim.content_text for claim in Claim.objects.current()]

    assert len(contents) == len(set(contents))
    assert any("union opposes" in content for content in contents)


def test_whose_a_claim_is_by_a_persons_word_is_carried_over(publish) -> None:
    first = publish(POOL, UNION)
    claim = claims_of(first)["The swimming"]
    assert claim.speaker
    row = split(
        speaker=claim.speaker,
        claims=[claim.pk],
        into=NewSpeaker("June Okafor"),
        reason="Her sister said it.",
        by=make_user("editor"),
    )

    second = publish(POOL, UNION, COST)

    new = claims_of(second)
    assert new["The swimming"].continues == claim
    assert new["The swimming"].speaker == row.into
    assert new["The swimming"].settled == ["speaker"]
    assert new["The swimming"].corrected_at is None
    assert new["Repairs would"].speaker == claim.speaker


def test_a_claim_given_away_and_corrected_is_carried_over(publish) -> None:
    claim = claims_of(publish(POOL, UNION))["The swimming"]
    assert claim.speaker
    editor = make_user("editor")
    row = split(
        speaker=claim.speaker,
        claims=[claim.pk],
        into=NewSpeaker("June Okafor"),
        reason="Her sister said it.",
        by=editor,
    )
    claim.refresh_from_db()
    change_tier(claim=claim, tier=Tier.STANCE, by=editor)

    new = claims_of(publish(COST, POOL, SITES))["The swimming"]

    assert new.continues == claim
    assert (new.speaker, new.tier) == (row.into, "stance")
    assert new.settled == ["speaker", "tier"]
