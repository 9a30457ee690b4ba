"""What was searched and not found: to be written about, or removed once it is dealt with."""

from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooting.admin.model_admin import PortalModelAdmin
from troubleshooting.models import MissedSearch


@admin.register(MissedSearch)
class MissedSearchAdmin(PortalModelAdmin):
    """Visitors write it; staff only take away."""

    list_display = ("text", "count", "last_at", "again")
    list_filter = ("last_at",)
    search_fields = ("text",)
    search_help_text = gettext_lazy("Search in the words")

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _missed: MissedSearch | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("what it finds today"))
    def again(self, missed: MissedSearch) -> str:
        query = urlencode({"q": missed.text})
        return format_html('<a href="{}?{}">{}</a>', reverse("troubleshooting:search"), query, _("Search again"))
