"""Turn the model's scores into probabilities, and choose the threshold, on dev.

    python -m training.calibrate --weights FOLDER --dev FILE

For each attribution found, logistic regressions (Platt 1999) over the logits of the
three scores give the chance that cue, content and speaker are right and that the
whole is (speaker and content with a token F1 of 0.5 or more). Cross-fitting by
documents (five folds) gives honest figures: no attribution is judged by a regression
that saw its document. What ships was fitted on all of dev; the threshold is the one
with the best cross-fitted F1 of whole attributions.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from claims.evaluation.documents import Annotation, read_document
from claims.evaluation.measures import match, parts_of
from claims.evaluation.tokens import find_tokens
from claims.extraction.segmentation import parsable_copy
from claims.extraction.tagger.finding import find_tagged
from claims.extraction.tagger.sureness import features
from claims.extraction.tagger.weights import open_weights
from training.data import words_for

FOLDS = 5
BINS = 15
PARTS = ("cue", "content", "speaker", "overall")


def main() -> None:
    """Fit, print the figures, write them into weights.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument(
        "--floor", type=float, default=0.1, help="score of a cue that is looked at"
    )
    options = parser.parse_args()
    path = options.weights / "weights.json"
    before = path.read_text()
    described = json.loads(before)
    described.update(floor=options.floor, threshold=0.0, calibration=None)
    path.write_text(json.dumps(described, indent=1) + "\n")
    rows, right, fold, gold = _judge(options.weights, options.dev)
    if not len(rows):
        path.write_text(before)
        parser.error(
            "these weights find nothing in the development articles: train them "
            "longer, or lower --floor. They stay as they were."
        )
    chances = np.zeros((len(rows), len(PARTS)))
    for number in range(FOLDS):
        learn, apply = fold != number, fold == number
        for column, part in enumerate(PARTS):
            fitted = _fit(rows[learn], right[learn], part)
            chances[apply, column] = _chance(rows[apply], fitted)
    overall = chances[:, PARTS.index("overall")]
    good = right[:, PARTS.index("overall")]
    best = max(np.arange(0.1, 0.7, 0.01), key=lambda t: _f1(overall, good, t, gold))
    print("threshold  precision  recall  f1 (cross-fitted, model alone)")
    table = []
    for threshold in sorted(
        {*np.arange(0.1, 0.95, 0.1).round(2), round(float(best), 2)}
    ):
        kept = overall >= threshold
        precision, recall = good[kept].mean(), good[kept].sum() / gold
        table.append(
            [float(threshold), round(float(precision), 3), round(float(recall), 3)]
        )
        f1 = _f1(overall, good, threshold, gold)
        print(f"{threshold:9.2f}{precision:11.3f}{recall:8.3f}{f1:6.3f}")
    kept = overall >= best
    print(f"expected calibration error {_ece(overall[kept], good[kept]):.4f}")
    sure = overall >= 0.9
    print(f"confidence ≥ 0.9: {good[sure].mean():.3f} of {sure.sum()}")
    described.update(
        threshold=round(float(best), 2),
        operating_points=table,
        calibration={part: _fit(rows, right, part).round(4).tolist() for part in PARTS},
    )
    path.write_text(json.dumps(described, indent=1) + "\n")


def _judge(folder: Path, dev: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Features, what is right of each, folds, and the number annotated."""
    weights = open_weights(folder)
    rows, right, folds, gold = [], [], [], 0
    for number, line in enumerate(dev.open()):
        document = read_document(line)
        text = document.text
        tokens = find_tokens(text)
        found, _ = find_tagged(
            parsable_copy(text) if weights.syntax else text,
            words_for(weights, text),
            weights,
        )
        wanted = [parts_of(tokens, one) for one in document.annotations]
        gold += len(wanted)
        own = [
            parts_of(tokens, Annotation(one.speaker, one.cue, one.content))
            for one in found
        ]
        matched = {one.found: one for one in match(wanted, own)}
        for index, one in enumerate(found):
            pair = matched.get(index)
            content = pair is not None and pair.is_content_lenient
            speaker = pair is not None and pair.is_lenient
            rows.append(features(one))
            right.append([pair is not None and pair.cue > 0, content, speaker, speaker])
            folds.append(number % FOLDS)
    return np.array(rows), np.array(right, dtype=float), np.array(folds), gold


def _fit(rows: np.ndarray, right: np.ndarray, part: str) -> np.ndarray:
    """Coefficients of a logistic regression, bias last. Parts are conditional."""
    column = PARTS.index(part)
    given = {"content": right[:, 0] > 0, "speaker": right[:, 1] > 0}.get(part)
    if given is not None:
        rows, right = rows[given], right[given]
    inputs = np.hstack([rows, np.ones((len(rows), 1))])
    target = right[:, column]
    weights = np.zeros(inputs.shape[1])
    for _ in range(50):  # Newton's method, slightly ridged
        chance = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (chance - target) + 1e-2 * weights
        curvature = (inputs * (chance * (1 - chance))[:, None]).T @ inputs
        weights -= np.linalg.solve(curvature + 1e-2 * np.eye(len(weights)), gradient)
    return weights


def _chance(rows: np.ndarray, fitted: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(rows @ fitted[:-1] + fitted[-1])))


def _f1(overall: np.ndarray, good: np.ndarray, threshold: float, gold: int) -> float:
    kept = overall >= threshold
    return float(2 * good[kept].sum() / (kept.sum() + gold))


def _ece(chances: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over 15 bins of equal mass (Naeini et al. 2015)."""
    order = np.argsort(chances)
    return float(
        sum(
            len(part) * abs(chances[part].mean() - right[part].mean())
            for part in np.array_split(order, BINS)
        )
        / len(chances)
    )


if __name__ == "__main__":
    main()
