"""Who a speaker phrase stands for: names, pronouns, descriptions, "who".

A name is completed from the rest of the article, a description is joined to the name
or the fuller description it repeats, a pronoun to what ``pronouns`` links it with.
Anonymous speakers are only ever joined to a fuller description, never to a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from claims.extraction.cast import Cast
from claims.extraction.descriptions import (
    fuller_description,
    identify_descriptions,
    later_description,
)
from claims.extraction.figures import Figure
from claims.extraction.groups import WHOLE, group_before, is_pair, pair_before
from claims.extraction.kinds import is_anonymous, kind_of, kind_of_words
from claims.extraction.mentions import DEFINITE, Mention
from claims.extraction.model import Span, SpeakerKind
from claims.extraction.names import PERSON_HEADS, is_person_noun
from claims.extraction.patterns import AGED, NAMED_FIRST, NOUN_BEFORE_NAME
from claims.extraction.pronouns import Links
from claims.extraction.salience import GENDERS
from claims.extraction.saying import Said

_LOOK_BACK: Final = 60  # mentions
_NEAR: Final = 4  # sentences in which "the station" is one named before
_RELATIVES: Final = frozenset({"who", "which", "that"})
_SOME: Final = frozenset({"another", "others", "some", "several", "many", "few"})
_ASIDES: Final = (" -- ", " — ", " – ")
_OTHERS: Final = ("the other", "the second", "the third", "another")
_DESCRIBED: Final = frozenset(
    {SpeakerKind.ROLE_UNNAMED, SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT}
)

_UNNAMED: Final = frozenset({SpeakerKind.ANONYMOUS_SOURCE, SpeakerKind.DOCUMENT})

# How often each path finds the right speaker: (right + 1) / (n + 2) on the samples
# and the tuning articles, which the rules were written with. Expect less elsewhere.
PATHS: Final[dict[str, float]] = {
    "name": 0.94,  # n = 131
    "short name": 0.98,  # n = 196
    "as written": 0.92,  # n = 471
    "apposition": 0.99,  # n = 254
    "relative pronoun": 0.87,  # n = 21
    "he or she": 0.92,  # n = 456
    "they or it": 0.80,  # n = 86
    "description": 0.87,  # n = 145
    "nobody named": 0.97,  # n = 108
    "unresolved": 0.60,  # n = 3: "I", read from the words around it, among them
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

    def __init__(self, cast: Cast, said: Sequence[Said]) -> None:
        """``said`` is what is attributed to whom, in the order of the text."""
        identify_descriptions(cast)
        self._cast = cast
        self._links = Links(cast, said)
        self._told: list[tuple[int, str]] = []

    def resolve(
        self,
        text: str,
        head_start: int | None,
        antecedent: Span | None,
        span: Span | None = None,
    ) -> Resolved:
        """The resolution of a phrase as written; never raises.

        ``span`` is where the phrase stands; it finds the mention when the head
        word is not known.
        """
        named = self._cast.named_at_end(text)
        if named is not None and not self._is_list(head_start):
            path = "name" if named.name == text else "apposition"
            reason = f"“{text}” read as {named.name}" if path != "name" else ""
            kind = kind_of("", None, named)
            return Resolved(named.name, kind, named.role, path, reason)
        mention = self._cast.at(head_start)
        if mention is None and span is not None:
            mention = self._cast.main_inside(span)
        if mention is None:
            return self._unparsed(text, span)
        if mention.head in _RELATIVES and mention.pronoun:
            if antecedent is None or not self._may_be_who(antecedent, mention):
                antecedent = self._clause_owner(mention) or antecedent
            return self._relative(antecedent)
        if mention.pronoun:
            return self._pronoun(mention, text)
        return self._nominal(text, mention)

    def _is_list(self, head_start: int | None) -> bool:
        """ "Ana Ruiz, Ben Lind and Carl Berg": more than the first of them."""
        mention = self._cast.at(head_start)
        if mention is None or not mention.joint or mention.name is None:
            return False
        first = self._cast.figure(mention)
        for other in map(self._cast.at, mention.conjuncts[1:]):
            figure = self._cast.figure(other) if other is not None else None
            if other is None or other.name is None or figure is None:
                continue
            if figure.is_person and figure is not first:
                return True
        return False

    def note_outlet(self, position: int, name: str) -> None:
        """Remember an outlet that was told something, for "the magazine" after it."""
        self._told.append((position, name))

    def told_outlet(self, word: str) -> str | None:
        """The name of an outlet that was told something, by its last word."""
        for _, name in reversed(self._told):
            if name.split()[-1] == word:
                return name
        return None

    def last_outlet(self, position: int) -> str | None:
        """The name of the outlet last mentioned shortly before a position."""
        number = self._cast.sentence_number(position)
        for told, name in reversed(self._told[-_LOOK_BACK:]):
            distance = number - self._cast.sentence_number(told)
            if told < position and distance <= _NEAR:
                return name
        for mention in self._cast.before(position, _LOOK_BACK):
            figure = self._cast.figure(mention)
            if number - self._cast.sentence_number(mention.head_start) > _NEAR:
                break
            if figure is None or figure.is_person:
                continue
            if kind_of("", None, figure) is SpeakerKind.OTHER_OUTLET:
                return figure.name
        return None

    def of_label(self, label: str) -> Resolved | None:
        """Whose turn a label begins: "FALK", "Falk", "N.F."; None if nobody's known."""
        figure = self._cast.labelled(label.upper())
        return None if figure is None else self._labelled(label, figure)

    def interviewee(self, position: int) -> Resolved:
        """Whose the answers of an interview are: who is named most before the first."""
        figure = self._cast.main_person(position)
        if figure is None:
            return Resolved(None, SpeakerKind.UNKNOWN, None, "unresolved", "")
        reason = f"whoever answers is read as {figure.name}"
        kind = kind_of("", None, figure)
        return Resolved(figure.name, kind, figure.role, "short name", reason)

    def _unparsed(self, text: str, span: Span | None) -> Resolved:
        figure = self._cast.labelled(text)
        if figure is not None:
            return self._labelled(text, figure)
        kind = kind_of(text, None, None)
        body = self._cast.body_beside(text)
        if body is not None:
            return self._beside(text, body)
        if kind is SpeakerKind.UNKNOWN:
            named = self._cast.named_in(text)
            if named is None and span is not None and AGED.fullmatch(text):
                named = self._cast.last_person(span.start)
            if named is not None:
                path = "short name" if named.name not in text else "name"
                reason = f"“{text}” read as {named.name}"
                kind = kind_of("", None, named)
                return Resolved(named.name, kind, named.role, path, reason)
            kind = kind_of_words(text)
        if text.lower().startswith(_OTHERS) and span is not None:
            kind = self._kind_of_other(span.start) or kind
        return Resolved(text, kind, None, "as written", "")

    def _labelled(self, text: str, figure: Figure) -> Resolved:
        reason = f"label “{text}” read as {figure.name}"
        kind = kind_of("", None, figure)
        return Resolved(figure.name, kind, figure.role, "short name", reason)

    def _clause_owner(self, mention: Mention) -> Span | None:
        """ "Ana Ruiz, who": the phrase that ends where a relative clause begins."""
        for other in self._cast.before(mention.head_start, 5):
            if other.pronoun or other.span.end > mention.head_start:
                continue
            if mention.head != "who" or self._is_people(other):
                return other.span
        return None

    def _may_be_who(self, antecedent: Span, mention: Mention) -> bool:
        """Whether "who" may go on about a phrase: not about "a three-way battle"."""
        heads = [
            other
            for other in self._cast.inside(antecedent.start, antecedent.end)
            if other.span.start == antecedent.start
        ]
        return mention.head != "who" or not heads or self._is_people(heads[0])

    def _is_people(self, mention: Mention) -> bool:
        figure = self._cast.figure(mention)
        if figure is not None:
            return figure.is_person
        return mention.plural or mention.pronoun or is_person_noun(mention.head)

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
        named = self._cast.figure(mention)
        is_single = mention.name is None and not mention.plural and not mention.joint
        if named is not None and named.is_person and is_single:
            # "the person hardest to read was Ada Lind"
            return self._figure(text, mention, named)
        if is_anonymous(text, mention):
            return self._anonymous(text, mention)
        if is_pair(mention):
            pair = self._pair(mention)
            if pair is not None:
                return pair
        figure = self._cast.figure(mention)
        if figure is not None and not mention.joint:
            return self._figure(text, mention, figure)
        if (spoken_of := self._links.antecedent(mention)) is not None:
            return self._spoken_of(mention, spoken_of)
        figure = self._cast.labelled(text)
        if figure is not None:
            return self._labelled(text, figure)
        if mention.joint:
            return self._joint(text, mention)
        if mention.part_of in WHOLE:
            return self._one_of(text, mention)
        return self._described(text, mention)

    def _spoken_of(self, mention: Mention, antecedent: Mention) -> Resolved:
        """ "The 54-year-old", "the singer": whoever is meant by it."""
        found = self._nominal(antecedent.text, antecedent)
        reason = f"“{mention.text}” read as {found.name}"
        return replace(found, path="description", reason=reason)

    def _described(self, text: str, mention: Mention) -> Resolved:
        """A description of nobody who is named, as far as the parse shows."""
        if mention.plural and (names := self._cast.several_beside(text)):
            whole = ", ".join(names[:-1]) + f" and {names[-1]}"
            reason = f"“{text}” read as {whole}"
            kind = SpeakerKind.ORGANISATION
            return Resolved(whole, kind, None, "apposition", reason)
        beside = self._cast.named_beside(text) or self._cast.body_beside(text)
        if beside is not None:
            return self._beside(text, beside)
        kind = kind_of(text, mention, None)
        if (first := NAMED_FIRST.match(text)) and kind not in _UNNAMED:
            return Resolved(first[1], SpeakerKind.ORGANISATION, None, "name", "")
        if mention.head == "other" and mention.determiner == "the":
            kind = self._kind_of_other(mention.head_start) or kind
        fuller = None
        if kind in _DESCRIBED:
            fuller = fuller_description(self._cast, mention)
        if kind is SpeakerKind.DOCUMENT:
            fuller = fuller or later_description(self._cast, mention)
        if fuller is None:
            name = _bare(text)
            if kind is SpeakerKind.OTHER_OUTLET:
                name = NOUN_BEFORE_NAME.sub("", name)  # "blog Wristly"
            return Resolved(name, kind, None, "as written", "")
        reason = f"described in full as “{fuller}”"
        return Resolved(fuller, kind, None, "description", reason)

    def _beside(self, text: str, named: Figure) -> Resolved:
        reason = f"“{text}” read as {named.name}"
        kind = kind_of("", None, named)
        return Resolved(named.name, kind, named.role, "apposition", reason)

    def _one_of(self, text: str, mention: Mention) -> Resolved:
        """ "One of them": of those spoken of before, with their kind."""
        whole = group_before(self._cast, mention.head_start)
        if whole is None:
            kind = SpeakerKind.ROLE_UNNAMED
            return Resolved(_bare(text), kind, None, "as written", "")
        if (named := self._cast.named_beside(text)) is not None:
            return self._beside(text, named)  # "One of them, Ana Ruiz"
        if "," in text:  # "One of them, a data analyst"
            written = text.strip(" ,")
            kind = kind_of(whole.text, whole, None)
            return Resolved(written, kind, None, "as written", "")
        described = _bare(whole.text)
        name = f"{mention.head} of {described[:1].lower()}{described[1:]}"
        reason = f"“{text}” read as {name}"
        kind = kind_of(whole.text, whole, None)
        return Resolved(name, kind, None, "description", reason)

    def _pair(self, mention: Mention) -> Resolved | None:
        names = [one.name for one in pair_before(self._cast, self._links, mention)]
        if not names:
            return None
        whole = " and ".join(names)
        reason = f"“{mention.text}” read as {whole}"
        kind = SpeakerKind.ORGANISATION
        return Resolved(whole, kind, None, "they or it", reason)

    def _figure(self, text: str, mention: Mention, figure: Figure) -> Resolved:
        is_named = mention.name is None and figure.is_person
        kind = kind_of("" if is_named else text, None if is_named else mention, figure)
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

    def _kind_of_other(self, position: int) -> SpeakerKind | None:
        """ "The other" has the kind of "one of the two people" before."""
        for one in self._cast.before(position, _LOOK_BACK):
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
        kind = kind_of(text, mention, None)
        if mention.determiner in DEFINITE:
            fuller = fuller_description(self._cast, mention)
            if fuller:
                reason = f"described before as “{fuller}”"
                return Resolved(fuller, kind, None, "description", reason)
        return Resolved(text, kind, None, "as written", "")

    # ── pronouns ────────────────────────────────────────────────────────────

    def _pronoun(self, mention: Mention, text: str = "") -> Resolved:
        unresolved = Resolved(
            None, SpeakerKind.UNKNOWN, None, "unresolved", "pronoun not resolved"
        )
        if is_pair(mention):
            return self._pair(mention) or unresolved
        if " and " in text:  # "she and two colleagues"
            return Resolved(text, SpeakerKind.ORGANISATION, None, "as written", "")
        if mention.head in _SOME:
            return self._one_of(mention.text, mention)
        best = self._links.antecedent(mention)
        if best is None:
            return unresolved
        found = self._nominal(best.text, best)
        if found.name is None:
            return unresolved
        path = "he or she" if mention.head in GENDERS else "they or it"
        return Resolved(
            found.name, found.kind, found.role, path,
            f"“{mention.head}” read as {found.name}",
        )  # fmt: skip


def _bare(text: str) -> str:
    """A phrase without its leading article and its possessive ending."""
    first, _, rest = text.partition(" ")
    bare = rest if first.lower() == "the" and rest else text
    for dash in _ASIDES:
        bare = bare.partition(dash)[0]  # "Democrats -- including Marsh --"
    for ending in ("'s", "’s", "'", "’"):
        if bare.endswith(ending) and len(bare) > len(ending):
            return bare[: -len(ending)]
    return bare
