"""A published article as others take it: its own file, and JSON for programs."""

from typing import Any

from troubleshooting.documents.markdown import print_document
from troubleshooting.models import Article


def article_file(article: Article) -> str:
    """The article file, as ``import_articles`` reads it. ``article`` was loaded with its public revision."""
    assert article.published_revision is not None
    return print_document(article.published_revision.document)


def article_json(article: Article) -> dict[str, Any]:
    """The document as ``ArticleDocument`` dumps it, with ``url``, ``revision`` and ``updated_at`` of the public article."""
    revision = article.published_revision
    assert revision is not None
    assert article.published_at is not None
    return {
        "url": article.url,
        "revision": revision.number,
        "updated_at": article.published_at.isoformat(),
        **revision.document.model_dump(mode="json"),
    }
