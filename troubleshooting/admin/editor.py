"""The document editor: an article as one Markdown text, its problems by line, and what visitors would see of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from troubleshooting.admin.actions import log, may_publish, publish_revision
from troubleshooting.admin.article_pages import frame, may, on_article
from troubleshooting.admin.skeleton import new_text
from troubleshooting.documents.diff import line_diff
from troubleshooting.documents.keys import carry_over
from troubleshooting.documents.lint import check
from troubleshooting.documents.markdown import Parsed, print_document
from troubleshooting.documents.problems import Problem
from troubleshooting.models import Article, Revision
from troubleshooting.publishing import EditConflict, PublishingError, current_catalog, save_revision


class DocumentForm(forms.Form):
    """``based_on`` is the number of the revision the edit began from, 0 for a new article."""

    text = forms.CharField(required=False, strip=False)
    note = forms.CharField(required=False, max_length=200)
    based_on = forms.IntegerField(required=False, min_value=0)


@dataclass(frozen=True)
class Sheet:
    """What lies on the desk: the text as it was typed, and all there is to say about it."""

    text: str
    note: str = ""
    based_on: int = 0
    problems: Sequence[Problem] = ()
    refusal: str = ""
    """Why the text was not saved."""
    conflict: Revision | None = None
    """What somebody else saved in the meantime."""


def add(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("troubleshooting.add_article"):
        raise PermissionDenied
    return _edit(request, None, can_save=True)


@on_article("view")
def change(request: HttpRequest, article: Article) -> HttpResponse:
    return _edit(request, article, can_save=may(request, "change"))


def _edit(request: HttpRequest, article: Article | None, *, can_save: bool) -> HttpResponse:
    """Show the newest revision, or check, save and publish the text that was sent."""
    if request.method == "POST":
        if not can_save:
            raise PermissionDenied
        return _take(request, article)
    newest = article.revisions.newest_first().first() if article else None
    text = print_document(newest.document) if newest else new_text()
    problems = check(text, current_catalog()).problems
    sheet = Sheet(text, based_on=newest.number if newest else 0, problems=problems)
    return _page(request, article, sheet, can_save=can_save)


def _take(request: HttpRequest, article: Article | None) -> HttpResponse:
    """Every answer but that of a save brings the text back, so that nothing typed is ever lost."""
    form = DocumentForm(request.POST)
    form.full_clean()
    text = request.POST.get("text", "").replace("\r\n", "\n")
    checked = check(text, current_catalog())
    sheet = Sheet(text, request.POST.get("note", ""), form.cleaned_data.get("based_on") or 0, checked.problems)
    if "check" in request.POST:
        return _page(request, article, sheet)
    if form.errors:
        reasons = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _refuse(request, article, replace(sheet, refusal=_("Not saved.") + " " + reasons))
    if checked.document is None:
        refusal = _("Not saved, because the text cannot be read yet. Mend the errors below and save again.")
        return _refuse(request, article, replace(sheet, refusal=refusal))
    return _save(request, article, sheet, checked)


def _save(request: HttpRequest, article: Article | None, sheet: Sheet, checked: Parsed) -> HttpResponse:
    newest = article.revisions.newest_first().first() if article else None
    assert checked.document is not None
    assert request.user.is_authenticated
    try:
        revision = save_revision(
            document=carry_over(checked.document, newest.document) if newest else checked.document,
            article=article,
            author=request.user,
            note=sheet.note,
            based_on=sheet.based_on if article else None,
        )
    except EditConflict as conflict:
        sheet = replace(sheet, conflict=conflict.latest, based_on=conflict.latest.number)
        return _page(request, article, sheet, status=HTTPStatus.CONFLICT)
    except PublishingError as refused:
        found = [replace(problem, line=checked.lines.get(problem.node)) for problem in refused.problems]
        sheet = replace(sheet, problems=[*found, *sheet.problems], refusal=_("Not saved: %s") % refused)
        return _refuse(request, article, sheet)
    _tell(request, revision, is_new=newest is None or newest.number != revision.number)
    return HttpResponseRedirect(reverse("admin:troubleshooting_article_change", args=[revision.article_id]))


def _tell(request: HttpRequest, revision: Revision, *, is_new: bool) -> None:
    """Log and say what was saved; publish it if that was asked for."""
    if is_new:
        log(request, revision.article, _("Saved revision %(number)s.") % {"number": revision.number})
    if "publish" in request.POST and may_publish(request):
        publish_revision(request, revision)
    elif is_new:
        saved = _("Saved as revision %(number)s, a draft. Visitors see it once it is published.")
        messages.success(request, saved % {"number": revision.number})
    else:
        messages.info(request, _("Nothing has changed since revision %(number)s.") % {"number": revision.number})


def _refuse(request: HttpRequest, article: Article | None, sheet: Sheet) -> HttpResponse:
    return _page(request, article, sheet, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(
    request: HttpRequest, article: Article | None, sheet: Sheet, *, can_save: bool = True, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        **frame(request, article),
        "title": article.title if article else _("New article"),
        "newest": article.revisions.for_history().first() if article else None,
        "sheet": sheet,
        "errors": sum(problem.severity == "error" for problem in sheet.problems),
        "warnings": sum(problem.severity == "warning" for problem in sheet.problems),
        "can_save": can_save,
        "can_publish": can_save and may_publish(request),
        "catalog": current_catalog(),
        "preview_url": reverse("admin:troubleshooting_article_preview", args=[article.pk] if article else []),
        **(_comparison(sheet.conflict, sheet.text) if sheet.conflict else {}),
    }
    return TemplateResponse(request, "admin/troubleshooting/document.html", context, status=status)


def _comparison(theirs: Revision, mine: str) -> dict[str, Any]:
    text = print_document(theirs.document)
    return {"their_text": text, "diff": line_diff(text, mine)}
