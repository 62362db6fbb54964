""" "According to", "per", "in the words of", "as … put it": the statement stands
in the same sentence and the speaker in the phrase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import NOT_QUOTED, Page, merge_spans
from claims.extraction.finding.phrases import (
    cut_concession,
    noun_phrase,
    stretched,
)
from claims.extraction.finding.stretches import before_mark
from claims.extraction.lexicon import (
    NOT_SPEAKERS,
)
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_OPENING_MARKS: Final = frozenset("\"“‘'")
_CLAUSE_PUNCT: Final = frozenset({",", ";", ":", "—", "–", "--"})


def find_according(page: Page, token: Token) -> Candidate | None:
    position = token.i + 1
    if position >= len(page.tokens) - 1 or page.tokens[position].lower_ != "to":
        return None
    speaker = _phrase_after(page, position + 1)
    if speaker is None:
        return None
    head, last = speaker
    return _evidential(page, token.i, position, head, last, "according", "according to")


def find_per(page: Page, token: Token) -> Candidate | None:
    """ "per the report": only at a clause's edge and before a speaker."""
    index = token.i
    edge = index == token.sent.start or page.tokens[index - 1].text in _CLAUSE_PUNCT
    speaker = _phrase_after(page, index + 1) if edge else None
    if speaker is None or speaker[0].ent_type_ in ("DATE", "TIME", "MONEY", "CARDINAL"):
        return None
    if (
        speaker[0].ent_type_ == ""
        and speaker[0].pos_ == "NOUN"
        and (page.tokens[index + 1].pos_ != "DET")
    ):
        return None
    return _evidential(page, index, index, *speaker, "per", "per")


def find_in_the_words_of(page: Page, token: Token) -> Candidate | None:
    index = token.i
    if page.tokens[index - 2].lower_ != "in" or index + 2 >= len(page.tokens):
        return None
    if page.tokens[index + 1].lower_ != "of":
        return None
    speaker = _phrase_after(page, index + 2)
    if speaker is None:
        return None
    return _evidential(
        page, index - 2, index + 1, *speaker, "in-the-words-of", "in the words of"
    )


def find_in_the_view_of(page: Page, token: Token) -> Candidate | None:
    """ "In the opinion of the surveyor, the wall is sound"."""
    found = find_in_the_words_of(page, token)
    if found is None:
        return None
    return replace(found, rule="in-view", lemma="believe", frame="C")


VIEWS: Final = frozenset(
    {"view", "opinion", "telling", "estimation", "judgment", "account", "reckoning"}
)
_ACCOUNTS: Final = frozenset({"telling", "account", "reckoning"})


def find_in_view(page: Page, noun: Token) -> Candidate | None:
    """ "In her view, the method is unsafe": an opinion and whose it is."""
    holder = page.child(noun, "poss")
    preposition = noun.head
    wanted = ("in", "by") if noun.lower_ in _ACCOUNTS else ("in",)
    if holder is None or preposition.lower_ not in wanted or preposition.i > holder.i:
        return None
    after = noun.i + 1
    sent = noun.sent
    if after >= sent.end or page.tokens[after].text != "," or holder.lower_ == "my":
        return None
    content: tuple[Span, ...] = ()
    before = page.tokens[preposition.i - 1]
    if preposition.i == sent.start or before.pos_ == "CCONJ":
        whole = stretched(page, page.trimmed(after + 1, sent.end - 1))
        content = (whole,) if whole is not None else ()
    elif before.text == "," and noun.lower_ in _ACCOUNTS:
        # "she replied, by his telling, that …"
        content = tuple(_around_phrase(page, preposition.i, noun.i, sent))
    is_own = page.tokens[noun.i - 1].lower_ == "own"  # of whoever speaks anyway
    speaker = noun_phrase(page, holder)
    if not content or speaker is None or is_own:
        return None
    is_account = noun.lower_ in _ACCOUNTS
    return Candidate(
        rule="in-account" if is_account else "in-view",
        cue=(page.span(preposition.i, preposition.i), page.span(noun.i, noun.i)),
        lemma="according to" if is_account else "believe",
        frame="according" if is_account else "C",
        content=content,
        speaker=(speaker,),
        speaker_head=page.base + holder.idx,
        sentence=page.sentence(noun),
        paragraph=page.paragraph,
        cue_words=("in", noun.lower_),
        in_quotation=page.is_quoted(noun),
    )


def find_as_put_it(page: Page, token: Token) -> Candidate | None:
    """ "as the mayor put it", "as officials say": a remark on its own sentence."""
    index = token.i
    if (
        index
        and page.tokens[index - 1].text not in _CLAUSE_PUNCT
        and (index != token.sent.start)
        and _quoted_before(page, index) is None
    ):
        return None
    for verb in page.tokens[index + 2 : index + 12]:
        if verb.text in _CLAUSE_PUNCT or verb.is_sent_start:
            return None
        if verb.lower_ in _PUTS:
            break
    else:
        return None
    follower = page.tokens[verb.i + 1] if verb.i + 1 < len(page.tokens) else None
    last = verb.i
    if follower is not None and follower.lower_ == "it":
        last += 1
    elif verb.lower_ in ("put", "puts") or (
        follower is not None and follower.text not in {*_CLAUSE_PUNCT, "."}
    ):
        return None
    subject = page.child(verb, "nsubj")
    if subject is None or subject.i <= index or subject.lower_ in ("i", "we", "you"):
        return None
    found = _evidential(page, index, index, subject, last, "as-put-it", verb.lower_)
    if found is None:
        return None
    cue = page.span(verb.i, last)
    content = tuple(span for span in found.content if not span.overlaps(cue))
    return (
        replace(found, cue=(cue,), lemma=_PUTS[verb.lower_], content=content)
        if (content)
        else None
    )


_PUTS: Final = {
    "put": "put", "puts": "put", "said": "say", "says": "say", "say": "say",
    "noted": "note", "notes": "note", "described": "describe", "explained": "explain",
}  # fmt: skip


def _phrase_after(page: Page, start: int) -> tuple[Token, int] | None:
    """The noun phrase that begins at a token: its head and last token."""
    if start >= len(page.tokens):
        return None
    first = page.tokens[start]
    head = first
    for _ in range(12):  # climb from the first word to the head of its phrase
        upper = head.head
        if upper.i == head.i or upper.i < start or upper.sent.start != first.sent.start:
            break
        if upper.left_edge.i < start and upper.left_edge.i != start:
            break
        if upper.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            break
        head = upper
    if head.pos_ not in ("NOUN", "PROPN", "PRON", "NUM") or head.lower_ in NOT_SPEAKERS:
        return None
    return head, max(head.right_edge.i, head.i)


def _evidential(
    page: Page, first: int, last: int, head: Token, right: int, rule: str, lemma: str
) -> Candidate | None:
    """The candidate of a phrase such as "according to X" within its sentence."""
    phrase = noun_phrase(page, head)
    if phrase is None or page.tokens[first].lower_ == head.lower_:
        return None
    last_of_phrase = right if rule == "as-put-it" else 0
    end = max(_index_at(page, phrase.end, head.i), last_of_phrase)
    cut = _before_subject(page, first, head.i, end)
    if cut is not None:
        phrase, end = Span(phrase.start, page.span(cut, cut).end), cut
    spans = _around_phrase(page, first, end, head.sent)
    cue = page.span(first, last)
    content = merge_spans(
        s for s in spans if not s.overlaps(cue) and not s.overlaps(phrase)
    )
    if not content:
        return None
    return Candidate(
        rule=rule,
        cue=(cue,),
        lemma=lemma,
        frame="according",
        content=content,
        speaker=(phrase,),
        speaker_head=page.base + head.idx,
        sentence=page.sentence(head),
        paragraph=page.paragraph,
        cue_words=page.words(first, last),
        in_quotation=page.is_quoted(page.tokens[first]),
    )


def _before_subject(page: Page, first: int, head: int, end: int) -> int | None:
    """ "According to the log, a guard said …": where the log's own phrase ends.

    The parser takes a subject behind the comma for an apposition; then a finite
    verb follows. None where nothing is wrong.
    """
    tokens = page.tokens
    after = end + 1
    while after < len(tokens) and tokens[after].text == ",":
        after += 1
    if first != tokens[first].sent.start or after >= len(tokens):
        return None
    if tokens[after].tag_ not in ("VBD", "VBZ", "VBP", "MD"):
        return None
    commas = [i for i in range(head + 1, end) if tokens[i].text == ","]
    return commas[0] - 1 if commas else None


def _around_phrase(page: Page, first: int, end: int, sent: Sentence) -> list[Span]:
    """The statement before, after or on both sides of the phrase."""
    tokens = page.tokens
    left = _clause_start(page, first, sent.start)
    contents: list[Span | None] = []
    after = end + 1
    while after < sent.end and tokens[after].text in (",", "-", "—", "–"):
        after += 1
    initial = _opens_clause(page, left, first)
    if initial and page.is_quoted(tokens[first]):
        # "‘According to my doctor, I should rest,’ she said": up to the mark
        last = min(sent.end - 1, page.inside[page.quoted[first]][-1].i)
        contents.append(page.trimmed(after, before_mark(page, after, last)))
    elif initial:
        contents.append(
            stretched(
                page,
                page.trimmed(
                    after,
                    cut_concession(page, after, _clause_end(page, after, sent.end)),
                ),
            )
        )
    else:
        contents.append(stretched(page, page.trimmed(left, first - 1)))
        opening = _quoted_before(page, first)
        medial = after > end + 1 and (
            tokens[first - 1].text in (",", "—", "–", "-")
            or (tokens[first].lower_ == "as" and opening is not None)
        )
        if medial and after < sent.end and _goes_on(page, after):
            contents.append(stretched(page, page.trimmed(after, sent.end - 1)))
    return [span for span in contents if span is not None]


def _opens_clause(page: Page, left: int, first: int) -> bool:
    """Whether a phrase opens what is stated: "(that,) according to the log, …".

    What is before "that" is whose the statement is, with all that the log says.
    """
    if left >= first or page.trimmed(left, first - 1) is None:
        return True
    before = [t for t in page.tokens[left:first] if t.text not in _OPENING_MARKS]
    while before and before[-1].text == ",":
        before.pop()
    return not before or (before[-1].lower_ == "that" and before[-1].dep_ == "mark")


def _index_at(page: Page, end: int, start: int) -> int:
    """The last token that ends at or before an absolute offset."""
    index = start
    while index + 1 < len(page.tokens) and page.base + page.tokens[index + 1].idx < end:
        index += 1
    return index


def _clause_start(page: Page, first: int, low: int) -> int:
    """Where the statement that "according to" closes begins."""
    home = page.quoted[first]
    opening = _quoted_before(page, first) if page.tokens[first].lower_ == "as" else None
    if opening is not None:
        return opening  # `“Money,” as she put it`: the remark is on the quotation
    for index in range(first - 1, low - 1, -1):
        token = page.tokens[index]
        if token.text in (";", "—", "--") or (
            page.quoted[index] != home and home != -1
        ):
            return index + 1
    while low < first and (
        page.tokens[low].dep_ in ("cc", "punct")
        and page.quoted[low] == home
        and page.tokens[low].text not in '"“'
    ):
        low += 1
    return low


def _quoted_before(page: Page, first: int) -> int | None:
    """First token of the quotation that ends directly before a token."""
    index = first - 1
    while (
        index > 0
        and page.tokens[index].text == ","
        and not page.is_quoted(page.tokens[index])
    ):
        index -= 1
    if index < 0 or page.quoted[index] in (NOT_QUOTED, page.quoted[first]):
        return None
    return page.inside[page.quoted[index]][0].i


def _clause_end(page: Page, start: int, high: int) -> int:
    for index in range(start, high):
        if page.tokens[index].text in (";",):
            return index - 1
    return high - 1


def _goes_on(page: Page, start: int) -> bool:
    """Whether what follows a parenthetical belongs to the same statement."""
    return page.tokens[start].dep_ not in ("cc",) and page.tokens[start].lower_ not in (
        "but", "and", "which", "who", "while", "although", "though",
    )  # fmt: skip
