"""A sheet as a page, or as JSON for the page that is open already."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from troubleshooting.admin.article_pages import frame
from troubleshooting.admin.editing.desk import Desk
from troubleshooting.admin.editing.editors import EDITORS
from troubleshooting.admin.editing.sheets import Sheet
from troubleshooting.admin.workflow import workflow_context
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models import Article

CHECKED_PARTS = {"problems": "_problems"}
ALL_PARTS = {
    **CHECKED_PARTS,
    "editing-crumbs": "_crumbs",
    "editing-head": "_document_head",
    "editing-workflow": "_workflow",
    "editing-lock": "_lock",
    "editing-conflict": "_conflict",
}
"""Places of the page by their ids, and the templates that fill them when the page is not loaded anew."""

_PAGES = {"outline": ("change", "add"), "document": ("document", "add_document")}
"""The names of each editor's page: of an article, and of a new one."""


@dataclass(frozen=True)
class Finding:
    """A problem in the list below an editor; ``href`` leads to its place, if it has one."""

    problem: Problem
    href: str


def page_address(editor: str, article: Article | None) -> str:
    name, name_of_new = _PAGES[editor]
    return _address(name if article else name_of_new, article)


def _address(name: str, article: Article | None) -> str:
    return reverse(f"admin:troubleshooting_article_{name}", args=[article.pk] if article else [])


def answer(request: HttpRequest, desk: Desk, sheet: Sheet, *, can_save: bool = True) -> HttpResponse:
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return _json(request, desk, sheet)
    if sheet.saved:
        return HttpResponseRedirect(page_address(desk.editor.editor, sheet.saved.article))
    context = _context(request, desk, sheet, desk.article, can_save=can_save)
    return TemplateResponse(request, sheet.content.template, context, status=sheet.status)


def _json(request: HttpRequest, desk: Desk, sheet: Sheet) -> HttpResponse:
    article = Article.objects.for_staff().get(pk=sheet.saved.article_id) if sheet.saved else desk.article
    context = _context(request, desk, sheet, article)
    parts = CHECKED_PARTS if sheet.status == 200 and not sheet.saved else ALL_PARTS
    said = {
        **(_told(request, sheet) if sheet.saved else {"saved": False, "message": sheet.refusal, "level": "error"}),
        "revision": sheet.based_on,
        "title": context["title"],
        "addresses": context["addresses"],
        "problems": [asdict(problem) for problem in sheet.problems],
        "parts": {
            place: render_to_string(f"admin/troubleshooting/{name}.html", context, request)
            for place, name in parts.items()
        },
    }
    return JsonResponse(said, status=sheet.status)


def _told(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """What a page loaded anew would show above its content, which this one says in place."""
    assert sheet.saved
    told = list(messages.get_messages(request))
    return {
        "saved": True,
        "message": " ".join(str(message) for message in told),
        "level": max(told, key=lambda message: message.level).level_tag,
        **sheet.content.answer(sheet.saved.document),
    }


def _context(
    request: HttpRequest, desk: Desk, sheet: Sheet, article: Article | None, *, can_save: bool = True
) -> dict[str, Any]:
    context = frame(request, article, title=article.title if article else _("New article"))
    return {
        **context,
        "content": sheet.content,
        "sheet": sheet,
        "problems": _findings(sheet.problems, sheet.content.editor),
        "errors": sum(problem.severity == "error" for problem in sheet.problems),
        "warnings": sum(problem.severity == "warning" for problem in sheet.problems),
        "can_save": can_save,
        "can_publish": can_save and context["can_publish"],
        "newest": sheet.saved or desk.newest,
        "catalog": desk.catalog,
        "lock": desk.lock(),
        "workflow": workflow_context(request, article),
        "addresses": _addresses(sheet.content.editor, article),
        "preview_url": _address("preview", article),
        **sheet.content.context(sheet.parsed, desk.catalog),
    }


def _addresses(editor: str, article: Article | None) -> dict[str, str]:
    return {
        "page": page_address(editor, article),
        "preview": _address("preview", article),
        "keep": _address("working_copy", article),
        "lock": _address("lock", article) if article else "",
        **{name: page_address(name, article) for name in EDITORS},
    }


def _findings(problems: Sequence[Problem], editor: str) -> list[Finding]:
    return [Finding(problem, _href(problem, editor)) for problem in problems]


def _href(problem: Problem, editor: str) -> str:
    if editor == "document":
        return "#document-text" if problem.line else ""
    field = problem.node.removeprefix("@").partition("/")[0]
    if problem.node.startswith("@") and field in ArticleDocument.model_fields:
        return f"#field-{field}"
    return f"#node-{problem.node.replace('/', '--')}" if problem.node else ""
