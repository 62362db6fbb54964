"""The outlet's own sentences: factual by their form, and nobody else's words.

A sentence is listed when all of this holds:

1. it begins with a capital or a digit, ends with a full stop, and has five words
   or more: headlines, questions, fragments and bylines do not;
2. it touches no quotation;
3. its main verb is finite, in the past or the present, without a modal: no
   imperative, no "will", no "should";
4. the verb has a subject, and that is not the writer or the reader: "I", "we" and
   "you" belong to columns, appeals and advice;
5. it leaves nothing open: neither "If …" nor "whether …".

Whether it is part of a claim is seen later, when there are claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.marks import content_marks
from claims.extraction.finding.page import PASSIVE_SUBJECTS, SUBJECTS, Page

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

RULE: Final = "outlet"
FEWEST_WORDS: Final = 5
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_BARE: Final = frozenset({"VB", "VBG", "VBN"})  # finite only with an auxiliary
_WRITER_AND_READER: Final = frozenset({"i", "we", "you"})


def find_own_sentences(page: Page) -> Iterator[Candidate]:
    """The factual sentences of a page, as candidates without cue and speaker."""
    for sentence in page.doc.sents:
        first, last = sentence.start, sentence.end - 1
        if not _has_form(sentence) or not _is_factual(page, sentence.root):
            continue
        whole = page.trimmed_blank(first, last)
        content = page.trimmed(first, last)
        if content is None or any(q.span.overlaps(whole) for q in page.quotations):
            continue
        marks = content_marks(page, (content,))
        if "if" in marks:
            continue
        yield Candidate(
            rule=RULE,
            cue=(),
            lemma="",
            frame=RULE,
            content=(content,),
            sentence=whole,
            paragraph=page.paragraph,
            marks=marks,
        )


def _has_form(sentence: Sentence) -> bool:
    """Whether it looks like a whole sentence that states something."""
    words = sentence.text.strip()
    if not words.endswith(".") or words.endswith(".."):
        return False
    if not (words[0].isupper() or words[0].isdigit()):
        return False
    if any(token.lower_ == "whether" for token in sentence):
        return False
    return sum(token.is_alpha for token in sentence) >= FEWEST_WORDS


def _is_factual(page: Page, verb: Token) -> bool:
    """Whether a main verb states something about somebody other than us."""
    helpers = [c.tag_ for c in page.children[verb.i] if c.dep_ in ("aux", "auxpass")]
    if "MD" in helpers:
        return False
    if verb.tag_ in _BARE:
        is_finite = any(tag in _FINITE for tag in helpers)
    else:
        is_finite = verb.tag_ in _FINITE
    subject = page.child(verb, *SUBJECTS, *PASSIVE_SUBJECTS)
    return (
        is_finite and subject is not None and subject.lower_ not in _WRITER_AND_READER
    )
