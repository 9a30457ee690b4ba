"""The revisions of an article: what each said, what it changed, and the way back to it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from troubleshooting.admin.actions import may_publish
from troubleshooting.documents.diff import line_diff
from troubleshooting.documents.markdown import print_document
from troubleshooting.models import Article, Revision

PER_PAGE = 50
LOGGED = 50


def revisions_page(request: HttpRequest, article: Article, *, can_restore: bool) -> HttpResponse:
    page = Paginator(article.revisions.for_history(), PER_PAGE).get_page(request.GET.get("page"))
    logged = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Article), object_id=str(article.pk)
    ).select_related("user")
    context = {
        **_frame(request, article, can_restore=can_restore),
        "title": _("History of “%(title)s”") % {"title": article.title},
        "page": page,
        "log": logged.order_by("-action_time", "-pk")[:LOGGED],
    }
    return TemplateResponse(request, "admin/troubleshooting/history.html", context)


def revision_page(request: HttpRequest, revision: Revision, *, can_restore: bool) -> HttpResponse:
    article = revision.article
    former = article.revisions.filter(number__lt=revision.number).newest_first().first()
    text = print_document(revision.document)
    context = {
        **_frame(request, article, can_restore=can_restore),
        "title": _("Revision %(number)s of “%(title)s”") % {"number": revision.number, "title": article.title},
        "revision": revision,
        "former": former,
        "text": text,
        "diff": line_diff(print_document(former.document), text) if former else (),
    }
    return TemplateResponse(request, "admin/troubleshooting/revision.html", context)


def _frame(request: HttpRequest, article: Article, *, can_restore: bool) -> dict[str, Any]:
    newest = article.revisions.for_history().first()
    return {
        **admin.site.each_context(request),
        "opts": Article._meta,
        "article": article,
        "newest_number": newest.number if newest else None,
        "can_restore": can_restore,
        "can_publish": may_publish(request),
    }
