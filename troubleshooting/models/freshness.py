"""What tells staff that content needs a look: links that fail, searches that found nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troubleshooting.models.content import Article, Destination
from troubleshooting.models.structure import Procedure


class LinkCheck(models.Model):
    """What an address of the content answered when it was last asked."""

    class Result(models.TextChoices):
        OK = "ok", _("Works")
        MOVED = "moved", _("Moved")
        BROKEN = "broken", _("Broken")
        TIMEOUT = "timeout", _("No answer in time")
        REFUSED = "refused", _("Not asked")
        """Private and local addresses are not asked at all."""

    url = models.CharField(_("address"), max_length=2000, unique=True)
    result = models.CharField(_("result"), max_length=10, choices=Result.choices)
    status = models.PositiveIntegerField(_("HTTP status"), null=True, blank=True)
    moved_to = models.CharField(_("moved to"), max_length=2000, blank=True)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("checked"))
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    articles = models.ManyToManyField(Article, related_name="link_checks", blank=True)
    destinations = models.ManyToManyField(Destination, related_name="link_checks", blank=True)
    procedures = models.ManyToManyField(Procedure, related_name="link_checks", blank=True)

    class Meta:
        ordering = ("result", "url")
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")

    def __str__(self) -> str:
        return self.url


class MissedSearch(models.Model):
    """Words that were searched and led to nothing. Nothing in it tells who searched."""

    text = models.CharField(_("searched for"), max_length=200, unique=True)
    count = models.PositiveIntegerField(_("times"), default=0)
    last_at = models.DateTimeField(_("last"))

    class Meta:
        ordering = ("-count", "text")
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")

    def __str__(self) -> str:
        return self.text
