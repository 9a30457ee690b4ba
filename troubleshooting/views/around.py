"""What stands around an article: in the head of its page for machines, below it for people who read on.

Measured: both together cost more than the rest of a rendering, and depend on nothing but the content.
"""

from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from troubleshooting import search
from troubleshooting.http.pages import portal_context
from troubleshooting.http.store import Store, clock
from troubleshooting.models import Article
from troubleshooting.views.linked_data import Crumb, breadcrumb, script, tech_article

MOST_KEPT = 1000
KEPT_SECONDS = 60

kept: Store[tuple[str, int | None], SafeString] = Store(
    limit=lambda: MOST_KEPT, size=lambda _html: 1, seconds=lambda: KEPT_SECONDS
)
"""By place and public revision."""


def head(article: Article, crumbs: tuple[Crumb, ...]) -> SafeString:
    """Other forms of the article, what link previews show, and what it is to search engines."""

    def render() -> SafeString:
        linked_data = script(tech_article(article), breadcrumb(crumbs))
        canonical = article.get_absolute_url()
        context = {**portal_context(), "article": article, "canonical": canonical, "linked_data": linked_data}
        return render_to_string("troubleshooting/_article_head.html", context)

    return _keep("head", article, render)


def foot(article: Article) -> SafeString:
    """Other articles, empty where there are none to list."""

    def render() -> SafeString:
        same_code = search.same_code(article)
        related = [other for other in search.related(article) if other not in same_code]
        return render_to_string("troubleshooting/_around.html", {"same_code": same_code, "related": related})

    return _keep("foot", article, render)


def _keep(place: str, article: Article, render: Callable[[], SafeString]) -> SafeString:
    key, stamp = (place, article.published_revision_id), clock.stamp()
    html = kept.get(key)
    if html is None:
        html = render()
        kept.put(key, html, stamp)
    return html
