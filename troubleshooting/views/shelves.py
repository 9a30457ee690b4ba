"""Lists of articles: by topic, by product, by code."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troubleshooting.http.links import with_query
from troubleshooting.http.pages import PublicPage, public_page
from troubleshooting.models import Article, Product, Topic
from troubleshooting.models.content import ArticleQuerySet
from troubleshooting.views import errors
from troubleshooting.views.linked_data import Crumb, breadcrumb, crumbs, script

PAGE_SIZE = 50


@dataclass(frozen=True)
class Choice:
    """A list narrowed down to one product or topic."""

    name: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class Shelf:
    """One page of a list; the addresses of the pages around it are empty where there is none."""

    articles: list[Article]
    count: int
    number: int
    pages: int
    previous_url: str
    next_url: str
    canonical: str
    whole_url: str
    choices: tuple[Choice, ...]

    @property
    def narrowed_to(self) -> str:
        """Name of the product or topic alone shown, ``""`` for the whole list."""
        return next((choice.name for choice in self.choices if choice.is_current), "")


@require_safe
def topic(request: HttpRequest, slug: str) -> PublicPage:
    found = get_object_or_404(Topic, slug=slug)
    articles = Article.objects.published().filter(topic=found)
    words = {
        "lead": found.description,
        "description": found.description
        or _("Articles on %(name)s: causes of errors and the fixes that end them.") % {"name": found.name},
        "narrow_label": _("Only for one product"),
    }
    path = found.get_absolute_url()
    shelf = _shelf(request, path, articles, "product", Product.objects.of(articles))
    return _shelf_page(shelf, words, crumbs((found.name, path)))


@require_safe
def product(request: HttpRequest, slug: str) -> PublicPage:
    found = get_object_or_404(Product, slug=slug)
    articles = Article.objects.published().filter(products=found)
    words = {
        "lead": _("Articles that apply to this product."),
        "description": _("Help with %(name)s: causes of errors and the fixes that end them.") % {"name": found.name},
        "narrow_label": _("Only on one topic"),
    }
    path = found.get_absolute_url()
    shelf = _shelf(request, path, articles, "topic", Topic.objects.of(articles))
    return _shelf_page(shelf, words, crumbs((_("Products"), reverse("troubleshooting:products")), (found.name, path)))


@require_safe
def products(_request: HttpRequest) -> PublicPage:
    path = reverse("troubleshooting:products")
    places = crumbs((_("Products"), path))
    context = {
        "products": Product.objects.with_articles(),
        "description": _("Every product that the articles apply to."),
        "crumbs": places,
        "linked_data": script(breadcrumb(places)),
    }
    return public_page("troubleshooting/products.html", context, canonical=path)


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


def _shelf_page(shelf: Shelf, words: dict[str, str], places: tuple[Crumb, ...]) -> PublicPage:
    context: dict[str, Any] = {
        "shelf": shelf,
        "name": places[-1][0],
        **words,
        "crumbs": places,
        "linked_data": script(breadcrumb(places)),
    }
    return public_page("troubleshooting/shelf.html", context, canonical=shelf.canonical)


def _shelf(
    request: HttpRequest, path: str, articles: ArticleQuerySet, by: str, parts: Iterable[Product | Topic]
) -> Shelf:
    """``by`` names the key of the address that narrows the list; what it says and no part has is dropped."""
    parts = list(parts)
    slug = request.GET.get(by, "")
    chosen = slug if slug in {part.slug for part in parts} else ""
    if chosen:
        articles = articles.filter(**{{"product": "products__slug", "topic": "topic__slug"}[by]: chosen})
    number = _page_number(request)
    count = articles.count()
    pages = max(1, math.ceil(count / PAGE_SIZE))
    if number > pages:
        raise Http404(_("The list has no such page."))
    start = (number - 1) * PAGE_SIZE

    def url(page: int) -> str:
        return with_query(path, {by: chosen, "page": str(page) if page > 1 else ""})

    return Shelf(
        articles=list(articles.for_list().order_by("title", "pk")[start : start + PAGE_SIZE]),
        count=count,
        number=number,
        pages=pages,
        previous_url=url(number - 1) if number > 1 else "",
        next_url=url(number + 1) if number < pages else "",
        canonical=url(number),
        whole_url=path,
        choices=tuple(
            Choice(part.name, part.count, with_query(path, {by: part.slug}), part.slug == chosen) for part in parts
        ),
    )


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise BadRequest(_("The page number must be 1 or more."))
    return int(text)
