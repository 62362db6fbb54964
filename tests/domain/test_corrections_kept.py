"""Whatever people corrected outlives the next runs of the engine, and the next text."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from claims.carrying import carry_over
from claims.corrections import (
    NewClaim,
    Who,
    add_claim,
    change_cue_class,
    change_speaker,
    change_tier,
    merge,
    reject,
    respan,
    restore,
    split,
)
from claims.corrections.changing import picture, stands
from claims.extraction.model import (
    Attribution,
    Certainty,
    Channel,
    Commitment,
    Confidence,
    Content,
    Cue,
    Extraction,
    QuoteType,
    Span,
    Speaker,
    SpeakerKind,
    Tier,
)
from claims.models import Claim, Correction, Ending, Progress, Rejection, SpanRole
from claims.parts import COLUMNS, ROLES, Part
from claims.storing import store
from factcheck.core.errors import Refused
from factcheck.core.models import User
from factcheck.core.permissions import Role
from sources.models import Snapshot
from tests.factories import make_article, make_snapshot, make_user
from tests.properties import examples

pytestmark = pytest.mark.django_db

SENTENCES = (
    "The swimming pool will close in May and the library in June, John Smith said.",
    "“We cannot heat it 😀, and nobody can,” Mary Jones told reporters on Monday.",
    "The union claimed that the plan had failed and that nobody had been asked.",
    "According to the ministry, repairs would cost two million pounds at least.",
)
TEXT = "\n\n".join(("Council to close the pool", *SENTENCES))
# Cue, content and speaker of what an engine finds in the sentences.
FOUND = (
    (
        "said",
        "The swimming pool will close in May and the library in June",
        "John Smith",
    ),
    ("told", "We cannot heat it 😀, and nobody can", "Mary Jones"),
    ("claimed", "the plan had failed and that nobody had been asked", "The union"),
    ("According to", "repairs would cost two million pounds at least", "the ministry"),
)


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def attribution(
    cue: str, content: str, speaker: str, *, text: str = TEXT, certainty: str = "CT+"
) -> Attribution:
    """A claim as an engine finds it."""
    return Attribution(
        content=Content(content, (at(content, text),)),
        cue=Cue(cue, (at(cue, text),), cue.lower()),
        speaker=Speaker(
            speaker, (at(speaker, text),), speaker, SpeakerKind.ORGANISATION
        ),
        via=(),
        quote_type=QuoteType.INDIRECT,
        tier=Tier.SPEECH,
        commitment=Commitment.NEUTRAL,
        certainty=Certainty(certainty),
        negated=False,
        channel=Channel.NOT_STATED,
        said_at=None,
        sentence=at(content, text),
        check_worthiness=0.5,
        confidence=Confidence(0.9, 0.9, 0.9, 0.9, 0.9),
        why=("found",),
    )


def found_in(text: str = TEXT, **fields: str) -> list[Attribution]:
    return [attribution(*one, text=text, **fields) for one in FOUND if one[1] in text]


def run(snapshot: Snapshot, engine: str, found: Sequence[Attribution]) -> None:
    """A run of this engine, as a worker stores it."""
    store(snapshot=snapshot, extraction=Extraction(engine, tuple(found)))


def bounds_moved(found: Attribution, by: int) -> Attribution:
    """The same attribution as an engine with other bounds finds it."""
    span = found.content.spans[0]
    span = Span(span.start + by, span.end)
    return replace(found, content=Content(TEXT[span.start : span.end], (span,)))


@pytest.fixture
def snapshot() -> Snapshot:
    made = make_article(TEXT, extracted=False).snapshots.get()
    run(made, "engine 1", found_in())
    return made


@pytest.fixture
def reviewer() -> User:
    return make_user(Role.REVIEWER)


def claim_of(snapshot: Snapshot, cue: str) -> Claim:
    return Claim.objects.of_snapshot(snapshot).get(cue_text=cue)


def spans(*words: str) -> list[list[int]]:
    return [at(one).to_list() for one in words]


def divide(**given: Any) -> list[Claim]:
    return [row.claim for row in split(**given)]


def standing(snapshot: Snapshot) -> list[str]:
    claims = Claim.objects.of_snapshot(snapshot)
    return [claim.content_text for claim in claims]


# --- One by one


def test_a_corrected_claim_is_met_by_the_uncorrected_finding(
    snapshot: Snapshot, reviewer: User
) -> None:
    claim = claim_of(snapshot, "said")
    narrow = "The swimming pool will close in May"
    respan(claim=claim, role=SpanRole.CONTENT, spans=spans(narrow), by=reviewer)

    run(snapshot, "engine 2", found_in(certainty="PR+"))

    claim.refresh_from_db()
    assert claim.content_text == narrow
    assert claim.certainty == "PR+"
    assert claim.run is not None
    assert claim.run.engine == "engine 2"
    assert len(standing(snapshot)) == len(FOUND)
    assert claim.run.claim_count == len(FOUND)


def test_a_corrected_claim_is_met_by_a_finding_with_other_bounds(
    snapshot: Snapshot, reviewer: User
) -> None:
    claim = claim_of(snapshot, "claimed")
    change_tier(claim=claim, tier=Tier.STANCE, by=reviewer)
    found = found_in()

    run(snapshot, "engine 2", [*found[:2], bounds_moved(found[2], 4), found[3]])

    claim.refresh_from_db()
    assert claim.content_text == "plan had failed and that nobody had been asked"
    assert claim.tier == "stance"
    assert len(standing(snapshot)) == len(FOUND)

    run(snapshot, "engine 3", found)

    claim.refresh_from_db()
    assert claim.content_text == "the plan had failed and that nobody had been asked"
    assert len(standing(snapshot)) == len(FOUND)


@pytest.mark.parametrize("by", [0, 4])
def test_a_rejected_claim_does_not_come_back(
    snapshot: Snapshot, reviewer: User, by: int
) -> None:
    claim = claim_of(snapshot, "told")
    reject(claim=claim, rejection=Rejection.NOT_A_CLAIM, by=reviewer)
    found = found_in()

    for engine in ("engine 2", "engine 3"):
        run(snapshot, engine, [found[0], bounds_moved(found[1], by), *found[2:]])

    claim.refresh_from_db()
    assert claim.rejection == "not_a_claim"
    assert len(standing(snapshot)) == len(FOUND) - 1


def test_a_claim_that_no_engine_finds_stays_if_a_person_added_it(
    snapshot: Snapshot, reviewer: User
) -> None:
    added = add_claim(
        snapshot=snapshot,
        given=NewClaim(content=spans("nobody can"), cue=spans("told reporters")),
        by=reviewer,
    )

    run(snapshot, "engine 2", found_in())

    added.refresh_from_db()
    assert stands(added)
    assert added.run is None
    assert len(standing(snapshot)) == len(FOUND) + 1


def test_an_added_claim_that_a_newer_engine_finds_is_one(
    snapshot: Snapshot, reviewer: User
) -> None:
    claim = claim_of(snapshot, "claimed")
    Claim.objects.filter(pk=claim.pk).delete()
    given = NewClaim(
        content=spans("the plan had failed and that nobody had been asked"),
        cue=spans("claimed"),
        speaker=spans("The union"),
        tier=Tier.STANCE,
    )
    added = add_claim(snapshot=snapshot, given=given, by=reviewer)

    run(snapshot, "engine 2", found_in(certainty="PS+"))

    added.refresh_from_db()
    assert added.added_by == reviewer
    assert (added.tier, added.certainty, added.confidence) == ("stance", "PS+", 0.9)
    assert len(standing(snapshot)) == len(FOUND)


def test_both_parts_of_a_split_stay_and_the_whole_does_not_come_back(
    snapshot: Snapshot, reviewer: User
) -> None:
    claim = claim_of(snapshot, "said")
    first, second = divide(claim=claim, at=TEXT.index(" and the lib"), by=reviewer)
    before = standing(snapshot)

    for engine in ("engine 2", "engine 3"):
        run(snapshot, engine, found_in())

    assert standing(snapshot) == before
    assert (first.content_text, second.content_text) == tuple(before[:2])


def test_an_engine_that_finds_the_parts_meets_them(
    snapshot: Snapshot, reviewer: User
) -> None:
    claim = claim_of(snapshot, "said")
    first, second = divide(claim=claim, at=TEXT.index(" and the lib"), by=reviewer)
    parts = [
        attribution("said", part.content_text, "John Smith", certainty="PS-")
        for part in (first, second)
    ]

    run(snapshot, "engine 2", [*parts, *found_in()[1:]])

    for part in (first, second):
        part.refresh_from_db()
        assert part.certainty == "PS-"
    assert len(standing(snapshot)) == len(FOUND) + 1


def test_what_was_merged_stays_one(snapshot: Snapshot, reviewer: User) -> None:
    claim = claim_of(snapshot, "said")
    parts = divide(claim=claim, at=TEXT.index(" and the lib"), by=reviewer)
    merge(claims=parts, by=reviewer)

    run(snapshot, "engine 2", found_in())

    claim.refresh_from_db()
    assert claim.content_text.replace(" … ", " ") == FOUND[0][1]
    assert len(standing(snapshot)) == len(FOUND)


def test_a_reviewed_claim_keeps_its_words_and_its_progress(snapshot: Snapshot) -> None:
    claim = claim_of(snapshot, "claimed")
    Claim.objects.filter(pk=claim.pk).update(progress=Progress.DECIDED)
    found = found_in()

    run(snapshot, "engine 2", [*found[:2], bounds_moved(found[2], 4), found[3]])
    run(snapshot, "engine 3", [*found[:2], found[3]])

    claim.refresh_from_db()
    assert claim.progress == Progress.DECIDED
    assert claim.content_text == FOUND[2][1]
    assert len(standing(snapshot)) == len(FOUND)


def test_a_run_asks_the_database_as_often_for_many_corrections(
    snapshot: Snapshot, reviewer: User, django_assert_max_num_queries
) -> None:
    for claim in Claim.objects.of_snapshot(snapshot):
        change_cue_class(claim=claim, commitment=Commitment.WEAK, by=reviewer)
    with django_assert_max_num_queries(40) as captured:
        run(snapshot, "engine 2", found_in())
    many = len(captured)
    other = make_article(TEXT, extracted=False).snapshots.get()
    run(other, "engine 1", found_in())
    change_cue_class(
        claim=claim_of(other, "said"), commitment=Commitment.WEAK, by=reviewer
    )

    with django_assert_max_num_queries(many):
        run(other, "engine 2", found_in())


# --- Any corrections, any engines


@dataclass
class Desk:
    """A person who corrects at random what is there, and remembers what they did."""

    snapshot: Snapshot
    reviewer: User
    chance: random.Random

    def correct(self) -> None:
        """One correction of one claim, or a refused attempt."""
        claims = list(Claim.objects.filter(snapshot=self.snapshot).order_by("pk"))
        deeds = [
            self.respan, self.respan, self.respeak, self.recue, self.retier, self.split,
            self.merge, self.add, self.reject, self.restore,
        ]  # fmt: skip
        try:
            with transaction.atomic():
                self.chance.choice(deeds)(self.chance.choice(claims))
        except Refused:
            return

    def place(self) -> list[int]:
        start = self.chance.randrange(30, len(TEXT) - 1)
        return [start, min(len(TEXT), start + self.chance.randrange(1, 60))]

    def respan(self, claim: Claim) -> None:
        role = self.chance.choice([SpanRole.CONTENT, SpanRole.CUE, SpanRole.SPEAKER])
        had = [[span.start, span.end] for span in claim.spans.filter(role=role)]
        by = self.chance.randrange(-20, 20)
        widened = [[start, max(start + 1, end + by)] for start, end in had]
        given = self.chance.choice([widened, [self.place()], [*had, self.place()]])
        respan(claim=claim, role=role, spans=given, by=self.reviewer)

    def respeak(self, claim: Claim) -> None:
        who = Who(
            name=self.chance.choice(["Ann Lee", "an official"]),
            kind=SpeakerKind.ROLE_UNNAMED,
        )
        change_speaker(claim=claim, who=who, by=self.reviewer)

    def recue(self, claim: Claim) -> None:
        commitment = self.chance.choice(list(Commitment))
        change_cue_class(claim=claim, commitment=commitment, by=self.reviewer)

    def retier(self, claim: Claim) -> None:
        tier = self.chance.choice(list(Tier))
        change_tier(claim=claim, tier=tier, by=self.reviewer)

    def split(self, claim: Claim) -> None:
        content = claim.spans.filter(role=SpanRole.CONTENT).first()
        assert content is not None
        at = self.chance.randrange(content.start, content.end + 1)
        split(claim=claim, at=at, by=self.reviewer)

    def merge(self, claim: Claim) -> None:
        others = Claim.objects.filter(snapshot=self.snapshot).exclude(pk=claim.pk)
        other = self.chance.choice(list(others.order_by("pk")))
        merge(claims=[claim, other], by=self.reviewer)

    def add(self, claim: Claim) -> None:
        tier = self.chance.choice([None, Tier.OUTLET])
        cue = [] if tier else [self.place()]
        given = NewClaim(content=[self.place()], cue=cue, tier=tier)
        add_claim(snapshot=self.snapshot, given=given, by=self.reviewer)

    def reject(self, claim: Claim) -> None:
        reject(claim=claim, rejection=Rejection.DUPLICATE, by=self.reviewer)

    def restore(self, claim: Claim) -> None:
        restore(claim=claim, by=self.reviewer)


def decided(snapshot: Snapshot) -> dict[str, dict[str, object]]:
    """All that people decided on: of each claim its settled parts, by public id."""
    kept = {}
    for claim in Claim.objects.filter(snapshot=snapshot, corrected_at__isnull=False):
        parts = [Part(part) for part in claim.settled]
        values: dict[str, object] = {
            column: getattr(claim, column) for part in parts for column in COLUMNS[part]
        }
        shown = picture(claim)
        values |= {ROLES[part]: shown[ROLES[part]] for part in parts if part in ROLES}
        kept[str(claim.public_id)] = values
    return kept


def assert_sound(snapshot: Snapshot) -> None:
    """Spans slice back, and no two claims that stand are the same."""
    seen = set()
    for claim in Claim.objects.filter(snapshot=snapshot).prefetch_related("spans"):
        own = list(claim.spans.all())
        for span in own:
            assert snapshot.text[span.start : span.end] == span.text
        for role, text in (
            (SpanRole.CONTENT, claim.content_text),
            (SpanRole.CUE, claim.cue_text),
            (SpanRole.SPEAKER, claim.speaker_text),
        ):
            ordered = sorted(own, key=lambda span: span.ordinal)
            words = [span.text for span in ordered if span.role == role]
            assert " … ".join(words) == text
        if stands(claim):
            key = tuple(
                sorted(
                    (span.role, span.start, span.end)
                    for span in own
                    if span.role in (SpanRole.CUE, SpanRole.CONTENT)
                )
            )
            assert key not in seen
            seen.add(key)


def claims_in(snapshot: Snapshot) -> list[dict[str, object]]:
    """The rows of the snapshot's claims, whatever run found them last."""
    rows = Claim.objects.filter(snapshot=snapshot).order_by("pk").values()
    return [{**row, "run_id": bool(row["run_id"])} for row in rows]


def engine_of(chance: random.Random, text: str = TEXT) -> list[Attribution]:
    """What some engine finds: most of it, here and there with other bounds."""
    found = [one for one in found_in(text) if chance.random() < 0.85]
    return [
        bounds_moved(one, chance.choice([2, 4])) if chance.random() < 0.3 else one
        for one in found
    ]


@examples(15)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 8))
def test_no_run_loses_what_people_did(seed: int, count: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    with transaction.atomic():
        snapshot = make_article(TEXT, extracted=False).snapshots.get()
        run(snapshot, "engine 1", found_in())
        desk = Desk(snapshot, make_user(Role.REVIEWER), chance)
        for number in range(2, 5):
            for _ in range(count):
                desk.correct()
            assert_sound(snapshot)
            before = decided(snapshot)
            corrections = list(Correction.objects.values())

            run(snapshot, f"engine {number}", engine_of(chance))

            assert decided(snapshot) == before
            assert list(Correction.objects.values()) == corrections
            assert_sound(snapshot)
        run(snapshot, "engine 5", found_in())
        after = claims_in(snapshot)
        run(snapshot, "engine 6", found_in())
        assert claims_in(snapshot) == after
        assert decided(snapshot) == before
        transaction.set_rollback(True)


# --- The next text of the article

NEWS = "It rained all day.\n\n"
LATER = NEWS + TEXT.replace(SENTENCES[3], "The ministry said nothing on Tuesday.")


def next_text(snapshot: Snapshot, text: str = LATER) -> Snapshot:
    """The article's next text, read by the same engine and carried over."""
    later = make_snapshot(snapshot.article, text)
    found = [attribution(*one, text=text) for one in FOUND[:3]]
    run(later, "engine 1", found)
    carry_over(later)
    return later


def test_corrections_hold_in_the_next_text(snapshot: Snapshot, reviewer: User) -> None:
    said, told, claimed = (
        claim_of(snapshot, cue) for cue in ("said", "told", "claimed")
    )
    narrow = "The swimming pool will close in May"
    respan(claim=said, role=SpanRole.CONTENT, spans=spans(narrow), by=reviewer)
    reject(claim=told, rejection=Rejection.NOT_A_CLAIM, by=reviewer)
    change_speaker(
        claim=claimed,
        who=Who(name="Ann Lee", kind=SpeakerKind.NAMED_PERSON),
        by=reviewer,
    )

    later = next_text(snapshot)

    new = {claim.continues_id: claim for claim in Claim.objects.filter(snapshot=later)}
    assert new[said.pk].content_text == narrow
    assert new[said.pk].settled == ["content"]
    assert new[told.pk].rejection == "not_a_claim"
    assert new[claimed.pk].speaker.name == "Ann Lee"
    assert len(standing(later)) == 2
    assert_sound(later)
    said.refresh_from_db()
    assert said.ending == Ending.CONTINUED

    run(later, "engine 2", [attribution(*one, text=LATER) for one in FOUND[:3]])
    carry_over(later)

    new[said.pk].refresh_from_db()
    assert new[said.pk].content_text == narrow
    assert len(standing(later)) == 2


def test_parts_and_additions_are_carried_over(
    snapshot: Snapshot, reviewer: User
) -> None:
    said = claim_of(snapshot, "said")
    split(claim=said, at=TEXT.index(" and the lib"), by=reviewer)
    add_claim(
        snapshot=snapshot,
        given=NewClaim(content=spans("nobody can"), cue=spans("told reporters")),
        by=reviewer,
    )

    later = next_text(snapshot)

    words = [
        "The swimming pool will close in May", "and the library in June",
        "We cannot heat it 😀, and nobody can", "nobody can",
        "the plan had failed and that nobody had been asked",
    ]  # fmt: skip
    assert sorted(standing(later)) == sorted(words)
    added = Claim.objects.get(snapshot=later, content_text="nobody can")
    assert (added.added_by, added.run) == (reviewer, None)


def test_what_was_merged_stays_merged_in_the_next_text(
    snapshot: Snapshot, reviewer: User
) -> None:
    found = found_in()
    parts = [
        attribution("claimed", words, "The union")
        for words in ("the plan had failed", "nobody had been asked")
    ]
    run(snapshot, "engine 2", [found[0], found[1], *parts])
    one, other = Claim.objects.of_snapshot(snapshot).filter(cue_text="claimed")
    merge(claims=[one, other], by=reviewer)
    later = make_snapshot(snapshot.article, LATER)
    parts = [
        attribution("claimed", words, "The union", text=LATER)
        for words in ("the plan had failed", "nobody had been asked")
    ]

    run(later, "engine 2", parts)
    carry_over(later)

    new = Claim.objects.get(continues=other)
    assert new.merged_into == Claim.objects.get(continues=one)
    assert "the plan had failed … nobody had been asked" in standing(later)


def test_a_correction_in_the_next_text_goes_before_an_older_one(
    snapshot: Snapshot, reviewer: User
) -> None:
    claim = claim_of(snapshot, "told")
    reject(claim=claim, rejection=Rejection.NOT_A_CLAIM, by=reviewer)
    later = next_text(snapshot)
    new = Claim.objects.get(continues=claim)

    restore(claim=new, by=reviewer)
    carry_over(later)

    new.refresh_from_db()
    assert new.rejection == ""


def test_words_corrected_in_the_next_text_stay_as_they_are(
    snapshot: Snapshot, reviewer: User
) -> None:
    claim = claim_of(snapshot, "claimed")
    later = next_text(snapshot)
    new = Claim.objects.get(continues=claim)
    words = at("nobody had been asked", LATER).to_list()
    respan(claim=new, role=SpanRole.CONTENT, spans=[words], by=reviewer)
    respan(
        claim=claim, role=SpanRole.CONTENT, spans=spans("the plan had failed"),
        by=reviewer,
    )  # fmt: skip
    change_tier(claim=claim, tier=Tier.STANCE, by=reviewer)
    change_cue_class(claim=claim, commitment=Commitment.DISTANCING, by=reviewer)

    carry_over(later)

    new.refresh_from_db()
    assert new.content_text == "nobody had been asked"
    assert (new.tier, new.commitment) == ("speech", "distancing")
    assert_sound(later)


def test_a_claim_whose_words_changed_is_not_corrected(
    snapshot: Snapshot, reviewer: User
) -> None:
    claim = claim_of(snapshot, "claimed")
    change_tier(claim=claim, tier=Tier.STANCE, by=reviewer)
    text = TEXT.replace("the plan had failed", "the project had failed")
    later = make_snapshot(snapshot.article, text)
    run(
        later,
        "engine 1",
        [
            attribution(
                "claimed",
                "the project had failed and that nobody had been asked",
                "The union",
                text=text,
            )
        ],
    )

    carry_over(later)

    new = Claim.objects.get(snapshot=later, cue_text="claimed")
    assert (new.continues, new.tier, new.settled) == (None, "speech", [])


@examples(15)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 8))
def test_the_next_text_keeps_what_people_did(seed: int, count: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    with transaction.atomic():
        snapshot = make_article(TEXT, extracted=False).snapshots.get()
        run(snapshot, "engine 1", found_in())
        desk = Desk(snapshot, make_user(Role.REVIEWER), chance)
        for _ in range(count):
            desk.correct()
        later = make_snapshot(snapshot.article, NEWS + TEXT)
        run(later, "engine 1", found_in(NEWS + TEXT))

        carry_over(later)

        assert_sound(later)
        # The same claims stand, with the same words.
        assert sorted(standing(later)) == sorted(standing(snapshot))
        carried = claims_in(later)
        carry_over(later)
        assert claims_in(later) == carried
        run(later, "engine 2", found_in(NEWS + TEXT))
        carry_over(later)
        assert_sound(later)
        assert sorted(standing(later)) == sorted(standing(snapshot))
        transaction.set_rollback(True)
