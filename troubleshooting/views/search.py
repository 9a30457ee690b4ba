import re

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from troubleshooting import search as engine
from troubleshooting.forms import SearchForm
from troubleshooting.http import limits
from troubleshooting.http.origin import same_origin
from troubleshooting.http.pages import PublicPage, public_page
from troubleshooting.http.staff import is_staff_browser
from troubleshooting.missed_searches import record_missed
from troubleshooting.models import Article
from troubleshooting.views import errors
from troubleshooting.views.links import with_query

SUGGESTED = 5
TOLD = "sent"
"""Value of ``missed`` in the address once the visitor has told us by hand."""
_PROGRAM = re.compile(r"bot|crawl|spider|slurp|preview|headless|python|curl|wget|java/|http", re.IGNORECASE)


@require_safe
def search(request: HttpRequest) -> PublicPage:
    """Results for any text. Filters that name nothing are dropped, as unknown keys are."""
    form = SearchForm(request.GET)
    form.is_valid()
    asked = {name: str(form.cleaned_data.get(name, "")) for name in ("q", "product", "topic")}
    results = engine.search(asked["q"], product=asked["product"], topic=asked["topic"])
    suggested = () if results.articles else Article.objects.published().for_list().recently_changed()[:SUGGESTED]
    is_told = request.GET.get("missed") == TOLD
    context = {**asked, "results": results, "suggested": suggested, "is_told": is_told}
    canonical = with_query(reverse("troubleshooting:search"), {**asked, "missed": TOLD if is_told else ""})
    return public_page("troubleshooting/search.html", context, canonical=canonical)


@require_POST
def missed(request: HttpRequest) -> HttpResponseBase:
    """Told by the results page, or by its button, that a search found nothing. Once a day from one network counts."""
    if not limits.within(limits.MISSED, request):
        return errors.too_many(limits.MISSED.seconds_left())
    form = SearchForm(request.POST)
    form.is_valid()
    query = str(form.cleaned_data.get("q", ""))
    if _is_visitor(request) and not engine.search(query).articles and limits.within(limits.once_a_day(query), request):
        record_missed(query, at=timezone.now())
    told = with_query(reverse("troubleshooting:search"), {"q": query, "missed": TOLD})
    return HttpResponseRedirect(told, status=303, headers={"Cache-Control": "no-store"})


def _is_visitor(request: HttpRequest) -> bool:
    """A browser on our own page, and nobody of the staff."""
    is_program = _PROGRAM.search(request.headers.get("User-Agent", ""))
    return bool(same_origin(request)) and not is_program and not is_staff_browser(request)
