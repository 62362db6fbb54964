"""Copies and citations against hand-made judgements: floors that only go up.

The judged articles may not be passed on and are not in this repository. Where they
lie beside it, or where FACTCHECK_CORPUS says that the corpora are, the first half
runs; the second needs only our own sample articles.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from sources.independence import (
    ArticleFacts,
    Cited,
    Copy,
    CreditPlace,
    Evidence,
    KnownOutlet,
    Rule,
    compare,
    count_origins,
    find_citations,
    find_credits,
    find_origins,
    fingerprints,
    outlet_key,
)
from sources.reading import read
from sources.samples import Sample, load
from tests.quality.citations import precision_of_citations
from tests.quality.copies import (
    EDITS,
    Scored,
    average_precision,
    made_copies,
    other_reports,
    precision_and_recall,
    score_judged,
)

BESIDE = Path(__file__).parents[3] / "shared" / "data" / "polnear" / "dev.jsonl"
CORPUS = Path(os.environ.get("FACTCHECK_CORPUS", BESIDE))
FOLDER = CORPUS.parents[1] / "evidence"

needs_articles = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(
        not FOLDER.exists(),
        reason="needs FNC-1's training articles and the judged pairs in the folder "
        "“evidence” beside PolNeAR's; FACTCHECK_CORPUS says where that is",
    ),
]


def with_marks(*parameters: str) -> list[object]:
    return [pytest.param(one, marks=needs_articles) for one in parameters]


@cache
def figures() -> dict[str, float]:
    """Every measure, from 0 to 1."""
    pairs = score_judged(FOLDER)
    copies = [one for one in pairs if one.label != "reuse"]
    made = [
        *made_copies(FOLDER, articles=100),
        *other_reports(FOLDER, pairs=500),
    ]
    right, found, judged = precision_of_citations(FOLDER)
    return {
        **_measures("judged", copies, {"copy"}),
        **_measures("made", made, {edit.__name__ for edit in EDITS}),
        "judged_reuse_ap": average_precision(
            (one.score, one.label in ("copy", "reuse")) for one in pairs
        ),
        "citations_precision": right / found,
        "citations_kept": found / judged,
    }


def _measures(name: str, pairs: Iterable[Scored], wanted: set[str]) -> dict[str, float]:
    rows = list(pairs)
    precision, recall = precision_and_recall(
        (one.same_origin, one.label in wanted) for one in rows
    )
    ap = average_precision((one.score, one.label in wanted) for one in rows)
    return {f"{name}_precision": precision, f"{name}_recall": recall, f"{name}_ap": ap}


FLOORS = {
    "judged_precision": 0.98,
    "judged_recall": 0.95,
    "judged_ap": 0.99,
    "judged_reuse_ap": 0.95,
    "made_precision": 0.98,
    "made_recall": 0.98,
    "made_ap": 0.99,
    "citations_precision": 0.95,
    "citations_kept": 0.95,
}


@pytest.mark.parametrize("measure", with_marks(*FLOORS))
def test_no_measure_falls_below_its_floor(measure: str) -> None:
    reached = figures()[measure]

    assert reached >= FLOORS[measure], f"{measure} fell to {reached:.4f}"


# --- Our own sample articles -------------------------------------------------

SAMPLES = {one.file_name: one for one in load()}
WIRE, REPRINT = "strait-agency.txt", "strait-reprint.html"
REGISTER = tuple(
    KnownOutlet(
        name=one.outlet.name,
        domains=(one.outlet.domain,),
        is_agency=one.outlet.kind == "agency",
    )
    for one in SAMPLES.values()
)


@cache
def text_of(file_name: str) -> str:
    sample = SAMPLES[file_name]
    return read(sample.data, url=sample.url).text


def facts_of(sample: Sample) -> ArticleFacts:
    text = text_of(sample.file_name)
    citations = find_citations(text, publisher=sample.outlet.name, outlets=REGISTER)
    return ArticleFacts(
        id=sample.file_name,
        outlet=sample.outlet.name,
        is_agency=sample.outlet.kind == "agency",
        published=sample.published,
        credits=find_credits(text, byline=sample.byline, outlets=REGISTER),
        citations=tuple(
            Cited(outlet=one.outlet, span=one.name)
            for one in citations
            if not one.is_self
        ),
    )


def test_the_reprint_is_the_wire_story() -> None:
    overlap = compare(text_of(WIRE), text_of(REPRINT))

    assert overlap.same_origin
    assert set(fingerprints(text_of(WIRE))) & set(fingerprints(text_of(REPRINT)))
    counted = [one for one in overlap.passages if one.counts]
    assert sum(one.words for one in counted) > 150


@pytest.mark.parametrize(
    ("first", "second"),
    [pair for pair in combinations(sorted(SAMPLES), 2) if set(pair) != {WIRE, REPRINT}],
)
def test_all_other_samples_are_worded_apart(first: str, second: str) -> None:
    overlap = compare(text_of(first), text_of(second))

    assert not overlap.shares_text, overlap.reasons


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("file_name", sorted(SAMPLES))
def test_samples_are_found_again_when_reworked(file_name: str, edit) -> None:
    host = text_of(next(one for one in sorted(SAMPLES) if one[:5] != file_name[:5]))
    text = text_of(file_name)

    made = edit(text, host, random.Random(1))  # noqa: S311 - reproducible

    assert compare(text, made).same_origin


def test_the_reprint_credits_the_agency_in_its_byline_and_its_dateline() -> None:
    credits = facts_of(SAMPLES[REPRINT]).credits

    places = {one.place for one in credits if one.agency == "Norland Press Agency"}
    assert {CreditPlace.BYLINE, CreditPlace.DATELINE} <= places
    assert {one.agency for one in credits} == {"Norland Press Agency"}


def test_the_agency_is_the_origin_of_the_reprint_and_all_else_stands_alone() -> None:
    articles = [facts_of(one) for one in SAMPLES.values()]
    copies = [
        Copy(a=a, b=b, sharing=overlap.sharing, score=overlap.score)
        for a, b in combinations(sorted(SAMPLES), 2)
        if (overlap := compare(text_of(a), text_of(b))).shares_text
    ]

    found = find_origins(
        articles, copies=copies, rules={Rule.SAME_TEXT, Rule.AGENCY_CREDIT}
    )

    assert found.origin_of(REPRINT).articles == (WIRE, REPRINT)
    assert found.origin_of(REPRINT).root == outlet_key("Norland Press Agency")
    assert found.origin_of(REPRINT).earliest == WIRE
    assert found.why(WIRE, REPRINT)[0].rule is Rule.SAME_TEXT
    assert len(found.origins) == len(SAMPLES) - 1
    both = [Evidence(article=one) for one in (WIRE, REPRINT)]
    assert count_origins(found, both).origins == 1


def test_the_broadcaster_that_the_diplomats_told_is_cited() -> None:
    register = [*REGISTER, KnownOutlet(name="Skarne Radio")]

    found = find_citations(
        text_of(WIRE), publisher="Norland Press Agency", outlets=register
    )

    assert [(one.outlet, one.pattern) for one in found if not one.is_self] == [
        ("Skarne Radio", "told")
    ]
