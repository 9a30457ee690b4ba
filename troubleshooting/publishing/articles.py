"""Save, publish, retire and restore one article."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.folding import fold_text
from troubleshooting.documents.lint import lint
from troubleshooting.documents.paths import header_path
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.rendering import plain_text, render_article
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models import Article, ContentVersion, FormerSlug, Page, Product, Revision, Topic
from troubleshooting.publishing.catalog import current_catalog
from troubleshooting.publishing.layout import lay_out
from troubleshooting.publishing.page import render_body, templates_fingerprint


class PublishingError(Exception):
    """The verb was refused and nothing changed; ``problems`` say why and what to do."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


class EditConflict(PublishingError):
    """Somebody saved in between; ``latest`` is their revision."""

    def __init__(self, latest: Revision) -> None:
        message = _("Revision %(number)s was saved since you began to edit.") % {"number": latest.number}
        super().__init__([Problem("error", message)])
        self.latest = latest


@transaction.atomic
def save_revision(
    *,
    document: ArticleDocument,
    article: Article | None = None,
    author: User | None = None,
    note: str = "",
    based_on: int | None = None,
) -> Revision:
    """Store a document as the article's newest revision; without an article, as the first of a new one.

    Nothing public changes. An unchanged document gives the newest revision back. ``based_on`` is the number of the
    revision the edit began from: ``EditConflict`` when it is no longer the newest.
    """
    article = Article.objects.select_for_update().get(pk=article.pk) if article else _create_article(document)
    latest = article.revisions.newest_first().first()
    if latest and based_on is not None and latest.number != based_on:
        raise EditConflict(latest)
    if latest and document == latest.document:
        return latest
    if article.status == Article.Status.DRAFT and article.published_at is None:
        _describe(article, document)
        _save_article(article)
    return Revision.objects.create(
        article=article,
        number=latest.number + 1 if latest else 1,
        content=document.model_dump(mode="json"),
        author=author,
        note=note,
    )


@transaction.atomic
def publish(revision: Revision, *, catalog: Catalog | None = None) -> Article:
    """Make a revision the public one: rows, page and index in one transaction. Errors of the linter refuse it.

    Publishing the public revision once more renders it anew and leaves its date alone.
    """
    catalog = catalog or current_catalog()
    document = revision.document
    if errors := [problem for problem in lint(document, catalog) if problem.severity == "error"]:
        raise PublishingError(errors)
    article = Article.objects.select_for_update().get(pk=revision.article_id)
    now = timezone.now()
    if article.slug != document.slug and article.published_at:
        FormerSlug.objects.update_or_create(slug=article.slug, defaults={"article": article})
    FormerSlug.objects.filter(slug=document.slug).delete()
    if article.published_revision_id != revision.pk or article.published_at is None:
        article.published_at = now
    article.published_revision = revision
    article.status = Article.Status.PUBLISHED
    article.retired_at = None
    article.search_text = fold_text(plain_text(document))
    _describe(article, document)
    _save_article(article)
    _lay_out(article, revision, catalog, now)
    return article


@transaction.atomic
def retire(article: Article) -> Article:
    """Take an article off the public pages; its address answers 410. Publishing a revision brings it back."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.status == Article.Status.PUBLISHED:
        article.status = Article.Status.RETIRED
        article.retired_at = timezone.now()
        article.save(update_fields=["status", "retired_at"])
        ContentVersion.bump()
    return article


def rerender(articles: Iterable[Article]) -> None:
    """Make the pages of published articles anew, after a topic, product or destination they name has changed."""
    catalog = current_catalog()
    for article in articles:
        if article.status == Article.Status.PUBLISHED and article.published_revision:
            publish(article.published_revision, catalog=catalog)


def render_stale() -> int:
    """Make the pages anew whose templates have changed since, as after an upgrade; how many there were."""
    stale = Article.objects.published().for_page().exclude(page__made_by=templates_fingerprint())
    articles = list(stale)
    rerender(articles)
    return len(articles)


def restore(revision: Revision, *, author: User | None = None) -> Revision:
    """Save an old document as the newest revision, to be looked at and published."""
    return save_revision(
        document=revision.document,
        article=revision.article,
        author=author,
        note=_("Restored from revision %(number)s") % {"number": revision.number},
    )


def _create_article(document: ArticleDocument) -> Article:
    article = Article()
    _describe(article, document)
    _save_article(article)
    return article


def _describe(article: Article, document: ArticleDocument) -> None:
    """What lists and filters show of the document, laid on the article's row."""
    article.slug = document.slug
    article.title = document.title
    article.summary = document.summary
    article.code = document.codes[0] if document.codes else ""
    article.publisher = document.publisher
    article.topic = Topic.objects.filter(slug=document.topic).first()


def _save_article(article: Article) -> None:
    try:
        with transaction.atomic():
            article.save()
    except IntegrityError:
        if not Article.objects.filter(slug=article.slug).exclude(pk=article.pk).exists():
            raise
        message = _("Another article has the slug “%(slug)s”. Choose a slug of its own.") % {"slug": article.slug}
        raise PublishingError([Problem("error", message, node=header_path("slug"))]) from None


def _lay_out(article: Article, revision: Revision, catalog: Catalog, now: datetime) -> None:
    document = revision.document
    article.products.set(Product.objects.filter(slug__in=document.products))
    lay_out(article, document, now=now)
    rendered = render_article(document, catalog)
    values = {
        "content": rendered.model_dump(mode="json"),
        "body": render_body(rendered, revision=revision.number),
        "made_by": templates_fingerprint(),
    }
    Page.objects.update_or_create(article=article, defaults=values)
    ContentVersion.bump()
