"""The API and its OpenAPI description, which says what ninja cannot know: error types, headers, redirects, the server."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from troubleshooting.api import articles, finding, guide
from troubleshooting.api.addresses import api_path
from troubleshooting.api.operations import Moved, redirect
from troubleshooting.http.pages import PublicPage, public_file, site_url
from troubleshooting.http.problems import CONTENT_TYPE, problem

VERSION = "1"
_ABOUT = """\
Read what the help portal shows to visitors: articles, search, error codes, and the guide, which a program walks by following `href`s.

No key and no cookie. Every answer is the same for everybody and may be kept as its `Cache-Control` says; ask again with `If-None-Match`
and its `ETag`. `HEAD` is answered wherever `GET` is. Unknown query parameters are ignored. New fields may be added to answers.
Errors are problem details (RFC 9457)."""
_TAGS = {
    "about": "The API itself.",
    "articles": "Published articles, as lists and as documents.",
    "search": "Finding articles.",
    "guide": "The walk from question to question to the cause and its fixes.",
    "shelves": "What articles are filed under.",
}
_HEADERS: Final = {
    "ETag": {"description": "Changes when the answer does.", "schema": {"type": "string"}},
    "Cache-Control": {"description": "How long the answer may be kept.", "schema": {"type": "string"}},
    "Location": {"description": "Where to ask instead.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}},
    "Link": {"description": "The next page, `rel=next`.", "schema": {"type": "string"}},
}
_STATUSES: Final[dict[int, tuple[str, tuple[str, ...]]]] = {
    200: ("The answer.", ("ETag", "Cache-Control")),
    301: ("The article has another slug now.", ("Location", "Cache-Control")),
    302: ("The answers lead to another position.", ("Location", "Cache-Control")),
    304: ("Nothing has changed since the `ETag` of `If-None-Match`.", ("ETag", "Cache-Control")),
    400: ("The address is over 2,048 characters (131,072 for a search) or has one that no address may have.", ()),
    404: ("There is no such thing; drafts included.", ()),
    410: ("The article has been retired.", ()),
    422: ("A parameter is not as described; `errors` names it.", ()),
    429: ("More requests than the portal's limit for one network and minute.", ("Retry-After",)),
    503: ("The database cannot be reached at the moment.", ("Retry-After",)),
}


class ReadApi(NinjaAPI):
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for path in schema["paths"].values():
            # It has the operation id of GET, which may stand once.
            path.pop("head")
            _describe(path["get"])
        return schema


def _describe(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        response["description"], names = _STATUSES[status]
        if headers := {name: _HEADERS[name] for name in names}:
            response["headers"] = {**headers, **response.get("headers", {})}
        if status >= HTTPStatus.BAD_REQUEST:
            response["content"] = {CONTENT_TYPE: response["content"]["application/json"]}


def _info() -> dict[str, Any]:
    return {
        "contact": {"name": settings.PORTAL_NAME, "url": site_url("/")},
        "license": {"name": "MIT", "identifier": "MIT"},
    }


api = ReadApi(
    title=f"{settings.PORTAL_NAME}: read API",
    version=VERSION,
    description=_ABOUT,
    openapi_url=None,
    docs_url=None,
    servers=[{"url": site_url("")}],
    urls_namespace="api",
    openapi_extra={
        "info": _info(),
        "tags": [{"name": name, "description": description} for name, description in _TAGS.items()],
    },
)
for router in (articles.router, finding.router, guide.router):
    api.add_router("", router)


@api.api_operation(["GET", "HEAD"], "openapi.json", url_name="openapi", include_in_schema=False)
def openapi(request: HttpRequest) -> PublicPage:
    content = json.dumps(api.get_openapi_schema(), ensure_ascii=False)
    return public_file(content, "application/json", canonical=api_path("openapi"))


@api.exception_handler(Moved)
def _moved(_request: HttpRequest, exception: Moved) -> HttpResponseBase:
    return redirect(exception.path)


@api.exception_handler(Http404)
def _not_found(_request: HttpRequest, exception: Http404) -> HttpResponseBase:
    return problem(HTTPStatus.NOT_FOUND, str(exception))


@api.exception_handler(HttpError)
def _refused(_request: HttpRequest, exception: HttpError) -> HttpResponseBase:
    return problem(exception.status_code, str(exception))


@api.exception_handler(ValidationError)
def _wrong(_request: HttpRequest, exception: ValidationError) -> HttpResponseBase:
    errors = list(_wrong_parameters(exception))
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(f"{e['name']}: {e['detail']}." for e in errors), errors=errors
    )


@api.exception_handler(Exception)
def _unexpected(_request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """To Django, which knows a database that is down from a fault of ours."""
    raise exception


def _wrong_parameters(exception: ValidationError) -> Iterator[dict[str, str]]:
    for error in exception.errors:
        place, name, *_rest = error["loc"]
        detail = str(error["msg"]).removeprefix("Value error, ").removesuffix(".")
        yield {"name": str(name), "where": str(place), "detail": detail}
