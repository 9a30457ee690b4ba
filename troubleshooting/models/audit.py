"""Who did what to which article and when. Rows are added and never changed."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from troubleshooting.models.content import Article
from troubleshooting.models.revisions import Revision


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete what has to stay as it was written."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def for_article(self, article: Article) -> "AuditQuerySet":
        return self.filter(article=article).newest_first()

    def done_by(self, account: int) -> "AuditQuerySet":
        return self.filter(actor_id=account).newest_first()

    def newest_first(self) -> "AuditQuerySet":
        return self.order_by("-at", "-pk")

    def for_staff(self) -> "AuditQuerySet":
        """With what the list shows, in one query."""
        return self.select_related("article")

    def people(self) -> list[str]:
        """Everybody who is named in the log; the portal itself has no name."""
        return list(self.order_by("actor_name").values_list("actor_name", flat=True).distinct())

    def has_published(self, revision: Revision) -> bool:
        return self._on(revision).filter(action=AuditEntry.Action.PUBLISHED).exists()

    def approvers(self, revision: Revision) -> set[int | None]:
        """Accounts that found a revision ready and have not been overruled since."""
        found: set[int | None] = set()
        for action, actor in self._on(revision).order_by("pk").values_list("action", "actor_id"):
            if action == AuditEntry.Action.APPROVED:
                found.add(actor)
            elif action in (AuditEntry.Action.SENT_TO_REVIEW, AuditEntry.Action.SENT_BACK):
                found.clear()
        return found

    def _on(self, revision: Revision) -> "AuditQuerySet":
        return self.filter(article=revision.article_id, revision=revision.number)

    def update(self, *_args: Any, **_values: Any) -> NoReturn:
        raise AppendOnlyError("Audit entries are never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("Audit entries are never deleted.")

    bulk_update = update


class AuditEntry(models.Model):
    """One deed. The person is named in the row itself, so that it stays true after an account is renamed or deleted."""

    class Action(models.TextChoices):
        SAVED = "saved", _("Saved")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")
        RESTORED = "restored", _("Restored")
        SENT_TO_REVIEW = "sent-to-review", _("Sent to review")
        SENT_BACK = "sent-back", _("Sent back")
        APPROVED = "approved", _("Approved")
        SCHEDULED = "scheduled", _("Scheduled")
        UNSCHEDULED = "unscheduled", _("Unscheduled")
        NOT_PUBLISHED = "not-published", _("Could not be published")
        TRASHED = "trashed", _("Moved to the trash")
        UNTRASHED = "untrashed", _("Taken out of the trash")
        TOOK_OVER = "took-over", _("Took over editing")
        ASSIGNED = "assigned", _("Assigned")
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        DELETED = "deleted", _("Deleted")

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    actor_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    """The account's number then, no foreign key: accounts may go, the entry stays as it is. None: the portal itself."""
    actor_name = models.CharField(_("who"), max_length=150, blank=True)
    action = models.CharField(_("what"), max_length=20, choices=Action.choices)
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="audit_entries", verbose_name=_("article")
    )
    revision = models.PositiveIntegerField(_("revision"), null=True, blank=True)
    subject = models.CharField(_("of what"), max_length=200, blank=True)
    """Names what the deed was done to where that is no article, such as a destination."""
    detail = models.TextField(_("detail"), blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.article_id or self.subject}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("Audit entries are never changed.")
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise AppendOnlyError("Audit entries are never deleted.")
