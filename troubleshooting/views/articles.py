"""The article's own page."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from troubleshooting.documents.rendering import RenderedArticle
from troubleshooting.http.pages import PublicPage, public_page
from troubleshooting.models import Article
from troubleshooting.publishing.page import stored_body
from troubleshooting.views.lookup import with_article

TEMPLATE = "troubleshooting/article.html"


def article_page(_request: HttpRequest, article: Article) -> PublicPage:
    assert article.published_revision is not None
    body = stored_body(article.page, revision=article.published_revision.number)
    context = article_context(article, body, updated_at=article.published_at, helped=article.helped)
    return public_page(TEMPLATE, context, canonical=article.get_absolute_url())


article = require_safe(with_article(article_page))


def article_context(
    article: Article | RenderedArticle, body: SafeString, *, updated_at: datetime | None, helped: int = 0
) -> dict[str, Any]:
    """What the article's template shows, of a published article or of a draft in the preview."""
    return {
        "article": article,
        "body": body,
        "updated_at": updated_at,
        "helped": helped if helped >= settings.HELPED_FLOOR else None,
    }
