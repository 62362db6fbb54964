"""Confidence against truth."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from claims.evaluation import Evaluation
from claims.evaluation.calibration import calibrate
from tests.unit.evaluation.annotating import annotation, claim, document


def test_the_error_is_the_mean_distance_of_confidence_and_truth() -> None:
    judged = [(0.2, False), (0.4, True), (0.8, True), (0.6, False)]

    calibration = calibrate(judged, bins=2)

    low, high = calibration.bins
    assert astuple(low) == pytest.approx((0.2, 0.4, 2, 0.3, 0.5))
    assert astuple(high) == pytest.approx((0.6, 0.8, 2, 0.7, 0.5))
    assert calibration.error == pytest.approx(0.2)


def test_confidence_that_tells_the_truth_has_no_error() -> None:
    judged = [(0.75, number % 4 > 0) for number in range(60)]

    assert calibrate(judged).error == 0


def test_bins_hold_equally_many_claims() -> None:
    bins = calibrate([(number / 100, True) for number in range(47)]).bins

    assert [one.claims for one in bins] == [4, 4] + [3] * 13


def test_fewer_claims_than_bins_leave_no_empty_bin() -> None:
    assert [one.claims for one in calibrate([(0.5, True), (0.1, False)]).bins] == [1, 1]


def test_precision_is_given_where_the_engine_is_sure() -> None:
    calibration = calibrate([(0.9, True), (0.95, False), (0.89, False), (1.0, True)])

    assert (calibration.claims, calibration.sure) == (4, 3)
    assert calibration.precision_when_sure == pytest.approx(2 / 3)


def test_an_engine_that_is_never_sure_has_no_precision_there() -> None:
    assert calibrate([(0.5, True)]).precision_when_sure is None
    assert calibrate([]).precision_when_sure is None
    assert calibrate([]).error == 0


def test_a_claim_is_right_if_content_and_speaker_are() -> None:
    text = "The pool will close, Okafor said. It will open, Berg said."
    gold = annotation(text, speaker="Okafor", content="The pool will close")
    wrong = annotation(text, speaker="Berg", content="It will open")
    evaluation = Evaluation()

    evaluation.add(
        document(text, gold),
        [claim(gold, confidence=0.9), claim(wrong, confidence=0.2)],
    )

    low, high = evaluation.calibration().bins
    assert (low.confidence, low.right) == (0.2, 0)
    assert (high.confidence, high.right) == (0.9, 1)
