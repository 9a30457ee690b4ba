"""The revisions of an article: what each said, what it changed, and the way back to it."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from troubleshooting.admin import actions
from troubleshooting.admin.article_pages import GET, POST, frame, on_article, on_revision, to_page
from troubleshooting.documents.diff import line_diff
from troubleshooting.documents.markdown import print_document
from troubleshooting.models import Article, Revision

PER_PAGE = 50
LOGGED = 50


@on_article("view", GET)
def revisions_page(request: HttpRequest, article: Article) -> HttpResponse:
    page = Paginator(article.revisions.for_history(), PER_PAGE).get_page(request.GET.get("page"))
    logged = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Article), object_id=str(article.pk)
    ).select_related("user")
    context = {
        **_frame(request, article),
        "title": _("History of “%(title)s”") % {"title": article.title},
        "page": page,
        "log": logged.order_by("-action_time", "-pk")[:LOGGED],
    }
    return TemplateResponse(request, "admin/troubleshooting/history.html", context)


@on_revision("view", GET)
def revision_page(request: HttpRequest, revision: Revision) -> HttpResponse:
    article = revision.article
    former = article.revisions.filter(number__lt=revision.number).newest_first().first()
    text = print_document(revision.document)
    context = {
        **_frame(request, article),
        "title": _("Revision %(number)s of “%(title)s”") % {"number": revision.number, "title": article.title},
        "revision": revision,
        "former": former,
        "text": text,
        "diff": line_diff(print_document(former.document), text) if former else (),
    }
    return TemplateResponse(request, "admin/troubleshooting/revision.html", context)


@on_revision("change", POST)
def restore_page(request: HttpRequest, revision: Revision) -> HttpResponse:
    actions.restore_revision(request, revision)
    return to_page("change", revision.article_id)


@on_revision("publish", POST)
def publish_page(request: HttpRequest, revision: Revision) -> HttpResponse:
    actions.publish_revision(request, revision)
    return to_page("history", revision.article_id)


def _frame(request: HttpRequest, article: Article) -> dict[str, Any]:
    newest = article.revisions.for_history().first()
    return frame(request, article, newest_number=newest.number if newest else None)


PAGES = (
    ("<int:pk>/revisions/<int:number>/", revision_page, "revision"),
    ("<int:pk>/revisions/<int:number>/restore/", restore_page, "restore"),
    ("<int:pk>/revisions/<int:number>/publish/", publish_page, "publish"),
)
