"""The way of a revision to the public page: sent to review, approved or sent back, scheduled.

draft → in review → ready → scheduled → published → retired. Only the newest revision has a stage; a new one begins as a
draft again. Each verb says who did it, raises ``PublishingError`` where it is not allowed, and changes nothing when repeated.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from troubleshooting.models import Article, AuditEntry, Revision, Stage
from troubleshooting.publishing.articles import (
    authors_since_public,
    begin_stage,
    drop_schedule,
    locked,
    refusal,
    require_no_errors,
    require_review,
)
from troubleshooting.publishing.audit import record

FARTHEST = timedelta(days=731)
"""Two years: what is farther ahead is a slip of the pen."""


@transaction.atomic
def send_to_review(
    revision: Revision, *, by: AbstractBaseUser, reviewer: User | None = None, due: date | None = None, note: str = ""
) -> Article:
    """Ask for a second pair of eyes, by name or whoever may publish. Sent again, it has a new reviewer, date and note."""
    article = _locked_newest(revision)
    if article.stage == Stage.SCHEDULED:
        raise refusal(_("Revision %(number)s is scheduled. Cancel the schedule first.") % {"number": revision.number})
    if settings.REQUIRE_REVIEW and reviewer and reviewer.pk in authors_since_public(article, revision):
        raise refusal(
            _("%(name)s wrote some of what is to be reviewed. Choose somebody else.")
            % {"name": reviewer.get_username()}
        )
    asked = (Stage.IN_REVIEW, reviewer, due, note)
    if (article.stage, article.reviewer, article.due, article.stage_note) == asked:
        return article
    article.reviewer, article.due = reviewer, due
    begin_stage(article, Stage.IN_REVIEW, by=by, note=note)
    article.save()
    detail = _("To %(name)s.") % {"name": reviewer.get_username()} if reviewer else ""
    _record(AuditEntry.Action.SENT_TO_REVIEW, article, revision, by, detail, note)
    return article


@transaction.atomic
def approve(revision: Revision, *, by: AbstractBaseUser, note: str = "") -> Article:
    """Find the newest revision ready to be published. Errors of the linter stand against it."""
    article = _locked_newest(revision)
    if article.stage in (Stage.READY, Stage.SCHEDULED) and article.approved_by_id == by.pk:
        return article
    if settings.REQUIRE_REVIEW and by.pk in authors_since_public(article, revision):
        raise refusal(
            _("You wrote some of what is to be published, so somebody else has to approve revision %(number)s.")
            % {"number": revision.number}
        )
    require_no_errors(revision.document)
    stage = Stage.SCHEDULED if article.stage == Stage.SCHEDULED else Stage.READY
    begin_stage(article, stage, by=by, note=note)
    article.approved_by_id = by.pk
    article.save()
    _record(AuditEntry.Action.APPROVED, article, revision, by, note)
    return article


@transaction.atomic
def send_back(revision: Revision, *, by: AbstractBaseUser, note: str = "") -> Article:
    """Say what is missing; the newest revision is a draft again, and an approval of it counts no more."""
    article = _locked_newest(revision)
    if article.stage == Stage.DRAFT:
        return article
    if article.scheduled_revision_id == revision.pk:
        drop_schedule(article)
    begin_stage(article, Stage.DRAFT, by=by, note=note)
    article.save()
    _record(AuditEntry.Action.SENT_BACK, article, revision, by, note)
    return article


@transaction.atomic
def schedule(revision: Revision, *, by: AbstractBaseUser, publish_at: datetime) -> Article:
    """Have ``publish_due`` publish a revision. It must be fit for it now; then it is looked at once more."""
    article = locked(revision.article_id)
    _require_kept(article)
    if article.status == Article.Status.PUBLISHED and article.published_revision_id == revision.pk:
        raise _is_public(revision)
    if (article.scheduled_revision_id, article.publish_at) == (revision.pk, publish_at):
        return article
    _require_time(publish_at)
    if article.status != Article.Status.PUBLISHED and article.retire_at and article.retire_at <= publish_at:
        raise refusal(_("The article is to be retired before that. Choose an earlier time, or cancel the schedule."))
    require_review(article, revision)
    require_no_errors(revision.document)
    article.scheduled_revision, article.publish_at = revision, publish_at
    if not article.revisions.filter(number__gt=revision.number).exists():
        begin_stage(article, Stage.SCHEDULED, by=by, note=article.stage_note)
    elif article.stage == Stage.SCHEDULED:
        begin_stage(article, _unscheduled_stage(article), by=by)
    article.save()
    detail = _("To be published on %(time)s.") % {"time": in_words(publish_at)}
    _record(AuditEntry.Action.SCHEDULED, article, revision, by, detail)
    return article


@transaction.atomic
def schedule_retirement(article: Article, *, by: AbstractBaseUser, retire_at: datetime) -> Article:
    """Have ``publish_due`` retire an article that is public, or will be by then."""
    article = locked(article.pk)
    _require_kept(article)
    if article.retire_at == retire_at:
        return article
    _require_time(retire_at)
    will_be_public = article.publish_at is not None and article.publish_at < retire_at
    if article.status != Article.Status.PUBLISHED and not will_be_public:
        raise refusal(_("The article will not be public at that time, so there is nothing to retire."))
    article.retire_at = retire_at
    article.save(update_fields=["retire_at"])
    detail = _("To be retired on %(time)s.") % {"time": in_words(retire_at)}
    record(AuditEntry.Action.SCHEDULED, by=by, article=article, detail=detail)
    return article


@transaction.atomic
def unschedule(article: Article, *, by: AbstractBaseUser) -> Article:
    """Let neither publishing nor retiring happen by itself."""
    article = locked(article.pk)
    if not article.publish_at and not article.retire_at:
        return article
    revision = article.scheduled_revision
    cancel_schedules(article, by=by)
    article.save()
    record(AuditEntry.Action.UNSCHEDULED, by=by, article=article, revision=revision.number if revision else None)
    return article


def reviewers() -> QuerySet[User]:
    """Who may be asked to review: staff who may write articles."""
    backend = "django.contrib.auth.backends.ModelBackend"
    writers = User.objects.with_perm("troubleshooting.change_article", backend=backend)
    return writers.filter(is_staff=True).order_by("username")


def cancel_schedules(article: Article, *, by: AbstractBaseUser | None, note: str = "") -> None:
    """Forget what was to happen by itself. The caller saves the article."""
    drop_schedule(article)
    article.retire_at = None
    if article.stage == Stage.SCHEDULED:
        begin_stage(article, _unscheduled_stage(article), by=by, note=note)


def in_words(moment: datetime) -> str:
    """In the time zone of the settings, and naming it."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'DATETIME_FORMAT')} ({timezone.get_default_timezone_name()})"


def _unscheduled_stage(article: Article) -> Stage:
    return Stage.READY if article.approved_by_id else Stage.DRAFT


def _locked_newest(revision: Revision) -> Article:
    """The locked article, if the revision is its newest and waits to be published."""
    article = locked(revision.article_id)
    _require_kept(article)
    newest = article.revisions.for_history().first()
    if newest and newest.pk != revision.pk:
        raise refusal(
            _("Revision %(newer)s was saved after revision %(number)s. Look at that one.")
            % {"newer": newest.number, "number": revision.number}
        )
    if article.stage == Stage.NONE and article.published_revision_id == revision.pk:
        raise _is_public(revision)
    return article


def _is_public(revision: Revision) -> Exception:
    return refusal(_("Revision %(number)s is public already.") % {"number": revision.number})


def _require_kept(article: Article) -> None:
    if article.trashed_at:
        raise refusal(_("It is in the trash. Take it out of the trash first."))


def _require_time(moment: datetime) -> None:
    now = timezone.now()
    if moment <= now:
        raise refusal(_("%(time)s is past. Choose a time to come.") % {"time": in_words(moment)})
    if moment > now + FARTHEST:
        raise refusal(_("%(time)s is more than two years ahead. Choose an earlier time.") % {"time": in_words(moment)})


def _record(action: AuditEntry.Action, article: Article, revision: Revision, by: AbstractBaseUser, *words: str) -> None:
    record(action, by=by, article=article, revision=revision.number, detail=" ".join(word for word in words if word))
