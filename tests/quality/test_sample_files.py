"""The sample articles are what the demonstration promises."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter

import pytest

from sources.reading import read
from sources.samples import Sample, load


@pytest.mark.parametrize("sample", load(), ids=lambda sample: sample.file_name)
def test_the_reader_finds_what_the_manifest_says(sample: Sample) -> None:
    document = read(sample.data, url=sample.url)

    assert document.title == sample.title
    assert document.byline == sample.byline
    assert document.language == "en"
    assert document.text.startswith(sample.title)
    if sample.file_name.endswith(".html"):
        assert document.published is not None
        assert document.published.when == sample.published
        assert document.outlet_name == sample.outlet.name
        assert document.canonical_url == sample.url


@pytest.mark.parametrize("sample", load(), ids=lambda sample: sample.file_name)
def test_furniture_of_the_page_is_not_read(sample: Sample) -> None:
    text = read(sample.data, url=sample.url).text

    for furniture in (
        "not an article", "said nothing", "part of the story", "buy now",
        "Most read", "More on this story", "Subscribe", "Copyright", "drivers say",
    ):  # fmt: skip
        assert furniture not in text


@pytest.mark.parametrize("sample", load(), ids=lambda sample: sample.file_name)
def test_an_article_has_a_natural_length(sample: Sample) -> None:
    text = read(sample.data, url=sample.url).text

    assert 250 <= len(text.split()) <= 550


def test_everything_is_invented_and_in_three_weeks_of_november() -> None:
    samples = load()

    assert len(samples) == 8
    assert all(sample.outlet.domain.endswith(".example") for sample in samples)
    assert all(
        re.match(rf"https://(?:www\.)?{re.escape(sample.outlet.domain)}/", sample.url)
        for sample in samples
    )
    assert {sample.published.isocalendar()[:2] for sample in samples} == {
        (2026, 45),
        (2026, 46),
        (2026, 47),
    }
    assert all(sample.published.utcoffset() is not None for sample in samples)
    assert Counter(sample.outlet.kind for sample in samples) == {"news": 7, "agency": 1}
    assert len({sample.outlet for sample in samples}) == 5
    assert sum(sample.content_type.startswith("text/html") for sample in samples) >= 4


def test_escaped_markup_stays_text() -> None:
    (sample,) = (s for s in load() if s.file_name == "levy-politics.html")

    assert "“Harbours <b>First</b>”" in read(sample.data, url=sample.url).text


def test_the_loader_needs_no_framework() -> None:
    code = (
        "import sys; sys.modules['django'] = None\n"
        "from sources.samples import load; load()"
    )

    subprocess.run([sys.executable, "-c", code], check=True)
