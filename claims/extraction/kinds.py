"""What sort of speaker a phrase names (product rules, section 2.1)."""

from __future__ import annotations

from typing import Final

from claims.extraction.figures import Figure
from claims.extraction.mentions import Mention
from claims.extraction.model import SpeakerKind
from claims.extraction.names import (
    ANONYMOUS_HEADS,
    DOCUMENT_HEADS,
    OUTLET_HEADS,
    OUTLET_NAMES,
    PARTISANS,
    POST_HEADS,
    PRONOUNS,
    SHARE_HEADS,
    is_body_noun,
    is_demonym,
    is_person_noun,
)
from claims.extraction.naming import name_words
from claims.extraction.outlet_names import is_domain, is_outlet_name, is_paper_alone
from claims.extraction.patterns import ANONYMITY
from claims.extraction.person_nouns import singular

# Known as nothing but this, nobody can tell who it is.
_SOURCES: Final = frozenset(
    {"source", "sources", "insider", "insiders", "whistleblower", "whistleblowers",
     "tipster", "tipsters",
     "informant", "informants", "someone", "somebody"}
)  # fmt: skip
_ARTICLES: Final = frozenset({"a", "an", "the"})
_CERTAIN: Final = frozenset({"many", "few", "some", "several", "others", "those"})
_PEOPLE: Final = frozenset({"people", "person", "individual", "individuals"})
_ONES: Final = frozenset({"a", "an", "one", "two", "three", "four", "five", "six"})
_OFFICIALS: Final = frozenset({"regulators", "inspectors", "censors"})
_NEWS: Final = frozenset({"news", "press", "broadcasting"})
_PERSON_ENDINGS: Final = ("er", "or", "ist", "man", "woman", "ant", "ian", "eer")
_BOUNDS: Final = frozenset(
    {"of", "in", "at", "for", "from", "with", "on", "who", "which", "that", "by", "to",
     "close", "familiar", "whose"}
)  # fmt: skip
_ABSTRACT_ENDINGS: Final = (
    "tion", "sion", "ment", "ness", "ity", "ance", "ence", "ing", "ure", "ome",
)  # fmt: skip
_DOCUMENT_ENDINGS: Final = ("graph", "gram", "script", "line", "list", "sheet")


def kind_of(text: str, mention: Mention | None, figure: Figure | None) -> SpeakerKind:
    """The kind of a speaker from its words, its parse and whom it resolves to."""
    if is_anonymous(text, mention):
        return _anonymous_kind(mention)
    if figure is not None and figure.is_person:
        if figure.role:
            return SpeakerKind.NAMED_PERSON_WITH_ROLE
        return SpeakerKind.NAMED_PERSON
    if figure is not None:
        return _body_kind(figure, mention)
    if mention is not None and text.partition(" ")[0].lower() == "those":
        return SpeakerKind.ROLE_UNNAMED
    if mention is not None and mention.head in _CERTAIN:
        return SpeakerKind.ROLE_UNNAMED  # "many", "those who saw it"
    if mention is None or mention.pronoun:
        return SpeakerKind.UNKNOWN
    return _described_kind(mention.head, mention)


def kind_of_words(text: str) -> SpeakerKind:
    """The kind of a phrase that the parse did not see as one, by its head word.

    The head is taken to be the last word before a comma, a preposition or "who".
    """
    words = text.partition(",")[0].split()
    end = next((i for i, word in enumerate(words) if word.lower() in _BOUNDS), None)
    words = words[: end or None]
    if not words:
        return SpeakerKind.UNKNOWN
    if words[0].lower() in _CERTAIN:
        return SpeakerKind.ROLE_UNNAMED  # "those trailing them"
    head = words[-1].lower().strip("\"“”'‘’.")
    if head.isdigit() and len(words) > 1:
        head = words[-2].lower()  # "Page 31"
    if head in _ONES or head in _CERTAIN:
        return SpeakerKind.ROLE_UNNAMED  # "One" of those spoken of
    if head in PRONOUNS:
        return SpeakerKind.UNKNOWN
    if head in OUTLET_HEADS or is_domain(head) or is_outlet_name(" ".join(words)):
        return SpeakerKind.OTHER_OUTLET
    if head in DOCUMENT_HEADS or head.endswith(_DOCUMENT_ENDINGS):
        return SpeakerKind.DOCUMENT
    if is_body_noun(head) or words[-1][:1].isupper():
        return SpeakerKind.ORGANISATION
    return SpeakerKind.ROLE_UNNAMED


def is_anonymous(text: str, mention: Mention | None) -> bool:
    """Whether a speaker does not want to be named, or nobody can tell who it is.

    Such a speaker is never given a name, whatever the kind.
    """
    if mention is None or mention.pronoun:
        return bool(ANONYMITY.search(text))
    if mention.head in _SOURCES or mention.part_of in ANONYMOUS_HEADS:
        return True
    return bool(ANONYMITY.search(text)) or _is_somebody(mention)


def _is_somebody(mention: Mention) -> bool:
    """ "Two people at the port", but not "most people" or "young people"."""
    if mention.head not in _PEOPLE or mention.name is not None:
        return False
    words = mention.text.lower().split()
    if len(words) == 1:
        return False  # "people think": anybody
    before = words[: words.index(mention.head)] if mention.head in words else []
    return all(word in _ONES or word in ("the", "this", "that") for word in before)


def _anonymous_kind(mention: Mention | None) -> SpeakerKind:
    """Who has a role is described, however unwilling to be named."""
    if mention is None or mention.head in ANONYMOUS_HEADS | {"other"}:
        return SpeakerKind.ANONYMOUS_SOURCE
    if mention.part_of:
        is_source = mention.part_of in ANONYMOUS_HEADS
        return SpeakerKind.ANONYMOUS_SOURCE if is_source else SpeakerKind.ROLE_UNNAMED
    kind = _described_kind(mention.head, mention)
    if kind is SpeakerKind.UNKNOWN:
        return SpeakerKind.ANONYMOUS_SOURCE
    return kind


def _body_kind(figure: Figure, mention: Mention | None) -> SpeakerKind:
    words = [word.lower() for word in name_words(figure.name)]
    if is_outlet_name(figure.name) or is_paper_alone(figure.name):
        return SpeakerKind.OTHER_OUTLET
    beside = set() if figure.is_place else figure.called - set(words[-1:])
    if beside & OUTLET_HEADS or (beside & _NEWS and "agency" in beside):
        return SpeakerKind.OTHER_OUTLET
    if mention is not None and mention.head in DOCUMENT_HEADS:
        return SpeakerKind.DOCUMENT
    if words and words[-1] in DOCUMENT_HEADS:
        return SpeakerKind.DOCUMENT
    return SpeakerKind.ORGANISATION


def _described_kind(head: str, mention: Mention) -> SpeakerKind:
    if mention.part_of and mention.part_of != head:
        return _described_kind(mention.part_of, mention)
    if head in OUTLET_NAMES and mention.phrase == head.capitalize():
        return SpeakerKind.OTHER_OUTLET  # "the Guardian"
    if head in ANONYMOUS_HEADS or head in SHARE_HEADS or mention.label == "PERCENT":
        return SpeakerKind.ROLE_UNNAMED  # "most people", "58 percent of Americans"
    if head in ("website", "site"):
        if any(is_domain(word.strip(",")) for word in mention.text.split()):
            return SpeakerKind.OTHER_OUTLET  # "the site skerrydam.com"
        is_news = any(word in _NEWS for word in mention.phrase.lower().split())
        return SpeakerKind.OTHER_OUTLET if is_news else SpeakerKind.DOCUMENT
    if head in OUTLET_HEADS or is_domain(head):
        return SpeakerKind.OTHER_OUTLET
    if head in POST_HEADS:
        return SpeakerKind.SOCIAL_POST
    if head in DOCUMENT_HEADS:
        return SpeakerKind.DOCUMENT
    if mention.plural and head in _OFFICIALS:
        return SpeakerKind.ROLE_UNNAMED
    is_lone = not mention.plural and mention.text == head.capitalize()
    if is_lone and is_person_noun(head) and not is_body_noun(head):
        return SpeakerKind.ROLE_UNNAMED  # a headline's "Witness", whatever its label
    is_native = is_demonym(head) or head in PARTISANS
    is_native = is_native and head.capitalize() in mention.text
    if is_native and mention.determiner in _ARTICLES and not mention.plural:
        return SpeakerKind.ROLE_UNNAMED  # "a Briton"
    if is_body_noun(head) or mention.label in ("ORG", "GPE", "NORP"):
        return SpeakerKind.ORGANISATION
    if mention.plural and not is_person_noun(head):
        # "investigations", "speeches"
        is_paper = singular(head) in DOCUMENT_HEADS or head[:-2] in DOCUMENT_HEADS
        return SpeakerKind.DOCUMENT if is_paper else SpeakerKind.ROLE_UNNAMED
    if is_person_noun(head):
        return SpeakerKind.ROLE_UNNAMED
    if head.endswith(_PERSON_ENDINGS):
        return SpeakerKind.ROLE_UNNAMED
    if head.endswith(_DOCUMENT_ENDINGS):
        return SpeakerKind.DOCUMENT
    is_proper = mention.determiner == "" and mention.text[:1].isupper()
    if mention.name is not None or (is_proper and mention.text.lower() == head):
        return SpeakerKind.ORGANISATION
    if head.endswith(_ABSTRACT_ENDINGS):
        return SpeakerKind.DOCUMENT  # evidence: "the legislation", "its performance"
    # What is said to speak, and is neither a body nor a document, is somebody.
    return SpeakerKind.ROLE_UNNAMED
