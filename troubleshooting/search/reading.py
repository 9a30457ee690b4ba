"""What one search reads, in plain SQL: a query set takes longer to build than any of these to be answered."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from troubleshooting.models import Article
from troubleshooting.search.ranking import Words

_WORDS = """
    SELECT article_id, title, front, mentions, body, filed FROM troubleshooting_searchentry WHERE article_id IN ({})
"""
_PASSAGES = "SELECT article_id, passages FROM troubleshooting_searchentry WHERE article_id IN ({})"
_FILED = "SELECT filed, COUNT(*) FROM troubleshooting_searchentry WHERE article_id IN ({}) GROUP BY filed"
_ARTICLES = """
    SELECT id, slug, title, summary, code FROM troubleshooting_article WHERE status = 'published' AND id IN ({})
"""
_CODED = """
    SELECT c.article_id, c.folded FROM troubleshooting_code c JOIN troubleshooting_article a ON a.id = c.article_id
    WHERE c.folded IN ({}) AND a.status = 'published' ORDER BY c.article_id LIMIT %s
"""
_HELPED = """
    SELECT article_id, COUNT(DISTINCT visit) FROM troubleshooting_report
    WHERE article_id IN ({}) AND verdict = 'solved' AND trust >= 0 GROUP BY article_id
"""


def words_of(articles: Collection[int]) -> list[Words]:
    return [Words(*row) for row in _rows(_WORDS, articles)]


def passages_of(articles: Collection[int]) -> dict[int, str]:
    return dict(_rows(_PASSAGES, articles))


def filed_among(articles: Collection[int]) -> list[tuple[str, int]]:
    """Under what those articles are filed, and how many under the same."""
    return _rows(_FILED, articles)


def published(articles: Collection[int]) -> dict[int, Article]:
    """With slug, title, summary and code."""
    with_keys = _ARTICLES.format(_places(articles))
    return {article.pk: article for article in Article.objects.raw(with_keys, list(articles))} if articles else {}


def carrying(codes: Sequence[str], limit: int) -> list[tuple[int, str]]:
    """Published articles with one of the folded codes, and the code."""
    return _rows(_CODED, codes, limit)


def helped(articles: Collection[int]) -> dict[int, int]:
    """How many visits each has solved, as ``ArticleQuerySet.with_helped`` counts them; none, where it is left out."""
    return dict(_rows(_HELPED, articles))


def _rows(query: str, wanted: Collection[Any], *others: Any) -> list[Any]:
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(query.format(_places(wanted)), [*wanted, *others])
        rows: list[Any] = cursor.fetchall()
    return rows


def _places(wanted: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(wanted))
