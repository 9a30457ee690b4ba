"""Topics, products and destinations: what articles refer to by key, where each is used, and what a change reaches."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy, ngettext

from troubleshooting.admin.model_admin import PortalModelAdmin
from troubleshooting.models import Destination, Product, Topic
from troubleshooting.models.content import DestinationQuerySet, ProductQuerySet, TopicQuerySet
from troubleshooting.publishing import InUse, PublishingError, delete_entry, in_words, store_entry, uses_of


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes no argument at run time
    """``refusal`` is why what was posted could not be stored, said above the fields that still hold it."""

    refusal: ClassVar[str] = ""

    def clean(self) -> dict[str, Any] | None:
        if self.refusal:
            raise ValidationError(self.refusal)
        return super().clean()


class CatalogAdmin(PortalModelAdmin):
    """The key is in documents, so it stays as it is; what else changes is shown at once by all pages that use the entry."""

    key = "slug"
    actions = None
    form = EntryForm
    change_form_template = "admin/troubleshooting/entry.html"

    class Media:
        css = {"all": ("admin/entries.css",)}

    def get_readonly_fields(self, request: HttpRequest, entry: Any = None) -> Iterable[str]:  # type: ignore[override]
        return (self.key,) if entry else ()

    def get_prepopulated_fields(self, request: HttpRequest, entry: Any = None) -> dict[str, Any]:
        return {} if entry else {self.key: ("label" if self.key == "key" else "name",)}

    def get_form(
        self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any
    ) -> type["forms.ModelForm[Any]"]:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form  # type: ignore[no-any-return]  # the class Django has just made of ours

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Once more with the reason where the change was refused: nothing was stored, and what was typed is still there."""
        entry = self.get_object(request, object_id) if object_id else None
        # The drafts are searched only once the page is shown.
        context = {"uses": SimpleLazyObject(lambda: uses_of(entry)) if entry else None, **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except PublishingError as refused:
            request.refusal = str(refused)  # type: ignore[attr-defined]  # read by get_form
        response = super().changeform_view(request, object_id, form_url, context)
        response.status_code = HTTPStatus.CONFLICT
        return response

    def save_model(self, request: HttpRequest, entry: Any, form: Any, change: bool) -> None:
        articles = store_entry(entry, by=request.user, is_minor=form.cleaned_data.get("is_minor", False))
        if articles:
            made = ngettext(
                "One page shows the change: %(titles)s.", "%(count)s pages show the change: %(titles)s.", len(articles)
            )
            values = {"count": len(articles), "titles": in_words([article.title for article in articles])}
            messages.info(request, made % values)

    def delete_model(self, request: HttpRequest, entry: Any) -> None:
        delete_entry(entry, by=request.user)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        entry = self.get_object(request, object_id)
        if entry is None or not self.has_delete_permission(request, entry):
            return super().delete_view(request, object_id, extra_context)
        if uses := uses_of(entry):
            messages.error(request, str(InUse(entry, uses)))
            # The page lists where it is used.
            return HttpResponseRedirect(
                reverse(f"admin:troubleshooting_{self.opts.model_name}_change", args=[object_id])
            )
        return super().delete_view(request, object_id, extra_context)

    def _record(self, *_deed: Any) -> None:
        """The verbs write the audit log."""


class ShelfAdmin(CatalogAdmin):
    """Of what an article as a whole belongs to."""

    list_display = ("name", "slug", "position", "article_count")
    search_fields = ("name", "slug")

    @admin.display(description=gettext_lazy("published articles"), ordering="article_count")
    def article_count(self, entry: Any) -> int:
        return int(entry.article_count)


@admin.register(Topic)
class TopicAdmin(ShelfAdmin):
    def get_queryset(self, _request: HttpRequest) -> TopicQuerySet:
        return Topic.objects.with_use_counts()


@admin.register(Product)
class ProductAdmin(ShelfAdmin):
    def get_queryset(self, _request: HttpRequest) -> ProductQuerySet:
        return Product.objects.with_use_counts()


@admin.register(Destination)
class DestinationAdmin(CatalogAdmin):
    key = "key"
    fields = ("label", "key", "url")
    list_display = ("label", "key", "url", "steps", "procedure_uses")
    search_fields = ("label", "key", "url")

    def get_queryset(self, _request: HttpRequest) -> DestinationQuerySet:
        return Destination.objects.with_use_counts()

    @admin.display(description=gettext_lazy("steps that use it"), ordering="step_count")
    def steps(self, entry: Any) -> int:
        return int(entry.step_count)

    @admin.display(description=gettext_lazy("shared procedures that use it"), ordering="procedure_count")
    def procedure_uses(self, entry: Any) -> int:
        return int(entry.procedure_count)
