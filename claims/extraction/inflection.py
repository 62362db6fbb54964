"""Inflected forms of the lexicon's verbs, so that no lemmatizer has to run.

Regular English spelling rules and a table of the irregular verbs among the cues.
"""

from __future__ import annotations

from typing import Final

VOWELS: Final = frozenset("aeiou")

# lemma → past, participle (third person and -ing are regular)
IRREGULAR: Final[dict[str, tuple[str, str]]] = {
    "say": ("said", "said"),
    "tell": ("told", "told"),
    "write": ("wrote", "written"),
    "think": ("thought", "thought"),
    "know": ("knew", "known"),
    "find": ("found", "found"),
    "show": ("showed", "shown"),
    "hold": ("held", "held"),
    "feel": ("felt", "felt"),
    "see": ("saw", "seen"),
    "swear": ("swore", "sworn"),
    "speak": ("spoke", "spoken"),
    "understand": ("understood", "understood"),
    "read": ("read", "read"),
    "foresee": ("foresaw", "foreseen"),
    "seek": ("sought", "sought"),
    "oversee": ("oversaw", "overseen"),
    "forecast": ("forecast", "forecast"),
    "broadcast": ("broadcast", "broadcast"),
    "recite": ("recited", "recited"),
    "quip": ("quipped", "quipped"),
    "bet": ("bet", "bet"),
    "teach": ("taught", "taught"),
    "mean": ("meant", "meant"),
    "put": ("put", "put"),
    "forbid": ("forbade", "forbidden"),
    "withdraw": ("withdrew", "withdrawn"),
    "prove": ("proved", "proven"),
    "shoot": ("shot", "shot"),
    "fire": ("fired", "fired"),
    "lay": ("laid", "laid"),
    "hear": ("heard", "heard"),
    "sue": ("sued", "sued"),
    "run": ("ran", "run"),
    "cast": ("cast", "cast"),
    "leave": ("left", "left"),
    "hit": ("hit", "hit"),
    "fight": ("fought", "fought"),
    "choose": ("chose", "chosen"),
    "plead": ("pleaded", "pleaded"),
    "bemoan": ("bemoaned", "bemoaned"),
    "misstate": ("misstated", "misstated"),
    "underscore": ("underscored", "underscored"),
    "retort": ("retorted", "retorted"),
    "rebut": ("rebutted", "rebutted"),
}

# Stress on the last syllable doubles the consonant.
_DOUBLING: Final = frozenset(
    {"admit", "quip", "plan", "rap", "slam", "refer", "defer", "blog", "rebut",
     "nod", "vet", "bet", "put", "pen", "infer", "dub", "chat", "sob", "omit",
     "submit", "hit", "blab", "brag", "tap", "rip", "pan", "commit", "permit",
     "concur", "forbid", "spot", "bar", "plot", "jab",
     "beg", "sum", "spin", "tip", "regret", "run", "cut", "shrug"}
)  # fmt: skip


def forms(lemma: str) -> list[str]:
    """Every form of a verb, the lemma included: say, says, saying, said."""
    stem = _stem(lemma)
    found = {lemma, _third(lemma)}
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe")):
        found.add(lemma[:-1] + "ing")
    else:
        found.add(stem + "ing")
    if lemma.endswith(("al", "el")):  # British spelling: signalled, labelling
        found.update({lemma + "led", lemma + "ling"})
    if lemma in IRREGULAR:
        found.update(IRREGULAR[lemma])
    else:
        found.add(_past(lemma, stem))
    return sorted(found)


def _stem(lemma: str) -> str:
    return lemma + lemma[-1] if lemma in _DOUBLING else lemma


def _third(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def _past(lemma: str, stem: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return lemma[:-1] + "ied"
    return stem + "ed"
