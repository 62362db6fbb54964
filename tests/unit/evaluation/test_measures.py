"""Each measure on small cases, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from claims.evaluation import Annotation, Evaluation
from claims.evaluation.measures import Part, Scores, SpanMeasure, Tally, WholeMeasure
from claims.extraction.model import Span
from tests.unit.evaluation.annotating import annotation, claim, claims, document

TEXT = (
    "The pool, Okafor said, “will not close.” She denied any delay. "
    "Rain came in, officials say."
)
SAID = annotation(
    TEXT, speaker="Okafor", cue="said", content=("The pool", "“will not close.”")
)
DENIED = annotation(TEXT, speaker="She", cue="denied", content="any delay")
SAY = annotation(TEXT, speaker="officials", cue="say", content="Rain came in")
GOLD = (SAID, DENIED, SAY)


def scores(
    gold: Sequence[Annotation], found: Sequence[Annotation], *, punct: bool = False
) -> Scores:
    """The measures over the one document."""
    evaluation = Evaluation(punct=punct)
    evaluation.add(document(TEXT, *gold), claims(found))
    return evaluation.scores


def prf(tally: Tally) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    return tally.precision, tally.recall, tally.f1


@pytest.mark.parametrize("punct", [False, True])
def test_annotations_found_as_they_are_give_one_everywhere(*, punct: bool) -> None:
    result = scores(GOLD, GOLD, punct=punct)

    assert (result.documents, result.gold, result.found) == (1, 3, 3)
    assert {prf(tally) for tally in result.spans.values()} == {(1, 1, 1)}
    assert {prf(tally) for tally in result.wholes.values()} == {(1, 1, 1)}
    assert result.link == 1


@pytest.mark.parametrize(("gold", "found"), [(GOLD, ()), ((), GOLD), ((), ())])
def test_nothing_found_or_nothing_annotated_gives_zero(
    gold: Sequence[Annotation], found: Sequence[Annotation]
) -> None:
    result = scores(gold, found)

    assert {prf(tally) for tally in result.spans.values()} == {(0, 0, 0)}
    assert {prf(tally) for tally in result.wholes.values()} == {(0, 0, 0)}
    assert result.link == 0


def test_what_is_missed_costs_recall_alone() -> None:
    result = scores(GOLD, [SAID])

    expected = pytest.approx((1, 1 / 3, 1 / 2))
    assert prf(result.wholes[WholeMeasure.TRIPLE_STRICT]) == expected
    assert prf(result.spans[Part.CUE, SpanMeasure.EXACT]) == expected


def test_marks_at_the_ends_count_with_punct_alone() -> None:
    bare = annotation(
        TEXT, speaker="Okafor", cue="said", content=("The pool", "will not close")
    )

    assert scores([SAID], [bare]).wholes[WholeMeasure.TRIPLE_STRICT].f1 == 1
    strict = scores([SAID], [bare], punct=True)
    assert strict.wholes[WholeMeasure.TRIPLE_STRICT].f1 == 0
    assert strict.wholes[WholeMeasure.TRIPLE_LENIENT].f1 == 1
    assert strict.spans[Part.CONTENT, SpanMeasure.OVERLAP].f1 == 1


def test_a_content_without_one_of_its_pieces() -> None:
    part = annotation(TEXT, speaker="Okafor", cue="said", content="“will not close.”")

    result = scores([SAID], [part])  # three of five words

    content = {name: result.spans[Part.CONTENT, name] for name in SpanMeasure}
    assert prf(content[SpanMeasure.EXACT]) == (0, 0, 0)
    assert prf(content[SpanMeasure.OVERLAP]) == (1, 1, 1)
    assert prf(content[SpanMeasure.SOFT]) == pytest.approx((1, 0.6, 0.75))
    assert prf(content[SpanMeasure.TOKEN]) == pytest.approx((1, 0.6, 0.75))
    assert prf(content[SpanMeasure.PIECE]) == pytest.approx((1, 0.5, 2 / 3))
    assert result.wholes[WholeMeasure.TRIPLE_STRICT].f1 == 0
    assert result.wholes[WholeMeasure.TRIPLE_LENIENT].f1 == 1


def test_soft_is_a_mean_over_spans_and_token_a_share_of_tokens() -> None:
    longer = annotation(TEXT, content="delay. Rain came in")  # one of four is right

    result = scores([DENIED, SAID], [longer])

    soft = result.spans[Part.CONTENT, SpanMeasure.SOFT]
    assert (soft.precision, soft.recall) == pytest.approx((1 / 4, (1 / 2 + 0) / 2))
    token = result.spans[Part.CONTENT, SpanMeasure.TOKEN]
    assert (token.precision, token.recall) == pytest.approx((1 / 4, 1 / 7))


def test_a_span_given_twice_is_one_span_of_its_part() -> None:
    also = annotation(TEXT, speaker="officials", cue="say", content="any delay")

    result = scores([SAY, also], [SAY])

    assert prf(result.spans[Part.CUE, SpanMeasure.EXACT]) == (1, 1, 1)
    assert result.spans[Part.CUE, SpanMeasure.EXACT].gold == 1
    assert result.wholes[WholeMeasure.TRIPLE_STRICT].recall == 0.5


def test_a_wrong_speaker_costs_the_triple_and_not_the_content() -> None:
    wrong = annotation(
        TEXT, speaker="She", cue="said", content=("The pool", "“will not close.”")
    )

    result = scores(GOLD, [wrong, DENIED, SAY])

    assert result.wholes[WholeMeasure.CONTENT_LENIENT].f1 == 1
    assert result.wholes[WholeMeasure.TRIPLE_LENIENT].f1 == pytest.approx(2 / 3)
    assert result.link == pytest.approx(2 / 3)


def test_a_wrong_cue_costs_the_triple_and_not_the_pair() -> None:
    wrong = annotation(TEXT, speaker="She", cue="say", content="any delay")

    result = scores([DENIED], [wrong])

    assert result.wholes[WholeMeasure.TRIPLE_STRICT].f1 == 0
    assert result.wholes[WholeMeasure.PAIR_STRICT].f1 == 1
    assert result.wholes[WholeMeasure.TRIPLE_LENIENT].f1 == 1


def test_one_claim_matches_one_annotation() -> None:
    everything = Annotation((), (), (Span(0, len(TEXT)),))

    overlap = scores(GOLD, [everything]).spans[Part.CONTENT, SpanMeasure.OVERLAP]

    assert (overlap.precision, overlap.recall) == pytest.approx((1, 1 / 3))


def test_a_claim_found_twice_is_wrong_once() -> None:
    result = scores([SAY], [SAY, SAY])

    assert prf(result.wholes[WholeMeasure.TRIPLE_STRICT]) == pytest.approx(
        (1 / 2, 1, 2 / 3)
    )


def test_a_speaker_not_stated_equals_none_but_itself() -> None:
    nobody = annotation(TEXT, cue="say", content="Rain came in")
    lenient = WholeMeasure.TRIPLE_LENIENT

    assert scores([nobody], [nobody]).wholes[WholeMeasure.TRIPLE_STRICT].f1 == 1
    assert scores([nobody], [SAY]).wholes[lenient].f1 == 0
    assert scores([SAY], [nobody]).wholes[lenient].f1 == 0


def test_lenient_sourced_ignores_annotations_without_speaker_and_their_matches() -> (
    None
):
    nobody = annotation(TEXT, cue="say", content="Rain came in")

    sourced = scores([nobody, DENIED], [nobody, DENIED, SAID]).wholes[
        WholeMeasure.LENIENT_SOURCED
    ]

    assert (sourced.gold, sourced.found) == (1, 2)
    assert prf(sourced) == pytest.approx((1 / 2, 1, 2 / 3))


def test_half_of_the_words_is_lenient_enough() -> None:
    half = annotation(TEXT, speaker="Okafor", cue="said", content="The pool")  # 4/7
    less = annotation(TEXT, speaker="Okafor", cue="said", content="pool, Okafor said")

    assert scores([SAID], [half]).wholes[WholeMeasure.CONTENT_LENIENT].f1 == 1
    assert scores([SAID], [less]).wholes[WholeMeasure.CONTENT_LENIENT].f1 == 0


def test_matches_are_the_best_in_sum_and_not_the_first() -> None:
    text = "one two three four five six seven eight nine ten"
    gold = [
        annotation(text, content="one two three four five six"),
        annotation(text, content="seven eight nine ten"),
    ]
    found = [
        annotation(text, content="four five six seven eight nine"),
        annotation(text, content="one two three four"),
    ]
    evaluation = Evaluation()

    evaluation.add(document(text, *gold), claims(found))

    assert evaluation.scores.wholes[WholeMeasure.CONTENT_LENIENT].precision == 1


def test_among_equal_contents_the_cue_and_then_the_speaker_decide() -> None:
    other = annotation(TEXT, speaker="Okafor", cue="denied", content="any delay")
    third = annotation(TEXT, speaker="Okafor", cue="said", content="any delay")

    result = scores([DENIED, third], [third, other, DENIED])

    assert result.wholes[WholeMeasure.TRIPLE_STRICT].recall == 1


def test_spans_without_a_token_are_no_attributions() -> None:
    blank = annotation(TEXT, content=".” ")

    result = scores([blank], [blank])

    assert (result.gold, result.found) == (0, 0)


def test_claims_inside_a_content_are_left_out_unless_asked_for() -> None:
    inner = annotation(TEXT, speaker="Rain", cue="came", content="in,")
    found = [claim(SAY), claim(inner)]
    evaluation, with_nested = Evaluation(), Evaluation(nested=True)

    evaluation.add(document(TEXT, SAY), found)
    with_nested.add(document(TEXT, SAY), found)

    assert (evaluation.scores.found, evaluation.left_out) == (1, 1)
    assert (with_nested.scores.found, with_nested.left_out) == (2, 0)


def test_documents_add_up() -> None:
    evaluation = Evaluation()

    evaluation.add(document(TEXT, *GOLD), claims(GOLD))
    evaluation.add(document(TEXT, *GOLD), [])
    evaluation.add(document("", *()), [])

    assert evaluation.scores.documents == 3
    assert evaluation.scores.wholes[WholeMeasure.TRIPLE_STRICT].recall == 0.5
