"""The citations judged by hand, recomputed.

``citations_judged.json`` has, for 100 hits drawn with a fixed seed, the article's
id, start and end of the outlet's name, and whether the article there names another
outlet as source of a statement. It holds no text.
"""

from __future__ import annotations

import json
from pathlib import Path

from sources.independence import find_citations

HERE = Path(__file__).parent
JUDGED = HERE / "citations_judged.json"
# Articles: 80 hits in the first, 20 in the second, which lies beside the folder.
FNC1 = "fnc1.train.docs.jsonl"
POLNEAR = Path("..", "polnear", "train.jsonl")
# PolNeAR's ids begin with the outlet.
PUBLISHERS = {
    "breitbart": "Breitbart",
    "huff-post": "Huffington Post",
    "nyt": "New York Times",
    "politico": "Politico",
    "usa-today": "USA Today",
    "wash-post": "Washington Post",
    "west-journal": "Western Journalism",
}


def precision_of_citations(folder: Path) -> tuple[int, int, int]:
    """Hits that are right, judged hits that are still found, hits judged.

    Articles that the folder lacks are left out of all three.
    """
    rows = json.loads(JUDGED.read_text(encoding="utf-8"))
    texts = _texts(folder, {row[0] for row in rows})
    right = found = judged = 0
    for key, start, end, is_right in rows:
        if key not in texts:
            continue
        judged += 1
        publisher = PUBLISHERS.get(key.partition("_")[0], "")
        hits = find_citations(texts[key], publisher=publisher)
        if any(one.name == (start, end) and not one.is_self for one in hits):
            found += 1
            right += is_right
    return right, found, judged


def _texts(folder: Path, wanted: set[str]) -> dict[str, str]:
    texts = {}
    for path in (folder / FNC1, folder / POLNEAR):
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                for row in map(json.loads, lines):
                    key = row.get("id") or row["doc_id"]
                    if key in wanted:
                        texts[key] = row["text"]
    return texts
