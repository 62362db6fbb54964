"""How well copies are found, and how fast: ``independence.py DATA_FOLDER``.

The folder holds ``fnc1.train.docs.jsonl`` (id, text, group: the story) and
``copies.train.jsonl`` (a, b, label: copy, reuse, quotes or none). Prints

1. the judged pairs: average precision, precision and recall at both thresholds;
2. copies made from 400 articles by script, against 2,000 pairs of other articles
   on one story;
3. how many of the pairs that share a tenth of their text the fingerprints find;
4. fingerprints and an index of 100,000 articles, each put together from eight
   paragraphs of the folder's articles, so that a paragraph is in some forty of
   them: harder than news, where most passages are in one article. CPU time of one
   process, wall time of a look-up;
5. credits and citations per article, and the precision of citations on the hits
   judged in ``tests/quality/citations_judged.json``.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sources.independence import (
    candidates,
    count_shared,
    find_citations,
    find_credits,
    fingerprints,
    prepare,
)
from sources.independence.index import FingerprintIndex
from tests.quality.citations import precision_of_citations
from tests.quality.copies import (
    SEED,
    average_precision,
    load_articles,
    made_copies,
    other_reports,
    precision_and_recall,
    score_judged,
)

_INDEXED = 100_000
_LOOKUPS = 1_000


def judged(folder: Path) -> None:
    """The pairs judged by hand."""
    pairs = score_judged(folder)
    print(f"judged pairs      {dict(Counter(one.label for one in pairs))}")
    copies = [one for one in pairs if one.label != "reuse"]
    measure = average_precision((one.score, one.label == "copy") for one in copies)
    p, r = precision_and_recall((o.same_origin, o.label == "copy") for o in copies)
    print(
        f"  copy / quotes, none        AP {measure:.3f}  same text P {p:.3f} R {r:.3f}"
    )
    wanted = ("copy", "reuse")
    measure = average_precision((one.score, one.label in wanted) for one in pairs)
    p, r = precision_and_recall((o.shares_text, o.label in wanted) for o in pairs)
    print(
        f"  copy, reuse / quotes, none AP {measure:.3f}  shares    P {p:.3f} R {r:.3f}"
    )


def made(folder: Path) -> None:
    """Copies made by script against other reports of the same story."""
    copies = list(made_copies(folder, articles=400))
    others = list(other_reports(folder, pairs=2_000))
    pairs = copies + others
    measure = average_precision((one.score, one.label != "other") for one in pairs)
    p, r = precision_and_recall((o.same_origin, o.label != "other") for o in pairs)
    print(f"made copies       {len(copies)} against {len(others)} other reports")
    print(f"  AP {measure:.4f}  same text P {p:.4f} R {r:.4f}")
    for label in dict.fromkeys(one.label for one in copies):
        own = [one for one in copies if one.label == label]
        print(f"  {label:16} R {statistics.mean(one.same_origin for one in own):.4f}")
    print(f"  shares text among the others {sum(one.shares_text for one in others)}")


def candidates_found(folder: Path) -> None:
    """Pairs with a tenth of their text in common, by fingerprint and by search."""
    texts = {one.id: prepare(one.text) for one in load_articles(folder).values()}
    where: dict[str, list[str]] = defaultdict(list)
    for key, text in texts.items():
        for run in text.own_runs:
            where[run].append(key)
    shared: Counter[tuple[str, str]] = Counter()
    for keys in where.values():
        shared.update((a, b) for at, a in enumerate(keys) for b in keys[:at])
    wanted: dict[float, set[tuple[str, str]]] = {0.1: set(), 0.3: set()}
    for (a, b), count in shared.items():
        share = count / min(len(texts[a].own_runs), len(texts[b].own_runs))
        for floor, pairs in wanted.items():
            if share >= floor and count >= 8:
                pairs.add((a, b))
    marks = {key: fingerprints(text) for key, text in texts.items()}
    sizes = {key: len(own) for key, own in marks.items()}
    by_mark: dict[int, list[str]] = defaultdict(list)
    for key, own in marks.items():
        for one in own:
            by_mark[one].append(key)
    found = set()
    for key, own in marks.items():
        rows = ((other, one) for one in own for other in by_mark[one] if other != key)
        for one in candidates(len(own), count_shared(rows), sizes):
            found.add((key, one.key))
    for floor, pairs in wanted.items():
        hits = sum(pair in found or pair[::-1] in found for pair in pairs)
        print(f"candidates        {hits} of {len(pairs)} pairs that share {floor:.0%}")


def index(folder: Path) -> None:
    """Fingerprint and index 100,000 articles, then look some up."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    articles = [one.text for one in load_articles(folder).values()]
    paragraphs = [p for text in articles for p in text.split("\n") if len(p) > 40]
    started = time.process_time()
    for text in articles:
        fingerprints(text)
    print(
        f"fingerprints      {len(articles) / (time.process_time() - started):,.0f} "
        "real articles per CPU-second"
    )
    index, spent, rows, words = FingerprintIndex(), 0.0, 0, 0
    for _ in range(_INDEXED):
        text = "\n\n".join(chance.sample(paragraphs, 8))
        words += text.count(" ") + 1
        started = time.process_time()
        own = fingerprints(text)
        index.add(own)
        spent += time.process_time() - started
        rows += len(own)
    started = time.process_time()
    index.flush()
    spent += time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"index             {len(index):,} articles of {words / len(index):.0f} words, "
        f"{rows / len(index):.0f} rows each; {len(index) / spent:,.0f} per CPU-second "
        f"with their fingerprints; {index.bytes / 1e6:.0f} MB, process {peak:.0f} MB"
    )
    times = []
    for text in chance.choices(articles, k=_LOOKUPS):
        own = fingerprints(text)
        began = time.perf_counter()
        index.find(own)
        times.append(1000 * (time.perf_counter() - began))
    times.sort()
    print(
        f"look-up           p50 {times[_LOOKUPS // 2]:.1f} ms  "
        f"p95 {times[_LOOKUPS * 95 // 100]:.1f} ms  max {times[-1]:.1f} ms"
    )


def named(folder: Path) -> None:
    """Credits and citations."""
    articles = load_articles(folder).values()
    started = time.process_time()
    credited = sum(bool(find_credits(one.text)) for one in articles)
    middle = time.process_time()
    citing = sum(bool(find_citations(one.text)) for one in articles)
    ended = time.process_time()
    count = len(articles)
    print(
        f"credits           {credited / count:.1%} of articles, "
        f"{1000 * (middle - started) / count:.2f} ms CPU each"
    )
    print(
        f"citations         {citing / count:.1%} of articles, "
        f"{1000 * (ended - middle) / count:.2f} ms CPU each"
    )
    right, judged, found = precision_of_citations(folder)
    print(
        f"  {right} of {judged} judged hits still found are right "
        f"({right / max(1, judged):.3f}); {found} were judged"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    judged(folder)
    made(folder)
    candidates_found(folder)
    named(folder)
    index(folder)


if __name__ == "__main__":
    main()
