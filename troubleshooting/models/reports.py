"""What visitors told: reports about fixes, messages to support. Nothing here names a device or an address."""

from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from troubleshooting.models.content import Article
from troubleshooting.models.revisions import Revision
from troubleshooting.models.structure import Fix, Scenario

VISIT_LENGTH = 32


class TrustClass(models.IntegerChoices):
    """How sure it is that a visitor of our own page acted. Metrics count 0 to 2; what is learned, 1 and 2."""

    FLOOD = -1, _("beyond what one network may send in an hour")
    UNPROVEN = 0, _("no sign of a browser on our page")
    PAGE = 1, _("sent from our page")
    VISIT = 2, _("sent from our page by a visit that began seconds before")


ToldT = TypeVar("ToldT", bound=models.Model)


class ToldQuerySet(models.QuerySet[ToldT]):
    """What reports and messages to support have in common."""

    def counted(self) -> Self:
        """Those that metrics look at."""
        return self.filter(trust__gt=TrustClass.FLOOD)

    def set_aside(self) -> Self:
        return self.filter(trust=TrustClass.FLOOD)

    def created_in(self, start: datetime | None, end: datetime | None) -> Self:
        """Half-open; a side that is None is open."""
        rows = self.filter(created_at__gte=start) if start else self
        return rows.filter(created_at__lt=end) if end else rows


class ReportQuerySet(ToldQuerySet["Report"]):
    def for_staff(self) -> Self:
        """With what a list of reports shows, in one query."""
        return self.select_related("article", "scenario", "fix", "revision", "led_to").defer("revision__content")


class Report(models.Model):
    """A visitor's word on one fix. One per visit and fix; a second word of the same visit replaces the first."""

    class Verdict(models.TextChoices):
        SOLVED = "solved", _("This fixed it")
        NOT_SOLVED = "not-solved", _("It didn't help")

    visit = models.CharField(_("visit"), max_length=VISIT_LENGTH)
    article = models.ForeignKey(Article, models.PROTECT, related_name="reports", verbose_name=_("article"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="reports", verbose_name=_("revision"))
    scenario = models.ForeignKey(Scenario, models.PROTECT, related_name="reports", verbose_name=_("scenario"))
    fix = models.ForeignKey(Fix, models.PROTECT, related_name="reports", verbose_name=_("fix"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    led_to = models.ForeignKey(Fix, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("led to"))
    """The fix offered next when this one did not help; empty when solved or handed over to support."""
    answers = models.JSONField(_("answers"), default=dict)
    """Choice key by question key, as in the guide's URL."""
    tried = models.JSONField(_("tried before"), default=list)
    """Keys of the fixes reported before this one, in order."""
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    trust = models.SmallIntegerField(_("trust class"), choices=TrustClass.choices)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = (models.UniqueConstraint(fields=("visit", "fix"), name="one_report_per_visit_and_fix"),)
        indexes = (
            models.Index(fields=("article", "created_at"), name="report_article_time"),
            # Without it SQLite finds the other reports of a visit by reading all of the article's.
            models.Index(fields=("article", "visit"), name="report_article_visit"),
        )

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} · {self.fix_id}"


class EscalationQuerySet(ToldQuerySet["Escalation"]):
    def for_staff(self) -> Self:
        """With what a list of messages shows, in one query."""
        return self.select_related("article", "revision").defer("revision__content")

    def due(self, now: object) -> "EscalationQuerySet":
        """Those whose next attempt at delivery has come, oldest first."""
        return self.filter(state=Escalation.State.WAITING, next_attempt_at__lte=now).order_by("next_attempt_at", "pk")


class Escalation(models.Model):
    """A hand-off to support. The row is the message's outbox: it waits here until the mail server has accepted it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    reference = models.CharField(_("reference"), max_length=16, unique=True)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    """Of visit, day and content: the same form posted twice is one escalation."""
    visit = models.CharField(_("visit"), max_length=VISIT_LENGTH)
    article = models.ForeignKey(Article, models.PROTECT, related_name="escalations", verbose_name=_("article"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    answers = models.JSONField(_("answers"), default=dict)
    tried = models.JSONField(_("tried"), default=list)
    dismissed = models.JSONField(_("set aside"), default=list)
    """Keys of the scenarios the visitor said were not it."""
    checklist = models.JSONField(_("checklist"), default=list)
    """Pairs of label and what the visitor wrote."""
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"))
    message = models.TextField(_("message"), blank=True)
    trust = models.SmallIntegerField(_("trust class"), choices=TrustClass.choices)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    state = models.CharField(_("delivery"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("message to support")
        verbose_name_plural = _("messages to support")
        indexes = (
            models.Index(fields=("state", "next_attempt_at"), name="escalation_due"),
            models.Index(fields=("article", "created_at"), name="escalation_article_time"),
            models.Index(fields=("article", "visit"), name="escalation_article_visit"),
        )

    def __str__(self) -> str:
        return self.reference


class RateWindow(models.Model):
    """How often one source did one thing in one window of time. ``key`` is a keyed hash, never an address."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
