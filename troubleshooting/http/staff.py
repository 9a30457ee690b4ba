"""Where staff work. Everything else is public: no cookie goes in or out."""

from django.conf import settings
from django.http import HttpRequest, parse_cookie

STAFF_PREFIX = "/admin/"
_KEY = "portal.is_staff_browser"


def is_staff_path(path: str) -> bool:
    return path.startswith(STAFF_PREFIX)


def note_staff_browser(request: HttpRequest, cookie: str) -> None:
    """Keep of a cookie only whether there is a staff session in it; nobody else ever gets one."""
    request.META[_KEY] = settings.SESSION_COOKIE_NAME in parse_cookie(cookie)


def is_staff_browser(request: HttpRequest) -> bool:
    """Of a request that sends a form. What staff search to look after the portal tells nothing of visitors."""
    return bool(request.META.get(_KEY))
