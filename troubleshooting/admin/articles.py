"""The list of articles, and the addresses of everything that is done to one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooting.admin import actions, history
from troubleshooting.admin.editor import edit
from troubleshooting.admin.model_admin import PortalModelAdmin
from troubleshooting.admin.preview import framed, preview_document, preview_text
from troubleshooting.admin.skeleton import new_text
from troubleshooting.models import Article, Revision
from troubleshooting.models.content import ArticleQuerySet


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
        def address(route: str, view: Any, name: str) -> URLPattern:
            guarded: Callable[..., HttpResponse] = self.admin_site.admin_view(view)
            return path(route, guarded, name=f"troubleshooting_article_{name}")

        return [
            address("preview/", framed(self.preview_view), "preview"),
            address("<int:pk>/preview/", framed(self.preview_view), "preview"),
            address("<int:pk>/retire/", self.retire_view, "retire"),
            address("<int:pk>/revisions/<int:number>/", self.revision_view, "revision"),
            address("<int:pk>/revisions/<int:number>/preview/", framed(self.revision_preview_view), "revision_preview"),
            address("<int:pk>/revisions/<int:number>/restore/", self.restore_view, "restore"),
            address("<int:pk>/revisions/<int:number>/publish/", self.publish_view, "publish"),
            *super().get_urls(),
        ]

    # Who may do what

    def has_delete_permission(self, _request: HttpRequest, _article: Any = None) -> bool:
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return actions.may_publish(request)

    def _viewed(self, request: HttpRequest, pk: int | str) -> Article:
        """The article, for those who may see it; 403 before 404."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        article = self.get_object(request, str(pk))
        if not isinstance(article, Article):
            raise Http404(_("There is no such article."))
        return article

    def _revision(self, request: HttpRequest, pk: int, number: int) -> Revision:
        article = self._viewed(request, pk)
        return get_object_or_404(article.revisions.select_related("article", "author"), number=number)

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

    # The document

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return edit(request, None, can_save=True)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        article = self._viewed(request, object_id)
        return edit(request, article, can_save=self.has_change_permission(request, article))

    def preview_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Of the text that was sent; before any was, of the newest revision."""
        if pk is None and not self.has_add_permission(request):
            raise PermissionDenied
        article = Article.objects.with_helped().get(pk=self._viewed(request, pk).pk) if pk else None
        newest = article.revisions.newest_first().first() if article else None
        number = newest.number if newest else 1
        if request.method == "POST":
            return preview_text(request.POST.get("text", "").replace("\r\n", "\n"), article, revision=number)
        return (
            preview_document(newest.document, article, revision=number)
            if newest
            else preview_text(new_text(), None, revision=number)
        )

    def retire_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self._viewed(request, pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            actions.retire_article(request, article)
            return _to("change", article.pk)
        context = {**admin.site.each_context(request), "title": _("Retire this article?"), "article": article}
        return TemplateResponse(request, "admin/troubleshooting/retire.html", {**context, "opts": self.opts})

    # Its revisions

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        article = self._viewed(request, object_id)
        return history.revisions_page(request, article, can_restore=self.has_change_permission(request, article))

    def revision_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        revision = self._revision(request, pk, number)
        return history.revision_page(request, revision, can_restore=self.has_change_permission(request))

    def revision_preview_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        revision = self._revision(request, pk, number)
        article = Article.objects.with_helped().get(pk=pk)
        return preview_document(revision.document, article, revision=number)

    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        revision = self._revision(request, pk, number)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        actions.restore_revision(request, revision)
        return _to("change", pk)

    def publish_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        revision = self._revision(request, pk, number)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        actions.publish_revision(request, revision)
        return _to("history", pk)


def _to(name: str, pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"admin:troubleshooting_article_{name}", args=[pk]))
