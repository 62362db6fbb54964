"""What the words of a phrase turn on, and whose a body is."""

from __future__ import annotations

from claims.extraction.names import STATE_BODIES, is_demonym


def owned(name: str, phrase: str) -> str | None:
    """ "Norland’s Foreign Ministry", "the Foreign Ministry of Norland": a body that
    every country has is named with whose it is. None where nothing is added."""
    if name.rpartition(" ")[2].lower() not in STATE_BODIES:
        return None
    before, found, after = phrase.partition(name)
    if not found:
        return None
    owner, mark, rest = before.rpartition("’s" if "’s" in before else "'s")
    if mark and not rest.strip() and owner[:1].isupper():
        return f"{owner}{mark} {name}"
    country = before.split()[-1:]
    if country and len(before.split()) == 1 and is_demonym(country[0].lower()):
        return f"{country[0]} {name}"  # "Cuban Foreign Ministry"
    words = after.split()
    is_place = 1 < len(words) <= 4 and words[0] == "of" and words[-1][:1].isupper()
    return f"{name} {' '.join(words)}" if is_place else None


def head_word(phrase: str) -> str:
    """The head of a description: its last word before a preposition."""
    words = phrase.lower().partition(",")[0].split()
    for index, word in enumerate(words):
        if word in ("of", "for", "in", "at", "that", "which", "with", "based"):
            return words[index - 1] if index else word
    return words[-1] if words else ""


def last_words(phrase: str) -> list[str]:
    """ "state news agency" → "news", "agency": what a body is called."""
    words = phrase.lower().split()
    head = head_word(phrase)
    index = words.index(head) if head in words else len(words) - 1
    return words[max(0, index - 1) : index + 1]
