"""Claims shown in their place: text cut into stretches, each with what covers it.

``cut`` is pure; ``render`` turns its stretches into HTML. The stretches follow
each other without gap or overlap, so that claims may overlap and nest as they
like while the tags never do, and the text that comes out is the text that went
in.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

DEEPEST: Final = 12
"""How many marks are told of one stretch; of more, the shortest. The work is then
linear in text and marks, whatever a hostile text makes the engine find."""

_Rank: TypeAlias = tuple[int, int, int, str, int, int]
_ROLE_ORDER: Final = {"speaker": 0, "cue": 1, "via": 2, "content": 3}


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a claim in the text: ``text[start:end]``, in code points."""

    start: int
    end: int
    claim: int  # the claim's number on the page
    role: str  # speaker, cue, content, via
    ordinal: int = 0  # which fragment of the role


@dataclass(frozen=True, slots=True)
class Part:
    """What a stretch is to one claim."""

    claim: int
    role: str
    is_first: bool  # the mark begins with this stretch
    is_head: bool = False  # and it is the first fragment of the claim's content

    @property
    def is_start_of_content(self) -> bool:
        """Whether a fragment of the claim's content begins here."""
        return self.is_first and self.role == "content"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text covered by the same parts throughout, innermost claim first."""

    start: int
    text: str
    parts: tuple[Part, ...]

    @property
    def end(self) -> int:
        """The first character after it."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Target:
    """What a mark tells of its claim, and where it leads."""

    href: str
    label: str


def cut(
    text: str, marks: Iterable[Mark], *, breaks: Iterable[int] = ()
) -> tuple[Stretch, ...]:
    """The text in stretches, which joined give it back exactly.

    ``breaks`` are further places to cut at, such as the ends of paragraphs. What
    a mark covers beyond the text, and empty marks, show nothing. Where more than
    ``DEEPEST`` marks cover a stretch the shortest are kept.
    """
    length = len(text)
    inside = [mark for mark in marks if 0 <= mark.start < min(mark.end, length)]
    opening = sorted(inside, key=lambda mark: mark.start, reverse=True)
    closing = sorted(inside, key=lambda mark: mark.end, reverse=True)
    edges = {0, length, *(place for place in breaks if 0 < place < length)}
    for mark in inside:
        edges |= {mark.start, min(mark.end, length)}
    active: list[_Rank] = []
    stretches = []
    for here, there in pairwise(sorted(edges)):
        while closing and closing[-1].end <= here:
            del active[bisect_left(active, _rank(closing.pop()))]
        while opening and opening[-1].start <= here:
            insort(active, _rank(opening.pop()))
        stretches.append(Stretch(here, text[here:there], _parts(active, here)))
    return tuple(stretches)


def render(
    stretches: Iterable[Stretch],
    targets: Mapping[int, Target],
    *,
    selected: int | None = None,
) -> SafeString:
    """The stretches as HTML: plain text, and one link for each covered stretch.

    A link leads to the claim whose content begins there, else to the innermost
    one; where the selected claim is among those that cover the stretch, to the
    next further out, so that each of them can be reached. ``targets`` has an
    entry for every claim of the stretches.
    Each link carries ``data-parts`` ("3:content* 4:cue"; the star is where a part
    begins) for the script that selects without a new page. The link where the
    selected claim's content begins has the id ``claim``.
    """
    return format_html_join(
        "",
        "{}",
        ((_stretch_html(stretch, targets, selected),) for stretch in stretches),
    )


def _rank(mark: Mark) -> _Rank:
    """Sorts the shortest mark first, then by role, then by claim."""
    order = _ROLE_ORDER.get(mark.role, len(_ROLE_ORDER))
    length = mark.end - mark.start
    return (length, order, mark.claim, mark.role, mark.start, mark.ordinal)


def _parts(active: list[_Rank], here: int) -> tuple[Part, ...]:
    parts: dict[int, Part] = {}
    for _length, _order, claim, role, start, ordinal in active[:DEEPEST]:
        is_first = start == here
        is_head = is_first and role == "content" and ordinal == 0
        # A claim's shortest mark tells what the words are to it.
        parts.setdefault(claim, Part(claim, role, is_first, is_head))
    return tuple(parts.values())


def _stretch_html(
    stretch: Stretch, targets: Mapping[int, Target], selected: int | None
) -> SafeString:
    text = text_html(stretch.text)
    if not stretch.parts:
        return text
    leads_to = _next_part(stretch.parts, selected)
    target = targets[leads_to.claim]
    begins = [part for part in stretch.parts if part.is_start_of_content]
    attributes: dict[str, object] = {
        "class": " ".join(_classes(stretch.parts, selected)),
        "href": target.href,
        "title": f"Claim {leads_to.claim}, {leads_to.role}: {target.label}",
        "data-parts": " ".join(
            f"{part.claim}:{part.role}{'*' if part.is_first else ''}"
            for part in stretch.parts
        ),
        # One stop for the Tab key a claim: where its content begins.
        "tabindex": 0 if any(part.is_head for part in begins) else -1,
    }
    if begins:
        numbers = sorted(part.claim for part in begins)
        attributes["data-numbers"] = " ".join(str(number) for number in numbers)
    if any(part.is_head and part.claim == selected for part in begins):
        attributes["id"] = "claim"
    return format_html(
        "<a{}>{}</a>", format_html_join("", ' {}="{}"', attributes.items()), text
    )


def _next_part(parts: tuple[Part, ...], selected: int | None) -> Part:
    for index, part in enumerate(parts):
        if part.claim == selected:
            return parts[(index + 1) % len(parts)]
    return next((part for part in parts if part.is_start_of_content), parts[0])


def _classes(parts: tuple[Part, ...], selected: int | None) -> list[str]:
    contents = sum(part.role == "content" for part in parts)
    classes = ["mark", *sorted({f"has-{part.role}" for part in parts})]
    if contents > 1:
        classes.append("is-nested")
    for part in parts:
        if part.claim == selected:
            classes.append(f"is-{part.role}")
            if part.is_first:
                classes.append("is-first")
    return classes


def text_html(text: str) -> SafeString:
    """The text escaped, so that a browser shows and counts each of its characters."""
    escaped: SafeString = conditional_escape(text)
    if "\r" not in escaped:
        return escaped
    # A parser of HTML turns a bare CR into LF; as a reference it stays.
    cr = format_html("&#{};", 13)
    return format_html_join(cr, "{}", ((part,) for part in text.split("\r")))
