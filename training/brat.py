"""Print a compartment of PolNeAR, as it comes in brat files, as JSON lines.

    python -m training.brat POLNEAR/data/train > TRAIN.jsonl

The folder has ``text/NAME.txt`` and ``attributions/NAME_ANNOTATOR.ann``. Text-bound
annotations (``T1⇥Source 10 15;20 25⇥…``) are tied together by events
(``E1⇥Attribution:T4 Source:T1 Cue:T2 Content:T3 Content2:T5``). Where an article has
several annotators, the first in the alphabet counts.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROLES = ("source", "cue", "content")
ENTITY = re.compile(r"(T\d+)\t\S+ ([\d; ]+)\t")
EVENT = re.compile(r"E\d+\tAttribution\S*\s(.*)")

Spans = list[list[int]]


def read_events(annotations: str) -> list[dict[str, Spans]]:
    """The attributions of one annotation file, by position of the cue."""
    spans: dict[str, Spans] = {}
    events: list[str] = []
    for line in annotations.splitlines():
        if entity := ENTITY.match(line):
            pieces = (piece.split() for piece in entity[2].split(";"))
            spans[entity[1]] = [[int(start), int(end)] for start, end in pieces]
        elif event := EVENT.match(line):
            events.append(event[1])
    rows = []
    for event in events:
        row: dict[str, Spans] = {role: [] for role in ROLES}
        for argument in event.split():
            name, _, entity_name = argument.partition(":")
            role = name.rstrip("0123456789").lower()  # "Content2" is more content
            if role in row:
                row[role].extend(spans.get(entity_name, ()))
        rows.append({role: sorted(found) for role, found in row.items()})
    return sorted(rows, key=lambda row: (row["cue"], row["content"]))


def main() -> None:
    """One line for each article of the folder."""
    folder = Path(sys.argv[1])
    seen: set[str] = set()
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rpartition("_")[0]
        if name in seen:
            continue
        seen.add(name)
        row = {
            "doc_id": name,
            "text": (folder / "text" / f"{name}.txt").read_bytes().decode(),
            "attributions": read_events(path.read_bytes().decode()),
        }
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
