"""Public pages as bytes ready to send: rendered and compressed once, then served from the worker's memory.

The store is the outermost middleware and our own rather than Django's cache middleware, whose keys depend on cookies
and ``Vary``; ours holds only what a view made with ``public_page``, whose bytes depend on nothing but the URL.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from troubleshooting.http.store import Store, clock

CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
Environ = dict[str, Any]
StoreKey = tuple[str, str, str, str, str, str]


class PublicPage(HttpResponse):
    """A page or a file that is the same for everybody. ``canonical`` is its path and query as every link of ours writes them."""

    canonical = ""


def site_url(path: str) -> str:
    """The full address of a path, with the host from the settings and never from the request."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def portal_context() -> dict[str, Any]:
    """What every public template needs of the settings."""
    return {"portal": {"name": settings.PORTAL_NAME, "url": site_url("")}}


def public_page(
    template: str, context: Mapping[str, Any], *, canonical: str, media_type: str = "text/html"
) -> PublicPage:
    """Render without a request, so that nothing of one visitor can reach the bytes that all of them get."""
    content = render_to_string(template, {**portal_context(), "canonical": canonical, **context})
    return public_file(content, media_type, canonical=canonical)


def public_file(
    content: str, media_type: str, *, canonical: str, headers: Mapping[str, str] | None = None
) -> PublicPage:
    """Text for programs, stored and sent as pages are; ``media_type`` without its charset, which is UTF-8."""
    response = PublicPage(
        content,
        content_type=f"{media_type}; charset=utf-8",
        headers={"Cache-Control": CACHE_CONTROL, **(headers or {})},
    )
    response.canonical = canonical
    return response


@dataclass(frozen=True, slots=True)
class Answer:
    """Status line, headers and body, ready for a WSGI server."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Representation:
    """A page in one encoding, and the answer to a browser that has it already."""

    etag: str
    full: Answer
    unchanged: Answer


@dataclass(frozen=True, slots=True)
class StoredPage:
    plain: Representation
    gzipped: Representation

    @property
    def size(self) -> int:
        return len(self.plain.full.body) + len(self.gzipped.full.body)

    def answer(self, environ: Environ) -> Answer:
        form = self.gzipped if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else self.plain
        return form.unchanged if form.etag in environ.get("HTTP_IF_NONE_MATCH", "") else form.full


pages: Store[StoreKey, StoredPage] = Store(
    limit=lambda: int(settings.PAGE_CACHE_MB * 1_048_576),
    size=lambda page: page.size,
    seconds=lambda: int(settings.PAGE_CACHE_SECONDS),
)


class PageCache:
    """The outermost middleware: answers from the store, and keeps what ``public_page`` made for a canonical address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if page := _stored(request.META):
            return _response(page.answer(request.META))
        stamp = clock.stamp()
        response = self.get_response(request)
        if not isinstance(response, PublicPage) or response.status_code != HTTPStatus.OK:
            return response
        page = _prepare(response)
        if settings.PAGE_CACHE_SECONDS and response.canonical == request.get_full_path():
            pages.put(_key(request.META), page, stamp)
        return _response(page.answer(request.META))


class StoredPages:
    """The same store in front of Django: a stored page is answered before a request is built for it.

    Measured: what Django does around a view that returns constant bytes costs more than the look-up.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        if page := _stored(environ):
            answer = page.answer(environ)
            start_response(answer.status, list(answer.headers))
            return () if is_head else (answer.body,)
        response = self.application(environ, start_response)
        if not is_head:
            return response
        # Django leaves the body in; a server that meets one in the answer to a HEAD complains.
        getattr(response, "close", bool)()
        return ()


def forget(request: HttpRequest, path: str) -> None:
    """Have this worker render a page anew."""
    pages.drop(_key({**request.META, "PATH_INFO": path, "QUERY_STRING": ""}))


def _stored(environ: Environ) -> StoredPage | None:
    return pages.get(_key(environ)) if environ["REQUEST_METHOD"] in ("GET", "HEAD") else None


def _key(environ: Environ) -> StoreKey:
    """Scheme and host are in it because Django has checked them before anything was stored."""
    header = settings.SECURE_PROXY_SSL_HEADER
    return (
        environ["wsgi.url_scheme"],
        environ.get(header[0], "") if header else "",
        environ.get("HTTP_HOST", ""),
        allowed_origin(environ),
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
    )


def allowed_origin(environ: Environ) -> str:
    """The origin that the answer lets read it, where the settings name several; only those, so that the store stays small."""
    origin = str(environ.get("HTTP_ORIGIN", ""))
    return origin if origin in settings.API_ALLOWED_ORIGINS else ""


def _prepare(response: PublicPage) -> StoredPage:
    patch_vary_headers(response, ["Accept-Encoding"])
    body = response.content
    digest = hashlib.sha256(body).hexdigest()[:32]
    compressed = gzip.compress(body, compresslevel=6, mtime=0)
    return StoredPage(
        plain=_representation(response, body, f'"{digest}"'),
        gzipped=_representation(response, compressed, f'"{digest}-gzip"', ("Content-Encoding", "gzip")),
    )


def _representation(response: PublicPage, body: bytes, etag: str, *encoding: tuple[str, str]) -> Representation:
    content = ("Content-Type", response.headers["Content-Type"])
    others = [(name, value) for name, value in response.items() if name not in ("Content-Type", "Content-Length")]
    headers = (*others, ("ETag", etag))
    full = Answer("200 OK", (content, *headers, *encoding, ("Content-Length", str(len(body)))), body)
    return Representation(etag, full, Answer("304 Not Modified", headers, b""))


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=int(answer.status[:3]), headers=dict(answer.headers))
