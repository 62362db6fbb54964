"""The measures give the figures of the scorer that published results were made with."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from claims.evaluation import Annotation, Document, Evaluation, as_dict, read_document
from tests.unit.evaluation.annotating import claims
from tests.unit.evaluation.perturbing import perturbed

# Three invented articles and predictions for them, with what the scorer gave.
FIGURES = json.loads(
    (Path(__file__).parent / "figures.json").read_text(encoding="utf-8")
)
SHARED = Path(__file__).resolve().parents[4] / "shared"
WHOLES = (
    "triple_strict", "pair_strict", "triple_lenient", "lenient_sourced",
    "content_lenient",
)  # fmt: skip
SPANS = ("exact", "overlap", "soft", "token", "piece")

Pairs = list[tuple[Document, tuple[Annotation, ...]]]
Figures = dict[str, Any]  # Any: JSON


def ours(pairs: Pairs, *, punct: bool) -> dict[str, float]:
    """Our figures, under the scorer's names."""
    evaluation = Evaluation(punct=punct, nested=True)
    for document, found in pairs:
        evaluation.add(document, claims(found))
    result = as_dict(evaluation)
    renamed = {
        "docs": result["documents"],
        "n_gold": result["annotated"],
        "n_pred": result["found"],
        "source": result["speaker"],
        **result,
    }
    keys = {"p": "precision", "r": "recall", "f1": "f1"}
    return _flat(renamed, keys)


def theirs(figures: Figures) -> dict[str, float]:
    """The scorer's figures, flattened likewise."""
    return _flat(figures, {"p": "p", "r": "r", "f1": "f1"})


def _flat(figures: Figures, keys: dict[str, str]) -> dict[str, float]:
    flat = {name: figures[name] for name in ("docs", "n_gold", "n_pred", "link")}
    for short, key in keys.items():
        for name in WHOLES:
            flat[f"{name} {short}"] = figures[name][key]
        for part in ("source", "cue", "content"):
            for name in SPANS:
                flat[f"{part} {name} {short}"] = figures[part][name][key]
    return flat


@pytest.mark.parametrize("tokens", ["words", "punct"])
def test_the_figures_of_invented_articles(tokens: str) -> None:
    pairs = [
        (
            read_document(json.dumps(row)),
            read_document(
                json.dumps({**row, "attributions": row["found"]})
            ).annotations,
        )
        for row in FIGURES["documents"]
    ]

    result = ours(pairs, punct=tokens == "punct")

    assert result == pytest.approx(theirs(FIGURES["figures"][tokens]), abs=1e-12)


@pytest.fixture
def score(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Figures]]:
    """The scorer of the shared folder; it needs numpy and scipy."""
    folder = SHARED / "tools" / "extraction"
    if not folder.exists():
        pytest.skip("needs the shared folder beside the repository")
    pytest.importorskip("scipy", reason="the scorer needs scipy")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield import_module("score").score
    for name in ("score", "corpora"):
        sys.modules.pop(name, None)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("punct", [False, True])
def test_the_figures_of_a_corpus(score: Callable[..., Figures], *, punct: bool) -> None:
    corpus = SHARED / "data" / "polnear" / "dev.jsonl"
    rows = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    documents = [read_document(json.dumps(row)) for row in rows]
    pairs = [
        (document, perturbed(document, seed=number))
        for number, document in enumerate(documents)
    ]
    predicted = [
        {"doc_id": row["doc_id"], "attributions": [_row(one) for one in found]}
        for row, (_, found) in zip(rows, pairs, strict=True)
    ]

    result = ours(pairs, punct=punct)

    assert result == pytest.approx(theirs(score(rows, predicted, punct)), abs=1e-12)


def _row(one: Annotation) -> dict[str, list[list[int]]]:
    return {
        "source": [span.to_list() for span in one.speaker],
        "cue": [span.to_list() for span in one.cue],
        "content": [span.to_list() for span in one.content],
    }
