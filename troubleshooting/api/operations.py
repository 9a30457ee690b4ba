"""How every operation is declared, answered and refused."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, Final, TypeVar

from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from ninja import Path, Router
from ninja.errors import HttpError
from pydantic import BaseModel, Field, WithJsonSchema

from troubleshooting.api.answers import Problem
from troubleshooting.documents.schema import KEY, KEY_LENGTH
from troubleshooting.http import slugs
from troubleshooting.http.pages import CACHE_CONTROL, PublicPage, public_file
from troubleshooting.models import Article

OperationT = TypeVar("OperationT", bound=Callable[..., Any])

KeyInPath = Annotated[str, WithJsonSchema({"type": "string", "pattern": KEY.pattern, "maxLength": KEY_LENGTH})]
"""Only described, not checked: what can be no key names nothing, which is 404 as for every other page."""
Slug = Annotated[
    KeyInPath, Path(description="The article's slug; a former one leads on with 301.", example="error-324")
]
SAFE_TEXT: Final = {"type": "string", "pattern": r"^[^\x00]*$"}
SafeText = Annotated[str, WithJsonSchema(SAFE_TEXT)]
"""Any text but the character that no address may have, with which the request is refused before it gets here."""
Filter = Annotated[str, Field(pattern=rf"{KEY.pattern}|^$", max_length=KEY_LENGTH)]
"""A slug, or nothing."""


class Moved(Exception):
    """The address has changed for good."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def operation(
    router: Router, path: str, answer: Any, *, name: str, also: tuple[int, ...] = (), **described: Any
) -> Callable[[OperationT], OperationT]:
    """Declare a read. ``also`` are the statuses it can answer with beside 200, 304 and those that any address has."""
    statuses = sorted({*also, HTTPStatus.BAD_REQUEST, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
    others = {int(status): Problem if status >= HTTPStatus.BAD_REQUEST else None for status in statuses}
    return router.api_operation(
        ["GET", "HEAD"], path, response={200: answer, 304: None, **others}, url_name=name, **described
    )


def answer_page(value: BaseModel, *, canonical: str, headers: dict[str, str] | None = None) -> PublicPage:
    """Stored and sent as pages are. ``canonical`` is the path and query of the operation's own links."""
    content = value.model_dump_json()
    return public_file(content, "application/json", canonical=canonical, headers=headers)


def find_article(slug: str, path_for: Callable[[str], str]) -> Article:
    """The published article with its page and its document. ``path_for`` makes the same address for another slug."""
    if article := slugs.published(slug):
        return article
    match slugs.whereabouts(slug):
        case slugs.Moved(slug=present):
            raise Moved(path_for(present))
        case slugs.Retired(title=title):
            raise HttpError(HTTPStatus.GONE, _("The article “%(title)s” has been retired.") % {"title": title})
    raise Http404(_("There is no such article."))


def redirect(path: str) -> HttpResponsePermanentRedirect:
    """A client would keep it for ever, and the article may get its former slug back: hence the short life."""
    return HttpResponsePermanentRedirect(path, headers={"Cache-Control": CACHE_CONTROL})
