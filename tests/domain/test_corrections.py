"""Corrections of claims: each changes what it says, and is recorded as it was made."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from claims.corrections import (
    AlreadyHere,
    NewClaim,
    Who,
    add_claim,
    change_cue_class,
    change_speaker,
    change_tier,
    corrections_of,
    merge,
    reject,
    respan,
    restore,
    split,
)
from claims.extraction.model import Commitment, SpeakerKind, Tier
from claims.models import Claim, Correction, Progress, Rejection, SpanRole
from claims.review.voting import Ballot, vote
from claims.verdicts.states import Aspect, Verdict
from factcheck.core.errors import Changed, PermissionDenied, Refused
from factcheck.core.models import AuditEvent, User
from factcheck.core.permissions import Role
from sources.deleting import delete_articles
from sources.models import Article
from tests.factories import (
    ENGINE,
    make_article,
    make_claim,
    make_reviewers,
    make_speaker,
    make_user,
)
from tests.ledger import execute

pytestmark = pytest.mark.django_db

TEXT = (
    "Council to close the swimming pool\n\n"
    "The swimming pool will close in May 😀 and the library in June, John Smith said "
    "on Monday. He added that a new one would open within a year.\n\n"
    "The site has been sold to a builder. “It is done,” Mr. Smith told reporters."
)
POOL = "The swimming pool will close in May 😀"
LIBRARY = "the library in June"
WHOLE = f"{POOL} and {LIBRARY}"
SCATTERED = [[n, n + 1] for n in range(0, 100, 2) if not TEXT[n].isspace()]


@pytest.fixture
def reviewer() -> User:
    return make_user(Role.REVIEWER, username="ana")


@pytest.fixture
def article() -> Article:
    return make_article(TEXT)


@pytest.fixture
def claim(article: Article) -> Claim:
    return make_claim(article, content=WHOLE)


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def divide(**given: Any) -> list[Claim]:
    return [row.claim for row in split(**given)]


def words_of(claim: Claim, role: SpanRole = SpanRole.CONTENT) -> list[str]:
    return [span.text for span in claim.spans.filter(role=role).order_by("ordinal")]


def assert_whole(claim: Claim) -> None:
    """What is stored of the claim is what stands in the text."""
    claim.refresh_from_db()
    for span in claim.spans.all():
        assert TEXT[span.start : span.end] == span.text
    assert " … ".join(words_of(claim)) == claim.content_text
    assert " … ".join(words_of(claim, SpanRole.CUE)) == claim.cue_text
    assert " … ".join(words_of(claim, SpanRole.SPEAKER)) == claim.speaker_text


# --- Words


def test_a_content_is_narrowed(claim: Claim, reviewer: User) -> None:
    row = respan(
        claim=claim,
        role=SpanRole.CONTENT,
        spans=[at(POOL)],
        by=reviewer,
        reason="The library is another claim.",
    )

    assert_whole(claim)
    assert claim.content_text == POOL
    assert claim.settled == ["content"]
    assert claim.version == 1
    assert row.before["content"] == {"text": WHOLE, "spans": [at(WHOLE)]}
    assert row.after == {"content": {"text": POOL, "spans": [at(POOL)]}}
    assert (row.by, row.engine, row.claim) == (reviewer, ENGINE, claim)


def test_the_ledger_says_what_it_was_and_became(claim: Claim, reviewer: User) -> None:
    respan(
        claim=claim, role=SpanRole.CUE, spans=[at("said on Monday")], by=reviewer,
        reason="With its day.",
    )  # fmt: skip

    event = AuditEvent.objects.get()
    assert event.action == "claim.corrected"
    assert event.subject_id == str(claim.public_id)
    assert event.values_before == {"cue": {"text": "said", "spans": [at("said")]}}
    assert event.values_after == {
        "cue": {"text": "said on Monday", "spans": [at("said on Monday")]}
    }
    assert (event.reason, event.actor_name) == ("With its day.", "ana")


def test_white_space_and_touching_fragments_are_put_right(
    claim: Claim, reviewer: User
) -> None:
    start, end = at(POOL)

    respan(
        claim=claim,
        role=SpanRole.CONTENT,
        spans=[[start + 10, end + 1], [start, start + 12]],
        by=reviewer,
    )

    assert_whole(claim)
    assert words_of(claim) == [POOL]


def test_a_content_widened_over_the_cue_has_two_fragments(
    claim: Claim, reviewer: User
) -> None:
    start, end = at(f"{WHOLE}, John Smith said on Monday")

    respan(claim=claim, role=SpanRole.CONTENT, spans=[[start, end]], by=reviewer)

    assert_whole(claim)
    assert words_of(claim) == [f"{WHOLE}, John Smith", "on Monday"]


def test_a_cue_takes_its_words_from_the_content(claim: Claim, reviewer: User) -> None:
    row = respan(
        claim=claim,
        role=SpanRole.CUE,
        spans=[at("June, John Smith said")],
        by=reviewer,
    )

    assert_whole(claim)
    assert claim.content_text == f"{POOL} and the library in"
    assert claim.speaker_text == ""
    assert set(row.after) == {"content", "cue", "speaker"}


def test_a_claim_loses_its_words_for_the_speaker(claim: Claim, reviewer: User) -> None:
    respan(claim=claim, role=SpanRole.SPEAKER, spans=[], by=reviewer)

    assert_whole(claim)
    assert claim.speaker_text == ""
    assert claim.speaker is not None


def test_the_quotation_is_read_again(article: Article, reviewer: User) -> None:
    claim = make_claim(
        article,
        content="The site has been sold to a builder",
        cue="told reporters",
        speaker="Mr. Smith",
    )

    respan(claim=claim, role=SpanRole.CONTENT, spans=[at("“It is done,”")], by=reviewer)

    claim.refresh_from_db()
    assert claim.quote_type == "direct"
    start, end = claim.sentence_start, claim.sentence_end
    assert TEXT[start:end] == "“It is done,” Mr. Smith told reporters."


@pytest.mark.parametrize(
    ("role", "spans", "code"),
    [
        (SpanRole.CONTENT, [], "no_content"),
        (SpanRole.CONTENT, [[5, 5]], "no_place"),
        (SpanRole.CONTENT, [[9, 5]], "no_place"),
        (SpanRole.CONTENT, [[-1, 5]], "no_place"),
        (SpanRole.CONTENT, [[5, 99_999]], "no_place"),
        (SpanRole.CONTENT, [[34, 36]], "no_words"),
        (SpanRole.CONTENT, [at("said")], "no_content"),
        (SpanRole.CONTENT, SCATTERED, "too_many_fragments"),
        (SpanRole.CUE, [], "cue_required"),
        (SpanRole.CUE, [[0, len(TEXT)]], "no_content"),
        (SpanRole.VIA, [[0, 5]], "no_role"),
        (SpanRole.CONTENT, [at(WHOLE)], "nothing_changed"),
    ],
)
def test_what_is_no_correction_is_refused(
    claim: Claim, reviewer: User, role: SpanRole, spans: Any, code: str
) -> None:
    before = list(Claim.objects.values())

    with pytest.raises(Refused) as caught:
        respan(claim=claim, role=role, spans=spans, by=reviewer)

    assert caught.value.code == code
    assert_whole(claim)
    assert list(Claim.objects.values()) == before
    assert not Correction.objects.exists()
    assert not AuditEvent.objects.exists()


def test_two_claims_never_have_the_same_words(
    article: Article, claim: Claim, reviewer: User
) -> None:
    other = make_claim(article, content=POOL)

    with pytest.raises(AlreadyHere) as caught:
        respan(claim=claim, role=SpanRole.CONTENT, spans=[at(POOL)], by=reviewer)

    assert caught.value.claim == other


# --- Speaker, class and tier


def test_the_speaker_is_changed_to_one_that_is_here(
    claim: Claim, reviewer: User
) -> None:
    mayor = make_speaker("Mary Jones", role="mayor")

    row = change_speaker(claim=claim, who=Who(speaker=mayor), by=reviewer)

    claim.refresh_from_db()
    assert (claim.speaker, claim.speaker_kind) == (mayor, "named_person")
    assert claim.speaker_role == "mayor"
    assert claim.speaker_text == "John Smith"
    assert claim.settled == ["speaker"]
    assert row.before["speaker_name"] == "John Smith"
    assert row.after["speaker_id"] == str(mayor.public_id)


def test_a_new_speaker_comes_into_being(claim: Claim, reviewer: User) -> None:
    who = Who(name="  the  parks\nofficial ", kind=SpeakerKind.ROLE_UNNAMED)

    change_speaker(claim=claim, who=who, by=reviewer)

    claim.refresh_from_db()
    assert claim.speaker is not None
    assert claim.speaker.name == "the parks official"
    assert claim.speaker.article == claim.snapshot.article


@pytest.mark.parametrize("by_id", [True, False])
def test_a_merged_speaker_leads_on_to_who_they_are_now(
    claim: Claim, reviewer: User, *, by_id: bool
) -> None:
    mary = make_speaker("Mary Jones")
    old = make_speaker("M. Jones", merged_into=mary)
    named = Who(name="M. Jones", kind=SpeakerKind.NAMED_PERSON)

    change_speaker(claim=claim, who=Who(speaker=old) if by_id else named, by=reviewer)

    claim.refresh_from_db()
    assert claim.speaker == mary


def test_nobody_may_be_named(claim: Claim, reviewer: User) -> None:
    change_speaker(
        claim=claim, who=Who(kind=SpeakerKind.UNATTRIBUTED_HEARSAY), by=reviewer
    )

    claim.refresh_from_db()
    assert (claim.speaker, claim.speaker_kind) == (None, "unattributed_hearsay")


def test_an_unnamed_speaker_of_another_article_is_refused(
    claim: Claim, reviewer: User
) -> None:
    other = make_speaker("an official", kind="role_unnamed", article=make_article())

    with pytest.raises(Refused) as caught:
        change_speaker(claim=claim, who=Who(speaker=other), by=reviewer)

    assert caught.value.code == "speaker_of_another_article"


@pytest.mark.parametrize(
    "who",
    [
        Who(),
        Who(kind=SpeakerKind.NAMED_PERSON),
        Who(kind=SpeakerKind.OUTLET),
        Who(name="x" * 301, kind=SpeakerKind.NAMED_PERSON),
    ],
)
def test_a_speaker_who_is_nobody_is_refused(
    claim: Claim, reviewer: User, who: Who
) -> None:
    with pytest.raises(Refused):
        change_speaker(claim=claim, who=who, by=reviewer)


def test_the_class_of_the_cue_and_the_tier_are_changed(
    claim: Claim, reviewer: User
) -> None:
    change_cue_class(
        claim=claim, commitment=Commitment.DISTANCING, lemma="claim", by=reviewer
    )
    change_tier(claim=claim, tier=Tier.STANCE, by=reviewer)

    claim.refresh_from_db()
    assert (claim.commitment, claim.cue_lemma) == ("distancing", "claim")
    assert claim.tier == "stance"
    assert claim.settled == ["cue_class", "tier"]
    kinds = [row.kind for row in corrections_of(claim)]
    assert kinds == ["retier", "recue"]


def test_a_claim_does_not_become_the_outlets_own(claim: Claim, reviewer: User) -> None:
    with pytest.raises(Refused, match="reject this one"):
        change_tier(claim=claim, tier=Tier.OUTLET, by=reviewer)


# --- Splitting and merging


def test_a_claim_is_split_where_it_is_cut(claim: Claim, reviewer: User) -> None:
    first, second = divide(claim=claim, at=TEXT.index(" and the"), by=reviewer)

    assert first == claim
    assert_whole(first)
    assert_whole(second)
    assert (first.content_text, second.content_text) == (POOL, f"and {LIBRARY}")
    assert second.split_from == claim
    assert second.speaker == claim.speaker
    assert words_of(second, SpanRole.CUE) == ["said"]
    assert (first.ordinal, second.ordinal) == (1, 2)
    assert [row.kind for row in Correction.objects.all()] == ["split", "split"]
    assert AuditEvent.objects.filter(action="claim.split").count() == 2
    assert claim.snapshot.runs.get().claim_count == 2


def test_a_claim_is_split_into_given_parts(article: Article, reviewer: User) -> None:
    claim = make_claim(article, content=WHOLE, via=["Mr. Smith"])

    parts = divide(claim=claim, parts=[[at(LIBRARY)], [at(POOL)]], by=reviewer)

    assert [words_of(part) for part in parts] == [[POOL], [LIBRARY]]
    assert [part.relays.get().text for part in parts] == ["Mr. Smith"] * 2
    for part in parts:
        assert_whole(part)


@pytest.mark.parametrize(
    "where",
    [
        {},
        {"at": 0},
        {"at": len(TEXT)},
        {"at": TEXT.index(POOL)},
        {"at": 5, "parts": [[[0, 5]], [[6, 9]]]},
        {"parts": [[at(POOL)]]},
        {"parts": [[at(POOL)], [at(WHOLE)]]},
        {"parts": [[at(POOL)], []]},
    ],
)
def test_a_split_that_is_none_is_refused(
    claim: Claim, reviewer: User, where: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        split(claim=claim, by=reviewer, **where)

    assert Claim.objects.count() == 1


def test_claims_are_merged(article: Article, reviewer: User) -> None:
    first, second = (
        make_claim(article, content=POOL),
        make_claim(article, content=LIBRARY),
    )

    merge(claims=[first, second], by=reviewer)

    assert_whole(first)
    assert_whole(second)
    assert words_of(first) == [POOL, LIBRARY]
    assert (second.rejection, second.merged_into) == (Rejection.MERGED, first)
    assert list(Claim.objects.standing()) == [first]
    assert AuditEvent.objects.filter(action="claim.merged").count() == 2


def test_a_claim_is_merged_into_one_that_lies_in_it(
    article: Article, claim: Claim, reviewer: User
) -> None:
    part = make_claim(article, content=POOL)

    merge(claims=[part, claim], by=reviewer)

    assert_whole(part)
    assert part.content_text == WHOLE


def test_what_does_not_belong_together_is_not_merged(
    article: Article, claim: Claim, reviewer: User
) -> None:
    others = make_claim(article, content=LIBRARY, speaker="Mr. Smith")
    elsewhere = make_claim(make_article())

    for wrong in ([claim], [claim, claim], [claim, others], [claim, elsewhere]):
        with pytest.raises(Refused):
            merge(claims=wrong, by=reviewer)


# --- Adding, rejecting, restoring


def test_a_missed_claim_is_added(article: Article, reviewer: User) -> None:
    given = NewClaim(
        content=[at("a new one would open within a year")],
        cue=[at("added")],
        speaker=[at("He")],
        who=Who(name="John Smith", kind=SpeakerKind.NAMED_PERSON),
    )

    claim = add_claim(snapshot=article.snapshots.get(), given=given, by=reviewer)

    assert_whole(claim)
    assert claim.added_by == reviewer
    assert (claim.run, claim.confidence) == (None, None)
    assert (claim.commitment, claim.cue_lemma, claim.tier) == (
        "neutral",
        "add",
        "speech",
    )
    assert claim.speaker is not None
    assert claim.speaker.name == "John Smith"
    start, end = claim.sentence_start, claim.sentence_end
    assert TEXT[start:end] == "He added that a new one would open within a year."
    assert claim.check_worthiness is not None
    row = claim.corrections.get()
    assert (row.kind, row.engine) == ("add", "")
    assert row.before.get("content") is None
    speaker, added = AuditEvent.objects.order_by("number")
    assert (speaker.action, added.action) == ("speaker.created", "claim.added")
    assert speaker.subject_id == str(claim.speaker.public_id)
    assert speaker.values_after["name"] == "John Smith"


def test_the_outlets_own_sentence_is_added(article: Article, reviewer: User) -> None:
    given = NewClaim(
        content=[at("The site has been sold to a builder")], tier=Tier.OUTLET
    )

    claim = add_claim(snapshot=article.snapshots.get(), given=given, by=reviewer)

    assert (claim.tier, claim.cue_text, claim.speaker_kind) == ("outlet", "", "outlet")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (NewClaim(content=[at(POOL)]), "cue_required"),
        (NewClaim(content=[], cue=[at("said")]), "no_content"),
        (NewClaim(content=[at("said")], cue=[at("said")]), "no_content"),
        (
            NewClaim(content=[at(POOL)], cue=[at("said")], tier=Tier.OUTLET),
            "own_sentence",
        ),
        (NewClaim(content=[at(WHOLE)], cue=[at("said")]), "already_here"),
    ],
)
def test_what_is_no_new_claim_is_refused(
    claim: Claim, reviewer: User, given: NewClaim, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        add_claim(snapshot=claim.snapshot, given=given, by=reviewer)

    assert caught.value.code == code


def test_a_rejected_claim_is_off_the_lists_and_comes_back(
    claim: Claim, reviewer: User
) -> None:
    reject(
        claim=claim, rejection=Rejection.NOT_A_CLAIM, by=reviewer, reason="A heading."
    )

    claim.refresh_from_db()
    assert (claim.rejection, claim.progress) == ("not_a_claim", Progress.NEW)
    assert not Claim.objects.current().exists()
    assert claim.snapshot.runs.get().claim_count == 0

    restore(claim=claim, by=reviewer)

    assert list(Claim.objects.current()) == [claim]
    kinds = [event.action for event in AuditEvent.objects.all()]
    assert kinds == ["claim.restored", "claim.rejected"]


def test_what_was_rejected_is_restored_and_not_added_again(
    claim: Claim, reviewer: User
) -> None:
    reject(claim=claim, rejection=Rejection.DUPLICATE, by=reviewer)

    with pytest.raises(AlreadyHere, match=str(claim.public_id)):
        add_claim(
            snapshot=claim.snapshot,
            given=NewClaim(content=[at(WHOLE)], cue=[at("said")]),
            by=reviewer,
        )
    with pytest.raises(Refused, match="restore it"):
        change_tier(claim=claim, tier=Tier.STANCE, by=reviewer)


def test_a_withdrawn_claim_is_restored(claim: Claim, reviewer: User) -> None:
    Claim.objects.update(progress=Progress.WITHDRAWN)

    restore(claim=claim, by=reviewer)

    claim.refresh_from_db()
    assert claim.progress == Progress.NEW
    assert claim.settled == ["standing"]


def test_a_decided_claim_is_rejected_by_an_adjudicator_alone(
    claim: Claim, reviewer: User
) -> None:
    ballot = Ballot(
        aspect=Aspect.CONTENT, verdict=Verdict.UNVERIFIED, rationale="Looked."
    )
    for person in make_reviewers(2):
        vote(claim=claim, ballots=[ballot], by=person)

    with pytest.raises(PermissionDenied, match="rejecting decided claims"):
        reject(claim=claim, rejection=Rejection.NOT_A_CLAIM, by=reviewer)
    judge = make_user(Role.ADJUDICATOR)
    reject(claim=claim, rejection=Rejection.NOT_A_CLAIM, by=judge)

    claim.refresh_from_db()
    assert claim.rejection == Rejection.NOT_A_CLAIM


def test_a_rejection_says_why(claim: Claim, reviewer: User) -> None:
    for wrong in (Rejection.NONE, Rejection.MERGED, Rejection.OTHER):
        with pytest.raises(Refused):
            reject(claim=claim, rejection=wrong, by=reviewer)


# --- Who, and what others did meanwhile


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR])
def test_readers_correct_nothing(claim: Claim, role: Role) -> None:
    user = make_user(role)

    for attempt in (
        lambda: respan(claim=claim, role=SpanRole.CONTENT, spans=[at(POOL)], by=user),
        lambda: change_tier(claim=claim, tier=Tier.STANCE, by=user),
        lambda: reject(claim=claim, rejection=Rejection.DUPLICATE, by=user),
        lambda: split(claim=claim, at=60, by=user),
        lambda: merge(claims=[claim, make_claim()], by=user),
        lambda: add_claim(
            snapshot=claim.snapshot, given=NewClaim(content=[at(POOL)]), by=user
        ),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_a_stale_correction_is_refused(claim: Claim, reviewer: User) -> None:
    change_tier(claim=claim, tier=Tier.STANCE, by=reviewer, seen=frozenset({0}))

    with pytest.raises(Changed):
        change_tier(claim=claim, tier=Tier.SPEECH, by=reviewer, seen=frozenset({0}))

    change_tier(claim=claim, tier=Tier.SPEECH, by=reviewer, seen=frozenset({1}))


def test_nothing_is_half_done(
    claim: Claim, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list(Claim.objects.values()), list(claim.spans.values())

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the machine stopped")

    monkeypatch.setattr("factcheck.core.audit.record_all", fail)

    with pytest.raises(RuntimeError):
        split(claim=claim, at=TEXT.index(" and the"), by=reviewer)

    assert (list(Claim.objects.values()), list(claim.spans.values())) == before
    assert not Correction.objects.exists()


def test_an_article_that_people_have_worked_on_is_not_deleted(
    claim: Claim, reviewer: User
) -> None:
    change_tier(claim=claim, tier=Tier.STANCE, by=reviewer)
    article = claim.snapshot.article

    with pytest.raises(Refused, match="people have worked on it: it has corrections"):
        delete_articles([article], by=make_user(Role.EDITOR))

    assert Article.objects.filter(pk=article.pk).exists()
    assert not AuditEvent.objects.filter(action="article.deleted").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="needs PostgreSQL as Django's database"
)
def test_of_several_at_the_same_time_one_corrects(claim: Claim) -> None:
    """Provoke: six people split the same claim, which all of them saw as it was."""
    people = [make_user(Role.REVIEWER) for _ in range(6)]
    together = threading.Barrier(len(people))
    results: list[str] = []

    def correct(person: User) -> None:
        try:
            together.wait(timeout=30)
            where = TEXT.index(" and the")
            split(claim=claim, at=where, by=person, seen=frozenset({0}))
            results.append("split")
        except Refused as error:
            results.append(error.code)
        except BaseException as error:  # noqa: BLE001 - told to the test
            results.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=correct, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(results) == ["changed"] * 5 + ["split"]
    assert Claim.objects.count() == 2
    assert Correction.objects.count() == 2


def test_the_database_refuses_to_change_a_correction(
    claim: Claim, reviewer: User
) -> None:
    row = change_tier(claim=claim, tier=Tier.STANCE, by=reviewer)

    for attempt in (
        lambda: Correction.objects.update(reason="another"),
        lambda: Correction.objects.all().delete(),
        lambda: execute("DELETE FROM claims_correction"),
        lambda: execute("UPDATE claims_correction SET kind = 'add'"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()

    assert list(Correction.objects.values_list("pk", "kind")) == [(row.pk, "retier")]
