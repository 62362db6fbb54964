"""How often each rule of the extraction engine is right, on an annotated corpus.

    python benchmarks/extraction_rules.py CORPUS.jsonl [--every N] [--python]

Each line of the corpus is ``{"text": …, "attributions": [{"source": [[s, e], …],
"cue": …, "content": …}]}`` with character offsets. Predictions are matched to
annotations one to one, best content overlap first. For each rule it prints

    n         predictions (claims relayed by another speaker are left out: the
              corpus annotates the outermost attribution only)
    cue       share whose content overlaps a matched annotation at all
    content   of those, share with token F1 of at least 0.5 on the content
    speaker   of those, share with token F1 of at least 0.5 on the speaker
    all       share right in content and speaker

``--python`` prints the table of ``claims/extraction/confidence.py``; the figures
there come from the PolNeAR training articles.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from claims.extraction import Extractor
from claims.extraction.reasons import RULE_REASONS

WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
ENOUGH = 0.5
NAMES = {reason: rule for rule, reason in RULE_REASONS.items()}


def tokens(text: str, spans: Iterable[list[int]]) -> frozenset[int]:
    """Starts of the words inside spans."""
    return frozenset(
        start + match.start()
        for start, end in spans
        for match in WORDS.finditer(text[start:end])
    )


def f1(left: frozenset[int], right: frozenset[int]) -> float:
    """Token F1 of two sets; two empty sets agree."""
    if not left and not right:
        return 1.0
    shared = len(left & right)
    return 2 * shared / (len(left) + len(right))


def judge(
    extractor: Extractor,
    document: dict[str, Any],  # Any: JSON
) -> Iterator[tuple[str, bool, bool, bool]]:
    """For each prediction its rule and whether overlap, content, speaker are right."""
    text = document["text"]
    gold = [
        (tokens(text, a["content"]), tokens(text, a["source"]))
        for a in document["attributions"]
    ]
    found = [
        (
            NAMES[claim.why[0]],
            tokens(text, [span.to_list() for span in claim.content.spans]),
            tokens(text, [span.to_list() for span in claim.speaker.spans]),
        )
        for claim in extractor.extract(text).attributions
        if not claim.via
    ]
    scored = sorted(
        (-f1(content, other), f1(speaker, whose) < ENOUGH, i, j)
        for i, (_, content, speaker) in enumerate(found)
        for j, (other, whose) in enumerate(gold)
        if content & other
    )
    match: dict[int, int] = {}
    for _, _, i, j in scored:
        if i not in match and j not in match.values():
            match[i] = j
    for i, (rule, content, speaker) in enumerate(found):
        if i not in match:
            yield rule, False, False, False
            continue
        other, whose = gold[match[i]]
        is_content = f1(content, other) >= ENOUGH
        yield rule, True, is_content, is_content and f1(speaker, whose) >= ENOUGH


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read each Nth document")
    parser.add_argument("--python", action="store_true", help="print as Python")
    options = parser.parse_args()

    extractor = Extractor("rules")
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with options.corpus.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % options.every:
                continue
            for rule, cue, content, speaker in judge(extractor, json.loads(line)):
                counts[rule].update(n=1, cue=cue, content=content, speaker=speaker)

    if not options.python:
        print(f"{'rule':<18}{'n':>7}{'cue':>8}{'content':>9}{'speaker':>9}{'all':>7}")
    for rule, count in sorted(counts.items(), key=lambda item: -item[1]["n"]):
        cue_share = count["cue"] / count["n"]
        content_share = count["content"] / max(1, count["cue"])
        speaker_share = count["speaker"] / max(1, count["content"])
        if options.python:
            print(
                f'    "{rule}": RulePrior({cue_share:.2f}, {content_share:.2f}, '
                f"{speaker_share:.2f}),"
                f"  # n = {count['n']}"
            )
        else:
            print(
                f"{rule:<18}{count['n']:>7}{cue_share:>8.3f}{content_share:>9.3f}{speaker_share:>9.3f}"
                f"{count['speaker'] / count['n']:>7.3f}"
            )


if __name__ == "__main__":
    main()
