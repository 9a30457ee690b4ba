"""What visitors would see: of a text nobody has saved, and of a revision by a link that can be sent to others."""

import re

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from troubleshooting.admin.article_pages import GET, frame, on_article, on_revision
from troubleshooting.admin.editing.content import Content, ContentError
from troubleshooting.admin.editing.document import TextContent
from troubleshooting.admin.editing.editors import posted_content
from troubleshooting.admin.skeleton import new_text
from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.rendering import render_article
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.http.framing import framed
from troubleshooting.http.pages import portal_context
from troubleshooting.models import Article, Revision
from troubleshooting.publishing import current_catalog
from troubleshooting.publishing.page import render_body
from troubleshooting.views.articles import TEMPLATE, article_context
from troubleshooting.views.preview import preview_path, valid_until

_SCRIPT = re.compile(r"<script\b[^>]*></script>")


def _new(request: HttpRequest) -> HttpResponse:
    """Of what was sent; before anything was, of what a new article begins with."""
    if not request.user.has_perm("troubleshooting.add_article"):
        raise PermissionDenied
    if request.method == "POST":
        return _of_posted(request, None, revision=1)
    return _of_content(TextContent(new_text()), None, revision=1)


@on_article("view")
def _article(request: HttpRequest, article: Article) -> HttpResponse:
    """Of what was sent; before anything was, of the newest revision."""
    article = Article.objects.with_helped().get(pk=article.pk)
    newest = article.revisions.newest_first().first()
    number = newest.number if newest else 1
    if newest is None or request.method == "POST":
        return _of_posted(request, article, revision=number)
    return _of_document(newest.document, current_catalog(), article, revision=number)


def _of_posted(request: HttpRequest, article: Article | None, *, revision: int) -> HttpResponse:
    """Of the form of either editor."""
    try:
        content = posted_content(dict(request.POST.lists()), TextContent.editor)
    except ContentError as error:
        return _page(render_to_string("admin/troubleshooting/no_preview.html", {"reason": error}))
    return _of_content(content, article, revision=revision)


def _of_content(content: Content, article: Article | None, *, revision: int) -> HttpResponse:
    """As much as can be read, whatever is wrong with the rest."""
    catalog = current_catalog()
    document = content.readable(catalog)
    if document is None:
        return _page(render_to_string("admin/troubleshooting/no_preview.html"))
    return _of_document(document, catalog, article, revision=revision)


def _of_document(
    document: ArticleDocument, catalog: Catalog, article: Article | None, *, revision: int
) -> HttpResponse:
    """Without the page's scripts: a preview counts and stores nothing."""
    rendered = render_article(document, catalog)
    context = article_context(
        rendered,
        render_body(rendered, revision=revision),
        updated_at=(article and article.published_at) or timezone.now(),
        helped=getattr(article, "helped", 0),
    )
    return _page(_SCRIPT.sub("", render_to_string(TEMPLATE, {**portal_context(), "canonical": "", **context})))


def _page(content: str) -> HttpResponse:
    return HttpResponse(content, headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})


@on_revision("view", GET)
def look_page(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The page and the guide at two widths, by the link that others can be sent."""
    article = revision.article
    path = "" if article.trashed_at else preview_path(revision)
    context = frame(
        request,
        article,
        title=_("Revision %(number)s of “%(title)s”, as visitors would see it")
        % {"number": revision.number, "title": article.title},
        revision=revision,
        views=_views(path) if path else (),
        link=f"{settings.SITE_URL.rstrip('/')}{path}" if path else "",
        valid_until=valid_until(timezone.now()),
    )
    return TemplateResponse(request, "admin/troubleshooting/look.html", context)


def _views(path: str) -> tuple[dict[str, str], ...]:
    return (
        {"name": "page", "title": _("The page"), "src": path},
        {"name": "guide", "title": _("The guide"), "src": f"{path}guide/"},
    )


PAGES = (
    ("preview/", framed(_new), "preview"),
    ("<int:pk>/preview/", framed(_article), "preview"),
    ("<int:pk>/revisions/<int:number>/look/", look_page, "look"),
)
