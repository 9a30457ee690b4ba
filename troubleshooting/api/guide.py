"""The guide as a resource: a position answers with a link for everything that can be said there."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from ninja import Path, Router

from troubleshooting import guide
from troubleshooting.api.addresses import api_path, position_path
from troubleshooting.api.operations import SAFE_TEXT, KeyInPath, Slug, answer_page, find_article, operation
from troubleshooting.api.positions import Position
from troubleshooting.api.walking import position_at
from troubleshooting.documents.schema import CONTACT, ArticleDocument
from troubleshooting.guide import DISMISSED, TRIED, Trail
from troubleshooting.http.pages import CACHE_CONTROL
from troubleshooting.models import Article

router = Router()

_KEYS = {"type": "array", "items": SAFE_TEXT}
_TRAIL = {
    "parameters": [
        {
            "in": "query",
            "name": "answers",
            "description": "The answers so far, one `<question>=<choice>` each, such as `last-login=unsure`. What the article does "
            "not know is dropped.",
            "style": "form",
            "explode": True,
            "schema": {"type": "object", "propertyNames": SAFE_TEXT, "additionalProperties": SAFE_TEXT},
            "example": {"last-login": "unsure"},
        },
        {
            "in": "query",
            "name": TRIED,
            "description": "Fixes that did not help, in the order of the tries.",
            "schema": _KEYS,
        },
        {"in": "query", "name": DISMISSED, "description": "Scenarios set aside as not the cause.", "schema": _KEYS},
    ]
}


@operation(
    router,
    "articles/{slug}/guide/",
    Position,
    name="guide",
    also=(301, 404, 410),
    operation_id="startGuide",
    tags=["guide"],
    summary="Where the guide begins, or where the answers given lead",
    description="The first question, or the list of causes of an article without questions. From here on follow `href`s: "
    "no address has to be put together.",
    openapi_extra=_TRAIL,
)
def start(request: HttpRequest, slug: Slug) -> HttpResponseBase:
    article, document, trail = _read(request, slug)
    reached = guide.reach(document, "", trail)
    return answer_page(position_at(article, reached, trail), canonical=position_path(slug, "", trail))


@operation(
    router,
    "articles/{slug}/guide/{node}/",
    Position,
    name="position",
    also=(301, 302, 404, 410),
    operation_id="getPosition",
    tags=["guide"],
    summary="One position: a question, a scenario, or contact",
    description="302 leads to the furthest position that the answers reach, where that is another one.",
    openapi_extra=_TRAIL,
)
def position(
    request: HttpRequest,
    slug: Slug,
    node: Annotated[
        KeyInPath,
        Path(description="Key of a question or a scenario of the article, or `contact`.", example=CONTACT),
    ],
) -> HttpResponseBase:
    article, document, trail = _read(request, slug, node)
    if not guide.has_node(document, node):
        raise Http404(_("The guide of this article has no such question or scenario."))
    # Support is open from everywhere, as the contact page is.
    reached = node if node == CONTACT else guide.reach(document, node, trail)
    path = position_path(slug, reached, trail)
    if reached != node:
        return HttpResponseRedirect(path, headers={"Cache-Control": CACHE_CONTROL})
    return answer_page(position_at(article, node, trail), canonical=path)


def _read(request: HttpRequest, slug: str, node: str = "") -> tuple[Article, ArticleDocument, Trail]:
    query = request.META.get("QUERY_STRING", "")

    def same_position(present: str) -> str:
        path = api_path("position", present, node) if node else api_path("guide", present)
        return f"{path}?{query}" if query else path

    article = find_article(slug, same_position)
    assert article.published_revision is not None
    document = article.published_revision.document
    pairs = ((name, value) for name, values in request.GET.lists() for value in values)
    return article, document, guide.trim(document, Trail.read(document, pairs))
