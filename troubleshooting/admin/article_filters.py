"""The filters of the list of articles that are more than a column's values."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from troubleshooting.admin.actions import may_publish, person
from troubleshooting.models import Article
from troubleshooting.models.content import ArticleQuerySet
from troubleshooting.publishing import reviewers


class TrashFilter(admin.SimpleListFilter):
    """What is in the trash shows only when it is asked for."""

    title = _("trash")
    parameter_name = "trash"

    def lookups(self, _request: HttpRequest, _model_admin: object) -> list[tuple[str, Any]]:
        return [("yes", _("In the trash"))]

    def queryset(self, _request: HttpRequest, articles: Any) -> ArticleQuerySet:
        return articles.trashed() if self.value() == "yes" else articles.not_trashed()  # type: ignore[no-any-return]


class ReviewFilter(admin.SimpleListFilter):
    """In review, and whose turn it is."""

    title = _("reviewer")
    parameter_name = "reviewer"

    def lookups(self, request: HttpRequest, _model_admin: object) -> list[tuple[str, Any]]:
        asked = Article.objects.in_review().not_trashed().values("reviewer")
        others = reviewers().filter(pk__in=asked).exclude(pk=person(request).pk)
        return [("me", _("Waiting for me")), *((str(user.pk), user.get_username()) for user in others)]

    def queryset(self, request: HttpRequest, articles: Any) -> ArticleQuerySet | None:
        chosen = self.value()
        if chosen == "me":
            return articles.waiting_for_review_by(person(request).pk, or_anybody=may_publish(request))  # type: ignore[no-any-return]
        if chosen and chosen.isdecimal():
            return articles.in_review().filter(reviewer=int(chosen))  # type: ignore[no-any-return]
        return None
