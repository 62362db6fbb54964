"""Nouns and adjectives that attribute: "his claim that …", "is confident that …"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import Page
from claims.extraction.finding.phrases import (
    clause,
    cue_range,
    is_negated,
    noun_phrase,
    subject_of,
)
from claims.extraction.lexicon import (
    ADJECTIVES,
    CUE_NOUNS,
    LIGHT_VERBS,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


_PROMISES: Final = frozenset(
    {"promise", "promises", "pledge", "pledges", "vow", "vows", "demand", "demands",
     "call", "calls"}
)  # fmt: skip


def find_noun(page: Page, noun: Token) -> Candidate | None:
    """ "his claim that …", "warnings from officials that …"."""
    inner, frame = _that_clause(page, noun), "noun"
    if inner is None:
        inner, frame = _infinitive(page, noun), "X"
    if inner is None:
        return None
    owner = _owner(page, noun, inner)
    span = clause(page, inner, noun)
    if span is None:
        return None
    first, inherited = noun.i, False
    verb = _light_verb(page, noun)
    if verb is not None and (owner is None or owner.pos_ == "PRON"):
        subject, inherited = subject_of(page, verb)
        if subject is not None and subject.lower_ not in ("it", "there"):
            owner, first = subject, cue_range(page, verb)[0]
    speaker = noun_phrase(page, owner, verb=verb) if owner is not None else None
    cue = page.span(first, noun.i)
    if (speaker and cue.overlaps(speaker)) or cue.overlaps(span):
        return None
    return Candidate(
        rule="noun",
        cue=(cue,),
        lemma=CUE_NOUNS[noun.lower_],
        frame=frame,
        content=(span,),
        speaker=(speaker,) if speaker else (),
        speaker_head=page.base + owner.idx if owner is not None else None,
        sentence=page.sentence(noun),
        paragraph=page.paragraph,
        cue_words=page.words(first, noun.i),
        negated=verb is not None and is_negated(page, verb),
        inherited=inherited,
        in_quotation=page.is_quoted(noun),
    )


def _that_clause(page: Page, noun: Token) -> Token | None:
    for child in page.children[noun.i]:
        governed = child.dep_ in ("acl", "ccomp", "relcl")
        if child.i > noun.i and governed and _is_that(page, child):
            return child
    return None


def _infinitive(page: Page, noun: Token) -> Token | None:
    """ "her pledge to sell the yard": of promises and demands that are somebody's."""
    if noun.lower_ not in _PROMISES or page.child(noun, "poss") is None:
        return None
    for child in page.children[noun.i]:
        if child.i > noun.i and child.dep_ in ("acl", "relcl", "xcomp"):
            to = page.child(child, "aux")
            return child if to is not None and to.lower_ == "to" else None
    return None


def _owner(page: Page, noun: Token, inner: Token) -> Token | None:
    """Whose claim it is: "his", "Vale's", "from officials"."""
    owner = page.child(noun, "poss")
    if owner is not None:
        return owner
    for child in page.children[noun.i]:
        if (
            child.dep_ == "prep"
            and child.lower_ in ("by", "from", "of", "among")
            and child.i < inner.i
        ):
            owner = page.child(child, "pobj")
    return owner


def _light_verb(page: Page, noun: Token) -> Token | None:
    """The verb of "made the claim that", if the noun is its object."""
    verb = noun.head
    if noun.dep_ == "dobj" and verb.i < noun.i and verb.lower_ in LIGHT_VERBS:
        return verb
    return None


def find_adjective(page: Page, adjective: Token) -> Candidate | None:
    """ "is confident that …", "is eager to …": an attitude, told by its holder."""
    wanted = ADJECTIVES[adjective.lower_][1]
    inner = page.child(adjective, "ccomp", "xcomp")
    if inner is None or inner.i < adjective.i:
        return None
    if (inner.dep_ == "ccomp") != (wanted == "C"):
        return None
    copula = adjective.head if adjective.dep_ == "acomp" else adjective
    being = page.child(copula, "auxpass")  # "was convinced", read as a passive
    subject, inherited = page.child(copula, "nsubjpass"), False
    if subject is None and being is not None:
        subject = page.child(being, "nsubj")
    if subject is None:
        subject, inherited = subject_of(page, copula)
    if subject is None or subject.lower_ in ("it", "there", "this", "that"):
        return None
    speaker = noun_phrase(page, subject, verb=copula)
    span = clause(page, inner, adjective)
    if speaker is None or span is None:
        return None
    first = min(cue_range(page, copula)[0], cue_range(page, adjective)[0])
    if adjective.i - first > 6:
        first = adjective.i
    cue = page.span(first, adjective.i)
    if cue.overlaps(speaker) or cue.overlaps(span):
        return None
    return Candidate(
        rule="adjective",
        cue=(cue,),
        lemma=adjective.lower_,
        frame="adjective",
        content=(span,),
        speaker=(speaker,),
        speaker_head=page.base + subject.idx,
        sentence=page.sentence(adjective),
        paragraph=page.paragraph,
        cue_words=page.words(first, adjective.i),
        negated=is_negated(page, copula),
        inherited=inherited,
        in_quotation=page.is_quoted(adjective),
    )


def _is_that(page: Page, verb: Token) -> bool:
    """A complete clause after "that": "the claim that prices rose"."""
    left = page.tokens[verb.left_edge.i]
    if left.lower_ != "that" or left.dep_ not in ("mark", "nsubj", "dobj"):
        return False
    return (
        left.dep_ == "mark"
        and page.child(verb, "nsubj", "nsubjpass", "expl") is not None
    )
