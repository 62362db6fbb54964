"""Which attribution stands inside which: the chain of those who relay.

"Hamas indicated X, according to a source": the source says that Hamas indicated
X. The inner claim is Hamas's, via the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.relayed import CITED
from claims.extraction.inflection import forms
from claims.extraction.lexicon import ENTRIES
from claims.extraction.model import Commitment, Span

_FAR: Final = 1 << 40  # beyond any text
_SELF: Final = frozenset({"you", "me", "us", "my", "our", "your", "myself"})
_OURSELVES: Final = frozenset({"i", "we"})
NOBODY: Final = frozenset({"nobody", "no one", "no-one", "none", "anyone", "anybody"})
# Constructions whose content is no clause: "blames the ports", "asked for pumps".
_PHRASAL: Final = frozenset({"O", "P"})
_LIKING: Final = frozenset({"like", "love", "prefer"})  # "would like the clubs to talk"
_FOND: Final = frozenset({"like", "love"})
_WILL: Final = frozenset({"’ll", "'ll", "wo"})
_WAS: Final = frozenset({"was", "were", "been", "being", "got", "’d", "'d"})
_AM: Final = frozenset({"am", "’m", "'m"})  # "I am told that I regret it"
_OPEN: Final = frozenset(
    {"ask", "know", "wonder", "understand", "remember", "recall", "learn", "decide",
     "find", "discover", "see", "realise", "realize", "tell", "say", "explain",
     "inquire", "enquire", "question", "hear"}
)  # fmt: skip
_ASKING: Final = frozenset({"ask", "order", "tell", "urge", "demand", "request"})
_KNOWING: Final = frozenset({"know", "think", "believe", "feel", "understand", "find"})
_CONDITIONS: Final = frozenset({"if", "unless"})
_SIGN: Final = " sign"
_ACTS: Final = frozenset({"responsibility", "victory", "credit", "defeat"})
_NOTHING: Final = frozenset({"no", "nothing", "none"})
_FINDING: Final = frozenset({"find", "show", "reveal"})  # "found no cracks"
_OWN: Final = frozenset({"his", "her", "their", "its"})
_FROM: Final = frozenset(
    {"from", "on", "at", "in", "about", "after", "before", "back", "again", "last",
     "that", "yesterday", "with", "during", "when", "while"}
)  # fmt: skip
_RETELLING: Final = frozenset(
    {"remember", "recall", "recount", "quote", "cite", "repeat", "relate"}
)
_TO_SAY: Final = frozenset(
    {"say", "ask", "tell", "complain", "check", "report", "warn", "see", "find"}
)
_QUESTIONS: Final = frozenset(
    {"what", "where", "who", "how", "why", "when", "whether", "if", "which", "whose"}
)
_BEING: Final = frozenset(
    {"is", "are", "was", "were", "been", "has", "have", "had", "’re", "'re", "’s", "'s"}
)
_COMPLAINING: Final = frozenset({"complain", "grumble", "gripe"})
_PRONOUNS: Final = frozenset(
    {"me", "us", "you", "him", "her", "it", "them", "this", "that", "so", "these",
     "those"}
)  # fmt: skip


def find_parents(candidates: Sequence[Candidate]) -> list[int | None]:
    """For each candidate the index of the innermost one whose content holds its cue.

    Time is linear in candidates times the depth of nesting: contents are visited in
    the order of the text and only open ones are looked at.
    """
    events = sorted(
        (span.start, -span.end, index)
        for index, candidate in enumerate(candidates)
        for span in candidate.content
    )
    parents: list[int | None] = [None] * len(candidates)
    order = sorted(range(len(candidates)), key=lambda i: candidates[i].cue[0].start)
    open_spans: list[tuple[int, int, int]] = []  # end, start, index
    position = 0
    for index in order:
        cue = candidates[index].cue[0]
        while position < len(events) and events[position][0] <= cue.start:
            start, end, owner = events[position]
            open_spans.append((-end, start, owner))
            position += 1
        open_spans = [item for item in open_spans if item[0] >= cue.end]
        inside = [
            (end - start, candidates[owner].rule != CITED, owner)
            for end, start, owner in open_spans
            if owner != index and _holds(candidates[owner], candidates[index])
        ]
        if inside:
            parents[index] = min(inside)[-1]
    for index, candidate in enumerate(candidates):
        if candidate.rule == CITED and parents[index] is None:
            parents[index] = _citing(candidates, index)
    return _without_cycles(parents)


def _citing(candidates: Sequence[Candidate], index: int) -> int | None:
    """Who reports what the cited one answers for: the nearest cue with that content.

    "Reported that …, citing two officials"; else the first one behind: "Citing two
    officials, the paper said …".
    """
    cited = candidates[index]
    found: int | None = None
    for other, candidate in enumerate(candidates):
        if other == index or candidate.sentence.end < cited.sentence.start:
            continue
        if candidate.cue[0].start > cited.cue[0].start and found is not None:
            continue
        if candidate.rule == CITED or candidate.sentence.start > cited.sentence.end:
            continue
        same = touches(candidate.content[:1], cited.content[:1])
        if same and not any(s.covers(candidate.cue[0]) for s in cited.content):
            found = other
    return found


def _holds(outer: Candidate, inner: Candidate) -> bool:
    """Whether the inner cue lies in the outer content, and not the other way."""
    cue = inner.cue[0]
    if not any(span.covers(cue) for span in outer.content):
        return False
    if inner.frame == "noun" and _is_what_is_judged(outer, inner):
        return False
    back = outer.cue[0]
    return not any(span.covers(back) for span in inner.content)


def _is_what_is_judged(outer: Candidate, inner: Candidate) -> bool:
    """ "The claim that … was dismissed by": the author's noun, not the judge's."""
    start = min(inner.cue[0].start, *(span.start for span in inner.speaker), _FAR)
    entry = ENTRIES.get(outer.lemma)
    is_judged = (outer.frame == "O" and outer.lemma not in _RETELLING) or (
        entry is not None and entry.commitment is Commitment.NEGATIVE
    )
    return is_judged and start - outer.content[0].start <= len("the ")


def _without_cycles(parents: list[int | None]) -> list[int | None]:
    for index in range(len(parents)):
        seen = {index}
        current = parents[index]
        while current is not None:
            if current in seen:
                parents[index] = None
                break
            seen.add(current)
            current = parents[current]
    return parents


def is_relayed_claim(
    candidate: Candidate, outer: Candidate, *, speaker: str, content: str
) -> bool:
    """Whether a candidate inside another's content is a claim of its own.

    ``speaker`` and ``content`` are its words. Speakers on themselves are relayed by
    nobody; what somebody would say, or is expected to judge, has not been said;
    objects and phrases ("blames the ports") must be reported, not liked.
    """
    if candidate.frame == "hearsay":
        return not candidate.in_quotation
    if not candidate.speaker:
        if candidate.rule == "verb-passive" and candidate.frame == "C":
            is_told = not candidate.negated and _was_told(candidate)
            return not candidate.in_quotation or is_told
        if candidate.rule == "noun" and candidate.lemma == "speculate":
            return not candidate.negated  # "there were rumours that"
        is_told = candidate.rule == "inner-passive" and not candidate.negated
        return is_told and _was_told(candidate)
    if _is_question(candidate, content) or _is_unasked(candidate):
        return False
    if not _may_be_relayed(candidate, speaker.lower()):
        return False
    if candidate.frame == "X" and candidate.lemma == "call":
        to_say = _TO_SAY.intersection(content.lower().split()[:3])
        if to_say:
            return False  # "had called her to ask": by telephone
    if "yet" in candidate.cue_words:
        return False  # "have yet to confirm"
    unsaid = candidate.modal or any(word in _WILL for word in candidate.cue_words)
    if unsaid and candidate.lemma not in _LIKING:
        return False
    if candidate.lemma in _FOND and not unsaid:
        return False  # "likes to know things"; "would like the clubs to talk" is a wish
    if candidate.frame in _PHRASAL:
        return _reports_phrase(candidate, outer, content)
    return True


def _was_told(candidate: Candidate) -> bool:
    """ "We were told to wait", "I am told", not "we are told", as everybody is."""
    words = set(candidate.cue_words)
    return not candidate.modal and bool(words & _WAS or words & _AM)


def _is_unasked(candidate: Candidate) -> bool:
    """ "Never asked to hear it", "wanted her to know that …": nobody has said so."""
    if candidate.negated and candidate.lemma in _ASKING:
        return True
    if not _CONDITIONS.isdisjoint(candidate.aside):
        return True  # "if they say it is safe, I will drink it"
    return candidate.cue_words[:1] == ("to",)


def _is_question(candidate: Candidate, content: str) -> bool:
    """ "Asked what it would cost", "knew where it was": nothing is stated."""
    first = content.partition(" ")[0].lower()
    if candidate.lemma == "ask" and (
        candidate.frame == "O" or candidate.cue_words[-1:] == ("about",)
    ):
        return True  # "asked about the trucks", "asked me my name"
    if candidate.lemma == "show" and _SIGN in f" {content[:20].lower()} ":
        return True  # "showed no sign of force"
    if candidate.lemma == "call" and " about " in content and candidate.frame == "O":
        return True  # "had called Eames about his pay", by telephone
    return candidate.lemma in _OPEN and first in _QUESTIONS


def is_earlier(candidate: Candidate) -> bool:
    """Whether speakers tell of what they said before: "I told him", "she said she had
    promised". What they think or say now is no claim apart."""
    return _is_past(candidate) and _is_reported(candidate) and not candidate.modal


def _may_be_relayed(candidate: Candidate, speaker: str) -> bool:
    """Whether a speaker is somebody, and somebody else than the one who relays."""
    if speaker in _SELF or speaker in NOBODY:
        return False
    if speaker in _OURSELVES:  # "I told them", not "I say", "we know"
        is_told = _is_past(candidate) and _is_reported(candidate)
        return is_told and not candidate.negated
    return True


def _reports_phrase(candidate: Candidate, outer: Candidate, content: str) -> bool:
    """ "Rejected a suggestion", "asked for pumps", but not "likes the sums"."""
    if outer.frame == "hearsay" or candidate.negated or candidate.lemma == "agree":
        return False
    if candidate.cue_words[0] == "to" or _is_participle(candidate):
        return False
    first, _, rest = content.lower().partition(" ")
    is_nothing = first in _NOTHING and candidate.lemma not in _FINDING
    if is_nothing or content.lower() in _PRONOUNS | _ACTS:
        return False  # "promised nothing", "expressed no concerns"
    if first in _PRONOUNS and rest.startswith("to "):
        return False  # "denied it to colleagues"
    if content.lower().startswith("as much"):
        return False  # "acknowledged as much in an email"
    is_said = _is_reported(candidate) or candidate.lemma in _COMPLAINING
    if not is_said or _is_rung(candidate, content):
        return False
    if candidate.lemma == "offer" and (candidate.in_quotation or first in _OWN):
        return False  # "they offered us tea", "had offered her resignation"
    return not candidate.in_quotation or _is_past(candidate) or _is_lasting(candidate)


def _is_rung(candidate: Candidate, content: str) -> bool:
    """ "Had called her from jail", "called him on Sunday": by telephone."""
    if candidate.lemma != "call":
        return False
    words = content.lower().split()
    behind = words[1] if len(words) > 1 and words[0] in _PRONOUNS else ""
    return behind in _FROM or (len(words) == 1 and words[0] in _PRONOUNS)


def _is_reported(candidate: Candidate) -> bool:
    entry = ENTRIES.get(candidate.lemma)
    return entry is not None and entry.commitment is not Commitment.BELIEF


def _is_past(candidate: Candidate) -> bool:
    """Whether the cue is in the past or perfect: not "asks", "ask", "asking"."""
    return any(
        word in forms(candidate.lemma)
        and word != candidate.lemma
        and not word.endswith(("s", "ing"))
        for word in candidate.cue_words
    )


def _is_lasting(candidate: Candidate) -> bool:
    """ "They are asking me for coffins", unlike "they ask for coffins"."""
    words = candidate.cue_words
    return words[0] in _BEING and any(word.endswith("ing") for word in words)


def _is_participle(candidate: Candidate) -> bool:
    words = candidate.cue_words
    return words[0].endswith("ing") or (
        len(words) > 1 and words[-1].endswith("ing") and words[0] not in _BEING
    )


def touches(spans: Sequence[Span], blocks: Sequence[Span]) -> bool:
    """Whether any span overlaps any block."""
    return any(span.overlaps(block) for span in spans for block in blocks)
