"""The figures of an evaluation, as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claims.evaluation.calibration import SURE, Calibration
from claims.evaluation.evaluation import Evaluation
from claims.evaluation.measures import Part, SpanMeasure, Tally, WholeMeasure


def as_lines(
    evaluation: Evaluation, *, by_class: bool = False, calibration: bool = False
) -> Iterator[str]:
    """The figures in percent, a line each."""
    scores = evaluation.scores
    yield (
        f"{scores.documents} documents, {evaluation.words} words; "
        f"{scores.gold} attributions annotated, {scores.found} found"
    )
    if evaluation.left_out:
        yield f"{evaluation.left_out} claims inside the content of others are left out"
    yield f"\n{'':<18}{'P':>7}{'R':>7}{'F1':>7}"
    for part in Part:
        for measure in SpanMeasure:
            yield _row(f"{part} {measure}", scores.spans[part, measure])
    for whole in WholeMeasure:
        yield _row(whole, scores.wholes[whole])
    yield f"{'link':<18}{100 * scores.link:>7.1f}"
    if by_class:
        yield from _class_lines(evaluation)
    if calibration:
        yield from _calibration_lines(evaluation.calibration())


def as_dict(
    evaluation: Evaluation, *, by_class: bool = False, calibration: bool = False
) -> dict[str, Any]:  # Any: JSON
    """The figures from 0 to 1."""
    scores = evaluation.scores
    result: dict[str, Any] = {
        "documents": scores.documents,
        "words": evaluation.words,
        "annotated": scores.gold,
        "found": scores.found,
        "left_out": evaluation.left_out,
        "punct": evaluation.punct,
    }
    for part in Part:
        result[part.value] = {
            measure.value: _shares(scores.spans[part, measure])
            for measure in SpanMeasure
        }
    for whole in WholeMeasure:
        result[whole.value] = _shares(scores.wholes[whole])
    result["link"] = scores.link
    if by_class:
        result["by_class"] = {
            axis.value: {
                name: {
                    "annotated": count.gold,
                    "content": count.content / count.gold,
                    "whole": count.whole / count.gold,
                }
                for name, count in classes.items()
            }
            for axis, classes in evaluation.by_class().items()
        }
    if calibration:
        result["calibration"] = _calibration(evaluation.calibration())
    return result


def _row(name: str, tally: Tally) -> str:
    shares = (tally.precision, tally.recall, tally.f1)
    return f"{name:<18}" + "".join(f"{100 * share:>7.1f}" for share in shares)


def _shares(tally: Tally) -> dict[str, float]:
    return {
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
    }


def _class_lines(evaluation: Evaluation) -> Iterator[str]:
    yield "\nRecall by class of annotation: of the content, of content and speaker"
    yield f"\n{'':<39}{'n':>6}{'share':>8}{'content':>9}{'whole':>7}"
    for axis, classes in evaluation.by_class().items():
        total = sum(count.gold for count in classes.values())
        for name, count in classes.items():
            yield (
                f"{axis:<9}{name:<30}{count.gold:>6}{100 * count.gold / total:>8.1f}"
                f"{100 * count.content / count.gold:>9.1f}"
                f"{100 * count.whole / count.gold:>7.1f}"
            )


def _calibration_lines(calibration: Calibration) -> Iterator[str]:
    yield "\nCalibration: confidence against speaker and content right (triple_lenient)"
    yield (
        f"\nexpected calibration error {100 * calibration.error:.1f} "
        f"({len(calibration.bins)} bins of equally many claims)"
    )
    if calibration.precision_when_sure is None:
        yield f"no claim has a confidence of {SURE} or more"
    else:
        yield (
            f"precision {100 * calibration.precision_when_sure:.1f} where the "
            f"confidence is {SURE} or more ({calibration.sure} of "
            f"{calibration.claims} claims)"
        )
    yield f"\n{'confidence':<15}{'claims':>7}{'mean':>7}{'right':>7}"
    for one in calibration.bins:
        span = f"{one.lowest:.3f}–{one.highest:.3f}"
        yield (
            f"{span:<15}{one.claims:>7}{100 * one.confidence:>7.1f}"
            f"{100 * one.right:>7.1f}"
        )


def _calibration(calibration: Calibration) -> dict[str, Any]:  # Any: JSON
    return {
        "claims": calibration.claims,
        "expected_calibration_error": calibration.error,
        "sure_from": SURE,
        "sure": calibration.sure,
        "precision_when_sure": calibration.precision_when_sure,
        "bins": [
            {
                "lowest": one.lowest,
                "highest": one.highest,
                "claims": one.claims,
                "confidence": one.confidence,
                "right": one.right,
            }
            for one in calibration.bins
        ],
    }
