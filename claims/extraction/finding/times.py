"""When something was said: the dates that hang on a cue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claims.extraction.finding.page import Page
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_TIME_HEADS: Final = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
     "today", "yesterday", "tonight", "week", "month", "year", "morning", "afternoon",
     "evening", "night", "day", "days", "weeks", "january", "february", "march",
     "april", "may", "june", "july", "august", "september", "october", "november",
     "december", "jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.", "sep.",
     "sept.", "oct.", "nov.", "dec.", "weekend"}
)  # fmt: skip


def _dated_parts(page: Page, phrase: Token) -> list[Token]:
    """Where a date may hang: "in a reply on Tuesday", "a report filed on Tuesday"."""
    parts: list[Token] = []
    for child in page.children[phrase.i]:
        written = child.dep_ == "pobj" and phrase.lower_ in ("in", "with", "to", "by")
        issued = child.dep_ == "acl" and child.lower_ in _ISSUED
        if written or issued:
            parts.extend(page.children[child.i])
    return parts


_ISSUED: Final = frozenset(
    {"filed", "published", "released", "issued", "posted", "sent", "dated"}
)


def times_of(page: Page, verb: Token) -> tuple[Span, ...]:
    """Temporal phrases that modify the cue verb itself."""
    found = []
    near = list(page.children[verb.i])
    for child in page.children[verb.i]:
        if child.dep_ in ("prep", "nsubj", "dobj"):
            near.extend(_dated_parts(page, child))
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.head.i < verb.i:
        near.extend(page.children[verb.head.i])  # "on Friday blocked …, ruling that"
    for child in near:
        if child.dep_ == "npadvmod" or (
            child.dep_ == "advmod" and child.lower_ in ("yesterday", "today", "tonight")
        ):
            head = child
        elif child.dep_ == "prep" and child.lower_ in ("on", "in", "last", "during"):
            inner = page.child(child, "pobj")
            if inner is None:
                continue
            head = inner
        else:
            continue
        last = head.right_edge.i
        if (
            any(
                token.lower_ in _TIME_HEADS
                for token in page.tokens[child.left_edge.i : last + 1]
            )
            and last - child.left_edge.i < 8
        ):
            span = page.trimmed(child.left_edge.i, last)
            if span:
                found.append(span)
    return tuple(found)
