"""Whom a description stands for: "the council leader", "the firm", "the study".

Persons are found by the role the article gives them anywhere, bodies by a word of
their name or by what they are called beside it, documents by their fullest
description. Anonymous speakers are never given a name here.
"""

from __future__ import annotations

from typing import Final

from claims.extraction.ahead import identify_ahead
from claims.extraction.bodies import identify_bodies
from claims.extraction.cast import Cast
from claims.extraction.figures import Figure, role_words
from claims.extraction.kin import identify_owned
from claims.extraction.kinds import is_anonymous
from claims.extraction.mentions import (
    AGED_HEAD,
    DEFINITE,
    OWNERS,
    POINTING,
    Mention,
)
from claims.extraction.names import (
    ANONYMOUS_HEADS,
    COMMON_ROLES,
    DOCUMENT_HEADS,
    EPITHETS,
    FAMILY,
    KIN,
    LEADERS,
    OFFICES,
    PARTISANS,
    PARTY_WORDS,
    ROLE_SYNONYMS,
    TITLES,
    gender_of_noun,
    is_demonym,
    is_person_noun,
)
from claims.extraction.patterns import ADDED

_NEAR_SENTENCES: Final = 5
_LOOK_BACK: Final = 400  # mentions
_COMPANIES: Final = frozenset(
    "company firm bank club charity party maker manufacturer retailer lender insurer "
    "carrier airline operator chain group supplier developer brewery startup".split()
)
_ANYONE: Final = frozenset("voter reader viewer citizen taxpayer consumer".split())
_ANYBODY: Final = frozenset({"man", "woman"})
# What somebody is for a while, or only beside somebody: "former", "then".
_PASSING: Final = frozenset(
    "former ex then new outgoing incoming acting interim longtime veteran late "
    "current long-serving one-time sitting".split()
)
_DEPUTIES: Final = frozenset({"deputy", "vice", "assistant", "associate", "shadow"})
# "The county" for the county council.
_TERRITORIES: Final = frozenset({"county", "city", "state", "borough", "district"})
_MAX_CALLED: Final = 5  # bodies of one kind that are told apart
_NEAR_MENTIONS: Final = 60
_MAX_BEARERS: Final = 200  # people looked at for a role
# What tells one from another of the same sort.
_CONTRASTS: Final = frozenset(
    "another additional second third further separate previous earlier other old "
    "different rival similar".split()
)
_SAME_PARTY: Final = {"gop": "republican", "democrat": "democratic"}
_MAX_EPITHET: Final = 5  # words of "the presumptive Republican presidential nominee"
_ARTICLES: Final = frozenset({"a", "an"})
_ANY_DOCUMENT: Final = frozenset({"document", "paper"})


def identify_descriptions(cast: Cast) -> None:
    """Join descriptions of persons to those they describe, once for an article.

    1. "The council leader" after a person without a role describes that person.
    2. The headline's "Leader" and the lede's "a federal judge" are the one person
       who is given that role further on.
    """
    people = [m for m in cast.mentions if _describes_person(m)]
    for mention in people:
        if cast.figure(mention) is None and _is_definite(mention):
            figure = by_role(cast, mention)
            if figure is None and not mention.in_quotation:
                figure = _near(cast, mention)
            if figure is not None:
                cast.identify(mention, figure)
    identify_ahead(cast, people)
    identify_owned(cast)
    identify_bodies(cast)


def _is_definite(mention: Mention) -> bool:
    """ "The company’s chief executive" is, as "the chief executive" is."""
    owners = [word for word in mention.phrase.split() if word.endswith(("'s", "’s"))]
    return mention.determiner in DEFINITE or bool(owners)


def _describes_person(mention: Mention) -> bool:
    return (
        is_person_noun(mention.head)
        and mention.label != "NORP"
        and mention.head not in ANONYMOUS_HEADS | PARTISANS
        and (mention.name or mention.head).lower() == mention.head
        and not mention.plural
        and not mention.pronoun
        and mention.apposition_of is None
        and not is_anonymous(mention.text, mention)
    )


def by_role(cast: Cast, mention: Mention) -> Figure | None:
    """The last person before who was given the role the mention names.

    What the mention adds must be part of that role; but whose office it is ("the
    company’s", "Marlesham") and when ("former") may be new if nobody else has one.
    """
    wanted = ROLE_SYNONYMS.get(mention.head, frozenset({mention.head}))
    words = mention.phrase.split()[:-1]
    modifiers = [word for word in words if word.lower() not in DEFINITE]
    gender = gender_of_noun(mention.head)
    if len(words) != len(modifiers) and mention.head in FAMILY:
        return None
    needed = {word.lower() for word in modifiers if not _is_loose(word)}
    bearers: list[Figure] = []
    for other in cast.before(mention.head_start, 600):
        figure = cast.figure(other)
        if figure is None or not figure.is_person or not figure.role:
            continue
        role = role_words(figure)
        if gender and figure.gender not in ("", gender):
            continue
        if not wanted & role or _DEPUTIES & role - needed:
            continue
        if is_of_other_party(figure, mention):
            continue
        if all(word.lower() in role for word in modifiers):
            return figure
        if needed <= role and figure not in bearers:
            bearers.append(figure)
    is_common = mention.head in COMMON_ROLES | FAMILY and not needed
    if is_common and _is_placed(mention):
        # "the Vermont senator" of the only senator in the article
        is_common = sum(_bears(one, wanted) for one in cast.figures[:_MAX_BEARERS]) > 1
    return bearers[0] if len(bearers) == 1 and not is_common else None


def _is_placed(mention: Mention) -> bool:
    """ "The Vermont senator", "the Lowmere lawyer": one of a place."""
    words = mention.phrase.split()
    is_name = len(words) > 1 and words[-2][:1].isupper() and words[-2].isalpha()
    return mention.determiner == "the" and is_name


def _bears(figure: Figure, wanted: frozenset[str]) -> bool:
    return figure.is_person and bool(wanted & role_words(figure))


def _is_loose(modifier: str) -> bool:
    """ "Company’s", "Marlesham" or "former" before an office."""
    is_owner = modifier.endswith(("'s", "’s", "s'", "s’"))
    return is_owner or modifier[:1].isupper() or modifier.lower() in _PASSING


def _near(cast: Cast, mention: Mention) -> Figure | None:
    """The only person spoken of in the sentences before, if without a role.

    Only for descriptions that say something ("the council leader"): a bare "the
    officer" may be anybody.
    """
    if len(mention.phrase.split()) < 2 or mention.determiner in OWNERS:
        return None
    if any(word.endswith(("'s", "’s")) for word in mention.phrase.split()[:-1]):
        return None  # "the man’s attorney": not the man
    is_capital = mention.phrase.split()[-1][:1].isupper()
    if mention.head in FAMILY | _ANYONE or not mention.subject or is_capital:
        return None  # "the Prime Minister" is an office of its own
    gender = gender_of_noun(mention.head)
    found: list[Figure] = []
    for other in cast.before(mention.head_start, 60):
        number = cast.sentence_number(mention.head_start)
        if number - cast.sentence_number(other.head_start) > _NEAR_SENTENCES:
            break
        figure = cast.figure(other)
        if figure is None or not figure.is_person or other.in_quotation:
            continue
        if not other.subject:
            continue  # a byline, somebody mentioned in passing
        if other.governor == mention.governor or figure in found:
            continue
        found.append(figure)
    if mention.head in TITLES and found and found[0].role:
        return None  # whose office it is was told of before somebody else
    found = [figure for figure in found if not figure.role]
    if len(found) != 1:
        return None
    fits = not gender or found[0].gender in ("", gender)
    return found[0] if fits else None


def is_anaphoric(cast: Cast, mention: Mention) -> bool:
    """Whether "the singer", "the 54-year-old" or "the Dane" is somebody spoken of.

    So it is when no "a singer" brought one in. Offices ("the judge") are left out,
    for they need no introduction.
    """
    if mention.determiner not in POINTING or mention.plural or mention.joint:
        return False
    if cast.figure(mention) is not None or mention.apposition_of is not None:
        return False
    head = mention.head
    if head == AGED_HEAD or _is_demonym(mention):
        return True
    if f" {head}-of-" in f" {mention.text.lower()}":
        return True  # "the father-of-four"
    is_office = head in TITLES | COMMON_ROLES | FAMILY | LEADERS | OFFICES
    is_office = is_office and head not in _ANYBODY
    if not mention.subject:
        return False
    words = mention.phrase.split()
    last = words[-1].lower().rpartition("-")[2]
    if is_office or not _describes_person(mention) or last != head:
        return False
    if len(words) > (_MAX_EPITHET if is_epithet(mention) else 2):
        return False
    return not any(
        _brings_in(other, head) and cast.figure(other) is None
        for other in cast.before(mention.head_start, _LOOK_BACK)
    )


def _brings_in(other: Mention, head: str) -> bool:
    """Whether a phrase speaks of "a militant", whatever the parse took for its head."""
    is_new = other.determiner in ("a", "an", "one", "another")
    return other.head == head or (is_new and head in other.text.lower().split())


def is_epithet(mention: Mention) -> bool:
    """ "The real estate tycoon", "the Republican nominee": whatever the office."""
    return mention.head.rpartition("-")[2] in EPITHETS and not mention.pronoun


def is_of_other_party(figure: Figure, mention: Mention) -> bool:
    """Whether "the Democratic nominee" cannot be somebody, who is a Republican."""
    said = {word.lower() for word in mention.phrase.split()} & PARTY_WORDS
    known = role_words(figure) & PARTY_WORDS
    return bool(said) and bool(known) and not _parties(said) & _parties(known)


def _parties(words: set[str]) -> set[str]:
    return {_SAME_PARTY.get(word, word) for word in words}


def is_occupation(mention: Mention) -> bool:
    """Whether it says what somebody does, unlike "the 54-year-old" or "the woman"."""
    is_any = mention.head == AGED_HEAD or mention.head in _ANYBODY | KIN
    return not is_any and not _is_demonym(mention)


def _is_demonym(mention: Mention) -> bool:
    """ "The Dane", not "the diocese"."""
    words = {word for word in mention.text.split() if word.lower() == mention.head}
    is_capital = any(word[:1].isupper() for word in words)
    is_native = is_demonym(mention.head) or (
        mention.head in PARTISANS and " who " not in mention.text
    )
    return mention.label in ("NORP", "") and is_capital and is_native


def fuller_description(cast: Cast, mention: Mention) -> str | None:
    """The nearest earlier description that says more with the same head word."""
    if mention.determiner not in DEFINITE - OWNERS:
        return None
    said = len(mention.phrase.split())
    words = set(mention.text.lower().split())
    contrasted: str | None = None
    for other in cast.before(mention.head_start, _LOOK_BACK):
        if other.name is not None or other.pronoun:
            continue
        if other.joint and (not mention.plural or mention.head == "police"):
            continue
        if other.in_quotation and not mention.in_quotation:
            continue  # "the campaign lying about me": somebody's words
        if not _same_head(other, mention):
            continue
        fuller = _own_words(other)
        if len(fuller.split()) <= said + (other.determiner in DEFINITE | _ARTICLES):
            continue
        if not _CONTRASTS & set(fuller.lower().split()[:3]) - words:
            return fuller
        # "the report" is rather not "an earlier report"
        contrasted = contrasted or fuller
    return contrasted


def later_description(cast: Cast, mention: Mention) -> str | None:
    """What a headline's "report" is called in the text below it."""
    if mention.determiner or cast.sentence_number(mention.head_start) != 1:
        return None
    for other in cast.after(mention.head_start, _LOOK_BACK):
        if other.head == mention.head and other.name is None and not other.plural:
            fuller = _own_words(other)
            if len(fuller.split()) > 2:
                return fuller
    return None


def _own_words(mention: Mention) -> str:
    """The words of a description, without what is added after a comma or quoted."""
    return ADDED.split(mention.text, maxsplit=1)[0].rstrip()


def _same_head(other: Mention, mention: Mention) -> bool:
    if other.head == mention.head:
        return True
    if other.part_of in (f"{mention.head}s", mention.head) and other.part_of:
        return True
    return mention.head in _ANY_DOCUMENT and other.head in DOCUMENT_HEADS
