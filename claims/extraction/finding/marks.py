"""Hedges and negations in the main clause of a content."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.page import Page
from claims.extraction.finding.phrases import lacks_subject
from claims.extraction.lexicon import CUE_NOUNS
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_MODIFIERS: Final = frozenset({"aux", "neg", "advmod", "acomp", "mark", "det", "attr"})
_ARGUMENTS: Final = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})
_NOBODY: Final = frozenset({"nobody", "nothing", "no-one", "nowhere"})
_NOT: Final = frozenset({"not", "n't", "never", "cannot"})
_THINKING: Final = frozenset(
    {"think", "believe", "suspect", "guess", "expect", "suppose", "assume", "reckon"}
)


def content_marks(page: Page, spans: Sequence[Span]) -> tuple[str, ...]:
    """Lower-case auxiliaries, adverbs and negations of the first main clause.

    "Cannot rule out" is a possibility and no negation; "not only" negates
    nothing; "I think" is the speaker's own hedge.
    """
    root = _root(page, spans[0])
    if root is None:
        return ()
    words = [root.lower_]
    for child in page.children[root.i]:
        words.extend(_of_child(page, root, child))
    if _rules_out(page, root) and any(word in _NOT for word in words):
        return (*(word for word in words if word not in _NOT), "possible")
    return tuple(words)


def _of_child(page: Page, root: Token, child: Token) -> Iterator[str]:
    if child.dep_ in _MODIFIERS and not _is_not_only(page, child):
        yield child.lower_
        yield from (c.lower_ for c in page.children[child.i] if c.dep_ == "advmod")
    if child.dep_ in _ARGUMENTS:
        yield from (c.lower_ for c in page.children[child.i] if c.lower_ == "no")
        if child.lower_ in _NOBODY or _is_none_of(child):
            yield "nobody"
    if child.dep_ == "nsubj" and child.lower_ in ("i", "we"):
        yield "i think" if root.lower_ in _THINKING else ""
    if child.dep_ == "advcl" and child.i < root.i:
        yield from (
            "if" for c in page.children[child.i] if c.lower_ in ("if", "unless")
        )


def _is_not_only(page: Page, token: Token) -> bool:
    after = token.i + 1
    return (
        token.dep_ == "neg"
        and after < len(page.tokens)
        and page.tokens[after].lower_ in ("only", "just", "merely", "simply")
    )


def _is_none_of(token: Token) -> bool:
    return token.lower_ in ("none", "neither")


def _rules_out(page: Page, root: Token) -> bool:
    """ "rule out", "exclude": denied, they leave something possible."""
    particle = page.child(root, "prt")
    out = particle is not None and particle.lower_ == "out"
    return (out and root.lower_ in ("rule", "ruled", "ruling")) or (
        root.lower_ in ("exclude", "preclude")
    )


def _root(page: Page, span: Span) -> Token | None:
    """The verb the content's first clause hangs on."""
    first = bisect_left(page.starts, span.start)
    last = bisect_left(page.starts, span.end) - 1
    for token in page.tokens[first : last + 1]:
        inside = first <= token.head.i <= last and token.head.i != token.i
        if token.pos_ in ("VERB", "AUX") and (not inside or token.dep_ == "ROOT"):
            inner = page.child(token, "ccomp")
            if inner is not None and lacks_subject(page, inner, token):
                return inner
            return token
    for token in page.tokens[first : last + 1]:  # "the claim that nothing was done"
        if token.lower_ in CUE_NOUNS:
            return page.child(token, "acl", "relcl", "ccomp")
    return None
