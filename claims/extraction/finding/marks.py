"""Hedges and negations in the main clause of a content."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from spacy.tokens import Token

from claims.extraction.finding.page import Page
from claims.extraction.model import Span

_MODIFIERS: Final = frozenset({"aux", "neg", "advmod", "acomp", "mark", "det", "attr"})


def content_marks(page: Page, spans: Sequence[Span]) -> tuple[str, ...]:
    """Lower-case auxiliaries, adverbs and negations of the first main clause."""
    root = _root(page, spans[0])
    if root is None:
        return ()
    words = [root.lower_]
    for child in page.children[root.i]:
        if child.dep_ in _MODIFIERS:
            words.append(child.lower_)
            words.extend(c.lower_ for c in page.children[child.i] if c.dep_ == "advmod")
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj"):
            words.extend(c.lower_ for c in page.children[child.i] if c.lower_ == "no")
            if child.lower_ in ("nobody", "nothing", "none"):
                words.append("nobody")
        elif child.dep_ == "advcl" and child.i < root.i:
            words.extend(
                "if" for c in page.children[child.i] if c.lower_ in ("if", "unless")
            )
    return tuple(words)


def _root(page: Page, span: Span) -> Token | None:
    """The verb the content's first clause hangs on."""
    first = bisect_left(page.starts, span.start)
    last = bisect_left(page.starts, span.end) - 1
    for token in page.tokens[first : last + 1]:
        inside = first <= token.head.i <= last and token.head.i != token.i
        if token.pos_ in ("VERB", "AUX") and (not inside or token.dep_ == "ROOT"):
            return token
    return None
