"""Public pages as bytes ready to send: rendered and compressed once, then served from the worker's memory.

The store is the outermost middleware and our own rather than Django's cache middleware, whose keys depend on cookies
and ``Vary``; ours holds only what a view made with ``public_page``, whose bytes depend on nothing but the URL.
"""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from troubleshooting.http.store import Store, clock

CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
StoreKey = tuple[str, str, str, str]


class PublicPage(HttpResponse):
    """A page that is the same for everybody. ``canonical`` is its path and query as every link of ours writes them."""

    canonical = ""


def portal_context() -> dict[str, Any]:
    """What every public template needs of the settings."""
    return {"portal": {"name": settings.PORTAL_NAME, "url": settings.SITE_URL.rstrip("/")}}


def public_page(template: str, context: Mapping[str, Any], *, canonical: str) -> PublicPage:
    """Render without a request, so that nothing of one visitor can reach the bytes that all of them get."""
    content = render_to_string(template, {**portal_context(), "canonical": canonical, **context})
    response = PublicPage(content, headers={"Cache-Control": CACHE_CONTROL})
    response.canonical = canonical
    return response


@dataclass(frozen=True, slots=True)
class StoredPage:
    plain: HttpResponse
    gzipped: HttpResponse

    @property
    def size(self) -> int:
        return len(self.plain.content) + len(self.gzipped.content)


pages: Store[StoreKey, StoredPage] = Store(
    limit=lambda: int(settings.PAGE_CACHE_MB * 1_048_576),
    size=lambda page: page.size,
    seconds=lambda: int(settings.PAGE_CACHE_SECONDS),
)


class PageCache:
    """Answers from the store, and keeps what ``public_page`` made under the canonical address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        meta = request.META
        key = (request.scheme or "", meta.get("HTTP_HOST", ""), meta["PATH_INFO"], meta.get("QUERY_STRING", ""))
        page = pages.get(key)
        if page is None:
            stamp = clock.stamp()
            response = self.get_response(request)
            if not isinstance(response, PublicPage) or response.status_code != 200:
                return response
            page = _prepare(response)
            if settings.PAGE_CACHE_SECONDS and response.canonical == request.get_full_path():
                pages.put(key, page, stamp)
        return _answer(request, page)


def _prepare(response: PublicPage) -> StoredPage:
    patch_vary_headers(response, ["Accept-Encoding"])
    body = response.content
    digest = hashlib.sha256(body).hexdigest()[:32]
    compressed = gzip.compress(body, compresslevel=6, mtime=0)
    return StoredPage(
        plain=_with_headers(response, body, {"ETag": f'"{digest}"'}),
        gzipped=_with_headers(response, compressed, {"ETag": f'"{digest}-gzip"', "Content-Encoding": "gzip"}),
    )


def _with_headers(response: HttpResponse, body: bytes, headers: Mapping[str, str]) -> HttpResponse:
    return HttpResponse(body, headers={**dict(response.items()), **headers, "Content-Length": str(len(body))})


def _answer(request: HttpRequest, page: StoredPage) -> HttpResponse:
    stored = page.gzipped if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") else page.plain
    wanted = request.META.get("HTTP_IF_NONE_MATCH")
    if wanted and stored.headers["ETag"] in wanted:
        headers = {name: value for name, value in stored.items() if name not in ("Content-Length", "Content-Type")}
        return HttpResponse(status=304, headers=headers)
    return _copy(stored)


def _copy(stored: HttpResponse) -> HttpResponse:
    """A response of its own for this request; only the bytes are shared."""
    response = HttpResponse(stored.content)
    response.headers._store = stored.headers._store.copy()
    return response
