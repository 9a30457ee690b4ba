"""Where imported articles came from, so that importing again changes only what changed; and uploads waiting to be imported."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models.content import Article

KEPT = timedelta(hours=24)
"""How long an upload waits for its import."""


class ImportedFileQuerySet(models.QuerySet["ImportedFile"]):
    def of(self, collection: str) -> "ImportedFileQuerySet":
        return self.filter(collection=collection)

    def slugs(self) -> "models.QuerySet[ImportedFile, tuple[str, str]]":
        """Path and slug of each, as the file says it."""
        return self.values_list("path", "content__slug")


class ImportedFile(models.Model):
    """One source file of an import and what was made of it."""

    collection = models.CharField(_("collection"), max_length=100)
    """What the files belong to: name of the folder or the help center they came from."""
    path = models.CharField(_("path"), max_length=500)
    """Within the collection, with ``/``."""
    digest = models.CharField(max_length=64)
    """SHA-256 of all that the draft was made of: the file, what it includes, its images, how it was read."""
    article = models.ForeignKey(Article, models.CASCADE, related_name="sources", verbose_name=_("article"))
    content = models.JSONField()
    """The document as the file said it the last time: what edits of both sides since then are told by."""
    imported_at = models.DateTimeField(_("imported"), auto_now=True)

    objects = ImportedFileQuerySet.as_manager()

    class Meta:
        ordering = ("collection", "path")
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        constraints = (models.UniqueConstraint(fields=("collection", "path"), name="imported_file_once"),)

    def __str__(self) -> str:
        return f"{self.collection}/{self.path}"

    @property
    def document(self) -> ArticleDocument:
        return ArticleDocument.model_validate(self.content)


class UploadQuerySet(models.QuerySet["Upload"]):
    def expired(self) -> "UploadQuerySet":
        return self.filter(uploaded_at__lt=timezone.now() - KEPT)


class Upload(models.Model):
    """A file that somebody uploaded to be imported, kept from the preview to the import so that both see the same bytes."""

    name = models.CharField(max_length=200)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return self.name
