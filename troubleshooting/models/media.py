"""Images of articles, kept in the database so that every web node and every backup has them."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ImageQuerySet(models.QuerySet["Image"]):
    def for_list(self) -> "ImageQuerySet":
        """What the library shows, without the bytes."""
        return self.select_related("uploaded_by").defer("content")

    def for_page(self, name: str) -> "Image | None":
        """What its public address answers with."""
        return self.only("content", "media_type").filter(name=name).first()

    def said(self, words: str) -> "ImageQuerySet":
        """Those whose text alternative or file name has the words."""
        return self.filter(models.Q(alternative__icontains=words) | models.Q(file_name__icontains=words))


class Image(models.Model):
    """An uploaded picture as it was encoded anew. Its name holds the digest of its bytes, so it never changes."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    """``<digest>-<width>x<height>.webp``, the last part of its address."""
    content = models.BinaryField()
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    size = models.PositiveIntegerField(_("size in bytes"))
    alternative = models.CharField(_("text alternative"), max_length=300)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    """What the file was called by the one who uploaded it."""
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("troubleshooting:image", args=[self.name])

    def articles(self) -> models.QuerySet[Any]:
        """Those whose public, scheduled or newest revision shows it, or somebody's unsaved work on them."""
        revisions = _holding("Revision", "content", self.name)
        newest = (
            apps.get_model("troubleshooting", "Revision")
            .objects.filter(article=models.OuterRef("pk"))
            .order_by("-number")
            .values("pk")[:1]
        )
        articles = apps.get_model("troubleshooting", "Article").objects.annotate(newest=models.Subquery(newest))
        shown = models.Q(published_revision__in=revisions) | models.Q(scheduled_revision__in=revisions)
        written = models.Q(pk__in=_holding("WorkingCopy", "fields", self.name).values("article"))
        return articles.filter(shown | models.Q(newest__in=revisions) | written).order_by("title")

    def is_in_new_article(self) -> bool:
        """Whether somebody's unsaved work on an article that has no revision yet shows it."""
        return _holding("WorkingCopy", "fields", self.name).filter(article=None).exists()

    def procedures(self) -> models.QuerySet[Any]:
        """Shared procedures that show it."""
        return _holding("Procedure", "content", self.name)


def _holding(model: str, field: str, text: str) -> models.QuerySet[Any]:
    """Rows with the text anywhere in a JSON field: no index helps, so ask only for one image at a time."""
    rows: models.QuerySet[Any] = apps.get_model("troubleshooting", model).objects.all()
    found: models.QuerySet[Any] = rows.annotate(as_text=Cast(field, models.TextField())).filter(as_text__contains=text)
    return found
