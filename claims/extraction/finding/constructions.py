"""Attributions without a cue verb of their own: "according to", "reportedly",
"is expected to", "the claim that", "as X put it"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import Page, merge_spans
from claims.extraction.finding.phrases import (
    clause,
    cue_range,
    is_negated,
    noun_phrase,
    stretched,
    subject_of,
    times_of,
)
from claims.extraction.lexicon import (
    ADJECTIVES,
    CUE_NOUNS,
    HEARSAY_ADVERBS,
    HEARSAY_PASSIVES,
    LIGHT_VERBS,
    NOT_SPEAKERS,
    PROJECTION_PASSIVES,
)
from claims.extraction.model import Span

_CLAUSE_PUNCT: Final = frozenset({",", ";", ":", "—", "–", "--"})


def find_constructions(page: Page) -> Iterator[Candidate]:
    """Candidates of every such construction on the page."""
    for token in page.tokens:
        lower = token.lower_
        found: Candidate | None = None
        if lower == "according":
            found = _according(page, token)
        elif lower in HEARSAY_ADVERBS and token.pos_ in ("ADV", "ADJ"):
            found = _hearsay_adverb(page, token)
        elif lower in HEARSAY_PASSIVES or lower in PROJECTION_PASSIVES:
            found = _passive(page, token)
        elif lower in CUE_NOUNS and token.pos_ == "NOUN":
            found = _noun(page, token)
        elif lower == "per" and token.pos_ == "ADP":
            found = _per(page, token)
        elif lower == "as" and token.i + 3 < len(page.tokens):
            found = _as_put_it(page, token)
        elif lower in ADJECTIVES and token.dep_ in ("acomp", "conj", "advcl", "ROOT"):
            found = _adjective(page, token)
        elif (
            lower == "words"
            and token.i > 1
            and page.tokens[token.i - 1].lower_ == "the"
        ):
            found = _in_the_words_of(page, token)
        if found is not None:
            yield found


# ── according to ─────────────────────────────────────────────────────────────


def _according(page: Page, token: Token) -> Candidate | None:
    position = token.i + 1
    if position >= len(page.tokens) - 1 or page.tokens[position].lower_ != "to":
        return None
    speaker = _phrase_after(page, position + 1)
    if speaker is None:
        return None
    head, last = speaker
    return _evidential(page, token.i, position, head, last, "according", "according to")


def _per(page: Page, token: Token) -> Candidate | None:
    """ "per the report": only at a clause's edge and before a speaker."""
    index = token.i
    edge = index == token.sent.start or page.tokens[index - 1].text in _CLAUSE_PUNCT
    speaker = _phrase_after(page, index + 1) if edge else None
    if speaker is None or speaker[0].ent_type_ in ("DATE", "TIME", "MONEY", "CARDINAL"):
        return None
    if (
        speaker[0].ent_type_ == ""
        and speaker[0].pos_ == "NOUN"
        and (page.tokens[index + 1].pos_ != "DET")
    ):
        return None
    return _evidential(page, index, index, *speaker, "per", "per")


def _in_the_words_of(page: Page, token: Token) -> Candidate | None:
    index = token.i
    if page.tokens[index - 2].lower_ != "in" or index + 2 >= len(page.tokens):
        return None
    if page.tokens[index + 1].lower_ != "of":
        return None
    speaker = _phrase_after(page, index + 2)
    if speaker is None:
        return None
    return _evidential(
        page, index - 2, index + 1, *speaker, "in-the-words-of", "in the words of"
    )


def _as_put_it(page: Page, token: Token) -> Candidate | None:
    """ "as the mayor put it", "as officials say": a remark on its own sentence."""
    index = token.i
    if (
        index
        and page.tokens[index - 1].text not in _CLAUSE_PUNCT
        and (index != token.sent.start)
    ):
        return None
    for verb in page.tokens[index + 2 : index + 12]:
        if verb.text in _CLAUSE_PUNCT or verb.is_sent_start:
            return None
        if verb.lower_ in _PUTS:
            break
    else:
        return None
    follower = page.tokens[verb.i + 1] if verb.i + 1 < len(page.tokens) else None
    last = verb.i
    if follower is not None and follower.lower_ == "it":
        last += 1
    elif verb.lower_ in ("put", "puts"):
        return None
    elif follower is not None and follower.text not in {*_CLAUSE_PUNCT, "."}:
        return None
    subject = page.child(verb, "nsubj")
    if subject is None or subject.i <= index or subject.lower_ in ("i", "we", "you"):
        return None
    found = _evidential(page, index, index, subject, last, "as-put-it", verb.lower_)
    if found is None:
        return None
    cue = page.span(verb.i, last)
    content = tuple(span for span in found.content if not span.overlaps(cue))
    return (
        replace(found, cue=(cue,), lemma=_PUTS[verb.lower_], content=content)
        if (content)
        else None
    )


_PUTS: Final = {
    "put": "put", "puts": "put", "said": "say", "says": "say", "say": "say",
    "noted": "note", "notes": "note", "described": "describe", "explained": "explain",
}  # fmt: skip


def _phrase_after(page: Page, start: int) -> tuple[Token, int] | None:
    """The noun phrase that begins at a token: its head and last token."""
    if start >= len(page.tokens):
        return None
    first = page.tokens[start]
    head = first
    for _ in range(12):  # climb from the first word to the head of its phrase
        upper = head.head
        if upper.i == head.i or upper.i < start or upper.sent.start != first.sent.start:
            break
        if upper.left_edge.i < start and upper.left_edge.i != start:
            break
        if upper.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            break
        head = upper
    if head.pos_ not in ("NOUN", "PROPN", "PRON", "NUM") or head.lower_ in NOT_SPEAKERS:
        return None
    return head, max(head.right_edge.i, head.i)


def _evidential(
    page: Page, first: int, last: int, head: Token, right: int, rule: str, lemma: str
) -> Candidate | None:
    """The candidate of a phrase such as "according to X" within its sentence."""
    phrase = noun_phrase(page, head)
    if phrase is None or page.tokens[first].lower_ == head.lower_:
        return None
    sent = head.sent
    end = max(_index_at(page, phrase.end, head.i), right if rule == "as-put-it" else 0)
    tokens = page.tokens
    left = _clause_start(page, first, sent.start)
    contents: list[Span | None] = []
    after = end + 1
    while after < sent.end and tokens[after].text in (",", "-", "—", "–"):
        after += 1
    initial = left >= first or page.trimmed(left, first - 1) is None
    if initial:
        contents.append(
            stretched(page, page.trimmed(after, _clause_end(page, after, sent.end)))
        )
    else:
        contents.append(stretched(page, page.trimmed(left, first - 1)))
        medial = after > end + 1 and tokens[first - 1].text in (",", "—", "–", "-")
        if medial and after < sent.end and _goes_on(page, after):
            contents.append(stretched(page, page.trimmed(after, sent.end - 1)))
    spans = [span for span in contents if span is not None]
    cue = page.span(first, last)
    content = merge_spans(
        s for s in spans if not s.overlaps(cue) and not s.overlaps(phrase)
    )
    if not content:
        return None
    return Candidate(
        rule=rule,
        cue=(cue,),
        lemma=lemma,
        frame="according",
        content=content,
        speaker=(phrase,),
        speaker_head=page.base + head.idx,
        sentence=page.sentence(head),
        paragraph=page.paragraph,
        cue_words=page.words(first, last),
        in_quotation=page.is_quoted(page.tokens[first]),
    )


def _index_at(page: Page, end: int, start: int) -> int:
    """The last token that ends at or before an absolute offset."""
    index = start
    while index + 1 < len(page.tokens) and page.base + page.tokens[index + 1].idx < end:
        index += 1
    return index


def _clause_start(page: Page, first: int, low: int) -> int:
    """Where the statement that "according to" closes begins."""
    home = page.quoted[first]
    for index in range(first - 1, low - 1, -1):
        token = page.tokens[index]
        if token.text in (";", "—", "--") or (
            page.quoted[index] != home and home != -1
        ):
            return index + 1
    while low < first and (
        page.tokens[low].dep_ in ("cc", "punct")
        and page.quoted[low] == home
        and page.tokens[low].text not in '"“'
    ):
        low += 1
    return low


def _clause_end(page: Page, start: int, high: int) -> int:
    for index in range(start, high):
        if page.tokens[index].text in (";",):
            return index - 1
    return high - 1


def _goes_on(page: Page, start: int) -> bool:
    """Whether what follows a parenthetical belongs to the same statement."""
    return page.tokens[start].dep_ not in ("cc",) and page.tokens[start].lower_ not in (
        "but", "and", "which", "who", "while", "although", "though",
    )  # fmt: skip


# ── hearsay ──────────────────────────────────────────────────────────────────


def _hearsay_adverb(page: Page, adverb: Token) -> Candidate | None:
    """ "US reportedly seeks …": no speaker; the clause without the adverb."""
    head = adverb.head
    if head.pos_ == "ADJ" or adverb.dep_ == "amod":
        return None
    verb = head
    while verb.dep_ in ("aux", "auxpass") and verb.head.i != verb.i:
        verb = verb.head
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    cue_first = cue_last = adverb.i
    spans = _clause_without(page, verb, adverb.i, adverb.i)
    if not spans:
        return None
    return _sourceless(
        page, verb, cue_first, cue_last, spans, "hearsay-adverb", adverb.lower_
    )


def _clause_without(page: Page, verb: Token, first: int, last: int) -> list[Span]:
    """The clause a verb heads, without the words from ``first`` to ``last``."""
    low, high = verb.left_edge.i, verb.right_edge.i
    subject = page.child(verb, "nsubj", "nsubjpass", "csubj")
    if subject is not None:
        low = (
            min(subject.left_edge.i, low)
            if verb.dep_ != "ROOT"
            else subject.left_edge.i
        )
        if verb.dep_ == "ROOT" and subject.i > verb.i:
            low = verb.left_edge.i
    elif verb.dep_ == "conj":
        low = min(verb.i, first)
    for child in page.children[verb.i]:
        if (
            child.dep_ in ("conj", "advcl", "parataxis", "cc")
            and child.i > verb.i
            and (
                child.dep_ != "advcl"
                or child.left_edge.lower_
                in ("as", "while", "after", "although", "when")
            )
        ):
            high = min(high, child.left_edge.i - 1)
    for token in page.tokens[last + 1 : high + 1]:
        # "… as the minister is expected": another event, whatever it hangs on
        if token.dep_ == "advcl" and token.left_edge.lower_ in ("as", "while"):
            if token.left_edge.i > last + 1 and page.child(token, "nsubj", "nsubjpass"):
                high = min(high, token.left_edge.i - 1)
    if low > first:
        low = first
    pieces = [
        page.trimmed(low, first - 1) if low < first else None,
        page.trimmed(last + 1, high) if last < high else None,
    ]
    return [s for s in (stretched(page, p) for p in pieces) if s is not None]


def _passive(page: Page, participle: Token) -> Candidate | None:
    """ "is expected to visit", "is believed to", "it is understood that"."""
    lower = participle.lower_
    if participle.pos_ not in ("VERB", "ADJ", "AUX") or page.child(participle, "agent"):
        return None
    auxiliary = page.child(participle, "auxpass")
    copula = participle.head if participle.dep_ == "acomp" else None
    headline = auxiliary is None and copula is None
    inner = page.child(participle, "xcomp", "ccomp")
    if inner is None or inner.i < participle.i:
        return None
    if headline and not _headline_passive(page, participle, inner):
        return None
    verb = copula or participle
    first, last = cue_range(page, participle)
    if copula is not None:
        first = min(first, cue_range(page, copula)[0])
    subject = page.child(verb, "nsubjpass", "nsubj", "dobj")
    if subject is None and headline:
        subject = page.child(inner, "nsubj")
    if subject is None and participle.dep_ == "conj":
        subject = page.child(participle.head, "nsubjpass", "nsubj")
    spans: list[Span | None] = []
    impersonal = subject is None or subject.lower_ in ("it", "there")
    if subject is not None and not impersonal and subject.i < participle.i:
        phrase = noun_phrase(page, subject, verb=participle)
        spans.append(phrase)
    elif impersonal and not _has_complement(page, inner):
        return None
    elif subject is not None and subject.lower_ == "it" and _is_infinitive(page, inner):
        spans.append(page.span(subject.i, subject.i))
    spans.append(clause(page, inner, participle))
    kept = [s for s in spans if s is not None]
    if not kept:
        return None
    rule = "projection" if lower in PROJECTION_PASSIVES else "hearsay-passive"
    return _sourceless(
        page, participle, first, last, kept, rule, _PASSIVE_LEMMAS.get(lower, lower)
    )


_PASSIVE_LEMMAS: Final = {
    "expected": "expect", "said": "say", "believed": "believe", "thought": "think",
    "understood": "understand", "reported": "report", "alleged": "allege",
    "rumored": "rumor", "rumoured": "rumour", "claimed": "claim", "known": "know",
    "considered": "consider", "estimated": "estimate", "feared": "fear",
    "projected": "project", "anticipated": "anticipate", "predicted": "predict",
    "forecast": "forecast", "assumed": "assume", "suspected": "suspect",
    "presumed": "presume", "tipped": "tip", "slated": "slate", "scheduled": "schedule",
}  # fmt: skip


def _headline_passive(page: Page, participle: Token, inner: Token) -> bool:
    """ "Minister expected to resign": a participle between subject and "to"."""
    return (
        participle.tag_ in ("VBN", "VBD")
        and _is_infinitive(page, inner)
        and participle.i + 1 < len(page.tokens)
        and page.tokens[participle.i + 1].lower_ == "to"
        and page.child(participle, "dobj") is None
    )


def _is_infinitive(page: Page, verb: Token) -> bool:
    return any(c.lower_ == "to" for c in page.children[verb.i] if c.dep_ == "aux")


def _has_complement(page: Page, inner: Token) -> bool:
    return inner.dep_ == "ccomp" or _is_infinitive(page, inner)


def _sourceless(
    page: Page,
    verb: Token,
    first: int,
    last: int,
    spans: list[Span],
    rule: str,
    lemma: str,
) -> Candidate | None:
    cue = page.span(first, last)
    content = merge_spans(span for span in spans if not span.overlaps(cue))
    if not content:
        return None
    return Candidate(
        rule=rule,
        cue=(cue,),
        lemma=lemma,
        frame="hearsay",
        content=content,
        sentence=page.sentence(verb),
        paragraph=page.paragraph,
        times=times_of(page, verb),
        negated=is_negated(page, verb),
        cue_words=page.words(first, last),
        in_quotation=page.is_quoted(page.tokens[last]),
    )


# ── nouns ────────────────────────────────────────────────────────────────────


def _noun(page: Page, noun: Token) -> Candidate | None:
    """ "his claim that …", "warnings from officials that …"."""
    inner = None
    for child in page.children[noun.i]:
        if (
            child.i > noun.i
            and child.dep_ in ("acl", "ccomp", "relcl")
            and _is_that(page, child)
        ):
            inner = child
            break
    if inner is None:
        return None
    owner = page.child(noun, "poss")
    if owner is None:
        for child in page.children[noun.i]:
            if (
                child.dep_ == "prep"
                and child.lower_ in ("by", "from", "of", "among")
                and child.i < inner.i
            ):
                owner = page.child(child, "pobj")
    span = clause(page, inner, noun)
    if span is None:
        return None
    first, inherited = noun.i, False
    verb = _light_verb(page, noun)
    if verb is not None and (owner is None or owner.pos_ == "PRON"):
        subject, inherited = subject_of(page, verb)
        if subject is not None and subject.lower_ not in ("it", "there"):
            owner, first = subject, cue_range(page, verb)[0]
    speaker = noun_phrase(page, owner, verb=verb) if owner is not None else None
    cue = page.span(first, noun.i)
    if (speaker and cue.overlaps(speaker)) or cue.overlaps(span):
        return None
    return Candidate(
        rule="noun",
        cue=(cue,),
        lemma=CUE_NOUNS[noun.lower_],
        frame="noun",
        content=(span,),
        speaker=(speaker,) if speaker else (),
        speaker_head=page.base + owner.idx if owner is not None else None,
        sentence=page.sentence(noun),
        paragraph=page.paragraph,
        cue_words=page.words(first, noun.i),
        negated=verb is not None and is_negated(page, verb),
        inherited=inherited,
        in_quotation=page.is_quoted(noun),
    )


def _light_verb(page: Page, noun: Token) -> Token | None:
    """The verb of "made the claim that", if the noun is its object."""
    verb = noun.head
    if noun.dep_ == "dobj" and verb.i < noun.i and verb.lower_ in LIGHT_VERBS:
        return verb
    return None


def _adjective(page: Page, adjective: Token) -> Candidate | None:
    """ "is confident that …", "is eager to …": an attitude, told by its holder."""
    wanted = ADJECTIVES[adjective.lower_][1]
    inner = page.child(adjective, "ccomp", "xcomp")
    if inner is None or inner.i < adjective.i:
        return None
    if (inner.dep_ == "ccomp") != (wanted == "C"):
        return None
    copula = adjective.head if adjective.dep_ == "acomp" else adjective
    subject, inherited = subject_of(page, copula)
    if subject is None or subject.lower_ in ("it", "there", "this", "that"):
        return None
    speaker = noun_phrase(page, subject, verb=copula)
    span = clause(page, inner, adjective)
    if speaker is None or span is None:
        return None
    first = min(cue_range(page, copula)[0], cue_range(page, adjective)[0])
    if adjective.i - first > 6:
        first = adjective.i
    cue = page.span(first, adjective.i)
    if cue.overlaps(speaker) or cue.overlaps(span):
        return None
    return Candidate(
        rule="adjective",
        cue=(cue,),
        lemma=adjective.lower_,
        frame="adjective",
        content=(span,),
        speaker=(speaker,),
        speaker_head=page.base + subject.idx,
        sentence=page.sentence(adjective),
        paragraph=page.paragraph,
        cue_words=page.words(first, adjective.i),
        negated=is_negated(page, copula),
        inherited=inherited,
        in_quotation=page.is_quoted(adjective),
    )


def _is_that(page: Page, verb: Token) -> bool:
    """A complete clause after "that": "the claim that prices rose"."""
    left = page.tokens[verb.left_edge.i]
    if left.lower_ != "that" or left.dep_ not in ("mark", "nsubj", "dobj"):
        return False
    return (
        left.dep_ == "mark"
        and page.child(verb, "nsubj", "nsubjpass", "expl") is not None
    )
