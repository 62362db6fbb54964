"""Hold what the engine finds against annotated documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from claims.evaluation.calibration import Calibration, calibrate
from claims.evaluation.classes import Axis, Classifier
from claims.evaluation.documents import Annotation, Document
from claims.evaluation.measures import Match, Scores, parts_of
from claims.evaluation.predictions import as_annotation, outermost
from claims.evaluation.tokens import find_tokens
from claims.extraction.model import Attribution


@dataclass(slots=True)
class ClassCount:
    """How much of one class of annotations was found."""

    gold: int = 0
    content: int = 0  # content about right
    whole: int = 0  # content and speaker about right


@dataclass(slots=True)
class Evaluation:
    """Grows with each document that is added.

    With ``punct`` punctuation marks are tokens too, which makes "exact" as strict as
    in the literature. Claims inside others' contents are left out unless ``nested``.
    """

    punct: bool = False
    nested: bool = False
    scores: Scores = field(default_factory=Scores, init=False)
    words: int = field(default=0, init=False)
    left_out: int = field(default=0, init=False)  # claims inside others
    _classes: dict[tuple[Axis, str], ClassCount] = field(
        default_factory=dict, init=False
    )
    _judged: list[tuple[float, bool]] = field(default_factory=list, init=False)

    def add(self, document: Document, claims: Sequence[Attribution]) -> None:
        """Compare the claims found in a document with its annotations."""
        kept = list(claims) if self.nested else outermost(claims)
        self.left_out += len(claims) - len(kept)
        self.words += len(find_tokens(document.text))
        tokens = find_tokens(document.text, punct=self.punct)
        gold = [
            (annotation, parts)
            for annotation in document.annotations
            if (parts := parts_of(tokens, annotation))
        ]
        found = [
            (claim, parts)
            for claim in kept
            if (parts := parts_of(tokens, as_annotation(claim)))
        ]
        matches = self.scores.add(
            [parts for _, parts in gold], [parts for _, parts in found]
        )
        annotations = [annotation for annotation, _ in gold]
        self._sort(document.text, annotations, {one.gold: one for one in matches})
        right = {one.found for one in matches if one.is_lenient}
        self._judged += [
            (claim.confidence.overall, number in right)
            for number, (claim, _) in enumerate(found)
        ]

    def by_class(self) -> Mapping[Axis, Mapping[str, ClassCount]]:
        """What was found of each class, the largest classes first."""
        largest = sorted(self._classes.items(), key=lambda item: -item[1].gold)
        return {
            axis: {name: count for (its, name), count in largest if its is axis}
            for axis in Axis
        }

    def calibration(self) -> Calibration:
        """Whether the claims were right as often as their confidence says."""
        return calibrate(self._judged)

    def _sort(
        self,
        text: str,
        annotations: Sequence[Annotation],
        matches: Mapping[int, Match],
    ) -> None:
        classifier = Classifier(text)
        for number, annotation in enumerate(annotations):
            one = matches.get(number)
            for key in classifier.classes_of(annotation):
                count = self._classes.setdefault(key, ClassCount())
                count.gold += 1
                count.content += one is not None and one.is_content_lenient
                count.whole += one is not None and one.is_lenient
