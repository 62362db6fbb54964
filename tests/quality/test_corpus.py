"""The trained models on PolNeAR's development articles: floors that only go up.

The corpus states no licence and is not in this repository. Where it lies beside it,
or where FACTCHECK_CORPUS names its dev.jsonl, these tests run.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest

from claims.evaluation import Evaluation, read_document
from claims.evaluation.classes import Axis, CueClass
from claims.extraction import Extractor
from claims.extraction.tagger.weights import FOLDER, MODELS

HERE = Path(__file__).parent
BESIDE = HERE.parents[2] / "shared" / "data" / "polnear" / "dev.jsonl"
CORPUS = Path(os.environ.get("FACTCHECK_CORPUS", BESIDE))
FLOORS: dict[str, dict[str, float]] = json.loads(
    (HERE / "corpus_floors.json").read_text(encoding="utf-8")
)
SHIPPED = [name for name in MODELS if (FOLDER / name / "weights.json").exists()]
# What a fact-checker looks at: statements, however they are introduced.
STATEMENTS = (CueClass.SPEECH_VERB, CueClass.ACCORDING_TO, CueClass.NOUN)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(
        not CORPUS.exists(),
        reason=f"needs PolNeAR's development articles in {CORPUS.name} (see "
        "training/README.md); FACTCHECK_CORPUS says where they are",
    ),
]


@cache
def figures_of(model: str) -> dict[str, float]:
    """The figures of one model, shares from 0 to 1."""
    extractor = Extractor(model)
    evaluation = Evaluation()
    with CORPUS.open("rb") as lines:
        for document in map(read_document, lines):
            evaluation.add(document, extractor.extract(document.text).attributions)
    wholes = {one.value: tally.f1 for one, tally in evaluation.scores.wholes.items()}
    classes = evaluation.by_class()[Axis.CUE]
    statements = [count for name, count in classes.items() if name in STATEMENTS]
    calibration = evaluation.calibration()
    return {
        **{name: wholes[name] for name in ("triple_lenient", "triple_strict")},
        "statements_recall": sum(count.whole for count in statements)
        / sum(count.gold for count in statements),
        "calibrated": 1 - calibration.error,
        "sure_are_right": calibration.precision_when_sure or 0.0,
    }


def test_every_model_has_floors() -> None:
    assert set(FLOORS) == set(SHIPPED)


@pytest.mark.parametrize(
    ("model", "measure"),
    [(model, measure) for model, floors in FLOORS.items() for measure in floors],
)
def test_no_measure_falls_below_its_floor(model: str, measure: str) -> None:
    reached = figures_of(model)[measure]

    assert reached >= FLOORS[model][measure], f"{measure} fell to {reached:.4f}"
