"""Whom the words were spoken to: the outlet that was told, and so relays them.

"Told Radio Tarn that …", "said in an interview with the Daily Echo", "admitted to the
trade paper Omnibus Weekly", "speaking to NBC News, she said". Who writes in a paper
speaks for himself there.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.phrases import noun_phrase
from claims.extraction.finding.stretches import holds
from claims.extraction.names import OUTLET_HEADS
from claims.extraction.outlet_names import may_be_outlet_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from claims.extraction.finding.candidate import Candidate
    from claims.extraction.finding.page import Page
    from claims.extraction.lexicon import CueEntry
    from claims.extraction.model import Span

_TELLING: Final = frozenset({"tell", "inform", "assure", "remind"})
# What words reach an outlet by: "in an interview with", "in an e-mail to".
_MEDIA: Final = frozenset(
    {"interview", "interviews", "comments", "remarks", "email", "e-mail", "letter",
     "statement", "call", "message", "answer",
     "reply", "conversation", "appearance", "broadcast", "programme",
     "program", "show", "podcast", "post"}
)  # fmt: skip
_SPEAKING: Final = frozenset(
    {"speaking", "talking", "appearing", "asked", "interviewed",
     "published", "broadcast", "aired", "carried", "speak", "spoke", "quoted", "cited"}
)  # fmt: skip
_INTERVIEWS: Final = frozenset({"interview", "interviews", "comments", "remarks"})
_QUOTED: Final = frozenset({"quoted", "cited"})
_ASIDE: Final = _QUOTED | {"speaking", "talking", "appearing", "asked", "interviewed"}
_WITH_TO: Final = frozenset({"to", "with", "for", "by", "on", "in"})
_WIRES: Final = frozenset(
    {("agency", "news"), ("service", "news"), ("service", "wire")}
)
# "Told the fan site Terrace Talk": outlets where a name follows.
_PROGRAMMES: Final = frozenset({"site", "programme", "program", "show", "newsletter"})
_BEFORE_NAME: Final = frozenset({"the", "news", "trade", "fan", "local", "state"})
_AIR: Final = frozenset({"television", "radio", "tv"})
_WHOSE: Final = frozenset({"state", "national", "public", "local", "official"})
# One outlet, that was named before: "told the paper".
_OUTLETS: Final = frozenset(
    {"newspaper", "paper", "outlet", "magazine", "website", "tabloid", "broadcaster",
     "broadsheet", "newswire", "daily", "weekly", "podcast", "channel", "station",
     "programme", "program", "agency", "site"}
)  # fmt: skip
_POINTING: Final = frozenset({"the", "that", "this"})
_OWNERS: Final = frozenset({"its", "his", "her", "their"})
_OF_OWNER: Final = ("'s", "’s", "'", "’")
_MAX_CALLED: Final = 6  # tokens of "the club's website"
_SAME: Final = frozenset({"the", "that", "same"})
_PLURAL: Final = frozenset({"NNS", "NNPS"})
_MAX_NAME: Final = 8  # tokens of "the trade paper Omnibus Weekly"
_MAX_STEPS: Final = 6


def hearer_of(page: Page, verb: Token, entry: CueEntry) -> Span | None:
    """ "told Radio Tarn that …": the name of whom it was told."""
    for child in page.children[verb.i]:
        if child.i < verb.i:
            continue
        if entry.lemma in _TELLING and child.dep_ in ("dobj", "dative"):
            named = _named_behind(page, verb) or _called_behind(page, verb)
            return named or _named(page, child)
        if child.dep_ in ("prep", "dative") and child.lower_ == "to":
            told = page.child(child, "pobj")
            if told is not None:  # "admitted to the trade paper Omnibus Weekly"
                return _named(page, told)
    if entry.lemma not in _TELLING:
        return None
    return _named_behind(page, verb) or _called_behind(page, verb)


def _called_behind(page: Page, verb: Token) -> Span | None:
    """ "Told the station he knew", "told the daily it was late": hung elsewhere."""
    tokens = page.tokens[verb.i + 1 : verb.i + 1 + _MAX_CALLED]
    words = [token.lower_ for token in tokens]
    at = next((i for i, word in enumerate(words) if word in _OUTLETS), 0)
    if at == 0 or words[0] not in _POINTING | _OWNERS or at + 1 >= len(words):
        return None
    owned = words[0] in _OWNERS or words[at - 1] in _OF_OWNER
    if at > 1 and not owned:  # "the club's website", "his own podcast"
        return None
    following = tokens[at + 1]
    if following.pos_ in ("NOUN", "PROPN") or words[at + 1] in (*_OF_OWNER, "of"):
        return None
    return page.span(verb.i + 1, verb.i + 1 + at)


def _named_behind(page: Page, verb: Token) -> Span | None:
    """The outlet's name directly behind "told", where the parse hung it elsewhere."""
    first = last = verb.i + 1
    tokens = page.tokens[first : first + _MAX_NAME]
    for token in tokens:
        is_name = token.text[:1].isupper() or token.text in ("’s", "'s", "-")
        is_word = token.lower_ in OUTLET_HEADS | _PROGRAMMES | _BEFORE_NAME
        if not is_name and not is_word:
            break
        last = token.i + 1
    while last > first and not page.tokens[last - 1].text[:1].isupper():
        last -= 1  # "the BBC’s Today programme"
    if last <= first:
        return None
    span = page.span(first, last - 1)
    return span if is_outlet_phrase(_words(page, span)) else None


def _words(page: Page, span: Span) -> str:
    return page.text[span.start - page.base : span.end - page.base]


def _named(page: Page, heard: Token) -> Span | None:
    named = heard.pos_ == "PROPN" or heard.ent_type_ == "ORG"
    is_outlet = heard.lower_ in OUTLET_HEADS and heard.tag_ not in _PLURAL
    before = page.tokens[heard.i - 1].lower_ if heard.i else ""
    is_outlet = is_outlet or (heard.lower_, before) in _WIRES
    return noun_phrase(page, heard) if named or is_outlet else None


def with_media(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, each with the outlet through which its words came.

    Only outlets named outside all contents, in the sentence of the cue.
    """
    names = [token for token in page.tokens if _may_be_outlet(page, token)]
    if not names:
        return list(candidates)
    return [
        one
        if one.hearer is not None or one.in_quotation or _is_inner(one, candidates)
        else _heard(page, one, names)
        for one in candidates
    ]


def _is_inner(one: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether a candidate stands in another's content: that one was spoken there."""
    return any(
        span.covers(one.cue[0])
        for other in candidates
        if other is not one
        for span in other.content
    )


def _may_be_outlet(page: Page, token: Token) -> bool:
    following = page.tokens[token.i + 1 : token.i + 2]
    if page.is_quoted(token) or (following and following[0].text == "-"):
        return False  # "Skerry-TV" is known by its last part
    if token.pos_ == "PROPN" or (token.text.isupper() and len(token) > 1):
        return True
    before = page.tokens[token.i - 1] if token.i else token
    if token.lower_ in _OUTLETS:
        return before.lower_ in _SAME  # "quoted by the same channel"
    return token.lower_ in _AIR and before.lower_ in _WHOSE  # "state television"


def _heard(page: Page, one: Candidate, names: Sequence[Token]) -> Candidate:
    for token in names:
        start = page.base + token.idx
        if not one.sentence.start <= start < one.sentence.end:
            continue
        if holds(one.content, page.span(token.i, token.i)):
            continue
        if token.lower_ in _OUTLETS and token.pos_ != "PROPN":
            span = _called_near(page, token)
            if span is not None:
                return replace(one, hearer=span)
            continue
        if holds(one.speaker, page.span(token.i, token.i)):
            span = _quoting(page, token)  # "a source quoted by Reuters said"
            if span is not None:
                return replace(one, hearer=span)
            continue
        governor = token.head
        if token.dep_ == "poss":
            governor = governor.head
        span = (
            page.span(token.left_edge.i, token.i)
            if token.dep_ == "poss"
            else noun_phrase(page, token)
        )
        if span is None or not is_outlet_phrase(_words(page, span)):
            span = _capitalised(page, token)
            if not is_outlet_phrase(_words(page, span)):
                continue
        is_hung = governor.pos_ == "ADP" and governor.lower_ in _WITH_TO
        if is_hung and _is_medium(page, one, governor):
            return replace(one, hearer=span)
        if _follows_medium(page, bisect_left(page.starts, span.start)):
            return replace(one, hearer=span)
    return one


def _called_near(page: Page, token: Token) -> Span | None:
    """ "Quoted by the same channel", "speaking to the paper"."""
    first = token.i
    while first > 0 and page.tokens[first - 1].lower_ in _SAME:
        first -= 1
    if first < 2 or page.tokens[first - 1].lower_ not in _WITH_TO:
        return None
    before = page.tokens[first - 2].lower_
    if before not in _ASIDE and before not in _INTERVIEWS:
        return None
    return page.span(first, token.i)


def _quoting(page: Page, token: Token) -> Span | None:
    """The outlet of "a source quoted by Reuters", a part of the speaker's phrase."""
    span = _capitalised(page, token)
    first = bisect_left(page.starts, span.start)
    while first > 0 and page.tokens[first - 1].lower_ in ("the", "a", "an"):
        first -= 1
    before = [one.lower_ for one in page.tokens[max(0, first - 2) : first]]
    is_quoted = len(before) == 2 and before[0] in _QUOTED and before[1] in ("by", "in")
    return span if is_quoted and is_outlet_phrase(_words(page, span)) else None


def _capitalised(page: Page, token: Token) -> Span:
    """The words in capitals around a token."""
    first = last = token.i
    while first > 0 and page.tokens[first - 1].text[:1].isupper():
        first -= 1
    while last + 1 < len(page.tokens) and page.tokens[last + 1].text[:1].isupper():
        last += 1
    return page.span(first, last)


def _follows_medium(page: Page, first: int) -> bool:
    """ "Speaking on Radio Tessel", "in an interview with Sky News", by the words."""
    index = first - 1
    while index >= 0 and page.tokens[index].lower_ in ("the", "a", "an"):
        index -= 1
    if index < 1 or page.tokens[index].lower_ not in _WITH_TO:
        return False
    before = page.tokens[index - 1].lower_
    return before in _SPEAKING or before in _INTERVIEWS


def is_outlet_phrase(phrase: str) -> bool:
    """ "Sky News", "the newspaper El Norte", "state television"."""
    named = phrase.partition(",")[0]
    words = named.split()
    nouns = OUTLET_HEADS | _PROGRAMMES
    lower = [word.lower() for word in words]
    called = any(word in nouns for word in lower[:-1])
    called = called or any(
        pair in _WIRES for pair in zip(lower[1:-1], lower, strict=False)
    )
    return may_be_outlet_name(named) or (called and words[-1][:1].isupper())


def _is_medium(page: Page, one: Candidate, preposition: Token) -> bool:
    """Whether a preposition before an outlet tells where the words were spoken."""
    current = preposition.head
    cues = one.cue
    for _ in range(_MAX_STEPS):
        start = page.base + current.idx
        is_medium = current.lower_ in _MEDIA or current.lower_ in _SPEAKING
        if not is_medium and any(span.start <= start < span.end for span in cues):
            return preposition.head.i != current.i or preposition.lower_ == "on"
        if is_medium and current.head.i == current.i:
            return True
        if not is_medium and current.pos_ != "ADP" and current.lower_ not in _MEDIA:
            return False
        current = current.head
    return False
