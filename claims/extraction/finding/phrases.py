"""Boundaries: from a head word to the exact words of speaker, cue and content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claims.extraction.finding.page import NOT_QUOTED, SUBJECTS, Page
from claims.extraction.lexicon import FORMS
from claims.extraction.model import Span
from claims.extraction.naming import name_end

if TYPE_CHECKING:
    from spacy.tokens import Token

_CUE_PARTS: Final = frozenset({"aux", "auxpass", "neg", "advmod"})
_ADVERB_STOP: Final = frozenset(
    {"when", "where", "why", "how", "however", "then", "so", "instead", "meanwhile",
     "too", "as", "yesterday", "today", "here", "there", "moreover", "still",
     "nevertheless", "nonetheless", "therefore", "thus", "indeed", "perhaps",
     "maybe", "of course", "well", "yet", "later", "earlier", "ago"}
)  # fmt: skip
_MODALS: Final = frozenset(
    {"would", "may", "might", "could", "can", "should", "will", "must", "shall"}
)
# "Some of the lads", "none of her neighbours"
_PARTS: Final = frozenset(
    {"some", "many", "most", "several", "few", "both", "none", "all", "others",
     "another", "each", "either", "neither", "half"}
)  # fmt: skip
_PRONOUN_SPEAKERS: Final = frozenset({"who", "that", "which"})
# "went on to say", "continues to insist", "wants to make clear"
_RAISING: Final = frozenset(
    {"go", "goes", "went", "going", "continue", "continues", "continued", "continuing",
     "begin", "began", "begun", "start", "started", "keep", "keeps", "kept", "seem",
     "seems", "seemed", "appear", "appears", "appeared", "try", "tried", "tries",
     "trying", "have", "has", "had", "want", "wants", "wanted", "used", "like",
     "proceeded", "hasten", "hastened", "came", "seeking", "tends", "tend",
     "stopped", "is", "was", "likes", "liked", "called", "calling", "rang", "ringing",
     "phoned", "radioed", "wrote", "written", "writing", "texted", "emailed"}
)  # fmt: skip


def cue_range(page: Page, verb: Token) -> tuple[int, int]:
    """First and last token of the cue: auxiliaries, negation, adverbs, particle."""
    first = last = verb.i
    parts = {
        child.i
        for child in page.children[verb.i]
        if child.dep_ in _CUE_PARTS and child.lower_ not in _ADVERB_STOP
    }
    while first - 1 in parts or (
        first > 0
        and page.tokens[first - 1].dep_ == "advmod"
        and page.tokens[first - 1].head.i in parts
    ):
        first -= 1
    for child in page.children[verb.i]:
        if child.dep_ == "prt" and child.i == last + 1:
            last = child.i
    return first, last


def raised(page: Page, verb: Token) -> Token:
    """The verb on which "to say" hangs ("went on to say"), or the verb itself."""
    head = verb.head
    if (
        verb.dep_ == "xcomp"
        and head.i < verb.i
        and head.lower_ in _RAISING
        and verb.i - head.i <= 4
    ):
        return head
    return verb


def modal_of(page: Page, verb: Token) -> str:
    """The modal auxiliary of the verb, in lower case, or ``""``."""
    for child in page.children[verb.i]:
        if child.dep_ == "aux" and child.i < verb.i and child.lower_ in _MODALS:
            return child.lower_
    return ""


def adverbs_of(page: Page, verb: Token) -> tuple[str, ...]:
    """The adverbs that modify the verb, and one directly after it, in lower case."""
    found = [c.lower_ for c in page.children[verb.i] if c.dep_ == "advmod"]
    if verb.i + 1 < len(page.tokens) and page.tokens[verb.i + 1].lower_ == "only":
        found.append("only")
    return tuple(found)


def is_negated(page: Page, verb: Token) -> bool:
    """Whether the verb carries a negation."""
    return any(
        child.dep_ == "neg" or child.lower_ in ("never", "neither", "nor")
        for child in page.children[verb.i]
        if child.i < verb.i
    )


def subject_of(page: Page, verb: Token) -> tuple[Token | None, bool]:
    """The word that heads the verb's subject, and whether it was inherited.

    Follows coordination, participles and infinitives up to the clause that has a
    subject of its own. None for passives without an agent and for imperatives.
    """
    current = verb
    inherited = False
    for _ in range(6):  # deeper chains are parser errors
        for child in page.children[current.i]:
            if child.dep_ in SUBJECTS:
                return (None if child.dep_ == "expl" else child), inherited
        passive = page.child(current, "nsubjpass", "csubjpass")
        if passive is not None:
            agent = page.child(current, "agent")
            if inherited:
                return passive, True
            return (page.child(agent, "pobj") if agent else None), inherited
        head = current.head
        if head.i == current.i:
            return None, inherited
        if current.dep_ == "conj" and is_stray_conjunct(page, current):
            head = head.head  # the verb of saying two clauses up
            for child in page.children[head.i]:
                if child.dep_ in SUBJECTS:
                    return child, True
        if current.dep_ == "acl" and _is_to_infinitive(page, current):
            return None, True  # "an effort to explain": nobody has explained
        if current.dep_ == "acl" or current.dep_ == "relcl":
            return (head if head.pos_ in ("NOUN", "PROPN", "PRON") else None), True
        if current.dep_ not in (
            "conj", "advcl", "xcomp", "pcomp", "prep", "ccomp", "dep", "parataxis",
        ):  # fmt: skip
            return None, inherited
        if current.dep_ == "ccomp" and current.tag_ not in ("VBG", "VBD"):
            return None, inherited
        current = head
        inherited = True
    return None, inherited


def _is_to_infinitive(page: Page, verb: Token) -> bool:
    return any(
        child.dep_ == "aux" and child.lower_ == "to" for child in page.children[verb.i]
    )


def is_stray_conjunct(page: Page, verb: Token) -> bool:
    """ "He said it was safe and added that …": "added" goes with "said".

    The parser hangs the second verb of saying on the first one's clause; a finite
    verb with a "that" clause of its own, in the tense of the outer verb, belongs
    to the outer one; so does one in that tense where the clause has another.
    """
    inner = verb.head
    outer = inner.head
    if (
        verb.dep_ != "conj"
        or inner.dep_ != "ccomp"
        or inner.i <= outer.i
        or verb.lower_ not in FORMS
        or inner.lower_ in FORMS
        or page.child(verb, "nsubj") is not None
    ):
        return False
    own, tense = _finite(page, verb), _finite(page, outer)
    if own is None or tense is None or own[0] != tense[0]:
        return False
    has_that = any(
        child.dep_ == "ccomp" and child.left_edge.lower_ == "that"
        for child in page.children[verb.i]
    )
    if own == tense and _finite(page, inner) not in (own, None):
        return True  # "said it would close and called on …", "had closed but denied …"
    return (has_that and own[1] == tense[1]) or (
        page.tokens[verb.left_edge.i - 1].text in (",", "and")
        and _after_comma(page, verb)
        and own != _finite(page, inner)
    )


def _after_comma(page: Page, verb: Token) -> bool:
    """Whether a conjunct stands after a comma and "and"."""
    index = verb.i - 1
    while index > verb.i - 4 and page.tokens[index].dep_ in ("aux", "advmod", "neg"):
        index -= 1
    return page.tokens[index].lower_ in ("and", "but") and (
        page.tokens[index - 1].text == ","
    )


def _finite(page: Page, verb: Token) -> tuple[str, str] | None:
    """Tense ("past", "present", "modal") and the word that shows it."""
    for child in page.children[verb.i]:
        if child.dep_ in ("aux", "auxpass") and child.i < verb.i:
            if child.lower_ in _MODALS:
                return "modal", child.lower_
            past = child.lower_ in ("had", "was", "were", "did")
            return ("past" if past else "present"), child.lower_
    if verb.tag_ == "VBD":
        return "past", ""
    return ("present", "") if verb.tag_ in ("VBZ", "VBP") else None


def is_reduced_passive(page: Page, verb: Token) -> bool:
    """ "Asked about the deal, …", "a group called …": a participle without "have"."""
    return (
        verb.tag_ == "VBN"
        and verb.dep_ in ("advcl", "acl", "amod")
        and not any(child.dep_ in ("aux", "nsubj") for child in page.children[verb.i])
    )


def preceding_subject(page: Page, verb: Token) -> Token | None:
    """The nearest subject before a stranded participle in its sentence."""
    for token in reversed(page.tokens[verb.sent.start : verb.i]):
        if (
            token.dep_ in ("nsubj", "nsubjpass")
            and not page.is_quoted(token)
            and token.head.i < verb.i
            and token.lower_ not in ("that", "which")
        ):
            return token
    return None


def noun_phrase(page: Page, head: Token, *, verb: Token | None = None) -> Span | None:
    """The whole phrase a noun heads: titles, appositions, "of the …", as written."""
    is_part = head.lower_ in _PARTS and page.child(head, "prep") is not None
    if head.lower_ in _PRONOUN_SPEAKERS or (head.pos_ == "PRON" and not is_part):
        return page.span(head.i, head.i)
    first, last = head.left_edge.i, head.right_edge.i
    if verb is not None:
        if head.i < verb.i <= last:
            last = verb.i - 1
        if first <= verb.i < head.i:
            first = verb.i + 1
    last = max(_cut_phrase(page, head, last), name_end(page, head))
    if last > head.i and page.tokens[last].lower_ in ("both", "all", "each"):
        last -= 1  # "Berg and Hale both insisted"
    while first < head.i and (
        page.tokens[first].dep_ in ("punct", "cc", "mark", "advmod", "preconj")
        or page.tokens[first].tag_ == "WP"
    ):
        first += 1
    return page.trimmed(first, last)


def _cut_phrase(page: Page, head: Token, last: int) -> int:
    """Leave out relative and participle clauses, and a quotation that follows."""
    for child in page.children[head.i]:
        if child.i <= head.i:
            continue
        start = child.left_edge.i
        if (child.dep_ in ("advcl", "ccomp", "parataxis") and start > head.i) or (
            child.dep_ in ("acl", "relcl") and page.tokens[start - 1].text == ","
        ):
            last = min(last, start - 1)
    last = _before_verb(page, head, last)
    home = page.quoted[head.i]
    for index in range(head.i + 1, last + 1):
        if home == NOT_QUOTED and page.quoted[index] != home and _long(page, index):
            return index - 1
    return last


def _before_verb(page: Page, head: Token, last: int) -> int:
    """The end of a phrase whose head the parser gave a finite verb without "who".

    "The minister had told colleagues that …" is no phrase of the minister.
    """
    for token in page.tokens[head.i + 1 : last + 1]:
        if token.tag_ in _RELATIVE_TAGS or token.text in '"“‘(':
            return last
        if token.lower_ in ("that", "where", "when", "how", "why", "whether"):
            return last
        if token.tag_ in ("VBD", "VBZ", "MD") and token.dep_ not in ("acl", "amod"):
            return token.i - 1
    return last


_RELATIVE_TAGS: Final = frozenset({"WP", "WDT", "WP$", "WRB"})


def _long(page: Page, index: int) -> bool:
    quotation = page.quotations[page.quoted[index]]
    return quotation.span.end - quotation.span.start > 40


def clause(page: Page, head: Token, verb: Token) -> Span | None:
    """The whole clause a word heads, never reaching over the cue verb."""
    first, last = head.left_edge.i, head.right_edge.i
    for child in page.children[head.i]:
        stray = child.dep_ == "conj" and (
            is_stray_conjunct(page, child) or _is_finite_beside(page, head, child)
        )
        if stray:
            last = min(last, child.left_edge.i - 1)
            while last > head.i and page.tokens[last].dep_ in ("cc", "punct"):
                last -= 1
        elif child.i > head.i and (
            _is_concession(page, child) or _is_another_statement(page, child)
        ):
            last = min(last, child.left_edge.i - 1)
    if head.i > verb.i:
        first = max(first, verb.i + 1)
    else:
        last = min(last, verb.i - 1)
    return stretched(page, page.trimmed(first, last))


def _is_finite_beside(page: Page, head: Token, other: Token) -> bool:
    """ "Was told to delete it and had kept a copy": keeping it was not asked for."""
    if other.dep_ != "conj" or head.tag_ != "VB" or page.child(other, *SUBJECTS):
        return False
    if not any(c.lower_ == "to" and c.dep_ == "aux" for c in page.children[head.i]):
        return False
    finite = _finite(page, other)
    return finite is not None and finite[0] != "modal"


def _is_another_statement(page: Page, verb: Token) -> bool:
    """ ", and the guild says that …": with a speaker and a clause of its own.

    In the tense of the author; "the guild had said" stays with the first speaker.
    """
    first = page.tokens[verb.left_edge.i]
    if verb.dep_ == "conj":
        joins = first.i > 1 and page.tokens[first.i - 1].lower_ in ("and", "but", "yet")
        comma = first.i - 2
    else:
        joins = verb.dep_ == "advcl" and first.lower_ in ("while", "whereas")
        comma = first.i - 1
    if not joins or comma < 0 or page.tokens[comma].text != ",":
        return False
    if verb.lower_ not in FORMS or page.is_quoted(verb):
        return False
    if page.child(verb, "nsubj") is None or page.child(verb, "ccomp") is None:
        return False
    finite = _finite(page, verb)
    return finite is not None and finite[1] != "had" and finite[0] != "modal"


def lacks_subject(page: Page, clause_head: Token, verb: Token) -> bool:
    """ "A reef found off the cape has grown": "found" governs no clause there."""
    if clause_head.i < verb.i:
        return False
    parts = page.children[clause_head.i]
    between = page.tokens[verb.i + 1 : clause_head.i]
    return (
        any(child.dep_ == "aux" and child.lower_ in _FINITE_AUX for child in parts)
        and not any(
            child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj", "mark", "attr")
            or child.lower_ == "that"
            for child in parts
        )
        and not any(token.text in (",", "—", "–", '"', "“") for token in between)
    )


_FINITE_AUX: Final = frozenset({"has", "have", "had", "will", "would"})


def _is_concession(page: Page, clause_head: Token) -> bool:
    """ ", although the director disagreed": the author's own addition."""
    first = page.tokens[clause_head.left_edge.i]
    return (
        clause_head.dep_ == "advcl"
        and first.lower_ in ("although", "though")
        and first.i > 0
        and page.tokens[first.i - 1].text == ","
        and not page.is_quoted(first)
    )


def cut_concession(page: Page, first: int, last: int) -> int:
    """The last token of a stretch without a concession at its end."""
    for token in page.tokens[first + 1 : last + 1]:
        if token.lower_ in ("although", "though") and token.dep_ == "mark":
            head = token.head
            if _is_concession(page, head) and head.right_edge.i >= last - 3:
                return token.i - 1
    return last


def stretched(page: Page, span: Span | None) -> Span | None:
    """A span that enters a quotation takes the whole of it."""
    if span is None:
        return None
    start, end = span.start, span.end
    for quotation in page.quotations:
        quoted = quotation.span
        if quoted.start < end < quoted.end and quoted.start >= start:
            end = quoted.end
        elif quoted.start < start < quoted.end <= end:
            start = quoted.start
    return Span(start, end)
