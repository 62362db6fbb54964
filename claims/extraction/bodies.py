"""Which named bodies "the company", "the inspectorate" and "the paper" are."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from claims.extraction.cast import Cast
from claims.extraction.figures import Figure, is_place_name
from claims.extraction.mentions import POINTING, Mention
from claims.extraction.names import (
    ANAPHORIC_BODIES,
    BODY_HEADS,
    OUTLET_HEADS,
    is_body_noun,
    is_person_noun,
)
from claims.extraction.outlet_names import is_on_air, is_outlet_name, is_paper_alone

_COMPANIES: Final = frozenset(
    "company firm bank club charity party maker manufacturer retailer lender insurer "
    "carrier airline operator chain group supplier developer brewery startup".split()
)
_BARE: Final = _COMPANIES | OUTLET_HEADS | {"network"}
# "The county" for the county council.
_TERRITORIES: Final = frozenset({"county", "city", "state", "borough", "district"})
_MAX_CALLED: Final = 5  # bodies of one kind that are told apart
_LOOK_BACK: Final = 400  # mentions
_NEAR_MENTIONS: Final = 60
_NEAR_SENTENCES: Final = 5
_LEDE_SENTENCES: Final = 3
_LEDE_MENTIONS: Final = 60


def identify_bodies(cast: Cast) -> None:
    """Join "the company", "the inspectorate" to the named bodies so called.

    A headline's "flood office" is the one body whose name ends in these words.
    """
    called = _Called(cast)
    for mention in cast.mentions:
        if cast.figure(mention) is not None or mention.pronoun or mention.plural:
            continue
        if not _may_be_body(mention) or mention.joint:
            continue
        figure = _known_as(cast, mention)
        if figure is None and mention.determiner in POINTING:
            figure = called.before(mention) or _maker(cast, mention)
        elif mention.determiner == "" and cast.sentence_number(mention.head_start) == 1:
            figure = called.with_name(mention)
        figure = figure or _named_next(cast, mention)
        if figure is not None:
            cast.identify(mention, figure)


def _may_be_body(mention: Mention) -> bool:
    if mention.name is not None or mention.in_quotation or _has_name_behind(mention):
        return False
    is_person = is_person_noun(mention.head) and mention.head not in BODY_HEADS
    known = mention.head in ANAPHORIC_BODIES or is_body_noun(mention.head)
    return not is_person and (known or mention.head in OUTLET_HEADS)


class _Called:
    """Which body was called what, and where: looked up in logarithmic time."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._by_word: dict[str, list[tuple[int, Figure]]] = {}
        for mention in cast.mentions:
            figure = cast.figure(mention)
            if figure is None or figure.is_person or mention.in_quotation:
                continue
            for word in self._words(figure):
                entry = self._by_word.setdefault(word, [])
                entry.append((mention.head_start, figure))

    def _words(self, figure: Figure) -> set[str]:
        name = figure.name.lower().split()
        words = set(figure.called) - ({name[-1]} if len(name) == 1 else set())
        if words & {"company", "firm"}:
            words |= _COMPANIES & {"company", "firm"}
        return words | (_TERRITORIES & set(name) if len(name) > 1 else set())

    def before(self, mention: Mention) -> Figure | None:
        """The last body so called before a mention, if its words fit the name."""
        entries = self._by_word.get(mention.head, [])
        index = bisect_left(entries, mention.head_start, key=_position)
        words = [word.lower() for word in mention.phrase.split()[:-1]]
        for _, figure in reversed(entries[max(0, index - _MAX_CALLED) : index]):
            known = set(figure.name.lower().split()) | figure.called
            if all(word in known for word in words):
                return figure
        return None

    def with_name(self, mention: Mention) -> Figure | None:
        """The one body whose name holds all words of a headline's "flood office"."""
        words = {word.lower() for word in mention.phrase.split()}
        if len(words) < 2:
            return None
        found: list[Figure] = []
        for _, figure in self._by_word.get(mention.head, [])[:_LOOK_BACK]:
            if words <= set(figure.name.lower().split()) and figure not in found:
                found.append(figure)
        return found[0] if len(found) == 1 else None


def _position(entry: tuple[int, Figure]) -> int:
    return entry[0]


def _known_as(cast: Cast, mention: Mention) -> Figure | None:
    """ "The group formerly known as Norlink": the body so called."""
    start = mention.text.lower().find(mention.head) + len(mention.head)
    if "known as" not in " ".join(mention.text[start:].split()[:3]):
        return None
    for other in cast.inside(mention.head_start + 1, mention.span.end):
        figure = cast.figure(other)
        if other.verb == "as" and figure is not None and not figure.is_person:
            return figure
    return None


def _maker(cast: Cast, mention: Mention) -> Figure | None:
    """ "The maker of saws": the sole company spoken of in the sentences before."""
    if mention.head not in _COMPANIES or len(mention.phrase.split()) == 1:
        return None
    if " known as " in mention.text:
        return None
    number = cast.sentence_number(mention.head_start)
    found: list[Figure] = []
    for other in cast.before(mention.head_start, _NEAR_MENTIONS):
        if number - cast.sentence_number(other.head_start) > _NEAR_SENTENCES:
            break
        figure = cast.figure(other)
        if figure is None or figure.is_person or other.in_quotation:
            continue
        fits = other.label in ("ORG", "PERSON", "") and _is_company(figure)
        if fits and other.subject and figure not in found:
            found.append(figure)
    return found[0] if len(found) == 1 else None


def _named_next(cast: Cast, mention: Mention) -> Figure | None:
    """Whom a headline's "Company" or a lede's "a charity" is: the first body that
    is named afterwards and does something."""
    number = cast.sentence_number(mention.head_start)
    is_new = mention.determiner in ("a", "an") or (
        mention.determiner == "" and number == 1
    )
    is_lede = number <= _LEDE_SENTENCES and mention.subject and is_new
    if not is_lede or mention.head not in _COMPANIES:
        return None
    for other in cast.after(mention.head_start, _LEDE_MENTIONS):
        figure = cast.figure(other)
        distance = cast.sentence_number(other.head_start) - number
        if distance > _NEAR_SENTENCES:
            return None
        if figure is None or figure.is_person or not other.subject or distance == 0:
            continue
        return figure if _is_company(figure) else None
    return None


def is_bare_body(mention: Mention) -> bool:
    """Whether "the company", "the paper" is a body spoken of, and says no more."""
    if mention.pronoun or mention.determiner not in POINTING:
        return False
    is_one = not mention.plural and not mention.joint and " " not in mention.phrase
    return is_one and mention.head in _BARE and not _has_name_behind(mention)


def _has_name_behind(mention: Mention) -> bool:
    """ "The website skerrywatch" is that one, not one spoken of before."""
    start = mention.text.lower().find(mention.head) + len(mention.head)
    behind = mention.text[start:].partition(",")[0].split()
    if not behind or not behind[0].isalnum() or behind[0].lower() in _BINDING:
        return False
    return len(behind) == 1 or behind[0][:1].isupper()


_BINDING: Final = frozenset(
    "of in at for from with on by to near that which who where and or".split()
)


def may_be_called(figure: Figure, mention: Mention) -> bool:
    """Whether a bare "company" or "paper" may stand for a body."""
    if figure.is_person:
        return False
    if mention.head == "network":
        return is_on_air(figure.name) or "network" in figure.called
    if mention.head in OUTLET_HEADS:
        is_paper = is_outlet_name(figure.name) or is_paper_alone(figure.name)
        return is_paper or bool(figure.called & OUTLET_HEADS)
    return _is_company(figure)


def _is_company(figure: Figure) -> bool:
    words = figure.name.split()
    is_other = is_outlet_name(figure.name) or is_place_name(words)
    return not is_other and words[-1].lower() not in _PUBLIC_BODIES


_PUBLIC_BODIES: Final = BODY_HEADS - {
    "company", "firm", "airline", "bank", "group", "corporation", "manufacturer",
    "operator", "retailer", "startup", "studio", "club", "charity", "insurer",
    "lender", "trust", "maker", "carrier", "chain", "supplier", "brewery", "railway",
    "house", "centre", "center", "foundation", "society", "association", "network",
    "hospital", "mission", "provider", "distributor", "exporter", "importer", "vendor",
}  # fmt: skip
