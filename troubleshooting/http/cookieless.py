"""Public pages neither read nor set a cookie, so that they are the same bytes for everybody.

Stock Django answers a request that carries an old session or CSRF cookie with ``Set-Cookie`` and ``Vary: Cookie``
even on a public page; dropping the cookie on the way in is what prevents it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from troubleshooting.http.staff import is_staff_path, note_staff_browser


class CookielessPublic:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_staff_path(request.path):
            response = self.get_response(request)
            patch_cache_control(response, no_store=True, private=True)
            return response
        cookie = request.META.pop("HTTP_COOKIE", "")
        if request.method == "POST":
            note_staff_browser(request, cookie)
        response = self.get_response(request)
        response.cookies.clear()
        if "Vary" in response.headers:
            _drop_vary_cookie(response)
        return response


def _drop_vary_cookie(response: HttpResponseBase) -> None:
    kept = [name for name in response.headers["Vary"].split(", ") if name.lower() != "cookie"]
    if kept:
        response.headers["Vary"] = ", ".join(kept)
    else:
        del response.headers["Vary"]
