"""Where a proper name begins and ends, and where the title before it does.

The recogniser cuts invented and foreign names anywhere: at hyphens, after the first
word of a body, before a given name it does not know. The parse and the letters mend
what they can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claims.extraction.given_names import NAME_GENDERS
from claims.extraction.names import (
    COURTESY,
    OUTLET_NAMES,
    OUTLET_STARTS,
    OUTLET_WORDS,
    PAPER_WORDS,
    PERSON_HEADS,
    POSTNOMINALS,
    TITLES,
    is_body_noun,
    is_name_of_body,
)
from claims.extraction.patterns import PARENTHESIS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claims.extraction.finding.page import Page

# Labels of the recogniser that are names; dates, sums and counts are none.
_NAMED: Final = frozenset(
    {"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "WORK_OF_ART", "PRODUCT", "EVENT",
     "LAW"}
)  # fmt: skip
_DETERMINERS: Final = frozenset(
    {"a", "an", "the", "this", "that", "these", "those", "his", "her", "its", "their"}
)
_HYPHENS: Final = frozenset({"-", "‐", "‑"})
_LINKS: Final = frozenset({"of", "for"})
_RELATIONS: Final = frozenset({"mum", "mom", "dad", "mother", "gran", "granny"})
_PORTFOLIOS: Final = frozenset(
    {"defense", "defence", "state", "treasury", "health", "education", "labor",
     "labour", "commerce", "justice", "security", "energy", "agriculture", "staff"}
)  # fmt: skip
_PARTS_OF_NAMES: Final = frozenset({"compound", "amod", "nmod", "npadvmod", "det"})
_PLAIN_COURTESY: Final = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms."})
# The article before an Arabic name: "al-Hadid".
_ARTICLES: Final = frozenset({"al", "el", "ul"})
# Offices that are surnames as well: "Stephen King".
_SURNAMES: Final = frozenset(
    {"king", "pope", "bishop", "prince", "major", "judge", "cook", "baker", "barber",
     "butcher", "carpenter", "gardener", "mason", "miner", "potter", "sailor",
     "shepherd", "singer", "steward", "taylor", "tailor", "chancellor", "speaker",
     "marshal", "baron", "duke", "father", "brewer", "dancer", "forward", "guard",
     "keeper", "painter", "warden", "driver", "farmer", "fisher", "friend", "monk"}
)  # fmt: skip
_STATE_OFFICES: Final = frozenset(
    {"secretary", "minister", "president", "chancellor", "ambassador", "commissioner",
     "spokesman", "spokeswoman", "executive", "general", "premier", "governor"}
)  # fmt: skip
_SAINTS: Final = frozenset({"st", "st.", "saint"})
_MAX_STRAY: Final = 4  # tokens between a name's end and where its beginning hangs
MAX_NAME: Final = 12  # tokens


def name_words(name: str | None) -> list[str]:
    """The words of a proper name: no titles, possessive, marks or parentheses."""
    if not name:
        return []
    words = PARENTHESIS.sub(" ", name).replace("’", "'").split()
    cleaned = []
    for word in words:
        stripped = word.strip(',;:"“”()[]')
        if stripped and stripped not in ("'", "-", "'s"):
            cleaned.append(stripped)
    if cleaned:
        cleaned[-1] = cleaned[-1].removesuffix("'s")
    while len(cleaned) > 2 and cleaned[-1].lower() in POSTNOMINALS:
        cleaned.pop()
    while len(cleaned) > 1 and cleaned[0].lower() in COURTESY | {"the"}:
        cleaned.pop(0)
    for index, word in enumerate(cleaned[1:-1], start=1):
        if word.lower() in _PLAIN_COURTESY:  # "Fearless Mr Hamad"
            cleaned = cleaned[index + 1 :]
            break
    while len(cleaned) > 1 and _is_title_of(cleaned[0].lower(), cleaned[1:]):
        cleaned.pop(0)
    if len(cleaned) > 2 and _is_stray(*cleaned[:2]):
        cleaned.pop(0)
    return cleaned


def _is_stray(first: str, second: str) -> bool:
    """ "Mum Ana Ruiz"; "Defense" of "Secretary of Defense Ana Ruiz"."""
    is_given = second.lower() in NAME_GENDERS and first.lower() not in NAME_GENDERS
    return first.lower() in _RELATIONS or (is_given and first.lower() in _PORTFOLIOS)


def _is_title_of(word: str, rest: list[str]) -> bool:
    """ "Senator Hale", but not "Justice Department"."""
    return word in TITLES and not is_name_of_body(rest[-1].lower())


def name_range(page: Page, token: Token) -> tuple[int, int] | None:
    """First and last token of the name a phrase's head belongs to; None for nouns.

    An office ("the Prime Minister") is a description, however it is spelt.
    """
    label = token.ent_type_
    if _is_article(page, token.i):
        return _start(page, token), token.i + 2
    if label and label not in _NAMED:
        return None
    if token.pos_ != "PROPN" and not label and not _ends_name(page, token):
        return None
    tokens = page.tokens
    first = _start(page, token)
    if first == token.i:
        first = _start(page, _bearer(page, token))
    last = _end(page, token)
    saint = _saint(page, token)
    if saint is not None and saint.right_edge.i + 1 == first:
        first = saint.left_edge.i
    while first < last and tokens[first].lower_ in _DETERMINERS:
        first += 1
    first = _after_title(page, first, last)
    before = tokens[first - 1] if first else tokens[first]
    is_paper = tokens[last].lower_ in OUTLET_WORDS | PAPER_WORDS
    if is_paper and before.lower_ in OUTLET_STARTS and before.text[:1].isupper():
        first -= 1  # "the Sunday Echo", whose day the recogniser takes for a date
    words = page.slice(first, last)
    if words == words.lower() or _is_office(page, first, last):
        return None
    return first, last


def _bearer(page: Page, token: Token) -> Token:
    """ "Tarrant" of "Miles Tarrant KC", whose letters the parse takes for the head."""
    before = page.tokens[token.i - 1] if token.i else token
    is_letters = token.lower_ in POSTNOMINALS and before.pos_ == "PROPN"
    return before if is_letters and before.head.i == token.i else token


def _saint(page: Page, token: Token) -> Token | None:
    """ "St Alban" of "St Alban’s House": no owner, but where the name begins."""
    owner = page.child(token, "poss")
    if owner is None or not token.text[:1].isupper() or owner.i > token.i:
        return None
    return owner if owner.left_edge.lower_ in _SAINTS else None


def _ends_name(page: Page, token: Token) -> bool:
    """ "South Shore Trains": a capitalised noun after the rest of its name."""
    if token.i == 0 or not token.text[:1].isupper():
        return False
    before = page.tokens[token.i - 1]
    if token.i > 1 and _joins(page, token.i - 2, token.i):
        before = page.tokens[token.i - 2]  # "Halloran-Pruitt"
    following = page.tokens[token.i + 1 : token.i + 2]
    return (
        before.pos_ == "PROPN"
        and before.dep_ == "compound"
        and before.head.i == token.i
        and not any(after.text[:1].isupper() for after in following)
    )


def is_inside_name(page: Page, token: Token) -> bool:
    """Whether a word only belongs to a name that another word heads.

    "Carriers" in "the Association of Short Line Carriers".
    """
    head = token.head
    if token.dep_ == "poss" and _saint(page, head) is not None:
        return True
    if token.i > 1 and _is_article(page, token.i - 2):
        article = page.tokens[token.i - 2]
        return article.pos_ == "PROPN" and article.dep_ not in _PARTS_OF_NAMES
    if abs(head.i - token.i) == 2 and _joins(page, *sorted((head.i, token.i))):
        return True
    if token.ent_type_ not in _NAMED or token.dep_ in ("conj", "appos"):
        return _joins(page, head.i, token.i) and head.i < token.i
    if head.i == token.i or head.ent_type_ != token.ent_type_:
        return False
    low, high = sorted((head.i, token.i))
    if high - low > MAX_NAME:
        return False
    return all(
        one.ent_iob_ == "I" and one.ent_type_ == token.ent_type_
        for one in page.tokens[low + 1 : high + 1]
    )


def _joins(page: Page, left: int, right: int) -> bool:
    """Whether a hyphen without blanks stands between two capitalised words."""
    tokens = page.tokens
    return (
        right - left == 2
        and tokens[left + 1].text in _HYPHENS
        and not tokens[left].whitespace_
        and not tokens[left + 1].whitespace_
        and (tokens[left].text[:1].isupper() or tokens[left].text in _ARTICLES)
        and tokens[right].text[:1].isupper()
    )


def _is_article(page: Page, index: int) -> bool:
    """ "Al" of "al-Hadid", which the parse took for a word of its own."""
    if page.tokens[index].lower_ not in _ARTICLES or index + 2 >= len(page.tokens):
        return False
    return _joins(page, index, index + 2)


def name_end(page: Page, token: Token) -> int:
    """The last token of a name whose Arabic article the parse took for its head."""
    return token.i + 2 if _is_article(page, token.i) else token.i


def _start(page: Page, token: Token) -> int:
    tokens = page.tokens
    first = token.i
    low = max(token.left_edge.i, first - MAX_NAME)
    while first >= 1 and token.i - first < MAX_NAME:
        before, here = tokens[first - 1], tokens[first]
        if first - 1 < low and not _is_hung_elsewhere(before, here, token):
            break
        if first - 2 >= low - 2 and first >= 2 and _joins(page, first - 2, first):
            first -= 2
            continue
        if not _continues_left(page, before, here, token):
            break
        first -= 1
    return first


def _is_hung_elsewhere(before: Token, here: Token, head: Token) -> bool:
    """ "Tomas" of "President Tomas Hallivar of Lessovia", hung on Lessovia.

    The same person to the recogniser, or a part of a name whose head lies further on.
    """
    if before.is_sent_end or not before.text[:1].isupper() or before.pos_ != "PROPN":
        return False
    if here.ent_iob_ == "I" and before.ent_type_ == here.ent_type_ == "PERSON":
        return True
    if here.ent_type_ == "PERSON" and before.ent_type_ == "":
        # "his deputy, Ines Callowbrook", hung on the deputy
        return before.lower_ not in TITLES and before.lower_ not in PERSON_HEADS
    if before.dep_ != "compound" or not here.text[:1].isupper():
        return False
    return head.i - 1 <= before.head.i <= head.i + _MAX_STRAY


def _continues_left(page: Page, before: Token, here: Token, head: Token) -> bool:
    if here.ent_type_ and here.ent_iob_ == "I":
        return before.ent_type_ == here.ent_type_ and before.text not in ("'s", "’s")
    if not before.text[:1].isupper() or before.dep_ not in ("compound", "amod", "nmod"):
        return False
    if _is_whole_person(page, here):
        return False
    if before.ent_type_ not in ("", here.ent_type_):
        # "South Shore Trains": a place only to the recogniser
        is_begun = before.ent_type_ in ("GPE", "LOC") and here.ent_type_ == ""
        return is_begun and before.dep_ == "compound" and before.head.i == head.i
    is_given = before.lower_ in NAME_GENDERS
    is_part = before.pos_ == "PROPN" and before.dep_ in ("compound", "amod")
    if not before.is_sent_start and before.i > 0:
        # "the Humanitarian Tracking Group": capitals say what the tags do not
        is_part = is_part or before.pos_ in ("ADJ", "NOUN")
    return is_part or (is_given and before.dep_ == "compound")


def _is_whole_person(page: Page, first: Token) -> bool:
    """Whether a recognised person of two words or more begins here."""
    following = page.tokens[first.i + 1 : first.i + 2]
    return first.ent_type_ == "PERSON" and any(
        one.ent_iob_ == "I" and one.text not in _HYPHENS for one in following
    )


def _end(page: Page, token: Token) -> int:
    tokens = page.tokens
    last = token.i
    high = min(len(tokens) - 1, token.i + MAX_NAME)
    while last < high:
        after = tokens[last + 1]
        if last + 2 <= high and _joins(page, last, last + 2):
            last += 2
        elif token.ent_type_ and _is_same_entity(after, token):
            last += 1
        elif last == token.i and after.lower_ in _LINKS and is_body_noun(token.lower_):
            return _after_link(page, last + 1)
        else:
            break
    while last > token.i and not tokens[last].text[:1].isalnum():
        last -= 1
    return last


def _is_same_entity(after: Token, head: Token) -> bool:
    if after.ent_iob_ != "I" or after.ent_type_ != head.ent_type_:
        return False
    if after.dep_ == "cc" and after.head.i == head.i:
        return False  # "Norland and Varesh"
    return after.dep_ not in ("case", "punct") and after.text != ","


def _after_link(page: Page, link: int) -> int:
    """ "Ministry of Justice", "Bank of the North": the last word of the name."""
    tokens = page.tokens
    last = link
    for token in tokens[link + 1 : link + MAX_NAME]:
        if last == link and (token.lower_ == "the" or token.dep_ == "amod"):
            continue  # "of neighboring Tarsk"
        if token.pos_ != "PROPN" or not token.text[:1].isupper():
            break
        last = token.i
    return last if last > link else link - 1


def _after_title(page: Page, first: int, last: int) -> int:
    """The first word after "Chief Executive" or "Waters Secretary"."""
    tokens = page.tokens
    if is_name_of_body(tokens[last].lower_):
        return first
    for index in range(last - 1, first - 1, -1):
        word = tokens[index].lower_
        if word not in TITLES and word not in PERSON_HEADS:
            continue
        if word in _SURNAMES and index > first and word not in TITLES:
            continue
        if tokens[index + 1].text in _HYPHENS or tokens[index + 1].lower_ in (
            "of", "for", "and", "'s", "’s",
        ):  # fmt: skip
            return first
        given = tokens[index + 1].lower_ in NAME_GENDERS
        if tokens[last].ent_type_ in ("", "PERSON") or given or index == first:
            return index + 1
    return first


# Given names and surnames that are offices behind "the".
_NAMES_TOO: Final = frozenset({"abbot", "chaplain", "dean", "marshal", "provost"})


def _is_office(page: Page, first: int, last: int) -> bool:
    """ "Prime Minister", "Waters Secretary": a capitalised description."""
    word = page.tokens[last].lower_
    if word in _NAMES_TOO and first == last:
        return first > 0 and page.tokens[first - 1].lower_ == "the"
    if word not in PERSON_HEADS and word not in TITLES:
        return False
    if page.tokens[last].tag_ == "NNPS" or word in COURTESY:
        return word in COURTESY
    if page.tokens[last].ent_type_ == "ORG" and word not in _STATE_OFFICES:
        return False  # "the Union Leader" is a newspaper
    if word in OUTLET_NAMES:
        return False  # "the Guardian"
    if word in OUTLET_WORDS and first < last:
        return False  # "the Dunmore Courier"
    is_bearer = first < last and page.tokens[first].lower_ in NAME_GENDERS
    return not is_bearer and not (
        word in _SURNAMES and page.tokens[last].ent_type_ == "PERSON"
    )
