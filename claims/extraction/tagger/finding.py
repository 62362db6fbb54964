"""Find attributions with the trained model: cue, speaker and content as spans."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from claims.extraction.model import Span
from claims.extraction.quotations import Quotation
from claims.extraction.tagger.decoding import (
    CONTENT,
    CUE,
    SPEAKER,
    best_labels,
    marginals,
)
from claims.extraction.tagger.sureness import Sureness, logit, sureness_of
from claims.extraction.tagger.weights import Weights
from claims.extraction.tagger.windows import Window, plan
from claims.extraction.tagger.words import Words, read_words

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

MAX_PIECES: Final = 8  # of one word; more is no word
MIN_CONTENT: Final = 4  # characters from which an opening full stop is looked at
LONGEST_ABBREVIATION: Final = 4  # "Gov", "Sen", "Capt"
_SURROGATES: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution as the model found it. Spans in the order of the text."""

    cue: tuple[Span, ...]
    speaker: tuple[Span, ...]  # empty: nobody is named
    content: tuple[Span, ...]
    cue_score: float  # raw, 0–1
    speaker_score: float
    content_score: float
    sureness: Sureness | None = None

    @property
    def has_speaker(self) -> bool:
        """Whether somebody is named."""
        return bool(self.speaker)


def find_tagged(
    text: str,
    paragraphs: Sequence[Span],
    quotations: Sequence[Quotation],
    weights: Weights,
    on_read: Callable[[int], None] | None = None,
) -> list[Tagged]:
    """The attributions of the given paragraphs, by position of the cue.

    Those whose calibrated probability is below the threshold of the weights are left
    out. ``on_read`` hears after each window up to which character it got. Windows are
    read one by one: no result depends on what else is read, or where.
    """
    words = read_words(text, paragraphs, quotations)
    if not len(words):
        return []
    pieces = word_pieces(text, words, weights.tokenizer, weights.unknown)
    found: list[Tagged] = []
    for window in plan([len(own) for own in pieces], words.paragraphs):
        for one in _read(words, pieces, window, weights):
            sureness = sureness_of(one, weights.calibration)
            if sureness.overall >= weights.threshold:
                found.append(replace(_tidied(text, one), sureness=sureness))
        if on_read is not None:
            on_read(words.ends[window.core_end - 1])
    return sorted(found, key=lambda one: (one.cue[0], one.content[0]))


def word_pieces(
    text: str, words: Words, tokenizer: Tokenizer, unknown: int
) -> list[list[int]]:
    """The word pieces of each word: one at least, and at most ``MAX_PIECES``."""
    spelled = [
        text[start:end].translate(_SURROGATES)
        for start, end in zip(words.starts, words.ends, strict=True)
    ]
    encoded = tokenizer.encode(spelled, is_pretokenized=True, add_special_tokens=False)
    pieces: list[list[int]] = [[] for _ in spelled]
    for word, piece in zip(encoded.word_ids, encoded.ids, strict=True):
        if word is not None:  # None: a special piece, and none was asked for
            pieces[word].append(piece)
    return [own[:MAX_PIECES] or [unknown] for own in pieces]


def _read(
    words: Words,
    pieces: Sequence[Sequence[int]],
    window: Window,
    weights: Weights,
) -> Iterator[Tagged]:
    """The attributions whose cue begins in the core of a window."""
    ids, looks, first = encoder_inputs(
        words, pieces, window.start, window.end, weights.specials
    )
    states, scores, word, gate = weights.reader.run(
        None, {"ids": ids[None], "looks": looks[None], "first": first}
    )
    core = slice(window.core_start - window.start, window.core_end - window.start)
    anchors = np.flatnonzero(scores[core] >= logit(weights.floor)) + core.start
    if not len(anchors):
        return
    places = np.arange(window.end - window.start)
    owners = np.asarray(words.paragraphs[window.start : window.end])
    emissions = weights.roles.run(
        None,
        {
            "word": word,
            "gate": gate,
            "anchor": states[anchors],
            "distance": bucket(places[None] - anchors[:, None]),
            "paragraph": (owners[None] - owners[anchors][:, None]).clip(-2, 2) + 2,
        },
    )[0]
    labels = best_labels(emissions, weights.transitions)
    chances = marginals(emissions, weights.transitions)
    taken: set[int] = set()
    for row in np.argsort(-scores[anchors], kind="stable"):
        own, sure = labels[row], chances[row]
        if not (own == CONTENT).any() or anchors[row] in taken:
            continue
        cue = own == CUE
        cue[anchors[row]] = True
        taken.update(np.flatnonzero(cue).tolist())
        yield Tagged(
            cue=word_spans(words, window.start, cue),
            speaker=word_spans(words, window.start, own == SPEAKER),
            content=word_spans(words, window.start, own == CONTENT),
            cue_score=float(1 / (1 + np.exp(-scores[anchors[row]]))),
            speaker_score=_evenness(sure, own, SPEAKER),
            content_score=_evenness(sure, own, CONTENT),
        )


def encoder_inputs(
    words: Words,
    pieces: Sequence[Sequence[int]],
    start: int,
    end: int,
    specials: tuple[int, int],
) -> tuple[Integers, Integers, Integers]:
    """Of the words from ``start`` to ``end``: their pieces between the two specials,
    the pieces' looks (0 for specials), and the place of each word's first piece."""
    ids, looks, first = [specials[0]], [0], []
    for word in range(start, end):
        first.append(len(ids))
        ids.extend(pieces[word])
        looks.extend([words.looks[word] + 1] * len(pieces[word]))
    return (
        np.array([*ids, specials[1]], dtype=np.int64),
        np.array([*looks, 0], dtype=np.int64),
        np.array(first, dtype=np.int64),
    )


def bucket(distance: Integers) -> Integers:
    """Signed distances in 48 buckets: exact to 12, then by the logarithm to 300."""
    n = np.abs(distance)
    large = 12 + np.log(np.maximum(n, 1) / 12) / math.log(25) * 12
    buckets: Integers = np.where(n < 12, n, large.astype(np.int64).clip(12, 23))
    buckets += (distance < 0) * 24
    return buckets


def _evenness(chances: Floats, labels: Integers, label: int) -> float:
    """The mean probability of the words that have the label, or nearly got it."""
    near = (labels == label) | (chances[:, label] > 0.2)
    if not near.any():
        return float(1 - chances[:, label].max())
    return float(chances[np.arange(len(labels)), labels][near].mean())


def word_spans(
    words: Words, offset: int, chosen: NDArray[np.bool_]
) -> tuple[Span, ...]:
    """The chosen words as spans of characters, one for each run of neighbours."""
    places = np.flatnonzero(chosen)
    if not len(places):
        return ()
    breaks = np.flatnonzero(np.diff(places) > 1) + 1
    return tuple(
        Span(words.starts[offset + run[0]], words.ends[offset + run[-1]])
        for run in np.split(places, breaks)
    )


def _tidied(text: str, one: Tagged) -> Tagged:
    """The spans as the product writes them.

    Cue and speaker end without a stray comma or colon. Contents that begin at a full
    stop begin before it or after it: ".S. officials" becomes "U.S. officials",
    ". Ada Lind" "Gov. Ada Lind", unless the word is taken; ". She left" "She left".
    """
    taken = {span.end for part in (one.cue, one.speaker) for span in part}
    return replace(
        one,
        cue=tuple(_unpointed(text, span) for span in one.cue),
        speaker=tuple(_unpointed(text, span) for span in one.speaker),
        content=tuple(_begun(text, span, taken) for span in one.content),
    )


def _unpointed(text: str, span: Span) -> Span:
    """A span without the comma or colon after it.

    The second comma of a pair stays: "Lind, the mayor," is closed by it.
    """
    end = span.end
    while end - 1 > span.start and text[end - 1] in ",;: \t\n":
        end -= 1
    is_pair = "," in text[span.start : end] and text[end : end + 1] == ","
    return Span(span.start, end + 1 if is_pair else end)


def _begun(text: str, span: Span, taken: set[int]) -> Span:
    start = span.start
    if text[start] != "." or span.end - start < MIN_CONTENT:
        return span
    first = start
    while first > 0 and text[first - 1].isalnum():
        first -= 1
    short = text[first].isupper() and 0 < start - first <= LONGEST_ABBREVIATION
    if short and start not in taken:
        return Span(first, span.end)
    start += 1
    while text[start].isspace():
        start += 1
    return Span(start, span.end)
