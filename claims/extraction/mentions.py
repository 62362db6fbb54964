"""Who and what a page mentions: plain records that outlive the parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from claims.extraction.explaining import BEING, explained_beside, explained_by
from claims.extraction.finding.page import Page
from claims.extraction.finding.phrases import noun_phrase
from claims.extraction.model import Span
from claims.extraction.names import (
    COURTESY,
    OUTLET_HEADS,
    PRONOUNS,
    is_body_noun,
    is_person_noun,
)
from claims.extraction.naming import is_inside_name, name_range
from claims.extraction.patterns import BYLINE

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECT_LABELS: Final = frozenset({"nsubj", "nsubjpass", "csubj"})
_DETERMINERS: Final = frozenset({"a", "an", "the", "this", "that", "these", "those"})
POINTING: Final = frozenset({"the", "this", "that"})
_OWNERS: Final = frozenset({"his", "her", "its", "their", "our", "my", "your", "whose"})
AGED_HEAD: Final = "old"  # of "the 54-year-old"
# What points back at somebody spoken of.
OWNERS: Final = frozenset({"his", "her", "their", "its"})
DEFINITE: Final = frozenset({"the", "this", "that", "these", "those"}) | OWNERS
# A noun that one of these modifies is somebody's office: "its chief computer".
_OFFICE_MODIFIERS: Final = frozenset({"chief", "deputy", "fellow", "assistant"})

# What the words around a name say of its bearer, whatever the recogniser thinks.
PERSON_SIGN: Final = "person"  # an age, a personal "who", a job in apposition
BODY_SIGN: Final = "body"  # people are "in" it, or it has a government
CALLED_SIGN: Final = "called"  # a word for bodies or outlets in apposition
_BINDING: Final = frozenset(
    "by with to in through from at on via about of against into over".split()
)
_AGES: Final = range(10, 111)
_PLACE_PREPOSITIONS: Final = frozenset({"in", "near", "outside", "across", "around"})
_ORGANS: Final = frozenset(
    {"government", "ministry", "parliament", "army", "navy", "police", "president",
     "minister", "ambassador", "forces", "capital", "border", "delegation", "coast",
     "shore", "economy", "embassy", "council", "mayor"}
)  # fmt: skip


# Characters of a phrase that are kept; nested phrases of a hostile text would
# otherwise add up to many times its size.
MAX_TEXT: Final = 300


# "one of the two people", "another of the officials"
_PARTS: Final = frozenset({"one", "another", "some", "many", "several", "most", "both"})
_MAX_JOINED: Final = 6
_APPOINTING: Final = frozenset({"elected", "appointed", "named", "hired", "sworn"})
_WORKERS: Final = ("er", "or", "ant", "ian", "eer", "man", "woman", "ist")
_SERVING: Final = frozenset(
    {"works", "worked", "serves", "served", "working", "serving"}
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One noun phrase or pronoun, with what the parse says of it."""

    head_start: int  # offset of the head word: the key candidates use
    span: Span  # the whole phrase
    text: str  # what the span covers, in the parser's copy
    head: str  # lower-case head word
    name: str | None  # the proper name inside, without titles
    label: str  # entity label of the name or ""
    role: str | None  # title or other words before the name
    apposition: str | None  # "the harbor master" after a name, without "the"
    phrase: str  # the phrase without its article and without appositions
    determiner: str  # "a", "the", "his", "" …
    plural: bool
    joint: bool  # "Hamas and Israel"
    possessive: bool  # "Biden’s visit"
    pronoun: bool
    subject: bool
    in_quotation: bool
    sentence: int  # offset of the sentence's start
    apposition_of: int | None  # head_start of the phrase it explains
    governor: int  # offset of the verb it depends on, over a preposition as well
    signs: frozenset[str] = frozenset()  # PERSON_SIGN, BODY_SIGN, CALLED_SIGN
    part_of: str = ""  # head word of what it is one of: "officials"
    conjuncts: tuple[int, ...] = ()  # head offsets of those joined by "and"
    paragraph: int = 0  # index of the paragraph
    verb: str = ""  # the word it depends on, in lower case
    clause_of: int = -1  # of a pronoun: head offset of who it cannot be in its clause


def find_mentions(page: Page) -> Iterator[Mention]:
    """The mentions of a page in the order of the text; of a byline, none.

    Who writes an article is not spoken of in it.
    """
    if BYLINE.fullmatch(page.text.strip()) is not None:
        return
    for token in page.tokens:
        if token.lower_ in _PARTS and _part_of(page, token):
            mention = _nominal(page, token)
            if mention is not None:
                yield mention
        elif token.pos_ == "PRON":
            if token.lower_ in PRONOUNS and token.dep_ not in ("expl",):
                yield _pronoun(page, token)
        elif _is_nominal(token) and not is_inside_name(page, token):
            mention = _nominal(page, token)
            if mention is not None:
                yield mention


def _is_nominal(token: Token) -> bool:
    return (token.pos_ in ("NOUN", "PROPN") and token.dep_ not in (
        "compound", "amod", "nmod", "npadvmod",
    )) or _is_aged(token)  # fmt: skip


def _is_aged(token: Token) -> bool:
    """ "The 54-year-old": to the parser an adjective."""
    is_argument = token.dep_ in _SUBJECT_LABELS | {"dobj", "pobj", "attr"}
    return token.lower_ == AGED_HEAD and token.pos_ == "ADJ" and is_argument


def _pronoun(page: Page, token: Token) -> Mention:
    return Mention(
        head_start=page.base + token.idx,
        span=page.span(token.i, token.i),
        text=token.text,
        head=token.lower_,
        name=None,
        label="",
        role=None,
        apposition=None,
        phrase=token.text,
        determiner="",
        plural=token.lower_ in ("they", "we", "them", "their"),
        joint=False,
        possessive=token.dep_ == "poss",
        pronoun=True,
        subject=token.dep_ in _SUBJECT_LABELS,
        in_quotation=page.is_quoted(token),
        sentence=page.base + page.tokens[token.sent.start].idx,
        apposition_of=None,
        governor=page.base + _governor(token).idx,
        paragraph=page.paragraph,
        verb=token.head.lower_,
        clause_of=_clause_of(page, token),
    )


def _clause_of(page: Page, token: Token) -> int:
    """ "Ruiz, whom he admires", "Ruiz heard him saying so": where Ruiz is, who is
    not he; or -1."""
    verb = token.head
    if token.dep_ in _SUBJECT_LABELS and verb.dep_ == "relcl":
        return page.base + verb.head.idx
    is_doing = verb.tag_ == "VBG" and token.dep_ in ("poss", *_SUBJECT_LABELS)
    if is_doing and token.i < verb.i and verb.dep_ in ("ccomp", "dobj", "xcomp"):
        witness = page.child(verb.head, *_SUBJECT_LABELS)
        return page.base + witness.idx if witness is not None else -1
    return -1


def _governor(token: Token) -> Token:
    """ "Agrees with him": the verb; but "as for him, he agrees" has another."""
    head = token.head
    is_bound = head.dep_ in ("prep", "agent", "dative") and head.lower_ in _BINDING
    return head.head if is_bound else head


def _nominal(page: Page, token: Token) -> Mention | None:
    span = noun_phrase(page, token)
    if span is None:
        return None
    named = name_range(page, token)
    name = page.slice(*named) if named is not None else None
    determiner = _determiner(page, token)
    role = _role(page, token, named[0]) if named is not None else None
    if named is not None:
        role = _singular(role) or _shared_title(page, token)
    label = token.ent_type_
    is_joint = _is_joint(page, token)
    appositive_to = explained_by(page, token)
    if appositive_to is None and named is not None:
        appositive_to = explained_beside(page, token, named[0])
    return Mention(
        head_start=page.base + token.idx,
        span=span,
        text=page.text[span.start - page.base : span.end - page.base][:MAX_TEXT],
        head=token.lower_,
        name=name,
        label=label,
        role=role,
        apposition=_apposition(page, token),
        phrase=_phrase(page, token),
        determiner=determiner,
        plural=token.tag_ in ("NNS", "NNPS") or is_joint,
        joint=is_joint,
        possessive=token.dep_ == "poss",
        pronoun=False,
        subject=token.dep_ in _SUBJECT_LABELS,
        in_quotation=page.is_quoted(token),
        sentence=page.base + page.tokens[token.sent.start].idx,
        apposition_of=appositive_to,
        governor=page.base + _governor(token).idx,
        signs=_signs(page, token) if name is not None else frozenset(),
        part_of=_part_of(page, token),
        conjuncts=_conjuncts(page, token),
        paragraph=page.paragraph,
        verb=token.head.lower_,
    )


def _signs(page: Page, token: Token) -> frozenset[str]:
    """Whether the words around a name show a person or a body."""
    found: set[str] = set()
    head = token.head
    if head.pos_ == "ADP" and head.lower_ in _PLACE_PREPOSITIONS:
        found.add(BODY_SIGN)
    if token.dep_ in ("poss", "compound", "nmod") and head.lower_ in _ORGANS:
        found.add(BODY_SIGN)
    for child in page.children[token.i]:
        if child.i < token.i:
            continue
        is_aged = child.dep_ in ("appos", "nummod") and _is_age(child)
        has_job = child.dep_ == "appos" and _is_job(page, child)
        if child.dep_ == "appos" and _is_body(child) and not has_job:
            found.add(CALLED_SIGN)
        who = child.dep_ == "relcl" and page.tokens[child.left_edge.i].lower_ == "who"
        if is_aged or has_job or who:
            found.add(PERSON_SIGN)
    if token.dep_ == "appos" and _is_job(page, head):
        found.add(PERSON_SIGN)
    elif token.dep_ == "appos" and _is_body(head):
        found.add(CALLED_SIGN)
    return frozenset(found)


def _is_job(page: Page, token: Token) -> bool:
    """Whether a noun says what a person does."""
    if is_person_noun(token.lower_):
        return True
    return token.tag_ == "NN" and any(
        child.lower_ in _OFFICE_MODIFIERS for child in page.children[token.i]
    )


def _is_body(token: Token) -> bool:
    return is_body_noun(token.lower_) or token.lower_ in OUTLET_HEADS


def _is_age(token: Token) -> bool:
    return token.text.isascii() and token.text.isdigit() and int(token.text) in _AGES


def _part_of(page: Page, token: Token) -> str:
    """ "one of the officials": the head word of the whole."""
    if token.lower_ not in _PARTS and token.pos_ != "NUM":
        return ""
    preposition = page.child(token, "prep")
    if preposition is None or preposition.lower_ != "of":
        return ""
    whole = page.child(preposition, "pobj")
    return whole.lower_ if whole is not None else ""


def _conjuncts(page: Page, token: Token) -> tuple[int, ...]:
    """Head offsets of "Berg, Hale and Ruiz", beginning with the token itself."""
    found = [token]
    while len(found) < _MAX_JOINED:
        following = next(
            (
                child
                for child in page.children[found[-1].i]
                if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN")
            ),
            None,
        )
        if following is None:
            break
        found.append(following)
    return tuple(page.base + one.idx for one in found) if len(found) > 1 else ()


def _apposition(page: Page, token: Token) -> str | None:
    """ "…, the harbor master": what explains a name, without its article."""
    for child in page.children[token.i]:
        if child.dep_ != "appos" or child.i < token.i:
            continue
        if child.pos_ not in ("NOUN", "PROPN") or not _is_description(child):
            continue
        start = child.left_edge.i
        if page.tokens[start].lower_ == "no":
            continue  # "Joel Reddish, no relation"
        while start < child.i and page.tokens[start].lower_ in _DETERMINERS:
            start += 1
        phrase = noun_phrase(page, child)
        if phrase is not None and phrase.end > page.starts[start]:
            text = page.text[page.tokens[start].idx : phrase.end - page.base]
            return text[:MAX_TEXT]
    return _predicate(page, token)


def _predicate(page: Page, token: Token) -> str | None:
    """ "Lind, 58, is the night dispatcher", "Lind, who works as a nurse": what a
    sentence says a person is, without its article."""
    verbs = [child for child in page.children[token.i] if child.dep_ == "relcl"]
    if token.dep_ in _SUBJECT_LABELS:
        verbs.append(token.head)
    for verb in verbs:
        noun = _said_to_be(page, token, verb)
        if noun is None or noun.tag_ != "NN" or not _is_occupation(noun):
            continue
        if page.child(verb, "neg") is not None or page.is_quoted(noun):
            continue
        return _phrase(page, noun).partition(",")[0]
    return None


def _said_to_be(page: Page, token: Token, verb: Token) -> Token | None:
    """ "Is the dispatcher", "works as a nurse", "was elected mayor"; and "As chief
    engineer, Lind …" before whatever she did."""
    if verb.lower_ in BEING:
        return page.child(verb, "attr")
    if verb.lower_ in _APPOINTING and token.dep_ == "nsubjpass":
        noun = page.child(verb, "oprd", "attr", "dobj")
        if noun is not None:
            return noun
    for child in page.children[verb.i]:
        if child.dep_ != "prep" or child.lower_ != "as":
            continue
        if child.i < token.i or verb.lower_ in _SERVING | _APPOINTING:
            return page.child(child, "pobj")
    return None


def _is_occupation(noun: Token) -> bool:
    """Whether a noun said of a name may be what a person does: "dispatcher"."""
    return is_person_noun(noun.lower_) or noun.lower_.endswith(_WORKERS)


def _is_description(token: Token) -> bool:
    """A common noun, or an office in capitals: "Assistant Commissioner"."""
    return not token.text[:1].isupper() or is_person_noun(token.lower_)


def _determiner(page: Page, token: Token) -> str:
    """The article or owner that begins a phrase, or ""."""
    for child in page.children[token.i]:
        if child.i < token.i and (
            child.dep_ in ("det", "poss") or child.lower_ in _DETERMINERS
        ):
            return child.lower_
    start = token.left_edge.i
    first = page.tokens[start].lower_
    if first in _DETERMINERS | _OWNERS:
        return first
    before = page.tokens[start - 1] if start else None
    if before is not None and before.lower_ in _DETERMINERS and before.pos_ == "DET":
        return before.lower_  # hung elsewhere
    return ""


def _phrase(page: Page, token: Token) -> str:
    """The words of the phrase without article, appositions and clauses."""
    first, last = token.left_edge.i, token.right_edge.i
    while first < token.i and page.tokens[first].lower_ in _DETERMINERS:
        first += 1
    for child in page.children[token.i]:
        if child.i > token.i and child.dep_ in ("appos", "relcl", "acl", "punct"):
            last = min(last, child.left_edge.i - 1)
    return page.slice(first, max(last, token.i))[:MAX_TEXT].strip()


def _is_joint(page: Page, token: Token) -> bool:
    joined = [
        child
        for child in page.children[token.i]
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN")
    ]
    return bool(joined) and not _is_one_person(page, token, joined[0])


def _is_one_person(page: Page, token: Token, other: Token) -> bool:
    """ "Her husband and fellow councillor, Piers Stallard": two roles of one man."""
    if token.pos_ != "NOUN" or other.pos_ != "NOUN":
        return False
    named = [
        child
        for part in (token, other)
        for child in page.children[part.i]
        if child.dep_ == "appos" and child.i > token.i
    ]
    explains = token.dep_ == "appos" and token.head.pos_ == "PROPN"
    if not named and not explains:
        return False
    is_single = token.tag_ == other.tag_ == "NN"
    return is_single and all(child.pos_ == "PROPN" for child in named)


def _singular(role: str | None) -> str | None:
    """ "Senators" before the first of several names is "Senator"."""
    if role and role.lower().strip(".") in COURTESY:
        return role  # "Mrs" is no plural
    if role and role.endswith("s") and not role.endswith("ss"):
        last = role.rpartition(" ")[2]
        if is_person_noun(last[:-1].lower()):
            return role[:-1]
    return role


def _shared_title(page: Page, token: Token) -> str | None:
    """The title in the plural before the first of "Senators Berg and Ruiz"."""
    first = token
    for _ in range(_MAX_JOINED):
        if first.dep_ != "conj" or first.head.pos_ != "PROPN":
            break
        first = first.head
    named = name_range(page, first) if first is not token else None
    role = _role(page, first, named[0]) if named is not None else None
    singular = _singular(role)
    return singular if singular != role else None


def _role(page: Page, token: Token, name_start: int) -> str | None:
    """The title, or what else is a noun, before a name."""
    start = token.left_edge.i
    for child in page.children[token.i]:
        if child.dep_ == "poss" and child.i < name_start:
            start = max(start, child.right_edge.i + 1)
    while start < name_start and page.tokens[start].lower_ in _DETERMINERS:
        start += 1
    if start >= name_start:
        return None
    before = page.tokens[name_start - 1]
    is_noun = before.pos_ in ("NOUN", "PROPN") or before.lower_ in OUTLET_HEADS
    if not is_noun and not is_person_noun(before.lower_):
        return None
    words = page.slice(start, name_start - 1).strip(" ,\"“”'’")
    return words.rpartition(", ")[2] or None
