"""Texts at the limits, for every shipped model: exact spans, time in proportion."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from claims.extraction import Extractor
from claims.extraction.tagger.weights import FOLDER, MODELS

SHIPPED = [name for name in MODELS if (FOLDER / name / "weights.json").exists()]
STORY = (
    "The mayor, Ada Lind 😀, said on Monday that the harbour would stay shut. “We "
    "have no pilots,” she added, “and no tugs.” قال الوزير إن الميناء مغلق.\n\n"
)

# Characters or words to a text; each is read at two sizes.
TEXTS: dict[str, Callable[[int], str]] = {
    "an article": lambda n: STORY * (n // len(STORY)),
    "quotation marks": lambda n: "“" * n + " he said.",
    "one sentence": lambda n: (
        "Lind said that " + "the old dam is safe and " * (n // 24)
    ),
    "emoji and letters": lambda n: "😀 she said 🎹 that it holds. " * (n // 29),
    "right to left": lambda n: "قالت الوزيرة إن السد آمن " * (n // 25) + "she said.",
}
SIZES = {"standard": 8_000, "fast": 40_000}

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("model", SHIPPED)
@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_takes_twice_the_time(model: str, name: str) -> None:
    extractor = Extractor(model)
    seconds = []
    for size in (SIZES[model], 2 * SIZES[model]):
        text = TEXTS[name](size)
        began = time.process_time()
        found = extractor.extract(text).attributions
        seconds.append(time.process_time() - began)
        for one in found:
            for part in (one.speaker, one.cue, one.content):
                pieces = [text[span.start : span.end] for span in part.spans]
                assert part.text == " … ".join(pieces)

    assert seconds[1] < max(2.6 * seconds[0], 0.5)


@pytest.mark.skipif("fast" not in SHIPPED, reason="the fast model does not ship")
def test_a_long_text_keeps_every_paragraph() -> None:
    # A megabyte of news: benchmarks/large_texts.py
    text = STORY * (250_000 // len(STORY))

    found = Extractor("fast").extract(text).attributions

    cues = [one.cue.text for one in found]
    assert min(cues.count("said"), cues.count("added")) > 0.95 * text.count("\n\n")
