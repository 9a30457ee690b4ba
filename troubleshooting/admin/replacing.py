"""Find and replace over all drafts: look first, choose the articles, then make new drafts of them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from troubleshooting.admin.article_pages import BOTH, frame, may
from troubleshooting.documents.replacing import Wanted
from troubleshooting.models import Article, Product, Topic
from troubleshooting.models.content import ArticleQuerySet
from troubleshooting.publishing.replacing import MOST_ARTICLES, Outcome, replace_in_drafts, search_drafts


class ReplaceForm(forms.Form):
    find = forms.CharField(
        label=gettext_lazy("Find"),
        max_length=200,
        strip=False,
        error_messages={"required": gettext_lazy("Enter the words to look for.")},
    )
    by = forms.CharField(
        label=gettext_lazy("Replace with"),
        max_length=200,
        required=False,
        strip=False,
        help_text=gettext_lazy("Leave it empty to delete the words."),
    )
    case = forms.BooleanField(label=gettext_lazy("Match upper and lower case"), required=False)
    words = forms.BooleanField(label=gettext_lazy("Whole words only"), required=False)
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=gettext_lazy("Topic"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("All"),
    )
    product = forms.ModelChoiceField(
        Product.objects.all(),
        label=gettext_lazy("Product"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("All"),
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), required=False, choices=[("", gettext_lazy("All")), *Article.Status.choices]
    )

    def clean_find(self) -> str:
        if not (find := str(self.cleaned_data["find"])).strip():
            raise forms.ValidationError(_("Enter the words to look for, not blanks alone."))
        return find

    def clean(self) -> None:
        if self.cleaned_data.get("find") == self.cleaned_data.get("by"):
            self.add_error("by", _("This is what is looked for. Enter something else."))

    @property
    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(said["find"], is_case_sensitive=said["case"], is_whole_words=said["words"])

    @property
    def articles(self) -> ArticleQuerySet:
        """Filtered by what lists show of them; nothing in the trash."""
        said = self.cleaned_data
        filters = {"topic": said["topic"], "products": said["product"], "status": said["status"]}
        return Article.objects.not_trashed().filter(**{name: value for name, value in filters.items() if value})


def replace_page(request: HttpRequest) -> HttpResponse:
    """GET shows what would change; POST changes the articles that were ticked."""
    if not may(request, "change"):
        raise PermissionDenied
    if request.method not in BOTH:
        return HttpResponseNotAllowed(BOTH)
    if request.method == "POST":
        return _apply(request)
    form = ReplaceForm(request.GET) if "find" in request.GET else ReplaceForm()
    found = search_drafts(form.articles, form.wanted, form.cleaned_data["by"]) if form.is_valid() else None
    return _page(request, form, found=found)


def _apply(request: HttpRequest) -> HttpResponse:
    """Each ticked box says which revision was shown, as ``<article>:<revision>``."""
    assert request.user.is_authenticated
    form = ReplaceForm(request.POST)
    pairs = [ticked.partition(":")[::2] for ticked in request.POST.getlist("article")[:MOST_ARTICLES]]
    chosen = {int(pk): int(number) for pk, number in pairs if _is_number(pk) and _is_number(number)}
    if not form.is_valid():
        return _page(request, form)
    if not chosen:
        messages.warning(request, _("Nothing was changed: tick the articles to change."))
        return _page(request, form, found=search_drafts(form.articles, form.wanted, form.cleaned_data["by"]))
    outcomes = replace_in_drafts(chosen, form.wanted, form.cleaned_data["by"], author=request.user)
    _tell(request, outcomes)
    return _page(request, form, outcomes=outcomes)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


def _tell(request: HttpRequest, outcomes: tuple[Outcome, ...]) -> None:
    changed = sum(outcome.revision is not None for outcome in outcomes)
    if changed:
        words = ngettext("%(count)s article has a new draft.", "%(count)s articles have new drafts.", changed)
        messages.success(
            request, words % {"count": changed} + " " + _("Visitors see nothing of it until they are published.")
        )
    if skipped := len(outcomes) - changed:
        words = ngettext("%(count)s article was left as it is.", "%(count)s articles were left as they are.", skipped)
        messages.warning(request, words % {"count": skipped})


def _page(request: HttpRequest, form: ReplaceForm, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    context = frame(request, None, title=_("Find and replace"), form=form, **context)
    return TemplateResponse(request, "admin/troubleshooting/replace.html", context, status=status)


PAGES = (("replace/", replace_page, "replace"),)
