"""Posts from other sites are refused by what the browser says about them, without a token or a cookie.

``Sec-Fetch-Site`` decides where it is sent; browsers leave it out on plain http, where ``Origin`` decides. A client
that sends neither is no browser with a victim in it: it may post, and its reports count least (trust class 0).
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from troubleshooting.http.staff import is_staff_path

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def same_origin(request: HttpRequest) -> bool | None:
    """Whether our own page sent the request; None when nothing in it tells."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if origin in settings.TRUSTED_ORIGINS:
        return True
    if site is not None:
        return site in ("same-origin", "none")
    if origin is None:
        return None
    return origin == f"{request.scheme}://{request.get_host()}"


class CrossOrigin:
    """Guards every unsafe method of every view, staff pages included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS and same_origin(request) is False:
            raise PermissionDenied(_("This form was sent from another site. Open the page here and send it again."))
        if not is_staff_path(request.path):
            # Django's token stays with staff pages: a page with a token in it could not be the same for everybody.
            setattr(request, "_dont_enforce_csrf_checks", True)  # noqa: B010 Django's own name, unknown to its types
        return self.get_response(request)
