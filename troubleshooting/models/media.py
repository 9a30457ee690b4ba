"""Images of articles, kept in the database so that every web node and every backup has them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self) -> str:
        return self.name
