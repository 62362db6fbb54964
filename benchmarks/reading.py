"""How well the reader finds an article's text: ``reading.py DATA_FOLDER``.

The folder holds ``ground-truth.json`` (page id → ``articleBody``) and
``html/<page id>.html.gz``, as in the article-extraction-benchmark. Texts are
compared as bags of four-word shingles; precision and recall are means over the
pages, F1 is made of the two means, as that benchmark's own scorer does.

trafilatura reads the same pages in the same run, where it is installed.
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
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

try:
    import trafilatura
except ImportError:  # a comparison only: nothing of ours needs it
    trafilatura = None

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


Reader = Callable[[bytes, str], "tuple[str, str]"]
"""Bytes and address of a page in, body and whole text out; "" for none."""


@dataclass(slots=True)
class Result:
    """What one reader made of the pages."""

    bodies: list[tuple[float, float]] = field(default_factory=list)
    texts: list[tuple[float, float]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    def show(self, name: str) -> None:
        """Print the figures of the reader."""
        print(name)
        print(f"  body blocks       {f1(self.bodies)}")
        if self.texts != self.bodies:
            print(f"  all of .text      {f1(self.texts)}")
        times = self.milliseconds
        print(
            f"  ms CPU per page   mean {statistics.mean(times):.1f}  "
            f"median {statistics.median(times):.1f}  max {max(times):.0f}"
        )
        print(f"  without text      {len(self.empty)} {self.empty}")


def measure(reader: Reader, folder: Path, truth: dict[str, dict[str, str]]) -> Result:
    """Read every page with one reader."""
    result = Result()
    for key, page in truth.items():
        data = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        started = time.process_time()
        body, text = reader(data, page["url"])
        result.milliseconds.append(1000 * (time.process_time() - started))
        result.bodies.append(precision_and_recall(page["articleBody"], body))
        result.texts.append(precision_and_recall(page["articleBody"], text))
        if not body:
            result.empty.append(page["url"])
    return result


def read_with_ours(data: bytes, url: str) -> tuple[str, str]:
    """Our own reader; a refused page has no text."""
    try:
        document = read(data, url=url)
    except Refused:
        return "", ""
    return body_of(document), document.text


def read_with_trafilatura(data: bytes, url: str, **options: bool) -> tuple[str, str]:
    """trafilatura's extraction of the body, without comments."""
    found = trafilatura.extract(data, url=url, include_comments=False, **options)
    return found or "", found or ""


def main() -> None:
    """Read every page with every reader and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="also list this many")
    options = parser.parse_args()
    truth = json.loads((options.folder / "ground-truth.json").read_text("utf-8"))
    read(b"<p>Load the language model before the clock starts.</p>")
    print(f"{len(truth)} pages")
    ours = measure(read_with_ours, options.folder, truth)
    ours.show("sources.reading")
    if trafilatura is None:
        print("trafilatura: not installed, not compared (pip install trafilatura)")
    else:
        version = f"trafilatura {trafilatura.__version__}"
        quick = partial(read_with_trafilatura, fast=True)
        measure(read_with_trafilatura, options.folder, truth).show(version)
        measure(quick, options.folder, truth).show(f"{version}, fast")
    order = sorted(
        zip(ours.bodies, truth.values(), strict=True), key=lambda x: sum(x[0])
    )
    for (precision, recall), page in order[: options.worst]:
        print(f"  {precision:.2f} {recall:.2f} {page['url']}")


if __name__ == "__main__":
    main()
