"""Given names that tell whether their bearer is a man or a woman."""

from __future__ import annotations

from typing import Final

from claims.extraction.names_of_men import MALE
from claims.extraction.names_of_women import FEMALE

# Borne by men and women: they show that a name is a person's, nothing more.
_EITHER = (
    "adair addison ainsley alex alexis angel arden ashton aubrey auden avery bailey "
    "billie blair blake brooklyn cameron casey cassidy charley chi codie corey "
    "courtney dana darcy darian devin drew eden ellis emerson emery finley francis "
    "frankie hadley harper hayden hui hyun jackie jae jaime jamie jesse jessie ji-woo "
    "jing jody jules jun kelly kendall kerry kiran kris laurie lee lei leigh lindsay "
    "lindsey mackenzie marion marlowe merle micah mickey min-ji min-jun ming morgan "
    "nicky nikita noga noor nour parker payton peyton quinn reese remy riley roni "
    "rowan sacha sam sandy sasha schuyler seo-yeon shai shawn shea skylar skyler "
    "soo-jin stevie sung tal taylor terry tierney tory tracy val wei wynne xin yong "
    "young-ho yuki zohar"
)
NAME_GENDERS: Final[dict[str, str]] = {
    **dict.fromkeys(_EITHER.split(), ""),
    **dict.fromkeys(MALE.split(), "m"),
    **dict.fromkeys(FEMALE.split(), "f"),
}

# What the end of a given name says when the name is not listed: a lean, not a rule,
# counted on the lists above ("-a" is a woman's in most languages that are quoted).
_LEANS: Final = {
    **dict.fromkeys(
        "a ah bel ee een elle ene ette ie ine iko lyn nne sie the".split(), "f"
    ),
    **dict.fromkeys("ald ain ram ran".split(), "m"),
    **dict.fromkeys("bcdfkmopstvwz", "m"),
}
_LONGEST: Final = 4


def lean_of(name: str) -> str:
    """ "f" or "m" for what a given name (lower case, no accents) ends in, or ""."""
    for length in range(_LONGEST, 0, -1):
        if name[-length:] in _LEANS and length < len(name):
            return _LEANS[name[-length:]]
    return ""
