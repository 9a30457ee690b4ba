"""Images of the articles: bytes of the database under names that never mean anything else."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troubleshooting.documents.links import image_size
from troubleshooting.http.store import Store, clock
from troubleshooting.models import Image

KEPT_BYTES = 32 * 1_048_576
KEPT_SECONDS = 24 * 60 * 60
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    # Whatever a browser takes the bytes for, they may do nothing.
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    media_type: str


kept: Store[str, Picture] = Store(
    limit=lambda: KEPT_BYTES, size=lambda picture: len(picture.content), seconds=lambda: KEPT_SECONDS
)


@require_safe
def image(request: HttpRequest, name: str) -> HttpResponseBase:
    picture = _find(name)
    etag = f'"{name}"'
    response = HttpResponse(picture.content, content_type=picture.media_type, headers={"ETag": etag})
    answer = get_conditional_response(request, etag=etag, response=response) or response
    # Also on "not modified": a cache takes them over for the bytes it has.
    for header, value in HEADERS.items():
        answer[header] = value
    return answer


def _find(name: str) -> Picture:
    """From this worker's memory, else from the database."""
    if picture := kept.get(name):
        return picture
    stamp = clock.stamp()
    found = Image.objects.for_page(name) if image_size(name) else None
    if found is None:
        raise Http404(_("There is no such image."))
    # PostgreSQL gives a view of memory.
    picture = Picture(bytes(found.content), found.media_type)
    kept.put(name, picture, stamp)
    return picture
