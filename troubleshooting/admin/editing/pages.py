"""The addresses of the two editors, of unsaved work and of the lock."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from troubleshooting.admin.actions import may_publish, person, publish_revision
from troubleshooting.admin.article_pages import BOTH, POST, may, on_article
from troubleshooting.admin.editing.answers import answer, page_address
from troubleshooting.admin.editing.content import ContentError, Fields
from troubleshooting.admin.editing.desk import Desk
from troubleshooting.admin.editing.editors import DEFAULT, EDITORS, posted_content
from troubleshooting.admin.editing.sheets import Sheet, SheetForm
from troubleshooting.models import Article
from troubleshooting.publishing import current_catalog, locks, working_copies

NOT_KEPT = {"csrfmiddlewaretoken", "do", "op"}


def _edit(request: HttpRequest, article: Article | None, editor: str) -> HttpResponse:
    can_save = may(request, "change") if article else _may_add(request)
    desk = Desk(person(request), article, EDITORS[editor], current_catalog())
    if request.method == "POST":
        if not can_save:
            raise PermissionDenied
        return _take(request, desk)
    sheet = desk.opened(*(request.GET.get(name, "") for name in ("starter", "title", "code")))
    if sheet.content.editor != editor:
        return HttpResponseRedirect(page_address(sheet.content.editor, article))
    return answer(request, desk, sheet, can_save=can_save)


def _may_add(request: HttpRequest) -> bool:
    if not request.user.has_perm("troubleshooting.add_article"):
        raise PermissionDenied
    return True


def _take(request: HttpRequest, desk: Desk) -> HttpResponse:
    do = request.POST.get("do", "")
    if do == "discard":
        working_copies.discard(by=desk.person, article=desk.article)
        return HttpResponseRedirect(page_address(desk.editor.editor, desk.article))
    try:
        sheet = desk.taken(_fields(request))
    except ContentError as error:
        raise BadRequest(str(error)) from None
    if sheet.saved:
        _tell(request, sheet, publish=do == "publish")
    return answer(request, desk, sheet)


def _tell(request: HttpRequest, sheet: Sheet, *, publish: bool) -> None:
    """Say what was saved, and publish it if that was asked for."""
    assert sheet.saved
    values = {"number": sheet.saved.number}
    if publish and may_publish(request):
        publish_revision(request, sheet.saved)
    elif sheet.is_new:
        saved = _("Saved as revision %(number)s, a draft. Visitors see it once it is published.")
        messages.success(request, saved % values)
    else:
        messages.info(request, _("Nothing has changed since revision %(number)s.") % values)


def _fields(request: HttpRequest) -> Fields:
    return dict(request.POST.lists())


def _in_new_article(editor: str) -> Callable[[HttpRequest], HttpResponse]:
    return lambda request: _edit(request, None, editor)


def _in_article(editor: str) -> Callable[..., HttpResponse]:
    return on_article("view")(lambda request, article: _edit(request, article, editor))


add = _in_new_article(DEFAULT)
change = _in_article(DEFAULT)


def _keep_of_new(request: HttpRequest) -> HttpResponse:
    _may_add(request)
    return _keep(request, None)


@on_article("change")
def _keep_of_article(request: HttpRequest, article: Article) -> HttpResponse:
    return _keep(request, article)


def _keep(request: HttpRequest, article: Article | None) -> HttpResponse:
    """Keep unsaved work. A GET tells who is signed in, and the token that belongs to this sign-in."""
    if request.method not in BOTH:
        return HttpResponseNotAllowed(BOTH)
    if request.method != "POST":
        return JsonResponse({"user": person(request).pk, "token": get_token(request)})
    fields = {name: values for name, values in _fields(request).items() if name not in NOT_KEPT}
    try:
        content = posted_content(fields)
    except ContentError as error:
        raise BadRequest(str(error)) from None
    based_on = SheetForm(fields).cleaned_data.get("based_on") or 0
    copy = working_copies.keep(
        by=person(request), article=article, editor=content.editor, fields=fields, based_on=based_on
    )
    return JsonResponse({"kept_at": time_format(localtime(copy.saved_at))})


@on_article("change", POST)
def _lock(request: HttpRequest, article: Article) -> HttpResponse:
    """A sign of life of whoever edits; ``had`` says that the lock was theirs at the last one."""
    do, by = request.POST.get("do"), person(request)
    if do == "release":
        locks.release(article, by=by)
        return HttpResponse(status=204)
    lock = (locks.take_over if do == "take-over" else locks.hold)(article, by=by)
    is_mine = lock.holder_id == by.pk
    context = {"lock": None if is_mine else lock, "was_mine": request.POST.get("had") == "1", "can_change": True}
    html = render_to_string("admin/troubleshooting/_lock.html", context, request)
    return JsonResponse({"is_mine": is_mine, "html": html})


PAGES = (
    ("add/document/", _in_new_article("document"), "add_document"),
    ("<int:pk>/document/", _in_article("document"), "document"),
    ("working-copy/", _keep_of_new, "working_copy"),
    ("<int:pk>/working-copy/", _keep_of_article, "working_copy"),
    ("<int:pk>/lock/", _lock, "lock"),
)
