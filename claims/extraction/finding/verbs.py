"""Attributions that hang on a verb: clauses, infinitives, noun phrases, "about …"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeGuard

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.clauses import (
    clause_contents,
    has_that,
    infinitive_content,
)
from claims.extraction.finding.disputes import without_dispute
from claims.extraction.finding.hearers import hearer_of
from claims.extraction.finding.interposed import (
    interposed_speaker,
    is_being_asked,
    shared_contents,
    within_relative,
)
from claims.extraction.finding.page import Page, merge_spans
from claims.extraction.finding.phrases import (
    adverbs_of,
    clause,
    cue_range,
    is_negated,
    is_reduced_passive,
    modal_of,
    noun_phrase,
    preceding_subject,
    raised,
    stretched,
    subject_of,
)
from claims.extraction.finding.times import times_of
from claims.extraction.finding.unsaid import is_unsaid
from claims.extraction.lexicon import CUE_NOUNS, FORMS, CueEntry
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# "accused X of …", "described X as …": these finish an object's content.
_OBJECT_TAILS: Final = frozenset(
    {"of", "as", "for", "to", "over", "on", "about", "from", "with"}
)
_OBJECT_LABELS: Final = frozenset(
    {"dobj", "oprd", "dative", "acomp", "attr", "xcomp", "ccomp"}
)
# "Described the plan last week as reckless"
_AS: Final = frozenset(
    {"describe", "portray", "depict", "characterize", "characterise", "dismiss",
     "denounce", "condemn", "hail", "praise", "criticize", "criticise", "regard",
     "identify"}
)  # fmt: skip
ADDRESSEES: Final = frozenset(
    {
        "tell",
        "remind",
        "assure",
        "inform",
        "ask",
        "warn",
        "advise",
        "persuade",
        "brief",
        "reassure",
        "notify",
        "alert",
    }
)
# Objects that say nothing by themselves: "denies this".
_NO_CONTENT: Final = frozenset(
    {"himself", "herself", "itself", "themselves", "this", "that", "it", "these",
     "those", "so"}
)  # fmt: skip
_BEEN: Final = frozenset(
    {"was", "were", "been", "being", "am", "is", "are", "’m", "'m", "’re", "'re"}
)
_LEADING: Final = frozenset({"like", "love", "call", "write"})
_MAX_PUT_IN: Final = 8  # tokens of "in an email last week"
_CALLS: Final = frozenset({"call", "calls", "called", "calling"})
# What finds how things are, not objects.
_STUDIES: Final = frozenset(
    "analysis analyses assessment audit autopsy census examination experiment "
    "experiments inquiry inspection inspections investigation poll polls post-mortem "
    "research review scan scans studies study survey surveys test tests trial "
    "trials".split()
)
_SIGNS: Final = frozenset({"evidence", "nothing", "sign", "signs", "trace", "traces"})
# Impersonal questions and facts: "it remains to be seen whether".
_EMPTY_SUBJECTS: Final = frozenset(
    {"it", "there", "this", "that", "what", "which", "one"}
)


def entry_of(token: Token) -> CueEntry | None:
    """The lexicon's entry for a verb token, if it has one."""
    if token.pos_ != "VERB" and not token.tag_.startswith("VB"):
        return None
    return FORMS.get(token.lower_)


def find_in_verbs(page: Page) -> Iterator[Candidate]:
    """Candidates of every cue verb on the page, at most one for each verb."""
    for token in page.tokens:
        entry = entry_of(token)
        if entry is None or token.dep_ in ("aux", "auxpass", "amod", "compound"):
            continue
        if is_unsaid(page, token, entry.lemma):
            continue
        if is_being_asked(page, token, entry.lemma):
            continue
        found = _clausal(page, token, entry) or _phrasal(page, token, entry)
        found = found or _passive(page, token, entry)
        if found is not None:
            yield found


def _clausal(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """ "said that …", "…, he said", "vowed to …"."""
    if "C" in entry.frames:
        spans = clause_contents(page, verb) or shared_contents(page, verb)
        if spans:
            return build(page, verb, entry, "C", spans)
    if "X" in entry.frames and not _leads_to_saying(page, verb, entry):
        spans = infinitive_content(page, verb, entry)
        if spans:
            return build(page, verb, entry, "X", spans)
    return None


def _leads_to_saying(page: Page, verb: Token, entry: CueEntry) -> bool:
    """ "Liked to tell people that …", "was calling to say that …": one cue."""
    if entry.lemma not in _LEADING:
        return False
    said = page.child(verb, "xcomp", "advcl")
    inner = FORMS.get(said.lower_) if said is not None else None
    if said is None or inner is None or "C" not in inner.frames:
        return False
    return raised(page, said).i == verb.i and bool(clause_contents(page, said))


def _passive(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """Passives of cue verbs.

    1. "The claim was dismissed by the guild": the agent speaks of the subject.
    2. "Residents were warned that …": nobody is named; the subject was told.
    """
    subject = page.child(verb, "nsubjpass")
    if subject is None or verb.tag_ != "VBN":
        return None
    agent = page.child(verb, "agent")
    if agent is not None and "O" in entry.frames and subject.lower_ in CUE_NOUNS:
        span = noun_phrase(page, subject, verb=verb)
        return build(page, verb, entry, "O", [span]) if span else None
    if agent is None and entry.lemma in ADDRESSEES and "C" in entry.frames:
        return _told(page, verb, entry)
    return None


def _told(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """ "were warned that the pier is unsafe": a statement by nobody in particular."""
    clauses = [
        child
        for child in page.children[verb.i]
        if child.dep_ == "ccomp" and child.i > verb.i and has_that(page, child)
    ]
    span = clause(page, clauses[0], verb) if clauses else None
    if span is None:
        return None
    return replace(bare(page, verb, entry, *cue_range(page, verb)), content=(span,))


def _phrasal(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """ "rejected the offer", "called for talks"."""
    for child in page.children[verb.i]:
        if (
            child.dep_ == "prep"
            and child.i > verb.i
            and child.lower_ in entry.prepositions
        ):
            inner = page.child(child, "pobj", "pcomp")
            if inner is None or (child.lower_ == "on" and _is_time(page, child)):
                continue
            last = child.right_edge.i
            span = stretched(page, page.trimmed(child.i + 1, last))
            if span:
                return build(page, verb, entry, "P", [span], particle=child)
    if "O" in entry.frames or _is_measured(page, verb, entry):
        span = _object(page, verb)
        if span:
            tail = _as_tail(page, verb, entry, span)
            return build(page, verb, entry, "O", [span, *([tail] if tail else [])])
    return None


def _is_measured(page: Page, verb: Token, entry: CueEntry) -> bool:
    """ "The survey found a sharp rise", "divers found no cracks": unlike what a walker
    found on the beach."""
    if entry.lemma != "find":
        return False
    subject = page.child(verb, "nsubj")
    if subject is not None and subject.lower_ in _STUDIES:
        return True
    found = page.child(verb, "dobj")
    if found is None or found.i < verb.i:
        return False
    return page.tokens[found.left_edge.i].lower_ == "no" or found.lower_ in _SIGNS


def _as_tail(page: Page, verb: Token, entry: CueEntry, object_: Span) -> Span | None:
    """ "Described the work in an email as “…”": what the words between put off."""
    if entry.lemma not in _AS:
        return None
    first = bisect_left(page.starts, object_.end)
    for token in page.tokens[first + 1 : first + _MAX_PUT_IN]:
        if token.pos_ == "VERB" or token.is_sent_start:
            return None
        if token.lower_ == "as" and token.dep_ == "prep" and _hangs_on(token, verb):
            return stretched(page, page.trimmed(token.i, token.right_edge.i))
    return None


def _hangs_on(preposition: Token, verb: Token) -> bool:
    """Whether a phrase is a verb's, if only over a noun between the two."""
    current = preposition.head
    while current.i != verb.i and current.dep_ in ("pobj", "prep", "dobj"):
        current = current.head
    return current.i == verb.i


def _object(page: Page, verb: Token) -> Span | None:
    """The object with what completes it: "the plan as reckless"."""
    direct = page.child(verb, "dobj", "oprd", "ccomp")
    if direct is None or direct.i < verb.i:
        return None
    first, last = direct.left_edge.i, direct.right_edge.i
    for child in page.children[verb.i]:
        if child.i <= last:
            continue
        start = child.left_edge.i
        if start != last + 1:
            continue
        if child.dep_ in _OBJECT_LABELS or (
            child.dep_ == "prep"
            and child.lower_ in _OBJECT_TAILS
            and not _is_time(page, child)
        ):
            last = child.right_edge.i
    if first == last and direct.lower_ in _NO_CONTENT:
        return None
    return stretched(page, page.trimmed(first, last))


def _is_time(page: Page, preposition: Token) -> bool:
    inner = page.child(preposition, "pobj")
    return inner is not None and inner.ent_type_ in ("DATE", "TIME")


def build(
    page: Page,
    verb: Token,
    entry: CueEntry,
    frame: str,
    contents: list[Span],
    *,
    particle: Token | None = None,
    rule: str = "",
) -> Candidate | None:
    """A candidate from a cue verb; None for imperatives, questions and the like."""
    if is_reduced_passive(page, verb) or _is_gerund_noun(page, verb):
        return None
    if frame in ("C", "X") and _is_told(page, verb, entry):
        return None
    speaker, inherited = subject_of(page, verb)
    if inherited and page.child(verb, "auxpass") is not None:
        # "rang the council and was told by a clerk that …"
        agent = page.child(verb, "agent")
        speaker = page.child(agent, "pobj") if agent is not None else None
        if speaker is None:
            return None
    interposed = interposed_speaker(page, verb)
    if interposed is not None:
        speaker, inherited = interposed, False
        contents = [within_relative(page, piece) for piece in contents[:1]]
    if speaker is None and page.child(verb, "nsubjpass", "auxpass") is not None:
        return None  # passives without an agent have their own rules
    if speaker is None and verb.tag_ == "VBG":
        speaker, inherited = preceding_subject(page, verb), True
    if _is_empty(speaker) and not inherited and speaker.dep_ != "nsubj":
        return None
    first, last = _cue_tokens(page, verb, particle)
    span = noun_phrase(page, speaker, verb=verb) if speaker is not None else None
    if span is None and frame not in ("Q", "C"):
        return None
    cue = page.span(first, last)
    pieces = _without(contents, [cue, *([span] if span else [])])
    content = merge_spans(without_dispute(page, piece) for piece in pieces)
    if not content:
        return None
    found = bare(page, verb, entry, first, last)
    return replace(
        found,
        rule=rule or f"verb-{frame}",
        frame=frame,
        content=content,
        speaker=(span,) if span else (),
        speaker_head=page.base + speaker.idx if speaker is not None else None,
        antecedent=antecedent_of(page, verb, speaker),
        inherited=inherited,
    )


def _conditions(page: Page, verb: Token) -> tuple[str, ...]:
    """The "if" of "if they say it is safe"."""
    return tuple(
        child.lower_
        for child in page.children[verb.i]
        if child.dep_ == "mark" and child.lower_ in ("if", "unless")
    )


def _is_told(page: Page, verb: Token, entry: CueEntry) -> bool:
    """ "I was told there would be cake", whatever the parse makes of "I"."""
    index = verb.i - 1
    while index > 0 and page.tokens[index].pos_ == "ADV":
        index -= 1
    is_passive = index >= 0 and page.tokens[index].lower_ in _BEEN
    has_agent = page.child(verb, "agent") is not None
    return entry.lemma in ADDRESSEES and is_passive and not has_agent


def _is_gerund_noun(page: Page, verb: Token) -> bool:
    """ "Warned them in writing that …": no writing is told of."""
    return verb.lower_ == "writing" and page.tokens[verb.i - 1].lower_ == "in"


def bare(page: Page, verb: Token, entry: CueEntry, first: int, last: int) -> Candidate:
    """What the cue verb itself tells; no speaker and no content yet."""
    return Candidate(
        rule="verb-passive",
        cue=(page.span(first, last),),
        lemma=entry.lemma,
        frame="C",
        content=(),
        hearer=hearer_of(page, verb, entry),
        sentence=page.sentence(verb),
        paragraph=page.paragraph,
        times=times_of(page, verb),
        negated=is_negated(page, verb) or is_negated(page, raised(page, verb)),
        modal=modal_of(page, verb),
        aside=(*adverbs_of(page, verb), *_conditions(page, verb)),
        cue_words=page.words(first, last),
        in_quotation=page.is_quoted(verb),
    )


def _is_empty(speaker: Token | None) -> TypeGuard[Token]:
    """Whether the subject is a word such as "it" that names nobody."""
    if speaker is None or speaker.lower_ not in _EMPTY_SUBJECTS:
        return False
    # "one said it was small", of several; but "one might say"
    return speaker.lower_ != "one" or speaker.head.tag_ not in ("VBD", "VBN")


def _cue_tokens(page: Page, verb: Token, particle: Token | None) -> tuple[int, int]:
    """First and last token of the cue, from "went on to" up to a preposition."""
    first, last = cue_range(page, verb)
    governor = raised(page, verb)
    if governor.i != verb.i:
        first = min(first, cue_range(page, governor)[0])
    if particle is not None and particle.i - last <= 3:
        last = max(last, particle.i)
    elif page.tokens[verb.i].lower_ in _CALLS and last + 1 < len(page.tokens):
        following = page.tokens[last + 1]
        last += following.lower_ in ("on", "upon") and following.head.i == verb.i
    return first, last


def _without(spans: list[Span], taken: list[Span]) -> list[Span]:
    """Spans without the stretches that belong to cue or speaker."""
    rest = list(spans)
    for hole in taken:
        pieces: list[Span] = []
        for span in rest:
            if not span.overlaps(hole):
                pieces.append(span)
                continue
            if span.start < hole.start:
                pieces.append(Span(span.start, hole.start))
            if hole.end < span.end:
                pieces.append(Span(hole.end, span.end))
        rest = pieces
    return rest


def antecedent_of(page: Page, verb: Token, speaker: Token | None) -> Span | None:
    """What a relative pronoun that speaks refers to."""
    if speaker is None or speaker.lower_ not in ("who", "which", "that"):
        return None
    current = verb
    for _ in range(4):
        if current.dep_ == "relcl":
            return noun_phrase(page, current.head)
        if current.head.i == current.i:
            return None
        current = current.head
    return None
