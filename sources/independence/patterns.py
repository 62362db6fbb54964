"""Every regular expression of this package, compiled once.

All are linear by construction: repetition is bounded, or two neighbouring parts
cannot match the same character. ``REGISTRY`` lists them for the test that times
each on long input.
"""

from __future__ import annotations

import re
from typing import Final

REGISTRY: Final[dict[str, re.Pattern[str]]] = {}


def register(name: str, pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile ``pattern`` and list it under ``name``."""
    compiled = re.compile(pattern, flags)
    REGISTRY[name] = compiled
    return compiled


# --- Words and quotations ----------------------------------------------------

# Letters and digits with what is written on or inside them: combining marks
# (a decomposed é is two code points), soft hyphens, zero-width joiners, and
# apostrophes between letters.
_IN_WORD = r"\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
WORD: Final = register("word", rf"\w[{_IN_WORD}]*(?:['’ʼ＇][{_IN_WORD}]+)*")

QUOTE_MARK: Final = register("quote_mark", "[\"“”„‟«»‹›″＂〝〞〟「」『』‛‚‘’'`]")
# A blank line, or a line break after the end of a sentence: hard-wrapped text
# keeps its paragraphs.
PARAGRAPH_END: Final = register(
    "paragraph_end",
    r"\n(?:[^\S\n]{0,80}\n\s*|(?<=[.!?:;…\"”’»)\]]\n)\s*)",
)
SENTENCE_END: Final = register("sentence_end", r"[.!?…][\"”’»)]?(?=\s)")
# An embedded post: its words, then its author.  — Ada Lovelace (@ada) May 3, 2015
POST_AUTHOR: Final = register(
    "post_author",
    r"[—–-] ?[^\n()—–]{1,60} \(@\w{1,20}\)"
    r"(?:[ \n]{1,2}[A-Z][a-z]{2,8} \d{1,2}, \d{4})?",
)
JOINERS: Final = register("joiners", "['’ʼ＇\u00ad\u200b-\u200d\u2060\ufeff]+")

# --- Standing phrases --------------------------------------------------------

# What stands under many articles of one house and tells nothing about their
# origin. Each stops at the end of its line.
_STANDING = (
    r"(?:(?:©|\(c\)|copyright\b)[^\n]{0,300}"
    r"|all rights reserved\b[^\n]{0,300}"
    r"|this (?:material|article|story|report) (?:may not be|is copyright)[^\n]{0,300}"
    r"|(?:the )?[^\n.]{2,60} contributed to this (?:report|story|article)[^\n]{0,100}"
    r"|(?:additional )?reporting by [^\n]{0,300}"
    r"|(?:follow|like) (?:us|him|her|me|@)[^\n]{0,120}"
    r"|(?:sign up (?:for|to)|subscribe to|click here|download (?:the|our))[^\n]{0,120}"
    r"|(?:read|see|watch) (?:more|also)\b[^\n]{0,120})"
)
STANDING_LINE: Final = register(
    "standing_line", rf"\n[^\S\n]{{0,8}}[-–—*•(>\[]{{0,2}} ?{_STANDING}", re.I
)
# Run on the end of a text only: pasted text may have lost its line breaks.
STANDING_TAIL: Final = register("standing_tail", rf"(?<=[.!?\n] ){_STANDING}", re.I)

# --- Credits -----------------------------------------------------------------

LINE: Final = register("line", r"[^\s](?:[^\n]*[^\s])?")
BY: Final = register("by", r"[-–—*(\[]?\s?(?:[Bb]y|BY|[Ff]rom|FROM)\b[ :]{1,2}")
# Between the parts of a byline or of a list of agencies.
SEPARATOR: Final = register(
    "separator",
    r",? (?:and|with|for|via|additional reporting (?:by|from)) (?:the )?"
    r"|\s?[,;|/•&()\[\]]\s?|\s[-–—]{1,2}\s|\s?[—–]\s?|^\s?[-–—]{1,2}\s?",
    re.I,
)
# Words that may follow an agency's name in a credit.
STAFF: Final = register(
    "staff",
    r"(?:['’]s? )?(?:(?:news )?(?:agency|wires?|service|newswire)"
    r"|(?:staff|science|sports|business|political|senior|national|entertainment)?"
    r" ?(?:writers?|staff|reporters?|correspondents?|editors?|team|journalists?"
    r"|bureau|health writer|desk)|in [A-Z][\w ]{1,30}|\d{4})(?![\w’'])",
)
UNNAMED: Final = register(
    "unnamed",
    r"(?:(?:news |wire |the |foreign |international )?agenc(?:ies|y)(?: reports?)?"
    r"|(?:the )?(?:news ?)?wires?(?: services?| reports?)?|wire services)(?![\w])",
    re.I,
)
SOURCE_LINE: Final = register(
    "source_line", r"\W{0,3}(?:sources?|credit|agency)\s?:\s?", re.I
)
# SALTHOLM, Nov. 18 (Reuters) —   London [UK], November 3 (ANI):   (AP) -
_PLACE = (
    r"(?:[A-Z\d][\w.'’-]{0,24}|[\[(][A-Z][\w. ]{0,20}[\])]|d[aeiu]|de[lr]|la|of|and)"
)
_HEAD = rf"(?:^|(?<=\n))[^\S\n]{{0,8}}(?:{_PLACE}(?:[,/.:]? {{1,2}}|[,/] ?)){{0,9}}"
DATELINE: Final = register(
    "dateline",
    rf"{_HEAD}[(/\[](?P<agency>[A-Za-zÀ-ž][^()\[\]\n]{{1,60}})[)/\]]"
    r"(?:[^\S\n]{0,2}(?:[-–—]{1,3}|:|\.)|[^\S\n](?=[A-Z\"“]))",
)
# MOSCOW, Nov 3, Interfax –
DATELINE_BARE: Final = register(
    "dateline_bare",
    r"(?:^|(?<=\n))[^\S\n]{0,8}[A-Z][\w.'’ -]{1,30}, [A-Z][a-z]{2,8}\.? \d{1,2}"
    r"(?:, \d{4})?[,.] (?P<agency>[A-Z][\w.’' -]{1,40}?) ?[–—-]{1,2} ",
)
CONTRIBUTED: Final = register(
    "contributed",
    r"\b(?:(?:also |has |have )?contributed(?: \w{1,14}){0,3} (?:to|for) "
    r"(?:this|the) (?:report|story|article|piece|coverage|post)"
    r"|contributed(?: additional)? reporting)\b",
    re.I,
)
COPYRIGHT: Final = register(
    "copyright",
    r"(?:©|\(c\)|\bcopyright\b)(?:[ \t]{0,2}(?:©|\(c\)|copyright|by|\d{4}|[-–,])){0,5}"
    r"[ \t]{0,2}(?=[A-Za-z])",
    re.I,
)
PROVIDED: Final = register(
    "provided",
    r"(?:\bthis (?:story|article|report|piece|material) (?:is|was|has been|comes|came)"
    r"(?: \w{1,12}){0,2}|(?:^|(?<=\n))\W{0,3}(?:(?:story|article|report) )?"
    r"(?:originally |first )?(?:published|distributed|provided|supplied)) (?:by|from) "
    r"(?=\w)",
    re.I,
)
ADDITIONAL: Final = register(
    "additional",
    r"\b(?:(?:additional|further|extra|more) (?:reporting|material|information)"
    r"(?: (?:was |is )?(?:provided|supplied))? (?:by|from)"
    r"|with (?:additional |further )?(?:reporting|files|inputs?|material|information"
    r"|reports?|contributions?) (?:by|from)"
    r"|compiled (?:by|from)|material from|(?:story|report) (?:compiled|adapted) from) ",
    re.I,
)
WITH: Final = register("with", r"\W{0,3}with (?=\w)", re.I)
SIGN_OFF: Final = register(
    "sign_off",
    r"[.!?…\"”’»)]\s{0,3}(?:[(\[]|[-–—]{1,2} ?)"
    r"(?P<agency>[A-Za-zÀ-ž][^()\[\]\n.]{1,50}?)[)\]]?[\s.]{0,3}$",
)

# --- Citations ---------------------------------------------------------------

_S = r"[^\S\n]{1,3}"
_ADVERB = (
    r"(?:has|have|had|also|first|later|then|recently|previously|now|initially|earlier"
    r"|exclusively|originally|further|is|are|was|were|even|reportedly|then|since"
    r"|(?:on|last|this) (?:[A-Z][a-z]{2,8}|week|month|year|night))"
)
_MADE = (
    r"(?:published|released|broadcast|aired|printed|posted|given|sent|provided"
    r"|conducted|featured)"
)
_REPORT = (
    r"(?:reports?|stor(?:y|ies)|articles?|investigations?|dispatch(?:es)?|exclusives?"
    r"|interviews?|expos[eé]s?|pieces?|accounts?|editorials?|op-eds?|columns?"
    r"|analys[ie]s|documentar(?:y|ies)|profile|essay)"
)
# What comes before the name. The name follows at the end of the match.
CITING_BEFORE: Final = register(
    "citing_before",
    rf"\b(?:(?P<told>told|tells|telling|informed|assured){_S}"
    rf"|(?P<spoke>(?:spoke|speaking|spoken|talked|talking|speaks){_S}"
    rf"(?:\w{{1,12}}ly{_S}|briefly{_S}|again{_S})?(?:to|with){_S})"
    rf"|(?P<interview>(?:interview|statement|comments?|remarks|e-?mail|letter)"
    rf"(?:{_S}{_MADE})?{_S}(?:with|to|in|on|by|for){_S}|interviewed{_S}(?:by|on){_S})"
    rf"|(?P<according>according{_S}to{_S})"
    rf"|(?P<reported_by>(?:reported|revealed|obtained|published|broadcast|aired"
    rf"|quoted|cited|confirmed|released|printed|uncovered|commissioned|interviewed)"
    rf"{_S}(?:(?:first|earlier|exclusively){_S})?(?:by|in|on){_S})"
    rf"|(?P<report_in>{_REPORT}(?:{_S}{_MADE})?{_S}(?:in|by|from|on|for){_S})"
    rf"|(?P<citing>(?:citing|quoting|via|h/t|per){_S}))",
    re.I,
)
# What comes after the name, with one of its journalists between. The name ends
# where the match begins.
CITING_AFTER: Final = register(
    "citing_after",
    r"(?<=\w)(?:[ ]\([A-Z]{2,5}\))?"
    r"(?P<journalist>(?:['’]s?|,? (?:reporter|correspondent|journalist|columnist))"
    r"(?: (?:own|reporter|correspondent|columnist|editor|chief|political|senior))"
    r"{0,2}(?: [A-Z](?:\.|[\w’-]{1,20})){2,3})?"
    rf"(?:,? {_ADVERB}){{0,3}} (?:"
    r"(?P<reported>reported|reports|reporting|revealed|reveals|wrote|writes|quoted"
    r"|quotes|cited|cites|broke the (?:news|story)|learned|obtained|published"
    r"|reached out to|interviewed|spoke (?:to|with))"
    r"|(?P<said>said|says|noted|notes|claimed|claims|stated|states|added|adds"
    r"|explained|explains|confirmed|confirms|alleged|alleges|described|describes"
    r"|pointed out|points out|observed|suggested|suggests))\b",
)
REPORT_OF: Final = register(
    "report_of",
    rf"(?<=\w)(?:['’]s?)? (?:(?:news|TV|television|front-page|original|recent|new) )?"
    rf"{_REPORT}\b",
)
# Words that may stand between "told" or "according to" and an outlet's name.
FILLER: Final = register(
    "filler",
    r"(?:the|an?|its|their|his|her|some|several|both|local|national|regional|state"
    r"|state-(?:run|owned|controlled|backed)|official|semi-official|independent|daily"
    r"|weekly|monthly|Sunday|online|news|newspapers?|papers?|tabloids?|magazines?"
    r"|agency|agencies|websites?|sites?|blogs?|channels?|networks?|stations?"
    r"|broadcasters?|outlets?|radio|TV|television|wires?|services?|publications?"
    r"|reporters?|journalists?|correspondents?|at|from|in|on|of|by|with|for|sister"
    r"|reports?|stor(?:y|ies)|articles?|interviews?|pieces?|accounts?|investigations?"
    r"|recent|new|earlier|exclusive|separate|published|respected|influential|leading"
    r"|pro-\w{2,12}|U\.?S\.?|UK|British|French|Dutch|Czech|Greek|Swiss|Welsh|Scottish"
    r"|[A-Z][a-z]{2,10}(?:ish|ese|ian|ean|can|man|[bnrst]i|['’]s))(?=[^\S\n])",
)
LINK: Final = register(
    "link", r"(?<![@\w.-])(?:https?://)?((?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,8})\b", re.I
)
COMPANY_TALK: Final = register(
    "company_talk",
    r" (?:that )?(?:it|its|they|their|the (?:network|channel|company|paper|newspaper"
    r"|agency))\b|,? in (?:a|an) (?:statement|e-?mail|tweet)|,? (?:he|she)\b",
)
PICTURE: Final = register(
    "picture",
    r"(?:image|photo|picture|screen ?(?:grab|shot|cap)|video|pic|gif|illustration)s?"
    r"(?: credit)?[ :]{0,3}$",
    re.I,
)
