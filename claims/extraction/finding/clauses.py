"""The clauses and infinitives that a cue verb governs, wherever they were hung."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claims.extraction.finding.page import Page
from claims.extraction.finding.phrases import clause, lacks_subject, stretched
from claims.extraction.lexicon import CUE_NOUNS, FORMS, CueEntry
from claims.extraction.model import Span
from claims.extraction.names import is_people_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

_AFTER_CLAUSE: Final = frozenset({",", "-", "—", "–", "--", "?", "!", "”", '"', "''"})

_INSERTION: Final = frozenset({",", "-", "—", "–"})

_NESTED: Final = frozenset({"‘", "“", "'", '"', "``"})

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

_MEDIA: Final = frozenset(
    {"filing", "statement", "letter", "report", "email", "e-mail", "interview",
     "speech", "memo", "lawsuit", "complaint", "post", "tweet", "note", "court",
     "affidavit", "study", "paper", "hearing", "conference", "briefing", "opinion"}
)  # fmt: skip


_TELLING: Final = frozenset(
    {"tell", "inform", "assure", "remind", "warn", "brief", "reassure", "notify",
     "alert"}
)  # fmt: skip
_WHO: Final = frozenset({"who", "whom", "whose", "which", "where", "when", "why"})


def clause_contents(page: Page, verb: Token) -> list[Span]:
    """The clauses a verb of saying governs, wherever the parser hung them."""
    spans: list[Span] = []
    for child in page.children[verb.i]:
        if child.dep_ != "ccomp" and not (
            child.dep_ == "advcl" and child.i > verb.i and has_that(page, child)
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
        spans = (
            _behind_medium(page, verb)
            or _behind_hearer(page, verb)
            or _behind_phrase(page, verb)
        )
    if not spans and verb.dep_ in ("parataxis", "ccomp", "advcl", "dep"):
        spans = _inserted(page, verb)
    return spans


def _behind_medium(page: Page, verb: Token) -> list[Span]:
    """ "Alleges in a filing that …", "boasted to a friend that …": the parser hangs
    the clause on the filing or the friend."""
    for preposition in page.children[verb.i]:
        medium = page.child(preposition, "pobj")
        if preposition.dep_ not in ("prep", "dative") or medium is None:
            continue
        is_hearer = preposition.lower_ == "to" and is_people_noun(medium.lower_)
        if medium.i > verb.i and (is_hearer or medium.lower_ in _MEDIA):
            return _hung_on(page, medium, verb, needs_that=True)
    return []


def _behind_hearer(page: Page, verb: Token) -> list[Span]:
    """ "Told officers he had slept": to the parser, officers that he had slept."""
    entry = FORMS.get(verb.lower_)
    hearer = page.child(verb, "dobj", "dative")
    if entry is None or entry.lemma not in _TELLING or hearer is None:
        return []
    if hearer.i < verb.i or page.child(hearer, "poss") is not None:
        return []
    return _hung_on(page, hearer, verb, needs_that=False)


def _behind_phrase(page: Page, verb: Token) -> list[Span]:
    """ "Warned the editor in writing that …": hung on the last word before "that"."""
    entry = FORMS.get(verb.lower_)
    hearer = page.child(verb, "dobj", "dative")
    if entry is None or entry.lemma not in _TELLING or hearer is None:
        return []
    for preposition in page.children[verb.i]:
        if preposition.dep_ != "prep" or preposition.i < hearer.i:
            continue
        inner = page.child(preposition, "pobj", "pcomp")
        if inner is None or inner.lower_ in CUE_NOUNS:
            continue
        stated = page.child(inner, "ccomp", "acl", "relcl", "advcl")
        if stated is None or not has_that(page, stated):
            continue
        if page.child(stated, "nsubj", "nsubjpass", "expl") is None:
            continue
        span = clause(page, stated, verb)
        return [span] if span else []
    return []


def _hung_on(page: Page, noun: Token, verb: Token, *, needs_that: bool) -> list[Span]:
    """The clause that a noun seems to have, if it is a whole one."""
    inner = page.child(noun, "relcl", "acl", "ccomp")
    if inner is None or inner.tag_ in ("VBG", "VBN", "VB"):
        finite = inner is not None and page.child(inner, "aux", "auxpass") is not None
        if not finite or inner is None:
            return []
    first = page.tokens[inner.left_edge.i]
    subjects = [
        child
        for child in page.children[inner.i]
        if child.dep_ in ("nsubj", "nsubjpass", "expl") and child.lower_ not in _WHO
    ]
    is_that = first.lower_ == "that"
    is_whole = [child for child in subjects if child.i != first.i or not is_that]
    if not is_whole or (needs_that and not is_that) or first.lower_ in _WHO:
        return []
    span = clause(page, inner, verb)
    return [span] if span else []


def has_that(page: Page, token: Token) -> bool:
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
    if verb.tag_ == "VBG":
        return []  # ", citing the log, said": a remark on the speaker
    if has_that(page, verb) or _opens_quotation(page, verb):
        return []  # "on his last day, that he would write", "told her, ‘We found rats"
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


def _opens_quotation(page: Page, verb: Token) -> bool:
    """Whether a quotation inside the quotation begins with the verb's subject."""
    subject = page.child(verb, "nsubj")
    if subject is None or not page.is_quoted(verb):
        return False
    before = subject.left_edge.i - 1
    return before >= 0 and page.tokens[before].text in _NESTED


def infinitive_content(page: Page, verb: Token, entry: CueEntry) -> list[Span]:
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
