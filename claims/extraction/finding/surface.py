"""Verbs of saying inside a content that the parse gave no clause: read word by word.

In quotations the parser often hangs the clause elsewhere: "He had told his wife that
night, he added, that the lorry would kill somebody". The words still show it: a
subject, a verb of saying, perhaps a hearer, and "that" or "to".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.nearby import has_before, subject_before
from claims.extraction.finding.page import NOT_QUOTED, Page
from claims.extraction.finding.phrases import cue_range, is_negated, noun_phrase
from claims.extraction.finding.stretches import before_mark, holds
from claims.extraction.finding.verbs import ADDRESSEES, bare, entry_of
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claims.extraction.lexicon import CueEntry

_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_HEARER: Final = frozenset(
    {"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART", "ADV"}
)
_MAX_HEARER: Final = 8  # tokens of "his wife that night"
_DIRECTING: Final = frozenset(
    {"tell", "ask", "order", "urge", "beg", "promise", "warn"}
)
_ASSURING: Final = frozenset({"tell", "assure", "promise", "warn", "remind", "inform"})
_BEING: Final = frozenset(
    {"was", "were", "is", "are", "been", "’s", "'s", "’re", "'re", "’m", "'m"}
)
_BEEN: Final = frozenset({"been", "was", "were", "got", "being", "am", "’m", "'m"})
_PLAIN: Final = frozenset(
    {"say", "think", "believe", "insist", "claim", "swear", "add", "admit", "know",
     "hope", "fear", "suspect", "argue", "concede", "warn", "feel", "deny"}
)  # fmt: skip
_SUBJECT: Final = _HEARER | {"ADP", "AUX", "VERB"}
_MAX_SUBJECT: Final = 12  # tokens of a clause before its finite verb
_MAX_INSERTED: Final = 16  # tokens between the cue and "that"
_NOUNS: Final = frozenset({"NOUN", "PROPN"})
_SUBJECT_TAGS: Final = frozenset({"DT", "PRP", "PRP$", "EX"})
_MARKS: Final = frozenset("\"“”'‘’")
_PRONOUNS: Final = frozenset({"me", "us", "him", "her", "them", "you"})
_OBJECT_TAGS: Final = frozenset({"DT", "CD", "JJ", "NNS", "NN"})
_MARKS_AND_COMMAS: Final = frozenset({"”", '"', ","})
_JOINS: Final = frozenset({"and", "but", "or"})
_ENDS: Final = frozenset({";", ".", "?", "!"})


def find_on_surface(page: Page, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """A candidate for every verb of saying inside a content that has none yet."""
    taken = [span for one in candidates for span in one.cue]
    for verb in page.tokens:
        entry = entry_of(verb)
        if entry is None or verb.tag_ not in _FINITE | {"VBN", "VBG"}:
            continue
        cue = page.span(verb.i, verb.i)
        if any(cue.overlaps(span) for span in taken):
            continue
        around = _innermost(candidates, cue)
        if around is None and page.is_quoted(verb):
            around = (page.quotations[page.quoted[verb.i]].span,)
        if around is None:
            continue
        found = _passive(page, verb, entry, around)
        if found is None and _is_finite(page, verb):
            found = _read(page, verb, entry, around)
        if found is not None:
            yield found


def _passive(
    page: Page, verb: Token, entry: CueEntry, around: tuple[Span, ...]
) -> Candidate | None:
    """ "Have been told by Velm that nothing will change"."""
    before = page.tokens[verb.i - 1] if verb.i else verb
    if (
        entry.lemma not in _DIRECTING
        or before.lower_ not in _BEEN
        or verb.tag_ == "VBG"
    ):
        return None
    index, teller = verb.i + 1, None
    tokens = page.tokens
    if index < len(tokens) and tokens[index].lower_ == "by":
        index += 1
        while index < len(tokens) and (
            tokens[index].pos_ in _HEARER - {"PRON"} or tokens[index].tag_ == "PRP$"
        ):
            teller = tokens[index]
            index += 1
    content = _content(page, verb, entry, index, around)
    if not content and entry.lemma == "promise":
        content = _promised(page, index, around)
    if not content:
        return None
    speaker = page.span(verb.i + 2, teller.i) if teller is not None else None
    first = cue_range(page, verb)[0]
    helper = has_before(page, before)
    first = min(first, before.i, helper.i if helper is not None else first)
    return replace(
        bare(page, verb, entry, first, verb.i),
        rule="inner-passive",
        content=content,
        speaker=(speaker,) if speaker is not None else (),
        speaker_head=page.base + teller.idx if teller is not None else None,
        hearer=None,
    )


def _promised(page: Page, start: int, around: tuple[Span, ...]) -> tuple[Span, ...]:
    """ "Had been promised a place on the committee"."""
    last = start - 1
    for token in page.tokens[start : start + _MAX_INSERTED]:
        ends = token.text in _ENDS | _MARKS_AND_COMMAS or token.lower_ == "by"
        if ends or not holds(around, page.span(token.i, token.i)):
            break
        last = token.i
    begins = start < len(page.tokens) and page.tokens[start].tag_ in _OBJECT_TAGS
    span = page.trimmed(start, last) if begins and last >= start else None
    return (span,) if span is not None else ()


def reread(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Inner claims of the rules, with the whole clause that "that" begins.

    The parser sometimes hangs a word of it on the verb and the rest elsewhere.
    """
    return [_reread(page, one, candidates) for one in candidates]


def _reread(page: Page, one: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    if one.sureness is not None or one.frame not in ("C", "X") or len(one.cue) != 1:
        return one
    if one.rule not in ("verb-C", "verb-X") or not one.content:
        return one
    around = _innermost([c for c in candidates if c is not one], one.cue[0])
    index = bisect_left(page.starts, one.cue[0].end)
    verb = page.tokens[index - 1] if index else None
    entry = entry_of(verb) if verb is not None else None
    if around is None or verb is None or entry is None:
        return one
    content = _content(page, verb, entry, index, around)
    if not content or not _is_marked(page, bisect_left(page.starts, content[0].start)):
        return one
    known = one.content[0]
    if known.start == content[0].start or one.content[-1].end >= content[0].end:
        return one
    return replace(one, content=content)


def _innermost(candidates: Sequence[Candidate], cue: Span) -> tuple[Span, ...] | None:
    around = [one.content for one in candidates if holds(one.content, cue)]
    return min(around, key=_length) if around else None


def _length(spans: tuple[Span, ...]) -> int:
    return spans[-1].end - spans[0].start


def _is_finite(page: Page, verb: Token) -> bool:
    """Whether a verb is said of somebody in the past or present, not "will say"."""
    helpers = {c.lower_ for c in page.children[verb.i] if c.dep_ in ("aux", "auxpass")}
    perfect = has_before(page, verb) is not None
    if verb.tag_ == "VBG":  # "customers were telling the company that …"
        return verb.i > 0 and page.tokens[verb.i - 1].lower_ in _BEING
    if verb.tag_ == "VBN" and not perfect and not helpers & _BEEN:
        following = page.tokens[verb.i + 1 : verb.i + 2]
        joined = verb.i > 0 and page.tokens[verb.i - 1].lower_ == "and"
        if joined and following and following[0].lower_ == "that":
            return True  # "had called her and sworn that …"
        return any(token.tag_ in ("PRP", "PRP$", "DT", "NNP") for token in following)
    if verb.tag_ == "VBN" or perfect:
        return perfect and not helpers & {"been", "being", "was", "were", "be"}
    return not helpers and not is_negated(page, verb)


def _read(
    page: Page, verb: Token, entry: CueEntry, around: tuple[Span, ...]
) -> Candidate | None:
    first, last = cue_range(page, verb)
    perfect = has_before(page, verb)
    first = min(first, perfect.i) if perfect is not None else first
    first -= first == verb.i and verb.tag_ == "VBG"  # "were telling"
    content = _content(page, verb, entry, last + 1, around)
    subject = page.child(verb, "nsubj") if content else None
    speaker: Span | None = None
    if subject is not None and subject.i < verb.i:
        speaker = noun_phrase(page, subject, verb=verb)
    if speaker is None or not holds(around, speaker):
        found = subject_before(page, first, around) if content else None
        if found is None:
            return None
        speaker, subject = found
    if subject is None or any(speaker.overlaps(span) for span in content):
        return None
    return replace(
        bare(page, verb, entry, first, last),
        rule="surface",
        content=content,
        speaker=(speaker,),
        speaker_head=page.base + subject.idx,
        hearer=None,
    )


def _content(
    page: Page, verb: Token, entry: CueEntry, start: int, around: tuple[Span, ...]
) -> tuple[Span, ...]:
    index = start
    tokens = page.tokens
    if entry.lemma in ADDRESSEES:
        while (
            index < len(tokens)
            and index - start < _MAX_HEARER
            and tokens[index].pos_ in _HEARER
            and tokens[index].tag_ != "TO"
            and not (tokens[index].lower_ == "that" and _states(page, tokens[index]))
            and not _is_not_to(page, index)
        ):
            index += 1
    following = _behind(page, index, around)
    if not _is_marked(page, following):
        following = _later_that(page, start, entry) or following
    if following is None:
        return ()
    word = tokens[following]
    stated = word.lower_ == "that" and _states(page, word)
    negated = word.lower_ in ("not", "never") and following + 1 < len(tokens)
    to = tokens[following + 1] if negated else word
    told = entry.lemma in _DIRECTING and to.lower_ == "to" and to.tag_ == "TO"
    plain = entry.lemma in _PLAIN and following == start and _begins_clause(page, word)
    if entry.lemma == "say" and page.is_quoted(verb) and _is_order(page, word):
        plain = following == start  # "I said burn them", "she said don't drink it"
    if entry.lemma in ("promise", "offer") and start < len(tokens):
        # "had promised him the whole season", "had offered $600 million"
        given = tokens[start + 1 : start + 2]
        is_given = tokens[start].lower_ in _PRONOUNS and any(
            token.tag_ in ("DT", "CD") for token in given
        )
        if is_given or tokens[start].tag_ == "$":
            following, plain = start, True
    if entry.lemma in _ASSURING and not (stated or told):
        # "told her girls could not weld"
        word = tokens[min(start + 1, len(tokens) - 1)]
        if tokens[start].lower_ in _PRONOUNS and _begins_clause(page, word):
            following, plain = start + 1, True
        elif (behind := _behind_hearer(page, start)) is not None:
            following, plain = behind, True
    if not (stated or told or plain) or following - start > _MAX_INSERTED:
        return ()
    last = following
    for token in tokens[following : len(tokens)]:
        if not holds(around, page.span(token.i, token.i)) or token.text in _ENDS:
            break
        home = page.quoted[token.i] in (page.quoted[following], NOT_QUOTED)
        comma = home and token.text == "," and token.i + 1 < len(tokens)
        if comma and tokens[token.i + 1].dep_ == "cc":
            break
        rest = tokens[token.i + 1 : token.i + 2]
        if (
            token.lower_ == "and"
            and token.i > following + 1
            and (rest and rest[0].lower_ == "that")
        ):
            break
        last = token.i
    is_clause = last > following + 1
    span = page.trimmed(following, before_mark(page, following, last))
    return (span,) if span is not None and is_clause else ()


def _is_not_to(page: Page, index: int) -> bool:
    """ "Never to trust a man in a hat": what is forbidden begins here."""
    following = page.tokens[index + 1 : index + 2]
    is_never = page.tokens[index].lower_ in ("not", "never")
    return is_never and bool(following) and following[0].tag_ == "TO"


def _behind_hearer(page: Page, start: int) -> int | None:
    """ "Told a nurse the burns came from a grill": where a second phrase begins, with
    a finite verb of its own."""
    tokens = page.tokens
    for token in tokens[start + 1 : start + _MAX_HEARER]:
        if token.tag_ in _SUBJECT_TAGS and tokens[token.i - 1].pos_ in _NOUNS:
            return token.i if _begins_clause(page, token) else None
        if token.pos_ not in _HEARER or token.lower_ == "that":
            return None
    return None


def _behind(page: Page, index: int, around: tuple[Span, ...]) -> int | None:
    """The token at an index, or the first of the fragment after a short insertion."""
    tokens = page.tokens
    if index >= len(tokens):
        return None
    if holds(around, page.span(index, index)) and tokens[index].text != ",":
        return index
    for token in tokens[index : index + _MAX_HEARER]:
        if token.text != "," and holds(around, page.span(token.i, token.i)):
            return token.i if token.sent.start == tokens[index].sent.start else None
    return None


def _is_marked(page: Page, index: int | None) -> bool:
    return index is not None and page.tokens[index].lower_ in ("that", "to")


def _later_that(page: Page, start: int, entry: CueEntry) -> int | None:
    """ "Told a passer-by as he was cut free that …": the first "that" of a clause.

    Behind verbs that name no hearer only behind "in writing", "for months".
    """
    first = page.tokens[start] if start < len(page.tokens) else None
    if entry.lemma not in ADDRESSEES and (first is None or first.pos_ != "ADP"):
        return None
    for token in page.tokens[start : start + _MAX_INSERTED]:
        if token.text in _ENDS or token.is_sent_start or token.lower_ in _JOINS:
            return None
        if token.tag_ in _FINITE and entry_of(token) is not None:
            return None  # "asked her and she replied that …"
        if entry.lemma not in ADDRESSEES and (token.text == "," or token.tag_ == "TO"):
            return None
        if token.lower_ == "that" and _states(page, token):
            return token.i
    return None


def _is_order(page: Page, word: Token) -> bool:
    """Whether an imperative begins with a word."""
    if word.lower_ == "do" and word.i + 2 < len(page.tokens):
        negated = page.tokens[word.i + 1].lower_ in ("n't", "n’t", "not")
        return negated and page.tokens[word.i + 2].tag_ == "VB"
    following = page.tokens[word.i + 1 : word.i + 2]
    if word.lower_ == "never" and following:
        return following[0].tag_ == "VB"
    return word.tag_ == "VB"


def _states(page: Page, that: Token) -> bool:
    """Whether a whole clause follows "that": not "the man that came"."""
    if that.i + 1 >= len(page.tokens) or that.tag_ not in ("IN", "WDT"):
        return False
    return _begins_clause(page, page.tokens[that.i + 1])


def _begins_clause(page: Page, word: Token) -> bool:
    """Whether a subject with a finite verb begins here."""
    if word.tag_ in ("WP", "WRB", "WDT", "IN", "RB", "TO"):
        return False
    for token in page.tokens[word.i : word.i + _MAX_SUBJECT]:
        if token.text in _MARKS:
            continue
        if token.tag_ in _FINITE | {"MD"} and token.i > word.i:
            return True
        if token.pos_ not in _SUBJECT:
            return False
    return False
