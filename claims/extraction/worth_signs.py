"""What a text shows of being a checkable statement: signs, present or not.

Each sign has words of its own and a phrase for the reader. How much each one
weighs is not decided here but learned (``training/worth.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from claims.extraction.patterns import WORTH_TOKEN

# Sign → what the reader is told of it.
PHRASES: Final[dict[str, str]] = {
    "figure": "a figure",
    "percent": "a percentage",
    "money": "a sum of money",
    "magnitude": "a large number",
    "number_word": "a number in words",
    "frequency": "how often or since when",
    "comparison": "a comparison",
    "superlative": "a superlative",
    "change": "a rise or a fall",
    "quantity": "a quantity or a rate",
    "amount": "all, many, some or none",
    "past": "an event in the past",
    "past_be": "a state in the past",
    "perfect": "what has been",
    "present_have": "what somebody has",
    "conduct": "an act on record",
    "measured": "something that is counted officially",
    "causal": "a cause",
    "name": "a name",
    "names": "several names",
    "acronym": "an abbreviation",
    "third_person": "about somebody else",
    "inner_report": "what somebody said or wrote",
    "negation": "a negation",
    "future": "about the future",
    "modal": "what can or may be",
    "should": "what should be",
    "need": "what is needed",
    "opinion": "an opinion",
    "judgement": "a judgement of value",
    "hope": "a hope or a wish",
    "belief": "a belief",
    "hedge": "a hedge",
    "condition": "a condition",
    "question": "a question",
    "request": "a request",
    "courtesy": "a courtesy",
    "first_person": "the speaker about himself or herself",
    "you": "addressed to somebody",
    "short": "very short",
}
SIGNS: Final = tuple(PHRASES)
_BITS: Final = {sign: 1 << index for index, sign in enumerate(SIGNS)}

# In lower case, with straight apostrophes.
_LISTS: Final[dict[str, str]] = {
    "percent": "% percent pct percentage",
    "money": "dollar dollars euro euros pound pounds cents cent $ £ € usd yen",
    "magnitude": "thousand thousands million millions billion billions trillion "
    "trillions dozen dozens hundred hundreds",
    "number_word": "two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty "
    "forty fifty sixty seventy eighty ninety half third quarter double triple twice "
    "thrice tenth fifth",
    "frequency": "since until last recent recently already previous previously annual "
    "annually yearly daily monthly weekly every still first second once again ever "
    "former formerly early late earlier later during within",
    "comparison": "than more less fewer higher lower larger smaller greater bigger "
    "longer shorter older younger faster slower cheaper stronger weaker compared "
    "twice equal equivalent average above below worse richer poorer nearly almost "
    "about approximately around roughly over under only exactly",
    "superlative": "most least highest lowest largest smallest biggest greatest "
    "longest oldest youngest fastest worst record top only fewest richest poorest",
    "change": "rise rises rose risen rising increase increases increased increasing "
    "grow grew grown grows growing growth gain gained double doubled tripled "
    "quadrupled fall falls fell fallen falling drop drops dropped decline declined "
    "declining decrease decreased decreasing cut cuts cutting reduce reduced reduces "
    "reduction shrank shrunk lost losing slashed raised raise raising lowered "
    "doubling expanded soared plunged halved",
    "quantity": "number numbers rate rates total share amount level levels majority "
    "minority population size cost costs price prices rated ratio proportion average "
    "per figures statistics",
    "amount": "all every each none nobody many much several few some no both any "
    "everybody everyone nothing hardly entire whole",
    "past": "said went did made took gave came left got became began brought built "
    "bought spent sent kept held told knew saw found lost won paid sold stood met led "
    "ran wrote voted passed put set let broke chose drove fought forgot heard hit "
    "hurt rejected supported opposed vetoed proposed signed introduced created "
    "appointed promised announced killed died started ended called turned used "
    "happened served failed worked helped tried changed moved opened closed joined "
    "refused agreed received allowed cast thought wanted",
    "past_be": "was were wasn't weren't",
    "perfect": "been had hadn't haven't hasn't",
    "present_have": "has have owns holds contains includes",
    "conduct": "voted passed signed vetoed supported opposed sponsored appointed "
    "elected fired resigned arrested convicted charged indicted sentenced sued ruled "
    "banned approved rejected invaded attacked bombed killed wounded injured died "
    "born found founded opened closed bought sold paid spent earned received given "
    "gave stole donated invested built launched proposed introduced created "
    "negotiated agreed withdrew withdrawn deployed released cancelled endorsed "
    "provided eliminated raised",
    "measured": "tax taxes budget deficit deficits debt jobs job unemployment "
    "unemployed income incomes wages wage inflation economy gdp workers employees "
    "troops soldiers people deaths births crime crimes murders prisoners hospital "
    "hospitals patients schools students teachers voters immigrants refugees homes "
    "houses families farmers oil gas energy emissions imports exports trade spending "
    "revenue revenues sales profits interest mortgage insurance medicare medicaid "
    "security welfare poverty bill law legislation program programs weapons missiles "
    "barrels tons acres miles square residents members states countries nation "
    "nations bills company companies businesses",
    "causal": "because cause caused causes causing due led leads result resulted "
    "results resulting reason therefore consequently thereby contributed prevented "
    "produced",
    "third_person": "he she him her his hers they them their theirs himself herself "
    "themselves he's she's they're",
    "inner_report": "said says say told report reported reports claimed claims "
    "announced according wrote testified stated poll polls study survey showed shows "
    "shown statement document documents findings",
    "negation": "not never don't doesn't didn't isn't aren't wasn't weren't can't "
    "cannot won't wouldn't couldn't shouldn't haven't hasn't hadn't nor neither",
    "future": "will shall won't i'll we'll he'll she'll they'll it'll you'll tomorrow "
    "gonna future would i'd we'd he'd she'd they'd",
    "modal": "can could may might can't couldn't cannot able possible wouldn't",
    "should": "should ought must shouldn't mustn't supposed",
    "need": "need needs needed require requires necessary",
    "opinion": "believe think feel view opinion seems seem guess suppose consider "
    "frankly honestly obviously clearly certainly surely simply really actually "
    "personally judgment sense",
    "judgement": "good bad great best better terrible wonderful right wrong important "
    "fair unfair strong tough hard difficult easy beautiful horrible disaster "
    "disgrace proud shame ridiculous nice fine smart stupid dangerous safe critical "
    "essential vital key serious real true greatness amazing incredible tremendous "
    "values moral character leadership freedom courage vision dream dreams faith "
    "honest decent",
    "hope": "hope hopes wish want wants love loves prefer willing pray desire "
    "determined commit committed pledge goal intend trying try let's expect",
    "belief": "know understand realize recognize remember mean agree sure certain "
    "doubt wonder imagine",
    "hedge": "perhaps maybe probably possibly likely apparently sort kind somewhat "
    "somehow rather unlikely",
    "condition": "if unless whether otherwise when whenever",
    "request": "let please tell look listen let's ask answer respond talk talking",
    "courtesy": "thank thanks welcome sir madam gentlemen ladies hello evening "
    "goodnight congratulations sorry yes yeah okay ok hi bye applause laughter "
    "crosstalk",
    "first_person": "i me my mine myself i'm i've i'd i'll",
    "you": "you your yours yourself you're you've you'll you'd",
}
# Capitals that make no name.
_NO_NAMES: Final = frozenset(
    "i i'm i've i'd i'll mr mrs ms monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october "
    "november december".split()
)
_NO_PAST: Final = frozenset("ed bed red shed sled wed fed hundred sacred".split())
_ENDS: Final = frozenset(".!?:")  # after them a capital says nothing of names
_SHORT: Final = 6  # words below which a text hardly says anything
_LONG: Final = 60  # words beyond which it does not matter how many


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that a text shows, in the order of ``SIGNS``, and its length."""

    names: tuple[str, ...]
    words: int  # at most 60


def _masks() -> dict[str, int]:
    """For each word the signs it is one of, as bits."""
    masks: dict[str, int] = {}
    for sign, words in _LISTS.items():
        for word in words.split():
            masks[word] = masks.get(word, 0) | _BITS[sign]
    return masks


_MASKS: Final = _masks()


def signs_of(text: str) -> Signs:
    """The signs of a text. Any string is accepted; time is linear."""
    tokens = WORTH_TOKEN.findall(text.replace("’", "'"))
    found = words = names = 0
    before, in_name = ".", False
    for word in tokens:
        lower = word.lower()
        is_capital = False
        if lower in _MASKS and (word != "May" or before in _ENDS):  # else the month
            found |= _MASKS[lower]
        if word[0].isalpha():
            words += 1
            if word[-2:] == "ed" and word[-3:] != "eed" and word not in _NO_PAST:
                found |= _BITS["past"]
            if word != lower and lower not in _NO_NAMES:
                is_capital = True
                if len(word) > 1 and word.isupper():
                    found |= _BITS["acronym"]
                elif not in_name and before not in _ENDS:
                    names += 1
                    in_name = True
        elif word[0].isdigit():
            words += 1
            found |= _BITS["figure"]
        before = lower
        in_name = in_name and is_capital
    found |= _of_whole(tokens, words, names)
    shown = tuple([sign for sign, bit in _BITS.items() if found & bit])
    return Signs(shown, min(words, _LONG))


def _of_whole(tokens: list[str], words: int, names: int) -> int:
    """Signs that no single word shows."""
    found = 0
    if names:
        found |= _BITS["name"]
    if names > 1:
        found |= _BITS["names"]
    if "?" in tokens:
        found |= _BITS["question"]
    if words < _SHORT:
        found |= _BITS["short"]
    return found
