"""Where an article stands on its way to the public page, in words, and the buttons for what comes next."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from troubleshooting.admin import actions
from troubleshooting.admin.article_pages import POST, frame, on_article, to_page
from troubleshooting.admin.deeds import DEEDS, Deed, Situation, deed_called
from troubleshooting.models import Article, Revision, Stage
from troubleshooting.publishing import PublishingError
from troubleshooting.publishing.workflow import in_words
from troubleshooting.templatetags.wording import ago


@dataclass(frozen=True)
class Offer:
    """A deed with its form, as the panel shows it."""

    deed: Deed
    form: forms.Form

    @property
    def has_fields(self) -> bool:
        return bool(self.form.fields)


def workflow_context(request: HttpRequest, article: Article | None) -> dict[str, Any] | None:
    """What ``_workflow.html`` shows. ``article`` comes from ``for_staff``; one that was never saved has no workflow."""
    newest = article.revisions.for_history().first() if article else None
    return _panel(Situation(article, newest, actions.person(request))) if article and newest else None


@on_article("change", POST)
def workflow_page(request: HttpRequest, article: Article) -> HttpResponse:
    """Do what the button says; where that is refused, show why beside what was typed."""
    situation = Situation(article, _meant(request, article), actions.person(request))
    do = request.POST.get("do", "")
    if do in _PLAIN:
        return _plain(request, situation, do)
    deed = deed_called(do, situation)
    if deed is None:
        raise BadRequest(_("The form does not say what to do. Go back and use one of its buttons."))
    if not deed.may(situation):
        raise PermissionDenied
    form = deed.form(request.POST, auto_id=_auto_id(deed))
    if form.is_valid() and _is_done(request, deed, situation, form):
        return to_page("change", article.pk)
    context = frame(request, article, title=deed.label, newest=situation.newest, workflow=_panel(situation, deed, form))
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return TemplateResponse(request, "admin/troubleshooting/workflow.html", context, status=status)


def _meant(request: HttpRequest, article: Article) -> Revision:
    """The revision the form was shown with, so that nobody approves or publishes what they have not seen."""
    revisions = article.revisions.for_history()
    number = request.POST.get("revision")
    if number is None:
        return revisions[0]
    return get_object_or_404(revisions, number=int(number) if number.isdecimal() and len(number) < 10 else 0)


def _is_done(request: HttpRequest, deed: Deed, situation: Situation, form: forms.Form) -> bool:
    try:
        messages.success(request, deed.run(situation, form.cleaned_data))
    except PublishingError as refused:
        for problem in refused.problems[: actions.PROBLEMS_NAMED]:
            form.add_error(None, problem.message)
        return False
    return True


def _plain(request: HttpRequest, situation: Situation, do: str) -> HttpResponse:
    may, run = _PLAIN[do]
    if not may(situation):
        raise PermissionDenied
    run(request, situation)
    return to_page("change", situation.article.pk)


_PLAIN: dict[str, tuple[Callable[[Situation], bool], Callable[[HttpRequest, Situation], None]]] = {
    "publish": (lambda it: it.can_publish, lambda request, it: actions.publish_revision(request, it.newest)),
    "retire": (lambda it: it.can_publish, lambda request, it: actions.retire_article(request, it.article)),
    "trash": (lambda it: it.can_trash, lambda request, it: actions.trash_article(request, it.article)),
    "untrash": (lambda it: it.can_trash, lambda request, it: actions.untrash_article(request, it.article)),
}
"""Deeds without a form: who may, and what is done and told."""


def _panel(situation: Situation, failed: Deed | None = None, form: forms.Form | None = None) -> dict[str, Any]:
    """``failed`` is shown open, with the form as it was typed."""
    offers = [
        Offer(deed, form if deed is failed and form else _fresh_form(deed, situation))
        for deed in DEEDS
        if deed is failed or (deed.may(situation) and deed.fits(situation))
    ]
    return {
        "situation": situation,
        "sentences": list(_sentences(situation)),
        "note": situation.article.stage_note,
        "offers": offers,
        "open": failed.name if failed else "",
        "can_publish": situation.can_publish and situation.waits and not situation.review_missing,
        "can_retire": situation.can_publish and situation.is_public,
        "can_trash": situation.can_trash and not situation.is_public and not situation.is_trashed,
        "can_untrash": situation.can_trash and situation.is_trashed,
    }


def _fresh_form(deed: Deed, situation: Situation) -> forms.Form:
    return deed.form(initial=deed.initial(situation.article), auto_id=_auto_id(deed))


def _auto_id(deed: Deed) -> str:
    return f"workflow-{deed.name}-%s"


def _sentences(situation: Situation) -> Iterator[str]:
    article = situation.article
    if article.trashed_at:
        since = {"time": ago(article.trashed_at)}
        yield _("It was moved to the trash %(time)s. Nothing of it is lost, and its address stays taken.") % since
        return
    yield from _stage(situation)
    if article.publish_at and article.scheduled_revision:
        yield from _schedule(situation, article.scheduled_revision.number, article.publish_at)
    if article.retire_at:
        late = article.retire_at <= timezone.now()
        told = (
            _("It was to be retired on %(time)s and is still public.") if late else _("It will be retired on %(time)s.")
        )
        yield told % {"time": in_words(article.retire_at)}
    if situation.can_publish and situation.waits and situation.review_missing:
        yield situation.review_missing


def _stage(situation: Situation) -> Iterator[str]:
    article, number = situation.article, {"number": situation.newest.number}
    who = {"name": article.stage_by, "time": ago(article.stage_at)} if article.stage_at else {}
    if article.stage == Stage.DRAFT:
        yield _("Revision %(number)s is a draft.") % number
    elif article.stage == Stage.IN_REVIEW:
        yield _("Revision %(number)s is in review.") % number
        yield _("%(name)s sent it %(time)s.") % who
        yield from _reviewer(article)
    elif article.stage == Stage.READY:
        yield _("Revision %(number)s is ready to be published.") % number
        yield _("%(name)s approved it %(time)s.") % who
    elif article.status == Article.Status.RETIRED:
        yield _("The article is retired; no revision of it waits to be published.")
    elif article.stage == Stage.NONE:
        yield _("Nothing waits to be published.")


def _reviewer(article: Article) -> Iterator[str]:
    who = article.reviewer or _("Whoever may publish")
    if article.due:
        day = date_format(article.due, "DATE_FORMAT")
        yield _("%(name)s is to look at it by %(day)s.") % {"name": who, "day": day}
    else:
        yield _("%(name)s is to look at it.") % {"name": who}


def _schedule(situation: Situation, number: int, moment: datetime) -> Iterator[str]:
    told = {"number": number, "time": in_words(moment)}
    if moment > timezone.now():
        yield _("Revision %(number)s will be published on %(time)s.") % told
    else:
        yield _("Revision %(number)s was to be published on %(time)s and still waits. Is publish_due running?") % told
    if number < situation.newest.number:
        yield _("What was saved after it is not part of that.")


PAGES = (("<int:pk>/workflow/", workflow_page, "workflow"),)
