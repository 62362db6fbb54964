"""Who relays a claim without saying it: outlets that were told, courts that heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.hearers import is_outlet_phrase
from claims.extraction.model import Speaker, SpeakerKind
from claims.extraction.names import OUTLET_HEADS
from claims.extraction.naming import name_words
from claims.extraction.nesting import NOBODY
from claims.extraction.outlet_names import is_paper_alone, may_be_outlet_name
from claims.extraction.patterns import ISSUE_DAY
from claims.extraction.resolution import Resolver

_OURS: Final = frozenset({"this", "our"})
_WIRES: Final = ("news agency", "wire service", "news service", "newswire")
_HEARING: Final = frozenset({"hear", "hears", "heard"})
_WAS: Final = frozenset({"was", "were", "been", "being", "is"})
_COURTS: Final = frozenset(
    {"court", "jury", "inquest", "inquiry", "tribunal", "hearing", "trial", "jurors",
     "committee", "panel", "commission", "judge"}
)  # fmt: skip


def outlet_told(text: str, candidate: Candidate, resolver: Resolver) -> Speaker | None:
    """The outlet the words were spoken to: "told Radio Tarn", "told the station"."""
    hearer = candidate.hearer
    if hearer is None or any(hearer.overlaps(span) for span in candidate.content):
        return None
    written = text[hearer.start : hearer.end]
    named = ISSUE_DAY.sub("", written)  # "quoted in Friday’s Echo"
    short = name_words(named)
    known = resolver.told_outlet(short[0]) if len(short) == 1 else None
    if known is None and named == written and is_paper_alone(written):
        return None  # "told the Echo" is how the Echo writes of itself
    name: str | None = known or " ".join(_named_part(name_words(named)))
    if written.lower().startswith(("the ", "a ")) and written.endswith(_WIRES):
        name = resolver.last_outlet(hearer.start)
        if name is None:
            return None
    elif known is not None or is_outlet_phrase(named):
        pass  # "the podcast Second Row"
    elif _is_owned(written):
        name = written.removeprefix("the ")
    elif not may_be_outlet_name(named):
        resolved = resolver.resolve(written, None, None, hearer)
        if resolved.kind is not SpeakerKind.OTHER_OUTLET or not resolved.name:
            return None
        name = resolved.name
        if not name[:1].isupper() and not _is_some(written):
            # "told the newspaper": the one last named, or else this one
            name = resolver.last_outlet(hearer.start)
        if name is None:
            return None
    if name is not None and name[:1].isupper():
        resolver.note_outlet(hearer.start, name)
    return Speaker(written, (hearer,), name, SpeakerKind.OTHER_OUTLET)


def _named_part(words: list[str]) -> list[str]:
    """ "Omnibus Weekly" of "trade paper Omnibus Weekly"."""
    lower = [i for i, word in enumerate(words) if not word[:1].isupper()]
    rest = words[lower[-1] + 1 :] if lower else words
    return rest if len(rest) > 1 or len(rest) == len(words) - 1 else words


def _is_owned(phrase: str) -> bool:
    """ "The club’s website", "his own podcast": known by whose it is."""
    if phrase.rpartition(" ")[2] not in OUTLET_HEADS:
        return False
    first = phrase.partition(" ")[0].lower()
    return first in ("its", "his", "her", "their") or "’s " in phrase or "'s " in phrase


def _is_some(phrase: str) -> bool:
    """ "A local radio station": an outlet that is not named at all."""
    return phrase.partition(" ")[0].lower() in ("a", "an", "one", "another")


def is_own_outlet(written: str) -> bool:
    """ "Told this newspaper": the article’s own outlet."""
    return written.partition(" ")[0].lower() in _OURS


def is_court_heard(candidate: Candidate, *, speaker: str, cue: str) -> bool:
    """ "A jury heard that …", "an inquest was told that …": a court is told something
    by somebody not named."""
    words = set(cue.lower().split())
    was_told = candidate.lemma == "tell" and bool(_WAS & words)
    is_hearing = was_told or bool(_HEARING & {candidate.lemma, *words})
    return is_hearing and not _COURTS.isdisjoint(speaker.lower().split())


def is_known_relay(relay: Speaker, chain: Sequence[Speaker]) -> bool:
    """Whether nobody, or an outlet that is in the chain already, relays.

    "He told the Despatch that …, the paper reported." Of what a court heard, and of
    hearsay, nobody is named.
    """
    if relay.kind is SpeakerKind.UNATTRIBUTED_HEARSAY:
        return True
    if relay.text.lower() in NOBODY:
        return True
    is_bare = not (relay.name or "X")[:1].isupper()
    outlet = SpeakerKind.OTHER_OUTLET
    return is_bare and relay.kind is outlet and any(o.kind is outlet for o in chain)
