"""Building blocks of the queries: which visits are looked at, and what became of each.

A visit is an id together with an article: one person's go at that article. Reports of a flood do not exist here.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from troubleshooting.analytics.metrics import Tally
from troubleshooting.analytics.period import Period
from troubleshooting.models import Escalation, Report
from troubleshooting.models.reports import EscalationQuerySet, ReportQuerySet

SOLVED = Q(verdict=Report.Verdict.SOLVED)
_ENDED = Q(is_handed_over=True) | Q(last_led_to=None) | Q(is_lead_answered=True)
"""Nothing is left open: the visit wrote to support, was led nowhere, or had reported on where it was led."""
OUTCOME_COUNTS = {
    "solved": Count("pk", filter=Q(is_solved=True)),
    "not_solved": Count("pk", filter=Q(is_solved=False) & _ENDED),
    "unknown": Count("pk", filter=Q(is_solved=False) & ~_ENDED),
}


def visits(period: Period) -> ReportQuerySet:
    """One row for each visit of the period: its first report, with what became of the visit as aliases."""
    of_visit = Report.objects.counted().filter(visit=OuterRef("visit"), article=OuterRef("article"))
    earlier = Q(created_at__lt=OuterRef("created_at")) | Q(created_at=OuterRef("created_at"), pk__lt=OuterRef("pk"))
    handed_over = Escalation.objects.counted().filter(visit=OuterRef("visit"), article=OuterRef("article"))
    return (
        Report.objects.counted()
        .created_in(period.start, period.end)
        .filter(~Exists(of_visit.filter(earlier)))
        .alias(
            is_solved=Exists(of_visit.filter(SOLVED)),
            is_handed_over=Exists(handed_over),
            last_led_to=Subquery(of_visit.order_by("-changed_at", "-pk").values("led_to")[:1]),
        )
        .alias(is_lead_answered=Exists(of_visit.filter(fix=OuterRef("last_led_to"))))
        .order_by()
    )


def reports(period: Period, article_id: int) -> ReportQuerySet:
    """All reports of the period's visits of an article, whenever they were made."""
    ids = visits(period).filter(article=article_id).values("visit")
    return Report.objects.counted().filter(article=article_id, visit__in=ids).order_by()


def unanswered_leads(rows: ReportQuerySet) -> ReportQuerySet:
    """Those of the reports that led on to a fix on which their visit never reported."""
    answered = Report.objects.counted().filter(visit=OuterRef("visit"), fix=OuterRef("led_to"))
    return rows.filter(led_to__isnull=False).filter(~Exists(answered))


def handoffs(period: Period) -> EscalationQuerySet:
    return Escalation.objects.counted().created_in(period.start, period.end).order_by()


def tally(counts: Mapping[str, Any]) -> Tally:
    return Tally(solved=counts["solved"], not_solved=counts["not_solved"], unknown=counts["unknown"])
