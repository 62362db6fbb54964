"""Word lists by which annotations are sorted into classes.

They are the evaluation's own: were they the engine's lexicon, each word that the
engine learns would move annotations from one class to another, and the figures of a
class could not be compared over time.
"""

from __future__ import annotations

from typing import Final

from claims.extraction.inflection import forms


def _forms(lemmas: str) -> frozenset[str]:
    return frozenset(form for lemma in lemmas.split() for form in forms(lemma))


SPEECH_VERBS: Final = _forms(
    "accuse acknowledge add address admit advise affirm allege announce answer argue "
    "ask assert blame boast brag call caution challenge charge cite claim clarify "
    "comment complain concede confirm contend counter declare demand deny describe "
    "disclose discuss dispute elaborate emphasise emphasize exclaim explain express "
    "indicate inform insist joke lament maintain mention mutter note object observe "
    "offer pledge point proclaim promise propose protest quip quote read reassure "
    "recall recount refute reiterate reject remark remind repeat reply report request "
    "respond retort reveal say shout speak state stress suggest talk tell testify "
    "threaten tweet urge vow warn whisper wonder write"
)

ATTITUDE_VERBS: Final = _forms(
    "admire agree aim anticipate appreciate assume believe care consider decide "
    "desire despise disagree dislike doubt dread envision expect favor favour fear "
    "feel guess hate hope imagine intend know like long love mean need oppose "
    "perceive plan prefer presume realise realize recognise recognize regard regret "
    "remember resent respect see seek seem sense support suppose suspect think trust "
    "understand view want wish worry"
)

CUE_NOUNS: Final = frozenset(
    "accusation accusations acknowledgment admission advice agreement allegation "
    "allegations analysis announcement answer argument arguments assertion assertions "
    "assessment assumption belief beliefs bet call calls claim claims comment "
    "comments complaint complaints concern concerns conclusion conclusions "
    "condemnation confidence contention conviction criticism decision decisions "
    "declaration demand demands denial determination disdain doubt doubts estimate "
    "estimates expectation expectations fear fears finding findings goal hint hope "
    "hopes idea implication indication insistence intention interest notion opinion "
    "opposition plan plans pledge pledges position prediction predictions promise "
    "promises proposal question questions record remark remarks report reports "
    "response rhetoric rumor rumors rumour rumours skepticism speculation statement "
    "statements suggestion suggestions suspicion suspicions testimony theory threat "
    "threats view views vow vows warning warnings word".split()
)

CUE_ADVERBS: Final = frozenset(
    "allegedly apparently ostensibly presumably purportedly reportedly seemingly "
    "supposedly".split()
)

# What makes of the next word a noun: "the claim", "his plan".
DETERMINERS: Final = frozenset(
    "a an the this that these those my your his her its our their no any some another "
    "each every own s".split()
)

# Verbs that only carry a noun: "made the claim", "has doubts".
LIGHT_VERBS: Final = _forms("be do express get give have issue make raise") | frozenset(
    "am are been being did done gave given got had has is made was were".split()
)

FUNCTION_WORDS: Final = frozenset(
    "about against and as at but by for from if in into like of off on onto or over "
    "per so than that to under upon via when whether while with".split()
)

PRONOUNS: Final = frozenset(
    "i me my mine you your yours he him his she her hers it its we us our ours they "
    "them their theirs who whom whose which that this these those one".split()
)

# Nobody can tell who these are.
GENERIC_SPEAKERS: Final = frozenset(
    "analysts backers commentators critics experts insider insiders observers "
    "officials opponents others people somebody someone source sources some many "
    "everyone nobody proponents researchers scholars scientists supporters "
    "witnesses".split()
)

# Peoples, parties and countries.
GROUPS: Final = frozenset(
    "americans conservatives democrats europeans latinos liberals mexicans "
    "progressives republicans russians america britain canada china europe france "
    "germany india iran iraq israel japan korea mexico pakistan russia syria turkey "
    "ukraine".split()
)

# Words inside proper names of bodies.
BODY_WORDS: Final = frozenset(
    "academy administration agency airlines alliance assembly associates association "
    "authority bank board broadcasting bureau campaign center centre charter church "
    "coalition college commission committee company conference congress convention "
    "corporation council county court department division embassy federation forum "
    "foundation fund government group guild house inc initiative institute "
    "institution journal league ltd magazine ministry monitor movement museum nations "
    "network news observer office organisation organization parliament party police "
    "politico post press project republic review school senate service services "
    "society state states survey team times tribune trust union university "
    "workers".split()
)

# Works that state something, beside the documents the engine knows.
WORKS: Final = frozenset(
    "account ad ads app clip column commentary coverage film headline map narrative "
    "piece platform program programme segment site story theory trailer average "
    "averages".split()
)

# Words after which a phrase only goes on about its head.
PHRASE_ENDS: Final = frozenset(
    "and at by close conducted familiar featuring for from in including involved of "
    "on released that to titled under whom which who whose with".split()
)

# Words whose full stop ends no sentence.
ABBREVIATIONS: Final = frozenset(
    "adm al apr aug ave capt co col corp dec dept dr etc feb gen gov hon inc jan jr "
    "jul jun lt ltd maj mar messrs mr mrs ms nov oct prof rep reps rev sen sens sep "
    "sept sgt sr st vs".split()
)
