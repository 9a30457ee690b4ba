"""Where the unpublished edits of an article stand, and who works on them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How far the newest revision has come on its way to the public page; none once it is public."""

    NONE = "", _("Nothing to publish")
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    READY = "ready", _("Ready")
    SCHEDULED = "scheduled", _("Scheduled")


class Workflow(models.Model):
    """The half of an article that visitors never see. Only the verbs of ``publishing`` write it."""

    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, blank=True, default=Stage.DRAFT)
    stage_at = models.DateTimeField(_("in this stage since"), null=True, blank=True)
    stage_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("set by")
    )
    stage_note = models.CharField(_("note"), max_length=500, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("reviewer"),
    )
    due = models.DateField(_("due"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    """Who found the newest revision ready; emptied by every new revision."""
    scheduled_revision = models.ForeignKey(
        "troubleshooting.Revision",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("scheduled revision"),
    )
    """What goes public at ``publish_at``. It stays while newer revisions are written, and goes once one of them is public."""
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    retire_at = models.DateTimeField(_("retire at"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_articles",
        verbose_name=_("owner"),
    )
    """Who is asked when the article is due for a look."""
    review_by = models.DateField(_("review by"), null=True, blank=True)
    """When somebody has to check that the article is still true."""
    trashed_at = models.DateTimeField(_("in the trash since"), null=True, blank=True)

    class Meta:
        abstract = True
