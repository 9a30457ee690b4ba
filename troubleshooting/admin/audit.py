"""The audit log, to be read, filtered and taken along; nobody writes it here."""

from collections.abc import Iterable, Iterator

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet  # noqa: TID251 the type in which Django hands rows to a filter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from troubleshooting.admin.exports import Cell, csv_response
from troubleshooting.admin.model_admin import ReadOnlyAdmin
from troubleshooting.models import AuditEntry
from troubleshooting.models.audit import AuditQuerySet

PORTAL = "-"
"""Stands for the portal itself in addresses, in which an empty value means everybody."""


class PersonFilter(admin.SimpleListFilter):
    title = _("person")
    parameter_name = "person"

    def lookups(self, _request: HttpRequest, _model_admin: object) -> Iterable[tuple[str, str]]:
        return [(name or PORTAL, _who(name)) for name in AuditEntry.objects.people()]

    def queryset(self, _request: HttpRequest, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        chosen = self.value()
        return entries.filter(actor_name=chosen.removeprefix(PORTAL)) if chosen else entries


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "who", "action", "of_what", "revision", "detail")
    list_filter = ("action", "at", PersonFilter)
    search_fields = ("article__title", "article__slug", "subject", "detail")
    search_help_text = _("Search in titles of articles, in what else was changed, and in details")
    date_hierarchy = "at"
    fields = ("at", "who", "action", "of_what", "revision", "detail")
    readonly_fields = ("who", "of_what")

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export)
        return [path("export/", export, name="troubleshooting_auditentry_export"), *super().get_urls()]

    def get_queryset(self, _request: HttpRequest) -> AuditQuerySet:
        return AuditEntry.objects.for_staff()

    @admin.display(description=_("who"), ordering="actor_name")
    def who(self, entry: AuditEntry) -> str:
        return _who(entry.actor_name)

    @admin.display(description=_("of what"), ordering="article__title")
    def of_what(self, entry: AuditEntry) -> str:
        if entry.article is None:
            return entry.subject
        address = reverse("admin:troubleshooting_article_history", args=[entry.article_id])
        return format_html('<a href="{}">{}</a>', address, entry.article.title)

    def export(self, request: HttpRequest) -> HttpResponse:
        """What the list shows under the same filters, all pages of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:troubleshooting_auditentry_changelist"))
        header = [gettext(name) for name in ("When", "Who", "What", "Of what", "Revision", "Detail")]
        return csv_response("audit-log", header, _rows(entries.iterator()))


def _who(name: str) -> str:
    return name or gettext("the portal")


def _rows(entries: Iterable[AuditEntry]) -> Iterator[tuple[Cell, ...]]:
    for entry in entries:
        of_what = entry.article.title if entry.article else entry.subject
        when = entry.at.isoformat(timespec="seconds")
        yield when, _who(entry.actor_name), entry.get_action_display(), of_what, entry.revision, entry.detail
