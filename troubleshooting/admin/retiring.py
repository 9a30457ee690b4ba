"""The questions before an article leaves the public pages, or the lists. Their forms are sent to the workflow's address."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from troubleshooting.admin.article_pages import GET, frame, on_article
from troubleshooting.admin.workflow import workflow_context
from troubleshooting.models import Article


@on_article("publish", GET)
def retire_page(request: HttpRequest, article: Article) -> HttpResponse:
    context = frame(request, article, title=_("Retire this article?"))
    return TemplateResponse(request, "admin/troubleshooting/retire.html", context)


@on_article("change", GET)
def trash_page(request: HttpRequest, article: Article) -> HttpResponse:
    workflow = workflow_context(request, article)
    if not workflow or not workflow["situation"].can_trash:
        raise PermissionDenied
    context = frame(request, article, title=_("Move this article to the trash?"), workflow=workflow)
    return TemplateResponse(request, "admin/troubleshooting/trash.html", context)


PAGES = (("<int:pk>/retire/", retire_page, "retire"), ("<int:pk>/trash/", trash_page, "trash"))
