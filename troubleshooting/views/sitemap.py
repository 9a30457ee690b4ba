"""The addresses that search engines may list, with the dates on which they last changed."""

import math
from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troubleshooting.http.pages import PublicPage, public_file, public_page, site_url
from troubleshooting.models import Article, Product, Topic
from troubleshooting.models.content import ArticleQuerySet

MOST_ADDRESSES = 50_000
"""In one file, says the protocol."""

Entry = tuple[str, datetime | None]
"""Path, and when what it shows last changed."""


@require_safe
def robots(_request: HttpRequest) -> PublicPage:
    canonical = reverse("troubleshooting:robots")
    return public_page("troubleshooting/robots.txt", {}, canonical=canonical, media_type="text/plain")


@require_safe
def sitemap(_request: HttpRequest) -> PublicPage:
    """All addresses; where they are too many for one file, an index of the files that have them."""
    shelves = _shelves()
    count = Article.objects.published().count()
    canonical = reverse("troubleshooting:sitemap")
    if len(shelves) + count <= MOST_ADDRESSES:
        return _file("urlset", "url", [*shelves, *_articles(1)], canonical)
    dates = [shelves[0][1], *(_slice(part).newest_change() for part in range(1, _parts(count) + 1))]
    entries = [(reverse("troubleshooting:sitemap_part", args=[part]), changed) for part, changed in enumerate(dates)]
    return _file("sitemapindex", "sitemap", entries, canonical)


@require_safe
def sitemap_part(_request: HttpRequest, part: int) -> PublicPage:
    """One file of the index: 0 has the home page and the shelves, the others the articles in their order."""
    if part > _parts(Article.objects.published().count()):
        raise Http404(_("The sitemap has no such part."))
    entries = _articles(part) if part else _shelves()[:MOST_ADDRESSES]
    return _file("urlset", "url", entries, reverse("troubleshooting:sitemap_part", args=[part]))


def _parts(count: int) -> int:
    return math.ceil(count / MOST_ADDRESSES)


def _slice(part: int) -> ArticleQuerySet:
    return Article.objects.published().order_by("pk")[(part - 1) * MOST_ADDRESSES : part * MOST_ADDRESSES]


def _shelves() -> list[Entry]:
    """The home page, which is as new as the newest article, and what articles are filed under."""
    topics, products = Topic.objects.with_articles(), Product.objects.with_articles()
    shelves = [(shelf.get_absolute_url(), shelf.changed_at) for shelf in (*topics, *products)]
    newest = max((changed for _path, changed in shelves), default=None)
    listing = [(reverse("troubleshooting:products"), newest)] if products else []
    return [(reverse("troubleshooting:home"), newest), *listing, *shelves]


def _articles(part: int) -> list[Entry]:
    # A slug needs no quoting; reversing 50,000 addresses would take longer than all the rest.
    before, after = reverse("troubleshooting:article", args=["-"]).split("-")
    return [(f"{before}{slug}{after}", changed) for slug, changed in _slice(part).for_sitemap()]


def _file(root: str, element: str, entries: Iterable[Entry], canonical: str) -> PublicPage:
    site = escape(site_url(""))
    lines = [f"<{element}><loc>{site}{escape(path)}</loc>{_lastmod(changed)}</{element}>" for path, changed in entries]
    content = "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *lines,
            f"</{root}>\n",
        ]
    )
    return public_file(content, "application/xml", canonical=canonical)


def _lastmod(changed: datetime | None) -> str:
    return f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
