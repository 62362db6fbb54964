"""How often what is listed as the outlet's own sentence is nobody else's.

    python benchmarks/outlet_sentences.py CORPUS.jsonl [--every N] [--model NAME]

Each line of the corpus is ``{"text": …, "attributions": [{"source": [[s, e], …],
"cue": …, "content": …}]}`` with character offsets. Prints how many sentences are
listed, and the share of them that touch no annotated attribution.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from claims.extraction import Extractor, Span, Tier

PARTS = ("source", "cue", "content")


def attributed(document: dict[str, Any]) -> list[Span]:  # Any: JSON
    """Every annotated span of a document."""
    return [
        Span(start, end)
        for attribution in document["attributions"]
        for part in PARTS
        for start, end in attribution[part]
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read each Nth document")
    parser.add_argument("--model", default="rules", help="the engine's trained model")
    options = parser.parse_args()

    extractor = Extractor(options.model)
    listed = own = 0
    with options.corpus.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % options.every:
                continue
            document = json.loads(line)
            others = attributed(document)
            found = extractor.extract(document["text"], outlet_tier=True)
            for claim in found.attributions:
                if claim.tier is Tier.OUTLET:
                    listed += 1
                    own += not any(claim.sentence.overlaps(span) for span in others)
    print(f"{listed} sentences listed, {own / listed:.3f} attributed to nobody")


if __name__ == "__main__":
    main()
