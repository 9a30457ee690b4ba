"""Save, publish, retire and restore one article."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from troubleshooting import search
from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.lint import lint
from troubleshooting.documents.paths import header_path
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.rendering import render_article
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models import (
    Article,
    AuditEntry,
    ContentVersion,
    FormerSlug,
    Page,
    Product,
    Revision,
    Stage,
    Topic,
)
from troubleshooting.publishing.assigning import first_review_by
from troubleshooting.publishing.audit import Actor, record
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


def refusal(message: str) -> PublishingError:
    """For a reason that is no fault of the document."""
    return PublishingError([Problem("error", message)])


def save_revision(
    *,
    document: ArticleDocument,
    article: Article | None = None,
    author: User | None = None,
    note: str = "",
    based_on: int | None = None,
    is_minor: bool = False,
) -> Revision:
    """Store a document as the article's newest revision, a draft; without an article, as the first of a new one.

    Nothing public changes, and what was scheduled stays scheduled. An unchanged document gives the newest revision back.
    ``based_on`` is the number of the revision the edit began from: ``EditConflict`` when it is no longer the newest.
    """
    revision = Revision(content=document.model_dump(mode="json"), author=author, note=note, is_minor=is_minor)
    return _save(revision, document, article, based_on, AuditEntry.Action.SAVED)


def restore(revision: Revision, *, author: User | None = None) -> Revision:
    """Save an old document as the newest revision, to be looked at and published."""
    note = _("Restored from revision %(number)s") % {"number": revision.number}
    restored = Revision(content=revision.content, author=author, note=note)
    return _save(restored, revision.document, revision.article, None, AuditEntry.Action.RESTORED)


@transaction.atomic
def publish(
    revision: Revision, *, by: Actor = None, catalog: Catalog | None = None, reviewed_elsewhere: bool = False
) -> Article:
    """Make a revision the public one: rows, page and index in one transaction. Errors of the linter refuse it.

    With ``REQUIRE_REVIEW`` it has to be approved by somebody who wrote none of it; ``reviewed_elsewhere`` is for files, which
    are reviewed where they are kept. Publishing the public revision once more renders it anew and leaves its date alone.
    """
    article = locked(revision.article_id)
    if article.trashed_at:
        raise refusal(_("It is in the trash. Take it out of the trash first."))
    if not reviewed_elsewhere:
        require_review(article, revision)
    _keep_former_address(article, revision.document)
    if article.published_at is None and article.review_by is None:
        article.review_by = first_review_by(timezone.localdate())
    if _changes_the_date(article, revision):
        article.published_at = timezone.now()
    article.published_revision = revision
    article.status = Article.Status.PUBLISHED
    article.retired_at = None
    _move_on(article, revision, by)
    _make_public(article, revision, catalog or current_catalog())
    record(AuditEntry.Action.PUBLISHED, by=by, article=article, revision=revision.number)
    return article


@transaction.atomic
def retire(article: Article, *, by: Actor = None) -> Article:
    """Take an article off the public pages; its address answers 410. Publishing a revision brings it back."""
    article = locked(article.pk)
    if article.status == Article.Status.PUBLISHED:
        article.status = Article.Status.RETIRED
        article.retired_at = timezone.now()
        article.retire_at = None
        article.save(update_fields=["status", "retired_at", "retire_at"])
        search.remove(article)
        ContentVersion.bump()
        record(AuditEntry.Action.RETIRED, by=by, article=article)
    return article


def locked(pk: int) -> Article:
    """The article as it is now, kept from all other verbs until the transaction ends."""
    return Article.objects.select_for_update().get(pk=pk)


def require_review(article: Article, revision: Revision) -> None:
    """Raise unless the revision may go public by the rule of a second pair of eyes. What was public once, may."""
    if not settings.REQUIRE_REVIEW or article.published_revision_id == revision.pk:
        return
    if AuditEntry.objects.has_published(revision):
        return
    if not AuditEntry.objects.approvers(revision) - authors_since_public(article, revision):
        raise refusal(
            _("Revision %(number)s has to be approved first, by somebody who did not write any of it.")
            % {"number": revision.number}
        )


def authors_since_public(article: Article, revision: Revision) -> set[int]:
    """Who wrote what visitors have not seen yet, up to this revision."""
    public = article.published_revision
    since = public.number if public and public.number < revision.number else 0
    return set(article.revisions.between(since, revision.number).values_list("author", flat=True))


def require_no_errors(document: ArticleDocument, catalog: Catalog | None = None) -> None:
    """Raise with the errors of the linter, which block publishing and all that leads to it."""
    if errors := [found for found in lint(document, catalog or current_catalog()) if found.severity == "error"]:
        raise PublishingError(errors)


@transaction.atomic
def _save(
    revision: Revision,
    document: ArticleDocument,
    article: Article | None,
    based_on: int | None,
    action: AuditEntry.Action,
) -> Revision:
    article = locked(article.pk) if article else _create_article(document)
    latest = article.revisions.newest_first().first()
    if latest and based_on is not None and latest.number != based_on:
        raise EditConflict(latest)
    if article.trashed_at:
        raise refusal(_("The article is in the trash. Take it out of the trash, then save again."))
    if latest and document == latest.document:
        return latest
    if article.status == Article.Status.DRAFT and article.published_at is None:
        _describe(article, document)
    begin_stage(article, Stage.DRAFT, by=revision.author)
    _save_article(article)
    revision.article = article
    revision.number = latest.number + 1 if latest else 1
    revision.save(force_insert=True)
    revision.document = document  # whoever saved it goes on with it
    record(action, by=revision.author, article=article, revision=revision.number, detail=revision.note)
    return revision


def begin_stage(article: Article, stage: Stage, *, by: Actor, note: str = "") -> None:
    """Set where the newest revision stands, and who brought it there. The caller saves the article.

    An approval lasts until the revision is replaced or public, the reviewer and the deadline until it is public.
    """
    article.stage = stage
    article.stage_at = timezone.now()
    article.stage_by_id = by.pk if by else None
    article.stage_note = note
    if stage not in (Stage.READY, Stage.SCHEDULED):
        article.approved_by = None
    if stage == Stage.NONE:
        article.reviewer = article.due = None


def drop_schedule(article: Article) -> None:
    """Forget the publishing that was scheduled. The caller saves the article."""
    article.scheduled_revision = article.publish_at = None


def _move_on(article: Article, revision: Revision, by: Actor) -> None:
    """Where the newest revision stands once this one is public, and what becomes of a scheduled one that is no newer."""
    scheduled = article.scheduled_revision
    if scheduled and scheduled.number <= revision.number:
        drop_schedule(article)
    newer = article.revisions.filter(number__gt=revision.number).exists()
    if not newer:
        begin_stage(article, Stage.NONE, by=by)
    elif article.stage == Stage.NONE:
        begin_stage(article, Stage.DRAFT, by=by)


def _changes_the_date(article: Article, revision: Revision) -> bool:
    """Whether visitors would want to know: not of a page made anew, and not of minor edits alone."""
    public = article.published_revision
    if public is None or article.published_at is None:
        return True
    if public.pk == revision.pk:
        return False
    edits = article.revisions.between(public.number, revision.number).values_list("is_minor", flat=True)
    return not edits or not all(edits)


def _keep_former_address(article: Article, document: ArticleDocument) -> None:
    if article.slug != document.slug and article.published_at:
        FormerSlug.objects.update_or_create(slug=article.slug, defaults={"article": article})
    FormerSlug.objects.filter(slug=document.slug).delete()


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
        other = Article.objects.filter(slug=article.slug).exclude(pk=article.pk).first()
        if other is None:
            raise
        message = (
            _(
                "An article in the trash has the slug “%(slug)s”. Take that one out of the trash, or choose another slug."
            )
            if other.trashed_at
            else _("Another article has the slug “%(slug)s”. Choose a slug of its own.")
        )
        problem = Problem("error", message % {"slug": article.slug}, node=header_path("slug"))
        raise PublishingError([problem]) from None


def _make_public(article: Article, revision: Revision, catalog: Catalog) -> None:
    """Lay the document out as the article's rows, page and index. The caller holds the transaction and the lock."""
    document = revision.document
    require_no_errors(document, catalog)
    _describe(article, document)
    _save_article(article)
    article.products.set(Product.objects.filter(slug__in=document.products))
    lay_out(article, document, catalog, now=timezone.now())
    rendered = render_article(document, catalog)
    values = {
        "content": rendered.model_dump(mode="json"),
        "body": render_body(rendered, revision=revision.number),
        "made_by": templates_fingerprint(),
    }
    Page.objects.update_or_create(article=article, defaults=values)
    search.index([article.pk])
    ContentVersion.bump()
