"""The article's own page, and the same article for people's editors and for programs."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from troubleshooting.documents.rendering import RenderedArticle
from troubleshooting.exporting import article_file, article_json
from troubleshooting.http.pages import PublicPage, public_file, public_page
from troubleshooting.models import Article
from troubleshooting.publishing.page import stored_body
from troubleshooting.views.around import foot, head
from troubleshooting.views.linked_data import crumbs
from troubleshooting.views.lookup import with_article

TEMPLATE = "troubleshooting/article.html"


def article_page(_request: HttpRequest, article: Article) -> PublicPage:
    """As people see it, of a published article or of a draft by its link."""
    return public_page(TEMPLATE, _context(article), canonical=article.get_absolute_url())


@require_safe
@with_article
def article(_request: HttpRequest, article: Article) -> PublicPage:
    """With what the head tells search engines and programs."""
    context = _context(article)
    context["head"] = head(article, context["crumbs"])
    return public_page(TEMPLATE, context, canonical=article.get_absolute_url())


@require_safe
@with_article
def as_markdown(_request: HttpRequest, article: Article) -> PublicPage:
    return _file(article, "article_markdown", article_file(article), "text/markdown")


@require_safe
@with_article
def as_json(_request: HttpRequest, article: Article) -> PublicPage:
    content = json.dumps(article_json(article), ensure_ascii=False, indent=2)
    return _file(article, "article_json", f"{content}\n", "application/json")


def _file(article: Article, name: str, content: str, media_type: str) -> PublicPage:
    """Search engines are told that the page is the one to list."""
    canonical = reverse(f"troubleshooting:{name}", args=[article.slug])
    headers = {"Link": f'<{article.url}>; rel="canonical"'}
    return public_file(content, media_type, canonical=canonical, headers=headers)


def _context(article: Article) -> dict[str, Any]:
    assert article.published_revision is not None
    body = stored_body(article.page, revision=article.published_revision.number)
    context = article_context(article, body, updated_at=article.published_at, helped=article.helped)
    return {**context, "foot": foot(article)}


def article_context(
    article: Article | RenderedArticle, body: SafeString, *, updated_at: datetime | None, helped: int = 0
) -> dict[str, Any]:
    """What the article's template shows, of a published article or of a draft in the preview."""
    assert article.topic is not None
    topic_path = reverse("troubleshooting:topic", args=[article.topic.slug])
    path = reverse("troubleshooting:article", args=[article.slug])
    return {
        "article": article,
        "crumbs": crumbs((article.topic.name, topic_path), (article.title, path)),
        "body": body,
        "updated_at": updated_at,
        "helped": helped if helped >= settings.HELPED_FLOOR else None,
    }
