"""Find attributions with the trained model: cue, speaker and content as spans."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from claims.extraction.model import Span
from claims.extraction.tagger.decoding import (
    CONTENT,
    CUE,
    SPEAKER,
    best_labels,
    marginals,
)
from claims.extraction.tagger.sureness import Sureness, logit, sureness_of
from claims.extraction.tagger.syntax import (
    Syntax,
    SyntaxLabels,
    read_dependencies,
    read_trees,
)
from claims.extraction.tagger.weights import Weights
from claims.extraction.tagger.windows import Window, next_window, totals
from claims.extraction.tagger.words import Words

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


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model made of one window; words count from the window's first."""

    window: Window
    anchors: Integers  # [cues] words of the core at which a cue may begin
    scores: Floats  # [cues] their logits
    emissions: Floats  # [cues, words, labels] of every word's role in each cue
    syntax: Syntax | None  # of the core, if the model parses


def find_tagged(
    text: str,
    words: Words,
    weights: Weights,
    on_read: Callable[[int], None] | None = None,
) -> tuple[list[Tagged], Syntax | None]:
    """The attributions among the words of a text, by position of the cue, and the
    parse of these words if the model has one.

    Attributions whose calibrated probability is below the threshold of the weights
    are left out. ``on_read`` hears after each window up to which character it got.
    Windows are read one by one: no result depends on what else is read, or where.
    """
    found: list[Tagged] = []
    parses: list[Syntax] = []
    for reading in read_windows(text, words, weights):
        for one in _decoded(words, reading, weights):
            sureness = sureness_of(one, weights.calibration)
            if sureness.overall >= weights.threshold:
                found.append(replace(_tidied(text, one), sureness=sureness))
        if reading.syntax is not None:
            parses.append(reading.syntax)
        if on_read is not None:
            on_read(words.ends[reading.window.core_end - 1])
    found.sort(key=lambda one: (one.cue[0], one.content[0]))
    return found, Syntax.joined(parses) if parses else None


def read_windows(text: str, words: Words, weights: Weights) -> Iterator[Reading]:
    """The text read window by window; the cores cover every word once."""
    pieces = word_pieces(text, words, weights.tokenizer, weights.unknown)
    total = totals([len(own) for own in pieces])
    begin = 0
    while begin < len(words):
        window = next_window(begin, total, words.paragraphs, *weights.window)
        reading = _read(words, pieces, window, weights)
        yield reading
        begin = reading.window.core_end


def word_pieces(
    text: str, words: Words, tokenizer: Tokenizer, unknown: int
) -> list[list[int]]:
    """The word pieces of each word: one at least, and at most ``MAX_PIECES``."""
    spelled = [
        text[start:end].translate(_SURROGATES)
        for start, end in zip(words.starts, words.ends, strict=True)
    ]
    known: dict[str, list[int]] = {word: [] for word in spelled}
    distinct = list(known)
    encoded = tokenizer.encode(distinct, is_pretokenized=True, add_special_tokens=False)
    for word, piece in zip(encoded.word_ids, encoded.ids, strict=True):
        if word is not None:  # None: a special piece, and none was asked for
            known[distinct[word]].append(piece)
    return [known[word][:MAX_PIECES] or [unknown] for word in spelled]


def _read(
    words: Words,
    pieces: Sequence[Sequence[int]],
    window: Window,
    weights: Weights,
) -> Reading:
    """One window through the model. One that parses cuts no sentence, if it can: the
    core then ends before the last sentence that begins in it."""
    ids, looks, first = encoder_inputs(
        words, pieces, window.start, window.end, weights.specials
    )
    states, scores, word, gate, *parse = weights.reader.run(
        None, {"ids": ids[None], "looks": looks[None], "first": first}
    )
    syntax = None
    if weights.syntax is not None:
        window, syntax = _parsed(words, window, parse, weights.syntax)
    core = slice(window.core_start - window.start, window.core_end - window.start)
    anchors = np.flatnonzero(scores[core] >= logit(weights.floor)) + core.start
    emissions = np.zeros((0, len(first), 0), dtype=np.float32)
    if len(anchors):
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
    return Reading(window, anchors, scores[anchors], emissions, syntax)


def _parsed(
    words: Words,
    window: Window,
    parse: Sequence[NDArray[Any]],  # floats, but for the numbers of tags and entities
    labels: SyntaxLabels,
) -> tuple[Window, Syntax]:
    """The parse of a window's core, cut back to whole sentences."""
    begins, tags, entities, dependencies, arcs = parse
    units = np.asarray(words.units[window.start : window.end])
    starts = begins > 0
    starts[1:] |= units[1:] != units[:-1]
    low, high = window.core_start - window.start, window.core_end - window.start
    if high < len(starts) and not starts[high]:
        inside = np.flatnonzero(starts[low + 1 : high])
        high = low + 1 + int(inside[-1]) if len(inside) else high
    starts[low] = True
    core = slice(low, high)
    heads = read_trees(arcs[core, core], starts[core])
    syntax = Syntax(
        tags=tags[core],
        heads=heads + window.core_start,
        dependencies=read_dependencies(dependencies[core], heads, labels),
        entities=entities[core],
    )
    return replace(window, core_end=window.start + high), syntax


def _decoded(words: Words, reading: Reading, weights: Weights) -> Iterator[Tagged]:
    """The attributions of a window, those of the surest cues first."""
    if not len(reading.anchors):
        return
    anchors, scores, start = reading.anchors, reading.scores, reading.window.start
    labels = best_labels(reading.emissions, weights.transitions)
    chances = marginals(reading.emissions, weights.transitions)
    taken: set[int] = set()
    for row in np.argsort(-scores, kind="stable"):
        own, sure = labels[row], chances[row]
        if not (own == CONTENT).any() or anchors[row] in taken:
            continue
        cue = own == CUE
        cue[anchors[row]] = True
        taken.update(np.flatnonzero(cue).tolist())
        yield Tagged(
            cue=word_spans(words, start, cue),
            speaker=word_spans(words, start, own == SPEAKER),
            content=word_spans(words, start, own == CONTENT),
            cue_score=float(1 / (1 + np.exp(-scores[row]))),
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
