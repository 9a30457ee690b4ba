"""Who looks after an article, and when somebody has to check that it is still true."""

from calendar import monthrange
from datetime import date
from enum import Enum
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from troubleshooting.models import Article, AuditEntry
from troubleshooting.publishing.audit import Actor, record


class Unchanged(Enum):
    """What is not given stays; None empties it."""

    KEEP = "keep"


KEEP: Final = Unchanged.KEEP


@transaction.atomic
def assign(
    article: Article,
    *,
    by: Actor,
    owner: User | Unchanged | None = KEEP,
    review_by: date | Unchanged | None = KEEP,
    is_reviewed: bool = False,
) -> Article:
    """Set owner, review-by date or both. ``is_reviewed`` puts down that somebody has just checked the article."""
    article = Article.objects.select_for_update(of=("self",)).select_related("owner").get(pk=article.pk)
    deeds = [_("Reviewed: still true.")] if is_reviewed else []
    if owner is not KEEP and owner != article.owner:
        article.owner = owner
        deeds.append(_("Owner: %s.") % (owner.get_username() if owner else _("nobody")))
    if review_by is not KEEP and review_by != article.review_by:
        article.review_by = review_by
        deeds.append(_("Review by: %s.") % (review_by.isoformat() if review_by else _("no date")))
    if deeds:
        article.save(update_fields=["owner", "review_by"])
        record(AuditEntry.Action.ASSIGNED, by=by, article=article, detail=" ".join(deeds))
    return article


def first_review_by(today: date) -> date | None:
    """What a newly published article gets that has no date of its own; None where ``REVIEW_MONTHS`` is 0."""
    return months_after(today, settings.REVIEW_MONTHS) if settings.REVIEW_MONTHS else None


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last one."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
