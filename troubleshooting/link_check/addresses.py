"""Which addresses the portal's own machine may be made to ask. Whoever writes a link chooses where it connects to.

Everything that is not plainly a public host is refused: what a link reaches from inside must not be more than what a
visitor reaches from outside.
"""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

PORTS: Final = {"http": 80, "https": 443}

_NOT_PUBLIC: Final = tuple(
    map(
        ip_network,
        (
            # Python's own properties differ between its versions for some of these.
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
_PUBLIC_V6: Final = ip_network("2000::/3")
"""All that is given out so far; loopback, mapped IPv4, NAT64, unique local, link-local and multicast lie outside."""
_NOT_PUBLIC_V6: Final = tuple(
    # Special purposes with Teredo and ORCHID, documentation twice, 6to4.
    map(ip_network, ("2001::/23", "2001:db8::/32", "3fff::/20", "2002::/16"))
)


class RefusedError(Exception):
    """The address is not asked; the message says why, to an editor."""


@dataclass(frozen=True)
class Target:
    """Where a request goes. ``is_trusted`` is a host that the operator allows whatever its address is."""

    scheme: str
    host: str
    port: int
    path: str
    is_trusted: bool = False

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(url: str, trusted: Collection[str]) -> Target:
    """``trusted`` names hosts, with a port where it is not the usual one. Raises ``RefusedError``."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedError(_("The address cannot be read.")) from None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in PORTS or not host:
        raise RefusedError(_("Only http: and https: addresses are asked."))
    if parts.username is not None or parts.password is not None:
        raise RefusedError(_("The address holds a user name or a password. Take it out: everybody can read it."))
    port = PORTS[scheme] if port is None else port
    is_trusted = f"{host}:{port}" in trusted or (host in trusted and port == PORTS[scheme])
    if port not in PORTS.values() and not is_trusted:
        raise RefusedError(_("Port %(port)s is not asked, only 80 and 443.") % {"port": port})
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return Target(scheme, _in_letters(host), port, path, is_trusted)


def _in_letters(host: str) -> str:
    """The host as it is asked for on the wire."""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        raise RefusedError(_("The host's name cannot be read.")) from None


def is_public(address: str) -> bool:
    """Of an IP address as the resolver gives it."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _NOT_PUBLIC)
    return _is_public_v6(parsed)


def _is_public_v6(address: IPv6Address) -> bool:
    is_ours = address.scope_id is not None or any(address in network for network in _NOT_PUBLIC_V6)
    return address in _PUBLIC_V6 and not is_ours
