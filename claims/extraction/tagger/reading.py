"""Read a text once: attributions and parse from one pass of one model."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from claims.extraction.quotations import Quotation
from claims.extraction.segmentation import Unit
from claims.extraction.tagger.finding import Tagged, find_tagged
from claims.extraction.tagger.syntax import Annotator, SyntaxLabels
from claims.extraction.tagger.weights import Weights
from claims.extraction.tagger.words import read_tokens

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Reader:
    """A model that parses what it tags, with the tokenizer whose words it reads."""

    def __init__(self, weights: Weights, labels: SyntaxLabels, nlp: Language) -> None:
        self._weights = weights
        self._annotator = Annotator(labels, nlp.vocab)
        self._nlp = nlp

    def read(
        self,
        copy: str,
        units: Sequence[Unit],
        quotations: Sequence[Quotation],
        on_read: Callable[[int], None],
    ) -> tuple[list[Tagged], Iterator[tuple[Unit, Doc]]]:
        """The attributions of a parsable copy, by position, and its units parsed.

        The tokens of the whole text are held until the last unit is taken.
        """
        docs = [self._nlp.make_doc(unit.text) for unit in units]
        words = read_tokens(units, docs, quotations)
        tagged, syntax = find_tagged(copy, words, self._weights, on_read)

        def parsed() -> Iterator[tuple[Unit, Doc]]:
            last = 0
            for number, (unit, doc) in enumerate(zip(units, docs, strict=True)):
                first, last = last, bisect_right(words.units, number)
                if syntax is not None and first < last:
                    self._annotator.annotate(doc, syntax, first, last)
                    yield unit, doc

        return tagged, parsed()
