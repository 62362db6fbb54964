"""From candidates to claims: speakers, relays, commitment, certainty, dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from claims.extraction.cast import Cast
from claims.extraction.certainty import certainty_of
from claims.extraction.commitment import Stand, channel_of, stand_of
from claims.extraction.confidence import confidence_of
from claims.extraction.dates import resolve_date
from claims.extraction.finding.candidate import Candidate
from claims.extraction.labels import ANSWER, QUESTION
from claims.extraction.mentions import Mention
from claims.extraction.model import (
    Attribution,
    Channel,
    Content,
    Cue,
    QuoteType,
    SaidAt,
    Span,
    Speaker,
    SpeakerKind,
)
from claims.extraction.nesting import (
    find_parents,
    is_earlier,
    is_relayed_claim,
    touches,
)
from claims.extraction.patterns import FIRST_PERSON, TOLD_US
from claims.extraction.quotations import Quotation, quote_type_of, whole_pairs
from claims.extraction.reasons import RULE_REASONS
from claims.extraction.relays import (
    is_court_heard,
    is_known_relay,
    is_own_outlet,
    outlet_told,
)
from claims.extraction.resolution import Resolved, Resolver
from claims.extraction.saying import Said
from claims.extraction.worth import worth_of

# Rules by which nobody need be named.
_UNNAMED: Final = frozenset({"model", "noun", "verb-passive", "inner-passive"})
_NOT_PEOPLE: Final = frozenset({SpeakerKind.ORGANISATION, SpeakerKind.UNKNOWN})


_REPLYING: Final = frozenset({"reply", "respond", "answer", "retort", "counter"})
_FIRST_PERSON: Final = frozenset({"i", "me"})


@dataclass(frozen=True, slots=True)
class _Draft:
    """A candidate with its speaker worked out."""

    candidate: Candidate
    speaker: Speaker
    resolved: Resolved
    stand: Stand
    relay: Speaker | None = None  # the outlet that was told
    is_own: bool = False  # told to the article's own outlet


def assemble(
    text: str,
    candidates: Sequence[Candidate],
    mentions: Sequence[Mention],
    quotations: Sequence[Quotation],
    *,
    own_outlets: frozenset[str],
    published: date | None,
    skip: Sequence[Span],
    rejected: Counter[str],
) -> list[Attribution]:
    """Claims in the order of the text; ``rejected`` counts what was dropped and why.

    Who told one of ``own_outlets`` (lower case) something was interviewed for this
    article; what another outlet was told is relayed by it.
    """
    kept: list[Candidate] = []
    for candidate in candidates:
        content = tuple(whole_pairs(text, span) for span in candidate.content)
        candidate = replace(candidate, content=content)
        spans = (*candidate.cue, *candidate.content, *candidate.speaker)
        is_turn = candidate.rule == "transcript"
        if touches(spans, skip):
            rejected["in a skipped block"] += 1
        elif is_turn and joined(text, candidate.speaker) == QUESTION:
            rejected["the outlet's own question"] += 1
        else:
            kept.append(candidate)
    said = [
        Said(
            one.speaker_head,
            one.content,
            written=joined(text, one.speaker),
            is_reply=one.lemma in _REPLYING,
            is_first_person=one.frame == "Q" and _says_i(text, one),
            is_report=_is_report(text, one),
        )
        for one in sorted(kept, key=lambda one: one.cue[0].start)
    ]
    spoken_of = [one for one in mentions if not touches((one.span,), skip)]
    resolver = Resolver(Cast(spoken_of, said), said)
    drafts = [_draft(text, candidate, resolver, own_outlets) for candidate in kept]
    drafts = _told_alike(drafts)
    parents = find_parents(kept)
    drafts = [_in_own_voice(drafts, parents, index) for index in range(len(drafts))]
    dropped = _drop(text, drafts, parents, rejected)
    claims = [
        _attribution(
            text,
            draft,
            within=_stretch(index, drafts, parents),
            via=_chain(index, drafts, parents),
            quotations=quotations,
            published=published,
        )
        for index, draft in enumerate(drafts)
        if index not in dropped
    ]
    return sorted(claims, key=position)


def _says_i(text: str, candidate: Candidate) -> bool:
    """Whether the words call whoever says them "I"."""
    return FIRST_PERSON.search(joined(text, candidate.content)) is not None


def _is_report(text: str, candidate: Candidate) -> bool:
    """ "…, Skerrywatch reported": behind the words, as outlets are credited."""
    is_behind = candidate.content[0].start < candidate.cue[0].start
    first, cue = text[candidate.content[0].start :][:5], joined(text, candidate.cue)
    is_clause = first == "that " or first[:1] in '"“'
    is_now = cue.endswith(("reports", "reporting")) and is_clause
    return candidate.lemma == "report" and (is_behind or is_now)


def position(claim: Attribution) -> tuple[int, int, int]:
    """What claims are ordered by: where they begin, their cue, where they end."""
    start = min(span.start for span in (*claim.content.spans, *claim.cue.spans))
    cue = claim.cue.spans[0].start if claim.cue.spans else start
    return start, cue, claim.content.spans[-1].end


def _draft(
    text: str,
    candidate: Candidate,
    resolver: Resolver,
    own_outlets: frozenset[str],
) -> _Draft:
    written = joined(text, candidate.speaker)
    turn = candidate.rule == "transcript"
    known = resolver.of_label(written) if turn else None
    if turn and written == ANSWER:
        resolved = resolver.interviewee(candidate.cue[0].start)
    elif known is not None:
        resolved = known
    elif candidate.speaker:
        resolved = resolver.resolve(
            written,
            candidate.speaker_head,
            candidate.antecedent,
            candidate.speaker[0],
        )
        if candidate.rule == "transcript" and resolved.kind in _NOT_PEOPLE:
            # block letters mislead the entity recogniser; a label is a person
            resolved = replace(resolved, kind=SpeakerKind.NAMED_PERSON, role=None)
    elif candidate.rule in _UNNAMED or candidate.frame == "hearsay":
        kind = SpeakerKind.UNATTRIBUTED_HEARSAY
        resolved = Resolved(None, kind, None, "nobody named", "nobody is named")
    else:
        resolved = Resolved(
            None, SpeakerKind.UNKNOWN, None, "unresolved", "no speaker found"
        )
    if is_court_heard(candidate, speaker=written, cue=joined(text, candidate.cue)):
        kind = SpeakerKind.UNATTRIBUTED_HEARSAY
        resolved = Resolved(None, kind, None, "nobody named", "who told it is not said")
    speaker = Speaker(
        written, candidate.speaker, resolved.name, resolved.kind, resolved.role
    )
    stand = stand_of(candidate, resolved.kind)
    outlet = outlet_told(text, candidate, resolver)
    is_own = outlet is not None and (
        outlet.text.lower() in own_outlets or is_own_outlet(outlet.text)
    )
    if outlet is None or is_own:
        return _Draft(candidate, speaker, resolved, stand, is_own=outlet is not None)
    return _Draft(candidate, speaker, resolved, stand, outlet)


def _told_alike(drafts: Sequence[_Draft]) -> list[_Draft]:
    """ "She told Radio Tarn that …, but insisted that …": one hearer for both verbs."""
    told: list[_Draft] = []
    for draft in drafts:
        before = told[-1] if told else None
        if (
            before is not None
            and before.relay is not None
            and draft.relay is None
            and draft.candidate.speaker == before.candidate.speaker != ()
            and draft.candidate.sentence == before.candidate.sentence
        ):
            draft = replace(draft, relay=before.relay)
        told.append(draft)
    return told


def _in_own_voice(
    drafts: Sequence[_Draft], parents: Sequence[int | None], index: int
) -> _Draft:
    """A draft whose "I" is whoever says the words around it."""
    draft, parent = drafts[index], parents[index]
    if draft.speaker.text.lower() not in _FIRST_PERSON:
        return draft
    while parent is not None and drafts[parent].speaker.text.lower() in _FIRST_PERSON:
        parent = parents[parent]
    if parent is None or drafts[parent].speaker.name is None:
        return draft
    outer, resolved = drafts[parent].speaker, drafts[parent].resolved
    speaker = replace(draft.speaker, name=outer.name, kind=outer.kind, role=outer.role)
    reason = f"“{draft.speaker.text}” is {outer.name}, who says so"
    return replace(draft, speaker=speaker, resolved=replace(resolved, reason=reason))


def _drop(
    text: str,
    drafts: Sequence[_Draft],
    parents: Sequence[int | None],
    rejected: Counter[str],
) -> set[int]:
    """Indices of candidates that are no claims of their own."""
    dropped: set[int] = set()
    for index, draft in enumerate(drafts):
        parent = parents[index]
        if parent is None:
            if draft.candidate.in_quotation:
                rejected["cue inside a quotation"] += 1
                dropped.add(index)
            continue
        outer = drafts[parent]
        if not is_relayed_claim(
            draft.candidate,
            outer.candidate,
            speaker=draft.speaker.text,
            content=joined(text, draft.candidate.content),
        ):
            rejected["part of another claim's content"] += 1
        elif _is_same(draft.speaker, outer.speaker) and not is_earlier(draft.candidate):
            rejected["speaker repeats what the same speaker says"] += 1
        else:
            continue
        dropped.add(index)
    return dropped


def _is_same(one: Speaker, other: Speaker) -> bool:
    """Whether two speakers are one, by name or, unresolved, by the same words."""
    if one.name is not None and other.name is not None:
        return one.name == other.name
    return bool(one.text) and one.text.lower() == other.text.lower()


def _chain(
    index: int, drafts: Sequence[_Draft], parents: Sequence[int | None]
) -> tuple[Speaker, ...]:
    """Those who relay, from the speaker towards us."""
    chain: list[Speaker] = []
    current: int | None = index
    while current is not None:
        draft = drafts[current]
        relays = [draft.speaker] if current != index else []
        for relay in (*relays, *([draft.relay] if draft.relay else [])):
            known = {one.name for one in chain} - {None}
            if (
                relay.text
                and relay.name not in known
                and not is_known_relay(relay, chain)
            ):
                chain.append(relay)
        current = parents[current]
    return tuple(chain)


def _attribution(
    text: str,
    draft: _Draft,
    *,
    within: Span,
    via: tuple[Speaker, ...],
    quotations: Sequence[Quotation],
    published: date | None,
) -> Attribution:
    candidate, resolved = draft.candidate, draft.resolved
    content = joined(text, candidate.content)
    outside = _outside(text, candidate, within)
    certainty = certainty_of(
        draft.stand.commitment,
        candidate,
        is_question=content.rstrip("\"”’'").endswith("?"),
    )
    worth = worth_of(content, tier=draft.stand.tier, certainty=certainty)
    return Attribution(
        content=Content(content, candidate.content),
        cue=Cue(joined(text, candidate.cue), candidate.cue, candidate.lemma),
        speaker=draft.speaker,
        via=via,
        quote_type=_quote_type(candidate, quotations),
        tier=draft.stand.tier,
        commitment=draft.stand.commitment,
        certainty=certainty,
        negated=certainty.value.endswith("-"),
        channel=_channel(draft, outside, is_relayed=bool(via)),
        said_at=_said_at(text, candidate, published),
        sentence=candidate.sentence,
        check_worthiness=worth.score,
        confidence=confidence_of(candidate, resolved.confidence),
        why=(*_reasons(draft, via), worth.reason),
    )


def _channel(draft: _Draft, outside: str, *, is_relayed: bool) -> Channel:
    channel = channel_of(outside, draft.candidate.lemma, draft.resolved.kind)
    if channel in (Channel.NOT_STATED, Channel.OTHER_MEDIA):
        if draft.is_own:
            return Channel.INTERVIEW
        if draft.relay is not None:
            return Channel.OTHER_MEDIA
    if channel is Channel.NOT_STATED and TOLD_US.search(outside) and not is_relayed:
        return Channel.INTERVIEW
    return channel


def joined(text: str, spans: Sequence[Span]) -> str:
    """The fragments as stored: joined by " … "."""
    return " … ".join(text[span.start : span.end] for span in spans)


def _stretch(
    index: int, drafts: Sequence[_Draft], parents: Sequence[int | None]
) -> Span:
    """Where words may tell of the saying: the sentence, within what relays it."""
    candidate, parent = drafts[index].candidate, parents[index]
    sentence, cue = candidate.sentence, candidate.cue[0]
    for span in drafts[parent].candidate.content if parent is not None else ():
        if span.covers(cue):
            start, end = max(span.start, sentence.start), min(span.end, sentence.end)
            return Span(start, end) if start < end else sentence
    return sentence


def _outside(text: str, candidate: Candidate, within: Span) -> str:
    """The words of the cue's sentence that are not content."""
    pieces: list[str] = []
    cue = candidate.cue[0]
    semicolon = text.rfind(";", within.start, cue.start)
    position = max(within.start, semicolon)
    for span in candidate.content:
        if span.end <= position or span.start >= within.end:
            continue
        pieces.append(text[position : max(position, span.start)])
        position = span.end
    pieces.append(text[position : within.end])
    return " ".join(pieces)


def _said_at(text: str, candidate: Candidate, published: date | None) -> SaidAt | None:
    outside = [
        span
        for span in candidate.times
        if not any(span.overlaps(c) for c in candidate.content)
    ]
    dated = [
        SaidAt(
            text[span.start : span.end],
            span,
            resolve_date(text[span.start : span.end], published),
        )
        for span in outside
    ]
    for said_at in dated:
        if said_at.date is not None:
            return said_at
    return dated[0] if dated else None


def _quote_type(candidate: Candidate, quotations: Sequence[Quotation]) -> QuoteType:
    """As ``quote_type_of``: a transcript gives the words themselves, and marks
    around the cue are those of whoever relays."""
    if candidate.rule == "transcript":
        return QuoteType.DIRECT
    around = candidate.cue[0] if candidate.in_quotation else None
    return quote_type_of(candidate.content, quotations, around=around)


def _reasons(draft: _Draft, via: tuple[Speaker, ...]) -> tuple[str, ...]:
    candidate = draft.candidate
    reasons = [
        RULE_REASONS.get(candidate.rule, f"rule {candidate.rule}"),
        f"cue class: {draft.stand.commitment.value.replace('_', ' ')}",
    ]
    if draft.resolved.reason:
        reasons.append(f"speaker: {draft.resolved.reason}")
    if candidate.inherited:
        reasons.append("speaker: shared with the governing clause")
    if candidate.guessed:
        reasons.append("speaker: of a further quotation guessed from the one before")
    for relay in via:
        reasons.append(f"relayed by {relay.name or relay.text or 'nobody named'}")
    return tuple(reasons)
