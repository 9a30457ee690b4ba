"""Every article at a glance, what needs attention first."""

from dataclasses import dataclass

from django.db.models import Count

from troubleshooting.analytics import outcomes
from troubleshooting.analytics.metrics import SMALL, Tally
from troubleshooting.analytics.period import Period
from troubleshooting.models import Article, Report


@dataclass(frozen=True)
class OverviewRow:
    slug: str
    title: str
    code: str
    is_published: bool
    outcome: Tally
    handoffs: int


@dataclass(frozen=True)
class Overview:
    """``rows`` have the articles with most visits not solved first, then those with most messages to support."""

    period: Period
    rows: tuple[OverviewRow, ...]
    set_aside_reports: int

    @property
    def outcome(self) -> Tally:
        """Of all articles; a person who reported on two articles made two visits."""
        return sum((row.outcome for row in self.rows), Tally())

    @property
    def handoffs(self) -> int:
        return sum(row.handoffs for row in self.rows)

    @property
    def is_empty(self) -> bool:
        return not (self.outcome.n or self.handoffs or self.set_aside_reports)


def analyze_all(period: Period) -> Overview:
    """Published articles, and others that were reported on in the period. Four queries."""
    counted = outcomes.visits(period).values("article").annotate(**outcomes.OUTCOME_COUNTS)
    tallies = {counts["article"]: outcomes.tally(counts) for counts in counted}
    handoffs = dict(outcomes.handoffs(period).values_list("article").annotate(n=Count("pk")))
    rows = [
        OverviewRow(
            slug=article.slug,
            title=article.title,
            code=article.code,
            is_published=article.status == Article.Status.PUBLISHED,
            outcome=tallies.get(article.pk, Tally()),
            handoffs=handoffs.get(article.pk, 0),
        )
        for article in Article.objects.only("slug", "title", "code", "status")
        if article.status == Article.Status.PUBLISHED or article.pk in tallies or article.pk in handoffs
    ]
    rows.sort(key=lambda row: (-row.outcome.not_solved, -row.handoffs, -row.outcome.n, row.title))
    set_aside = Report.objects.set_aside().created_in(period.start, period.end).count()
    return Overview(period, tuple(rows), set_aside)


def least_helpful(period: Period, most: int) -> tuple[OverviewRow, ...]:
    """Published articles with the lowest share of visits solved, of those with enough visits to say so. Two queries.

    ``RESOLUTION`` and ``SMALL`` as everywhere; messages to support are not counted.
    """
    counted = (
        outcomes.visits(period)
        .filter(article__status=Article.Status.PUBLISHED)
        .values("article")
        .annotate(**outcomes.OUTCOME_COUNTS)
    )
    tallies = {counts["article"]: outcomes.tally(counts) for counts in counted}
    spoken_for = [pk for pk, outcome in tallies.items() if outcome.n >= SMALL and outcome.solved < outcome.n]
    worst = sorted(spoken_for, key=lambda pk: (tallies[pk].solved / tallies[pk].n, -tallies[pk].n, pk))[:most]
    articles = Article.objects.only("slug", "title", "code").in_bulk(worst)
    return tuple(
        OverviewRow(article.slug, article.title, article.code, True, tallies[pk], 0)
        for pk in worst
        if (article := articles.get(pk))
    )
