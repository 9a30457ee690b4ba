from django.http import HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_safe

from troubleshooting import search as engine
from troubleshooting.forms import SearchForm
from troubleshooting.http.pages import PublicPage, public_page
from troubleshooting.models import Article
from troubleshooting.views.links import with_query

SUGGESTED = 5


@require_safe
def search(request: HttpRequest) -> PublicPage:
    """Results for any text. Filters that name nothing are dropped, as unknown keys are."""
    form = SearchForm(request.GET)
    form.is_valid()
    asked = {name: str(form.cleaned_data.get(name, "")) for name in ("q", "product", "topic")}
    results = engine.search(asked["q"], product=asked["product"], topic=asked["topic"])
    suggested = () if results.articles else Article.objects.published().for_list().recently_changed()[:SUGGESTED]
    context = {**asked, "results": results, "suggested": suggested}
    canonical = with_query(reverse("troubleshooting:search"), asked)
    return public_page("troubleshooting/search.html", context, canonical=canonical)
