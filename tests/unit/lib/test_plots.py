"""Plots: what pygal draws, and that nothing gets into the page with it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import pytest
from django.template import Context, Engine
from lxml import etree

from factcheck.lib import plots
from factcheck.lib.plots import Drawing, Kind, Plot, Series, draw

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</svg><script>alert(1)</script>\" onload='x' &amp;"
KEPT = {"svg", "g", "path", "rect", "circle", "text", "title", "desc"}


def plot(*values: Sequence[float | None], **fields: Any) -> Plot:
    """A plot of these series; every argument can be given."""
    fields.setdefault("kind", Kind.LINES)
    fields.setdefault("title", "Claims by week")
    fields.setdefault("description", "They grow.")
    fields.setdefault("labels", [f"W{number:02}" for number in range(len(values[0]))])
    fields.setdefault("series", [Series(name="a", values=one) for one in values])
    fields.setdefault("show", lambda value: f"{value:.3g}")
    return Plot(**fields)


def drawn(wanted: Plot) -> etree._Element:
    """The drawing, read again."""
    return etree.fromstring(draw(wanted, key="k"))


def found(root: etree._Element, name: str, classes: str = "") -> list[etree._Element]:
    """Elements of a name that have this class."""
    return [
        element
        for element in root.iter(f"{SVG}{name}")
        if not classes or classes in element.get("class", "").split()
    ]


ALL_KINDS = pytest.mark.parametrize("kind", list(Kind))


@ALL_KINDS
def test_nothing_but_shapes_and_words_is_left(kind: Kind) -> None:
    wanted = plot(
        [1, 2, None],
        [3, 4, 5],
        kind=kind,
        title=HOSTILE,
        description=HOSTILE,
        labels=[HOSTILE, "b", "c"],
        show=lambda value: f"{HOSTILE}{value}",
    )

    root = drawn(wanted)

    elements = list(root.iter())
    assert {etree.QName(one).localname for one in elements} <= KEPT
    assert all(one.tag.startswith(SVG) for one in elements)
    names = {name for one in elements for name in one.attrib}
    assert names <= plots._ATTRIBUTES | {"id", "role"} | {
        "aria-labelledby",
        "aria-describedby",
    }
    assert "<script" not in draw(wanted, key="k")


def test_it_is_one_picture_with_a_name_and_a_description() -> None:
    root = drawn(plot([1, 2]))

    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", "Claims by week")
    assert (description.tag, description.text) == (f"{SVG}desc", "They grow.")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id") == "k-title"
    assert root.get("aria-describedby") == description.get("id") == "k-desc"


def test_no_id_but_those_of_the_key() -> None:
    ids = [one.get("id") for one in drawn(plot([1, 2])).iter() if one.get("id")]

    assert ids == ["k-title", "k-desc"]


def test_each_value_is_a_point_and_a_gap_is_none() -> None:
    root = drawn(plot([0.5, None, 0.75, 0.25]))

    points = found(root, "g", "dots")
    assert [point[0].text for point in points] == ["W00: 0.5", "W02: 0.75", "W03: 0.25"]
    (line,) = found(root, "path", "reactive")
    assert str(line.get("d")).count("M") == 1


def test_intervals_are_whiskers() -> None:
    one = Series(name="a", values=[0.5, 0.6, None], intervals=[(0.4, 0.7), None, None])

    root = drawn(plot([0, 0, 0], series=[one]))

    assert len(found(root, "g", "ci")) == 1


@pytest.mark.parametrize("kind", [Kind.BARS, Kind.STACKED])
def test_series_keep_their_order_in_their_classes(kind: Kind) -> None:
    root = drawn(plot([1, 2], [3, 4], [5, 6], kind=kind))

    for number in range(3):
        (group,) = [
            one
            for one in found(root, "g", f"color-{number}")
            if found(one, "rect", "rect")
        ]
        assert len(found(group, "rect", "rect")) == 2


def test_ticks_are_labelled_and_limits_stand_out() -> None:
    root = drawn(plot([0.5, 0.9], ticks=(0, 0.667, 0.8, 1), limits=(0.667, 0.8)))

    (axis,) = found(root, "g", "y")
    texts = found(axis, "text")
    assert [text.text for text in texts] == ["0", "0.667", "0.8", "1"]
    marked = [text.text for text in texts if "major" in text.get("class", "")]
    assert marked == ["0.667", "0.8"]


@pytest.mark.parametrize("kind", [Kind.BARS, Kind.LINES])
@pytest.mark.parametrize(
    ("values", "marks"),
    [([0, 2], ["0", "1", "2"]), ([1, 1], ["0", "1"]), ([5], list("012345"))],
)
def test_few_of_what_is_counted_have_a_mark_for_each(
    kind: Kind, values: list[float], marks: list[str]
) -> None:
    root = drawn(plot(values, kind=kind))

    (axis,) = found(root, "g", "y")
    assert [text.text for text in found(axis, "text")] == marks


@pytest.mark.parametrize("count", [1, 2, 13, 26, 52])
def test_labels_never_crowd(count: int) -> None:
    root = drawn(plot([1.0] * count))

    (axis,) = found(root, "g", "x")
    assert 1 <= len(found(axis, "text")) <= plots._MOST_LABELS


@pytest.mark.parametrize(
    "wanted",
    [
        plot([]),
        plot([None, None]),
        plot([0, 0], kind=Kind.BARS),
        plot([0], [0], kind=Kind.STACKED),
    ],
)
def test_there_is_nothing_to_draw_without_values(wanted: Plot) -> None:
    assert wanted.is_empty
    with pytest.raises(ValueError, match="no values"):
        draw(wanted, key="k")


def test_an_alpha_of_zero_is_a_point() -> None:
    assert not plot([0.0, None]).is_empty


def test_a_template_takes_the_drawing_as_it_is_and_escapes_the_rest() -> None:
    template = Engine().from_string("{{ drawing }}{{ words }}")
    drawing = draw(plot([1, 2]), key="k")

    html = template.render(Context({"drawing": drawing, "words": "<b>"}))

    assert html == f"{drawing}&lt;b&gt;"
    assert isinstance(drawing, Drawing)
    assert not hasattr(drawing + "<b>", "__html__")


def test_nothing_is_left_in_the_way_of_imports() -> None:
    assert not [one for one in sys.meta_path if type(one).__module__ == "pygal"]
