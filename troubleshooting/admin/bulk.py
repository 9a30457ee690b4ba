"""Changing topic, products, owner or review date of several articles of the list at once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from troubleshooting.admin.article_pages import frame
from troubleshooting.admin.details import OwnerField, day_field
from troubleshooting.models import Article, Product, Revision, Topic
from troubleshooting.models.content import ArticleQuerySet
from troubleshooting.publishing import PublishingError
from troubleshooting.publishing.assigning import KEEP, assign
from troubleshooting.publishing.refiling import Filing, refile

MOST = 200
"""Articles at a time: each is looked at, and each new draft is a transaction of its own."""


class BulkForm(forms.Form):
    """What is left as it is changes nothing."""

    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=gettext_lazy("Topic"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("Leave as it is"),
    )
    add = forms.ModelMultipleChoiceField(
        Product.objects.all(),
        label=gettext_lazy("Add products"),
        required=False,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )
    remove = forms.ModelMultipleChoiceField(
        Product.objects.all(),
        label=gettext_lazy("Remove products"),
        required=False,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )
    no_owner = forms.BooleanField(label=gettext_lazy("No owner"), required=False)
    review_by = day_field(gettext_lazy("Review by"))
    no_review = forms.BooleanField(label=gettext_lazy("No review date"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"] = OwnerField(label=_("Owner"), empty_label=_("Leave as it is"))
        self.order_fields(["topic", "add", "remove", "owner", "no_owner", "review_by", "no_review"])

    def clean(self) -> None:
        said = self.cleaned_data
        if both := set(said.get("add") or ()) & set(said.get("remove") or ()):
            names = ", ".join(sorted(product.name for product in both))
            self.add_error("remove", _("Either add or remove %s.") % names)
        for name in ("owner", "review"):
            value = said.get("owner" if name == "owner" else "review_by")
            if value and said.get(f"no_{name}"):
                self.add_error(f"no_{name}", _("Either choose one above, or tick this."))
        if not self.errors and not (self.filing or self.assignment):
            raise forms.ValidationError(_("Choose what is to change."))

    @property
    def filing(self) -> Filing:
        said = self.cleaned_data
        slugs = {name: tuple(product.slug for product in said.get(name) or ()) for name in ("add", "remove")}
        return Filing(topic=said["topic"].slug if said.get("topic") else "", **slugs)

    @property
    def assignment(self) -> dict[str, Any]:
        """What ``assign`` is given: only what changes."""
        said = self.cleaned_data
        owner = None if said.get("no_owner") else said.get("owner") or KEEP
        review_by = None if said.get("no_review") else said.get("review_by") or KEEP
        given = {"owner": owner, "review_by": review_by}
        return {name: value for name, value in given.items() if value is not KEEP}


@admin.action(description=gettext_lazy("Change topic, products, owner or review date"), permissions=["change"])
def change_details(_admin: Any, request: HttpRequest, articles: ArticleQuerySet) -> HttpResponse | None:
    """A form, then what it would change, then the change: the list posts here again each time."""
    chosen = list(articles.order_by("title", "pk")[: MOST + 1])
    if len(chosen) > MOST:
        messages.error(request, _("At most %(count)s articles at a time. Choose fewer.") % {"count": MOST})
        return None
    do = request.POST.get("do", "")
    form = BulkForm(request.POST) if do else BulkForm()
    is_valid = form.is_valid()
    if do == "apply" and is_valid:
        _apply(request, form, chosen)
        return None
    context = frame(
        request,
        None,
        title=_("Change several articles"),
        form=form,
        chosen=chosen,
        changes=_changes(form, chosen) if is_valid else None,
        makes_drafts=is_valid and bool(form.filing),
        checkbox=ACTION_CHECKBOX_NAME,
    )
    return TemplateResponse(request, "admin/troubleshooting/bulk.html", context, status=422 if form.errors else 200)


def _changes(form: BulkForm, chosen: list[Article]) -> list[tuple[Article, list[str]]]:
    """Each article with what would become of it, in words."""
    assigned = _assigned(form.assignment)
    if not form.filing:
        return [(article, assigned) for article in chosen]
    articles = Article.objects.filter(pk__in=[article.pk for article in chosen])
    newest = {revision.article_id: revision.document for revision in Revision.objects.newest_of(articles)}
    return [(article, [*form.filing.changes(newest[article.pk]), *assigned]) for article in chosen]


def _assigned(assignment: dict[str, Any]) -> list[str]:
    lines = []
    if "owner" in assignment:
        owner: User | None = assignment["owner"]
        lines.append(_("Owner: %s") % (owner or _("nobody")))
    if "review_by" in assignment:
        day = assignment["review_by"]
        lines.append(_("Review by: %s") % (date_format(day) if day else _("no date")))
    return lines


def _apply(request: HttpRequest, form: BulkForm, chosen: list[Article]) -> None:
    assert request.user.is_authenticated
    drafts = 0
    for article in chosen:
        assign(article, by=request.user, **form.assignment)
        try:
            drafts += refile(article, form.filing, by=request.user) is not None
        except PublishingError as refused:
            messages.warning(
                request, _("“%(title)s” was not filed anew: %(reason)s") % {"title": article, "reason": refused}
            )
    if form.assignment:
        words = ngettext("Saved for %(count)s article.", "Saved for %(count)s articles.", len(chosen))
        messages.success(request, words % {"count": len(chosen)})
    if form.filing:
        words = ngettext("%(count)s article has a new draft.", "%(count)s articles have new drafts.", drafts)
        messages.success(request, words % {"count": drafts} + " " + _("Publish them to show it to visitors."))


ACTIONS = (change_details,)
