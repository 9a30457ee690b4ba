"""What is kept while somebody edits: unsaved work, and who is at it."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troubleshooting.models.content import Article

LOCK_LASTS = timedelta(minutes=2)
"""From the last sign of life on."""


class EditLockQuerySet(models.QuerySet["EditLock"]):
    def against(self, person: User) -> "EditLockQuerySet":
        """Those by which others tell this person that they are editing now, with their holders."""
        live = self.filter(seen_at__gt=timezone.now() - LOCK_LASTS)
        return live.exclude(holder_id=person.pk).select_related("holder")


class EditLock(models.Model):
    """A notice that somebody edits an article. It keeps nobody out; the revision's number does that when saving."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="edit_lock")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    taken_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    """The last sign of life; after a while without one the lock counts for nothing."""

    objects = EditLockQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.holder_id} at {self.article_id}"

    @property
    def is_live(self) -> bool:
        return self.seen_at > timezone.now() - LOCK_LASTS


class WorkingCopyQuerySet(models.QuerySet["WorkingCopy"]):
    def of(self, person: User, article: Article | None) -> "WorkingCopyQuerySet":
        """The one, if there is one, that this person has of the article, or of a new one."""
        return self.filter(user_id=person.pk, article=article)

    def for_list(self, person: User) -> "WorkingCopyQuerySet":
        """All unsaved work of one person, the newest first, with the articles and without what was typed."""
        return self.filter(user_id=person.pk).select_related("article").defer("fields").order_by("-saved_at")


class WorkingCopy(models.Model):
    """What one person has typed and not saved: no revision, seen by nobody else, gone once it is saved."""

    class Editor(models.TextChoices):
        OUTLINE = "outline", _("Outline")
        DOCUMENT = "document", _("Document")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="working_copies")
    """None for an article that was never saved."""
    editor = models.CharField(max_length=10, choices=Editor.choices)
    fields = models.JSONField()
    """The editor's form as it was sent: lists of values by name."""
    based_on = models.PositiveIntegerField(default=0)
    """Number of the revision the edit began from, 0 for a new article."""
    saved_at = models.DateTimeField()

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "article"), name="working_copy_once_per_article"),
            models.UniqueConstraint(fields=("user",), condition=Q(article=None), name="working_copy_once_for_new"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} at {self.article_id}"
