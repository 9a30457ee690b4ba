"""Who looks after an article, and by when it has to be checked again."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooting.admin.article_pages import frame, on_article, to_page
from troubleshooting.models import Article
from troubleshooting.publishing.assigning import assign, months_after
from troubleshooting.publishing.workflow import reviewers

MONTHS = (3, 6, 12)
USUAL_MONTHS = 6
"""Until the next review, where the settings give articles no date."""


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter the day as in 2027-03-31.")},
    )


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's class takes no argument at run time
    """The staff who may write articles. A present owner who may not any more is offered too, so as not to be lost."""

    def __init__(self, *, also: int | None = None, **options: Any) -> None:
        people = reviewers()
        if also:
            people = (people | User.objects.filter(pk=also)).distinct()
        super().__init__(people, required=False, **options)


class DetailsForm(forms.Form):
    review_by = day_field(gettext_lazy("Review by"))

    def __init__(self, data: Any, *, article: Article) -> None:
        super().__init__(data, initial={"owner": article.owner_id, "review_by": article.review_by})
        self.fields["owner"] = OwnerField(
            also=article.owner_id, label=_("Owner"), empty_label=_("Nobody"), help_text=_("Is asked when it is due.")
        )
        self.order_fields(["owner", "review_by"])

    def clean_review_by(self) -> date | None:
        day: date | None = self.cleaned_data["review_by"]
        if day and not -366 <= (day - timezone.localdate()).days <= 3660:
            raise forms.ValidationError(_("Choose a day within the next ten years."))
        return day


@on_article("change")
def details_page(request: HttpRequest, article: Article) -> HttpResponse:
    """``do=months-<n>`` sets the day, ``do=reviewed`` says that the article was checked today; both save the owner too."""
    form = DetailsForm(request.POST if request.method == "POST" else None, article=article)
    if form.is_valid():
        _store(request, article, form)
        return to_page("details", article.pk)
    context = frame(
        request,
        article,
        title=_("Owner and review of “%(title)s”") % {"title": article.title},
        form=form,
        months=MONTHS,
        next_review=_next_review(),
        is_late=article.review_by is not None and article.review_by < timezone.localdate(),
    )
    return TemplateResponse(request, "admin/troubleshooting/details.html", context, status=422 if form.errors else 200)


def _store(request: HttpRequest, article: Article, form: DetailsForm) -> None:
    do = request.POST.get("do", "")
    quick = {f"months-{months}": months_after(timezone.localdate(), months) for months in MONTHS}
    review_by = {**quick, "reviewed": _next_review()}.get(do, form.cleaned_data["review_by"])
    assign(
        article,
        by=request.user,
        owner=form.cleaned_data["owner"],
        review_by=review_by,
        is_reviewed=do == "reviewed",
    )
    day = _("review by %s") % date_format(review_by) if review_by else _("no review date")
    owner = form.cleaned_data["owner"] or _("nobody")
    messages.success(request, _("Saved. Owner: %(owner)s, %(day)s.") % {"owner": owner, "day": day})


def _next_review() -> date:
    return months_after(timezone.localdate(), settings.REVIEW_MONTHS or USUAL_MONTHS)


PAGES = (("<int:pk>/details/", details_page, "details"),)
