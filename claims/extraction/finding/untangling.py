"""Put right what two attributions of one sentence take from one another.

Each cue is read by itself, so that contents may hold one another's cues: "Hale told
her, she said, that the dam held", "Hale told a clerk it held, according to the log".
Whoever is put in or comes last is the one who relays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from claims.extraction.finding.bounds import (
    confined,
    from_subject,
    in_parentheses,
    up_to_that,
    with_what_it_tells,
    without_holes,
)
from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.hearers import is_outlet_phrase
from claims.extraction.finding.inner_speakers import as_second_verb, with_inner_subject
from claims.extraction.finding.page import Page
from claims.extraction.finding.stretches import holds, stripped, without, words_of
from claims.extraction.model import Span

_CONCEDING: Final = frozenset({"although", "though", "while", "whereas"})
_SAID: Final = frozenset({"C", "Q", "X", "O", "P"})
_QUOTING: Final = frozenset({"quote", "cite"})
_HEARERS: Final = frozenset({"him", "her", "them", "me", "us"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_MAX_HOLES: Final = 4  # who relays one claim in one sentence
_MAX_GAP: Final = 10  # characters of " and then "


def untangled(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of a page with contents and speakers of their own."""
    waiting = [one for one in candidates if not one.content]  # for a quotation below
    found = [without_holes(page, one) for one in candidates if one.content]
    found = [from_subject(page, one) for one in found]
    found = [up_to_that(page, one, found) for one in found]
    found = [in_parentheses(page, one) for one in found]
    found = [_without_concession(page, one, found) for one in found]
    found = [_drawn_in(page, one, found) for one in found]
    found = [with_what_it_tells(one, found) for one in found]
    found = [_with_relative(page, one, found) for one in found]
    found = [_without_outer(page, one, found) for one in found]
    found = [confined(page, one, found) for one in found]
    found = [with_inner_subject(page, one, found) for one in found if one.content]
    found = [as_second_verb(page, one, found) for one in found]
    found = [_with_second_verb(page, one, found) for one in found]
    return [*(_without_next(page, one, found) for one in found), *waiting]


def _without_next(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """ "Told the court that it held, but insisted that …": content up to the "but"."""
    for other in candidates:
        if other is one or other.in_quotation or other.frame not in _SAID:
            continue
        if not one.speaker or other.speaker[:1] != one.speaker[:1]:
            continue
        last, cue = one.content[-1], other.cue[0]
        if not last.covers(cue) or holds(one.content, one.speaker[0]):
            continue
        verb = page.tokens[bisect_left(page.starts, other.cue[-1].end) - 1]
        if verb.tag_ not in _FINITE:
            continue
        before = bisect_left(page.starts, cue.start) - 1
        while before >= 0 and page.tokens[before].pos_ in ("ADV", "AUX"):
            before -= 1
        if before < 1 or page.tokens[before].lower_ not in ("and", "but", ","):
            continue
        end = page.starts[before]
        kept = stripped(page, last.start, end) if last.start < end else None
        if kept is not None:
            return replace(one, content=(*one.content[:-1], kept))
    return one


def _with_second_verb(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """ "Told her that Marsden had phoned and said he would …": what Marsden said is
    part of what she was told."""
    for other in candidates:
        if not other.inherited or other is one or not other.speaker:
            continue
        last = one.content[-1]
        gap = other.cue[0].start - last.end
        if (
            last.covers(other.speaker[0])
            and 0 < gap <= _MAX_GAP
            and (one.speaker[:1] != other.speaker[:1])
        ):
            whole = Span(last.start, max(last.end, other.content[-1].end))
            return replace(one, content=(*one.content[:-1], whole))
    return one


def _without_concession(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """ "They show that she voted against it, although the campaign said …": up to the
    comma, for the author adds the rest."""
    if one.in_quotation or one.sureness is None:
        return one
    last = one.content[-1]
    for other in candidates:
        if other is one or other.in_quotation or not other.speaker:
            continue
        start = min(other.speaker[0].start, other.cue[0].start)
        if other.frame not in ("C", "Q") or not last.start < start < last.end:
            continue
        index = bisect_left(page.starts, start) - 1
        joins = _CONCEDING
        if other.hearer is not None and is_outlet_phrase(words_of(page, other.hearer)):
            joins = _CONCEDING | {"and", "but"}  # told an outlet, not relayed by others
        if index < 1 or page.tokens[index].lower_ not in joins:
            continue
        comma = page.tokens[index - 1]
        if comma.text != "," or page.is_quoted(comma):
            continue
        kept = stripped(page, last.start, page.base + comma.idx)
        if kept is not None and one.cue[0].start < page.base + comma.idx:
            return replace(one, content=(*one.content[:-1], kept))
    return one


def _drawn_in(page: Page, one: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """ "She said her husband came home and told her that …": he told her.

    A second verb that is spoken to the speaker, or repeats the first, belongs to the
    clause before it.
    """
    if one.in_quotation or one.frame not in ("C", "Q") or not one.speaker:
        return one
    for other in candidates:
        last = one.content[-1]
        gap = other.cue[0].start - last.end
        if (
            other is one
            or other.speaker[:1] != one.speaker[:1]
            or not 0 < gap <= _MAX_GAP
        ):
            continue
        between = words_of(page, Span(last.end, other.cue[0].start)).strip().lower()
        if not between.startswith("and"):
            continue
        index = bisect_left(page.starts, other.cue[-1].end)
        following = page.tokens[index].lower_ if index < len(page.tokens) else ""
        repeats = other.lemma == one.lemma and one.lemma in ("say", "tell")
        if (other.lemma == "tell" and following in _HEARERS) or repeats:
            whole = Span(last.start, other.content[-1].end)
            return replace(one, content=(*one.content[:-1], whole))
    return one


def _with_relative(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """ "Quoted a fisherman, who said that …": what he said is quoted as well."""
    if one.lemma not in _QUOTING or one.in_quotation:
        return one
    last = one.content[-1]
    for other in candidates:
        if other is one or not other.speaker or other.in_quotation:
            continue
        who = other.speaker[0]
        if not 0 < who.start - last.end <= len(", ") or who.start < one.cue[0].start:
            continue
        if words_of(page, who).lower() in ("who", "which"):
            whole = Span(last.start, max(last.end, other.content[-1].end))
            return replace(one, content=(*one.content[:-1], whole))
    return one


def _without_outer(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """A candidate whose content does not take in who relays it."""
    content = one.content
    holes = 0
    for other in candidates:
        cue = other.cue[0]
        if other is one or cue.start <= one.cue[0].start or not holds(content, cue):
            continue
        if holes == _MAX_HOLES:
            break
        if one.frame == "colon" or (other.in_quotation and not one.in_quotation):
            continue  # who is quoted relays nothing to whoever quotes
        if not holds(other.content, one.cue[0]):
            continue
        holes += 1
        taken = [span for span in (*other.cue, *other.speaker) if holds(content, span)]
        hole = Span(min(span.start for span in taken), max(span.end for span in taken))
        content = tuple(
            span
            for span in without(page, content, hole)
            if span.end <= hole.start
            or (holds(other.content, span) and not _joins(page, span))
        )
    if content == one.content or (not content and one.sureness is not None):
        return one
    return replace(one, content=content)


def _joins(page: Page, span: Span) -> bool:
    """ "… and then told him": the next thing said, no more of this one."""
    return words_of(page, span).lower().startswith(("and ", "but "))
