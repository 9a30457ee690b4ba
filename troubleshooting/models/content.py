"""Articles and what they are filed under."""

from datetime import datetime
from typing import Any, Self, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from troubleshooting.documents.folding import fold_code
from troubleshooting.documents.schema import KEY_LENGTH
from troubleshooting.models.work import WorkQuerySet
from troubleshooting.models.workflow import Stage, Workflow

ShelfT = TypeVar("ShelfT", bound=models.Model)
_IS_PUBLIC = models.Q(articles__status="published")


class ShelfQuerySet(models.QuerySet[ShelfT]):
    """Topics and products: what articles are filed under."""

    def with_articles(self) -> Self:
        """Those that have a published article; ``count`` says how many, ``changed_at`` when one of them last changed."""
        newest = models.Max("articles__published_at", filter=_IS_PUBLIC)
        return self.annotate(count=models.Count("articles", filter=_IS_PUBLIC), changed_at=newest).filter(count__gt=0)

    def of(self, articles: "ArticleQuerySet") -> Self:
        """Those that some of the articles have; ``count`` says how many of them."""
        return self.filter(articles__in=articles.values("pk")).annotate(count=models.Count("articles"))

    def with_use_counts(self) -> Self:
        """``article_count``: how many published articles stand under each."""
        return self.annotate(article_count=models.Count("articles", filter=_IS_PUBLIC))


class TopicQuerySet(ShelfQuerySet["Topic"]):
    pass


class Topic(models.Model):
    """A shelf of articles; every article stands on one."""

    slug = models.SlugField(_("slug"), max_length=KEY_LENGTH, unique=True)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    article_count: int
    """Only there after ``with_use_counts()``."""

    count: int
    """Only there after ``with_articles()`` or ``of()``."""

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("troubleshooting:topic", args=[self.slug])


class ProductQuerySet(ShelfQuerySet["Product"]):
    pass


class Product(models.Model):
    """A product that articles apply to."""

    slug = models.SlugField(_("slug"), max_length=KEY_LENGTH, unique=True)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveIntegerField(_("position"), default=0)

    article_count: int
    """Only there after ``with_use_counts()``."""

    count: int
    """Only there after ``with_articles()`` or ``of()``."""

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("troubleshooting:product", args=[self.slug])


class DestinationQuerySet(models.QuerySet["Destination"]):
    def with_use_counts(self) -> "DestinationQuerySet":
        """In how many steps of published articles each stands (``step_count``), and in how many shared procedures."""
        used = models.Q(steps__retired_at=None, steps__fix__article__status="published")
        return self.annotate(
            step_count=models.Count("steps", filter=used, distinct=True),
            procedure_count=models.Count("procedures", distinct=True),
        )


class Destination(models.Model):
    """A deep link into the product, written once and used by any number of steps as "Take me there"."""

    key = models.SlugField(_("key"), max_length=KEY_LENGTH, unique=True)
    label = models.CharField(_("label"), max_length=100)
    url = models.CharField(_("address"), max_length=500, validators=[URLValidator(schemes=["http", "https"])])

    objects = DestinationQuerySet.as_manager()

    class Meta:
        ordering = ("label",)
        verbose_name = _("destination")
        verbose_name_plural = _("destinations")

    def __str__(self) -> str:
        return self.label


class ArticleQuerySet(WorkQuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        """What visitors may see. Every public read starts here."""
        return self.filter(status=Article.Status.PUBLISHED)

    def for_page(self) -> "ArticleQuerySet":
        """With all that the article's own pages show, in one query: page, document, topic, ``helped``, ``first_published_at``."""
        joined = self.select_related("page", "published_revision", "topic")
        return joined.with_helped().with_first_published()

    def for_links(self) -> "models.QuerySet[Article, tuple[int, str, Any]]":
        """Key, slug and stored document of each, a few at a time."""
        return self.order_by("pk").values_list("pk", "slug", "published_revision__content")

    def for_rendering(self) -> "ArticleQuerySet":
        """With the public document, in the order in which several are locked."""
        return self.select_related("published_revision").order_by("pk")

    def for_list(self) -> "ArticleQuerySet":
        """With what a list of articles shows, in one query."""
        return self.select_related("topic").only(
            "slug", "title", "summary", "code", "published_at", "topic__slug", "topic__name"
        )

    def for_api(self) -> "ArticleQuerySet":
        """With what the API's lists show, in three queries: products and codes too."""
        return self.for_list().prefetch_related("products", "codes")

    def narrowed(self, *, product: str = "", topic: str = "", code: str = "") -> "ArticleQuerySet":
        """Those of the product, of the topic and with the code, as far as each is given."""
        articles = self.with_code(code) if code else self
        articles = articles.filter(products__slug=product) if product else articles
        return articles.filter(topic__slug=topic) if topic else articles

    def changed_since(self, moment: datetime) -> "ArticleQuerySet":
        return self.filter(published_at__gte=moment)

    def recently_changed_after(self, moment: datetime, pk: int) -> "ArticleQuerySet":
        """What comes after that article in ``recently_changed()``: a page of a list of any length, found by its index."""
        return self.filter(published_at__lte=moment).exclude(published_at=moment, pk__lte=pk).recently_changed()

    def for_staff(self) -> "ArticleQuerySet":
        """With what the staff's list shows, in one query: the topic, the public revision, the newest one and its author."""
        newest = (
            apps.get_model("troubleshooting", "Revision")
            .objects.filter(article=models.OuterRef("pk"))
            .order_by("-number")
        )
        return (
            self.select_related(
                "topic", "stage_by", "reviewer", "approved_by", "scheduled_revision", "owner", "published_revision"
            )
            .defer("published_revision__content", "scheduled_revision__content")
            .annotate(
                public_number=models.F("published_revision__number"),
                newest_number=models.Subquery(newest.values("number")[:1]),
                newest_at=models.Subquery(newest.values("created_at")[:1]),
                newest_author=models.Subquery(newest.values("author__username")[:1]),
            )
        )

    def named_like(self, words: str) -> "ArticleQuerySet":
        """Those with the words in title or slug; of these, what a list shows."""
        return self.filter(models.Q(title__icontains=words) | models.Q(slug__icontains=words)).for_list()

    def trashed(self) -> "ArticleQuerySet":
        return self.filter(trashed_at__isnull=False)

    def in_review(self) -> "ArticleQuerySet":
        return self.filter(stage=Stage.IN_REVIEW)

    def due(self, now: datetime) -> "ArticleQuerySet":
        """Those to be published or retired by now."""
        is_due = models.Q(publish_at__lte=now) | models.Q(retire_at__lte=now)
        return self.filter(is_due).order_by("pk")

    def with_helped(self) -> "ArticleQuerySet":
        """``helped``: how many visits an article has solved, by their own word."""
        solved = (
            apps.get_model("troubleshooting", "Report")
            .objects.filter(article=models.OuterRef("pk"), verdict="solved", trust__gte=0)
            .order_by()
            .values("article")
            .annotate(visits=models.Count("visit", distinct=True))
            .values("visits")
        )
        # A dict, because mypy takes a keyword for a second definition of the attribute.
        named = {"helped": Coalesce(models.Subquery(solved), 0)}
        return self.annotate(**named)

    def with_first_published(self) -> "ArticleQuerySet":
        """``first_published_at``: when the article first became public, None where the log does not reach back so far."""
        log = apps.get_model("troubleshooting", "AuditEntry").objects
        first = log.filter(article=models.OuterRef("pk"), action="published").order_by("pk").values("at")[:1]
        # The log is written a moment after the article got its date.
        is_newest = models.When(first_logged_at__gt=models.F("published_at"), then=models.F("published_at"))
        named = {"first_published_at": models.Case(is_newest, default=models.F("first_logged_at"))}
        return self.alias(first_logged_at=models.Subquery(first)).annotate(**named)

    def for_feed(self, most: int) -> "ArticleQuerySet":
        """The newest ones with what a feed tells of each, in one query."""
        newest = self.recently_changed().select_related("topic").with_first_published()
        return newest.only("slug", "title", "summary", "publisher", "created_at", "published_at", "topic__name")[:most]

    def for_sitemap(self) -> "models.QuerySet[Article, tuple[str, datetime | None]]":
        """Slug of each, and when it last changed."""
        return self.values_list("slug", "published_at")

    def newest_change(self) -> datetime | None:
        """When one of them last changed."""
        newest: datetime | None = self.aggregate(newest=models.Max("published_at"))["newest"]
        return newest

    def newest_of_each_topic(self, most: int) -> "ArticleQuerySet":
        """For a list: up to ``most`` of each topic, topic by topic."""
        newest_first = (models.F("published_at").desc(), "pk")
        place = models.Window(RowNumber(), partition_by="topic", order_by=newest_first)
        return self.for_list().annotate(place=place).filter(place__lte=most).order_by("topic", "place")

    def for_home(self, most: int) -> "ArticleQuerySet":
        """The newest and the most helpful ones, in one query, newest first and with ``helped``."""
        newest = self.recently_changed().values("pk")[:most]
        helpful = (
            self.with_helped()
            .filter(models.Q(helped__gt=0))
            .order_by(models.F("helped").desc(), "pk")
            .values("pk")[:most]
        )
        listed = models.Q(pk__in=newest) | models.Q(pk__in=helpful)
        return self.filter(listed).for_list().with_helped().recently_changed()

    def recently_changed(self) -> "ArticleQuerySet":
        return self.order_by("-published_at", "pk")

    def with_code(self, code: str) -> "ArticleQuerySet":
        """Those that carry the code or have it as an alias, in whatever form it was typed."""
        return self.filter(codes__folded=fold_code(code)).distinct()


class Article(Workflow):
    """One troubleshooting article: which revision of its document is public, and where it is filed.

    Everything but ``status``, the dates and the workflow repeats the published document (the latest draft before the first
    publishing), so that lists and filters need no document. Only ``publishing`` writes it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    slug = models.SlugField(_("slug"), max_length=KEY_LENGTH, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=500)
    code = models.CharField(_("code"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=100, blank=True)
    topic = models.ForeignKey(
        Topic, models.PROTECT, related_name="articles", verbose_name=_("topic"), null=True, blank=True
    )
    products = models.ManyToManyField(Product, related_name="articles", verbose_name=_("products"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    published_revision = models.ForeignKey(
        "Revision", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("published revision")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    published_at = models.DateTimeField(_("updated"), null=True, blank=True)
    """When the public text last changed."""
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    helped: int
    """Only there after ``with_helped()``."""
    first_published_at: datetime | None
    """Only there after ``with_first_published()``."""

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = (
            ("publish_article", "Can publish and retire articles"),
            ("view_analytics", "Can read the resolution analytics"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(status="published")
                | models.Q(published_revision__isnull=False, published_at__isnull=False, topic__isnull=False),
                name="published_article_has_revision_date_and_topic",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(trashed_at=None),
                name="published_article_is_not_trash",
            ),
            models.CheckConstraint(
                condition=models.Q(publish_at=None, scheduled_revision=None)
                | models.Q(publish_at__isnull=False, scheduled_revision__isnull=False),
                name="schedule_has_revision_and_time",
            ),
        )
        indexes = (
            models.Index(fields=("status", "-published_at"), name="article_status_published"),
            models.Index(
                fields=("publish_at",), condition=models.Q(publish_at__isnull=False), name="article_publish_at"
            ),
            models.Index(fields=("retire_at",), condition=models.Q(retire_at__isnull=False), name="article_retire_at"),
            models.Index(fields=("review_by",), condition=models.Q(review_by__isnull=False), name="article_review_by"),
            models.Index(fields=("stage", "status", "stage_at"), name="article_stage"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("troubleshooting:article", args=[self.slug])

    @property
    def url(self) -> str:
        """The canonical address, with the host from the settings and never from the request."""
        return f"{settings.SITE_URL.rstrip('/')}{self.get_absolute_url()}"


class FormerSlug(models.Model):
    """A slug an article had once; its address answers with a permanent redirect."""

    slug = models.SlugField(max_length=KEY_LENGTH, unique=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class Code(models.Model):
    """An error code of a published article, or an alias of it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="codes")
    text = models.CharField(_("code"), max_length=200)
    folded = models.CharField(max_length=200, db_index=True, editable=False)
    position = models.PositiveIntegerField(default=0)
    """0 is the article's code, the others are aliases."""

    class Meta:
        ordering = ("article", "position")
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = (models.UniqueConstraint(fields=("article", "folded"), name="code_once_per_article"),)

    def __str__(self) -> str:
        return self.text
