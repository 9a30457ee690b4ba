from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_safe

from troubleshooting import search as engine
from troubleshooting.forms import SearchForm
from troubleshooting.guide import Trail
from troubleshooting.http import slugs
from troubleshooting.http.links import contact_url, guide_url, with_query
from troubleshooting.http.pages import PublicPage, public_page
from troubleshooting.models import Article, Topic
from troubleshooting.views.asking import Asked, filters, stretch

RECENT = 6
FEWEST_LETTERS = 2
"""Of a query that suggestions are made for."""
TOLD = "sent"
"""Value of ``missed`` in the address once the visitor has told us by hand."""


@require_safe
def search(request: HttpRequest) -> PublicPage:
    """Results for any text, or where to look instead."""
    asked, results = _found(Asked.read(SearchForm(request.GET)))
    is_told = request.GET.get("missed") == TOLD
    context = {
        "asked": asked,
        "results": results,
        "filters": filters(asked, results),
        "shelf": stretch(asked, results),
        "did_you_mean_url": asked.url_with(q=results.did_you_mean),
        "is_told": is_told,
    }
    if not results.hits or results.is_partial:
        context |= _elsewhere(results)
    canonical = with_query(reverse("troubleshooting:search"), {**asked.values, "missed": TOLD if is_told else ""})
    return public_page("troubleshooting/search.html", context, canonical=canonical)


@require_safe
def suggest(request: HttpRequest) -> PublicPage:
    """What stands under the search box while somebody types: a part of a page, the same for everybody."""
    query = Asked.read(SearchForm({"q": request.GET.get("q", "")})).q
    suggestions = engine.suggest(query) if len(query) >= FEWEST_LETTERS else ()
    # As the browser's script writes it, so that the page store knows the address again.
    canonical = reverse("troubleshooting:search_suggest") + "?q=" + quote(query, safe="!~*'()")
    page = public_page("troubleshooting/_suggestions.html", {"suggestions": suggestions}, canonical=canonical)
    page["X-Robots-Tag"] = "noindex"
    return page


def _found(asked: Asked) -> tuple[Asked, engine.Results]:
    """One page of the results; the first one where there is no such page."""
    product, topic = asked.values["product"], asked.values["topic"]
    results = engine.search(asked.q, product=product, topic=topic, start=asked.start)
    if results.hits or asked.page == 1:
        return asked, results
    return _found(asked.on_page(1))


def _elsewhere(results: engine.Results) -> dict[str, Any]:
    """Ways on where no article has what was asked: the guide and contact page of the likeliest one, or topics."""
    closest = results.hits or results.nearest
    likeliest = slugs.published(closest[0].article.slug) if closest else None
    context: dict[str, Any] = {"topics": Topic.objects.with_articles(), "support_email": _support_email()}
    if not likeliest:
        return {**context, "recent": Article.objects.published().for_list().recently_changed()[:RECENT]}
    rendered = likeliest.page.rendered
    has_guide = bool(rendered.questions) or len(rendered.scenarios) > 1
    return {
        **context,
        "likeliest": likeliest,
        "guide_url": guide_url(likeliest.slug, "", Trail()) if has_guide else "",
        "contact_url": contact_url(likeliest.slug, Trail()),
    }


def _support_email() -> str:
    """Of the settings, unless it is one that no mail from outside reaches."""
    host = settings.SUPPORT_EMAIL.rpartition("@")[2]
    return settings.SUPPORT_EMAIL if "." in host else ""
