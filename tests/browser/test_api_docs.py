"""The API's docs page: drawn under our Content-Security-Policy, from our own files."""

from __future__ import annotations

import pytest

from factcheck.core.models import ApiToken
from tests.browser.conftest import Visitor
from tests.factories import make_claim, make_user

pytestmark = pytest.mark.browser


def test_the_page_is_drawn_and_calls_the_api_with_a_token(visit: Visitor) -> None:
    claim = make_claim()
    _, token = ApiToken.objects.issue(user=make_user(), name="docs")

    visit.open("/api/v1/docs/")
    page = visit.page
    page.get_by_role("button", name="Authorize").first.click()
    page.locator("#auth-bearer-value").fill(token)
    page.locator("form:has(#auth-bearer-value) .authorize").click()
    page.locator(".modal-ux .close-modal").click()
    operation = page.locator("#operations-claims-claims")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table .highlight-code")
    answer.first.wait_for()

    assert str(claim.public_id) in answer.first.inner_text()
    assert visit.overflow() <= 0
