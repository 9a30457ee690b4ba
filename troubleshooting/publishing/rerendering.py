"""Public pages made anew, because something they show has changed that is not the article itself."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from troubleshooting import search
from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.rendering import render_article
from troubleshooting.models import Article, ContentVersion, Page
from troubleshooting.publishing.articles import PublishingError
from troubleshooting.publishing.catalog import current_catalog
from troubleshooting.publishing.page import render_body, templates_fingerprint

_BATCH = 50
"""Pages held in memory together; a large one takes some hundred kilobytes."""


class NotRenderedError(PublishingError):
    """One page cannot be made, so none was; ``article`` is that one."""

    def __init__(self, article: Article) -> None:
        message = _(
            "The page of “%(title)s” cannot be made. Publish a revision of it that can be read, then try again."
        )
        super().__init__([Problem("error", message % {"title": article.title})])
        self.article = article


@transaction.atomic
def rerender(articles: Iterable[Article], *, changed_at: datetime | None = None) -> None:
    """Make the pages of published articles anew, all or none; ``changed_at`` is their new date, where readers see a change.

    The documents are not linted again: a rule that came after their publishing must not hold up a destination's repair.
    Nor are their rows laid out anew, for the documents are the same.
    """
    keys = sorted(article.pk for article in articles)
    catalog = current_catalog()
    for start in range(0, len(keys), _BATCH):
        locked = Article.objects.published().for_rendering().filter(pk__in=keys[start : start + _BATCH])
        _rerender_batch(list(locked.select_for_update(of=("self",))), catalog, changed_at)
    # Last, because it keeps other publishers waiting who hold their article already.
    search.index(keys)
    ContentVersion.bump()


def render_stale() -> int:
    """Make the pages anew whose templates have changed since, as after an upgrade; how many there were."""
    stale = list(Article.objects.published().exclude(page__made_by=templates_fingerprint()).only("pk"))
    if stale:
        rerender(stale)
    return len(stale)


def _rerender_batch(articles: list[Article], catalog: Catalog, changed_at: datetime | None) -> None:
    pages = [_make_page(article, catalog) for article in articles]
    fields = ["content", "body", "made_by"]
    Page.objects.bulk_create(pages, update_conflicts=True, unique_fields=["article"], update_fields=fields)
    for article in articles:
        article.published_at = changed_at or article.published_at
    Article.objects.bulk_update(articles, ["published_at"])


def _make_page(article: Article, catalog: Catalog) -> Page:
    revision = article.published_revision
    assert revision is not None
    try:
        document = revision.document
    except ValueError as error:
        raise NotRenderedError(article) from error
    rendered = render_article(document, catalog)
    return Page(
        article=article,
        content=rendered.model_dump(mode="json"),
        body=render_body(rendered, revision=revision.number),
        made_by=templates_fingerprint(),
    )
