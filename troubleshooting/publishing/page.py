"""The costly part of the article's page, rendered once at publishing.

Measured: rendering all causes takes several times as long as the rest of the request together, and nothing in them
depends on who reads or when. What does (how long ago, how many were helped) stays in the page's own template.
"""

import functools
import hashlib
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from troubleshooting.documents.rendering import RenderedArticle
from troubleshooting.models import Page

TEMPLATE = "troubleshooting/_article_body.html"


def render_body(rendered: RenderedArticle, *, revision: int) -> SafeString:
    return render_to_string(TEMPLATE, {"article": rendered, "revision": revision})


def stored_body(page: Page, *, revision: int) -> SafeString:
    """The body as it was stored, or a fresh one when the templates or the language have changed since."""
    if page.made_by == templates_fingerprint():
        return mark_safe(page.body)  # noqa: S308 it is what a template of ours rendered
    return render_body(page.rendered, revision=revision)


def templates_fingerprint() -> str:
    """Of all that ``render_body`` depends on beside its arguments; while developing, never twice the same."""
    return _fingerprint(settings.LANGUAGE_CODE) if not settings.DEBUG else ""


@functools.cache
def _fingerprint(language: str) -> str:
    digest = hashlib.sha256(language.encode())
    for path in sorted(Path(settings.BASE_DIR, "templates", "troubleshooting").glob("_*.html")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
