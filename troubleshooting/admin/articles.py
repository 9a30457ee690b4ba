"""The list of articles, and the addresses of everything that is done to one."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooting.admin import actions, editor, history, preview, retiring
from troubleshooting.admin.article_pages import Page, address
from troubleshooting.admin.model_admin import PortalModelAdmin
from troubleshooting.models import Article
from troubleshooting.models.content import ArticleQuerySet

PAGES: tuple[tuple[str, Page, str], ...] = (
    *preview.PAGES,
    *history.PAGES,
    *retiring.PAGES,
)
"""Route, view and name of the pages about one article; each room lists its own."""


@admin.register(Article)
class ArticleAdmin(PortalModelAdmin):
    """Articles are written in the document editor and retired, never deleted: visitors' reports point at them."""

    list_display = ("title", "code", "state", "newest_revision", "updated", "public_page", "analytics")
    list_filter = ("status", "topic", "products")
    search_fields = ("title", "code", "slug")
    search_help_text = gettext_lazy("Search in titles, codes and slugs")
    date_hierarchy = "published_at"
    actions = ("publish_newest", "retire_all")

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
        return [column for column in self.list_display if column != "analytics" or may_read]

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, article: Any) -> str:
        tag = format_html('<span class="tag tag-{}">{}</span>', article.status, article.get_status_display())
        if article.public_number and article.newest_number > article.public_number:
            return format_html('{} <span class="tag tag-unpublished">{}</span>', tag, _("unpublished edits"))
        return tag

    @admin.display(description=gettext_lazy("revision"), ordering="newest_at")
    def newest_revision(self, article: Any) -> str:
        values = {"number": article.newest_number, "author": article.newest_author}
        return (_("%(number)s by %(author)s") if article.newest_author else "%(number)s") % values

    @admin.display(description=gettext_lazy("updated"), ordering="published_at")
    def updated(self, article: Article) -> date | None:
        """When the public text last changed; the day is enough in a list."""
        return article.published_at.date() if article.published_at else None

    @admin.display(description=gettext_lazy("page"))
    def public_page(self, article: Article) -> str:
        if article.status != Article.Status.PUBLISHED:
            return ""
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), _("Page"))

    @admin.display(description=gettext_lazy("analytics"))
    def analytics(self, article: Article) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:analytics_article", args=[article.slug]), _("Analytics")
        )

    @admin.action(description=gettext_lazy("Publish the newest revision"), permissions=["publish"])
    def publish_newest(self, request: HttpRequest, articles: ArticleQuerySet) -> None:
        for article in articles:
            if newest := article.revisions.newest_first().first():
                actions.publish_revision(request, newest)

    @admin.action(description=gettext_lazy("Retire"), permissions=["publish"])
    def retire_all(self, request: HttpRequest, articles: ArticleQuerySet) -> None:
        for article in articles:
            actions.retire_article(request, article)

    # Pages that the stock admin has addresses for

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return editor.add(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return editor.change(request, pk=_number(object_id))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return history.revisions_page(request, pk=_number(object_id))


def _number(object_id: str) -> int:
    """0, which no article has, for what is no number."""
    return int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0
