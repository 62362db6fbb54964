"""Join what the trained model found with what the rules know of the same cue.

The model says where cue, speaker and content are; the parse and the rules say what
the cue is: its lemma, construction, negation, time, hearer. Rules alone speak for
what the model was never taught: claims inside claims, transcripts, headlines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.interposed import is_being_asked
from claims.extraction.finding.layout import RUBRICS
from claims.extraction.finding.marks import content_marks
from claims.extraction.finding.page import Page
from claims.extraction.finding.relayed import CITED
from claims.extraction.finding.unsaid import is_unsaid
from claims.extraction.finding.verbs import antecedent_of, bare, entry_of
from claims.extraction.lexicon import (
    ADJECTIVES,
    CUE_NOUNS,
    HEARSAY_ADVERBS,
    HEARSAY_PASSIVES,
    PROJECTION_PASSIVES,
    UNKNOWN_CUE,
    CueEntry,
)
from claims.extraction.model import Span, Tier
from claims.extraction.tagger.finding import Tagged

if TYPE_CHECKING:
    from spacy.tokens import Token

# Rules that read the layout, quotation marks or a fixed phrase. Where the model is
# silent they are right often enough: on PolNeAR's development articles they change
# F1 by less than 0.2, and they know registers that the corpus has not.
_TRUSTED: Final = frozenset(
    {"transcript", "headline", "headline-end", "hearsay-adverb", "hearsay-passive",
     "projection", "as-put-it", "according", "in-the-words-of", "per", "cited",
     "in-view", "in-account",
     "quote-next", "quote-after", "quote-before"}
)  # fmt: skip
# Rules that read the layout frame what else is found: a turn of a transcript relays.
_FRAMING: Final = frozenset({"transcript", "headline"})
# Rules for who relays a whole sentence with what somebody says in it.
_AROUND: Final = frozenset({"headline-end", "in-view", "in-account"})
# Contents that say nothing by themselves: "confirmed it".
_EMPTY: Final = frozenset({"it", "this", "that", "so", "them", "these", "those"})
# Participles about the saying, which are no part of who speaks.
_ASIDES: Final = frozenset(
    {"quoted", "cited", "speaking", "talking", "writing", "citing", "quoting",
     "interviewed"}
)  # fmt: skip
_ASKING: Final = frozenset({"ask", "question", "press"})
_HEAD_TAGS: Final = ("VERB", "AUX")
_DEPENDENT: Final = frozenset({"poss", "compound", "amod", "nummod", "det"})
_ACCORDING: Final = 2  # tokens of "according to"
_MARKS: Final = "\"“”'‘’"


def join_tagged(
    page: Page, rules: Sequence[Candidate], tagged: Sequence[Tagged]
) -> list[Candidate]:
    """The candidates of a page on which the model found ``tagged``, by position."""
    tagged = _each_once(tagged)
    heads = [_head(page, one) for one in tagged]
    found = [
        _candidate(page, one, head, _same_cue(rules, one))
        for one, head in zip(tagged, heads, strict=True)
        if not _says_nothing(page, one, head)
    ]
    for rule in rules:
        cue = rule.cue[0]
        if any(cue.overlaps(span) for one in tagged for span in one.cue):
            continue
        inside = any(span.covers(cue) for one in tagged for span in one.content)
        # a paragraph that is all quotation finds its speaker in the one before
        inside = inside or rule.in_quotation
        trusted = rule.rule in _TRUSTED and not _overlap(rule, tagged)
        # "Maker knew of the fault, e-mails show": one inside the other
        trusted = trusted or (rule.rule in _AROUND and _holds_all(rule, tagged))
        # whoever is cited answers for what the model gave to who cites
        trusted = trusted or rule.rule == CITED
        if inside or trusted or rule.rule in _FRAMING:
            found.append(rule)
    return sorted(found, key=lambda one: (one.start, one.cue[0].start))


def _each_once(tagged: Sequence[Tagged]) -> list[Tagged]:
    """Of two readings of one cue, "it is understood" and "is understood", the surer."""
    kept: list[Tagged] = []
    for one in sorted(tagged, key=_sure, reverse=True):
        if not any(
            _meet(one.cue, other.cue) and _meet(one.content, other.content)
            for other in kept
        ):
            kept.append(one)
    return [one for one in tagged if one in kept]


def _sure(one: Tagged) -> float:
    return one.sureness.overall if one.sureness else one.cue_score


def _meet(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(one.overlaps(other) for one in some for other in others)


def _same_cue(rules: Sequence[Candidate], one: Tagged) -> Candidate | None:
    """The rule candidate whose cue shares most characters with the model's."""
    best, size = None, 0
    for rule in rules:
        for span in one.cue:
            cue = rule.cue[0]
            shared = min(cue.end, span.end) - max(cue.start, span.start)
            if shared > size:
                best, size = rule, shared
    return best


def _overlap(rule: Candidate, tagged: Sequence[Tagged]) -> bool:
    """Whether the model gave most of a rule's content to somebody."""
    total = sum(span.end - span.start for span in rule.content)
    shared = sum(
        max(0, min(mine.end, other.end) - max(mine.start, other.start))
        for mine in rule.content
        for one in tagged
        for other in one.content
    )
    return 2 * shared > total


def _holds_all(rule: Candidate, tagged: Sequence[Tagged]) -> bool:
    """Whether what the model found near a rule's content stands inside it."""
    return all(
        any(span.covers(cue) for span in rule.content)
        for one in tagged
        for cue in one.cue
        if rule.sentence.covers(cue)
    )


def _says_nothing(page: Page, one: Tagged, head: Token) -> bool:
    """Refusals, questions put to somebody, formulas of anonymity, mere pronouns.

    The corpus annotates them; nobody can check what was not said.
    """
    lemma = _entry(head).lemma or head.lower_
    if head.text == ":" and one.speaker:
        first = _tokens(page, one.speaker[0])[:1]
        if any(token.lower_ in RUBRICS for token in first):
            return True  # "Transcript: Mayor says …"
    if head.lower_ in ("follow", "follows") and any(
        token.lower_ == "transcript" for s in one.speaker for token in _tokens(page, s)
    ):
        return True  # "Partial transcript as follows:"
    if is_unsaid(page, head, lemma) or is_being_asked(page, head, lemma):
        return True
    if lemma in _ASKING and not one.speaker:
        return True
    words = [token.lower_ for span in one.content for token in _tokens(page, span)]
    return len(words) == 1 and words[0] in _EMPTY


def _candidate(
    page: Page, one: Tagged, head: Token, known: Candidate | None
) -> Candidate:
    if known is not None and known.rule in _FRAMING:
        return replace(known, sureness=one.sureness)
    entry = _entry(head)
    if known is None:
        known = replace(
            bare(page, head, entry, head.i, head.i),
            lemma=entry.lemma or head.lower_,
            frame=_frame(page, one, head, entry),
        )
    cue_size = sum(len(_tokens(page, span)) for span in one.cue)
    if known.rule == "according" and cue_size > _ACCORDING:
        # "according to an affidavit unsealed": the rest is who is meant
        return replace(
            known, rule="model", content=one.content, sureness=one.sureness,
            marks=content_marks(page, one.content),
        )  # fmt: skip
    found = replace(
        known,
        rule="model",
        cue=tuple(_undated(page, span, known.times) for span in one.cue),
        content=one.content,
        marks=content_marks(page, one.content),
        sureness=one.sureness,
    )
    if one.speaker:
        return _spoken(page, found, one.speaker, head)
    taken = (*found.cue, *found.content)
    if any(span.overlaps(other) for span in known.speaker for other in taken):
        return _spoken(page, found, (), head)
    return found  # the rule's speaker, if it has one


def _spoken(
    page: Page, found: Candidate, spans: tuple[Span, ...], head: Token
) -> Candidate:
    """The candidate with its speaker, without a comma at its end."""
    spans = _without_aside(page, spans)
    spans = tuple(_bare_of_comma(page, span) for span in spans)
    speaker = _head_of(page, spans[0]) if spans else None
    return replace(
        found,
        speaker=spans,
        speaker_head=page.base + speaker.idx if speaker is not None else None,
        antecedent=antecedent_of(page, head, speaker),
        inherited=False,
    )


def _without_aside(page: Page, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """ "The minister, quoted by the agency ANSO": the minister."""
    if not spans:
        return spans
    whole = _tokens(page, Span(spans[0].start, spans[-1].end))
    for comma, token in pairwise(whole):
        if comma.text == "," and token.lower_ in _ASIDES and comma is not whole[0]:
            end = page.base + comma.idx
            kept = (Span(s.start, min(s.end, end)) for s in spans if s.start < end)
            return tuple(kept)
    return spans


def _bare_of_comma(page: Page, span: Span) -> Span:
    words = page.text[span.start - page.base : span.end - page.base]
    return Span(span.start, span.start + max(1, len(words.rstrip(" ,"))))


def _undated(page: Page, cue: Span, times: Sequence[Span]) -> Span:
    """A cue without the date at its end: "said Tuesday". That is when it was said."""
    for time in times:
        if cue.start < time.start < cue.end <= time.end:
            words = page.text[cue.start - page.base : time.start - page.base]
            return Span(cue.start, cue.start + max(1, len(words.rstrip(" ,"))))
    return cue


def _tokens(page: Page, span: Span) -> list[Token]:
    first = bisect_left(page.starts, span.start)
    last = bisect_left(page.starts, span.end)
    return page.tokens[first:last]


def _head(page: Page, one: Tagged) -> Token:
    """The word of the cue that says what is done: its verb, or its noun."""
    tokens = [token for span in one.cue for token in _tokens(page, span)]
    if not tokens:  # the parser cut the words elsewhere
        return page.tokens[max(0, bisect_left(page.starts, one.cue[0].end) - 1)]
    for wanted in (_is_lexical, _is_verbal, _is_nominal):
        heads = [token for token in tokens if wanted(token)]
        if heads:
            return heads[-1]
    return tokens[-1]


def _is_lexical(token: Token) -> bool:
    return entry_of(token) is not None


def _is_verbal(token: Token) -> bool:
    return token.pos_ in _HEAD_TAGS


def _is_nominal(token: Token) -> bool:
    return token.lower_ in CUE_NOUNS or token.lower_ in ADJECTIVES


def _entry(head: Token) -> CueEntry:
    entry = entry_of(head)
    if entry is None and head.lower_ in CUE_NOUNS:
        return replace(UNKNOWN_CUE, lemma=CUE_NOUNS[head.lower_])
    return entry or UNKNOWN_CUE


def _frame(page: Page, one: Tagged, head: Token, entry: CueEntry) -> str:
    """The construction, as far as cue and content show it."""
    word = head.lower_
    if any(token.lower_ == "according" for s in one.cue for token in _tokens(page, s)):
        return "according"
    passives = HEARSAY_PASSIVES | PROJECTION_PASSIVES
    if word in HEARSAY_ADVERBS or (not one.speaker and word in passives):
        return "hearsay"
    if word == ":":
        return "colon"
    if word in CUE_NOUNS and head.pos_ not in _HEAD_TAGS:
        return "noun"
    if word in ADJECTIVES:
        return "adjective"
    content = _tokens(page, one.content[0])
    if not content or content[0].text in _MARKS:
        return "Q"
    if content[0].lower_ == "to" and content[0].tag_ == "TO":
        return "X"
    stated = entry.tier is not Tier.STANCE or "C" in entry.frames
    finite = any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in content)
    return "C" if stated and finite else "O"


def _head_of(page: Page, span: Span) -> Token | None:
    """The head word of a phrase; None if it stands on another page."""
    tokens = _tokens(page, span)
    for token in tokens:
        outside = token.head.i < tokens[0].i or token.head.i > tokens[-1].i
        if len(tokens) > 1 and (token.tag_ == "PRP$" or token.dep_ in _DEPENDENT):
            continue  # "her" of "her mother", wherever it is hung
        if (outside or token.head.i == token.i) and token.pos_ in (
            "NOUN", "PROPN", "PRON", "NUM",
        ):  # fmt: skip
            return token
    nominal = [token for token in tokens if token.pos_ in ("NOUN", "PROPN", "PRON")]
    nominal = [t for t in nominal if t.tag_ != "PRP$" or len(nominal) == 1]
    return nominal[0] if nominal else (tokens[-1] if tokens else None)
