"""Speakers whom somebody else quotes or cites, and subjects the parser lost.

"It quoted the minister as saying that …": the minister says it, not the agency.
", citing two officials": the officials answer for what the outlet reports.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import Page
from claims.extraction.finding.phrases import cue_range, noun_phrase, subject_of
from claims.extraction.finding.stretches import holds, without
from claims.extraction.finding.verbs import entry_of
from claims.extraction.model import Span
from claims.extraction.names import (
    ANONYMOUS_HEADS,
    OUTLET_HEADS,
    PERSON_HEADS,
    is_body_noun,
    is_people_noun,
    is_person_noun,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

CITED: Final = "cited"  # the rule's name

_QUOTING: Final = frozenset(
    {"quote", "quotes", "quoted", "quoting", "cite", "cites", "cited", "citing"}
)
_ANSWERABLE: Final = PERSON_HEADS | ANONYMOUS_HEADS | OUTLET_HEADS
# What is cited for a statement; "citing his record" gives a reason instead.
_CITED_PAPERS: Final = frozenset(
    "report reports document documents data figures statistics study studies memo "
    "memos memorandum letter letters email emails affidavit affidavits filing filings "
    "records "
    "poll polls survey surveys statement statements transcript transcripts testimony "
    "research dossier audit census indictment notes minutes leaks files papers".split()
)
_NOMINAL: Final = frozenset(
    {"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "ADP", "PUNCT"}
)
HEARING: Final = frozenset(
    {"hear", "heard", "hears", "hearing", "overheard", "overhearing", "recall",
     "recalls", "recalled", "recalling", "remember", "remembers", "remembered",
     "remembering", "recollected"}
)  # fmt: skip
_STATING: Final = frozenset({"C", "Q"})
_STATED: Final = _STATING | {"according"}
_REPORTING: Final = frozenset({"report", "say", "write"})  # however read
_AS_SAYING: Final = frozenset({"quoted", "cited", "recorded", "reported"})
_CITING: Final = frozenset({"citing", "quoting", "cited", "cites"})
_MIN_CONTENT: Final = 4  # characters
_NEAR: Final = 4  # tokens between "quoted" and "saying"
_MAX_WORDS: Final = 16  # of a subject that the parser lost


def with_relayed(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of a page with speakers of their own."""
    quoted = [_of_heard(page, _of_quoted(page, one)) for one in candidates]
    return [_with_subject(page, one, candidates) for one in quoted]


def _verb(page: Page, candidate: Candidate) -> Token:
    return page.tokens[bisect_left(page.starts, candidate.cue[-1].end) - 1]


def _of_quoted(page: Page, candidate: Candidate) -> Candidate:
    """ "Quoted her as saying …": she speaks, not the one who quotes."""
    verb = _verb(page, candidate)
    preposition = verb.head
    governor = preposition.head
    if verb.tag_ != "VBG" or preposition.lower_ != "as":
        return candidate
    if governor.lower_ not in _QUOTING or page.child(governor, "nsubjpass"):
        return candidate
    quoted = page.child(governor, "dobj", "dative")
    if quoted is None or not governor.i < quoted.i < preposition.i:
        return candidate
    span = page.trimmed(quoted.left_edge.i, preposition.i - 1)
    if span is None:
        return candidate
    return replace(
        candidate,
        speaker=(span,),
        speaker_head=page.base + quoted.idx,
        antecedent=None,
        inherited=False,
    )


def _of_heard(page: Page, candidate: Candidate) -> Candidate:
    """ "Recalled Berg saying that …": he speaks, not the one who remembers it."""
    verb = _verb(page, candidate)
    if candidate.sureness is None and verb.tag_ in ("VB", "VBP", "NN"):
        return _heard_before(page, candidate, verb)
    hearing = verb.head
    if verb.tag_ != "VBG" or verb.dep_ not in ("advcl", "xcomp", "ccomp", "acl"):
        return candidate
    heard = page.child(verb, "nsubj")
    if verb.dep_ == "acl":
        heard, hearing = verb.head, verb.head.head
    if hearing.lower_ not in HEARING:
        return candidate
    heard = heard or page.child(hearing, "dobj")
    if heard is None or not hearing.i < heard.i < verb.i:
        return candidate
    span = noun_phrase(page, heard, verb=verb)
    if span is None or span.end > page.starts[verb.i]:
        span = page.trimmed(heard.left_edge.i, verb.i - 1)
    if span is None:
        return candidate
    return replace(
        candidate,
        speaker=(span,),
        speaker_head=page.base + heard.idx,
        antecedent=None,
        inherited=False,
    )


def _heard_before(page: Page, candidate: Candidate, verb: Token) -> Candidate:
    """ "Hearing her brother, Curtis, boast that …", by the words between the two."""
    first = verb.i
    for token in reversed(page.tokens[max(0, verb.i - _MAX_WORDS) : verb.i]):
        if token.lower_ in HEARING:
            first = token.i + 1
            break
        if token.pos_ not in _NOMINAL or token.is_sent_start:
            return candidate
    span = page.trimmed(first, verb.i - 1) if first < verb.i else None
    nouns = [t for t in page.tokens[first : verb.i] if t.pos_ in ("NOUN", "PROPN")]
    if span is None or not nouns or page.tokens[verb.i - 1].lower_ == "to":
        return candidate
    return replace(
        candidate,
        speaker=(span,),
        speaker_head=page.base + nouns[-1].idx,
        antecedent=None,
        inherited=False,
    )


def _with_subject(
    page: Page, candidate: Candidate, others: Sequence[Candidate]
) -> Candidate:
    """ "According to the log, a guard, Piet Hale, said …": whom the parser hung on
    the log."""
    if candidate.speaker or candidate.frame not in _STATING:
        return candidate
    cue = bisect_left(page.starts, candidate.cue[0].start)
    for other in others:
        start = bisect_left(page.starts, other.content[0].start) if other.content else 0
        words = page.tokens[start:cue]
        if other.frame != "according" or not 0 < len(words) <= _MAX_WORDS:
            continue
        nouns = [token for token in words if token.pos_ in ("NOUN", "PROPN")]
        span = page.trimmed(start, cue - 1)
        if span is None or not nouns or any(t.pos_ not in _NOMINAL for t in words):
            continue
        people = [token for token in nouns if token.ent_type_ == "PERSON"]
        head = people[-1] if people else nouns[0]
        return replace(candidate, speaker=(span,), speaker_head=page.base + head.idx)
    return candidate


def with_cited(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of a page, and those whom one of their speakers cites.

    "Reported that …, citing two officials", "The paper, citing a memo, said …", "…,
    according to the paper, which cited an aide": the officials' claim as well.
    """
    found = list(candidates)
    for token in page.tokens:
        if token.lower_ in _CITING and not page.is_quoted(token):
            found = _with_cited(page, token, found)
    return found


def _with_cited(
    page: Page, token: Token, candidates: list[Candidate]
) -> list[Candidate]:
    cited = page.child(token, "dobj") or _noun_behind(page, token)
    if cited is None or cited.i < token.i or not _is_aside(page, token):
        return candidates
    if not _is_answerable(page, cited) or any(
        child.lower_ == "as" and child.dep_ == "prep"
        for child in page.children[token.i]
    ):
        return candidates
    speaker = noun_phrase(page, cited)
    is_off = speaker is not None and speaker.start != page.starts[token.i + 1]
    if speaker is not None and is_off and speaker.end > page.starts[token.i + 1]:
        speaker = Span(page.starts[token.i + 1], speaker.end)
    outer = _statement_beside(page, candidates, token)
    if speaker is None or outer is None:
        return candidates
    known = _citing(page, token, candidates[outer], speaker)
    candidates = [*candidates[:outer], known, *candidates[outer + 1 :]]
    cue = page.span(token.i, token.i)
    content = _that_clause(page, known, speaker) or without(
        page, known.content, Span(cue.start, speaker.end)
    )
    content = tuple(span for span in content if span.end - span.start > _MIN_CONTENT)
    if not content:
        return candidates
    result = [
        c
        for c in candidates
        if c is known or not (c.cue[0].overlaps(cue) or holds(c.content, known.cue[0]))
    ]
    result[result.index(known)] = replace(known, content=content)
    result.append(
        Candidate(
            rule=CITED,
            cue=(cue,),
            lemma="cite",
            frame="C",
            content=content,
            speaker=(speaker,),
            speaker_head=page.base + cited.idx,
            sentence=known.sentence,
            paragraph=page.paragraph,
            cue_words=(token.lower_,),
            marks=known.marks,
        )
    )
    return result


def _citing(page: Page, token: Token, known: Candidate, cited: Span) -> Candidate:
    """The report with a speaker who is not the one cited.

    "State television, citing the harbor master, reported that …"
    """
    if not known.speaker or not known.speaker[0].overlaps(cited):
        return known
    subject, _ = subject_of(page, token)
    span = noun_phrase(page, subject, verb=token) if subject is not None else None
    if subject is None or span is None or span.overlaps(cited):
        return known
    return replace(known, speaker=(span,), speaker_head=page.base + subject.idx)


def _that_clause(page: Page, known: Candidate, speaker: Span) -> tuple[Span, ...]:
    """ "Reported, citing two officials, that …": what stands behind the officials."""
    first = bisect_left(page.starts, speaker.end)
    if first < len(page.tokens) and page.tokens[first].text == ",":
        first += 1
    if first >= len(page.tokens) or page.tokens[first].lower_ != "that":
        return ()
    if known.cue[0].start > speaker.start:
        return ()
    start = page.starts[first]
    last = max([known.sentence.end, *(span.end for span in known.content)])
    span = page.trimmed(first, bisect_left(page.starts, last) - 1)
    return (span,) if span is not None and span.start == start else ()


def _noun_behind(page: Page, token: Token) -> Token | None:
    """The last noun of the words behind "citing", where the parse hung them apart."""
    last: Token | None = None
    for following in page.tokens[token.i + 1 : token.i + _MAX_WORDS]:
        if following.pos_ in ("NOUN", "PROPN"):
            last = following
        elif following.pos_ not in _NOMINAL or following.pos_ in ("ADP", "PUNCT"):
            break
    return last


def _is_aside(page: Page, token: Token) -> bool:
    """ ", citing a memo" and ", which cited a memo", not "It cited a memo"."""
    if token.tag_ == "VBG":
        return True
    subject = page.child(token, "nsubj")
    return subject is not None and subject.lower_ in ("which", "who")


def _is_answerable(page: Page, cited: Token) -> bool:
    if cited.ent_type_ in ("PERSON", "ORG", "NORP", "GPE"):
        return True
    of = page.child(cited, "prep")
    if cited.pos_ == "NUM" and of is not None and of.lower_ == "of":
        return True  # "citing two of them"
    noun = cited.lower_
    return (
        noun in _ANSWERABLE
        or noun in _CITED_PAPERS
        or is_person_noun(noun)
        or is_people_noun(noun)
        or is_body_noun(noun)
    )


def _statement_beside(
    page: Page, candidates: Sequence[Candidate], token: Token
) -> int | None:
    """The outermost statement of the sentence in which somebody is cited."""
    sentence, cue = page.sentence(token), page.span(token.i, token.i)
    stated = [
        (index, one)
        for index, one in enumerate(candidates)
        if one.sentence.overlaps(sentence)
        and (one.frame in _STATED or one.lemma in _REPORTING)
        and one.speaker
        and not one.cue[0].overlaps(cue)
        and not one.in_quotation
    ]
    for index, one in stated:
        if page.starts[max(0, token.i - _NEAR)] <= one.cue[0].start < cue.start:
            return index  # "reported, citing", whatever the parse makes of the rest
    for index, one in stated:
        if not any(
            holds(other.content, one.cue[0]) for _, other in stated if other is not one
        ):
            return index
    return None


def with_quoted(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    """ "The minister was quoted as saying by the Herald": the minister says it.

    The outlet is the one that was told, whichever of the two the cue was given to.
    """
    found: list[Candidate] = []
    for one in candidates:
        quoted = _quoted_by(page, one)
        if quoted is one or not any(quoted.cue[:1] == o.cue[:1] for o in found):
            found.append(quoted)
    return found


def _quoted_by(page: Page, one: Candidate) -> Candidate:
    verb = _passive_quoting(page, one)
    if verb is None:
        return one
    subject, agent = page.child(verb, "nsubjpass"), page.child(verb, "agent")
    saying = next(
        (
            inner
            for preposition in page.children[verb.i]
            if preposition.lower_ == "as"
            and (inner := page.child(preposition, "pcomp")) is not None
        ),
        None,
    )
    if verb.lower_ not in ("quoted", "cited") and (
        saying is None or entry_of(saying) is None
    ):
        return one  # "is reported to have fled"
    if agent is None and saying is not None:
        agent = page.child(saying, "agent", "prep")
    agent = agent or page.child(verb, "prep")
    if agent is not None and agent.lower_ == "as":
        agent = None
    speaker = noun_phrase(page, subject, verb=verb) if subject is not None else None
    if speaker is None or subject is None:
        return one
    quoting = page.child(agent, "pobj") if agent is not None else None
    is_by = agent is not None and agent.lower_ in ("by", "in")
    by = noun_phrase(page, quoting) if quoting is not None and is_by else None
    last = saying.i if saying is not None and saying.i - verb.i < _NEAR else verb.i
    cue = [page.span(cue_range(page, verb)[0], last)]
    if saying is not None and last == verb.i:  # "was quoted in the Echo as saying"
        cue.append(page.span(saying.head.i, saying.i))
    content = one.content
    for hole in (*cue, speaker, *([by] if by is not None else [])):
        content = without(page, content, hole)
    content = tuple(span for span in content if span.end - span.start > _MIN_CONTENT)
    if not content:
        return one
    return replace(
        one,
        cue=tuple(cue),
        lemma="say",
        content=content,
        speaker=(speaker,),
        speaker_head=page.base + subject.idx,
        antecedent=None,
        inherited=False,
        hearer=by or one.hearer,
    )


def _passive_quoting(page: Page, one: Candidate) -> Token | None:
    """The "quoted" of "was quoted as saying", where it is part of a cue."""
    verb = _verb(page, one)
    for token in (verb, verb.head, verb.head.head):
        if token is not verb and verb.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            break  # "‘He told me that,’ she is quoted as saying"
        is_passive = page.child(token, "nsubjpass") is not None
        if token.lower_ in _AS_SAYING and is_passive:
            return token
    return None
