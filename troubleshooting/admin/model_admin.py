"""What our lists have in common."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from troubleshooting.models import AuditEntry
from troubleshooting.publishing import record


class PortalModelAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's class takes no argument at run time
    """The stock pages, whose deeds stand in the audit log too: Django calls ``log_…`` in the deed's transaction."""

    list_per_page = 50
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(
            request, {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})}
        )

    def log_addition(self, request: HttpRequest, row: Any, message: Any) -> LogEntry:
        self._record(request, AuditEntry.Action.ADDED, row)
        return super().log_addition(request, row, message)

    def log_change(self, request: HttpRequest, row: Any, message: Any) -> LogEntry:
        logged = super().log_change(request, row, message)
        self._record(request, AuditEntry.Action.CHANGED, row, logged.get_change_message())
        return logged

    def log_deletions(self, request: HttpRequest, rows: Any) -> Any:
        for row in rows:
            self._record(request, AuditEntry.Action.DELETED, row)
        return super().log_deletions(request, rows)

    def _record(self, request: HttpRequest, action: AuditEntry.Action, row: Any, detail: str = "") -> None:
        """Lists whose verbs write the audit log leave this empty."""
        record(action, by=request.user, subject=f"{self.opts.verbose_name} “{row}”", detail=detail)


class ReadOnlyAdmin(PortalModelAdmin):
    """Rows that only visitors write."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _row: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _row: Any = None) -> bool:
        return False
