"""``manage.py exportcorrections``: what reviewers corrected becomes training data."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.corrections import NewClaim, add_claim, change_tier, reject, respan
from claims.evaluation import read_document
from claims.extraction.model import Tier
from claims.extraction.tagger.weights import load_weights
from claims.models import Claim, Rejection, SpanRole
from factcheck.core.models import User
from factcheck.core.permissions import Role
from factcheck.lib import clock
from sources.models import Article
from tests.factories import make_article, make_claim, make_user
from training.data import read_documents

pytestmark = pytest.mark.django_db

TEXT = (
    "Council to close the pool\n\n"
    "The pool will close in May 😀, John Smith said on Monday. The union claimed that "
    "Ann Lee had agreed to it. The site is empty now."
)


@pytest.fixture
def reviewer() -> User:
    return make_user(Role.REVIEWER)


@pytest.fixture
def article() -> Article:
    """An article with a plain claim, one inside another, and the outlet's own."""
    article = make_article(TEXT)
    make_claim(article, content="The pool will close in May 😀")
    make_claim(
        article,
        content="Ann Lee had agreed to it",
        cue="claimed",
        speaker="The union",
    )
    make_claim(article, content="to it", cue="agreed", speaker="Ann Lee")
    make_claim(
        article, content="The site is empty now", cue="", speaker=None, tier="outlet",
        speaker_kind="outlet",
    )  # fmt: skip
    return article


def exported(*arguments: str) -> list[dict[str, Any]]:
    out, err = io.StringIO(), io.StringIO()
    call_command("exportcorrections", *arguments, stdout=out, stderr=err)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def claim_of(article: Article, cue: str) -> Claim:
    return Claim.objects.get(snapshot__article=article, cue_text=cue)


def test_a_text_that_nobody_corrected_is_not_exported(article: Article) -> None:
    assert exported() == []


def test_a_corrected_text_comes_with_all_its_claims(
    article: Article, reviewer: User
) -> None:
    respan(
        claim=claim_of(article, "said"),
        role=SpanRole.CUE,
        spans=[at("said on Monday")],
        by=reviewer,
    )

    (row,) = exported()

    assert row == {
        "doc_id": str(article.snapshots.get().public_id),
        "text": TEXT,
        "attributions": [
            {
                "source": [at("John Smith")],
                "cue": [at("said on Monday")],
                "content": [at("The pool will close in May 😀")],
            },
            {
                "source": [at("The union")],
                "cue": [at("claimed")],
                "content": [at("Ann Lee had agreed to it")],
            },
        ],
    }


def test_what_was_rejected_is_out_and_what_was_added_is_in(
    article: Article, reviewer: User
) -> None:
    claim = claim_of(article, "claimed")
    reject(claim=claim, rejection=Rejection.NOT_A_CLAIM, by=reviewer)
    add_claim(
        snapshot=article.snapshots.get(),
        given=NewClaim(
            content=[at("it. The site is empty")],
            cue=[at("had agreed")],
            speaker=[at("Ann Lee")],
        ),
        by=reviewer,
    )

    (row,) = exported()

    cues = [TEXT[slice(*one["cue"][0])] for one in row["attributions"]]
    # The claim inside the rejected one is no longer inside of any.
    assert sorted(cues) == ["agreed", "had agreed", "said"]


def test_only_what_was_corrected_since(article: Article, reviewer: User) -> None:
    change_tier(claim=claim_of(article, "said"), tier=Tier.STANCE, by=reviewer)
    today = clock.now().date()

    assert len(exported("--since", today.isoformat())) == 1
    assert exported("--since", (today + timedelta(days=1)).isoformat()) == []


def test_evaluation_and_training_read_it(
    article: Article, reviewer: User, tmp_path: Path
) -> None:
    change_tier(claim=claim_of(article, "said"), tier=Tier.STANCE, by=reviewer)
    path = tmp_path / "corrected.jsonl"

    exported("--output", str(path))

    (line,) = path.read_bytes().splitlines()
    document = read_document(line)
    first = document.annotations[0]
    assert document.text == TEXT
    assert [TEXT[span.start : span.end] for span in first.speaker] == ["John Smith"]
    (learned,) = read_documents(path, load_weights("standard").tokenizer)
    assert [learned.text, len(learned.targets)] == [TEXT, 2]
    anchors = [learned.words.starts[target.anchor] for target in learned.targets]
    assert anchors == [at("said")[0], at("claimed")[0]]


def test_evaluate_measures_the_engine_on_it(
    article: Article, reviewer: User, tmp_path: Path
) -> None:
    change_tier(claim=claim_of(article, "said"), tier=Tier.STANCE, by=reviewer)
    path = tmp_path / "corrected.jsonl"
    exported("--output", str(path))
    out = io.StringIO()

    call_command("evaluate", str(path), stdout=out)

    assert "1 documents" in out.getvalue()
    assert "2 attributions annotated" in out.getvalue()


def test_what_cannot_be_read_or_written_is_told(article: Article) -> None:
    with pytest.raises(CommandError, match=r"2026-02-31.*is no date"):
        call_command("exportcorrections", "--since", "2026-02-31")
    with pytest.raises(CommandError, match="Cannot write /nowhere/"):
        call_command("exportcorrections", "--output", "/nowhere/file.jsonl")
