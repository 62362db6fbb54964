"""How well the reader finds an article's text: ``reading.py DATA_FOLDER``.

The folder holds ``ground-truth.json`` (page id → ``articleBody``) and
``html/<page id>.html.gz``, as in the article-extraction-benchmark. Texts are
compared as bags of four-word shingles; precision and recall are means over the
pages, F1 is made of the two means, as that benchmark's own scorer does.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sources.reading import BlockKind, ReadableDocument, Refused, read

_WORD = re.compile(r"\w+")
_NOT_BODY = {
    BlockKind.HEADLINE,
    BlockKind.STANDFIRST,
    BlockKind.BYLINE,
    BlockKind.ABOUT,
    BlockKind.CAPTION,
}


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every four words in a row, with how often they occur."""
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def body_of(document: ReadableDocument) -> str:
    """The blocks that the benchmark calls the article's body."""
    return "\n".join(
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind not in _NOT_BODY
    )


def precision_and_recall(truth: str, found: str) -> tuple[float, float]:
    """Shares of the found shingles that are true, and of the true that are found."""
    expected, given = shingles(truth), shingles(found)
    common = (expected & given).total()
    return common / max(1, given.total()), common / max(1, expected.total())


def f1(scores: list[tuple[float, float]]) -> str:
    """Mean precision and recall and their F1, as one line."""
    precision = statistics.mean(score[0] for score in scores)
    recall = statistics.mean(score[1] for score in scores)
    harmonic = 2 * precision * recall / max(1e-9, precision + recall)
    return f"F1 {harmonic:.4f}  precision {precision:.4f}  recall {recall:.4f}"


def main() -> None:
    """Read every page and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="also list this many")
    options = parser.parse_args()
    truth = json.loads((options.folder / "ground-truth.json").read_text("utf-8"))
    read(b"<p>Load the language model before the clock starts.</p>")
    body_scores, text_scores, milliseconds, refused = [], [], [], []
    for key, page in truth.items():
        data = gzip.decompress(
            (options.folder / "html" / f"{key}.html.gz").read_bytes()
        )
        started = time.process_time()
        try:
            document = read(data, url=page["url"])
        except Refused as error:
            refused.append(f"{error.code} {page['url']}")
            document = None
        milliseconds.append(1000 * (time.process_time() - started))
        body, text = (body_of(document), document.text) if document else ("", "")
        body_scores.append(precision_and_recall(page["articleBody"], body))
        text_scores.append(precision_and_recall(page["articleBody"], text))
    print(f"{len(truth)} pages")
    print(f"body blocks       {f1(body_scores)}")
    print(f"all of .text      {f1(text_scores)}")
    print(
        f"ms CPU per page   mean {statistics.mean(milliseconds):.1f}  "
        f"median {statistics.median(milliseconds):.1f}  max {max(milliseconds):.0f}"
    )
    print(f"refused           {len(refused)} {refused}")
    order = sorted(
        zip(body_scores, truth.values(), strict=True), key=lambda x: sum(x[0])
    )
    for (precision, recall), page in order[: options.worst]:
        print(f"  {precision:.2f} {recall:.2f} {page['url']}")


if __name__ == "__main__":
    main()
