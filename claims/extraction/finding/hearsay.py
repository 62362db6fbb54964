"""Adverbs and passives for which nobody answers: "reportedly", "is expected to"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import Page, merge_spans
from claims.extraction.finding.phrases import (
    clause,
    cue_range,
    is_negated,
    noun_phrase,
    stretched,
)
from claims.extraction.finding.times import times_of
from claims.extraction.lexicon import (
    PROJECTION_PASSIVES,
)
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


_PERFECT: Final = frozenset({"had", "has", "have", "having", "’d", "'d", "’ve", "'ve"})


def find_hearsay_adverb(page: Page, adverb: Token) -> Candidate | None:
    """ "US reportedly seeks …": no speaker; the clause without the adverb."""
    head = adverb.head
    if head.pos_ == "ADJ" or adverb.dep_ == "amod":
        return None
    verb = head
    while verb.dep_ in ("aux", "auxpass") and verb.head.i != verb.i:
        verb = verb.head
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    cue_first = cue_last = adverb.i
    spans = _clause_without(page, verb, adverb.i, adverb.i)
    if not spans:
        return None
    return _sourceless(
        page, verb, cue_first, cue_last, spans, "hearsay-adverb", adverb.lower_
    )


def _clause_without(page: Page, verb: Token, first: int, last: int) -> list[Span]:
    """The clause a verb heads, without the words from ``first`` to ``last``."""
    low, high = verb.left_edge.i, verb.right_edge.i
    subject = page.child(verb, "nsubj", "nsubjpass", "csubj")
    if subject is not None:
        low = (
            min(subject.left_edge.i, low)
            if verb.dep_ != "ROOT"
            else subject.left_edge.i
        )
        if verb.dep_ == "ROOT" and subject.i > verb.i:
            low = verb.left_edge.i
    elif verb.dep_ == "conj":
        low = min(verb.i, first)
    for child in page.children[verb.i]:
        if (
            child.dep_ in ("conj", "advcl", "parataxis", "cc")
            and child.i > verb.i
            and (
                child.dep_ != "advcl"
                or child.left_edge.lower_
                in ("as", "while", "after", "although", "when")
            )
        ):
            high = min(high, child.left_edge.i - 1)
    for token in page.tokens[last + 1 : high + 1]:
        # "… as the minister is expected": another event, whatever it hangs on
        if (
            token.dep_ == "advcl"
            and token.left_edge.lower_ in ("as", "while")
            and token.left_edge.i > last + 1
            and page.child(token, "nsubj", "nsubjpass")
        ):
            high = min(high, token.left_edge.i - 1)
    if low > first:
        low = first
    pieces = [
        page.trimmed(low, first - 1) if low < first else None,
        page.trimmed(last + 1, high) if last < high else None,
    ]
    return [s for s in (stretched(page, p) for p in pieces) if s is not None]


_STOPS: Final = frozenset(".!?”’\"'")


def find_passive(page: Page, participle: Token) -> Candidate | None:
    """ "is expected to visit", "is believed to", "it is understood that"."""
    lower = participle.lower_
    if participle.pos_ not in ("VERB", "ADJ", "AUX") or page.child(participle, "agent"):
        return None
    auxiliary = page.child(participle, "auxpass")
    copula = participle.head if participle.dep_ == "acomp" else None
    headline = auxiliary is None and copula is None
    if headline and any(c.lower_ in _PERFECT for c in page.children[participle.i]):
        return None  # "had claimed to know": somebody claimed it
    inner = page.child(participle, "xcomp", "ccomp")
    if inner is None or inner.i < participle.i:
        return None
    if headline and not _headline_passive(page, participle, inner):
        return None
    if headline and lower == "claimed" and page.text.rstrip()[-1:] in _STOPS:
        return None  # "a rival team claimed to have found it.": no headline either
    if headline and page.tokens[participle.i - 1].tag_ == "PRP":
        return None  # "She said to take it slowly": no headline has a pronoun there
    verb = copula or participle
    first, last = cue_range(page, participle)
    if copula is not None:
        first = min(first, cue_range(page, copula)[0])
    subject = page.child(verb, "nsubjpass", "nsubj", "dobj")
    if subject is None and headline:
        subject = page.child(inner, "nsubj")
    if subject is None and participle.dep_ == "conj":
        subject = page.child(participle.head, "nsubjpass", "nsubj")
    spans: list[Span | None] = []
    impersonal = subject is None or subject.lower_ in ("it", "there")
    if subject is not None and not impersonal and subject.i < participle.i:
        phrase = noun_phrase(page, subject, verb=participle)
        spans.append(phrase)
    elif impersonal and not _has_complement(page, inner):
        return None
    elif subject is not None and subject.lower_ == "it" and _is_infinitive(page, inner):
        spans.append(page.span(subject.i, subject.i))
    spans.append(clause(page, inner, participle))
    kept = [s for s in spans if s is not None]
    if not kept:
        return None
    rule = "projection" if lower in PROJECTION_PASSIVES else "hearsay-passive"
    return _sourceless(
        page, participle, first, last, kept, rule, _PASSIVE_LEMMAS.get(lower, lower)
    )


_PASSIVE_LEMMAS: Final = {
    "expected": "expect", "said": "say", "believed": "believe", "thought": "think",
    "understood": "understand", "reported": "report", "alleged": "allege",
    "rumored": "rumor", "rumoured": "rumour", "claimed": "claim", "known": "know",
    "considered": "consider", "estimated": "estimate", "feared": "fear",
    "projected": "project", "anticipated": "anticipate", "predicted": "predict",
    "forecast": "forecast", "assumed": "assume", "suspected": "suspect",
    "presumed": "presume", "tipped": "tip", "slated": "slate", "scheduled": "schedule",
}  # fmt: skip


def _headline_passive(page: Page, participle: Token, inner: Token) -> bool:
    """ "Minister expected to resign": a participle between subject and "to"."""
    return (
        participle.tag_ in ("VBN", "VBD")
        and _is_infinitive(page, inner)
        and participle.i + 1 < len(page.tokens)
        and page.tokens[participle.i + 1].lower_ == "to"
        and page.child(participle, "dobj") is None
    )


def _is_infinitive(page: Page, verb: Token) -> bool:
    return any(c.lower_ == "to" for c in page.children[verb.i] if c.dep_ == "aux")


def _has_complement(page: Page, inner: Token) -> bool:
    return inner.dep_ == "ccomp" or _is_infinitive(page, inner)


def _sourceless(
    page: Page,
    verb: Token,
    first: int,
    last: int,
    spans: list[Span],
    rule: str,
    lemma: str,
) -> Candidate | None:
    cue = page.span(first, last)
    content = merge_spans(span for span in spans if not span.overlaps(cue))
    if not content:
        return None
    return Candidate(
        rule=rule,
        cue=(cue,),
        lemma=lemma,
        frame="hearsay",
        content=content,
        sentence=page.sentence(verb),
        paragraph=page.paragraph,
        times=times_of(page, verb),
        negated=is_negated(page, verb),
        cue_words=page.words(first, last),
        in_quotation=page.is_quoted(page.tokens[last]),
    )
