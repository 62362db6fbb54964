"""Attributions that hang on a verb: clauses, infinitives, noun phrases, "about …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, TypeGuard

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import Page, merge_spans
from claims.extraction.finding.phrases import (
    adverbs_of,
    clause,
    cue_range,
    is_negated,
    is_reduced_passive,
    lacks_subject,
    modal_of,
    noun_phrase,
    preceding_subject,
    raised,
    stretched,
    subject_of,
    times_of,
)
from claims.extraction.finding.unsaid import is_unsaid
from claims.extraction.lexicon import CUE_NOUNS, FORMS, CueEntry
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# "accused X of …", "described X as …": these finish an object's content.
_OBJECT_TAILS: Final = frozenset(
    {"of", "as", "for", "to", "over", "on", "about", "from", "with"}
)
_AFTER_CLAUSE: Final = frozenset({",", "-", "—", "–", "--", "?", "!", "”", '"', "''"})
_INSERTION: Final = frozenset({",", "-", "—", "–"})
_OBJECT_LABELS: Final = frozenset(
    {"dobj", "oprd", "dative", "acomp", "attr", "xcomp", "ccomp"}
)
_ADDRESSEES: Final = frozenset(
    {"tell", "remind", "assure", "inform", "ask", "warn", "advise", "persuade"}
)
_CALLS: Final = frozenset({"call", "calls", "called", "calling"})
_WITH_GERUND: Final = frozenset(
    {"deny", "admit", "acknowledge", "suggest", "recommend", "propose", "report",
     "recall", "regret", "advocate", "confess"}
)  # fmt: skip
_CONTROL: Final = frozenset(
    {"urge", "ask", "tell", "order", "encourage", "call", "press", "challenge",
     "advise", "invite", "beg", "implore", "request", "want", "expect", "instruct",
     "command", "warn", "allow", "beseech", "exhort", "persuade", "direct", "dare",
     "support", "push", "prefer", "like", "need"}
)  # fmt: skip
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
        found = _clausal(page, token, entry) or _phrasal(page, token, entry)
        found = found or _passive(page, token, entry)
        if found is not None:
            yield found


def _clausal(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """ "said that …", "…, he said", "vowed to …"."""
    if "C" in entry.frames:
        spans = clause_contents(page, verb)
        if spans:
            return build(page, verb, entry, "C", spans)
    if "X" in entry.frames:
        spans = _infinitive(page, verb, entry)
        if spans:
            return build(page, verb, entry, "X", spans)
    return None


def clause_contents(page: Page, verb: Token) -> list[Span]:
    """The clauses a verb of saying governs, wherever the parser hung them."""
    spans: list[Span] = []
    for child in page.children[verb.i]:
        if child.dep_ != "ccomp" and not (
            child.dep_ == "advcl" and child.i > verb.i and _has_that(page, child)
        ):
            continue
        if lacks_subject(page, child, verb):
            continue
        span = (
            _around(page, child, verb)
            if child.i < verb.i
            else clause(page, child, verb)
        )
        if span:
            spans.append(span)
    if not spans:
        spans = _behind_medium(page, verb)
    if not spans and verb.dep_ in ("parataxis", "ccomp", "advcl", "dep"):
        spans = _inserted(page, verb)
    return spans


def _behind_medium(page: Page, verb: Token) -> list[Span]:
    """ "alleges in a filing that …": the parser hangs the clause on the filing."""
    for preposition in page.children[verb.i]:
        medium = page.child(preposition, "pobj")
        if preposition.dep_ != "prep" or medium is None or medium.i < verb.i:
            continue
        inner = page.child(medium, "relcl", "acl", "ccomp")
        if medium.lower_ not in _MEDIA or inner is None:
            continue
        that = page.tokens[inner.left_edge.i]
        subjects = [
            child
            for child in page.children[inner.i]
            if child.dep_ in ("nsubj", "nsubjpass", "expl") and child.i != that.i
        ]
        if that.lower_ == "that" and subjects:
            span = clause(page, inner, verb)
            return [span] if span else []
    return []


_MEDIA: Final = frozenset(
    {"filing", "statement", "letter", "report", "email", "e-mail", "interview",
     "speech", "memo", "lawsuit", "complaint", "post", "tweet", "note", "court",
     "affidavit", "study", "paper", "hearing", "conference", "briefing", "opinion"}
)  # fmt: skip


def _has_that(page: Page, token: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in page.children[token.i])


def _around(page: Page, child: Token, verb: Token) -> Span | None:
    """A clause before its verb, up to the comma: "Prices fell, officials said"."""
    gap = page.tokens[child.right_edge.i + 1 : verb.left_edge.i]
    gap = gap or page.tokens[child.right_edge.i + 1 : verb.i]
    if any(token.text == ";" for token in gap):
        return None
    after = child.right_edge.i + 1
    edges = [page.tokens[child.right_edge.i].text]
    if after < verb.i:
        edges.append(page.tokens[after].text)
    if not any(edge in _AFTER_CLAUSE for edge in edges):
        return None
    return clause(page, child, verb)


def _inserted(page: Page, verb: Token) -> list[Span]:
    """ "The deal, he said, is off": what stands on either side of the insertion."""
    first, last = verb.left_edge.i, verb.right_edge.i
    sent = verb.sent
    head = verb.head
    for child in page.children[verb.i]:
        if child.i > verb.i and child.text in _INSERTION:
            last = child.i  # what the parser hangs behind it is no part of it
            break
    before = first if page.tokens[first].text in _INSERTION else first - 1
    if head.i == verb.i or last - first > 14:
        return []
    if before < sent.start or page.tokens[before].text not in _INSERTION:
        return []
    if (
        last + 1 < sent.end
        and page.tokens[last].text not in _INSERTION
        and page.tokens[last + 1].text not in (",", ".", "-", "—", "–")
    ):
        return []
    spans = [
        stretched(page, page.trimmed(max(head.left_edge.i, sent.start), before)),
        stretched(page, page.trimmed(last + 1, min(head.right_edge.i, sent.end - 1)))
        if last + 1 < sent.end and head.right_edge.i > last
        else None,
    ]
    return [span for span in spans if span is not None]


def _infinitive(page: Page, verb: Token, entry: CueEntry) -> list[Span]:
    """ "vowed to fight", "urged Israel to avoid …"."""
    inner = next(
        (
            child
            for child in page.children[verb.i]
            if child.dep_ in ("xcomp", "ccomp", "advcl")
            and child.i > verb.i
            and (
                _is_to_infinitive(page, child)
                or (child.tag_ == "VBG" and entry.lemma in _WITH_GERUND)
            )
        ),
        None,
    )
    if inner is None:
        return []
    span = clause(page, inner, verb)
    object_ = page.child(verb, "dobj")
    if span and object_ and verb.i < object_.i < inner.i and entry.lemma in _CONTROL:
        whole = Span(page.base + object_.left_edge.idx, span.end)
        span = whole if whole.start < whole.end else span
    addressed = _called_on(page, verb, inner)
    if span and addressed is not None:
        span = Span(page.base + addressed.left_edge.idx, span.end)
    return [span] if span else []


def _is_to_infinitive(page: Page, verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in page.children[verb.i])


def _called_on(page: Page, verb: Token, inner: Token) -> Token | None:
    """The person or body of "called on the council to act"."""
    preposition = page.child(verb, "prep")
    if preposition is None or preposition.lower_ not in ("on", "upon"):
        return None
    if preposition.i != verb.i + 1 or FORMS[verb.lower_].lemma != "call":
        return None
    named = page.child(preposition, "pobj")
    return named if named is not None and named.i < inner.i else None


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
    if agent is None and entry.lemma in _ADDRESSEES and "C" in entry.frames:
        return _told(page, verb, entry)
    return None


def _told(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """ "were warned that the pier is unsafe": a statement by nobody in particular."""
    clauses = [
        child
        for child in page.children[verb.i]
        if child.dep_ == "ccomp" and child.i > verb.i and _has_that(page, child)
    ]
    span = clause(page, clauses[0], verb) if clauses else None
    if span is None:
        return None
    first, last = cue_range(page, verb)
    return Candidate(
        rule="verb-passive",
        cue=(page.span(first, last),),
        lemma=entry.lemma,
        frame="C",
        content=(span,),
        sentence=page.sentence(verb),
        paragraph=page.paragraph,
        times=times_of(page, verb),
        negated=is_negated(page, verb),
        modal=modal_of(page, verb),
        cue_words=page.words(first, last),
        in_quotation=page.is_quoted(verb),
    )


def _phrasal(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """ "rejected the offer", "called for talks"."""
    for child in page.children[verb.i]:
        if (
            child.dep_ == "prep"
            and child.i > verb.i
            and child.lower_ in entry.prepositions
        ):
            inner = page.child(child, "pobj", "pcomp")
            if inner is None:
                continue
            last = child.right_edge.i
            span = stretched(page, page.trimmed(child.i + 1, last))
            if span:
                return build(page, verb, entry, "P", [span], particle=child)
    if "O" in entry.frames:
        span = _object(page, verb)
        if span:
            return build(page, verb, entry, "O", [span])
    return None


def _object(page: Page, verb: Token) -> Span | None:
    """The object with what completes it: "the plan as reckless"."""
    direct = page.child(verb, "dobj", "oprd", "ccomp")
    if direct is None or direct.i < verb.i:
        return None
    if direct.pos_ == "PRON" and direct.lower_ in (
        "himself",
        "herself",
        "itself",
        "themselves",
    ):
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
    if is_reduced_passive(page, verb):
        return None
    speaker, inherited = subject_of(page, verb)
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
    content = merge_spans(_without(contents, [cue, *([span] if span else [])]))
    if not content:
        return None
    antecedent = None
    if speaker is not None and speaker.lower_ in ("who", "which", "that"):
        antecedent = _antecedent(page, verb)
    return Candidate(
        rule=rule or f"verb-{frame}",
        cue=(cue,),
        lemma=entry.lemma,
        frame=frame,
        content=content,
        speaker=(span,) if span else (),
        speaker_head=page.base + speaker.idx if speaker is not None else None,
        antecedent=antecedent,
        hearer=_hearer(page, verb, entry),
        sentence=page.sentence(verb),
        paragraph=page.paragraph,
        times=times_of(page, verb),
        negated=is_negated(page, verb) or is_negated(page, raised(page, verb)),
        modal=modal_of(page, verb),
        aside=adverbs_of(page, verb),
        cue_words=page.words(first, last),
        inherited=inherited,
        in_quotation=page.is_quoted(verb),
    )


def _hearer(page: Page, verb: Token, entry: CueEntry) -> Span | None:
    """ "told Radio Tarn that …": the name of whom it was told."""
    if entry.lemma not in _TELLING:
        return None
    for child in page.children[verb.i]:
        if child.dep_ in ("dobj", "dative") and child.i > verb.i:
            named = child.pos_ == "PROPN" or child.ent_type_ == "ORG"
            return noun_phrase(page, child) if named else None
    return None


_TELLING: Final = frozenset({"tell", "inform", "assure", "remind"})


def _is_empty(speaker: Token | None) -> TypeGuard[Token]:
    """Whether the subject is a word such as "it" that names nobody."""
    return speaker is not None and speaker.lower_ in _EMPTY_SUBJECTS


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


def _antecedent(page: Page, verb: Token) -> Span | None:
    current = verb
    for _ in range(4):
        if current.dep_ == "relcl":
            return noun_phrase(page, current.head)
        if current.head.i == current.i:
            return None
        current = current.head
    return None
