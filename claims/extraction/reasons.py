"""What each rule looks for, in words a reviewer reads."""

from __future__ import annotations

from typing import Final

RULE_REASONS: Final[dict[str, str]] = {
    "model": "cue, speaker and content found by the trained model",
    "verb-C": "a verb of saying or thinking with a clause",
    "verb-X": "a verb with an infinitive: what somebody wants done or will do",
    "verb-O": "a verb with the thing said, cited or judged as its object",
    "verb-P": "a verb with the thing spoken of after a preposition",
    "verb-passive": "a passive: somebody was told, nobody is named for it",
    "inner-passive": "a passive: somebody was told, as another says",
    "inner-quote": "a quotation within what another says",
    "inner-heard": "a verb of saying that somebody heard or remembers",
    "inner-gerund": "a verb of saying with a gerund, in what another says",
    "inner-feeling": "“feels” with a participle, in what another says",
    "surface": "subject, verb of saying and “that” or “to”, read word by word",
    "headline-end": "a headline that ends in its speaker and cue",
    "quote-after": "a quotation followed by its speaker",
    "quote-next": "a quotation in the paragraph after its cue",
    "quote-before": "a quotation after its speaker",
    "according": "“according to” somebody",
    "per": "“per” a named source of information",
    "in-the-words-of": "“in the words of” somebody",
    "in-view": "“in … view”: an opinion",
    "in-account": "“by … account”: whose account it is",
    "as-put-it": "“as … put it”",
    "hearsay-adverb": "an adverb of hearsay: nobody answers for it",
    "hearsay-passive": "a passive of hearsay: nobody answers for it",
    "projection": "an expectation that nobody is named for",
    "cited": "somebody cited for what another reports",
    "noun": "a noun of saying with its clause",
    "adjective": "an adjective of attitude with its clause",
    "transcript": "a transcript line: speaker, colon, words",
    "outlet": "a factual sentence of the article that it attributes to nobody",
    "headline": "a headline of the form “Speaker: statement”",
}
