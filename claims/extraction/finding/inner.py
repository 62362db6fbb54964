"""Forms that only people who are quoted or reported use: claims inside claims.

"We were told to wait", "he had been told by a clerk that …", "He said, ‘Sign it’", "she
heard the guard say that …", "he feared losing it". Alone in a sentence of the author's
they say too little, or the rules for verbs know them; so they count only inside what
somebody else says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from claims.extraction.finding.candidate import Candidate
from claims.extraction.finding.page import Page
from claims.extraction.finding.phrases import (
    clause,
    cue_range,
    noun_phrase,
    subject_of,
)
from claims.extraction.finding.relayed import HEARING
from claims.extraction.finding.verbs import bare, entry_of
from claims.extraction.lexicon import UNKNOWN_CUE
from claims.extraction.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claims.extraction.lexicon import CueEntry

INNER: Final = frozenset(
    {"inner-passive", "inner-quote", "inner-heard", "inner-gerund", "inner-feeling"}
)

_TOLD: Final = frozenset(
    {"tell", "order", "warn", "ask", "promise", "assure", "advise", "instruct",
     "inform", "urge", "command", "remind", "offer"}
)  # fmt: skip
_OF_GERUND: Final = frozenset(
    {"accuse", "admit", "deny", "fear", "acknowledge", "consider", "suggest",
     "recommend", "propose", "report", "recall", "regret", "advocate", "confess",
     "describe", "remember"}
)  # fmt: skip
_GOES: Final = frozenset({"go", "goes", "went"})  # "he goes, ‘Sign it’"
_OPENING: Final = {"‘": "’", "“": "”", "'": "'", '"': '"', "``": "''"}
_OUTER_MARKS: Final = frozenset({'"', "”", "''"})
_MAX_BETWEEN: Final = 6  # tokens of "to me yesterday,"
_BETWEEN: Final = frozenset({"PRON", "ADP", "ADV", "NOUN", "PROPN", "DET"})
_MAX_QUOTED: Final = 80  # tokens of a quotation inside another


def find_inner(page: Page) -> Iterator[Candidate]:
    """Candidates for what a page's speakers tell of others, at most one for a verb."""
    for token in page.tokens:
        entry = entry_of(token)
        if entry is None and token.lower_ in _GOES:
            entry = replace(UNKNOWN_CUE, lemma="say")
        if entry is None or token.dep_ in ("auxpass", "amod", "compound"):
            continue
        if token.dep_ == "aux" and entry.lemma != "feel":
            continue
        found = (
            _quoting(page, token, entry)
            or _passive(page, token, entry)
            or _heard(page, token, entry)
            or _gerund(page, token, entry)
            or _feeling(page, token, entry)
        )
        if found is not None:
            yield found


def _passive(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """ "Were told to wait", "had been told by a clerk that …"."""
    if entry.lemma not in _TOLD or verb.tag_ not in ("VBN", "VBD"):
        return None
    if page.child(verb, "nsubj") is not None or not _is_passive(page, verb):
        return None
    agent = page.child(verb, "agent")
    if agent is not None and agent.lower_ != "by":
        agent = None
    teller = page.child(agent, "pobj") if agent is not None else None
    if agent is not None and (teller is None or teller.ent_type_ in ("DATE", "TIME")):
        teller = None
    content = _told_clause(page, verb, teller)
    if content is None:
        return None
    speaker = _teller(page, teller, content) if teller is not None else None
    found = bare(page, verb, entry, *cue_range(page, verb))
    return replace(
        found,
        rule="inner-passive",
        frame="X" if page.text[content.start - page.base :][:3] == "to " else "C",
        content=(content,),
        speaker=(speaker,) if speaker is not None else (),
        speaker_head=page.base + teller.idx if teller and speaker else None,
        hearer=None,
    )


def _teller(page: Page, teller: Token, content: Span) -> Span | None:
    phrase = noun_phrase(page, teller)
    if phrase is None or phrase.start >= content.start:
        return None
    if phrase.end <= content.start:
        return phrase
    words = page.text[phrase.start - page.base : content.start - page.base]
    return Span(phrase.start, phrase.start + len(words.rstrip(" ,")))


def _is_passive(page: Page, verb: Token) -> bool:
    if page.child(verb, "nsubjpass", "auxpass") is not None:
        return True
    head = verb.head  # "asked for a hundred and were told to wait"
    return verb.dep_ == "conj" and page.child(head, "auxpass") is not None


def _told_clause(page: Page, verb: Token, teller: Token | None) -> Span | None:
    """What somebody was told, wherever the parser hung it."""
    owners = [verb, *([teller] if teller is not None else [])]
    for owner in owners:
        for child in page.children[owner.i]:
            if child.i < verb.i or child.dep_ not in (
                "ccomp", "xcomp", "advcl", "relcl", "acl",
            ):  # fmt: skip
                continue
            first = page.tokens[child.left_edge.i]
            infinitive = first.lower_ in ("to", "not", "never") and child.tag_ == "VB"
            stated = first.lower_ == "that" or (
                owner is verb
                and child.dep_ == "ccomp"
                and page.child(child, "nsubj", "nsubjpass", "expl") is not None
                and first.tag_ not in ("WP", "WRB", "WDT")
                and first.lower_ not in ("if", "whether")
            )
            if infinitive or stated:
                return clause(page, child, verb)
    return None


def _quoting(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """ "He said, ‘Sign it’" within what somebody else says."""
    if "Q" not in entry.frames or not page.is_quoted(verb):
        return None
    index = verb.i + 1
    tokens = page.tokens
    while (
        index < len(tokens)
        and index - verb.i <= _MAX_BETWEEN
        and (tokens[index].text in (",", ":") or tokens[index].pos_ in _BETWEEN)
    ):
        index += 1
    if index >= len(tokens) or not _opens(tokens[index]):
        return None
    closing = _OPENING[tokens[index].text]
    home = page.quoted[verb.i]
    last = index
    for token in tokens[index + 1 : index + _MAX_QUOTED]:
        if page.quoted[token.i] != home or token.text == closing:
            break
        last = token.i
    while last > index and tokens[last].text in _OUTER_MARKS:
        last -= 1  # the quotation around it ends with it
    subject, inherited = subject_of(page, verb)
    if last == index or subject is None:
        return None
    content = page.span(index + 1, last)
    speaker = noun_phrase(page, subject, verb=verb)
    if speaker is None or speaker.overlaps(content):
        return None
    found = bare(page, verb, entry, *cue_range(page, verb))
    found = replace(found, rule="inner-quote", frame="Q", inherited=inherited)
    return _said_by(page, found, subject, speaker, content)


def _said_by(
    page: Page, found: Candidate, subject: Token, speaker: Span, content: Span
) -> Candidate:
    """What a cue verb itself tells, with who says what."""
    head = page.base + subject.idx
    return replace(found, content=(content,), speaker=(speaker,), speaker_head=head)


def _opens(mark: Token) -> bool:
    """Whether a mark begins a quotation; a straight one may end it: "desk,' she"."""
    if mark.text not in _OPENING:
        return False
    before = mark.nbor(-1) if mark.i else mark
    return bool(before.whitespace_) and not mark.whitespace_


def _heard(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """ "Heard the guard say that …", "recalled Berg telling her that …"."""
    if verb.tag_ not in ("VBG", "VB") or "C" not in entry.frames:
        return None
    subject = page.child(verb, "nsubj")
    hearing = verb.head
    if subject is None and verb.dep_ == "acl":
        subject, hearing = verb.head, verb.head.head
    if subject is None or hearing.lower_ not in HEARING or hearing.i > subject.i:
        return None
    if any(child.dep_ == "aux" for child in page.children[verb.i]):
        return None
    content = next(
        (
            span
            for child in page.children[verb.i]
            if child.i > verb.i
            and child.dep_ in ("ccomp", "advcl")
            and (span := clause(page, child, verb)) is not None
        ),
        None,
    )
    speaker = noun_phrase(page, subject, verb=verb)
    if content is None or speaker is None or speaker.overlaps(content):
        return None
    found = replace(bare(page, verb, entry, verb.i, verb.i), rule="inner-heard")
    return _said_by(page, found, subject, speaker, content)


def _gerund(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """ "Had admitted losing the records", "feared losing their jobs"."""
    helpers = [child.lower_ for child in page.children[verb.i] if child.dep_ == "aux"]
    if entry.lemma not in _OF_GERUND or (verb.tag_ == "VBG" and not helpers):
        return None
    subject = page.child(verb, "nsubj")
    inner = page.child(verb, "xcomp", "ccomp", "advcl")
    if subject is None or inner is None or inner.i < verb.i or inner.tag_ != "VBG":
        return None
    if inner.left_edge.i != verb.i + 1:
        return None
    content, speaker = clause(page, inner, verb), noun_phrase(page, subject, verb=verb)
    if content is None or speaker is None or speaker.overlaps(content):
        return None
    found = bare(page, verb, entry, *cue_range(page, verb))
    return _said_by(
        page, replace(found, rule="inner-gerund"), subject, speaker, content
    )


def _feeling(page: Page, verb: Token, entry: CueEntry) -> Candidate | None:
    """ "Feels betrayed": how somebody thinks of what was done."""
    following = page.tokens[verb.i + 1 : verb.i + 2]
    if entry.lemma != "feel" or not following or following[0].tag_ != "VBN":
        return None
    felt = following[0]
    subject = page.child(verb, "nsubj") or page.child(felt, "nsubj")
    last = felt.right_edge.i if felt.head.i == verb.i else felt.i
    content = page.trimmed(felt.i, last)
    speaker = noun_phrase(page, subject, verb=verb) if subject is not None else None
    if subject is None or content is None or speaker is None:
        return None
    found = bare(page, verb, entry, *cue_range(page, verb))
    return _said_by(
        page, replace(found, rule="inner-feeling"), subject, speaker, content
    )
