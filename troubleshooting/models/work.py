"""The articles that wait for somebody, one named query for each reason."""

from datetime import UTC, date, datetime
from typing import Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, Least

from troubleshooting.models.workflow import Stage

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
RowT = TypeVar("RowT", bound=models.Model)


class ListedQuerySet(models.QuerySet[RowT]):
    def first_with_total(self, most: int) -> Self:
        """The first rows, each with how many there are in all as ``total``: a list and its length in one query."""
        return self.annotate(total=Window(Count("*")))[:most]


class WorkQuerySet(ListedQuerySet[RowT]):
    """What the work list asks of the articles. None of it looks into the trash."""

    def not_trashed(self) -> Self:
        return self.filter(trashed_at=None)

    def for_work_list(self) -> Self:
        """With the people a line of the list names, and without the texts."""
        named = ("owner__username", "reviewer__username", "stage_by__username")
        return self.select_related("owner", "reviewer", "stage_by").only(
            "slug",
            "title",
            "status",
            "stage",
            "stage_at",
            "stage_note",
            "due",
            "publish_at",
            "retire_at",
            "review_by",
            *named,
        )

    def waiting_for_review_by(self, person_id: int, *, or_anybody: bool) -> Self:
        """Sent to this person, or to nobody by name; the one that is due first comes first."""
        asked = Q(reviewer=person_id) | Q(reviewer=None) if or_anybody else Q(reviewer=person_id)
        waiting = self.not_trashed().filter(asked, stage=Stage.IN_REVIEW)
        return waiting.order_by(F("due").asc(nulls_last=True), "stage_at", "pk")

    def drafts_of(self, person_id: int) -> Self:
        """Those whose newest revision this person wrote and nobody was asked to look at, without unsaved work of theirs."""
        revisions = apps.get_model("troubleshooting", "Revision").objects
        newest = revisions.filter(article=OuterRef("pk")).order_by("-number")
        return (
            self.not_trashed()
            .filter(stage=Stage.DRAFT, pk__in=revisions.filter(author=person_id).values("article"))
            .alias(newest_author=Subquery(newest.values("author")[:1]))
            .filter(newest_author=person_id)
            .exclude(working_copies__user=person_id)
            .order_by("-stage_at", "-pk")
        )

    def with_unpublished_edits(self) -> Self:
        """Public ones that visitors see an older revision of, and that are not about to change by themselves."""
        stages = (Stage.DRAFT, Stage.IN_REVIEW, Stage.READY)
        return self.filter(status="published", stage__in=stages).order_by("stage_at", "pk")

    def scheduled(self) -> Self:
        """To be published or retired at a time; ``next_at`` says when something happens first."""
        # LEAST of a null is null on SQLite and the other value on PostgreSQL.
        first = Least(Coalesce("publish_at", "retire_at"), Coalesce("retire_at", "publish_at"))
        # A comparison, because no database looks up "is not null or is not null" in two indexes.
        is_planned = Q(publish_at__gt=_LONG_AGO) | Q(retire_at__gt=_LONG_AGO)
        return self.not_trashed().filter(is_planned).annotate(next_at=first).order_by("next_at", "pk")

    def review_due(self, by: date, *, first_of: int) -> Self:
        """Public ones somebody has to check until then, those of one owner first."""
        others = Case(When(owner=first_of, then=Value(0)), default=Value(1))
        return self.filter(status="published", review_by__lte=by).order_by(others, "review_by", "pk")
