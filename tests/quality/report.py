"""Print how the engine compares with the annotations of a split of the articles.

    python -m tests.quality.report [--split samples|tuning|held_out] [--missed]
    python -m tests.quality.report --floors

``--missed`` lists every annotation the engine misses or gets wrong, with its tags,
and what it finds beyond them; ``--floors`` prints a floors file a little below what
is reached on the samples. Of held-out articles only the totals are shown: who reads
their sentences can no longer measure with them.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from claims.extraction.model import Span
from tests.quality.gold import load, load_articles
from tests.quality.scoring import (
    CHECKS,
    LENIENT,
    Comparison,
    Match,
    figures,
    macro_figures,
    run,
)

SPLITS = ("samples", "tuning", "held_out")
MARGIN = 0.02  # floors lie this far below what was reached: about three claims


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables asked for; 0, as there is nothing to fail."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=SPLITS, default="samples")
    parser.add_argument("--missed", action="store_true", help="list what is wrong")
    parser.add_argument("--floors", action="store_true", help="print a floors file")
    options = parser.parse_args(arguments)
    if options.missed and options.split == "held_out":
        parser.error(
            "held-out articles are for measuring only: their sentences are not shown."
            " Look at --split tuning or at the samples instead."
        )
    if options.floors and options.split != "samples":
        parser.error("floors are of the samples: leave --split out")
    of_samples = options.split == "samples"
    comparisons = run(load() if of_samples else load_articles(options.split))
    if options.floors:
        lines = _floors(comparisons)
    elif options.split == "held_out":
        lines = _totals(comparisons)
    else:
        lines = _tables(comparisons)
    if options.missed:
        lines = [*lines, *_wrong(comparisons)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _floors(comparisons: Sequence[Comparison]) -> Iterable[str]:
    reached = figures(comparisons)
    floors = {
        name: max(0.0, math.floor((value - MARGIN) * 100) / 100)
        for name, value in reached.items()
    }
    return [json.dumps(floors, indent=2)]


def _tables(comparisons: Sequence[Comparison]) -> Iterator[str]:
    yield f"{'article':<22}{'gold':>6}{'found':>7}{'lenient':>9}{'strict':>8}"
    for one in comparisons:
        found = len(one.matches) + len(one.spurious)
        values = figures([one])
        yield (
            f"{one.article.file_name:<22}{len(one.article.claims):>6}{found:>7}"
            f"{100 * values['lenient_f1']:>9.1f}{100 * values['strict_f1']:>8.1f}"
        )
    yield ""
    yield from _totals(comparisons)
    yield ""
    yield f"{'tag':<26}{'gold':>6}{'found':>7}{'right':>7}"
    gold: Counter[str] = Counter()
    aligned: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for one in comparisons:
        gold.update(tag for claim in one.article.claims for tag in claim.tags)
        for match in one.matches:
            aligned.update(match.gold.tags if match.content >= LENIENT else ())
            right.update(match.gold.tags if match.is_lenient else ())
    for tag in sorted(gold):
        yield f"{tag:<26}{gold[tag]:>6}{aligned[tag]:>7}{right[tag]:>7}"


def _totals(comparisons: Sequence[Comparison]) -> Iterator[str]:
    claims = sum(len(one.article.claims) for one in comparisons)
    yield f"{len(comparisons)} articles, {claims} claims"
    for name, value in (figures(comparisons) | macro_figures(comparisons)).items():
        yield f"{name:<22}{100 * value:>6.1f}"


def _wrong(comparisons: Sequence[Comparison]) -> Iterator[str]:
    for one in comparisons:
        text = one.article.text
        yield ""
        yield one.article.file_name
        for claim in one.missed:
            yield (
                f"  missed    [{_slices(text, claim.speaker)}]"
                f" <{_slices(text, claim.cue)}> {_slices(text, claim.content)}"
                f"  #{', '.join(claim.tags)}"
            )
        for match in one.matches:
            if faults := [name for name, ok in CHECKS.items() if not ok(match)]:
                yield from _differences(match, faults, text)
            elif match.content < 1:
                yield from _differences(match, [], text)
        for found in one.spurious:
            yield (
                f"  spurious  [{found.speaker.text}] <{found.cue.text}>"
                f" {found.content.text}"
            )


def _differences(match: Match, faults: list[str], text: str) -> Iterator[str]:
    gold, found = match.gold, match.found
    yield (
        f"  differs   content {match.content:.2f} {' '.join(faults)}"
        f"  #{', '.join(gold.tags)}"
    )
    yield (
        f"     gold   [{_slices(text, gold.speaker)}] <{_slices(text, gold.cue)}>"
        f" {_slices(text, gold.content)}"
    )
    yield (
        f"            {gold.resolved.names} {gold.resolved.kind} {gold.commitment}"
        f" {gold.certainty} {gold.tier} {gold.quote_type} {gold.said_on}"
        f" {gold.channel!s} via {[relay.speaker.names[0] for relay in gold.via]}"
    )
    yield f"     engine [{found.speaker.text}] <{found.cue.text}> {found.content.text}"
    said_on = found.said_at.date if found.said_at else None
    yield (
        f"            {found.speaker.name} {found.speaker.kind} {found.commitment}"
        f" {found.certainty} {found.tier} {found.quote_type} {said_on}"
        f" {found.channel!s} via {[relay.name for relay in found.via]}"
    )


def _slices(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(text[span.start : span.end] for span in spans)


if __name__ == "__main__":
    sys.exit(main())
