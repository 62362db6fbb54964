"""What `fast` learns from: how `standard` and spaCy's pipeline read many texts.

    python -m training.lessons --out FOLDER CORPUS.jsonl …

Each line of a corpus is ``{"doc_id" or "id", "text", …}``; annotations are not
needed. For each document a file is written with its words as spaCy cuts them, the
parse, and what the shipped ``standard`` makes of the text: its chance that a cue
begins at a word, and of each such cue the chance of every word's role. Two models
that cut words differently are joined by the middle of each word.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from itertools import chain
from multiprocessing import Pool
from pathlib import Path
from typing import Final

import numpy as np

from claims.extraction.language import DEFAULT_PARSER, load_parser
from claims.extraction.quotations import find_quotations
from claims.extraction.segmentation import (
    find_paragraphs,
    find_units,
    is_prose,
    parsable_copy,
)
from claims.extraction.tagger.decoding import best_labels, marginals
from claims.extraction.tagger.finding import read_windows
from claims.extraction.tagger.weights import load_weights
from claims.extraction.tagger.words import Words, read_tokens, read_words

LEAST: Final = 0.05  # chance from which a word that begins no cue is taught as one
PROCESSES: Final = 2


def main() -> None:
    """Read all documents, and list the labels that were met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="documents of each corpus, for a try")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    lines = chain.from_iterable(
        path.open().readlines()[: options.limit] for path in options.corpora
    )
    jobs = [(json.loads(line), options.out) for line in lines]
    with Pool(PROCESSES) as pool:
        for number, _ in enumerate(pool.imap_unordered(learn, jobs), start=1):
            if number % 100 == 0:
                print(f"{number} of {len(jobs)}", flush=True)
    write_labels(options.out)


def name_of(row: dict) -> str:
    """A document's name in its corpus, as a file name."""
    return (row.get("doc_id") or row["id"]).replace("/", "_")


def learn(job: tuple[dict, Path]) -> None:
    """Write the lesson of one document."""
    row, folder = job
    text = row["text"]
    copy = parsable_copy(text)
    paragraphs = find_paragraphs(copy)
    quotations = find_quotations(text, paragraphs)
    units = list(find_units(copy, paragraphs))
    nlp = load_parser(DEFAULT_PARSER)
    docs = list(nlp.pipe((unit.text for unit in units), batch_size=8))
    words = read_tokens(units, docs, quotations)
    prose = [span for span in paragraphs if is_prose(copy[span.start : span.end])]
    theirs = read_words(text, prose, quotations)
    np.savez_compressed(
        folder / f"{name_of(row)}.npz",
        **{name: np.array(getattr(words, name), np.int32) for name in Words.__slots__},
        **parse_of(docs),
        **teaching_of(text, words, theirs),
    )


def parse_of(docs: list) -> dict[str, np.ndarray]:
    """Tag, part of speech, head, dependency, name and sentence begin of each word."""
    columns: dict[str, list] = {
        key: [] for key in ("tag", "head", "dependency", "entity", "begins")
    }
    for doc in docs:
        filled = [token for token in doc if not token.is_space]
        number = {token.i: index for index, token in enumerate(filled)}
        base = len(columns["head"])
        for token in filled:
            head = token.head
            while head.is_space and head.head is not head:
                head = head.head
            sort = f"-{token.ent_type_}" if token.ent_type_ else ""
            columns["tag"].append(f"{token.tag_}|{token.pos_}")
            columns["head"].append(base + number.get(head.i, number[token.i]))
            columns["dependency"].append(token.dep_)
            columns["entity"].append(f"{token.ent_iob_ or 'O'}{sort}")
            columns["begins"].append(bool(token.is_sent_start))
    return {key: np.array(column) for key, column in columns.items()}


def teaching_of(text: str, words: Words, theirs: Words) -> dict[str, np.ndarray]:
    """What the teacher makes of the text, in our words.

    Cues are rows of ``anchors`` (a word), ``lows`` and ``highs`` (the words its
    window spans); ``roles`` and ``labels`` have their windows one after another.
    """
    weights = replace(load_weights("standard"), floor=LEAST)
    chances = np.zeros(len(words), np.float16)
    middles = (np.array(words.starts) + np.array(words.ends) - 1) / 2
    of_word = np.searchsorted(np.array(theirs.starts), middles, side="right") - 1
    ends = np.array(theirs.ends)
    anchors, lows, highs, roles, labels = [], [], [], [], []
    for reading in read_windows(text, theirs, weights):
        if not len(reading.anchors):
            continue
        start = reading.window.start
        own = np.flatnonzero((of_word >= start) & (of_word < reading.window.end))
        soft = marginals(reading.emissions, weights.transitions)
        hard = best_labels(reading.emissions, weights.transitions)
        for row, place in enumerate(reading.anchors):
            middle = (theirs.starts[start + place] + ends[start + place] - 1) / 2
            anchor = int(np.searchsorted(words.starts, middle, side="right")) - 1
            if anchor < 0 or words.ends[anchor] <= middle or anchor not in own:
                continue
            chance = 1 / (1 + np.exp(-reading.scores[row]))
            chances[anchor] = max(chances[anchor], chance)
            anchors.append(anchor)
            lows.append(own[0])
            highs.append(own[-1] + 1)
            between = of_word[own[0] : own[-1] + 1] - start
            roles.append(soft[row][between].astype(np.float16))
            labels.append(hard[row][between].astype(np.int8))
    return {
        "chances": chances,
        "anchors": np.array(anchors, np.int32),
        "lows": np.array(lows, np.int32),
        "highs": np.array(highs, np.int32),
        "roles": np.concatenate(roles) if roles else np.zeros((0, 4), np.float16),
        "labels": np.concatenate(labels) if labels else np.zeros(0, np.int8),
    }


def write_labels(folder: Path) -> None:
    """The labels of all lessons, the most frequent first, as the product wants them."""
    counts: dict[str, dict[str, int]] = {"tag": {}, "dependency": {}, "entity": {}}
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as lesson:
            for key, own in counts.items():
                for label, count in zip(
                    *np.unique(lesson[key], return_counts=True), strict=True
                ):
                    own[str(label)] = own.get(str(label), 0) + int(count)
    for label in [one for one in counts["entity"] if one.startswith("I-")]:
        counts["entity"].setdefault(f"B{label[1:]}", 0)
    keys = {"tag": "tags", "dependency": "dependencies", "entity": "entities"}
    described = {
        keys[key]: sorted(own, key=lambda label: (-own[label], label))
        for key, own in counts.items()
    }
    (folder / "labels.json").write_text(json.dumps(described, indent=1) + "\n")


if __name__ == "__main__":
    main()
