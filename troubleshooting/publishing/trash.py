"""Out of sight and kept: articles that are not public may lie in the trash, with all their revisions and reports."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from troubleshooting.models import Article, AuditEntry
from troubleshooting.publishing.articles import locked, refusal
from troubleshooting.publishing.audit import record
from troubleshooting.publishing.workflow import cancel_schedules


@transaction.atomic
def trash(article: Article, *, by: AbstractBaseUser) -> Article:
    """Take an article that is not public out of every list. Nothing of it is deleted, and its slug stays taken."""
    article = locked(article.pk)
    if article.status == Article.Status.PUBLISHED:
        raise refusal(_("The article is public. Retire it first, then move it to the trash."))
    if article.trashed_at is None:
        article.trashed_at = timezone.now()
        cancel_schedules(article, by=by)
        article.save()
        record(AuditEntry.Action.TRASHED, by=by, article=article)
    return article


@transaction.atomic
def untrash(article: Article, *, by: AbstractBaseUser) -> Article:
    """Bring an article back as it was: a draft, or retired."""
    article = locked(article.pk)
    if article.trashed_at is not None:
        article.trashed_at = None
        article.save(update_fields=["trashed_at"])
        record(AuditEntry.Action.UNTRASHED, by=by, article=article)
    return article
