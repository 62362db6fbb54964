"""Read label sequences off scores: the best one, and how probable each label is.

Linear-chain CRF (Lafferty et al. 2001): Viterbi's algorithm and forward-backward,
over all cues of a window at once.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

OUTSIDE: Final = 0
CUE: Final = 1
SPEAKER: Final = 2
CONTENT: Final = 3

Scores = NDArray[np.float32]  # [cues, words, labels], log space
Labels = NDArray[np.int64]  # [cues, words]


def best_labels(emissions: Scores, transitions: NDArray[np.float32]) -> Labels:
    """The most probable label sequence of each cue."""
    cues, words, count = emissions.shape
    arrows = np.empty((words, cues, count), dtype=np.int8)
    score = emissions[:, 0]
    rows = transitions.T[None]  # [1, to, from]
    for place in range(1, words):
        options = score[:, None, :] + rows
        arrows[place] = options.argmax(2)
        score = options.max(2) + emissions[:, place]
    labels = np.empty((cues, words), dtype=np.int64)
    labels[:, -1] = score.argmax(1)
    every = np.arange(cues)
    for place in range(words - 1, 0, -1):
        labels[:, place - 1] = arrows[place, every, labels[:, place]]
    return labels


def marginals(emissions: Scores, transitions: NDArray[np.float32]) -> Scores:
    """The probability of each label of each word of each cue.

    Forward-backward over scaled probabilities (Rabiner 1989): every word's are made
    to add up to 1, so that none gets too small.
    """
    words = emissions.shape[1]
    own = np.exp(emissions - emissions.max(2, keepdims=True))
    step = np.exp(transitions)
    back = np.ascontiguousarray(step.T)
    forward = np.empty_like(own)
    backward = np.empty_like(own)
    forward[:, 0] = own[:, 0]
    for place in range(1, words):
        before = forward[:, place - 1]
        now = (before @ step) * own[:, place]
        now /= now.sum(1, keepdims=True)
        forward[:, place] = now
    backward[:, -1] = 1
    for place in range(words - 2, -1, -1):
        now = (backward[:, place + 1] * own[:, place + 1]) @ back
        now /= now.sum(1, keepdims=True)
        backward[:, place] = now
    joint: Scores = forward * backward
    joint /= joint.sum(2, keepdims=True)
    return joint
