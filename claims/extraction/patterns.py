"""Every regular expression of the engine, compiled once.

All of them are linear by construction: no nested quantifiers, no two adjacent
quantifiers that can match the same character. ``REGISTRY`` lists them for the
test that times each one on adversarial text.
"""

from __future__ import annotations

import re
from typing import Final

REGISTRY: Final[dict[str, re.Pattern[str]]] = {}


def _register(name: str, pattern: str, flags: int = 0) -> re.Pattern[str]:
    compiled = re.compile(pattern, flags)
    REGISTRY[name] = compiled
    return compiled


LINE: Final = _register("line", r"[^\n]+")

# A run without blanks longer than any word, link or handle: not prose. Blanking
# it keeps the tokenizer, which re-slices a token per mark, from going quadratic.
LONG_RUN: Final = _register("long_run", r"[^\s]{200,}")

QUOTE_MARK: Final = _register("quote_mark", "[\"“”„‟«»″＂〝〞‹›'‘’‚‛]")

# Two single marks or two backquotes are one double mark, as wires type it.
TYPED_PAIR: Final = _register("typed_pair", r"''|``")

SENTENCE_END: Final = _register("sentence_end", r"[.!?…][\"”’»')\]]?\s")

# Block letters (or a Name of up to three words) and a colon at a line's start, or
# after the mark that opens a quoted turn.
TRANSCRIPT: Final = _register(
    "transcript",
    r"^\s{0,8}[\"“]?((?:[A-Z][A-Z.'’\-]{1,24})(?: (?:[A-Z][A-Z.'’\-]{0,24})){0,3})"
    r"(?: \([A-Z\-]{1,12}\))?(:)\s+(?=\S)",
)
# "Q:", "A:", "Noemi Falk:" at the beginning of a paragraph.
# "By Gwen Tollefsen", "By Ada Lind and Jon Sarr, crown court reporters"
BYLINE: Final = _register("byline", r"[Bb]y [A-Z][^.!?”\"\n]{2,120}$")

LABEL: Final = _register(
    "label", r"([A-Z][\w.'’\-]{0,24}(?: [A-Z][\w.'’\-]{0,24}){0,3})(:)\s+(?=\S)"
)
# "Friday’s Comet": the paper is the Comet.
ISSUE_DAY: Final = _register(
    "issue_day",
    r"^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Tt]oday|[Yy]esterday|"
    r"[Ll]ast week|[Tt]his week)['’]s ",
)
HEADLINE_COLON: Final = _register(
    "headline_colon", r"^\s{0,8}([A-Z][^:\"“”\n]{1,48}?)(:)\s+(?=\S)"
)

# "SALTHOLM, Nov. 18 (Norland Press Agency) —", "Washington (CNN)"
DATELINE: Final = _register(
    "dateline",
    r"(?:[A-Z][A-Z.'’\-]{2,24}(?: [A-Z][A-Z.'’\-]{1,24}){0,3}"
    r"(?:, [A-Z][A-Za-z.]{1,20}(?: \d{1,2})?){0,3}(?: \(([^()\n]{1,40})\))?"
    r" ?(?:[—–]|--| -) ?|"
    r"(?:[A-Z][A-Za-z.]{1,20},? ){0,4}\((AP|AFP|CNN|Reuters|UPI)\)"
    r"(?: ?(?:[—–]|--?))? ?)"
    r"(?=\S)",
)

WORD: Final = _register("word", r"[^\W_]+(?:['’][^\W_]+)?")

# What check-worthiness looks at: words, figures, and the marks that mean something.
WORTH_TOKEN: Final = _register(
    "worth_token", r"[^\W\d_]+(?:'[^\W\d_]+)?|\d[\d.,]*|[%$£€?.!:]"
)

# Where a description ends: at a comma, or where its words are somebody's.
ADDED: Final = _register("added", '[,"“‘]')

# "Schools First Now, a group that …": a name of two words or more, and what it is.
NAMED_FIRST: Final = _register(
    "named_first", r"((?:[A-Z][\w'’.\-]{0,24} ){1,5}[A-Z][\w'’.\-]{0,24}), (?:an?|the) "
)

# "SkerrySport", but not "McAdam" or "MacAdam".
JOINED_NAME: Final = _register(
    "joined_name", r"(?!Mac[A-Z])[A-Z][a-z]{2,24}(?:[A-Z][a-z]{1,24}){1,3}"
)

# "blog " of "blog Wristly", "trade paper " of "trade paper Omnibus Weekly".
NOUN_BEFORE_NAME: Final = _register(
    "noun_before_name", r"^(?:[a-z\-]{1,20} ){1,3}(?=[A-Z][\w'’ ]{0,60}$)"
)

# "(D-N.Y.)", "(R)": a party label, never part of a name.
PARENTHESIS: Final = _register("parenthesis", r"\([^()]{0,40}\)")

MONTH_DAY: Final = _register(
    "month_day",
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January|February|"
    r"March|April|June|July|August|September|October|November|December)\.? "
    r"(\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b",
    re.IGNORECASE,
)
DAY_MONTH: Final = _register(
    "day_month",
    r"\b(\d{1,2})(?:st|nd|rd|th)? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|"
    r"Dec|January|February|March|April|June|July|August|September|October|November|"
    r"December)\.?(?:,? (\d{4}))?\b",
    re.IGNORECASE,
)
ISO_DATE: Final = _register("iso_date", r"\b(\d{4})-(\d{2})-(\d{2})\b")
DAYS_AGO: Final = _register(
    "days_ago",
    r"\b(a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) "
    r"(day|week)s? (?:ago|earlier)\b",
    re.IGNORECASE,
)

# "The 54-year-old": somebody of that age.
AGED: Final = _register("aged", r"(?:the|this) \d{1,3}[- ]year[- ]old", re.IGNORECASE)

# American stations: "WKLT", "KQED-TV"; not the World Health Organization.
CALL_SIGN: Final = _register(
    "call_sign", r"(?!WHO\b)[KW][A-Z]{2,3}(?:[- ](?:TV|FM|AM))?"
)

ANONYMITY: Final = _register(
    "anonymity",
    r"\b(?:anonym|unnamed|unidentified|not (?:to be|be) (?:named|identified)|"
    r"familiar with|with (?:direct )?knowledge of|close to the|briefed on|"
    r"condition of anonymity|declined to be (?:named|identified))",
    re.IGNORECASE,
)

# Whoever speaks of himself: "I", "my", but not "me and the council".
FIRST_PERSON: Final = _register("first_person", r"\b(?:I|[Mm]y|[Mm]yself)\b")

# Channels, read from the words of the sentence outside the content.
POST: Final = _register(
    "post",
    r"\b(?:on|to|via|over) (?:X|Twitter|Facebook|Instagram|Telegram|Threads|TikTok|"
    r"YouTube|LinkedIn|Mastodon|Bluesky|Reddit|Weibo|Truth Social|social media)\b|"
    r"\b(?:tweet|tweets|tweeted|retweeted|tweeting)\b|"
    r"\bon (?:a|an|the|his|her|their|its) (?:[\w’']{1,14} ){0,3}page\b|"
    r"\b(?:in|with) (?:a|an|one|another|his|her|their|its|the) (?:\w{1,12} )?"
    r"(?:tweet|post|thread)\b",
    re.IGNORECASE,
)
INTERVIEW: Final = _register(
    "interview",
    r"\binterview(?:s|ed)?\b|\breached (?:by|at|on) |"
    r"\b(?:told|tells|telling) this (?:newspaper|paper|magazine|station|website|"
    r"program|programme|podcast|reporter|column)\b",
    re.IGNORECASE,
)
# Told the article's author; inside somebody's words "me" is that somebody.
TOLD_US: Final = _register(
    "told_us", r"\b(?:told|tells|telling) (?:me|us)\b", re.IGNORECASE
)
BRIEFING: Final = _register(
    "briefing",
    r"\b(?:news|press) (?:conference|briefing)s?\b|\bbriefings?\b|"
    r"\b(?:conference|earnings|investor) calls?\b|"
    r"\b(?:told|tells|telling) (?:reporters|journalists|the press)\b",
    re.IGNORECASE,
)
SPEECH: Final = _register(
    "speech",
    r"\b(?:in|during|at) (?:a|an|his|her|their|the) (?:\w{1,14} )?"
    r"(?:speech|address|rally|sermon|lecture|remarks|debate)\b|"
    r"\b(?:at|during) a town hall\b|"
    r"\b(?:told|tells|telling) (?:(?:the|a|an) )?(?:[\w’'-]{1,14} ){0,2}(?:MPs|peers|"
    r"senators|lawmakers|delegates|parliament|congress|House|Senate|Commons|council|"
    r"assembly|councillors|members|conference|crowd|audience|supporters|rally|"
    r"committee|subcommittee|panel|commission|meeting|chamber|legislators)\b",
    re.IGNORECASE,
)
COURT: Final = _register(
    "court",
    r"\b(?:testif(?:y|ied|ies|ying)|testimony|under oath|(?:told|tells) the "
    r"(?:court|jury|judge|tribunal|inquest|hearing)|in court|"
    r"court (?:filing|document|paper)s?|affidavit|indictment|lawsuit)\b|"
    r"\b(?:judge|justice|court|tribunal|magistrate)s?\b[^.]{0,60}?"
    r"\b(?:blocks?|blocked|rul(?:es?|ed|ing)|opinion|orders?|ordered|verdict)\b|"
    r"\b(?:ruling|opinion|verdict|order)\b[^.]{0,30}?\b(?:judge|justice)\b",
    re.IGNORECASE,
)
WRITTEN: Final = _register(
    "written",
    r"(?<!involved )\b(?:in|through|via) (?:a|an|his|her|their|its|the) "
    r"(?:[\w-]{1,14} ){0,2}(?:statement|letter|report|memo|memorandum|email|e-mail|"
    r"press release|filing|op-ed|book|document|note|notes|study|paper|reply|ruling|"
    r"opinion|article|journal|newsletter|submission|essay)\b|"
    r"\ban? (?:article|essay) [^.]{0,60}?in which\b|"
    r"\bin (?:the )?(?:journal|Annals|Proceedings|Transactions)\b",
    re.IGNORECASE,
)
# Prepared words are read, also where they are testimony.
PREPARED: Final = _register(
    "prepared",
    r"\bin (?:an? )?(?:written|prepared) (?:statement|testimony|evidence|answer|"
    r"remarks|response|reply)\b",
    re.IGNORECASE,
)
TOLD_OUTLET: Final = _register(
    "told_outlet",
    r"\b(?:told|tells|telling) (?:the )?(?:[A-Z][\w’'&.\-]{0,20} ){0,4}"
    r"(?:Times|Post|Journal|News|CNN|BBC|MSNBC|CNBC|NPR|NBC|CBS|ABC|Fox|Reuters|AP|"
    r"AFP|Press|Politico|POLITICO|Bloomberg|Guardian|Herald|Tribune|Radio|TV|Haaretz|"
    r"Breitbart|Axios|Telegraph|Magazine)\b|"
    r"\bon (?:CNN|BBC|MSNBC|CNBC|NPR|NBC|CBS|ABC|Fox|TV|television|radio)\b",
)

# Hedges in the main clause of a content.
POSSIBLE: Final = _register(
    "possible",
    r"\b(?:may|might|could|possibly|perhaps|maybe|possible|potentially)\b",
    re.IGNORECASE,
)
PROBABLE: Final = _register(
    "probable",
    r"\b(?:probably|likely|should|presumably|seems?|appears?|expects?|expected|"
    r"believes?|thinks?|apparently|almost certainly|tends?)\b",
    re.IGNORECASE,
)

# Letters and digits with their combining accents and inner apostrophes, or one
# mark: the tokens that exact boundaries are counted in.
TOKEN: Final = re.compile(
    r"[^\W_]+(?:['’\u0300-\u036f]+[^\W_]+)*[\u0300-\u036f]*|[^\w\s]|_"
)
