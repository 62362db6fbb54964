"""URLs judged before anything is looked up or connected."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factcheck.lib.http import FetchError, Refused
from factcheck.lib.http.addresses import is_open, parse_address
from factcheck.lib.http.targets import Target, join_target, parse_target

PORTS = frozenset({80, 443})

PRIVATE = """
127.0.0.1 127.255.255.254 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1
169.254.1.1 169.254.169.254 100.64.0.1 100.127.255.255 100.100.100.200 0.0.0.0
0.1.2.3 224.0.0.1 239.255.255.255 255.255.255.255 240.0.0.1 192.0.0.1 192.0.0.192
192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1 192.88.99.255
168.63.129.16
:: ::1 fe80::1 febf::1 fc00::1 fd00:ec2::254 fec0::1 ff02::1 ff0e::1 100::1
2001:db8::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:20::1 3fff::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 ::8.8.8.8
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 2002:7f00:1::
2002:808:808::1 ::ffff:0:127.0.0.1 5f00::1 4000::1 8000::1
""".split()

PUBLIC = """
8.8.8.8 1.1.1.1 93.184.215.14 100.63.255.255 100.128.0.1 172.32.0.1 11.0.0.1
2606:4700:4700::1111 2a00:1450:4001:80b::200e 64:ff9b::808:808 ::ffff:8.8.8.8
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_closed(address: str) -> None:
    parsed = parse_address(address)

    assert parsed is not None
    assert not is_open(parsed)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_open(address: str) -> None:
    parsed = parse_address(address)

    assert parsed is not None
    assert is_open(parsed)


@given(st.ip_addresses(v=4))
def test_what_python_calls_private_is_closed(address: IPv4Address) -> None:
    open_now = is_open(address)

    assert not (open_now and (address.is_private or address.is_multicast))
    for prefix in ("::ffff:0:0", "64:ff9b::", "::"):
        embedded = IPv6Address(int(IPv6Address(prefix)) + int(address))
        assert is_open(embedded) <= open_now
    assert not is_open(IPv6Address((0x2002 << 112) + (int(address) << 80)))


@given(st.ip_addresses(v=6))
@example(IPv6Address("fec0::1"))
def test_only_global_unicast_is_open(address: IPv6Address) -> None:
    carries_ipv4 = any(
        address in ip_network(network) for network in ("64:ff9b::/96", "::ffff:0:0/96")
    )
    if is_open(address) and not carries_ipv4:
        assert address.is_global
        assert address in ip_network("2000::/3")


def test_an_allowed_network_is_open_and_its_neighbours_are_not() -> None:
    allowed = (ip_network("127.0.0.1/32"),)

    assert is_open(IPv4Address("127.0.0.1"), allowed=allowed)
    assert not is_open(IPv4Address("127.0.0.2"), allowed=allowed)


@pytest.mark.parametrize("address", [item for item in PRIVATE if ":" in item])
def test_a_private_ipv6_literal_is_refused(address: str) -> None:
    with pytest.raises(Refused) as error:
        parse_target(f"http://[{address}]/", ports=PORTS)

    assert error.value.code == "blocked_address"


@pytest.mark.parametrize(
    "host",
    [item for item in PRIVATE if ":" not in item]
    + """
    2130706433 0x7f000001 017700000001 0177.0.0.1 0x7f.0.0.1 127.1 127.0.1 0 10.1
    127.0.0.1. 127.0.0.01 192.168.257 1.2.3.4.5 example.1 0x7f.1 0x 1.0x
    127。0。0。1 １２７.０.０.１ 127．0．0．1 127｡0｡0｡1 ①②⑦.0.0.1 8.8.8.8.8
    localhost localhost. LOCALHOST Localhost. ⓛocalhost sub.localhost printer.local
    metadata.google.internal metadata.google.internal. intranet redis db wiki.corp
    router.lan nas.home host.docker.internal 1.0.0.127.in-addr.arpa hidden.onion
    """.split(),
)
def test_a_private_host_is_refused_however_it_is_spelled(host: str) -> None:
    with pytest.raises(Refused) as error:
        parse_target(f"http://{host}/", ports=PORTS)

    assert error.value.code == "blocked_address"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "ftp://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "http:///path",
        "http://user@example.org/",
        "http://user:pass@example.org/",
        "http://@example.org/",
        "https://example.org\\@evil.example/",
        "https://example.org\\.evil.example/",
        "http://exa mple.org/",
        "http://exam\tple.org/",
        "http://example.org/\r\nX-Injected: 1",
        "http://example.org/\0",
        "http://exam%70le.org/",
        "http://127%2e0.0.1/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1/",
        "http://example..org/",
        "http://.example.org/",
        "http://example.org../",
        "http://-example.org/",
        "http://" + "a" * 64 + ".org/",
        "http://" + "a." * 130 + "org/",
        "http://" + "ä" * 3_000 + ".org/",
        "http://example.org:99999/",
        "http://example.org:x/",
        "http://example.org/" + "a" * 5_000,
        "http://ex‥ample.org/",
        "http://examp\u2028le.org/",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(Refused) as error:
        parse_target(url, ports=PORTS)

    assert error.value.code == "bad_url"
    assert "https://example.org/article" in str(error.value)


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8080, 65_535])
def test_other_ports_are_refused(port: int) -> None:
    with pytest.raises(Refused) as error:
        parse_target(f"http://example.org:{port}/", ports=PORTS)

    assert error.value.code == "blocked_port"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org", "https://example.org/"),
        (" HTTPS://EXAMPLE.ORG:443/a?b=c#d ", "https://example.org/a?b=c"),
        ("http://example.org.:80/", "http://example.org/"),
        ("https://example.org:80/", "https://example.org:80/"),
        ("https://example.org/a b/ü?q=é", "https://example.org/a%20b/%C3%BC?q=%C3%A9"),
        ("https://example.org/a%20b%C3%BC", "https://example.org/a%20b%C3%BC"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://例え。jp/", "https://xn--r8jz45g.jp/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:4700:0::1111]/", "http://[2606:4700:4700::1111]/"),
        ("https://news_desk.example.org/?", "https://news_desk.example.org/"),
    ],
)
def test_a_web_address_is_taken_apart_once(url: str, expected: str) -> None:
    target = parse_target(url, ports=PORTS)

    assert target.url == expected
    assert parse_target(target.url, ports=PORTS) == target


def test_a_query_is_not_shown() -> None:
    target = parse_target("https://example.org/a?token=s3cret", ports=PORTS)

    assert target.shown == "https://example.org/a?…"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://example.org/", "insecure_redirect"),
        ("http://127.0.0.1/", "blocked_address"),
        ("//localhost/", "blocked_address"),
        ("//[::1]/", "blocked_address"),
        ("file:///etc/passwd", "bad_url"),
        ("//user@example.org/", "bad_url"),
        ("https://[", "bad_url"),
        ("https://example.org:22/", "blocked_port"),
    ],
)
def test_a_redirect_is_judged_like_a_url(location: str, code: str) -> None:
    base = Target("https", "example.org", 443, "/a")

    with pytest.raises(Refused) as error:
        join_target(base, location, ports=PORTS)

    assert error.value.code == code


def test_a_relative_redirect_stays_on_the_site() -> None:
    base = Target("https", "example.org", 443, "/a/b?c")

    assert join_target(base, "../d", ports=PORTS).url == "https://example.org/d"


@given(st.text())
@example("http://[")
@example("http://\ud800.org/")
@example("http://xn--a\u0308.org/")
def test_no_text_raises_anything_but_our_errors(text: str) -> None:
    for url in (text, f"http://{text}/", f"https://example.org/{text}"):
        try:
            target = parse_target(url, ports=PORTS)
        except FetchError:
            continue
        assert target.url.isascii()
        assert target.url.isprintable()
        assert " " not in target.url
