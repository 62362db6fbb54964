"""Every regular expression of the reader, compiled once.

Most are run on lines of at most a few hundred characters; all are linear by
construction, with bounded repetition where two parts could match the same
character. ``REGISTRY`` lists them for the test that times each on long input.
"""

from __future__ import annotations

import re
from typing import Final

REGISTRY: Final[dict[str, re.Pattern[str]]] = {}


def _register(name: str, pattern: str, flags: int = 0) -> re.Pattern[str]:
    compiled = re.compile(pattern, flags)
    REGISTRY[name] = compiled
    return compiled


# --- What sort of input ------------------------------------------------------

LOOKS_LIKE_HTML: Final = _register(
    "looks_like_html",
    r"<!--|<(?:!doctype html|html|head|body|title|meta|link|script|style|main|article"
    r"|section|header|footer|nav|aside|form|figure|img|div|span|table|t[rdh]|p|h[1-6]"
    r"|ul|ol|li|br|hr|a|b|i|em|strong|blockquote|center|font|time)(?=[\s/>])",
    re.I,
)
BEGINS_WITH_MARKUP: Final = _register("begins_with_markup", r"<[a-z!?]", re.I)
META_CHARSET: Final = _register(
    "meta_charset",
    r"<meta\s[^<>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})",
    re.I,
)
HEADER_CHARSET: Final = _register(
    "header_charset", r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.I
)
FEED: Final = _register("feed", r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]", re.I)

# --- Dates -------------------------------------------------------------------

_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
ISO_DATE: Final = _register("iso_date", r"\b(\d{4})-(\d{2})-(\d{2})\b")
DAY_MONTH_YEAR: Final = _register(
    "day_month_year", rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH},?\s(\d{{4}})\b", re.I
)
MONTH_DAY_YEAR: Final = _register(
    "month_day_year", rf"\b{_MONTH}\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})\b", re.I
)
DATE_LABEL: Final = _register(
    "date_label",
    r"^(?:first |originally |last )?(?:published|posted|updated|modified|issued|date)"
    r"(?: on| at)?\s?:?\s",
    re.I,
)

# --- Lines round an article --------------------------------------------------

_WORD = r"[A-Z][\w.'’-]{0,30}"
_NAME = rf"{_WORD}(?: (?:(?:de|van|von|der|la|al|bin|el) )?{_WORD}){{0,4}}"
_FULL_NAME = rf"{_WORD}(?: (?:(?:de|van|von|der|la|al|bin|el) )?{_WORD}){{1,4}}"
# After a comma a single word is an agency: "Jane Doe, Reuters".
_NAMES = rf"{_NAME}(?:(?:,? and | & ){_NAME}|, {_FULL_NAME}){{0,5}}"

BYLINE: Final = _register(
    "byline",
    rf"^(?:[Bb]y|BY|[Ww]ords by|[Ww]ritten by)[ :]{{1,3}}({_NAMES})"
    r"(?:(?:,| [|–—-]| for| in| at) ?[^.!?]{1,80})?$",
)
NAME_REPORTS: Final = _register(
    "name_reports",
    rf"^({_NAMES})(?:, [\w ]{{1,40}},)? reports?"
    r"(?: (?:from|for|in) [\w,' ]{1,60})?\.?$",
)
CREDIT: Final = _register(
    "credit",
    r"^\W{0,2}(?:(?:additional |further )?(?:reporting|writing|editing|research)"
    r"(?: and (?:writing|editing))? by\b"
    r"|with (?:reporting|files|additional reporting) (?:by|from)\b"
    r"|compiled (?:by|from)\b|(?:sources?|contributing|contributors?) ?: )",
    re.I,
)
AGENCY_LINE: Final = _register(
    "agency_line", rf"^[(\[]{_NAME}(?:[/,&] ?{_NAME}){{0,3}}[)\]]$"
)
CONTRIBUTED: Final = _register(
    "contributed",
    r"\bcontributed(?: \w{1,12}){0,2} (?:to|from|for) (?:this|the) "
    r"(?:report|story|article|piece|coverage)",
    re.I,
)
IS_STAFF: Final = _register(
    "is_staff",
    r"^(?:[Tt]he )?[A-Z][^.!?]{0,90}? (?:is|are) (?:an? |the |our )?"
    r"(?:[\w’'-]{1,25},? ){0,6}"
    r"(?:journalists?|correspondents?|reporters?|editors?|columnists?|contributors?"
    r"|freelancers?|newsrooms?|bureau chief|staff writers?|team of \w{1,20})\b",
)
WRITES_ABOUT: Final = _register(
    "writes_about",
    rf"^{_WORD}(?: {_WORD}){{1,3}} (?:writes|covers|edits|blogs|broadcasts)\b",
)
NOT_STAFF: Final = _register(
    "not_staff",
    r"[\"“”«»]|\b(?:said|says|told|according|accus\w*|arrest\w*|detain\w*|kill\w*"
    r"|jail\w*|charg\w*|convict\w*|kidnap\w*|died|dead|missing|claim\w*)\b",
    re.I,
)
ABOUT: Final = _register(
    "about",
    r"^\W{0,3}(?:about the authors?\b|follow (?:him|her|them|us|@|\w{1,20} on )"
    r"|e-?mail:|contact the (?:author|reporter|writer)"
    r"|(?:©|\(c\)|copyright)\s|all rights reserved"
    r"|this (?:article|story|report|piece) (?:was|has been|is) "
    r"(?:first |originally |also )?"
    r"(?:published|updated|produced|corrected|based on material)"
    r"|(?:read|see) (?:more|also|next)\b ?:|related ?:|sign up (?:for|to)\b"
    r"|subscribe (?:to|for|now)\b|click here\b|editor.s note ?:"
    r"|the views expressed\b|have (?:a|any) (?:tip|story)\b|get in touch\b"
    r"|share this (?:article|story))",
    re.I,
)
PROMOTION: Final = _register(
    "promotion",
    r"^\W{0,3}(?:get|sign up|subscribe|join|follow|like|download|register|start your"
    r"|if you (?:enjoyed|liked)|want|there[’']s plenty more|listen to)\b"
    r"[^\n]{0,250}?\b(?:newsletters?|inbox|alerts|facebook|twitter|instagram|whatsapp"
    r"|telegram|youtube|forums|our app|membership|subscription|no paywalls?)\b",
    re.I,
)
CONTACT: Final = _register(
    "contact",
    r"\bfollow (?:him|her|them|us|me)(?: [\w.]{1,20})? (?:on (?:twitter|facebook"
    r"|instagram|x|linkedin|bluesky)\b|@)"
    r"|^\W{0,3}(?:e-?mail|contact|reach|write to) [^.!?@\n]{0,60}@"
    r"|\baffiliate (?:commission|links?)\b|\bget a share of the sale\b",
    re.I,
)
CAPTION: Final = _register(
    "caption",
    r"^\W{0,3}(?:(?:file )?"
    r"(?:photo|photograph|image|picture|illustration|video|graphic)s?"
    r"(?: credit)?(?: ?:| by\b| courtesy\b)|caption ?:|credit ?:)",
    re.I,
)
CAPTION_END: Final = _register(
    "caption_end",
    r"[(\[](?:(?:file )?(?:photo|image|picture|credit|photograph)s?\b[^()\[\]]{0,80}"
    r"|(?:AP|AFP|EPA|Reuters|Getty|PA)(?: Photo| Images)?/[^()\[\]]{1,60}"
    r"|[^()\[\]]{1,60}/(?:AP|AFP|EPA|Reuters|Getty(?: Images)?|PA))[)\]]\W{0,2}$",
    re.I,
)
TAIL_HEADING: Final = _register(
    "tail_heading",
    r"^\W{0,3}(?:(?:read |see )?more (?:from|on|stories|news|about|in)\b|related\b"
    r"|more (?:\w{1,20} ){1,3}(?:stories|articles|posts)$"
    r"|recommended\b|comments?\b|(?:read|up|watch) next\b|also (?:read|on)\b"
    r"|most (?:read|popular)\b|you (?:may|might) (?:also )?(?:like|be interested)"
    r"|trending\b|latest (?:news|stories)\b"
    r"|popular (?:now|stories|on)\b"
    r"|(?:get|sign up for) (?:our|the) [^.]{0,30}newsletter|about the author"
    r"|tell us what you think|leave a (?:comment|reply))",
    re.I,
)
LABEL: Final = _register(
    "label",
    r"^\W{0,3}(?:just watched|must watch|now playing|breaking news|don[’']t miss"
    r"|related (?:news|stories|articles|content|topics|coverage|videos?)"
    r"|(?:read|see|watch|show) more|(?:story|article) continues(?: below)?"
    r"|advertisement|sponsored(?: content)?|close|caption|loading|share(?: this)?"
    r"|re-?play)\W{0,3}$",
    re.I,
)
CLOCK: Final = _register(
    "clock",
    r"\d{1,2}[:.]\d{2}(?::\d{2})?|\b(?:[ap]\.?m\b\.?|[A-Z]{1,3}T\b|GMT|UTC)"
    r"|\b(?:updated|published|posted|modified|first|last|on|at|mon|tues?|wednes|thurs?"
    r"|fri|satur|sun)(?:day)?\b",
    re.I,
)
LIST_MARK: Final = _register("list_mark", r"^\s{0,8}(?:[-*•▪–]|\d{1,2}[.)])\s+\S")
TERMINAL: Final = _register("terminal", r"[.!?…:;][\"”’»')\]]{0,3}$")
QUESTION: Final = _register("question", r"[!?][\"”’»')\]]{0,3}$")
SITE_SUFFIX: Final = _register(
    "site_suffix", r"^(.{12,})\s(?:[|–—»•:-]|::)\s([^|–—»•]{2,40})$"
)

# --- Metadata -----------------------------------------------------------------

JSON_COMMA: Final = _register("json_comma", r",(\s{0,200}[}\]])")
JSON_FIELD: Final = _register(
    "json_field",
    r'"(@type|headline|datePublished|dateCreated|author)"\s{0,9}:\s{0,9}'
    r'(?:[\[{\s]{1,40}(?:"@type"\s{0,9}:\s{0,9}"\w{1,30}"\s{0,9},\s{0,40})?'
    r'"name"\s{0,9}:\s{0,9})?"((?:[^"\\\n]|\\.){1,500})"',
)
# A capital, or a letter of a script that has none.
_ANY_WORD = r"(?![a-z])[^\W\d_][\w.'’-]{0,30}"
_LINK_WORD = r"(?:and|&|y|und|et|de|van|von|der|la|al|bin|el|of|the)"
PERSON: Final = _register(
    "person", rf"^{_ANY_WORD}(?:,? (?:{_LINK_WORD} ){{0,2}}{_ANY_WORD}){{1,9}}$"
)
NO_PERSON: Final = _register(
    "no_person",
    r"^\W{0,3}(?:about|follow|view|read|more|see|subscribe|contact|share|sign|log|all"
    r"|posted|published|updated|last|get|home|news|latest|comments?)\b",
    re.I,
)
# Where a line round the byline goes on with something else.
BYLINE_END: Final = _register(
    "byline_end",
    rf"\s[|•·–—/／-]\s|\s?[|•·@／]|,?\s?(?:\b\w{{3,6}}day,?\s)?\b{_MONTH}\s\d|\s?\d|\s\("
    r"|\s(?:updated|published|posted|follow)\b",
    re.I,
)
NAME_GAP: Final = _register("name_gap", r",\s?(?:and\s)?|\s(?:and|&)\s")
ROLE: Final = _register(
    "role",
    r"\b(?:staff|writer|editor|reporter|correspondent|columnist|contributor|bureau"
    r"|desk|team|news|press|business|sports?)\b",
    re.I,
)
NAME_LABEL: Final = _register("name_label", r"^[^\W\d_]{2,20}(?: by)?\s?:\s")
JS_DATE: Final = _register(
    "js_date",
    r"^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) (\d{2}:\d{2}:\d{2})"
    r" (?:GMT|UTC)?([+-]\d{2}:?\d{2})",
)
PATH_DATE: Final = _register(
    "path_date", r"/(20\d{2}|19\d{2})[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/-]|$)"
)

# --- Paywalls -----------------------------------------------------------------

PAYWALL: Final = _register(
    "paywall",
    r"\b(?:subscribe|sign in|log ?in|register|create (?:an|your) (?:free )?account"
    r"|become a (?:member|subscriber)|start your (?:free )?trial|upgrade)\b"
    r"[^.!?\n]{0,60}\b(?:to|and) (?:continue|keep|read|unlock|finish|access|view"
    r"|get (?:full|unlimited))\b"
    r"|\bto (?:continue|keep) reading\b|\bcontinue reading (?:this|your|the|with)\b"
    r"|\b(?:already|not) a subscriber\b|\b(?:for|to) subscribers only\b"
    r"|\bsubscriber[- ]only\b"
    r"|\b(?:this|the) (?:article|story|content) is (?:reserved |available )?(?:only )?"
    r"(?:for|to) (?:our )?(?:paying )?(?:subscribers|members)\b"
    r"|\byou(?:[’']ve| have) (?:reached|used) your\b[^.!?\n]{0,40}"
    r"\b(?:articles?|limit)\b",
    re.I,
)
# Teasers of open pages say so as well.
READ_FULL: Final = _register(
    "read_full", r"\bread the (?:full|rest of (?:the|this)) (?:article|story)\b", re.I
)

# --- Class and id words of page furniture ------------------------------------

CAMEL: Final = _register("camel", r"(?<=[a-z])(?=[A-Z])")
FURNITURE: Final = _register(
    "furniture",
    r"(?:^|[\s_-])(?:comments?|related|promos?|promotion|share|sharing|social|cookies?"
    r"|newsletters?|sidebar|advert\w*|ads?|sponsor\w*|breadcrumbs?|footer|nav"
    r"|navigation|menu|popup|modal|subscribe|subscription|recommend\w*|trending"
    r"|outbrain|taboola|paywall|disqus|tags?|taglist|pagination|author-?bio|bio"
    r"|author-?(?:box|card|content|description|info|profile)|(?:about|post)-?author"
    r"|more-?(?:stories|news|on|from)|read-?more|also-?read|most-?(?:read|popular)"
    r"|consent|gdpr|privacy|toolbar|tooltip|banner|masthead|copyright|disclaimer|signup"
    r"|sign-?up|hidden|skip|sr-only|visually-?hidden|screen-?reader\w*|caption"
    r"|print-?(?:only|header|footer)|cta|call-?to-?action|controls?|carousel"
    r"|notifications?|(?:next|prev|previous)-?(?:prev|next|post|article|story)"
    r"|jetpack|messenger)"
    r"(?:$|[\s_-])",
    re.I,
)
STANDFIRST: Final = _register(
    "standfirst",
    r"(?:^|[\s_-])(?:standfirst|subtitle|sub-?head(?:line)?|dek|deck|summary|lede?|intro"
    r"|excerpt|kicker-text|description)(?:$|[\s_-])",
    re.I,
)
LEDE: Final = _register("lede", r"(?:^|[\s_-])(?:lede?|intro)(?:$|[\s_-])", re.I)
BYLINE_CLASS: Final = _register(
    "byline_class",
    r"(?:^|[\s_-])(?:by-?line\w*|author\w*|contributor\w*|date-?line|date|time-?stamp"
    r"|pub-?date|published)(?:$|[\s_-])",
    re.I,
)
DATE_CLASS: Final = _register(
    "date_class",
    r"(?:^|[\s_-])(?:date-?line|date\w{0,9}|time-?stamp|pub\w{0,9}|pub-?date|published\w{0,4}"
    r"|posted|post-?(?:date|meta|time)|post-?info|meta|timestamp|time|byline\w{0,5})"
    r"(?:$|[\s_-])",
    re.I,
)
UPDATED: Final = _register("updated", r"updated?|modif|last-?mod", re.I)
EMBEDDED_POST: Final = _register(
    "embedded_post",
    r"(?:^|[\s_-])(?:twitter-(?:tweet|video)|tweet|instagram-media|tiktok-embed"
    r"|fb-post|bluesky-embed|mastodon-embed)(?:$|[\s_-])",
    re.I,
)
