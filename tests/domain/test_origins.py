"""Origins: which articles are copies, kept up to date whatever comes in which order."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from claims.services import submit_article
from factcheck.core import jobs
from factcheck.core.errors import PermissionDenied, Refused
from factcheck.core.models import JobState
from factcheck.core.permissions import Role
from sources import samples
from sources.comparing import COMPARE, run_compare
from sources.deleting import delete_articles
from sources.grouping import origins_of
from sources.independence import Evidence, Rule, count_origins, independent
from sources.models import (
    AgencyCredit,
    Article,
    Citation,
    Comparison,
    Fingerprint,
    Origin,
    OriginOverride,
    Outlet,
    Overlap,
    OverrideDecision,
)
from sources.overruling import LONGEST_REASON, overrule
from sources.provenance import count_of, hold_together, provenance_of
from sources.services import Submission
from tests.factories import (
    compare_now,
    make_article,
    make_compared,
    make_outlet,
    make_snapshot,
    make_user,
)
from tests.unit.independence.stories import OTHER, UNRELATED, WIRE, other_byline

pytestmark = pytest.mark.django_db

# A text of three parts: the first and the last have nothing in common.
FIRST, *_, LAST = WIRE.split("\n\n")
MIDDLE = UNRELATED


def grouped() -> set[frozenset[int]]:
    """The articles of each kept origin."""
    rows = Article.objects.exclude(origin=None).values_list("origin", "pk")
    found: dict[int, set[int]] = {}
    for origin, pk in rows:
        found.setdefault(origin, set()).add(pk)
    assert set(found) == set(Origin.objects.values_list("pk", flat=True))
    assert all(len(members) > 1 for members in found.values())
    return {frozenset(members) for members in found.values()}


def together(*articles: Article) -> frozenset[int]:
    return frozenset(article.pk for article in articles)


def everything() -> list[object]:
    """All rows that the comparison writes, with their primary keys."""
    models = (Fingerprint, Overlap, Origin, AgencyCredit, Citation)
    rows: list[object] = [
        list(model.objects.order_by("pk").values()) for model in models
    ]
    return [*rows, list(Article.objects.order_by("pk").values("pk", "origin"))]


# --- Copies -------------------------------------------------------------------


def test_the_samples_wire_and_its_reprint_are_one_origin_and_a_third_is_not() -> None:
    for sample in samples.load():
        Outlet.objects.get_or_create(
            domain=sample.outlet.domain,
            defaults={"name": sample.outlet.name, "kind": sample.outlet.kind},
        )
    articles = {
        sample.file_name.partition(".")[0]: submit(
            data=sample.data, content_type=sample.content_type, url=sample.url
        )
        for sample in samples.load()
    }

    wire, reprint = articles["strait-agency"], articles["strait-reprint"]
    assert grouped() == {together(wire, reprint)}
    assert Origin.objects.get().agencies == ["Norland Press Agency"]
    counted = count_of([wire, reprint, articles["floods-gazette"]])
    assert (counted.article_count, counted.origin_count) == (3, 2)
    assert {group.name for group in counted.groups} == {
        "Norland Press Agency",
        articles["floods-gazette"].title,
    }


def submit(**fields: object) -> Article:
    """Store an article; its comparison is run here, and the engine is left out."""
    article = submit_article(submission=Submission(**fields), by=None).article
    compare_now(article)
    return article


def test_a_copy_that_is_handed_in_joins(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first = make_compared(WIRE)

    with django_capture_on_commit_callbacks(execute=True):
        second = submit_article(
            submission=Submission(text=other_byline(WIRE), outlet="Bay Tribune"),
            by=None,
        ).article

    assert grouped() == {together(first, second)}
    overlap = Overlap.objects.get()
    assert overlap.sharing == "same_text"
    assert overlap.score > 0.9
    assert overlap.reasons[0].startswith("Same text")
    assert {passage["counts"] for passage in overlap.passages} == {True, False}


def test_near_duplicates_never_corroborate_each_other() -> None:
    copies = [make_compared(WIRE), make_compared(other_byline(WIRE))]
    other = make_compared(OTHER)

    origins = origins_of([*copies, other])

    evidence = [Evidence(article=str(one.pk)) for one in (*copies, other)]
    first, second, third = evidence
    assert not independent(origins, first, second).independent
    assert independent(origins, first, third).independent
    assert count_origins(origins, [first, second]).origins == 1
    assert count_origins(origins, evidence).origins == 2


def test_a_shared_quotation_makes_no_origin() -> None:
    make_compared(WIRE)
    make_compared(OTHER)

    assert not grouped()
    assert not Overlap.objects.exists()


def test_running_the_job_twice_changes_nothing() -> None:
    outlet = make_outlet("Bay Agency", kind="agency")
    credited = f"By Bay Agency\n\n{WIRE}\n\nThe Tribune reported it first."
    articles = [make_compared(WIRE, outlet=outlet), make_compared(credited)]
    before = everything()
    assert AgencyCredit.objects.exists()

    for article in articles:
        compare_now(article)

    assert everything() == before


def test_a_chain_of_copies_is_one_origin() -> None:
    first = make_compared(f"{FIRST}\n\n{MIDDLE}")
    last = make_compared(LAST + "\n\n" + OTHER)
    assert not grouped()

    both = make_compared(f"{FIRST}\n\n{LAST}")

    assert grouped() == {together(first, last, both)}
    assert not Overlap.objects.filter(a__article=first, b__article=last).exists()
    # Also for who does not ask about the one between them.
    assert count_of([first, last]).origin_count == 1
    pair = hold_together(first, last)
    assert pair is not None
    assert pair.is_one
    assert not pair.overlap.shares_text
    assert len(pair.reasons) == 2


def test_the_middle_of_a_chain_goes_and_the_ends_are_two() -> None:
    first = make_compared(f"{FIRST}\n\n{MIDDLE}")
    last = make_compared(LAST + "\n\n" + OTHER)
    both = make_compared(f"{FIRST}\n\n{LAST}")

    delete_articles([both], by=None)

    assert not grouped()
    assert count_of([first, last]).origin_count == 2


# --- Another text -------------------------------------------------------------


def test_a_text_that_no_longer_shares_leaves_the_origin() -> None:
    one, two, three = (make_compared(WIRE) for _ in range(3))
    assert grouped() == {together(one, two, three)}

    make_snapshot(two, UNRELATED)
    compare_now(two)

    assert grouped() == {together(one, three)}
    make_snapshot(one, OTHER)
    compare_now(one)
    assert not grouped()
    assert not Overlap.objects.exists()


def test_overlaps_are_of_the_newest_texts_alone() -> None:
    one, two = make_compared(WIRE), make_compared(WIRE)

    for article in (one, two):
        make_snapshot(article, WIRE + "\n\nThe board meets again in the spring.")
        compare_now(article)

    newest = {article.snapshots.order_by("-number")[0].pk for article in (one, two)}
    assert {(row.a_id, row.b_id) for row in Overlap.objects.all()} == {
        tuple(sorted(newest))
    }
    assert grouped() == {together(one, two)}


def test_the_late_job_of_an_older_text_takes_nothing_back() -> None:
    one, two = make_compared(WIRE), make_compared(WIRE)
    old = one.snapshots.get()
    make_snapshot(one, UNRELATED)
    compare_now(one)
    before = everything()

    job = jobs.enqueue(kind=COMPARE, subject_id=old.pk)
    jobs.run(job.pk)

    assert everything() == before
    assert not grouped()
    assert two.origin_id is None or not Origin.objects.exists()


LOOKING = 1  # the fingerprints are stored; the others will be looked up
WRITING = 2  # a first one was compared; what was found will be stored
WHEN = pytest.mark.parametrize("when", [LOOKING, WRITING], ids=["looking", "writing"])


class Interrupted(jobs.Run):
    """An attempt during which something else happens, at one of its renewals."""

    def __init__(
        self, article: Article, when: int, happens: Callable[[], object]
    ) -> None:
        snapshot = article.snapshots.order_by("-number")[0]
        super().__init__(0, snapshot.pk, uuid.uuid4(), time.monotonic())
        object.__setattr__(self, "left", [None] * (when - 1) + [happens])

    def renew(self, progress: float) -> None:
        """Let it happen when its time has come, once."""
        left = self.__dict__["left"]
        happens = left.pop(0) if left else None
        if happens:
            happens()


def run_interrupted(article: Article, when: int, happens: Callable[[], object]) -> None:
    """Compare the article while something else happens; it must have happened."""
    run = Interrupted(article, when, happens)
    run_compare(run)
    assert run.__dict__["left"] == []


@WHEN
def test_what_another_job_found_meanwhile_stays(when: int) -> None:
    """The later of two twins finds the earlier, which has looked and not found it."""
    known, one = make_compared(WIRE), make_article(WIRE)

    run_interrupted(one, when, lambda: make_compared(WIRE))

    assert Overlap.objects.count() == 3
    assert grouped() == {together(*Article.objects.all())}
    delete_articles([known], by=None)
    assert grouped() == {together(*Article.objects.all())}


@WHEN
def test_an_article_that_gets_another_text_meanwhile_is_not_taken_at_the_old(
    when: int,
) -> None:
    one, two = make_compared(WIRE), make_article(WIRE)

    def change() -> None:
        make_snapshot(one, UNRELATED)
        compare_now(one)

    run_interrupted(two, when, change)

    assert not grouped()
    assert not Overlap.objects.exists()


@WHEN
def test_an_article_that_gets_another_text_of_its_own_meanwhile_is_taken_at_that(
    when: int,
) -> None:
    one, two = make_compared(WIRE), make_article(WIRE)

    def change() -> None:
        make_snapshot(two, f"{WIRE}\n\nThe board meets again in the spring.")
        compare_now(two)

    run_interrupted(two, when, change)

    overlap = Overlap.objects.get()
    assert {overlap.a.article, overlap.b.article} == {one, two}
    assert overlap.b.number == 2
    assert grouped() == {together(one, two)}


@WHEN
def test_an_article_deleted_meanwhile_is_passed_over(when: int) -> None:
    one, two = make_compared(WIRE), make_article(WIRE)

    run_interrupted(two, when, lambda: delete_articles([one], by=None))

    assert not grouped()
    assert not Overlap.objects.exists()


@WHEN
def test_an_article_joined_meanwhile_leaves_nobody_alone_in_its_origin(
    when: int,
) -> None:
    one, two = make_compared(WIRE), make_article(WIRE)

    def change() -> None:
        compare_now(two)
        make_snapshot(two, UNRELATED)

    run_interrupted(two, when, change)
    assert grouped() == {together(one, two)}  # of the old texts, until it is compared
    compare_now(two)

    assert not grouped()


# --- Deleting -----------------------------------------------------------------


def test_who_remains_alone_has_no_origin() -> None:
    one, two = make_compared(WIRE), make_compared(WIRE)

    delete_articles([one], by=None)

    two.refresh_from_db()
    assert two.origin is None
    assert not Origin.objects.exists()


def test_all_of_an_origin_can_be_deleted_at_once() -> None:
    articles = [make_compared(WIRE) for _ in range(3)]

    delete_articles(articles, by=None)

    for model in (Article, Origin, Overlap, Fingerprint, Comparison):
        assert not model.objects.exists()


def test_a_job_whose_article_was_deleted_is_cancelled() -> None:
    article = make_article(WIRE)
    job = jobs.enqueue(kind=COMPARE, subject_id=article.snapshots.get().pk)
    delete_articles([article], by=None)

    assert jobs.run(job.pk) == JobState.CANCELLED


# --- Names --------------------------------------------------------------------


def test_an_outlet_registered_as_an_agency_is_credited() -> None:
    text = f"By Quayside Wire\n\n{WIRE}"
    article = make_compared(text)
    assert not AgencyCredit.objects.exists()

    make_outlet("Quayside Wire", kind="agency")
    compare_now(article)

    credit = AgencyCredit.objects.get()
    assert (credit.name, credit.kind, credit.place) == (
        "Quayside Wire",
        "credited",
        "head",
    )
    assert text[credit.start : credit.end].strip().endswith("Quayside Wire")


def test_two_articles_credited_to_one_agency_are_one_origin_when_counted() -> None:
    make_outlet("Quayside Wire", kind="agency")
    one = make_compared(f"By Quayside Wire\n\n{WIRE}")
    two = make_compared(f"By Quayside Wire\n\n{UNRELATED}")

    counted = count_of([one, two])

    assert counted.origin_count == 1
    assert counted.groups[0].agencies == ("Quayside Wire",)
    # An agency's whole work is no copy of itself: nothing is kept.
    assert not grouped()


def test_a_citation_of_a_registered_outlet_leads_to_it() -> None:
    herald = make_outlet("Skarne Herald", domain="skarneherald.example")

    article = make_compared(
        f"{UNRELATED}\n\nThe plan was first reported by the Skarne Herald."
    )

    citation = Citation.objects.get()
    assert (citation.outlet, citation.name) == (herald, "Skarne Herald")
    (take,) = provenance_of(article).groups[0].takes
    assert (take.source, take.source_article) == ("Skarne Herald", None)
    assert take.reason == "Names Skarne Herald as its source."


# --- Decisions ----------------------------------------------------------------


def decide(
    one: Article, other: Article, decision: str, **fields: object
) -> OriginOverride:
    fields = {"reason": "Both say so.", "by": make_user(Role.REVIEWER)} | fields
    return overrule(one=one, other=other, decision=OverrideDecision(decision), **fields)


def test_a_person_joins_separates_and_leaves_it_to_the_rules() -> None:
    one, two = make_compared(WIRE), make_compared(OTHER)

    decide(one, two, "join")
    assert grouped() == {together(one, two)}

    decide(two, one, "separate")
    assert not grouped()

    decide(one, two, "join")
    decide(one, two, "follow_rules")
    assert not grouped()
    assert OriginOverride.objects.count() == 4


def test_a_separation_goes_before_a_copy_and_outlives_a_comparison() -> None:
    one, two = make_compared(WIRE), make_compared(WIRE)

    decide(one, two, "separate")
    compare_now(one)

    assert not grouped()
    assert count_of([one, two]).origin_count == 2
    origins = origins_of([one, two])
    assert independent(
        origins, Evidence(article=str(one.pk)), Evidence(article=str(two.pk))
    ).independent


def test_a_decision_to_follow_the_rules_leaves_no_trace_in_origins() -> None:
    make_outlet("Quayside Wire", kind="agency")
    one = make_compared(f"By Quayside Wire\n\n{WIRE}")
    two = make_compared(f"By Quayside Wire\n\n{UNRELATED}")

    decide(one, two, "follow_rules")

    assert not grouped()


def test_a_joined_article_brings_its_copies() -> None:
    one, copy = make_compared(WIRE), make_compared(WIRE)
    other, twin = make_compared(UNRELATED), make_compared(UNRELATED)

    decide(copy, twin, "join")

    assert grouped() == {together(one, copy, other, twin)}
    reasons = provenance_of(one).groups[0].members[-1].reasons
    assert "Both say so." in reasons


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "reason_required"),
        (" \n ", "reason_required"),
        ("x" * (LONGEST_REASON + 1), "reason_too_long"),
    ],
    ids=["none", "blank", "too long"],
)
def test_a_decision_needs_a_reason(reason: str, code: str) -> None:
    one, two = make_article(), make_article()

    with pytest.raises(Refused) as refused:
        decide(one, two, "join", reason=reason)

    assert refused.value.code == code
    assert not OriginOverride.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR])
def test_who_may_not_judge_decides_nothing(role: str) -> None:
    one, two = make_article(), make_article()

    with pytest.raises(PermissionDenied):
        decide(one, two, "join", by=make_user(role))

    assert not OriginOverride.objects.exists()


def test_an_article_is_not_joined_with_itself() -> None:
    article = make_article()

    with pytest.raises(Refused, match="two articles"):
        decide(article, article, "join")


@pytest.mark.parametrize(
    "fields", [{"reason": ""}, {"decision": "maybe"}], ids=["no reason", "no decision"]
)
def test_the_database_refuses_a_decision_that_is_none(fields: dict[str, str]) -> None:
    one, two = sorted((make_article(), make_article()), key=lambda row: row.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        OriginOverride.objects.create(
            **{"a": one, "b": two, "decision": "join", "reason": "So."} | fields
        )


# --- Size ---------------------------------------------------------------------


def test_the_owner_joins_what_is_counted_and_keeps_nothing() -> None:
    outlet = make_outlet("Bay Tribune")
    one = make_compared(WIRE, outlet=outlet)
    two = make_compared(UNRELATED, outlet=outlet)

    assert count_of([one, two]).origin_count == 1
    assert origins_of([one, two], rules={Rule.SAME_TEXT}).origins[1:]
    assert not grouped()


def test_more_than_fifty_copies_are_one_origin() -> None:
    """A text is held against its fifty likeliest copies; these lead to the others."""
    articles = [
        make_compared(f"{WIRE}\n\nEdition {number} of this paper.")
        for number in range(52)
    ]

    assert grouped() == {together(*articles)}
