"""Which addresses the portal asks: public hosts on the web's two ports, and what the operator allows by name."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troubleshooting.link_check.addresses import RefusedError, is_public, target_of

PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.32.0.1", "192.167.255.255", "223.255.255.255",
    "2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "2001:4860:4860::8888"]  # fmt: skip
NOT_PUBLIC = ["0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    str(ipaddress.IPv4Address(0)), "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::8.8.8.8",
    "64:ff9b:1::a9fe:a9fe", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::", "2002:a9fe:a9fe::", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1",
    "ff02::1", "2606:4700:4700::1111%eth0", "not an address", ""]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_asked(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_for_a_special_purpose_is_not(address):
    assert not is_public(address)


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_nothing_is_public_that_python_calls_special(address):
    special = (
        address.is_private, address.is_loopback, address.is_link_local, address.is_multicast, address.is_reserved,
        address.is_unspecified, not address.is_global,
    )  # fmt: skip
    if any(special):
        assert not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_gets_through_inside_an_ipv6_one(address):
    bits = int(address)
    inside = (
        ipaddress.IPv6Address(0xFFFF << 32 | bits),
        ipaddress.IPv6Address(bits),
        ipaddress.IPv6Address(0x64FF9B << 96 | bits),
        ipaddress.IPv6Address(0x2002 << 112 | bits << 80),
    )
    assert not any(is_public(str(each)) for each in inside)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.com/", "Only http: and https:"),
        ("file:///etc/passwd", "Only http: and https:"),
        ("gopher://example.com/", "Only http: and https:"),
        ("//example.com/", "Only http: and https:"),
        ("/articles/", "Only http: and https:"),
        ("http://", "Only http: and https:"),
        ("http:///path", "Only http: and https:"),
        ("http://user@example.com/", "user name or a password"),
        ("http://user:secret@example.com/", "user name or a password"),
        ("http://@example.com/", "user name or a password"),
        ("http://example.com:22/", "Port 22"),
        ("https://example.com:8443/", "Port 8443"),
        ("http://example.com:0/", "Port 0"),
        ("http://example.com:99999/", "cannot be read"),
        ("http://example.com:x/", "cannot be read"),
        ("http://[::1/", "cannot be read"),
        ("http://" + "ö" * 70 + ".example/", "name cannot be read"),
    ],
)
def test_what_is_no_plain_web_address_is_refused(url, said):
    with pytest.raises(RefusedError, match=said):
        target_of(url, ())


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "authority"),
    [
        ("http://example.com", "example.com", 80, "/", "example.com"),
        ("HTTPS://Example.COM:443/A?b=c", "example.com", 443, "/A?b=c", "example.com"),
        ("http://example.com:443/", "example.com", 443, "/", "example.com:443"),
        ("http://example.com./", "example.com", 80, "/", "example.com"),
        ("https://münchen.example/", "xn--mnchen-3ya.example", 443, "/", "xn--mnchen-3ya.example"),
        ("http://[2606:4700::1111]/", "2606:4700::1111", 80, "/", "[2606:4700::1111]"),
    ],
)
def test_a_web_address_is_taken_apart(url, host, port, path, authority):
    target = target_of(url, ())
    assert (target.host, target.port, target.path, target.authority) == (host, port, path, authority)
    assert not target.is_trusted


@pytest.mark.parametrize(
    ("url", "is_trusted"),
    [
        ("http://wiki.internal/", True),
        ("https://wiki.internal/", True),
        ("http://build.internal:8080/", True),
        ("http://build.internal/", False),
        ("http://other.internal/", False),
        ("http://wiki.internal.example.com/", False),
    ],
)
def test_the_operator_s_own_hosts_are_allowed_by_name_and_port(url, is_trusted):
    assert target_of(url, {"wiki.internal", "build.internal:8080"}).is_trusted is is_trusted


def test_a_trusted_host_is_trusted_on_its_usual_port_only():
    with pytest.raises(RefusedError, match="Port 8080"):
        target_of("http://wiki.internal:8080/", {"wiki.internal"})
