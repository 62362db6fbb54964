"""Plots as SVG that can stand in a page: no script, no style, no colour of its own.

pygal draws them. Of its drawing only the few elements and attributes are kept that a
plot needs, so that the page's own style sheet gives it colours for light and dark, the
Content-Security-Policy holds, and text in it stays text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import pygal
from lxml import etree
from pygal.style import Style

# For its plugins pygal leaves a finder behind, in an interface that Python 3.12 has
# dropped and 3.11 warns of whenever a module is not found. We use none of them.
sys.meta_path[:] = [
    finder
    for finder in sys.meta_path
    if not isinstance(finder, pygal.PluginImportFixer)
]

WIDTH: Final = 440
HEIGHT: Final = 250
_FONT: Final = 12
_FEW: Final = 5  # up to so many, what is counted has a mark on the axis for each
_MOST_LABELS: Final = 7  # along the x axis; more would run into each other

_SVG: Final = "http://www.w3.org/2000/svg"
_ELEMENTS: Final = frozenset({"svg", "g", "path", "rect", "circle", "text"})
_ATTRIBUTES: Final = frozenset(
    {"class", "d", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r"}
    | {"transform", "viewBox"}
)
_NOT_DRAWN: Final = frozenset({"tooltip-overlay", "text-overlay", "titles", "legends"})


class Kind(Enum):
    """How values are drawn."""

    LINES = pygal.Line
    BARS = pygal.Bar
    STACKED = pygal.StackedBar


class Drawing(str):
    """SVG for a page: a template that escapes everything else takes it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """The markup itself."""
        return str(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values that belong together, one for each label; None is a gap.

    ``intervals`` are drawn as whiskers, where there are any.
    """

    name: str
    values: Sequence[float | None]
    intervals: Sequence[tuple[float, float] | None] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What is to be drawn.

    ``title`` and ``description`` are what a screen reader says. ``ticks`` are the
    values marked on the y axis, by default as it fits; ``limits`` those among them
    whose line stands out. ``show`` writes a value.
    """

    kind: Kind
    title: str
    description: str
    labels: Sequence[str]
    series: Sequence[Series]
    show: Callable[[float], str]
    ticks: Sequence[float] = ()
    limits: Sequence[float] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see: no point, or no bar."""
        values = [value for one in self.series for value in one.values]
        if self.kind is Kind.LINES:
            return all(value is None for value in values)
        return not any(values)


def draw(plot: Plot, *, key: str) -> Drawing:
    """The plot as an SVG element; ``key`` begins the ids in it, unique on a page.

    Series have the classes ``color-0``, ``color-1`` … in their order; where there are
    limits the whole has the class ``limited``, and their lines ``major``. Raises
    ``ValueError`` for an empty plot.
    """
    if plot.is_empty:
        raise ValueError("the plot has no values")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(_chart(plot).render(), parser)
    _clean(root)
    etree.cleanup_namespaces(root)
    _label(root, plot, key)
    return Drawing(etree.tostring(root, encoding="unicode"))


def _chart(plot: Plot) -> pygal.graph.graph.Graph:
    every = -(-len(plot.labels) // _MOST_LABELS)
    chart = plot.kind.value(
        width=WIDTH,
        height=HEIGHT,
        margin=4,
        js=(),
        css=(),
        show_legend=False,
        allow_interruptions=True,
        include_x_axis=True,
        x_labels_major_every=every,
        show_minor_x_labels=False,
        truncate_label=-1,
        dots_size=3.5,
        max_scale=8,
        formatter=plot.show,
        style=Style(label_font_size=_FONT, major_label_font_size=_FONT),
        disable_xml_declaration=True,
    )
    chart.x_labels = plot.labels
    if ticks := plot.ticks or _whole_ticks(plot):
        chart.range = (min(ticks), max(ticks))
        chart.y_labels = [{"value": tick, "label": plot.show(tick)} for tick in ticks]
        chart.y_labels_major = list(plot.limits)
    for one in plot.series:
        chart.add(one.name, _values(one))
    return chart


def _whole_ticks(plot: Plot) -> Sequence[int]:
    """Each number up to the highest, of what is only counted and is little: pygal
    would mark fractions.
    """
    values = [value for one in plot.series for value in one.values if value is not None]
    if plot.kind is Kind.STACKED or any(one.intervals for one in plot.series):
        return ()
    if any(value != int(value) for value in values) or max(values) > _FEW:
        return ()
    return range(max(int(max(values)), 1) + 1)


def _values(series: Series) -> list[object]:
    if not series.intervals:
        return list(series.values)
    return [
        value
        if interval is None or value is None
        else {"value": value, "ci": {"low": interval[0], "high": interval[1]}}
        for value, interval in zip(series.values, series.intervals, strict=True)
    ]


def _clean(element: etree._Element) -> None:
    """Leave nothing in the element but what is allowed in it."""
    said = _said(element)
    for name, value in element.attrib.items():
        if name not in _ATTRIBUTES or not value:
            del element.attrib[name]
    if etree.QName(element).localname != "text":
        element.text = None
    element.tail = None
    for child in list(element):
        if _is_drawn(child):
            _clean(child)
        else:
            element.remove(child)
    if said:
        title = etree.Element(f"{{{_SVG}}}title")
        title.text = said
        element.insert(0, title)


def _is_drawn(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):  # a comment
        return False
    name = etree.QName(element)
    classes = element.get("class", "").split()
    return (
        name.namespace == _SVG
        and name.localname in _ELEMENTS
        and _NOT_DRAWN.isdisjoint(classes)
    )


def _said(element: etree._Element) -> str:
    """What the mouse finds on a point or bar: its label and value."""
    words = {
        child.get("class", "").strip(): child.text or ""
        for child in element.iterchildren(f"{{{_SVG}}}desc")
    }
    if "value" not in words:
        return ""
    return ": ".join(filter(None, (words.get("x_label"), words["value"])))


def _label(root: etree._Element, plot: Plot, key: str) -> None:
    """Name and description, so that it is one picture to a screen reader."""
    root.set("class", "drawing limited" if plot.limits else "drawing")
    for place, (name, words) in enumerate(
        (("title", plot.title), ("desc", plot.description))
    ):
        made = etree.Element(f"{{{_SVG}}}{name}", id=f"{key}-{name}")
        made.text = words
        root.insert(place, made)
    root.set("role", "img")
    root.set("aria-labelledby", f"{key}-title")
    root.set("aria-describedby", f"{key}-desc")
