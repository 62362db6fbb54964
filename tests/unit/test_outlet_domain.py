"""The one written form of an outlet's domain."""

from __future__ import annotations

import pytest

from sources.addresses import outlet_domain, site_of
from tests.timing import repeated, slowness


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("example.org", "example.org"),
        (" WWW.Example.ORG. ", "example.org"),
        ("m.example.co.uk", "example.co.uk"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("example.рф", "example.xn--p1ai"),
        ("ex_ample.org", "ex_ample.org"),
    ],
)
def test_a_domain_is_written_as_its_pages_are(written: str, domain: str) -> None:
    assert outlet_domain(written) == domain
    assert outlet_domain(domain) == domain
    assert site_of(f"https://www.{domain}/page") == domain


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("https://www.Example.org/news?a=b#c", "alone: example.org."),
        ("example.org:8080", "alone: example.org."),
        ("user@example.org", "alone: example.org."),
        ("http://[", "alone: example.org."),
        ("[::1]", "alone: example.org."),
        ("127.0.0.1", "such as example.org"),
        ("localhost", "such as example.org"),
        ("The Gazette", "such as example.org"),
        ("-a.example", "such as example.org"),
        ("a..example", "such as example.org"),
        ("x" * 64 + ".example", "such as example.org"),
        ("ü" * 64 + ".example", "such as example.org"),
        ("", "such as example.org"),
    ],
)
def test_what_is_no_domain_says_what_to_write(written: str, instead: str) -> None:
    with pytest.raises(ValueError, match="Write") as refused:
        outlet_domain(written)

    assert instead in str(refused.value)


@pytest.mark.parametrize("unit", ["a.", "ü", "-", ":", "https://", "www."])
def test_a_long_text_takes_no_more_than_in_proportion(unit: str) -> None:
    def read(text: str) -> None:
        with pytest.raises(ValueError, match="Write"):
            outlet_domain(text)

    assert not slowness(read, repeated(unit), 160_000)
