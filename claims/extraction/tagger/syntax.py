"""A parse from the model that finds attributions: its labels, and trees off scores.

The fast model reads tags, sentences, trees and names in the same pass in which it
finds cues, so that no second pipeline reads the text. It learned them from the
pipeline that the other models use, and hands them on in that pipeline's form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

ROOT: Final = "ROOT"
OUTSIDE: Final = "O"
_SPACE: Final = ("_SP", "SPACE")
_SPACE_DEPENDENCY: Final = "dep"
_IMPOSSIBLE: Final = np.float32(-1e9)
_IOB: Final = {"I": 1, "O": 2, "B": 3}  # spaCy's numbers


@dataclass(frozen=True, slots=True)
class SyntaxLabels:
    """What the numbers of a model's parse stand for."""

    tags: tuple[tuple[str, str], ...]  # fine tag and part of speech
    dependencies: tuple[str, ...]
    entities: tuple[str, ...]  # "O", "B-PERSON", "I-PERSON" …

    @classmethod
    def from_dict(cls, described: Mapping[str, Sequence[str]]) -> SyntaxLabels:
        """From lists of strings; a tag and its part of speech are parted by "|"."""
        tags = (tag.split("|") for tag in described["tags"])
        return cls(
            tags=tuple((fine, coarse) for fine, coarse in tags),
            dependencies=tuple(described["dependencies"]),
            entities=tuple(described["entities"]),
        )


@dataclass(frozen=True, slots=True)
class Syntax:
    """The parse of the words of a text; all arrays are equally long."""

    tags: Integers
    heads: Integers  # index of the word each depends on; its own for a root
    dependencies: Integers
    entities: Integers

    @classmethod
    def joined(cls, parts: Sequence[Syntax]) -> Syntax:
        """Of consecutive stretches, whose heads count from the text's first word."""
        return cls(
            *(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls))
        )


def read_trees(arcs: Floats, starts: NDArray[np.bool_]) -> Integers:
    """The head of each word: one tree for each sentence.

    ``arcs[i, j]`` scores the word ``j`` as head of ``i``, ``arcs[i, i]`` that ``i`` is
    a root. Where the best head of every word makes no tree, one is grown from the
    best root, always by the best arc that reaches a new word.
    """
    sentence = np.cumsum(starts)
    arcs = np.where(sentence[:, None] == sentence[None], arcs, _IMPOSSIBLE)
    heads: Integers = arcs.argmax(1)
    places = np.arange(len(heads))
    top = heads
    for _ in range(max(1, len(heads).bit_length())):
        top = top[top]  # doubles the way climbed each time
    roots = np.bincount(sentence, weights=heads == places, minlength=sentence[-1] + 1)
    broken = {*sentence[heads[top] != top].tolist()}
    broken |= {*np.flatnonzero(roots[1:] != 1) + 1}
    for number in broken:
        own = np.flatnonzero(sentence == number)
        heads[own] = own[0] + _grown(arcs[own[0] : own[-1] + 1, own[0] : own[-1] + 1])
    return heads


def _grown(arcs: Floats) -> Integers:
    """A tree over one sentence, from its best root (after Prim 1957)."""
    size = len(arcs)
    root = int(arcs.diagonal().argmax())
    heads = np.full(size, root, dtype=np.int64)
    best = arcs[:, root].copy()  # the best arc into each word that is not reached
    reached = np.zeros(size, dtype=bool)
    reached[root] = True
    for _ in range(size - 1):
        word = int(np.where(reached, -np.inf, best).argmax())
        reached[word] = True
        better = ~reached & (arcs[:, word] > best)
        heads[better] = word
        best[better] = arcs[better, word]
    return heads


def read_dependencies(
    scores: Floats, heads: Integers, labels: SyntaxLabels
) -> Integers:
    """The best label of each word: ``ROOT`` for roots and for no other."""
    root = labels.dependencies.index(ROOT)
    scores = scores.copy()
    scores[:, root] = _IMPOSSIBLE
    found: Integers = scores.argmax(1)
    found[heads == np.arange(len(heads))] = root
    return found


class Annotator:
    """Writes parses into spaCy's documents, with numbers looked up once."""

    def __init__(self, labels: SyntaxLabels, vocab: Vocab) -> None:
        from spacy.symbols import IDS

        add = vocab.strings.add
        tags = [*labels.tags, _SPACE]
        self._tags = np.array([add(fine) for fine, _ in tags], np.uint64)
        self._parts = np.array([IDS[coarse] for _, coarse in tags], np.uint64)
        dependencies = [*labels.dependencies, _SPACE_DEPENDENCY]
        self._dependencies = np.array([add(one) for one in dependencies], np.uint64)
        entities = [one.partition("-") for one in labels.entities]
        self._iob = np.array([_IOB[how] for how, _, _ in entities], np.uint64)
        self._types = np.array(
            [add(label) if label else 0 for _, _, label in entities], np.uint64
        )
        self._outside = labels.entities.index(OUTSIDE)

    def annotate(self, doc: Doc, syntax: Syntax, first: int, last: int) -> None:
        """Give a document the parse of the words from ``first`` to ``last``.

        These are its tokens without the blank ones, which hang on the word before.
        """
        from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, POS, TAG

        size = len(doc)
        own = slice(first, last)
        heads = syntax.heads[own] - first
        columns: tuple[Integers, ...] = (
            syntax.tags[own],
            syntax.dependencies[own],
            _repaired(syntax.entities[own], self._iob, self._types),
        )
        if size != last - first:
            filled = np.array([not token.is_space for token in doc])
            places = np.flatnonzero(filled)
            before = np.maximum(np.cumsum(filled) - 1, 0)
            heads = np.where(filled, places[heads[before]], places[before])
            gaps = (len(self._tags) - 1, len(self._dependencies) - 1, self._outside)
            columns = tuple(
                np.where(filled, column[before], gap)
                for column, gap in zip(columns, gaps, strict=True)
            )
        tags, dependencies, entities = columns
        offsets = (heads - np.arange(size)).astype(np.int64).view(np.uint64)
        values = (
            self._tags[tags],
            self._parts[tags],
            self._dependencies[dependencies],
            offsets,
            self._iob[entities],
            self._types[entities],
        )
        table: Any = np.stack(values, axis=1)  # spaCy's type for it is its own
        doc.from_array([TAG, POS, DEP, HEAD, ENT_IOB, ENT_TYPE], table)


def _repaired(
    entities: Integers, iob: NDArray[np.uint64], types: NDArray[np.uint64]
) -> Integers:
    """Entities that all begin: "I-ORG" after anything but ORG becomes "B-ORG"."""
    before = np.concatenate([[0], types[entities[:-1]]])
    stray = (iob[entities] == _IOB["I"]) & (before != types[entities])
    if not stray.any():
        return entities
    repaired = entities.copy()
    for place in np.flatnonzero(stray):
        same = (types == types[entities[place]]) & (iob == _IOB["B"])
        repaired[place] = int(np.flatnonzero(same)[0])
    return repaired
