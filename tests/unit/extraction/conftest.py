"""The language model is loaded once for all tests of the engine."""

from __future__ import annotations

import pytest

from claims.extraction import Extractor


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor("rules")
