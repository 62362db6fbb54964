"""Shares of verdicts and Wilson's interval."""

from __future__ import annotations

import pytest

from claims.verdicts.shares import LEAST_DECIDED, shares_of, wilson
from claims.verdicts.states import Verdict


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        # Newcombe 1998 (Statistics in Medicine 17, 857-872), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_published_intervals(count: int, total: int, low: float, high: float) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize("pair", [(1, 0), (-1, 5), (6, 5), (0, 0)])
def test_what_is_no_share_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(*pair)


def test_every_verdict_has_its_share_in_order() -> None:
    shares = shares_of({Verdict.DISPUTED: 5, Verdict.CORROBORATED: 15})

    assert [one.verdict for one in shares] == list(Verdict)
    assert [one.count for one in shares] == [15, 0, 5, 0, 0]
    assert [one.share for one in shares] == [0.75, 0, 0.25, 0, 0]
    for one in shares:
        assert one.low is not None
        assert one.high is not None
        assert one.share is not None
        assert one.low <= one.share <= one.high


def test_too_few_claims_have_counts_and_no_shares() -> None:
    (first, *_) = shares_of({Verdict.CORROBORATED: LEAST_DECIDED - 1})

    assert first.count == LEAST_DECIDED - 1
    assert (first.share, first.low, first.high) == (None, None, None)
