"""From the slug in an address to the article a view works on."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from troubleshooting.http.pages import CACHE_CONTROL, forget
from troubleshooting.http.store import Store, clock
from troubleshooting.models import Article, FormerSlug
from troubleshooting.views import errors

MOST_LOADED = 500
LOADED_SECONDS = 60
View = Callable[..., HttpResponseBase]

loaded: Store[str, Article] = Store(limit=lambda: MOST_LOADED, size=lambda _article: 1, seconds=lambda: LOADED_SECONDS)
"""Articles with their page and document, so that the many positions of a guide are read from the database once."""


def with_article(view: View) -> View:
    """Give the view the published article that its URL names, with its page, its document and ``helped``.

    A former slug answers 301 to the same page of the article, a retired article 410, anything else 404.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, **kwargs: str) -> HttpResponseBase:
        article = loaded.get(slug) or _load(slug)
        return view(request, article, **kwargs) if article else _elsewhere(request, slug, kwargs)

    return wrapped


def forget_article(request: HttpRequest, article: Article) -> None:
    """Have this worker show an article anew: its visitor has just changed how many it helped."""
    loaded.drop(article.slug)
    forget(request, article.get_absolute_url())


def _load(slug: str) -> Article | None:
    stamp = clock.stamp()
    article = Article.objects.published().for_page().filter(slug=slug).first()
    if article:
        loaded.put(slug, article, stamp)
    return article


def _elsewhere(request: HttpRequest, slug: str, kwargs: dict[str, str]) -> HttpResponseBase:
    former = FormerSlug.objects.select_related("article").filter(slug=slug).first()
    if former and former.article.status == Article.Status.PUBLISHED and request.resolver_match:
        path = reverse(request.resolver_match.view_name, kwargs={"slug": former.article.slug, **kwargs})
        query = request.META.get("QUERY_STRING", "")
        url = f"{path}?{query}" if query else path
        # A browser would keep it for ever, and the article may get its former slug back.
        return HttpResponsePermanentRedirect(url, headers={"Cache-Control": CACHE_CONTROL})
    retired = former.article if former else Article.objects.filter(slug=slug).first()
    if retired and retired.status == Article.Status.RETIRED:
        return errors.gone(request, retired.title)
    raise Http404(_("There is no such article."))
