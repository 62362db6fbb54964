"""Put right what two attributions of one sentence take from one another.

Each cue is read by itself, so that contents may hold one another's cues: "Hale told
her, she said, that the dam held", "Hale told a clerk it held, according to the log".
Whoever is put in or comes last is the one who relays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.hearers import is_outlet_phrase
from claims.extraction.finding.nearby import subject_before
from claims.extraction.finding.page import SUBJECTS, Page
from claims.extraction.finding.phrases import noun_phrase
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_MARKS: Final = "\"“”'‘’,.;: "
_EMPTY: Final = frozenset(
    {"that", "so", "it", "this", "him that", "her that", "me that"}
)
_BEFORE_INSERTION: Final = ",—–-”’\"'?!"
_ENDING: Final = frozenset(".!?;\n")
_STRIPPED: Final = " ,;—–-\n"
_CONCEDING: Final = frozenset({"although", "though", "while", "whereas"})
_SAID: Final = frozenset({"C", "Q", "X", "O", "P"})
_HEARERS: Final = frozenset({"him", "her", "them", "me", "us"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_MAX_GAP: Final = 10  # characters of " and then "
_MAX_BACK: Final = 20  # tokens between a verb and a subject it shares
_MAX_CLIMB: Final = 4  # conjuncts between a verb and its subject


def untangled(page: Page, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of a page with contents and speakers of their own."""
    waiting = [one for one in candidates if not one.content]  # for a quotation below
    found = [_without_holes(page, one) for one in candidates if one.content]
    found = [_from_subject(page, one) for one in found]
    found = [_up_to_that(page, one, found) for one in found]
    found = [_in_parentheses(page, one) for one in found]
    found = [_without_concession(page, one, found) for one in found]
    found = [_drawn_in(page, one, found) for one in found]
    found = [_with_what_it_tells(one, found) for one in found]
    found = [_without_outer(page, one, found) for one in found]
    found = [_confined(page, one, found) for one in found]
    found = [_with_inner_subject(page, one, found) for one in found if one.content]
    found = [_as_second(page, one, found) for one in found]
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
        kept = _stripped(page, last.start, end) if last.start < end else None
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


def _without_holes(page: Page, one: Candidate) -> Candidate:
    """The model's content without gaps in which nobody is put in."""
    if one.sureness is None or len(one.content) < 2 or one.frame == "hearsay":
        return one
    own = (*one.cue, *one.speaker, *one.times)
    merged: list[Span] = []
    for span in one.content:
        gap = Span(merged[-1].end, span.start) if merged else None
        words = _text(page, gap) if gap is not None else ""
        is_whole = bool(words.strip()) and not any(mark in words for mark in _ENDING)
        if gap is not None and is_whole and not any(gap.overlaps(s) for s in own):
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return (
        one if len(merged) == len(one.content) else replace(one, content=tuple(merged))
    )


def _in_parentheses(page: Page, one: Candidate) -> Candidate:
    """ "(No relation, he insists)": nothing of what stands outside."""
    cue = one.cue[0].start - page.base
    opening = page.text.rfind("(", 0, cue)
    closing = page.text.find(")", cue)
    if opening < 0 or closing < 0 or page.text.rfind(")", opening, cue) >= 0:
        return one
    around = Span(page.base + opening + 1, page.base + closing)
    pieces = [
        piece
        for span in one.content
        if span.overlaps(around)
        and (
            piece := _stripped(
                page, max(span.start, around.start), min(span.end, around.end)
            )
        )
    ]
    return replace(one, content=tuple(pieces)) if pieces else one


def _up_to_that(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """ "Says that she was told it was fixed and that nobody came": up to "and that".

    A second "that" goes with the first one, which is the outer speaker's.
    """
    if one.sureness is not None or one.in_quotation or len(one.content) != 1:
        return one
    (content,) = one.content
    words = _text(page, content)
    position = words.find(" and that ")
    if position < 1 or words.startswith("that ") or one.frame not in ("C", "X"):
        return one
    outer = [c for c in candidates if c is not one and holds(c.content, one.cue[0])]
    start = min(span.start for span in (*one.speaker, *one.cue))
    before = [
        _text(page, Span(c.content[0].start, start))
        for c in outer
        if c.content[0].start < start
    ]
    if not any("that " in words for words in before):
        return one
    return replace(one, content=(Span(content.start, content.start + position),))


def _from_subject(page: Page, one: Candidate) -> Candidate:
    """ "Latchlight, which makes locks, knew …, according to e-mails": with its subject.

    The model now and then begins a content at the verb.
    """
    if one.frame != "according" or one.sureness is None:
        return one
    first = bisect_left(page.starts, one.content[0].start)
    if first >= len(page.tokens) or page.tokens[first].tag_ not in _FINITE:
        return one
    start = page.tokens[first].sent.start
    if start >= first or one.cue[0].start < page.starts[first]:
        return one
    whole = Span(page.starts[start], one.content[0].end)
    return replace(one, content=(whole, *one.content[1:]))


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
        if other.hearer is not None and is_outlet_phrase(_text(page, other.hearer)):
            joins = _CONCEDING | {"and", "but"}  # told an outlet, not relayed by others
        if index < 1 or page.tokens[index].lower_ not in joins:
            continue
        comma = page.tokens[index - 1]
        if comma.text != "," or page.is_quoted(comma):
            continue
        kept = _stripped(page, last.start, page.base + comma.idx)
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
        between = _text(page, Span(last.end, other.cue[0].start)).strip().lower()
        if not between.startswith("and"):
            continue
        index = bisect_left(page.starts, other.cue[-1].end)
        following = page.tokens[index].lower_ if index < len(page.tokens) else ""
        repeats = other.lemma == one.lemma and one.lemma in ("say", "tell")
        if (other.lemma == "tell" and following in _HEARERS) or repeats:
            whole = Span(last.start, other.content[-1].end)
            return replace(one, content=(*one.content[:-1], whole))
    return one


def _with_what_it_tells(one: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """ "She told him that it was late, he recalled": he recalls that she told him.

    The model gives both the same content.
    """
    if one.sureness is None or one.in_quotation or one.frame not in ("C", "according"):
        return one
    content = one.content[0]
    for other in candidates:
        if other is one or other.sureness is None or other.content[0] != content:
            continue
        start = min(span.start for span in (*other.cue, *other.speaker))
        is_before = start < other.cue[0].end <= content.start
        put_in = other.cue[-1].end < one.cue[0].start < one.cue[-1].end <= content.start
        if is_before and put_in and start >= one.sentence.start:
            # "she replied, he recalled later, that …"
            told = Span(start, other.cue[-1].end)
            return replace(one, content=(told, *one.content))
        if (
            is_before
            and one.cue[0].start >= content.end
            and start >= one.sentence.start
        ):
            whole = Span(start, content.end)
            return replace(one, content=(whole, *one.content[1:]))
    return one


def _confined(page: Page, one: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """What a rule found inside a quotation, within that quotation.

    The parser joins what is quoted to what stands around it. Empty if nothing of it
    lies inside.
    """
    if one.sureness is not None or not one.in_quotation or not one.content:
        return one
    outer = next(
        (
            other
            for other in candidates
            if other is not one
            and other.sureness is not None
            and not other.in_quotation
            and holds(other.content, one.cue[0])
        ),
        None,
    )
    if outer is None:
        return one
    pieces = [
        piece
        for span in one.content
        for around in outer.content
        if span.overlaps(around)
        and (
            piece := _stripped(
                page, max(span.start, around.start), min(span.end, around.end)
            )
        )
    ]
    after = [span for span in pieces if span.start >= one.cue[-1].end]
    stated = after and _text(page, after[0]).startswith(("that ", "to "))
    if stated or not _is_put_in(page, one):
        pieces = after
    if len(pieces) == 1 and _text(page, pieces[0]).lower().strip(_MARKS) in _EMPTY:
        pieces = []
    return replace(one, content=tuple(pieces))


def _is_put_in(page: Page, one: Candidate) -> bool:
    """Whether speaker and cue stand behind a comma: "It was, she said, safe"."""
    start = min(span.start for span in (*one.speaker, *one.cue))
    before = page.text[: start - page.base].rstrip()
    return before[-1:] != "" and before[-1:] in _BEFORE_INSERTION


def _text(page: Page, span: Span) -> str:
    return page.text[span.start - page.base : span.end - page.base]


def holds(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the spans covers another one."""
    return any(one.covers(span) for one in spans)


def without(page: Page, spans: Sequence[Span], hole: Span) -> tuple[Span, ...]:
    """Spans without a stretch, and without commas and blanks where it was."""
    pieces: list[Span] = []
    for span in spans:
        if not span.overlaps(hole):
            pieces.append(span)
            continue
        parts = ((span.start, hole.start), (hole.end, span.end))
        pieces.extend(
            piece
            for start, end in parts
            if start < end and (piece := _stripped(page, start, end)) is not None
        )
    return tuple(pieces)


def _stripped(page: Page, start: int, end: int) -> Span | None:
    words = _text(page, Span(start, end))
    first = start + len(words) - len(words.lstrip(_STRIPPED))
    last = start + len(words.rstrip(_STRIPPED))
    return Span(first, last) if first < last else None


def _without_outer(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """A candidate whose content does not take in who relays it."""
    content = one.content
    for other in candidates:
        cue = other.cue[0]
        if other is one or cue.start <= one.cue[0].start or not holds(content, cue):
            continue
        if one.frame == "colon" or (other.in_quotation and not one.in_quotation):
            continue  # who is quoted relays nothing to whoever quotes
        if not holds(other.content, one.cue[0]):
            continue
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
    return _text(page, span).lower().startswith(("and ", "but "))


def _with_inner_subject(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """A candidate inside another's content, with a speaker who is inside as well.

    "She said her husband came home and told her that …": he told her.
    """
    if not one.speaker or one.frame in ("noun", "according"):
        return one
    outer = next(
        (
            other
            for other in candidates
            if other is not one
            and _is_shared(page, one, other)
            and holds(other.content, one.cue[0])
        ),
        None,
    )
    if outer is None:
        return one
    is_self = _text(page, one.speaker[0]).lower() in ("i", "we")
    subject = None if is_self else _subject_inside(page, one, outer.content)
    span = noun_phrase(page, subject) if subject is not None else None
    if subject is None or span is None or not holds(outer.content, span):
        first = bisect_left(page.starts, one.cue[0].start)
        by_words = subject_before(page, first, outer.content)
        if by_words is None and not is_self:
            by_words = _subject_near(page, first, outer.content)
        if by_words is None:
            return one
        span, subject = by_words
    return replace(
        one,
        speaker=(span,),
        speaker_head=page.base + subject.idx,
        antecedent=None,
        inherited=True,
    )


def _as_second(
    page: Page, one: Candidate, candidates: Sequence[Candidate]
) -> Candidate:
    """ "The report says it failed and recommends that …": the report recommends it.

    The second verb has the tense of the first, and what stands between has another.
    """
    if one.sureness is not None or not one.inherited or one.in_quotation:
        return one
    verb = page.tokens[bisect_left(page.starts, one.cue[-1].end) - 1]
    first = bisect_left(page.starts, one.cue[0].start)
    if verb.tag_ != "VBZ" or first < 1 or page.tokens[first - 1].lower_ != "and":
        return one
    for other in candidates:
        if other is one or not holds(other.content, one.cue[0]) or not other.speaker:
            continue
        governing = page.tokens[bisect_left(page.starts, other.cue[-1].end) - 1]
        start = bisect_left(page.starts, other.content[0].start)
        between = page.tokens[start:first]
        if governing.tag_ == "VBZ" and any(token.tag_ == "VBD" for token in between):
            return replace(one, speaker=other.speaker, speaker_head=other.speaker_head)
    return one


def _subject_near(
    page: Page, first: int, content: Sequence[Span]
) -> tuple[Span, Token] | None:
    """ "That an engineer came, looked at it and told her …": the last subject before."""
    for token in reversed(page.tokens[max(0, first - _MAX_BACK) : first]):
        span = page.span(token.i, token.i)
        if token.is_sent_end or not holds(content, span):
            return None
        is_subject = token.dep_ in ("nsubj", "nsubjpass") and token.tag_ != "WP"
        if is_subject and token.head.dep_ != "relcl":
            phrase = noun_phrase(page, token)
            return (phrase, token) if phrase and holds(content, phrase) else None
    return None


def _is_shared(page: Page, one: Candidate, other: Candidate) -> bool:
    """Whether a speaker is the one who relays, or "I" of what was told to "me"."""
    if any(span.overlaps(one.speaker[0]) for span in other.speaker):
        return not holds(other.content, one.speaker[0])
    if one.sureness is None and one.in_quotation and not other.in_quotation:
        if not any(span.overlaps(one.speaker[0]) for span in other.content):
            return True  # who is outside a quotation says nothing inside it
    index = bisect_left(page.starts, one.cue[-1].end)
    following = page.tokens[index].lower_ if index < len(page.tokens) else ""
    return _text(page, one.speaker[0]).lower() in ("i", "we") and following in (
        "me", "us",
    )  # fmt: skip


def _subject_inside(
    page: Page, one: Candidate, content: Sequence[Span]
) -> Token | None:
    index = bisect_left(page.starts, one.cue[-1].end) - 1
    current = page.tokens[max(0, index)]
    for _ in range(_MAX_CLIMB):
        for child in page.children[current.i]:
            is_subject = child.dep_ in SUBJECTS or child.dep_ == "nsubjpass"
            if is_subject and holds(content, page.span(child.i, child.i)):
                return child
        if current.dep_ not in ("conj", "xcomp", "advcl") or current.head is current:
            return None
        current = current.head
    return None
