"""The analytics pages: every article at a glance, and one article in full; each table also as a CSV file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troubleshooting.admin.exports import Cell, csv_response
from troubleshooting.admin.periods import CHOICES, CUSTOM, PeriodForm
from troubleshooting.analytics import (
    METRICS,
    PERIOD_RULE,
    SMALL,
    TRUST_RULE,
    ArticleAnalytics,
    Overview,
    Share,
    Tally,
    analyze_all,
    analyze_article,
)
from troubleshooting.models import Article, SearchedQuery

PERMISSION = "troubleshooting.view_analytics"
SEARCHES_SHOWN = 10


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def overview(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET)
    analytics = analyze_all(form.chosen())
    if request.GET.get("format") == "csv":
        header = ["article", "title", "published", *_OUTCOME_HEADER, "messages_to_support"]
        return csv_response("articles", header, _overview_rows(analytics))
    context = {"title": _("Analytics"), "analytics": analytics, **_frame(request, form)}
    return TemplateResponse(request, "admin/troubleshooting/analytics.html", context)


@require_safe
@permission_required(PERMISSION, raise_exception=True)
def article(request: HttpRequest, slug: str) -> HttpResponse:
    article = get_object_or_404(Article.objects, slug=slug)
    form = PeriodForm(request.GET)
    analytics = analyze_article(article, form.chosen())
    if request.GET.get("format") == "csv":
        return _article_csv(article, analytics, request.GET.get("table", ""))
    context = {"title": article.title, "article": article, "analytics": analytics, **_frame(request, form)}
    if request.user.has_perm("troubleshooting.view_searchedquery"):
        searched = SearchedQuery.objects.between(analytics.period.first_day, analytics.period.last_day)
        context["searches"] = searched.of_article(article)[:SEARCHES_SHOWN]
    return TemplateResponse(request, "admin/troubleshooting/analytics_article.html", context)


def _frame(request: HttpRequest, form: PeriodForm) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "form": form,
        "periods": [choice for choice in CHOICES if choice[0] != CUSTOM],
        "metrics": METRICS,
        "rules": (PERIOD_RULE, TRUST_RULE),
        "small": SMALL,
    }


_OUTCOME_HEADER = ("n", "solved", "not_solved", "unknown", "share_solved", "share_low_95", "share_high_95")


def _outcome_cells(outcome: Tally) -> tuple[Cell, ...]:
    return (outcome.n, outcome.solved, outcome.not_solved, outcome.unknown, *_share_cells(outcome.share))


def _share_cells(share: Share) -> tuple[Cell, ...]:
    """Empty while n is 0."""
    low, high = share.interval or (None, None)
    return tuple(None if value is None else round(value, 4) for value in (share.value, low, high))


def _overview_rows(analytics: Overview) -> Iterator[Sequence[Cell]]:
    for row in analytics.rows:
        published = "yes" if row.is_published else "no"
        yield row.slug, row.title, published, *_outcome_cells(row.outcome), row.handoffs


def _scenario_rows(analytics: ArticleAnalytics) -> Iterator[Sequence[Cell]]:
    for row in analytics.scenarios:
        yield row.key, row.title, "yes" if row.is_retired else "no", *_outcome_cells(row.outcome)


def _fix_rows(analytics: ArticleAnalytics) -> Iterator[Sequence[Cell]]:
    for row in analytics.fixes:
        yield row.scenario, row.key, row.title, "yes" if row.is_retired else "no", *_outcome_cells(row.outcome)


def _answer_rows(analytics: ArticleAnalytics) -> Iterator[Sequence[Cell]]:
    for question in analytics.questions:
        for choice in question.choices:
            share = choice.share
            yield question.title, choice.key, choice.label, share.count, share.n, *_share_cells(share)


Table = tuple[Sequence[str], Callable[[ArticleAnalytics], Iterator[Sequence[Cell]]]]
_TABLES: Mapping[str, Table] = {
    "scenarios": (("scenario", "title", "retired", *_OUTCOME_HEADER), _scenario_rows),
    "fixes": (("scenario", "fix", "title", "retired", *_OUTCOME_HEADER), _fix_rows),
    "answers": (
        ("question", "choice", "label", "visits", "n", "share", "share_low_95", "share_high_95"),
        _answer_rows,
    ),
}


def _article_csv(article: Article, analytics: ArticleAnalytics, table: str) -> HttpResponse:
    if table not in _TABLES:
        raise Http404(_("There is no such table."))
    header, rows = _TABLES[table]
    return csv_response(f"{article.slug}-{table}", header, rows(analytics))
