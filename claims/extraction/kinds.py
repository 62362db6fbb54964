"""What sort of speaker a phrase names (product rules, section 2.1)."""

from __future__ import annotations

from claims.extraction.cast import Figure, name_words
from claims.extraction.mentions import Mention
from claims.extraction.model import SpeakerKind
from claims.extraction.names import (
    ANONYMOUS_HEADS,
    BODY_HEADS,
    DOCUMENT_HEADS,
    OUTLET_HEADS,
    OUTLET_NAMES,
    OUTLET_WORDS,
    PERSON_HEADS,
    POST_HEADS,
)
from claims.extraction.patterns import ANONYMITY


def kind_of(text: str, mention: Mention | None, figure: Figure | None) -> SpeakerKind:
    """The kind of a speaker from its words, its parse and whom it resolves to."""
    if is_anonymous(text, mention):
        return SpeakerKind.ANONYMOUS_SOURCE
    if figure is not None and figure.is_person:
        if figure.role:
            return SpeakerKind.NAMED_PERSON_WITH_ROLE
        return SpeakerKind.NAMED_PERSON
    if figure is not None:
        return _body_kind(figure.name, mention)
    if mention is None or mention.pronoun:
        return SpeakerKind.UNKNOWN
    return _described_kind(mention.head, mention)


# People known as nothing but "person": nobody can tell who it is.
_LONE = frozenset({"person", "individual"})


def is_anonymous(text: str, mention: Mention | None) -> bool:
    """Whether a speaker is described so that nobody can tell who it is."""
    if mention is not None and mention.head in (
        "source",
        "sources",
        "insider",
        "insiders",
    ):
        return True
    if ANONYMITY.search(text):
        return True
    if mention is not None and (
        mention.head in _LONE or mention.part_of in ANONYMOUS_HEADS
    ):
        return True
    return (
        mention is not None
        and mention.head in ANONYMOUS_HEADS
        and mention.head not in ("people", "person", "individual", "individuals")
        and not mention.pronoun
    )


def is_outlet_name(name: str) -> bool:
    """Whether a name is that of a newspaper, a station or a wire service."""
    words = [word.lower() for word in name_words(name)]
    if not words:
        return False
    if " ".join(words) in OUTLET_NAMES or words[0] in OUTLET_NAMES:
        return True
    if words[0] == "radio" and len(words) > 1:
        return True
    if words[-1] == "agency" and len(words) > 2:
        return words[-2] in ("press", "news", "broadcasting")
    return len(words) > 1 and words[-1] in OUTLET_WORDS


def _body_kind(name: str, mention: Mention | None) -> SpeakerKind:
    words = [word.lower() for word in name_words(name)]
    if is_outlet_name(name):
        return SpeakerKind.OTHER_OUTLET
    if mention is not None and mention.head in DOCUMENT_HEADS:
        return SpeakerKind.DOCUMENT
    if words and words[-1] in DOCUMENT_HEADS:
        return SpeakerKind.DOCUMENT
    return SpeakerKind.ORGANISATION


def _described_kind(head: str, mention: Mention) -> SpeakerKind:
    if mention.part_of and mention.part_of != head:
        return _described_kind(mention.part_of, mention)
    if head in OUTLET_HEADS:
        return SpeakerKind.OTHER_OUTLET
    if head in POST_HEADS:
        return SpeakerKind.SOCIAL_POST
    if head in DOCUMENT_HEADS:
        return SpeakerKind.DOCUMENT
    if head in BODY_HEADS or mention.label in ("ORG", "GPE", "NORP"):
        return SpeakerKind.ORGANISATION
    if head in PERSON_HEADS or mention.plural:
        return SpeakerKind.ROLE_UNNAMED
    if head.endswith(("er", "or", "ist", "man", "woman", "ant", "ian")):
        return SpeakerKind.ROLE_UNNAMED
    return SpeakerKind.UNKNOWN
