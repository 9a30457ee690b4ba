"""The admin's site: its name, and the pages beside the lists."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troubleshooting.admin import analytics, images, leading, pasting, searches
from troubleshooting.admin.work_list import work_list
from troubleshooting.models import AuditEntry

DEEDS_SHOWN = 8


class PortalAdminSite(admin.AdminSite):
    site_header = site_title = settings.PORTAL_NAME
    index_title = _("Articles and what they achieve")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("analytics/", self.admin_view(analytics.overview), name="analytics"),
            path("analytics/<slug:slug>/", self.admin_view(analytics.article), name="analytics_article"),
            path("searches/", self.admin_view(searches.table), name="searches"),
            path("searches/decide/", self.admin_view(searches.decide), name="search_decide"),
            path("searches/lead/", self.admin_view(leading.lead), name="search_lead"),
            path("searches/<slug:name>/", self.admin_view(searches.table), name="searches_table"),
            path("images/", self.admin_view(images.gallery), name="images"),
            path("images/<int:pk>/", self.admin_view(images.one), name="image"),
            path("images/<int:pk>/delete/", self.admin_view(images.delete), name="image_delete"),
            path("paste/", self.admin_view(pasting.paste), name="paste"),
            *super().get_urls(),
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        assert request.user.is_authenticated
        deeds = AuditEntry.objects.done_by(request.user.pk).for_staff()[:DEEDS_SHOWN]
        return super().index(request, {"work": work_list(request.user), "deeds": deeds, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The portal's own section first, with the analytics as its first line."""
        apps = super().get_app_list(request, app_label)
        apps.sort(key=lambda app: app["app_label"] != "troubleshooting")
        if apps and apps[0]["app_label"] == "troubleshooting":
            lines = apps[0]["models"]
            for line in lines:
                if line["object_name"] == "Article" and line["add_url"]:
                    line["add_url"] = reverse("admin:troubleshooting_article_new")
            pages = ((images.VIEW, _("Images"), "images"), (searches.VIEW, _("Searches"), "searches"))
            lines += [_line(name, page) for permission, name, page in pages if request.user.has_perm(permission)]
            lines.sort(key=lambda line: str(line["name"]).casefold())
            if request.user.has_perm(analytics.PERMISSION):
                lines.insert(0, _line(_("Analytics"), "analytics"))
        return apps


def _line(name: str | Promise, page: str) -> dict[str, Any]:
    """A page of ours among the lists."""
    return {
        "name": name,
        "object_name": page.capitalize(),
        "perms": {"view": True},
        "admin_url": reverse(f"admin:{page}"),
        "add_url": None,
        "view_only": True,
    }
