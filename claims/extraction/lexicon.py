"""The cue lexicon: which words attribute, in which construction, and how.

Collected from general knowledge of English reporting verbs and ordered by the
classes of commitment the product shows. Which constructions a verb needs
(``frames``) was settled by counting over the PolNeAR training articles: a verb is
listed for a construction when about half or more of its uses there are cues.

Frames: C clause ("said that …"), Q quotation, X infinitive ("vowed to …"),
O noun phrase ("rejected the offer"), P the named prepositions ("called for …").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from claims.extraction.inflection import forms
from claims.extraction.model import Certainty, Commitment, Tier


@dataclass(frozen=True, slots=True)
class CueEntry:
    """What the lexicon knows of one verb."""

    lemma: str
    commitment: Commitment
    tier: Tier
    frames: frozenset[str]
    prepositions: frozenset[str]


_COMMITMENT_CERTAINTY: Final[dict[Commitment, Certainty]] = {
    Commitment.ENDORSING: Certainty.CERTAIN,
    Commitment.NEUTRAL: Certainty.CERTAIN,
    Commitment.NEUTRAL_EVIDENTIAL: Certainty.CERTAIN,
    Commitment.DISTANCING: Certainty.CERTAIN,
    Commitment.HEARSAY: Certainty.UNCOMMITTED,
    Commitment.PROJECTION: Certainty.PROBABLE,
    Commitment.WEAK: Certainty.PROBABLE,
    Commitment.BELIEF: Certainty.PROBABLE,
    Commitment.DIRECTIVE: Certainty.UNCOMMITTED,
    Commitment.NEGATIVE: Certainty.CERTAIN_NOT,
    Commitment.QUESTION: Certainty.UNCOMMITTED,
}

# Verbs of belief whose subject does not assert the content at all.
UNCOMMITTED_BELIEFS: Final = frozenset(
    {"hope", "want", "wish", "fear", "wonder", "like", "prefer", "desire",
     "seek", "plan", "intend", "aim", "love", "hate", "support", "oppose", "favor",
     "favour", "back", "endorse", "welcome", "admire", "resent", "despise"}
)  # fmt: skip


# Directives that assert what a clause or a quotation after them says:
# "warned that the dam may break", "promised that nobody would be moved".
ASSERTING_DIRECTIVES: Final = frozenset(
    {"warn", "caution", "promise", "vow", "pledge", "guarantee", "swear", "counsel"}
)
WARNINGS: Final = frozenset({"warn", "caution"})
# Constructions in which the content is a statement: clause, quotation, noun + clause
STATING: Final = frozenset({"C", "Q", "noun"})


def default_certainty(commitment: Commitment, lemma: str, frame: str) -> Certainty:
    """How firmly a speaker asserts what such a cue introduces, hedges aside."""
    stated = frame in STATING or (frame == "P" and lemma in WARNINGS)
    if commitment is Commitment.DIRECTIVE and stated and lemma in ASSERTING_DIRECTIVES:
        return Certainty.CERTAIN
    if commitment is Commitment.BELIEF and (
        lemma in UNCOMMITTED_BELIEFS or ADJECTIVES.get(lemma, (None, ""))[1] == "X"
    ):
        return Certainty.UNCOMMITTED
    if commitment is Commitment.BELIEF and lemma in ("know", "realise", "realize"):
        return Certainty.CERTAIN
    if lemma == "doubt":
        return Certainty.PROBABLE_NOT
    return _COMMITMENT_CERTAINTY[commitment]


# class | tier | frames | verbs, each with /prepositions where it takes some.
# "verb+O" adds a frame to the row's, "verb-C" removes one.
_ROWS: Final = """
endorsing|speech|CQ|confirm+O acknowledge+O admit/to concede+O reveal+O disclose+O note+O point/to,at clarify+O recognize recognise stipulate remind+O certify verify accept confess/to divulge
endorsing|evidential|C|show+O find+Q demonstrate discover establish determine reveal+O illustrate underscore document prove corroborate validate deduce
endorsing|stance|C|learn realize realise
neutral|speech|CQ|reaffirm+O underscore+O underline emphasize+O emphasise+O stress+O highlight+O affirm agree+X/with,on concur/with assure+O say+X tell+X write/about,of state+O post+O tweet+O retweet+O add announce+O declare+XO comment/on,about reply explain+O testify/about describe+O report+XO/on respond/by recall+O recount+O remark observe joke/about quip mention-C+O continue-C elaborate/on reiterate+O repeat+O stammer mutter murmur whisper shout+X yell chant+O scream exclaim cry blog email text conclude rule read publicise-CQ publicize-CQ relate narrate confide reassure notify alert opine muse summarize summarise sum proclaim+O pronounce voice+O utter answer counter retort rejoin interject deadpan crow gush brag/about chime intone sing laugh sigh smile shrug fume thunder bellow bark snap sneer scoff/at reason inform convey relay relate quote+O cite+O narrate remember+O chronicle teach advise+O preach lecture detail+O outline+O articulate+O express+O list+O enumerate label+O dub+O call+OX name-C+O describe+O characterize+O characterise+O portray+O depict identify+O reference+O invoke+O echo+O compare+O liken+O credit+O thank+O discuss+O unveil+O release-CQ introduce-CQ publish-CQ recite+O address-C specify volunteer radio cable message leak recollect reminisce restate+O moan object/to broadcast+O estimate+XO calculate reckon assess gauge rank-CQ rate-CQ refer-CQ/to allude-CQ/to respond/to expand-CQ/on apologize-C/for apologise-C/for dwell-CQ/on riff/on touch-CQ/on
distancing|speech|CQ|accuse-C+O+Q blame-C+O charge claim+XO allege+O purport+X assert+O maintain insist/on contend boast/of,about argue/for,against profess+X protest swear attest posit theorize theorise rationalize speculate/about,on tout+O trumpet+O hype pretend gloat/about spin bluster bloviate
weak|speech|CQ|suggest+OX indicate+O imply+O hint/at signal+O+C intimate insinuate infer
weak|evidential|C|suggest indicate imply signal hint
belief|stance|C|think/of,about believe/in feel dread surmise sense hope+X/for fear expect+X want+X doubt+O suspect assume consider+O imagine anticipate worry/about wish+X reckon figure guess bet predict+QO forecast foresee project presume view-C+O regard-C+O paint-C+O trash-C+O taunt-C+O+Q float-C+O herald-C+O know judge deem+O envision+O perceive-C dream decide-C+X plan-C+X intend-C+X aim-C+X prefer+XO love-C+X hate-C like-C+X seek-C+X desire-C+X favor-C+O favour-C+O oppose-C+O support-C+O back-C+O endorse-C+O+X praise-C+O+Q applaud-C+O admire-C+O condemn-C+O+Q denounce-C+O+Q criticize-C+O+Q criticise-C+O+Q attack-C+O blast-C+O+Q slam-C+O+Q mock-C+O+Q decry-C+O lament+O+Q bemoan+O defend-C+O+Q hail-C+O+Q welcome+O laud-C+O assail-C+O chide-C+O+Q rebuke-C+O deride-C+O ridicule-C+O lambast-C+O lambaste-C+O bash-C+O congratulate-C+O honor-C disparage-C+O savage-C+O extol-C+O champion-C+O advocate+O+X/for shun-C cheer-C question+O+Q single-C+O stand-C/by disagree/with,on,about sympathize-C/with side-C/with rail-C/against,about campaign-C/against push-C+X/for,against lobby-C/for,against lash-C/at,against vouch-C/for complain+Q/about,of grumble+Q/about gripe+Q/about marvel+Q regret+O resent-C+O rejoice conclude interpret-C+O debate-C dislike-C+O embrace-C brag/about hesitate-C+X balk-C/at vie-C long-C+X
directive|stance|CQX|urge+O order demand+O warn+O/of,about,against vow+O pledge+O promise+O threaten offer-C+O propose+O recommend+O request+O instruct command implore beg plead/for beseech exhort encourage-C caution/against advise/against,on ask-CQ+X/for challenge-CQ press-CQ direct-CQ call-CQX/for,on,upon appeal-CQ/for,to propose+O volunteer-CQ swear vow guarantee invite-CQ persuade-CQ dare-CQ counsel forbid-C commit-CQ resolve-Q undertake-CQ
negative|speech|CQ|deny+OX reject+O dismiss+O dispute+O refute+O rebut+O retract+O disavow+O repudiate+O contradict-C+O downplay-C+O discount-CQ debunk-C+O
negative|stance|CQ|decline-C+X refuse-C+X rebuff+O disown-C+O renounce-C+O veto-CQ
question|speech|CQ|ask/about,whether wonder inquire/about,whether enquire query question
"""  # noqa: E501


def _parse() -> dict[str, CueEntry]:
    entries: dict[str, CueEntry] = {}
    for row in _ROWS.strip().splitlines():
        commitment, tier, base, verbs = row.split("|")
        for item in verbs.split():
            verb, _, prepositions = item.partition("/")
            frames = set(base)
            lemma = ""
            sign = "+"
            for char in verb + "+":
                if char in "+-":
                    sign = char
                elif char.isupper():
                    frames.add(char) if sign == "+" else frames.discard(char)
                else:
                    lemma += char
            known = entries.get(lemma)
            if known:  # the first class wins, later rows only add constructions
                frames |= known.frames
                commitment_value, tier_value = known.commitment, known.tier
            else:
                commitment_value, tier_value = Commitment(commitment), Tier(tier)
            names = frozenset(filter(None, prepositions.split(",")))
            if known:
                names |= known.prepositions
            entries[lemma] = CueEntry(
                lemma, commitment_value, tier_value, frozenset(frames), names
            )
    return entries


ENTRIES: Final[dict[str, CueEntry]] = _parse()

# Inflected form → entry. Where two verbs share a form ("found", "saw"), the
# earlier row wins.
FORMS: Final[dict[str, CueEntry]] = {}
for _entry in ENTRIES.values():
    for _form in forms(_entry.lemma):
        FORMS.setdefault(_form, _entry)

# Any other verb that stands between a quotation and a subject ("deadpanned").
UNKNOWN_CUE: Final = CueEntry(
    "", Commitment.NEUTRAL, Tier.SPEECH, frozenset("Q"), frozenset()
)

HEARSAY_ADVERBS: Final = frozenset(
    {"reportedly", "allegedly", "supposedly", "purportedly", "rumouredly",
     "rumoredly"}
)  # fmt: skip

HEARSAY_PASSIVES: Final = frozenset(
    {"said", "believed", "thought", "understood", "reported", "alleged", "rumored",
     "rumoured", "claimed", "considered", "estimated", "feared", "assumed",
     "suspected", "presumed", "known"}
)  # fmt: skip

PROJECTION_PASSIVES: Final = frozenset(
    {"expected", "projected", "anticipated", "predicted", "forecast", "tipped",
     "slated", "poised", "set", "due", "scheduled"}
)  # fmt: skip

# noun form → lemma of the verb whose class it has
CUE_NOUNS: Final[dict[str, str]] = {
    form: verb
    for verb, nouns in {
        "claim": "claim claims contention contentions",
        "assert": "assertion assertions",
        "allege": "allegation allegations accusation accusations charge charges",
        "state": "statement statements remark remarks comment comments declaration",
        "announce": "announcement announcements",
        "warn": "warning warnings caution",
        "say": "testimony word",
        "report": "report reports",
        "suggest": "suggestion suggestions implication insinuation",
        "argue": "argument arguments",
        "believe": "belief beliefs conviction view opinion notion",
        "hope": "hope hopes",
        "fear": "fear fears concern concerns worry worries",
        "doubt": "doubt doubts",
        "promise": "promise promises pledge pledges vow vows",
        "assure": "assurance assurances",
        "admit": "admission acknowledgment acknowledgement concession confession",
        "predict": "prediction predictions forecast forecasts",
        "conclude": "conclusion conclusions finding findings",
        "speculate": "speculation rumor rumors rumour rumours",
        "complain": "complaint complaints criticism",
        "insist": "insistence",
        "deny": "denial denials",
        "demand": "demand demands call calls",
        "estimate": "estimate estimates",
        "expect": "expectation expectations",
        "reveal": "revelation revelations disclosure",
        "propose": "proposal",
        "sign": "indication indications hint hints",
        "answer": "answer answers reply replies",
        "respond": "response responses",
        "explain": "explanation explanations excuse excuses",
        "boast": "boast boasts",
        "confirm": "confirmation",
        "suspect": "suspicion suspicions",
        "rule": "ruling rulings",
        "theorize": "theory theories",
        "project": "projection projections",
        "threaten": "threat threats",
        "request": "request requests",
        "plead": "plea pleas",
        "instruct": "instruction instructions",
    }.items()
    for form in nouns.split()
}

# What "according to" may point at without anybody speaking.
NOT_SPEAKERS: Final = frozenset(
    {"terms", "term", "plan", "plans", "schedule", "schedules", "rules", "rule", "law",
     "laws", "timetable", "standards", "standard", "principles", "principle", "need",
     "needs", "size", "age", "type", "criteria", "procedure", "procedures", "custom",
     "tradition", "taste", "rank", "order", "agreement", "agreements", "provisions",
     "provision", "protocol", "protocols", "conditions", "condition", "merit",
     "ability", "wishes", "formula", "script", "design", "specifications",
     "requirements",
     "requirement", "arrangement", "arrangements", "calendar", "way", "ways", "level",
     "levels", "contract", "treaty", "constitution", "instructions", "guidelines",
     "which", "what"}
)  # fmt: skip

PROJECTION_LEMMAS: Final = frozenset(
    {"expect", "project", "anticipate", "predict", "forecast", "tip", "slate",
     "schedule", "set", "due", "poised"}
)  # fmt: skip

# Adjectives of attitude: "is confident that …" (C), "is eager to …" (X).
ADJECTIVES: Final[dict[str, tuple[Commitment, str]]] = {
    **dict.fromkeys(
        "confident certain sure convinced adamant aware conscious mindful insistent "
        "satisfied".split(),
        (Commitment.BELIEF, "C"),
    ),
    **dict.fromkeys(
        "hopeful optimistic pessimistic afraid worried concerned fearful doubtful "
        "skeptical sceptical glad happy pleased proud sorry sad angry disappointed "
        "surprised grateful thankful upset furious alarmed frustrated unsure uncertain "
        "outraged relieved".split(),
        (Commitment.BELIEF, "C"),
    ),
    **dict.fromkeys(
        "eager reluctant willing unwilling inclined hesitant keen loath determined "
        "prepared anxious".split(),
        (Commitment.BELIEF, "X"),
    ),
}

# "made the claim that …", "expressed the hope that …": the verb adds nothing.
LIGHT_VERBS: Final = frozenset(
    form
    for lemma in (
        "make have express issue release repeat voice offer reiterate raise share give "
        "send deliver put level advance state hold retain"
    ).split()
    for form in forms(lemma)
) | {"made", "making", "had", "has", "having", "gave", "given", "sent", "held"}
