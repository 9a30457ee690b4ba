"""What holds for every address of the API: it is read only, by pages of the origins the settings allow, and not too often."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from troubleshooting.http import limits
from troubleshooting.http.pages import allowed_origin
from troubleshooting.http.problems import is_api_path, problem

METHODS = "GET, HEAD, OPTIONS"
PREFLIGHT_SECONDS = 86_400
ANY_ORIGIN = "*"


class ApiGate:
    """Stands inside the page store, so that what the store answers is never counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_api_path(request.path):
            return self.get_response(request)
        response = self._answer(request)
        if settings.API_ALLOWED_ORIGINS:
            _share(request, response)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": METHODS, "Cache-Control": "no-store"})
        if request.method not in ("GET", "HEAD"):
            response = problem(405)
            response["Allow"] = METHODS
            return response
        limit = limits.reading()
        if limit.count and not limits.within(limit, request):
            return problem(429, retry_after=limit.seconds_left())
        return self.get_response(request)


def _share(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let scripts of allowed origins read the answer, errors included. There are no credentials to allow."""
    if ANY_ORIGIN in settings.API_ALLOWED_ORIGINS:
        origin = ANY_ORIGIN
    else:
        origin = allowed_origin(request.META)
        patch_vary_headers(response, ["Origin"])
    if not origin:
        return
    response["Access-Control-Allow-Origin"] = origin
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "*"
        response["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    else:
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
