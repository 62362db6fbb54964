"""Compare what the engine finds with the annotations of the articles.

A span is the set of word tokens it covers (runs of letters and digits, inner
apostrophes kept), so marks and blanks at its ends do not count. Claims are matched
one-to-one so that the summed token F1 of their contents is as large as possible
(ties: cue, then speaker); pairs that share no content token are no match. A match
is *lenient* if the F1 of speaker and content are both at least 0.5, *strict* if
speaker, cue and content cover the same tokens. These are the definitions of Pareti
et al. 2013 ("strict") and of the usual relaxed measure for quotation attribution.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from claims.evaluation.matching import best_pairs
from claims.evaluation.measures import LENIENT
from claims.evaluation.tokens import WORD, Tokens, covered, f1
from claims.extraction import DEFAULT_MODEL, Extractor
from claims.extraction.model import Attribution, Span, Speaker, SpeakerKind, Tier
from tests.quality.gold import GoldArticle, GoldClaim, GoldSpeaker

DETERMINER = re.compile(r"^(?:the|an?|its|his|her|their)\s+")
UNNAMED = {
    SpeakerKind.ROLE_UNNAMED,
    SpeakerKind.ANONYMOUS_SOURCE,
    SpeakerKind.DOCUMENT,
    SpeakerKind.SOCIAL_POST,
}
PRONOUNS = frozenset(
    "i me my we us our he him his she her hers it its they them their theirs".split()
)
TIERS = (Tier.SPEECH, Tier.EVIDENTIAL, Tier.STANCE)


@dataclass(frozen=True, slots=True)
class Match:
    """An annotation and the claim of the engine that was matched to it."""

    gold: GoldClaim
    found: Attribution
    content: float  # token F1, 0 to 1
    speaker: float
    cue: float

    @property
    def is_lenient(self) -> bool:
        """Whether content and speaker are about right."""
        return min(self.content, self.speaker) >= LENIENT

    @property
    def is_strict(self) -> bool:
        """Whether content, speaker and cue are exactly right, marks aside."""
        return min(self.content, self.speaker, self.cue) == 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """One article: what was matched, missed and found without an annotation."""

    article: GoldArticle
    matches: tuple[Match, ...]
    missed: tuple[GoldClaim, ...]
    spurious: tuple[Attribution, ...]


def run(
    articles: Iterable[GoldArticle], model: str = DEFAULT_MODEL
) -> tuple[Comparison, ...]:
    """Run the engine, as shipped or with another model, over the articles."""
    extractor = Extractor(model)
    return tuple(
        compare(
            article,
            extractor.extract(
                article.text, published=article.published, skip=article.skipped
            ).attributions,
        )
        for article in articles
    )


def compare(article: GoldArticle, found: Sequence[Attribution]) -> Comparison:
    """Match one article's annotations with the engine's claims."""
    words = [match.span() for match in WORD.finditer(article.text)]
    rows = []
    for claim in article.claims:
        rows.append(
            [
                (
                    span_f1(words, claim.content, other.content.spans),
                    span_f1(words, claim.cue, other.cue.spans),
                    span_f1(words, claim.speaker, other.speaker.spans),
                )
                for other in found
            ]
        )
    weights = [
        [c + 1e-2 * cue + 1e-3 * s if c else 0.0 for c, cue, s in row] for row in rows
    ]
    pairs = [(i, j) for i, j in best_pairs(weights) if rows[i][j][0] > 0]
    matches = tuple(
        Match(
            article.claims[i], found[j], rows[i][j][0],
            cue=rows[i][j][1], speaker=rows[i][j][2],
        )
        for i, j in pairs
    )  # fmt: skip
    of_gold, of_found = {i for i, _ in pairs}, {j for _, j in pairs}
    return Comparison(
        article=article,
        matches=matches,
        missed=tuple(c for i, c in enumerate(article.claims) if i not in of_gold),
        spurious=tuple(c for j, c in enumerate(found) if j not in of_found),
    )


def figures(comparisons: Sequence[Comparison]) -> dict[str, float]:
    """The measures, each from 0 to 1, in the order in which they are shown.

    ``*_f1`` and ``lenient_precision``/``lenient_recall`` are over all claims; the
    others are shares of the matches whose content is at least leniently right.
    """
    matches = [match for one in comparisons for match in one.matches]
    gold = sum(len(one.article.claims) for one in comparisons)
    found = sum(len(one.matches) + len(one.spurious) for one in comparisons)
    lenient = sum(match.is_lenient for match in matches)
    strict = sum(match.is_strict for match in matches)
    aligned = [match for match in matches if match.content >= LENIENT]
    result = {
        "lenient_precision": _share(lenient, found),
        "lenient_recall": _share(lenient, gold),
        "lenient_f1": _share(2 * lenient, gold + found),
        "strict_f1": _share(2 * strict, gold + found),
        "content_f1": _share(2 * len(aligned), gold + found),
    }
    for name, is_right in CHECKS.items():
        result[name] = _share(sum(is_right(match) for match in aligned), len(aligned))
    return result


def macro_figures(comparisons: Sequence[Comparison]) -> dict[str, float]:
    """What shares of all matches hide, because most claims are easy; each 0 to 1.

    ``pronoun_name`` is the share with the right name among the matches, their
    content at least leniently right, whose speaker is written as a personal or
    possessive pronoun; ``pronoun_recall`` the same among all such annotations.
    ``via_f1`` is over the claims whose annotated or found chain is not empty: right
    if the content is leniently right and the chains are the same. ``tier_f1`` is
    the mean of the F1 of speech, evidential and stance among the leniently right
    contents; a tier that is neither annotated nor found is left out.
    """
    matches = [match for one in comparisons for match in one.matches]
    aligned = [match for match in matches if match.content >= LENIENT]
    claims = [(one, claim) for one in comparisons for claim in one.article.claims]
    found = [match.found for match in matches]
    found += [claim for one in comparisons for claim in one.spurious]
    pronouns = {id(claim) for one, claim in claims if is_pronoun(claim, one.article)}
    of_pronouns = [match for match in aligned if id(match.gold) in pronouns]
    resolved = sum(CHECKS["name"](match) for match in of_pronouns)
    relayed = sum(bool(claim.via) for _, claim in claims)
    relayed += sum(bool(claim.via) for claim in found)
    chains = sum(bool(match.gold.via) and CHECKS["via"](match) for match in aligned)
    tiers = [score for tier in TIERS if (score := _tier_f1(aligned, tier)) is not None]
    return {
        "pronoun_name": _share(resolved, len(of_pronouns)),
        "pronoun_recall": _share(resolved, len(pronouns)),
        "via_f1": _share(2 * chains, relayed),
        "tier_f1": _share(sum(tiers), len(tiers)),
    }


def is_pronoun(claim: GoldClaim, article: GoldArticle) -> bool:
    """Whether the speaker is written as a personal or possessive pronoun."""
    written = [article.text[span.start : span.end] for span in claim.speaker]
    return len(written) == 1 and written[0].casefold() in PRONOUNS


def same_speaker(gold: GoldSpeaker, name: str | None) -> bool:
    """Whether a resolved name means the annotated speaker.

    People, bodies and outlets must have one of the accepted names, whatever
    article stands before it; a description must share most of its words.
    """
    if not gold.names or not name:
        return not gold.names and not name
    wanted = {_plain(accepted) for accepted in gold.names}
    if _plain(name) in wanted:
        return True
    return gold.kind in UNNAMED and any(
        f1(set(WORD.findall(one)), set(WORD.findall(_plain(name)))) >= LENIENT
        for one in wanted
    )


def span_f1(words: Tokens, one: Iterable[Span], other: Iterable[Span]) -> float:
    """F1 of the word tokens two sets of spans cover; two empty ones are equal."""
    return f1(covered(words, one), covered(words, other))


def _same_via(gold: GoldClaim, via: tuple[Speaker, ...]) -> bool:
    return len(gold.via) == len(via) and all(
        same_speaker(relay.speaker, found.name or found.text)
        for relay, found in zip(gold.via, via, strict=True)
    )


def _tier_f1(matches: Sequence[Match], tier: Tier) -> float | None:
    """None where the tier is neither annotated nor found."""
    gold = sum(match.gold.tier is tier for match in matches)
    found = sum(match.found.tier is tier for match in matches)
    right = sum(match.gold.tier is match.found.tier is tier for match in matches)
    return _share(2 * right, gold + found) if gold + found else None


def _said_on(found: Attribution) -> object:
    return found.said_at.date if found.said_at else None


CHECKS: dict[str, Callable[[Match], bool]] = {
    "speaker": lambda m: m.speaker >= LENIENT,
    "cue_exact": lambda m: m.cue == 1,
    "name": lambda m: same_speaker(m.gold.resolved, m.found.speaker.name),
    "kind": lambda m: m.gold.resolved.kind is m.found.speaker.kind,
    "via": lambda m: _same_via(m.gold, m.found.via),
    "quote_type": lambda m: m.gold.quote_type is m.found.quote_type,
    "tier": lambda m: m.gold.tier is m.found.tier,
    "commitment": lambda m: m.gold.commitment is m.found.commitment,
    "certainty": lambda m: m.gold.certainty is m.found.certainty,
    "negated": lambda m: m.gold.negated is m.found.negated,
    "channel": lambda m: m.gold.channel is m.found.channel,
    "said_on": lambda m: m.gold.said_on == _said_on(m.found),
}


def _plain(name: str) -> str:
    """A name without what does not matter: accents' form, case, an article."""
    composed = unicodedata.normalize("NFC", name).casefold().replace("’", "'")
    return DETERMINER.sub("", composed.strip()).removesuffix("'s")


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
