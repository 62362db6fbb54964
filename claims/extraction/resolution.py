"""Who a speaker phrase stands for: names, pronouns, descriptions, "who".

Pronouns: nearest fitting subject of the last sentences, with gender and number
as filters; a gender not known from name or title is learnt from the first
pronoun used. Anonymous speakers are only ever joined to a fuller description,
never to a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from claims.extraction.cast import Cast
from claims.extraction.descriptions import (
    DEFINITE,
    body_described,
    fuller_description,
    identify_descriptions,
)
from claims.extraction.figures import Figure
from claims.extraction.kinds import is_anonymous, is_outlet_name, kind_of
from claims.extraction.mentions import Mention
from claims.extraction.model import Span, SpeakerKind
from claims.extraction.names import (
    ANONYMOUS_HEADS,
    BODY_HEADS,
    DOCUMENT_HEADS,
    NOUN_GENDERS,
    PERSON_HEADS,
)

WINDOW: Final = 60  # mentions looked at behind a pronoun
MAX_SENTENCES: Final = 5
_GENDERS: Final = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_DESCRIBED: Final = frozenset(
    {SpeakerKind.ROLE_UNNAMED, SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT}
)

# How often each path finds the right speaker: priors, not calibrated. The
# pronoun figures are those of the hand-made set described with the resolver.
PATHS: Final[dict[str, float]] = {
    "name": 0.98,
    "short name": 0.95,
    "as written": 0.9,
    "apposition": 0.93,
    "relative pronoun": 0.9,
    "he or she": 0.85,
    "they or it": 0.7,
    "description": 0.75,
    "nobody named": 0.95,
    "unresolved": 0.3,
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whom a phrase stands for and how that was found."""

    name: str | None
    kind: SpeakerKind
    role: str | None
    path: str  # a key of PATHS
    reason: str  # for the reader; "" when there is nothing to say

    @property
    def confidence(self) -> float:
        """The prior of the path taken (0–1)."""
        return PATHS[self.path]


class Resolver:
    """Resolves the speakers of one article; ask in the order of the text."""

    def __init__(self, cast: Cast, speaker_heads: Iterable[int]) -> None:
        identify_descriptions(cast)
        self._cast = cast
        self._speakers = frozenset(speaker_heads)

    def resolve(
        self, text: str, head_start: int | None, antecedent: Span | None
    ) -> Resolved:
        """The resolution of a phrase as written; never raises."""
        mention = self._cast.at(head_start)
        if mention is None:
            return Resolved(text, kind_of(text, None, None), None, "as written", "")
        if mention.head in ("who", "which", "that") and mention.pronoun:
            return self._relative(antecedent)
        if mention.pronoun:
            return self._pronoun(mention)
        return self._nominal(text, mention)

    def _relative(self, antecedent: Span | None) -> Resolved:
        if antecedent is None:
            return Resolved(None, SpeakerKind.UNKNOWN, None, "unresolved", "")
        inside = self._cast.inside(antecedent.start, antecedent.end)
        heads = [m for m in inside if m.span == antecedent] or inside
        if not heads:
            return Resolved(None, SpeakerKind.UNKNOWN, None, "unresolved", "")
        found = self._of(heads[0])
        if found.name is None:
            return found
        return Resolved(
            found.name, found.kind, found.role, "relative pronoun",
            f"relative pronoun refers to “{found.name}”",
        )  # fmt: skip

    def _of(self, mention: Mention) -> Resolved:
        if mention.pronoun:
            return self._pronoun(mention)
        return self._nominal(mention.phrase, mention)

    # ── names and descriptions ──────────────────────────────────────────────

    def _nominal(self, text: str, mention: Mention) -> Resolved:
        if is_anonymous(text, mention):
            return self._anonymous(text, mention)
        figure = self._cast.figure(mention)
        if figure is not None and not mention.joint:
            return self._figure(text, mention, figure)
        if mention.determiner in DEFINITE:
            figure = self._described(mention)
            if figure is not None:
                kind = kind_of("", None, figure)
                reason = f"“{text}” read as {figure.name}"
                return Resolved(figure.name, kind, figure.role, "description", reason)
        kind = kind_of(text, mention, None)
        if mention.joint:
            return self._joint(text, mention)
        if mention.head == "other" and mention.determiner == "the":
            kind = self._kind_of_other(mention) or kind
        fuller = fuller_description(self._cast, mention) if kind in _DESCRIBED else None
        if fuller:
            return Resolved(
                fuller, kind, None, "description", f"described before as “{fuller}”"
            )
        return Resolved(_bare(text), kind, None, "as written", "")

    def _figure(self, text: str, mention: Mention, figure: Figure) -> Resolved:
        kind = kind_of(text, mention, figure)
        if mention.name is None:
            path = "apposition" if figure.name in text else "description"
            reason = f"“{text}” read as {figure.name}"
            return Resolved(figure.name, kind, figure.role, path, reason)
        if not figure.is_person:
            return Resolved(figure.name, kind, None, "name", "")
        if figure.name.lower() in text.lower().replace("’", "'"):
            return Resolved(figure.name, kind, figure.role, "name", "named in full")
        reason = f"“{mention.name}” is {figure.name} elsewhere in the article"
        return Resolved(figure.name, kind, figure.role, "short name", reason)

    def _kind_of_other(self, mention: Mention) -> SpeakerKind | None:
        """ "The other" has the kind of "one of the two people" before."""
        for one in self._cast.before(mention.head_start, WINDOW):
            if one.part_of:
                return kind_of(one.text, one, None)
        return None

    def _joint(self, text: str, mention: Mention) -> Resolved:
        """ "Mr Berg and Ms Hale": the full names of all, as one body."""
        names: list[str] = []
        for head_start in mention.conjuncts:
            other = self._cast.at(head_start)
            figure = self._cast.figure(other) if other is not None else None
            if figure is None:
                kind = SpeakerKind.ORGANISATION
                if mention.name is None and mention.head in PERSON_HEADS:
                    kind = SpeakerKind.ROLE_UNNAMED
                return Resolved(_bare(text), kind, None, "as written", "")
            names.append(figure.name)
        whole = ", ".join(names[:-1]) + f" and {names[-1]}" if names else _bare(text)
        return Resolved(whole, SpeakerKind.ORGANISATION, None, "name", "")

    def _anonymous(self, text: str, mention: Mention) -> Resolved:
        kind = SpeakerKind.ANONYMOUS_SOURCE
        if mention.determiner in DEFINITE:
            fuller = fuller_description(self._cast, mention)
            if fuller:
                reason = f"described before as “{fuller}”"
                return Resolved(fuller, kind, None, "description", reason)
        return Resolved(text, kind, None, "as written", "")

    def _described(self, mention: Mention) -> Figure | None:
        """ "The company": the body that was so introduced."""
        if mention.plural or mention.head in PERSON_HEADS:
            return None
        return body_described(self._cast, mention)

    # ── pronouns ────────────────────────────────────────────────────────────

    def _pronoun(self, mention: Mention) -> Resolved:
        unresolved = Resolved(
            None, SpeakerKind.UNKNOWN, None, "unresolved", "pronoun not resolved"
        )
        mention = self._first_alike(mention)
        if mention.head in _GENDERS:
            best = self._best(mention, self._fits_person)
            path = "he or she"
        elif mention.head in ("they", "them", "their", "it", "its"):
            best = self._best(mention, self._fits_group)
            path = "they or it"
        else:
            return unresolved
        if best is None:
            return unresolved
        figure = self._cast.figure(best)
        if figure is not None and path == "he or she":
            figure.gender = figure.gender or _GENDERS[mention.head]
        found = self._nominal(best.text, best)
        if found.name is None:
            return unresolved
        return Resolved(
            found.name, found.kind, found.role, path,
            f"“{mention.head}” read as {found.name}",
        )  # fmt: skip

    def _first_alike(self, mention: Mention) -> Mention:
        """The first "he" of the sentence, if it is a subject: "he" stays the same."""
        gender = _GENDERS.get(mention.head)
        if gender is None:
            return mention
        first = mention
        for other in self._cast.before(mention.head_start, WINDOW):
            if other.sentence != mention.sentence:
                break
            if other.pronoun and other.subject and _GENDERS.get(other.head) == gender:
                first = other if other.in_quotation == mention.in_quotation else first
        return first

    def _best(
        self, pronoun: Mention, fits: Callable[[Mention, Mention], bool]
    ) -> Mention | None:
        best: tuple[float, int] | None = None
        chosen: Mention | None = None
        for other in self._cast.before(pronoun.head_start, WINDOW):
            distance = self._distance(other, pronoun)
            if distance > MAX_SENTENCES:
                break
            score = self._score(other, pronoun, distance)
            if score is None or not fits(other, pronoun):
                continue
            if best is None or (score, other.head_start) > best:
                best, chosen = (score, other.head_start), other
        return chosen

    def _distance(self, other: Mention, mention: Mention) -> int:
        number = self._cast.sentence_number
        return number(mention.head_start) - number(other.head_start)

    def _score(self, other: Mention, pronoun: Mention, distance: int) -> float | None:
        """Higher is likelier; None when the two cannot be the same."""
        if other.pronoun or other.apposition_of is not None:
            return None
        if other.governor == pronoun.governor and distance == 0:
            return None  # arguments of one verb
        score = -2.0 * distance
        if other.subject:
            score += 2.5
        if other.head_start in self._speakers:
            score += 1.5
        if other.in_quotation != pronoun.in_quotation:
            score -= 3.0
        if other.possessive:
            score -= 0.5
        if pronoun.head in ("it", "its") and not other.subject:
            # "…, according to the Gazette. It denies": not who reported it
            score -= 4.0 if is_outlet_name(other.text) else 0.0
        return score

    def _fits_person(self, other: Mention, pronoun: Mention) -> bool:
        gender = _GENDERS[pronoun.head]
        figure = self._cast.figure(other)
        if other.plural:
            return False
        if figure is not None:
            return figure.is_person and figure.gender in ("", gender)
        if other.name is not None:
            return False
        known = NOUN_GENDERS.get(other.head, "")
        if known:
            return known == gender
        return other.head in PERSON_HEADS or other.head in ("source", "insider")

    def _fits_group(self, other: Mention, pronoun: Mention) -> bool:
        figure = self._cast.figure(other)
        single = pronoun.head in ("it", "its")
        if single:
            if figure is not None:
                return not figure.is_person and not other.plural
            return not other.plural and (
                other.head in BODY_HEADS or other.head in DOCUMENT_HEADS
            )
        if other.plural:
            return (
                other.head in PERSON_HEADS
                or other.head in ANONYMOUS_HEADS
                or (other.head in BODY_HEADS or figure is not None)
            )
        return figure is None and other.head in (
            "police",
            "couple",
            "group",
            "team",
            "council",
            "committee",
        )


def _bare(text: str) -> str:
    """A phrase without its leading article and its possessive ending."""
    first, _, rest = text.partition(" ")
    bare = rest if first.lower() == "the" and rest else text
    for ending in ("'s", "’s", "'", "’"):
        if bare.endswith(ending) and len(bare) > len(ending):
            return bare[: -len(ending)]
    return bare
