"""What a page is, in the words of schema.org, for search engines: JSON-LD in the head."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from troubleshooting.http.pages import site_url
from troubleshooting.models import Article

Thing = dict[str, Any]
Crumb = tuple[str, str]
"""Name and path of one place on the way from the home page to a page, itself included."""
ICON = "icons/portal.png"

_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script(*things: Thing) -> SafeString:
    """A block of data, which no browser runs and the content policy does not concern. No text in it can end it."""
    data = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 escaped above


def crumbs(*places: Crumb) -> tuple[Crumb, ...]:
    """The way to a page, which begins at the home page."""
    return (_("Home"), reverse("troubleshooting:home")), *places


def breadcrumb(places: Sequence[Crumb]) -> Thing:
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": site_url(path)}
        for position, (name, path) in enumerate(places, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def website() -> Thing:
    """The portal, with its search."""
    target = {
        "@type": "EntryPoint",
        "urlTemplate": f"{site_url(reverse('troubleshooting:search'))}?q={{search_term_string}}",
    }
    action = {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}
    return {
        "@type": "WebSite",
        "@id": f"{site_url('/')}#website",
        "url": site_url("/"),
        "name": settings.PORTAL_NAME,
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": _portal(),
        "potentialAction": action,
    }


def tech_article(article: Article) -> Thing:
    """Of an article as ``for_page()`` loads it."""
    shown = article.page.rendered
    assert article.published_at is not None
    dates = {"dateModified": article.published_at.isoformat()}
    if article.first_published_at:
        dates["datePublished"] = article.first_published_at.isoformat()
    return {
        "@type": "TechArticle",
        "headline": article.title,
        "description": article.summary,
        "url": article.url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": article.url},
        "isPartOf": {"@id": f"{site_url('/')}#website"},
        "inLanguage": settings.LANGUAGE_CODE,
        **dates,
        "author": {"@type": "Organization", "name": article.publisher} if article.publisher else _portal(),
        "publisher": _portal(),
        "image": site_url(static(ICON)),
        "articleSection": shown.topic.name,
        "keywords": [code for code in (shown.code, *shown.aliases) if code],
        "about": [
            {
                "@type": "Thing",
                "name": product.name,
                "url": site_url(reverse("troubleshooting:product", args=[product.slug])),
            }
            for product in shown.products
        ],
    }


def _portal() -> Thing:
    logo = {"@type": "ImageObject", "url": site_url(static(ICON)), "width": 512, "height": 512}
    return {"@type": "Organization", "name": settings.PORTAL_NAME, "url": site_url("/"), "logo": logo}
