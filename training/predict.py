"""Run a network over documents, and score it on dev."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from tokenizers import Tokenizer

from claims.evaluation.documents import Annotation, read_document
from claims.evaluation.measures import Scores, parts_of
from claims.evaluation.tokens import find_tokens
from claims.extraction.tagger.decoding import CONTENT, CUE, SPEAKER, best_labels
from claims.extraction.tagger.finding import word_spans
from claims.extraction.tagger.windows import plan
from training.bases import load_tokenizer, specials
from training.batches import collate
from training.data import Document, example, read_documents
from training.device import best_device, half_precision
from training.network import Network, Shape

WINDOW: Final = (240, 60, 60)  # pieces: core, before, after


@dataclass(slots=True)
class Found:
    """One attribution as predicted, over words of a document."""

    probability: float
    anchor: int
    start: int  # first word of the window
    emissions: np.ndarray  # [words, labels]


@torch.no_grad()
def find(
    network: Network,
    documents: list[Document],
    ends: tuple[int, int],
    least: float,
) -> list[list[Found]]:
    """All anchors of probability ``least`` or more, with their scores."""
    network.eval()
    results = []
    for document in documents:
        found = []
        counts = [len(pieces) for pieces in document.ids]
        for window in plan(counts, document.words.paragraphs, *WINDOW):
            batch = collate([example(document, window.start, window.end, ends)])
            batch = batch.to(network.device)
            with half_precision(network.device):
                words = network.words(batch.ids, batch.looks, batch.first, None)
                chance = torch.sigmoid(network.anchor(words)[0, :, 0].float())
                places = torch.arange(len(chance), device=chance.device)
                inside = places + window.start
                keep = (
                    (chance >= least)
                    & (inside >= window.core_start)
                    & (inside < window.core_end)
                )
                anchors = keep.nonzero()[:, 0]
                if not len(anchors):
                    continue
                emissions = network.emissions(
                    words, torch.zeros_like(anchors), anchors, batch.paragraphs
                ).float()
            for row, anchor in enumerate(anchors.tolist()):
                found.append(
                    Found(
                        float(chance[anchor]),
                        anchor + window.start,
                        window.start,
                        emissions[row].cpu().numpy(),
                    )
                )
        results.append(found)
    return results


def decode(
    document: Document, found: list[Found], transitions: np.ndarray, threshold: float
) -> list[Annotation]:
    """What a threshold keeps, as spans."""
    kept = []
    for one in found:
        labels = best_labels(one.emissions[None], transitions)[0]
        if one.probability < threshold or not (labels == CONTENT).any():
            continue
        cue = labels == CUE
        cue[one.anchor - one.start] = True
        speaker, cue, content = (
            word_spans(document.words, one.start, chosen)
            for chosen in (labels == SPEAKER, cue, labels == CONTENT)
        )
        kept.append(Annotation(speaker=speaker, cue=cue, content=content))
    return kept


def evaluate(network: Network, tokenizer: Tokenizer, dev: Path) -> None:
    """Print whole attributions found on dev, for a few thresholds."""
    documents = read_documents(dev, tokenizer)
    gold = [read_document(line) for line in dev.open()]
    found = find(network, documents, specials(tokenizer), 0.1)
    transitions = network.transitions.detach().cpu().numpy()
    for threshold in (0.3, 0.4, 0.5):
        scores = Scores()
        for document, wanted, own in zip(documents, gold, found, strict=True):
            tokens = find_tokens(document.text)
            kept = decode(document, own, transitions, threshold)
            scores.add(
                [parts_of(tokens, one) for one in wanted.annotations],
                [parts_of(tokens, one) for one in kept],
            )
        figures = ", ".join(
            f"{measure} {100 * tally.f1:.1f}"
            for measure, tally in scores.wholes.items()
        )
        print(f"{threshold}: {figures}, link {100 * scores.link:.1f}", flush=True)


def load_network(folder: Path) -> Network:
    """A network that was trained before."""
    network = Network(Shape(**json.loads((folder / "shape.json").read_text())))
    saved = torch.load(folder / "weights.pt", map_location="cpu", weights_only=True)
    network.load_state_dict(saved)
    return network.eval()


if __name__ == "__main__":
    run, base, dev = (Path(argument) for argument in sys.argv[1:4])
    evaluate(load_network(run).to(best_device()), load_tokenizer(base), dev)
