"""What visitors' reports say about articles, scenarios and fixes.

Values in, frozen dataclasses out. Inside, imports go down: ``overview``, ``articles`` → ``outcomes`` (the queries'
building blocks) → ``metrics`` (what is measured, defined once) → ``period``.
"""

from troubleshooting.analytics.articles import (
    ArticleAnalytics,
    ChoiceRow,
    FixRow,
    QuestionRow,
    ScenarioRow,
    analyze_article,
)
from troubleshooting.analytics.metrics import METRICS, PERIOD_RULE, SMALL, TRUST_RULE, Metric, Share, Tally
from troubleshooting.analytics.overview import Overview, OverviewRow, analyze_all, least_helpful
from troubleshooting.analytics.period import Period

__all__ = [
    "METRICS",
    "PERIOD_RULE",
    "SMALL",
    "TRUST_RULE",
    "ArticleAnalytics",
    "ChoiceRow",
    "FixRow",
    "Metric",
    "Overview",
    "OverviewRow",
    "Period",
    "QuestionRow",
    "ScenarioRow",
    "Share",
    "Tally",
    "analyze_all",
    "analyze_article",
    "least_helpful",
]
