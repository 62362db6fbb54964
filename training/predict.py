"""Run a network over documents, and score it on dev."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from claims.extraction.tagger.decoding import CONTENT, CUE, SPEAKER, best_labels
from claims.extraction.tagger.windows import plan
from training.bases import load_tokenizer, specials
from training.batches import collate
from training.data import Document, example, read_documents
from training.network import Network, Shape


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
    **windows: int,
) -> list[list[Found]]:
    """All anchors of probability ``least`` or more, with their scores."""
    network.eval()
    results = []
    for document in documents:
        found = []
        for window in plan(
            [len(i) for i in document.ids], document.words.paragraphs, **windows
        ):
            batch = collate([example(document, window.start, window.end, ends)])
            with torch.autocast("cpu", torch.bfloat16):
                words = network.words(batch.ids, batch.looks, batch.first, None)
                chance = torch.sigmoid(network.anchor(words)[0, :, 0].float())
                inside = torch.arange(len(chance)) + window.start
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
                        emissions[row].numpy(),
                    )
                )
        results.append(found)
    return results


def to_spans(document: Document, words: np.ndarray) -> list[list[int]]:
    """Word indices as spans of characters, one for each run."""
    spans: list[list[int]] = []
    last = None
    for word in words.tolist():
        start, end = document.words.starts[word], document.words.ends[word]
        if last is not None and word == last + 1:
            spans[-1][1] = end
        else:
            spans.append([start, end])
        last = word
    return spans


def decode(
    document: Document, found: list[Found], transitions: np.ndarray, threshold: float
) -> list[dict]:
    """Attributions in the corpus' own form."""
    rows = []
    for one in found:
        if one.probability < threshold:
            continue
        labels = best_labels(one.emissions[None], transitions)[0]
        content = np.flatnonzero(labels == CONTENT) + one.start
        if not len(content):
            continue
        cue = np.flatnonzero(labels == CUE) + one.start
        if not len(cue):
            cue = np.array([one.anchor])
        speaker = np.flatnonzero(labels == SPEAKER) + one.start
        rows.append(
            {
                "cue": to_spans(document, cue),
                "source": to_spans(document, speaker),
                "content": to_spans(document, content),
                "p": one.probability,
            }
        )
    return rows


def score(gold: Path, predictions: Path, *flags: str) -> str:
    """What the corpus' scorer prints."""
    tool = gold.parents[2] / "tools" / "extraction" / "score.py"
    return subprocess.run(
        [sys.executable, str(tool), str(gold), str(predictions), *flags],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def evaluate(
    network: Network, tokenizer: Tokenizer, dev: Path, out: Path, **windows: int
) -> None:
    """Print the figures on dev for a few thresholds."""
    documents = read_documents(dev, tokenizer)
    found = find(network, documents, specials(tokenizer), 0.1, **windows)
    transitions = network.transitions.detach().numpy()
    for threshold in (0.3, 0.4, 0.5):
        path = out / f"dev-{threshold}.jsonl"
        with path.open("w") as file:
            for document, own in zip(documents, found, strict=True):
                rows = decode(document, own, transitions, threshold)
                file.write(
                    json.dumps({"doc_id": document.name, "attributions": rows}) + "\n"
                )
        lines = score(dev, path).splitlines()
        wanted = (
            "docs",
            "cue exact",
            "source exact",
            "content exact",
            "triple",
            "content_len",
            "link",
        )
        print(
            threshold,
            *(line for line in lines if line.startswith(wanted)),
            sep="\n",
            flush=True,
        )


def load_network(folder: Path) -> Network:
    """A network that was trained before."""
    network = Network(Shape(**json.loads((folder / "shape.json").read_text())))
    network.load_state_dict(torch.load(folder / "weights.pt", weights_only=True))
    return network.eval()


if __name__ == "__main__":
    run, base, dev = (Path(argument) for argument in sys.argv[1:4])
    evaluate(load_network(run), load_tokenizer(base), dev, run)
