"""Read annotated articles and turn them into what the network learns from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from tokenizers import Tokenizer

from claims.extraction.language import load_tokenizer
from claims.extraction.quotations import find_quotations
from claims.extraction.segmentation import find_paragraphs, find_units, parsable_copy
from claims.extraction.tagger.decoding import CONTENT, CUE, SPEAKER
from claims.extraction.tagger.finding import encoder_inputs, word_pieces
from claims.extraction.tagger.weights import Weights
from claims.extraction.tagger.words import Words, read_tokens, read_words

ROLES: Final = {"cue": CUE, "source": SPEAKER, "content": CONTENT}
LABELS: Final = len(ROLES) + 1


@dataclass(slots=True)
class Target:
    """One attribution over the words of a document."""

    anchor: int  # first word of the cue
    labels: dict[int, int]  # word → role


@dataclass(slots=True)
class Document:
    """A text, its words and pieces, and what is attributed in it."""

    name: str
    text: str
    words: Words
    ids: list[list[int]]  # word → pieces
    targets: list[Target] = field(default_factory=list)


def read_documents(path: Path, tokenizer: Tokenizer) -> list[Document]:
    """The documents of a corpus in JSON lines; those without a cue are left out."""
    with path.open(encoding="utf-8") as lines:
        return [_document(json.loads(line), tokenizer) for line in lines]


def segment(text: str) -> Words:
    """The words of a text, as the product reads them."""
    paragraphs = find_paragraphs(parsable_copy(text))
    return read_words(text, paragraphs, find_quotations(text, paragraphs))


def words_for(weights: Weights, text: str) -> Words:
    """The words of a text as the product cuts them for a model."""
    if weights.syntax is None:
        return segment(text)
    copy = parsable_copy(text)
    paragraphs = find_paragraphs(copy)
    units = list(find_units(copy, paragraphs))
    docs = [load_tokenizer().make_doc(unit.text) for unit in units]
    return read_tokens(units, docs, find_quotations(text, paragraphs))


def _document(row: dict, tokenizer: Tokenizer) -> Document:
    text = row["text"]
    words = segment(text)
    pieces = word_pieces(text, words, tokenizer, tokenizer.token_to_id("[UNK]"))
    name = row.get("doc_id") or row["id"]
    return Document(name, text, words, pieces, targets_of(row, words))


def targets_of(row: dict, words: Words) -> list[Target]:
    """The attributions annotated in a line of a corpus; those without cue left out."""
    found = (_target(one, words) for one in row.get("attributions", ()))
    return [target for target in found if target is not None]


def _target(attribution: dict, words: Words) -> Target | None:
    labels: dict[int, int] = {}
    for role in ("content", "source", "cue"):  # the cue wins where they collide
        for start, end in attribution.get(role) or ():
            for word in covered(words, start, end):
                labels[word] = ROLES[role]
    cue = [word for word, label in labels.items() if label == CUE]
    if not cue or CONTENT not in labels.values():
        return None
    return Target(min(cue), labels)


def covered(words: Words, start: int, end: int) -> range:
    """The words whose middle lies in a span of characters."""
    first = int(np.searchsorted(words.ends, start, side="right"))
    last = int(np.searchsorted(words.starts, end, side="left"))
    while first < last and (words.starts[first] + words.ends[first] - 1) / 2 < start:
        first += 1
    while (
        last > first and (words.starts[last - 1] + words.ends[last - 1] - 1) / 2 >= end
    ):
        last -= 1
    return range(first, last)


@dataclass(slots=True)
class Example:
    """One window: pieces with specials, and per word what is known of it."""

    document: Document
    start: int  # first word
    end: int
    ids: np.ndarray  # [pieces]
    looks: np.ndarray  # [pieces]; LOOKS for specials
    first: np.ndarray  # [words] index of each word's first piece
    paragraphs: np.ndarray  # [words]
    anchors: np.ndarray  # [attributions] word index in the window
    labels: np.ndarray  # [attributions, words]

    @property
    def length(self) -> int:
        """Number of pieces."""
        return len(self.ids)


def example(
    document: Document, start: int, end: int, specials: tuple[int, int]
) -> Example:
    """The window of words [start, end) of a document."""
    ids, looks, first = encoder_inputs(
        document.words, document.ids, start, end, specials
    )
    own = [t for t in document.targets if start <= t.anchor < end]
    labels = np.zeros((len(own), end - start), dtype=np.int64)
    for row, target in enumerate(own):
        for word, label in target.labels.items():
            if start <= word < end:
                labels[row, word - start] = label
    return Example(
        document,
        start,
        end,
        ids,
        looks,
        first,
        np.array(document.words.paragraphs[start:end], dtype=np.int64),
        np.array([t.anchor - start for t in own], dtype=np.int64),
        labels,
    )


def cut(
    documents: Sequence[Document],
    longest: int,
    specials: tuple[int, int],
    rng: np.random.Generator | None,
) -> Iterator[Example]:
    """Windows of whole paragraphs, at most so many pieces; borders vary with rng."""
    for document in documents:
        limit = longest if rng is None else int(rng.integers(longest // 3, longest + 1))
        start, size = 0, 0
        breaks = start
        for word in range(len(document.words)):
            if (
                word
                and document.words.paragraphs[word]
                != document.words.paragraphs[word - 1]
            ):
                breaks = word
            count = len(document.ids[word])
            if size + count > limit:
                stop = breaks if breaks > start else word
                yield example(document, start, stop, specials)
                start = stop
                size = sum(len(document.ids[w]) for w in range(start, word))
                limit = longest
            size += count
        if start < len(document.words):
            yield example(document, start, len(document.words), specials)
