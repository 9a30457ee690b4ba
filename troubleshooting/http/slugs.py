"""From the slug in an address to the published article, or to what became of it."""

from dataclasses import dataclass

from troubleshooting.http.store import Store, clock
from troubleshooting.models import Article, FormerSlug

MOST_LOADED = 500
LOADED_SECONDS = 60

loaded: Store[str, Article] = Store(limit=lambda: MOST_LOADED, size=lambda _article: 1, seconds=lambda: LOADED_SECONDS)
"""Articles with their page and document, so that the many positions of a guide are read from the database once."""


@dataclass(frozen=True)
class Moved:
    """The article has another slug now."""

    slug: str


@dataclass(frozen=True)
class Retired:
    title: str


def published(slug: str) -> Article | None:
    """With its page, its document and ``helped``."""
    return loaded.get(slug) or _load(slug)


def whereabouts(slug: str) -> Moved | Retired | None:
    """Of a slug that no published article has; None for one that visitors never saw."""
    former = FormerSlug.objects.select_related("article").filter(slug=slug).first()
    if former and former.article.status == Article.Status.PUBLISHED:
        return Moved(former.article.slug)
    retired = former.article if former else Article.objects.filter(slug=slug).first()
    return Retired(retired.title) if retired and retired.status == Article.Status.RETIRED else None


def _load(slug: str) -> Article | None:
    stamp = clock.stamp()
    article = Article.objects.published().for_page().filter(slug=slug).first()
    if article:
        loaded.put(slug, article, stamp)
    return article
