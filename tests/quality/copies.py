"""Pairs of articles that are copies or are not, and how well they are told apart.

Two kinds of pairs. *Judged* ones were read by hand: copy, reuse (part of it), quotes
(only quotations shared) or none. *Made* ones are copies reworked by the functions
below, against other articles on the same story. None of their text is here: it lies
in a folder beside the repository (``FNC-1``'s training articles).
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.independence import Prepared, compare, prepare

ARTICLES = "fnc1.train.docs.jsonl"
JUDGED = "copies.train.jsonl"
SEED = 20261125
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"\b[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){1,2}\b")
_PARAGRAPH = re.compile(r"\n\s*\n|\n")


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the data folder, and the story it belongs to."""

    id: str
    text: str
    story: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair's label and the score that ``compare`` gave it."""

    label: str
    score: float
    same_origin: bool
    shares_text: bool


@cache
def load_articles(folder: Path) -> dict[str, Article]:
    """The articles of the data folder, by id."""
    with (folder / ARTICLES).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["id"]: Article(row["id"], row["text"], row["group"]) for row in rows}


def score_judged(folder: Path) -> list[Scored]:
    """Every judged pair, compared."""
    articles = load_articles(folder)
    with (folder / JUDGED).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        scored(row["label"], articles[row["a"]].text, articles[row["b"]].text)
        for row in rows
    ]


def scored(label: str, a: str | Prepared, b: str | Prepared) -> Scored:
    """Compare two texts."""
    overlap = compare(a, b)
    return Scored(label, overlap.score, overlap.same_origin, overlap.shares_text)


# --- Made pairs --------------------------------------------------------------


def other_byline(text: str, host: str, chance: random.Random) -> str:
    """The same text under another name, with another last line."""
    del host
    name = f"{chance.choice('ABCDE')}. {chance.choice(['Bell', 'Cray', 'Dunn'])}"
    return f"By {name}\n\n{text}\n\nAll prices in local currency."


def cut_to_a_third(text: str, host: str, chance: random.Random) -> str:
    """The first third, cut at a blank."""
    del host, chance
    return text[: len(text) // 3].rpartition(" ")[0]


def localised(text: str, host: str, chance: random.Random) -> str:
    """Every name of two or three words is another one, the same throughout."""
    del host
    names = sorted(set(_NAME.findall(text)))
    others = [f"Local{chance.randrange(10_000)} Person" for _ in names]
    for name, other in zip(names, others, strict=True):
        text = text.replace(name, other)
    return text


def copy_edited(text: str, host: str, chance: random.Random) -> str:
    """One word in twelve dropped, doubled or replaced, one sentence in ten gone."""
    del host
    sentences = [one for one in re.split(r"(?<=[.!?]) ", text) if chance.random() > 0.1]
    words = " ".join(sentences).split(" ")
    for at in range(len(words)):
        if chance.random() < 1 / 12:
            words[at] = chance.choice(["", f"{words[at]} indeed", "thing"])
    return " ".join(word for word in words if word)


def embedded(text: str, host: str, chance: random.Random) -> str:
    """Half of the text, in the middle of an article on something else."""
    paragraphs = [one for one in _PARAGRAPH.split(text) if one.strip()]
    kept, size = [], 0
    for paragraph in paragraphs:
        kept.append(paragraph)
        size += len(paragraph)
        if size > len(text) // 2:
            break
    around = [one for one in _PARAGRAPH.split(host) if one.strip()]
    at = chance.randrange(len(around) + 1)
    return "\n\n".join([*around[:at], *kept, *around[at:]])


EDITS: tuple[Callable[[str, str, random.Random], str], ...] = (
    other_byline,
    cut_to_a_third,
    localised,
    copy_edited,
    embedded,
)


def made_copies(folder: Path, *, articles: int) -> Iterator[Scored]:
    """``articles`` drawn with a fixed seed, each reworked in every way.

    The label is the name of the edit.
    """
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    pool = [one for one in load_articles(folder).values() if _is_long(one)]
    for article in chance.sample(pool, articles):
        other = chance.choice([one for one in pool if one.story != article.story])
        whole = prepare(article.text)
        for edit in EDITS:
            made = edit(article.text, other.text, chance)
            yield scored(edit.__name__, whole, made)


def other_reports(folder: Path, *, pairs: int) -> Iterator[Scored]:
    """Pairs on one story that share less than a tenth of their 8-word runs.

    Quotations count in that tenth, so that it is another measure than ours. The
    label is "other".
    """
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    stories: dict[str, list[Article]] = defaultdict(list)
    for article in load_articles(folder).values():
        if _is_long(article):
            stories[article.story].append(article)
    candidates = [
        (a, b)
        for story in stories.values()
        for at, a in enumerate(story)
        for b in story[:at]
    ]
    chance.shuffle(candidates)
    found = 0
    for a, b in candidates:
        if found == pairs:
            return
        if _eight_word_overlap(a.text, b.text) < 0.1:
            found += 1
            yield scored("other", a.text, b.text)


def _is_long(article: Article) -> bool:
    return len(_WORD.findall(article.text)) >= 100


@cache
def _eights(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return frozenset(tuple(words[at : at + 8]) for at in range(len(words) - 7))


def _eight_word_overlap(a: str, b: str) -> float:
    first, second = _eights(a), _eights(b)
    return len(first & second) / max(1, min(len(first), len(second)))


# --- Measures ----------------------------------------------------------------


def average_precision(scores: Iterable[tuple[float, bool]]) -> float:
    """AP of (score, is it wanted); among equal scores the unwanted come first."""
    ordered = sorted(scores, key=lambda one: (-one[0], one[1]))
    wanted, total = 0, 0.0
    for rank, (_, is_wanted) in enumerate(ordered, 1):
        if is_wanted:
            wanted += 1
            total += wanted / rank
    return total / wanted if wanted else 0.0


def precision_and_recall(answers: Iterable[tuple[bool, bool]]) -> tuple[float, float]:
    """Of (answered yes, is it so)."""
    rows = list(answers)
    right = sum(yes and so for yes, so in rows)
    yeses, wanted = sum(yes for yes, _ in rows), sum(so for _, so in rows)
    return right / max(1, yeses), right / max(1, wanted)
