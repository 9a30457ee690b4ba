"""Where a request comes from, coarse and forgetful: enough to limit a flood, too little to know a person."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac


def client_address(request: HttpRequest) -> str:
    """The address the outermost trusted proxy saw. Entries further left are whatever the client wrote there."""
    proxies = settings.TRUSTED_PROXIES
    forwarded: list[str] = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def network(address: str) -> str:
    """The /24 (IPv4) or /56 (IPv6) network of an address; the text itself when it is none."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 56}", strict=False))


def day_hash(name: str, *parts: str) -> str:
    """A keyed hash of the parts that changes every day, so that nothing can be followed for longer."""
    text: str = "\n".join((timezone.now().date().isoformat(), *parts))
    return str(salted_hmac(f"troubleshooting.{name}", text, algorithm="sha256").hexdigest())


def source_hash(request: HttpRequest) -> str:
    return day_hash("source", network(client_address(request)))
