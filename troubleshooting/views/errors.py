"""Error pages. Each says what happened and what to do next; none is stored."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404
from django.utils.translation import gettext as _

from troubleshooting.http.pages import portal_context
from troubleshooting.http.problems import is_api_path, problem
from troubleshooting.http.staff import is_staff_path
from troubleshooting.views.nearest import nearest, words_of

logger = logging.getLogger(__name__)


def _page(status: int, *, detail: str = "", **context: Any) -> HttpResponse:
    content = render_to_string(f"{status}.html", {**portal_context(), "status": status, "detail": detail, **context})
    return HttpResponse(content, status=status, headers={"Cache-Control": "no-store"})


def _told(request: HttpRequest, status: int, *, detail: str = "", retry_after: int | None = None) -> HttpResponse:
    """A page for people, or below the API's address a problem for programs."""
    if is_api_path(request.path):
        return problem(status, detail, retry_after=retry_after)
    response = _page(status, detail=detail)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _page(400, detail=_("What you sent is larger than 1 MB. Go back, shorten it, and send it again."))
    return _told(request, 400, detail=str(exception))


def forbidden(_request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(403, detail=str(exception))


def csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:
    """Of a staff form whose sign-in has changed since it was opened."""
    return _page(403, detail=_("The form is older than your sign-in. Go back, reload the page and send it again."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    is_ours = isinstance(exception, Http404) and not isinstance(exception, Resolver404)
    detail = str(exception) if is_ours else ""
    if is_api_path(request.path):
        return problem(404, detail)
    return _page(404, detail=detail, nearest=() if is_staff_path(request.path) else nearest(words_of(request.path)))


def unknown_code(code: str) -> HttpResponse:
    """404 for a code that no article carries, with a search for it."""
    return _page(404, code=code, nearest=nearest(code))


def gone(_request: HttpRequest, title: str) -> HttpResponse:
    return _page(410, title=title, nearest=nearest(title))


def too_many(retry_after: int) -> HttpResponse:
    response = _page(429)
    response["Retry-After"] = str(retry_after)
    return response


class DatabaseOutage:
    """Middleware: a database that is down or busy is 503 with a time to come back, not a fault of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("database not available", exc_info=exception)
        return _told(request, 503, retry_after=5)


def server_error(request: HttpRequest) -> HttpResponse:
    return _told(request, 500)
