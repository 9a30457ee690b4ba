"""The revisions of an article: what each said, what it changed, and the way back to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from troubleshooting.admin import actions
from troubleshooting.admin.article_pages import GET, POST, frame, on_article, on_revision, to_page
from troubleshooting.documents.diff import compare
from troubleshooting.documents.markdown import print_document
from troubleshooting.models import Article, AuditEntry, Revision, Stage

PER_PAGE = 50
DEEDS_PER_PAGE = 30


@dataclass(frozen=True)
class Mark:
    """What a list says beside a revision; ``name`` is its look."""

    name: str
    words: str


@on_article("view", GET)
def revisions_page(request: HttpRequest, article: Article) -> HttpResponse:
    page = Paginator(article.revisions.for_history(), PER_PAGE).get_page(request.GET.get("page"))
    deeds = Paginator(AuditEntry.objects.for_article(article), DEEDS_PER_PAGE).get_page(request.GET.get("deeds"))
    around = _frame(request, article)
    context = {
        **around,
        "title": _("History of “%(title)s”") % {"title": article.title},
        "page": page,
        "rows": [(revision, tuple(_marks(article, revision, around["newest_number"]))) for revision in page],
        "deeds": deeds,
    }
    return TemplateResponse(request, "admin/troubleshooting/history.html", context)


@on_revision("view", GET)
def revision_page(request: HttpRequest, revision: Revision) -> HttpResponse:
    article = revision.article
    former = article.revisions.filter(number__lt=revision.number).newest_first().first()
    around = _frame(request, article)
    context = {
        **around,
        "title": _("Revision %(number)s of “%(title)s”") % {"number": revision.number, "title": article.title},
        "revision": revision,
        "marks": tuple(_marks(article, revision, around["newest_number"])),
        "former": former,
        "text": print_document(revision.document),
        **(_comparison(former, revision) if former else {}),
    }
    return TemplateResponse(request, "admin/troubleshooting/revision.html", context)


@on_article("view", GET)
def compare_page(request: HttpRequest, article: Article) -> HttpResponse:
    """Any two revisions, in either order."""
    before, after = _chosen(request, article, "from"), _chosen(request, article, "to")
    context = {
        **_frame(request, article),
        "title": _("Revisions %(before)s and %(after)s of “%(title)s”")
        % {"before": before.number, "after": after.number, "title": article.title},
        "before": before,
        "after": after,
        **_comparison(before, after),
    }
    return TemplateResponse(request, "admin/troubleshooting/compare.html", context)


@on_revision("change", POST)
def restore_page(request: HttpRequest, revision: Revision) -> HttpResponse:
    actions.restore_revision(request, revision)
    return to_page("change", revision.article_id)


@on_revision("publish", POST)
def publish_page(request: HttpRequest, revision: Revision) -> HttpResponse:
    actions.publish_revision(request, revision)
    return to_page("history", revision.article_id)


def _chosen(request: HttpRequest, article: Article, name: str) -> Revision:
    number = request.GET.get(name, "")
    is_number = number.isdecimal() and len(number) < 10
    revision = article.revisions.filter(number=int(number)).first() if is_number else None
    if revision is None:
        raise Http404(_("Choose two revisions in the history of the article."))
    return revision


def _frame(request: HttpRequest, article: Article) -> dict[str, Any]:
    newest = article.revisions.for_history().first()
    return frame(request, article, newest_number=newest.number if newest else 0)


def _comparison(before: Revision, after: Revision) -> dict[str, Any]:
    return {
        "comparison": compare(before.document, after.document),
        "before_label": _("Revision %(number)s") % {"number": before.number},
        "after_label": _("Revision %(number)s") % {"number": after.number},
    }


def _marks(article: Article, revision: Revision, newest_number: int) -> Iterator[Mark]:
    if revision.is_minor:
        yield Mark("minor", _("minor edit"))
    if revision.pk == article.published_revision_id:
        is_retired = article.status == Article.Status.RETIRED
        yield Mark("published", _("public until retired") if is_retired else _("public"))
    if revision.number == newest_number:
        if article.approved_by:
            yield Mark("ready", _("approved by %(name)s") % {"name": article.approved_by})
        elif article.stage == Stage.IN_REVIEW:
            yield Mark("in-review", _("in review"))
    if article.publish_at and revision.pk == article.scheduled_revision_id:
        when = date_format(localtime(article.publish_at), "DATETIME_FORMAT")
        yield Mark("scheduled", _("goes public on %(when)s") % {"when": when})


PAGES = (
    ("<int:pk>/compare/", compare_page, "compare"),
    ("<int:pk>/revisions/<int:number>/", revision_page, "revision"),
    ("<int:pk>/revisions/<int:number>/restore/", restore_page, "restore"),
    ("<int:pk>/revisions/<int:number>/publish/", publish_page, "publish"),
)
