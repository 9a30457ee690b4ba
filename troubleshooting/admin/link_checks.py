"""The links of the public content and what they answered, the broken ones first."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from troubleshooting.admin.actions import PUBLISH
from troubleshooting.admin.model_admin import ReadOnlyAdmin
from troubleshooting.documents.links import is_external
from troubleshooting.http.limits import Limit, within
from troubleshooting.link_check import check_again
from troubleshooting.models import LinkCheck
from troubleshooting.models.freshness import LinkCheckQuerySet

AGAIN = Limit("link-check", 30, timedelta(minutes=10))
"""The portal asks other people's servers at a click."""
NAMED = 3
"""Places a row of the list names."""


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnlyAdmin):
    list_display = ("url", "answer", "since", "where_used")
    list_filter = ("result",)
    search_fields = ("url", "moved_to")
    fields = readonly_fields = ("address", "answer", "since", "checked_at", "all_uses")
    change_form_template = "admin/troubleshooting/link_check.html"

    class Media:
        css = {"all": ("admin/entries.css",)}

    def get_urls(self) -> list[URLPattern]:
        again = self.admin_site.admin_view(require_POST(self.again))
        return [path("<int:pk>/again/", again, name="troubleshooting_linkcheck_again"), *super().get_urls()]

    def get_queryset(self, _request: HttpRequest) -> LinkCheckQuerySet:
        return LinkCheck.objects.for_list()

    def get_ordering(self, _request: HttpRequest) -> tuple[str, ...]:
        return ("urgency", "failing_since", "url")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = {"may_check": request.user.has_perm(PUBLISH), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask the address now, for those who have just mended it."""
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        check = LinkCheck.objects.filter(pk=pk).first()
        if check is None:
            raise Http404(_("No public content has this link any more."))
        if within(AGAIN, request):
            asked = check_again(check)
            messages.info(request, f"{asked.get_result_display()}. {asked.detail}")
        else:
            messages.warning(request, _("Not asked: too many links were checked just now. Try again in some minutes."))
        return HttpResponseRedirect(reverse("admin:troubleshooting_linkcheck_change", args=[pk]))

    @admin.display(description=gettext_lazy("address"), ordering="url")
    def address(self, check: LinkCheck) -> str:
        return _link(check.url)

    @admin.display(description=gettext_lazy("failing since"), ordering="failing_since", empty_value="")
    def since(self, check: LinkCheck) -> str:
        """The day is enough."""
        return date_format(localtime(check.failing_since)) if check.failing_since else ""

    @admin.display(description=gettext_lazy("answer"), ordering="urgency")
    def answer(self, check: LinkCheck) -> str:
        tag = format_html('<span class="tag tag-link-{}">{}</span>', check.result, check.get_result_display())
        where = _link(check.moved_to) if check.moved_to else ""
        return format_html("{} {} {}", tag, check.detail, where)

    @admin.display(description=gettext_lazy("where it is used"))
    def where_used(self, check: LinkCheck) -> str:
        uses = _uses(check)
        more = len(uses) - NAMED
        links = format_html_join("", "<li>{}</li>", ((use,) for use in uses[:NAMED]))
        rest = format_html("<li>{}</li>", _("and %(count)s more") % {"count": more}) if more > 0 else ""
        return format_html('<ul class="link-uses">{}{}</ul>', links, rest)

    @admin.display(description=gettext_lazy("where it is used"))
    def all_uses(self, check: LinkCheck) -> str:
        return format_html(
            '<ul class="link-uses">{}</ul>', format_html_join("", "<li>{}</li>", ((use,) for use in _uses(check)))
        )


def _link(url: str) -> str:
    if not is_external(url) and not url.startswith("/"):
        return url
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', url, url)


def _uses(check: LinkCheck) -> list[str]:
    """Links into the editors, to what is mended once before what is mended page by page."""
    rows = (*check.destinations.all(), *check.procedures.all(), *check.articles.all())
    return [
        format_html(
            '<a href="{}">{}</a>', reverse(f"admin:troubleshooting_{row._meta.model_name}_change", args=[row.pk]), row
        )
        for row in rows
    ]
