"""The documents of an article over time, and the page made of the published one."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from troubleshooting.documents.rendering import RenderedArticle
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models.content import Article


class RevisionQuerySet(models.QuerySet["Revision"]):
    def newest_first(self) -> "RevisionQuerySet":
        return self.order_by("-number")

    def for_history(self) -> "RevisionQuerySet":
        """What a list of revisions shows, without the documents."""
        return self.select_related("author").defer("content").newest_first()


class Revision(models.Model):
    """An article's document as it was saved once. Never changed, never deleted."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("document"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    is_minor = models.BooleanField(_("minor edit"), default=False)
    """Such as a corrected typo: publishing it leaves the article's "updated" as it was."""
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("article", "-number")
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = (models.UniqueConstraint(fields=("article", "number"), name="revision_number_once_per_article"),)

    def __str__(self) -> str:
        return f"{self.article_id} r{self.number}"

    @cached_property
    def document(self) -> ArticleDocument:
        return ArticleDocument.model_validate(self.content)


class Page(models.Model):
    """What the public page of an article shows: derived from the published revision, made anew by publishing."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="page", primary_key=True)
    content = models.JSONField()
    """The rendered document, part by part, for the guide."""
    body = models.TextField()
    """The article's page from its summary on, as HTML."""
    made_by = models.CharField(max_length=64)
    """Fingerprint of the templates and the language that made ``body``."""

    def __str__(self) -> str:
        return f"page of {self.article_id}"

    @cached_property
    def rendered(self) -> RenderedArticle:
        return RenderedArticle.model_validate(self.content)


class ContentVersion(models.Model):
    """One row whose number grows with every change a public page can show; pages in memory are of one version."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def bump(cls) -> None:
        """Call it inside the transaction that changes content; the row lock keeps two publishers in order."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.create(pk=1, number=1)
