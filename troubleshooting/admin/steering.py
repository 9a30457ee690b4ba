"""What steers the search: words that mean the same, and searches that lead to one article before all others."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooting.admin.catalog import EntryForm
from troubleshooting.admin.model_admin import PortalModelAdmin
from troubleshooting.models import SearchRedirect, Synonym
from troubleshooting.publishing import PublishingError
from troubleshooting.publishing.steering import delete_steering, store_steering


class SteeringAdmin(PortalModelAdmin):
    """Searches follow a change at once."""

    actions = None
    form = EntryForm

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Once more with the reason where somebody else was quicker; what was typed is still there."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PublishingError as refused:
            request.refusal = str(refused)  # type: ignore[attr-defined]  # read by get_form
        response = super().changeform_view(request, object_id, form_url, extra_context)
        response.status_code = HTTPStatus.CONFLICT
        return response

    def save_model(self, request: HttpRequest, steering: Any, form: Any, change: bool) -> None:
        if form.changed_data or not change:
            store_steering(steering, by=request.user)

    def delete_model(self, request: HttpRequest, steering: Any) -> None:
        delete_steering(steering, by=request.user)

    def _record(self, *_deed: Any) -> None:
        """The verbs write the audit log."""


@admin.register(Synonym)
class SynonymAdmin(SteeringAdmin):
    list_display = ("words", "results")
    search_fields = ("words",)
    search_help_text = gettext_lazy("Search in the words")

    @admin.display(description=gettext_lazy("What visitors get"))
    def results(self, synonym: Synonym) -> str:
        return format_html_join(" · ", "{}", ((_results_link(words),) for words in synonym.alternatives))


@admin.register(SearchRedirect)
class SearchRedirectAdmin(SteeringAdmin):
    fields = ("query", "article", "scenario")
    list_display = ("query", "article", "scenario", "results")
    list_select_related = ("article",)
    search_fields = ("query", "article__title", "article__slug")
    search_help_text = gettext_lazy("Search in searches, titles and slugs of articles")
    autocomplete_fields = ("article",)

    @admin.display(description=gettext_lazy("What visitors get"))
    def results(self, redirect: SearchRedirect) -> str:
        return _results_link(redirect.query)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """An article is not begun in a window of its own."""
        form = super().get_form(request, obj, change, **kwargs)
        if article := form.base_fields.get("article"):
            article.widget.can_add_related = article.widget.can_change_related = article.widget.can_view_related = False
        return form


def _results_link(words: str) -> str:
    url = reverse("troubleshooting:search") + "?" + urlencode({"q": words})
    return format_html('<a href="{}">{}</a>', url, _("Results for “%s”") % words)
