"""Link quotations to the verb that introduces them, by position in the line.

The parser is unreliable around quotation marks, so what decides is what stands
directly after, before and between quotations; the parse only names subjects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.continuing import (
    continue_quotations,
    follows_attribution,
    is_utterance,
    last_inside,
)
from claims.extraction.finding.inverted import with_inverted_speaker
from claims.extraction.finding.page import NOT_QUOTED, Page, merge_spans
from claims.extraction.finding.verbs import ADDRESSEES, build, entry_of
from claims.extraction.lexicon import UNKNOWN_CUE, CueEntry
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_ENDS: Final = frozenset(".!?;")
_DASHES: Final = frozenset({",", "-", "—", "–", "--"})
_FULL_STOPS: Final = frozenset(".?!…")
_REACH: Final = 30  # tokens between a quotation and its verb: long appositions


def find_quoted(
    page: Page, verbs: list[Candidate], remarks: Sequence[Candidate] = ()
) -> list[Candidate]:
    """The verb candidates, with quotations linked, joined and continued.

    Returns all candidates of the page; those given are replaced when a quotation
    belongs to their cue. Quotations of ``remarks`` ("as she put it") are theirs.
    """
    by_cue = {candidate.cue[0].end: candidate for candidate in verbs}
    links: dict[int, int] = {}  # quotation → key of its candidate
    for index, quotation in enumerate(page.quotations):
        inside = page.inside[index]
        if not inside or _is_remarked(quotation.span, remarks):
            continue
        taken = index - 1 in links and by_cue[links[index - 1]].rule == "quote-after"
        stops = last_inside(page, index) in ".…"  # “Why?” may have its own cue
        if taken and stops and follows_attribution(page, index):
            continue  # goes on with what that speaker says
        linked = _link(page, index, inside[0].i, inside[-1].i)
        if linked is None:
            continue
        verb, entry, side = linked
        candidate = build(
            page, verb, entry, "Q", [quotation.span], rule=f"quote-{side}"
        )
        if candidate is not None and side == "after" and not candidate.speaker:
            candidate = with_inverted_speaker(page, verb, candidate)
        if candidate is None or not _plausible(candidate, quotation.span):
            continue
        key = candidate.cue[0].end
        known = by_cue.get(key)
        by_cue[key] = _joined(page, known, candidate) if known else candidate
        links[index] = key
    continue_quotations(page, by_cue, links, remarks)
    waiting = _waiting(page)
    if waiting is not None:
        known = by_cue.get(waiting.cue[0].end)
        if known is None or known.frame not in ("Q", "C"):
            by_cue[waiting.cue[0].end] = waiting
    return sorted(by_cue.values(), key=lambda c: (c.start, c.cue[0].start))


def _is_remarked(quoted: Span, remarks: Sequence[Candidate]) -> bool:
    return any(span.overlaps(quoted) for one in remarks for span in one.content)


def _waiting(page: Page) -> Candidate | None:
    """A cue at the end of a paragraph, for the quotation in the next one."""
    last = len(page.tokens) - 1
    while last > 0 and page.tokens[last].is_space:
        last -= 1
    if last < 2 or page.tokens[last].text != ":":
        return None
    verb = page.tokens[last].sent.root
    if verb.pos_ != "VERB" or page.is_quoted(verb):
        return None
    if page.child(verb, "nsubj") is None:
        return None
    entry = entry_of(verb) or UNKNOWN_CUE
    place = page.span(last, last)  # stands in for the content until it is known
    found = build(page, verb, entry, "Q", [place], rule="quote-next")
    return replace(found, content=()) if found and found.speaker else None


def _plausible(candidate: Candidate, quoted: Span) -> bool:
    return bool(candidate.speaker) or quoted.end - quoted.start > 20


def _link(
    page: Page, index: int, first: int, last: int
) -> tuple[Token, CueEntry, str] | None:
    before = _before(page, first)
    if before is not None and _is_announced(page, index, first):
        return (*before, "before")
    after = _after(page, index, last)
    if after is not None:
        return (*after, "after")
    if before is not None:
        return (*before, "before")
    return None


def _is_announced(page: Page, index: int, first: int) -> bool:
    """`said: “We reject that.”`: a whole sentence directly after colon or comma."""
    opened = first > 0 and page.tokens[first - 1].text in (":", ",")
    return opened and last_inside(page, index) in _FULL_STOPS


def _after(page: Page, index: int, last: int) -> tuple[Token, CueEntry] | None:
    """`“…,” she said`, `“…,” said Lee, a lawyer,`."""
    position = last + 1
    tokens = page.tokens
    comma = False
    while position < len(tokens) and (
        tokens[position].is_space or tokens[position].text in _DASHES
    ):
        comma = comma or not tokens[position].is_space
        position += 1
    if not comma and not is_utterance(page, index):
        return None
    if position < len(tokens) and tokens[position].lower_ in ("but", "while"):
        return None  # another clause begins
    end = min(len(tokens), position + _REACH)
    ended = last_inside(page, index) in ".…"
    for token in tokens[position:end]:
        if page.quoted[token.i] != NOT_QUOTED and _starts_long(page, token):
            return None
        if token.text in _ENDS:
            return None
        entry = entry_of(token)
        verb_like = token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP", "VBN")
        if entry is None and verb_like and _may_be_said(page, index, token, position):
            entry = UNKNOWN_CUE
        if entry is None or token.tag_ in ("VB", "VBG"):
            if token.tag_ == "VBG" and token.i == position and entry is not None:
                return token, entry
            continue
        if _is_clause_verb(page, token, position):
            if ended and not _ends_soon(page, token):
                return None
            if not comma and last_inside(page, index) in _FULL_STOPS:
                return None if _says_more(page, token, entry) else (token, entry)
            return token, entry
        if token.i > position + 2 and token.dep_ in ("relcl", "acl"):
            continue
    return None


def _may_be_said(page: Page, index: int, verb: Token, position: int) -> bool:
    """Whether a verb outside the lexicon can only be one of saying."""
    subject = page.child(verb, "nsubj")
    return (
        subject is not None
        and subject.lower_ not in ("i", "we", "you", "it", "that", "which", "this")
        and last_inside(page, index) in ",?!"
        and verb.i - position <= 6
        and page.child(verb, "dobj", "attr", "acomp") is None
        and _is_clause_verb(page, verb, position)
    )


def _starts_long(page: Page, token: Token) -> bool:
    span = page.quotations[page.quoted[token.i]].span
    return span.end - span.start > 20


def _is_clause_verb(page: Page, verb: Token, position: int) -> bool:
    """Whether the verb is the first of the clause that starts at ``position``."""
    if verb.dep_ in ("relcl", "acl", "amod"):
        return False
    lead = page.tokens[position : verb.i]
    if all(token.pos_ in ("ADV", "AUX", "CCONJ", "PUNCT") for token in lead):
        subject = page.child(verb, "nsubj")
        following = page.tokens[verb.i + 1] if verb.i + 1 < len(page.tokens) else None
        return (
            subject is not None
            or following is None
            or following.pos_ in ("PROPN", "DET", "NOUN", "PRON", "ADP", "ADV", "PUNCT")
        )
    subject = page.child(verb, "nsubj")
    return (
        subject is not None
        and subject.i < verb.i
        and (
            subject.left_edge.i <= position + 1
            or all(
                t.pos_
                in (
                    "ADV",
                    "CCONJ",
                    "PUNCT",
                    "ADP",
                    "SCONJ",
                    "DET",
                    "NOUN",
                    "PROPN",
                    "NUM",
                    "ADJ",
                    "PART",
                    "PRON",
                )
                for t in lead
            )
        )
    )


def _ends_soon(page: Page, verb: Token) -> bool:
    """`“….” Trump said.`: nothing but the attribution stands in the sentence."""
    for token in page.tokens[verb.i + 1 : verb.i + 16]:
        if token.lower_ == "that" and token.dep_ == "mark":
            return False
        if token.text in ".!?:;" or token.text in '"“”':
            return True
        if token.pos_ == "VERB" and token.dep_ in ("ccomp", "xcomp", "conj"):
            return False
    return verb.i + 16 >= len(page.tokens)


def _says_more(page: Page, verb: Token, entry: CueEntry) -> bool:
    """`“….” The judge said the brakes failed.`: the cue has its own content.

    A sentence of its own then begins after the quotation, which is not its.
    """
    subject = page.child(verb, "nsubj")
    if subject is None or subject.i > verb.i:
        return False
    return any(
        child.i > verb.i
        and (
            child.dep_ == "ccomp"
            or (child.dep_ == "dobj" and entry.lemma not in ADDRESSEES)
        )
        for child in page.children[verb.i]
    )


def _before(page: Page, first: int) -> tuple[Token, CueEntry] | None:
    """`She said: “…”`, `Lee told reporters “…”`."""
    position = first - 1
    tokens = page.tokens
    strong = False
    while position >= 0 and (
        tokens[position].text in (",", ":", "—", "-", "–")
        or tokens[position].is_space
        or tokens[position].lower_ in ("that", "as")
    ):
        strong = strong or tokens[position].text in (",", ":")
        position -= 1
    limit = max(-1, position - 14)
    while position > limit:
        token = tokens[position]
        if token.text in ".!?" or page.quoted[position] != NOT_QUOTED:
            return None
        entry = entry_of(token)
        if entry is not None and "Q" in entry.frames and token.dep_ != "amod":
            near = first - position <= 3
            return (token, entry) if near or strong else None
        if token.pos_ == "VERB":
            return (
                (token, UNKNOWN_CUE)
                if strong and _colon(page, first) and page.child(token, "nsubj")
                else None
            )
        position -= 1
    return None


def _colon(page: Page, first: int) -> bool:
    return first > 0 and page.tokens[first - 1].text == ":"


def _joined(page: Page, known: Candidate, quoted: Candidate) -> Candidate:
    """One candidate for a cue that has both a parsed clause and quotations.

    Where the quotation stands before the cue, a clause the parser found on the
    same side is a misreading of the quotation.
    """
    spans = list(quoted.content)
    cue = known.cue[0]
    for span in known.content:
        same_side = any(
            (span.start < cue.start) == (q.start < cue.start) for q in spans
        )
        if not same_side or any(span.overlaps(q) for q in quoted.content):
            if (
                any(span.overlaps(q) and (span.start < q.start) for q in quoted.content)
                and quoted.rule == "quote-after"
            ):
                continue
            spans.append(span)
    return replace(
        known if known.speaker else quoted,
        content=merge_spans(spans),
        rule=quoted.rule,
        # "promised to “see it through”" remains what somebody will do
        frame="X" if known.frame == "X" else "Q",
    )
