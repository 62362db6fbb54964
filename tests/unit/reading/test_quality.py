"""The reader does not get worse at finding articles (floor: only goes up)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGES = ROOT.parent / "shared" / "data" / "reading"
FLOOR = 0.97  # 0.984 measured


@pytest.mark.shared
@pytest.mark.slow
def test_f1_on_a_hundred_news_pages_stays_above_its_floor():
    if not PAGES.exists():
        pytest.skip("needs the shared folder beside the repository")

    done = subprocess.run(
        [sys.executable, "benchmarks/reading.py", str(PAGES)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    found = re.search(r"body blocks\s+F1 ([\d.]+)", done.stdout)
    assert found is not None
    assert float(found[1]) >= FLOOR
