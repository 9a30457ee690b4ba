"""From the slug in an address to the article a view works on."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from troubleshooting.http import slugs
from troubleshooting.http.pages import CACHE_CONTROL, forget
from troubleshooting.models import Article
from troubleshooting.views import errors

View = Callable[..., HttpResponseBase]


def with_article(view: View) -> View:
    """Give the view the published article that its URL names, with its page, its document and ``helped``.

    A former slug answers 301 to the same page of the article, a retired article 410, anything else 404.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, **kwargs: str) -> HttpResponseBase:
        article = slugs.published(slug)
        return view(request, article, **kwargs) if article else _elsewhere(request, slug, kwargs)

    return wrapped


def forget_article(request: HttpRequest, article: Article) -> None:
    """Have this worker show an article anew: its visitor has just changed how many it helped."""
    slugs.loaded.drop(article.slug)
    forget(request, article.get_absolute_url())


def _elsewhere(request: HttpRequest, slug: str, kwargs: dict[str, str]) -> HttpResponseBase:
    match slugs.whereabouts(slug):
        case slugs.Moved(slug=present) if request.resolver_match:
            path = reverse(request.resolver_match.view_name, kwargs={"slug": present, **kwargs})
            query = request.META.get("QUERY_STRING", "")
            url = f"{path}?{query}" if query else path
            # A browser would keep it for ever, and the article may get its former slug back.
            return HttpResponsePermanentRedirect(url, headers={"Cache-Control": CACHE_CONTROL})
        case slugs.Retired(title=title):
            return errors.gone(request, title)
    raise Http404(_("There is no such article."))
