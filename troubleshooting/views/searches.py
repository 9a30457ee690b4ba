"""What the pages tell of searches: that one was seen, and what was opened of its results."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from troubleshooting import search as engine
from troubleshooting.forms import SearchForm
from troubleshooting.http import limits
from troubleshooting.http.links import with_query
from troubleshooting.http.origin import same_origin
from troubleshooting.http.staff import is_staff_browser
from troubleshooting.models import Article
from troubleshooting.searches import anonymous, record_click, record_search
from troubleshooting.views import errors
from troubleshooting.views.search import TOLD

LOOKED_AT = 100
"""Of how many results one may have been opened."""
_PROGRAM = re.compile(r"bot|crawl|spider|slurp|preview|headless|python|curl|wget|java/|http", re.IGNORECASE)


@require_POST
def seen(request: HttpRequest) -> HttpResponseBase:
    """A results page was shown. Without script its button says so of a search that found nothing."""
    if not limits.within(limits.SEARCHES, request):
        return errors.too_many(limits.SEARCHES.seconds_left())
    query = _query(request)
    if _is_visitor(request):
        _count_search(request, query)
    told = with_query(reverse("troubleshooting:search"), {"q": query, "missed": TOLD})
    return HttpResponseRedirect(told, status=303, headers={"Cache-Control": "no-store"})


@require_POST
def clicked(request: HttpRequest) -> HttpResponseBase:
    """An article was opened from results or suggestions; what was searched from a suggestion counts as searched."""
    if not limits.within(limits.SEARCHES, request):
        return errors.too_many(limits.SEARCHES.seconds_left())
    query = _query(request)
    article = Article.objects.published().filter(slug=request.POST.get("article", "").replace("\0", "")).first()
    if article and _is_visitor(request) and _is_offered(article, query):
        _count_search(request, query)
        text = anonymous(query)
        if text and limits.within(limits.once_a_day("clicked", text), request):
            record_click(text, article=article, at=timezone.now())
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def _query(request: HttpRequest) -> str:
    form = SearchForm(request.POST)
    form.is_valid()
    return str(form.cleaned_data.get("q", ""))


def _count_search(request: HttpRequest, query: str) -> None:
    """Once a day from one network. What it found is looked up here: whatever the page says may be made up."""
    text = anonymous(query)
    if text and limits.within(limits.once_a_day("searched", text), request):
        record_search(text, results=engine.search(query).total, at=timezone.now())


def _is_offered(article: Article, query: str) -> bool:
    """Whether a visitor who typed this far is led to the article."""
    results = engine.search(query, limit=LOOKED_AT)
    if article.pk in {hit.article.pk for hit in (*results.hits, *results.nearest)}:
        return True
    return any(suggestion.slug == article.slug for suggestion in engine.suggest(query))


def _is_visitor(request: HttpRequest) -> bool:
    """A browser on our own page, and nobody of the staff."""
    is_program = _PROGRAM.search(request.headers.get("User-Agent", ""))
    return bool(same_origin(request)) and not is_program and not is_staff_browser(request)
