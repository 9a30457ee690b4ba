"""What tells staff that content needs a look: links that fail."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from troubleshooting.models.content import Article, Destination
from troubleshooting.models.structure import Procedure
from troubleshooting.models.work import ListedQuerySet


class Result(models.TextChoices):
    OK = "ok", _("Works")
    MOVED = "moved", _("Moved")
    BROKEN = "broken", _("Broken")
    TIMEOUT = "timeout", _("No answer in time")
    REFUSED = "refused", _("Not asked")
    """Private and local addresses are not asked at all."""


class LinkCheckQuerySet(ListedQuerySet["LinkCheck"]):
    def failing(self) -> "LinkCheckQuerySet":
        """Links that lead visitors nowhere, the one that has failed longest first."""
        return self.filter(failing_since__isnull=False).order_by("failing_since", "url")

    def with_urgency(self) -> "LinkCheckQuerySet":
        """``urgency`` puts what fails first, then what moved, then what was not asked, then what works."""
        order = (Result.BROKEN, Result.TIMEOUT, Result.MOVED, Result.REFUSED)
        ranks = [models.When(result=result, then=models.Value(rank)) for rank, result in enumerate(order)]
        return self.annotate(urgency=models.Case(*ranks, default=models.Value(len(order))))

    def for_list(self) -> "LinkCheckQuerySet":
        """With where each link stands, in four queries for any number."""
        articles = models.Prefetch("articles", Article.objects.only("title").order_by("title"))
        procedures = models.Prefetch("procedures", Procedure.objects.defer("content"))
        return self.with_urgency().prefetch_related(articles, "destinations", procedures)

    def due(self, before: datetime) -> "LinkCheckQuerySet":
        return self.filter(checked_at__lte=before)


class LinkCheck(models.Model):
    """What an address of the content answered when it was last asked."""

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

    Result = Result
    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ("result", "url")
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")

    def __str__(self) -> str:
        return self.url
