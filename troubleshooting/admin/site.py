"""The admin's site: its name, and the pages beside the lists."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

from troubleshooting.admin import analytics


class PortalAdminSite(admin.AdminSite):
    site_header = site_title = settings.PORTAL_NAME
    index_title = _("Articles and what they achieve")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("analytics/", self.admin_view(analytics.overview), name="analytics"),
            path("analytics/<slug:slug>/", self.admin_view(analytics.article), name="analytics_article"),
            *super().get_urls(),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The portal's own section first, with the analytics as its first line."""
        apps = super().get_app_list(request, app_label)
        apps.sort(key=lambda app: app["app_label"] != "troubleshooting")
        if apps and apps[0]["app_label"] == "troubleshooting" and request.user.has_perm(analytics.PERMISSION):
            apps[0]["models"].insert(0, _analytics_line())
        return apps


def _analytics_line() -> dict[str, Any]:
    return {
        "name": _("Analytics"),
        "object_name": "Analytics",
        "perms": {"view": True},
        "admin_url": reverse("admin:analytics"),
        "add_url": None,
        "view_only": True,
    }
