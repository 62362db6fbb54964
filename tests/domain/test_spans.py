"""Every span of every stored claim slices the snapshot's text, whatever came in."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction import Extractor
from claims.extraction.model import Span
from claims.models import ClaimSpan
from claims.storing import store
from factcheck.core.errors import Refused
from sources.services import Submission, add_article
from tests.properties import examples

# Sentences that carry claims, and characters that move or break offsets.
SENTENCES = st.sampled_from(
    [
        "The pool will close in May, Jane Okafor said on Monday.",
        "“We cannot heat it,” she said. “It is as simple as that.”",
        "'They won't listen', the union's leader told the Gazette.",
        "According to a person close to the talks, the council may yet agree.",
        "The site has reportedly been sold 🏊\u200d♀️ to a builder.",
        "«Non», Zoë Müller admitted, was cafe\u0301 talk.",
        'He claimed that "nothing had changed',
    ]
)
ODDITIES = st.text(
    alphabet=st.sampled_from(
        list("\r\n\0\t\ufeff\u200e\u202e\u0301\u00a0\u2028“”‘’\"'«» 🏊𝔄é.,")
    ),
    max_size=6,
)
TEXTS = st.lists(st.tuples(ODDITIES, SENTENCES, ODDITIES), min_size=1, max_size=5).map(
    lambda parts: "".join("".join(part) for part in parts)
)


@pytest.mark.django_db
@examples(40)
@given(text=TEXTS)
def test_every_stored_span_slices_back(text: str) -> None:
    with transaction.atomic():
        try:
            snapshot = add_article(submission=Submission(text=text), by=None).snapshot
        except Refused as refusal:
            if refusal.code in {"unsupported_language", "empty"}:
                return
            raise
        skip = [
            Span(block["start"], block["end"])
            for block in snapshot.blocks_of("byline", "about", "caption")
        ]
        found = Extractor().extract(snapshot.text, skip=skip)
        run = store(snapshot=snapshot, extraction=found)

        snapshot.refresh_from_db()
        spans = ClaimSpan.objects.filter(claim__run=run).select_related("claim")
        for span in spans:
            assert snapshot.text[span.start : span.end] == span.text
        for claim in run.claims.prefetch_related("spans"):
            parts = [span.text for span in claim.spans.all() if span.role == "content"]
            assert " … ".join(parts) == claim.content_text
        transaction.set_rollback(True)
