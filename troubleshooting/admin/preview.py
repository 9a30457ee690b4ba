"""A document as visitors would see it: the public template, fed by the function that feeds the public page."""

import re
from collections.abc import Callable

from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from troubleshooting.admin.article_pages import GET, on_article, on_revision
from troubleshooting.admin.skeleton import new_text
from troubleshooting.documents.markdown import parse
from troubleshooting.documents.rendering import render_article
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.http.pages import portal_context
from troubleshooting.models import Article, Revision
from troubleshooting.publishing import current_catalog
from troubleshooting.publishing.page import render_body
from troubleshooting.views.articles import TEMPLATE, article_context

_SCRIPT = re.compile(r"<script\b[^>]*></script>")


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The response may stand in a frame of our own pages, and in nobody's search index."""

    def answer(request: HttpRequest, **keys: int) -> HttpResponse:
        response = view(request, **keys)
        response["X-Robots-Tag"] = "noindex"
        return response

    return csp_replace({"frame-ancestors": ["'self'"]})(xframe_options_sameorigin(answer))  # type: ignore[return-value]


def preview_document(document: ArticleDocument, article: Article | None, *, revision: int) -> HttpResponse:
    """``article`` comes with ``helped`` (``with_helped``). Without the page's scripts: a preview counts and stores nothing."""
    rendered = render_article(document, current_catalog())
    context = article_context(
        rendered,
        render_body(rendered, revision=revision),
        updated_at=(article and article.published_at) or timezone.now(),
        helped=getattr(article, "helped", 0),
    )
    content = render_to_string(TEMPLATE, {**portal_context(), "canonical": "", **context})
    return HttpResponse(_SCRIPT.sub("", content), headers={"Cache-Control": "no-store"})


def preview_text(text: str, article: Article | None, *, revision: int) -> HttpResponse:
    """As much of a text as can be read, whatever is wrong with the rest."""
    parsed = parse(text)
    document = parsed.document or parsed.partial
    if document is None:
        content = render_to_string("admin/troubleshooting/no_preview.html")
        return HttpResponse(content, headers={"Cache-Control": "no-store"})
    return preview_document(document, article, revision=revision)


def _new(request: HttpRequest) -> HttpResponse:
    """Of the text that was sent; before any was, of what a new article begins with."""
    if not request.user.has_perm("troubleshooting.add_article"):
        raise PermissionDenied
    return preview_text(request.POST.get("text", "") if request.method == "POST" else new_text(), None, revision=1)


@on_article("view")
def _article(request: HttpRequest, article: Article) -> HttpResponse:
    """Of the text that was sent; before any was, of the newest revision."""
    article = Article.objects.with_helped().get(pk=article.pk)
    newest = article.revisions.newest_first().first()
    number = newest.number if newest else 1
    if newest is None or request.method == "POST":
        return preview_text(request.POST.get("text", ""), article, revision=number)
    return preview_document(newest.document, article, revision=number)


@on_revision("view", GET)
def _revision(_request: HttpRequest, revision: Revision) -> HttpResponse:
    article = Article.objects.with_helped().get(pk=revision.article_id)
    return preview_document(revision.document, article, revision=revision.number)


PAGES = (
    ("preview/", framed(_new), "preview"),
    ("<int:pk>/preview/", framed(_article), "preview"),
    ("<int:pk>/revisions/<int:number>/preview/", framed(_revision), "revision_preview"),
)
