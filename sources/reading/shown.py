"""Headline, byline and date as the page shows them to its readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from sources.reading.dates import parse_published
from sources.reading.document import Published
from sources.reading.jsonld import is_name
from sources.reading.lines import beside_dates, byline_names
from sources.reading.patterns import (
    BYLINE_CLASS,
    BYLINE_END,
    CAMEL,
    DATE_CLASS,
    NAME_LABEL,
    NO_PERSON,
    PERSON,
    UPDATED,
)
from sources.reading.strings import LONGEST_TITLE, clean, letters_of
from sources.reading.tree import Element, Tree, attribute, leading_text, names_of

_MOST_HEADINGS: Final = 10
_MOST_BYLINES: Final = 60  # elements named byline or author that are looked at
_MOST_DATES: Final = 60
_BEFORE: Final = 60  # elements before the headline that may hold its byline or date
_AFTER: Final = 250
_LONGEST_LINE: Final = 200  # characters of a line with byline or date
_MOST_BESIDE_DATES: Final = 35  # letters of names and labels in a line with a date
_BYLINE_TAGS: Final = frozenset({"a", "span", "p", "address", "div", "li", "h3", "em"})
_DATE_TAGS: Final = frozenset(
    {"span", "p", "div", "li", "time", "abbr", "small", "h3", "i"}
)
_ELSEWHERE: Final = ("aside", "nav", "blockquote")


def headings(tree: Tree) -> list[str]:
    """The texts of the first ``h1`` elements that have one."""
    texts = [text_of(heading) for heading in tree.named("h1")[:_MOST_HEADINGS]]
    return [text for text in texts if text]


def shown_headline(shown: Iterable[str], declared: Iterable[str]) -> str:
    """The heading that says what the declared titles say, in its own words; or "".

    A page has headings for its site, its section and its next stories as well.
    One is the article's if it is the beginning of a declared title, or if most of
    what it shares with one are words of the story: two or more of four letters.
    """
    titles = [title for title in declared if title]
    best, most = "", 0
    for heading in shown:
        for title in titles:
            if _is_same_headline(heading, title):
                return heading[:LONGEST_TITLE]
            shared = len(_story_words(heading) & _story_words(title))
            if shared > most and shared >= 2:
                best, most = heading, shared
    return best[:LONGEST_TITLE]


def _is_same_headline(shown: str, declared: str) -> bool:
    a, b = letters_of(shown), letters_of(declared)
    return len(a) >= 8 and (a == b or (len(a) >= 15 and b.startswith(a)))


def _story_words(text: str) -> set[str]:
    words = "".join(c if c.isalnum() else " " for c in text.lower()[:LONGEST_TITLE])
    return {word for word in words.split() if len(word) >= 4}


def text_of(element: Element) -> str:
    """The element's text as one clean line of at most 1,000 characters."""
    return clean(leading_text(element, limit=1_000))


# --- Byline ------------------------------------------------------------------


def shown_byline(tree: Tree) -> str:
    """The names in a byline near the headline, or "".

    1. An element called byline or author, 2. else a line that begins with "By".
    """
    for element in islice(
        _called(tree, _BYLINE_TAGS, _is_called_byline), _MOST_BYLINES
    ):
        line = clean(leading_text(element, limit=_LONGEST_LINE))
        if found := names_in(line, is_author=_is_called_author(element)):
            return found
    for element in islice(_called(tree, _BYLINE_TAGS, _begins_with_by), _MOST_BYLINES):
        line = clean(leading_text(element, limit=_LONGEST_LINE))
        if found := names_in(line, is_author=False):
            return found
    return ""


def names_in(line: str, *, is_author: bool) -> str:
    """The names in a line of a byline, without date, outlet and what else follows.

    In an element called author a name needs no "By" before it.
    """
    if end := BYLINE_END.search(line, 3):
        line = line[: end.start()].rstrip(" ,-–—").removesuffix(" on")
    line = line.replace(" ,", ",")
    if names := byline_names(line):
        return names
    line = NAME_LABEL.sub("", line)
    line = line[3:] if line[:3].lower() == "by " else line
    if is_author and PERSON.match(line) and not NO_PERSON.match(line):
        return line
    return ""


def _is_called_byline(element: Element) -> bool:
    names = CAMEL.sub("-", names_of(element))
    return BYLINE_CLASS.search(names) is not None or _is_called_author(element)


def _begins_with_by(element: Element) -> bool:
    return (element.text or "")[:200].lstrip()[:3].lower().split() == ["by"]


def _is_called_author(element: Element) -> bool:
    stated = f"{attribute(element, 'rel')} {attribute(element, 'itemprop')}"[:100]
    return "author" in stated or "author" in names_of(element).lower()


def linked_author(tree: Tree) -> str:
    """The words of the first link that is said to lead to the author."""
    for element in tree.named("a")[:500]:
        names = f"{attribute(element, 'rel')} {names_of(element)}"
        if "author" in names:
            text = clean(leading_text(element, limit=_LONGEST_LINE))
            if is_name(text) and not NO_PERSON.match(text):
                return text[3:] if text[:3].lower() == "by " else text
    return ""


# --- Date --------------------------------------------------------------------


def shown_dates(tree: Tree) -> Iterator[Published]:
    """The dates of ``<time>`` and of lines near the headline, the surest first.

    1. What is marked as the date of publication, 2. ``<time>``, 3. lines called a
    date, those of nothing but dates first; dates of changes after all of them.
    """
    near = list(islice(_called(tree, _DATE_TAGS, _is_called_date), _MOST_DATES))
    near.sort(key=lambda element: beside_dates(leading_text(element, limit=100)) > 10)
    found = [*filter(_is_published, near), *tree.named("time")[:_MOST_DATES], *near]
    for element in sorted(found, key=_is_update):
        line = leading_text(element, limit=100)
        written = [attribute(element, "content"), attribute(element, "datetime")]
        if beside_dates(line) <= _MOST_BESIDE_DATES:
            written.append(line)
        yield from filter(None, map(parse_published, written))


def _is_called_date(element: Element) -> bool:
    if _is_published(element):
        return True
    return DATE_CLASS.search(CAMEL.sub("-", names_of(element))) is not None


def _is_published(element: Element) -> bool:
    return attribute(element, "itemprop") == "datePublished"


def _is_update(element: Element) -> bool:
    """Whether it says when the page was changed, and not that it was published."""
    names = f"{names_of(element)} {attribute(element, 'itemprop')}"
    if "publish" in names:
        return False
    return UPDATED.search(names) is not None or "pdated" in leading_text(
        element, limit=30
    )


# --- Where -------------------------------------------------------------------


def _called(
    tree: Tree, tags: frozenset[str], test: Callable[[Element], bool]
) -> Iterator[Element]:
    """Elements round the first headline, in order, that pass a test of their names."""
    start = 0
    headline = next(iter(tree.named("h1")), None)
    if headline is not None:
        start = tree.elements.index(headline)
    around = tree.elements[max(0, start - _BEFORE) : start + _AFTER]
    for element in around:
        if element.tag not in tags or not test(element):
            continue
        if next(element.iterancestors(*_ELSEWHERE), None) is None:
            yield element
