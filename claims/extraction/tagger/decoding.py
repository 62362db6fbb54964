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
    """The probability of each label of each word of each cue."""
    words = emissions.shape[1]
    forward = np.empty_like(emissions)
    backward = np.zeros_like(emissions)
    forward[:, 0] = emissions[:, 0]
    for place in range(1, words):
        forward[:, place] = emissions[:, place] + _logsum(
            forward[:, place - 1, :, None] + transitions[None]
        )
    for place in range(words - 2, -1, -1):
        following = backward[:, place + 1] + emissions[:, place + 1]
        backward[:, place] = _logsum(following[:, :, None] + transitions.T[None])
    joint = forward + backward
    joint -= joint.max(2, keepdims=True)
    np.exp(joint, out=joint)
    joint /= joint.sum(2, keepdims=True)
    return joint


def _logsum(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log of summed exponentials over the second axis."""
    peak = values.max(1)
    total: NDArray[np.float32] = np.log(np.exp(values - peak[:, None]).sum(1))
    total += peak
    return total
