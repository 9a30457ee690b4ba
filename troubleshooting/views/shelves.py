"""Lists of articles: by topic, by product, by code."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troubleshooting.http.pages import PublicPage, public_page
from troubleshooting.models import Article, Product, Topic
from troubleshooting.models.content import ArticleQuerySet
from troubleshooting.views import errors
from troubleshooting.views.links import with_query

PAGE_SIZE = 50


@dataclass(frozen=True)
class Shelf:
    """One page of a list; the addresses of the pages around it are empty where there is none."""

    articles: list[Article]
    previous_url: str
    next_url: str
    canonical: str


@require_safe
def topic(request: HttpRequest, slug: str) -> PublicPage:
    found = get_object_or_404(Topic, slug=slug)
    return _shelf_page(request, Article.objects.filter(topic=found), "topic", found)


@require_safe
def product(request: HttpRequest, slug: str) -> PublicPage:
    found = get_object_or_404(Product, slug=slug)
    return _shelf_page(request, Article.objects.filter(products=found), "product", found)


@require_safe
def code(_request: HttpRequest, code: str) -> HttpResponseBase:
    """The short link that products print beside an error."""
    found = list(Article.objects.published().with_code(code).for_list().order_by("title", "pk")[:PAGE_SIZE])
    if not found:
        return errors.unknown_code(code)
    if len(found) == 1:
        return HttpResponseRedirect(found[0].get_absolute_url(), headers={"Cache-Control": "public, max-age=60"})
    canonical = reverse("troubleshooting:code", args=[code])
    return public_page("troubleshooting/code.html", {"code": code, "articles": found}, canonical=canonical)


def _shelf_page(request: HttpRequest, articles: ArticleQuerySet, name: str, shelf_of: Topic | Product) -> PublicPage:
    shelf = _shelf(request, articles.published().for_list().order_by("title", "pk"), shelf_of.get_absolute_url())
    context: dict[str, Any] = {name: shelf_of, "shelf": shelf, "articles": shelf.articles}
    return public_page(f"troubleshooting/{name}.html", context, canonical=shelf.canonical)


def _shelf(request: HttpRequest, articles: ArticleQuerySet, path: str) -> Shelf:
    """One row more than a page tells whether another follows, without counting them all."""
    text = request.GET.get("page", "1")
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise BadRequest(_("The page number must be 1 or more."))
    page = int(text)
    found = list(articles[(page - 1) * PAGE_SIZE : page * PAGE_SIZE + 1])
    if not found and page > 1:
        raise Http404
    urls = {
        number: with_query(path, {"page": str(number) if number > 1 else ""}) for number in (page - 1, page, page + 1)
    }
    return Shelf(
        articles=found[:PAGE_SIZE],
        previous_url=urls[page - 1] if page > 1 else "",
        next_url=urls[page + 1] if len(found) > PAGE_SIZE else "",
        canonical=urls[page],
    )
