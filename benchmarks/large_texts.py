"""Seconds and memory of the engine on texts far larger than articles.

    python benchmarks/large_texts.py CORPUS.jsonl [--model standard|fast|rules]

News prose of 250,000, 500,000 and 1,000,000 characters (the corpus' articles, one
after another), 100,000 quotation marks, one sentence of 50,000 words, and prose
with emoji and words written from right to left. Each text is read by a process of its
own, whose peak of memory is shown. An exception, or a span that does not slice back,
ends the run.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from claims.extraction import DEFAULT_MODEL, Extraction, Extractor

SIZES = (250_000, 500_000, 1_000_000)
MARKS = 100_000
WORDS = 50_000
ODD = ("👩‍👩‍👧 ", "שלום עולם ", "السلام عليكم ", "\u202eabc\u202c ", "🇺🇳 ", "e\u0301 ")


def main() -> None:
    """Print a line for each text."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument(
        "--model", default=DEFAULT_MODEL, help="standard, fast or rules"
    )
    options = parser.parse_args()
    print(f"{'text':<24}{'characters':>11}{'claims':>8}{'CPU-s':>8}{'s':>8}{'MB':>7}")
    for name, text in texts(options.corpus):
        with get_context("spawn").Pool(1) as pool:
            claims, processor, wall, peak = pool.apply(measure, (options.model, text))
        print(
            f"{name:<24}{len(text):>11,}{claims:>8,}{processor:>8.1f}{wall:>8.1f}"
            f"{peak:>7,}",
            flush=True,
        )


def texts(corpus: Path) -> Iterator[tuple[str, str]]:
    """What is read, by name."""
    prose = [json.loads(line)["text"] for line in corpus.open(encoding="utf-8")]
    whole = ""
    for text in cycle(prose):
        whole += f"{text}\n\n"
        if len(whole) > SIZES[-1]:
            break
    for size in SIZES:
        yield "news prose", whole[:size]
    yield "quotation marks", '"' * MARKS
    words = whole.replace(".", ",").replace("?", ",").replace("!", ",").split()
    yield "one sentence", " ".join(words[:WORDS])
    paragraphs = whole[: SIZES[0]].split("\n")
    mixed = (f"{odd}{one}" for odd, one in zip(cycle(ODD), paragraphs, strict=False))
    yield "emoji, right to left", "\n".join(mixed)


def measure(model: str, text: str) -> tuple[int, float, float, int]:
    """Claims, seconds of the processor and of the clock, and megabytes at the peak."""
    extractor = Extractor(model)
    extractor.extract("“Warm up,” she said.")
    began, processor = time.perf_counter(), time.process_time()
    result = extractor.extract(text)
    wall, processor = time.perf_counter() - began, time.process_time() - processor
    check(text, result)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return len(result.attributions), processor, wall, peak


def check(text: str, result: Extraction) -> None:
    """Raise ``ValueError`` at the first part that is not what its spans cover."""
    for claim in result.attributions:
        for part in (claim.content, claim.cue, claim.speaker, *claim.via):
            if part.text != " … ".join(text[s.start : s.end] for s in part.spans):
                raise ValueError(f"{part.text[:80]!r} does not stand at {part.spans}")


if __name__ == "__main__":
    main()
