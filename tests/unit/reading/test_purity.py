"""The reader and the feeds work where Django cannot be imported."""

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
from sources.feeds import parse
from sources.reading import read
assert parse(b"<rss><channel/></rss>", url="https://outlet.example/").items == ()
print(read(b"The minister said on Friday that taxes would rise.").language)
"""


def test_reading_and_feeds_need_no_django():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "en\n", "")
