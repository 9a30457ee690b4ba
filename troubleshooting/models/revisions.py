"""The documents of an article over time, and the page made of the published one."""

from functools import cached_property

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from troubleshooting.documents.rendering import RenderedArticle
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models.content import Article, ArticleQuerySet


class RevisionQuerySet(models.QuerySet["Revision"]):
    def newest_first(self) -> "RevisionQuerySet":
        return self.order_by("-number")

    def between(self, after: int, up_to: int) -> "RevisionQuerySet":
        return self.filter(number__gt=after, number__lte=up_to)

    def newest_of(self, articles: ArticleQuerySet) -> "RevisionQuerySet":
        """The newest revision of each article, by its title and with what names and places it."""
        newer = Revision.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
        return (
            self.filter(~Exists(newer), article__in=articles.order_by().values("pk"))
            .select_related("article")
            .order_by("article__title", "article")
        )

    def public_of(self, articles: ArticleQuerySet) -> "RevisionQuerySet":
        """What visitors see of each article, by its title."""
        shown = articles.published().order_by().values("published_revision")
        return self.filter(pk__in=shown).select_related("article").order_by("article__title", "article")

    def not_yet_public(self) -> "RevisionQuerySet":
        """Those that may become public, with their articles: each newest one, what is scheduled, what was retired."""
        newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number").values("pk")[:1]
        articles = Article.objects.annotate(newest=models.Subquery(newest))
        retired = Article.objects.filter(status=Article.Status.RETIRED)
        meant = models.Q(pk__in=articles.values("newest"))
        meant |= models.Q(pk__in=Article.objects.exclude(scheduled_revision=None).values("scheduled_revision"))
        meant |= models.Q(pk__in=retired.exclude(published_revision=None).values("published_revision"))
        shown = Article.objects.published().values("published_revision")
        return self.filter(meant).exclude(pk__in=shown).select_related("article").order_by("article__title", "-number")

    def mentioning(self, *marks: str) -> "RevisionQuerySet":
        """Those whose stored document has one of these texts in it. It reads every document: for one page, never a list."""
        found = models.Q()
        for mark in marks:
            found |= models.Q(stored__contains=mark)
        return self.annotate(stored=Cast("content", models.TextField())).filter(found)

    def for_preview(self) -> "RevisionQuerySet":
        """Those that a link may show to people without an account: not what is in the trash."""
        return self.filter(article__trashed_at=None)

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
        """Asked for every page, so in plain SQL."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM troubleshooting_contentversion WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else 0

    @classmethod
    def hold(cls) -> None:
        """Keep other publishers waiting until the transaction ends, without a new version."""
        if not cls.objects.select_for_update().filter(pk=1).exists():
            cls.objects.get_or_create(pk=1, defaults={"number": 1})

    @classmethod
    def bump(cls) -> None:
        """Call it inside the transaction that changes content; the row lock keeps two publishers in order."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.create(pk=1, number=1)
