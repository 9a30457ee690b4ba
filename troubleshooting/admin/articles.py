"""The list of articles, and the addresses of everything that is done to one."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooting.admin import (
    actions,
    bulk,
    details,
    history,
    importing,
    picture,
    preview,
    replacing,
    retiring,
    skeleton,
    workflow,
)
from troubleshooting.admin.article_filters import ReviewFilter, TrashFilter
from troubleshooting.admin.article_pages import Page, address
from troubleshooting.admin.editing import pages as editing
from troubleshooting.admin.model_admin import PortalModelAdmin
from troubleshooting.models import Article, Stage
from troubleshooting.models.content import ArticleQuerySet

PAGES: tuple[tuple[str, Page, str], ...] = (
    *editing.PAGES,
    *preview.PAGES,
    *history.PAGES,
    *picture.PAGES,
    *retiring.PAGES,
    *workflow.PAGES,
    *skeleton.PAGES,
    *details.PAGES,
    *replacing.PAGES,
    *importing.PAGES,
)
"""Route, view and name of the pages about one article; each room lists its own."""


@admin.register(Article)
class ArticleAdmin(PortalModelAdmin):
    """Articles are written in the document editor and retired, never deleted: visitors' reports point at them."""

    list_display = ("title", "code", "state", "newest_revision", "care", "updated", "pages")
    list_filter = (
        "status",
        "stage",
        ReviewFilter,
        "topic",
        "products",
        ("owner", admin.RelatedOnlyFieldListFilter),
        TrashFilter,
    )
    search_fields = ("title", "code", "slug")
    search_help_text = gettext_lazy("Search in titles, codes and slugs")
    date_hierarchy = "published_at"
    actions = (  # type: ignore[assignment]  # Django's stubs know no QuerySet of ours
        "review_newest",
        "publish_newest",
        "retire_all",
        "trash_all",
        *bulk.ACTIONS,
    )

    def get_urls(self) -> list[URLPattern]:
        return [*(address(*page) for page in PAGES), *super().get_urls()]

    # Who may do what

    def has_delete_permission(self, _request: HttpRequest, _article: Any = None) -> bool:
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return actions.may_publish(request)

    # The list

    def get_queryset(self, _request: HttpRequest) -> ArticleQuerySet:
        return Article.objects.for_staff()

    def get_list_display(self, request: HttpRequest) -> Any:
        """A link to the analytics only for those who may read them."""
        may_read = request.user.has_perm("troubleshooting.view_analytics")
        return [*self.list_display[:-1], "pages_and_analytics"] if may_read else self.list_display

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, article: Any) -> SafeString:
        return format_html_join(" ", '<span class="tag tag-{}">{}</span>', _tags(article))

    @admin.display(description=gettext_lazy("revision"), ordering="newest_at")
    def newest_revision(self, article: Any) -> str:
        values = {"number": article.newest_number, "author": article.newest_author}
        return (_("%(number)s by %(author)s") if article.newest_author else "%(number)s") % values

    @admin.display(description=gettext_lazy("owner and dates"), ordering="due")
    def care(self, article: Article) -> SafeString:
        """The owner, the deadline of the review, and the day somebody has to check that the article is still true."""
        lines = [str(article.owner)] if article.owner else []
        days = ((_("Review: %s"), article.due), (_("Check: %s"), article.review_by))
        lines += [words % date_format(day, "SHORT_DATE_FORMAT") for words, day in days if day]
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))

    @admin.display(description=gettext_lazy("updated"), ordering="published_at")
    def updated(self, article: Article) -> date | None:
        """When the public text last changed; the day is enough in a list."""
        return timezone.localdate(article.published_at) if article.published_at else None

    @admin.display(description=gettext_lazy("pages"))
    def pages(self, article: Article) -> str:
        if article.status != Article.Status.PUBLISHED:
            return ""
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), _("Page"))

    @admin.display(description=gettext_lazy("pages"))
    def pages_and_analytics(self, article: Article) -> str:
        analytics = reverse("admin:analytics_article", args=[article.slug])
        return format_html('{} <a href="{}">{}</a>', self.pages(article), analytics, _("Analytics"))

    # What is done to several

    @admin.action(description=gettext_lazy("Send to review"), permissions=["change"])
    def review_newest(self, request: HttpRequest, articles: ArticleQuerySet) -> None:
        for article in articles:
            actions.review_newest(request, article)

    @admin.action(description=gettext_lazy("Publish the newest revision"), permissions=["publish"])
    def publish_newest(self, request: HttpRequest, articles: ArticleQuerySet) -> None:
        for article in articles:
            if newest := article.revisions.newest_first().first():
                actions.publish_revision(request, newest)

    @admin.action(description=gettext_lazy("Retire"), permissions=["publish"])
    def retire_all(self, request: HttpRequest, articles: ArticleQuerySet) -> None:
        for article in articles:
            actions.retire_article(request, article)

    @admin.action(description=gettext_lazy("Move to the trash"), permissions=["publish"])
    def trash_all(self, request: HttpRequest, articles: ArticleQuerySet) -> None:
        for article in articles:
            actions.trash_article(request, article)

    # Pages that the stock admin has addresses for

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return editing.add(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return editing.change(request, pk=_number(object_id))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return history.revisions_page(request, pk=_number(object_id))


def _number(object_id: str) -> int:
    """0, which no article has, for what is no number."""
    return int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0


def _tags(article: Any) -> Iterator[tuple[str, str]]:
    """Kind and words of each: what visitors see of the article, how far its edits are, and what will happen by itself."""
    if article.trashed_at:
        yield "unpublished", _("in the trash")
    yield article.status, article.get_status_display()
    if article.public_number and article.newest_number > article.public_number:
        yield "unpublished", f"{_('unpublished edits')} · {article.get_stage_display()}"
    elif article.stage in (Stage.IN_REVIEW, Stage.READY, Stage.SCHEDULED):
        yield "unpublished", article.get_stage_display()
    if article.publish_at:
        yield _timed(article.publish_at, _("publishes %s"), _("not published yet, due %s"))
    if article.retire_at:
        yield _timed(article.retire_at, _("retires %s"), _("not retired yet, due %s"))


def _timed(moment: datetime, words: str, words_when_late: str) -> tuple[str, str]:
    time = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    late = moment <= timezone.now()
    return ("late", words_when_late % time) if late else ("scheduled", words % time)
