"""What a page's JSON-LD says about the article.

Most sites break the format somewhere: objects in lists and graphs, references
instead of objects, trailing commas, several values in one script. All of that is
read, within bounds, and nothing is ever refused for it.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sources.reading.patterns import JSON_COMMA, JSON_FIELD
from sources.reading.strings import LONGEST_NAME, clean, unescaped
from sources.reading.tree import Tree, attribute

_MOST_AUTHORS: Final = 12
_MOST_SCRIPTS: Final = 20
_MOST_LOOKED_AT: Final = 2_000  # of all scripts of a page
_MOST_OBJECTS: Final = 2_000  # that are looked at in one page

_TYPES: Final = (  # the better they describe an article, the earlier
    "NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle"
    " ReviewNewsArticle BackgroundNewsArticle LiveBlogPosting BlogPosting Article"
    " Report SocialMediaPosting TechArticle ScholarlyArticle MedicalScholarlyArticle"
    " Review ClaimReview MedicalWebPage ItemPage WebPage"
).split()
_RANKS: Final = {name: rank for rank, name in enumerate(_TYPES)}

# JSON from outside can hold anything; each reader below checks what it takes.
Json = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonLd:
    """What was found; empty where the page says nothing."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()  # of publication, as written, the best first
    publisher: str = ""
    body: str = ""  # articleBody, for pages drawn by script
    is_free: bool | None = None  # isAccessibleForFree


def read_json_ld(tree: Tree) -> JsonLd:
    """Everything the JSON-LD says about the article; never raises.

    Each field comes from the object that describes the article best among those
    that have it.
    """
    objects = list(_objects(tree))
    by_id = _by_id(objects)
    articles = sorted(
        (found for found in objects if _rank(found) < len(_TYPES)), key=_rank
    )
    dates = [_string(found.get("datePublished")) for found in articles]
    dates += [_string(found.get("dateCreated")) for found in articles]
    # A fact-check names itself in the claim it reviews.
    own = [found for found in articles if _rank(found) != _RANKS["ClaimReview"]]
    return JsonLd(
        headline=next(filter(None, (_string(a.get("headline")) for a in own)), ""),
        authors=next(filter(None, (_authors(a, by_id) for a in own)), ()),
        dates=tuple(filter(None, dates)),
        publisher=next(
            filter(None, (_publisher(found, by_id) for found in articles)), ""
        ),
        body=next(filter(None, (_body(a.get("articleBody")) for a in own)), ""),
        is_free=next(
            (free for free in map(_is_free, articles) if free is not None), None
        ),
    )


# --- Objects -----------------------------------------------------------------


def _objects(tree: Tree) -> Iterator[dict[str, Json]]:
    scripts = [
        element
        for element in tree.stated("script", at_most=_MOST_LOOKED_AT)
        if "ld+json" in attribute(element, "type")[:100]
    ]
    waiting = deque(parse_json(script.get_text()) for script in scripts[:_MOST_SCRIPTS])
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value[:_MOST_OBJECTS])
        elif isinstance(value, dict):
            yield value
            waiting.extend(
                value[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(value.get(key), list | dict)
            )


def parse_json(text: str) -> Json:
    """The value of a script; None when it cannot be made out.

    A comment round it, what follows the first value and trailing commas are
    forgiven; of anything worse, the article's plain fields are picked out.
    """
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").strip()
    for attempt in (text, JSON_COMMA.sub(r"\1", text)):
        try:
            return _DECODER.raw_decode(attempt)[0]
        except (ValueError, RecursionError):  # RecursionError: "[[[[…" ten thousand
            continue
    return _salvaged(text)


_DECODER: Final = json.JSONDecoder(strict=False)  # line feeds inside strings


def _salvaged(text: str) -> dict[str, Json] | None:
    """The plain fields of a broken object that calls itself an article."""
    fields: dict[str, Json] = {}
    for found in JSON_FIELD.finditer(text[:200_000]):
        try:
            value = _DECODER.decode(f'"{found[2]}"')
        except ValueError:  # a wrong escape
            value = found[2]
        fields.setdefault(found[1], value)
    return fields if fields.get("@type") in _RANKS else None


def _rank(found: dict[str, Json]) -> int:
    types = found.get("@type")
    names = types if isinstance(types, list) else [types]
    ranks = [
        _RANKS.get(name.rpartition("/")[2], len(_TYPES))
        for name in names[:10]
        if isinstance(name, str)
    ]
    return min(ranks, default=len(_TYPES))


def _by_id(objects: list[dict[str, Json]]) -> dict[str, dict[str, Json]]:
    """The objects that have more than their id, by it."""
    found: dict[str, dict[str, Json]] = {}
    for value in objects:
        name = value.get("@id")
        if isinstance(name, str) and len(value) > 1:
            found.setdefault(name, value)
    return found


# --- Fields ------------------------------------------------------------------


def _string(value: Json) -> str:
    return clean(value) if isinstance(value, str) else ""


def _body(value: Json) -> str:
    return unescaped(value) if isinstance(value, str) else ""


def _authors(
    found: dict[str, Json], by_id: dict[str, dict[str, Json]]
) -> tuple[str, ...]:
    return _names(found.get("author"), by_id) or _names(found.get("creator"), by_id)


def _publisher(found: dict[str, Json], by_id: dict[str, dict[str, Json]]) -> str:
    return next(iter(_names(found.get("publisher"), by_id)), "")


def _names(value: Json, by_id: dict[str, dict[str, Json]]) -> tuple[str, ...]:
    found = []
    for entry in (value if isinstance(value, list) else [value])[:_MOST_AUTHORS]:
        if isinstance(entry, dict) and "name" not in entry:
            reference = entry.get("@id")
            entry = by_id.get(reference) if isinstance(reference, str) else None
        name = entry.get("name") if isinstance(entry, dict) else entry
        name = name[0] if isinstance(name, list) and name else name
        cleaned = _string(name)
        if is_name(cleaned):
            found.append(cleaned)
    return tuple(dict.fromkeys(found))


def is_name(text: str) -> bool:
    """Whether it can be a name: no address, no sentence, some letters."""
    return (
        1 < len(text) <= LONGEST_NAME
        and "://" not in text
        and not text.startswith("@")
        and any(map(str.isalpha, text))
    )


def _is_free(found: dict[str, Json]) -> bool | None:
    """``isAccessibleForFree`` of the article, else of its parts."""
    parts = found.get("hasPart")
    parts = parts if isinstance(parts, list) else [parts]
    for value in [found, *parts[:10]]:
        stated = value.get("isAccessibleForFree") if isinstance(value, dict) else None
        if isinstance(stated, bool):
            return stated
        if isinstance(stated, str) and stated:
            return stated.strip().lower().rpartition("/")[2] != "false"
    return None
