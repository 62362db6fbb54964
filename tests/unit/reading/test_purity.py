"""The reader works where Django cannot be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

PROGRAM = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "celery", "rest_framework", "spacy"}:
            raise ImportError(name + " must not be needed")

sys.meta_path.insert(0, Refuse())
from sources.reading import read
print(read(b"The minister said on Friday that taxes would rise.").language)
"""


def test_reading_needs_no_django():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "en\n", "")
