"""What visitors reported: to be read, filtered and searched, never written here."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet  # noqa: TID251 the type in which Django hands rows to a filter
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from troubleshooting.admin.model_admin import ReadOnlyAdmin
from troubleshooting.escalation import packet
from troubleshooting.guide import Trail
from troubleshooting.models import Report, Scenario
from troubleshooting.models.reports import ReportQuerySet

COMMENT_LENGTH = 80
ARTICLE = "article__id__exact"


class ScenarioFilter(admin.SimpleListFilter):
    """The scenarios of the chosen article; without one they would be everybody's in one long list."""

    title = _("scenario")
    parameter_name = "scenario"

    def lookups(self, request: HttpRequest, _model_admin: object) -> Iterable[tuple[str, str]]:
        article = request.GET.get(ARTICLE, "")
        if not article.isdecimal():
            return ()
        scenarios = Scenario.objects.filter(article=int(article))
        return [(str(pk), title) for pk, title in scenarios.values_list("pk", "title")]

    def queryset(self, _request: HttpRequest, reports: QuerySet[Report]) -> QuerySet[Report]:
        chosen = self.value()
        return reports.filter(scenario=int(chosen)) if chosen and chosen.isdecimal() else reports


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "article", "scenario", "fix", "verdict", "short_comment", "trust_class")
    list_filter = (
        "verdict",
        ("article", admin.RelatedOnlyFieldListFilter),
        ScenarioFilter,
        "trust",
        "created_at",
    )
    search_fields = ("comment",)
    search_help_text = _("Search in comments")
    date_hierarchy = "created_at"
    fields = (
        "created_at", "changed_at", "article", "revision", "scenario", "fix", "verdict", "comment",
        "given_answers", "tried_before", "led_to", "trust", "visit",
    )  # fmt: skip
    readonly_fields = ("given_answers", "tried_before")

    def get_queryset(self, _request: HttpRequest) -> ReportQuerySet:
        return Report.objects.for_staff()

    @admin.display(description=_("trust"), ordering="trust")
    def trust_class(self, report: Report) -> int:
        """The number: three long sentences in a column say less."""
        return report.trust

    @admin.display(description=_("comment"))
    def short_comment(self, report: Report) -> str:
        return Truncator(report.comment).chars(COMMENT_LENGTH)

    @admin.display(description=_("answers"))
    def given_answers(self, report: Report) -> str:
        told = packet(report.revision.document, Trail(answers=report.answers))
        return "; ".join(f"{question} {answer}" for question, answer in told.answers) or "-"

    @admin.display(description=_("tried before"))
    def tried_before(self, report: Report) -> str:
        told = packet(report.revision.document, Trail(tried=tuple(report.tried)))
        return "; ".join(f"{cause}: {fix}" for cause, fix in told.tried) or "-"
