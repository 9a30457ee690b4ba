"""Topics, products and destinations: what articles refer to by key."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooting.admin.model_admin import PortalModelAdmin
from troubleshooting.models import ContentVersion, Destination, Product, Topic
from troubleshooting.models.content import DestinationQuerySet
from troubleshooting.publishing import PublishingError, rerender

Entry = Topic | Product | Destination


class CatalogAdmin(PortalModelAdmin):
    """The key is in documents, so it stays as it is; what else changes is shown by the articles that use the entry."""

    key = "slug"
    actions = None

    def get_readonly_fields(self, request: HttpRequest, entry: Any = None) -> Iterable[str]:  # type: ignore[override]
        return (self.key,) if entry else ()

    def get_prepopulated_fields(self, request: HttpRequest, entry: Any = None) -> dict[str, Any]:
        return {} if entry else {self.key: ("label" if self.key == "key" else "name",)}

    def save_model(self, request: HttpRequest, entry: Any, form: Any, change: bool) -> None:
        super().save_model(request, entry, form, change)
        ContentVersion.bump()
        if change and form.changed_data:
            self._rerender(request, entry)

    def _rerender(self, request: HttpRequest, entry: Entry) -> None:
        """Make the pages that show the entry anew, each by itself: one that cannot be must not hold up the others."""
        renewed = []
        for article in entry.articles.all().published().select_related("published_revision"):
            try:
                rerender([article])
                renewed.append(article.title)
            except PublishingError as error:
                messages.warning(
                    request,
                    _("“%(title)s” still shows what was before: %(reason)s")
                    % {"title": article.title, "reason": error},
                )
        if renewed:
            messages.info(request, _("Made anew with it: %(titles)s.") % {"titles": _quoted(renewed)})

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        entry = self.get_object(request, object_id)
        titles = list(entry.articles.all().values_list("title", flat=True)) if entry else []
        if not titles or not self.has_delete_permission(request, entry):
            return super().delete_view(request, object_id, extra_context)
        messages.error(
            request,
            _("“%(entry)s” cannot be deleted: it is used by %(titles)s. Take it out of them and publish them first.")
            % {"entry": entry, "titles": _quoted(titles)},
        )
        return HttpResponseRedirect(reverse(f"admin:troubleshooting_{self.opts.model_name}_change", args=[object_id]))


def _quoted(titles: Iterable[str]) -> str:
    return ", ".join(f"“{title}”" for title in titles)


@admin.register(Topic)
class TopicAdmin(CatalogAdmin):
    list_display = ("name", "slug", "position")
    search_fields = ("name", "slug")


@admin.register(Product)
class ProductAdmin(CatalogAdmin):
    list_display = ("name", "slug", "position")
    search_fields = ("name", "slug")


@admin.register(Destination)
class DestinationAdmin(CatalogAdmin):
    key = "key"
    fields = ("label", "key", "url")
    list_display = ("label", "key", "url", "steps")
    search_fields = ("label", "key", "url")

    def get_queryset(self, request: HttpRequest) -> DestinationQuerySet:
        return Destination.objects.with_use_counts()

    @admin.display(description=gettext_lazy("steps that use it"), ordering="step_count")
    def steps(self, entry: Any) -> int:
        return int(entry.step_count)
