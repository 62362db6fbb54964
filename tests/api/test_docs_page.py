"""The docs page carries nothing inline, so that our policy need not allow it.

``tests/browser/test_api_docs.py`` looks at it in a browser.
"""

from __future__ import annotations

from django.test import Client


def test_the_page_has_no_script_or_style_of_its_own(client: Client) -> None:
    answer = client.get("/api/v1/docs/")

    page = answer.content.decode()
    assert "'unsafe" not in answer["Content-Security-Policy"]
    assert "style=" not in page
    assert "<style" not in page
    assert page.count("<script src=") == page.count("<script") == 2
