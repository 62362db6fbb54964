"""The engine on the sample articles: never worse than the floors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.model import Span, SpeakerKind
from tests.quality import gold, scoring

FLOORS: dict[str, dict[str, float]] = json.loads(
    (Path(__file__).parent / "floors.json").read_text(encoding="utf-8")
)
MEASURES = [
    pytest.param(
        run, measure, marks=[] if run.endswith(" on samples") else [pytest.mark.slow]
    )
    for run, floors in FLOORS.items()
    for measure in floors
]


@cache
def comparisons_of(run: str) -> tuple[scoring.Comparison, ...]:
    """A run is named "model on split"."""
    model, _, split = run.partition(" on ")
    articles = gold.load() if split == "samples" else gold.load_articles(split)
    return scoring.run(articles, model)


def figures_of(run: str) -> dict[str, float]:
    comparisons = comparisons_of(run)
    return scoring.figures(comparisons) | scoring.macro_figures(comparisons)


@pytest.fixture(scope="module")
def comparisons() -> tuple[scoring.Comparison, ...]:
    return comparisons_of("standard on samples")


@pytest.mark.parametrize(("run", "measure"), MEASURES)
def test_no_measure_falls_below_its_floor(run: str, measure: str) -> None:
    reached = figures_of(run)[measure]

    assert reached >= FLOORS[run][measure], f"{measure} fell to {reached:.3f}"


def test_every_measure_has_a_floor() -> None:
    measures = set(figures_of("rules on samples"))

    assert all(set(floors) == measures for floors in FLOORS.values())


def test_no_cue_is_read_twice(comparisons: tuple[scoring.Comparison, ...]) -> None:
    claims = [
        [*one.spurious, *(match.found for match in one.matches)] for one in comparisons
    ]

    twice = [
        (one.cue.text, other.cue.text)
        for found in claims
        for one, other in combinations(found, 2)
        if meet(one.cue.spans, other.cue.spans)
        and meet(one.content.spans, other.content.spans)
    ]

    assert twice == []


def meet(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(one.overlaps(other) for one in some for other in others)


def test_bylines_and_closing_lines_make_no_claim(
    comparisons: tuple[scoring.Comparison, ...],
) -> None:
    assert any(one.article.skipped for one in comparisons)
    assert [
        (one.article.file_name, claim.cue.text)
        for one in comparisons
        for claim in [*one.spurious, *(match.found for match in one.matches)]
        if any(
            span.overlaps(skipped)
            for span in (*claim.cue.spans, *claim.content.spans)
            for skipped in one.article.skipped
        )
    ] == []


def test_the_annotations_compared_with_themselves_are_perfect(
    comparisons: tuple[scoring.Comparison, ...],
) -> None:
    # What the engine found, taken for the truth, matches itself one to one.
    for one in comparisons:
        found = [match.found for match in one.matches] + list(one.spurious)
        weights = [
            [float(mine.content == other.content) for other in found] for mine in found
        ]
        pairs = scoring.best_pairs(weights)

        assert sum(weights[i][j] for i, j in pairs) == len(found)


@given(
    st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 5), min_size=columns, max_size=columns),
            min_size=1,
            max_size=4,
        )
    )
)
def test_the_matching_is_the_best_there_is(weights: list[list[int]]) -> None:
    pairs = scoring.best_pairs(weights)

    rows, columns = len(weights), len(weights[0])
    if rows <= columns:
        options = [list(enumerate(p)) for p in permutations(range(columns), rows)]
    else:
        options = [
            [(i, j) for j, i in enumerate(p)]
            for p in permutations(range(rows), columns)
        ]
    assert len(pairs) == min(rows, columns)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert sum(weights[i][j] for i, j in pairs) == max(
        sum(weights[i][j] for i, j in option) for option in options
    )


@pytest.mark.parametrize(
    ("names", "kind", "found", "same"),
    [
        (("Ines Callow",), SpeakerKind.NAMED_PERSON, "Ines Callow", True),
        (("Ines Callow",), SpeakerKind.NAMED_PERSON, "Callow", False),
        (("Agne\u0300s Lind",), SpeakerKind.NAMED_PERSON, "Agn\u00e8s Lind", True),
        (("Dockers’ Guild",), SpeakerKind.ORGANISATION, "the Dockers' Guild", True),
        (("report of the board",), SpeakerKind.DOCUMENT, "the board's report", False),
        (("report of the board",), SpeakerKind.DOCUMENT, "a report of the board", True),
        (("union lawyer",), SpeakerKind.ROLE_UNNAMED, "lawyer for the company", False),
        (("union lawyer",), SpeakerKind.ROLE_UNNAMED, "A union lawyer, 50", True),
        ((), SpeakerKind.UNATTRIBUTED_HEARSAY, None, True),
        ((), SpeakerKind.UNATTRIBUTED_HEARSAY, "Osk", False),
        (("Osk",), SpeakerKind.NAMED_PERSON, None, False),
    ],
)
def test_resolved_names_are_compared_by_what_matters(
    names: tuple[str, ...],
    kind: SpeakerKind,
    found: str | None,
    *,
    same: bool,
) -> None:
    assert scoring.same_speaker(gold.GoldSpeaker(names, kind), found) is same


def test_marks_at_the_ends_of_a_span_do_not_count() -> None:
    text = "“No,” she said"
    words = [match.span() for match in scoring.WORD.finditer(text)]

    assert scoring.span_f1(words, [Span(0, 5)], [Span(1, 3)]) == 1
    assert scoring.span_f1(words, [], []) == 1
    assert scoring.span_f1(words, [Span(1, 3)], []) == 0
    assert scoring.span_f1(words, [Span(1, 9)], [Span(1, 3)]) == pytest.approx(2 / 3)
