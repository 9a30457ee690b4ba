"""Lead a search to an article: give the article the code that was searched, or redirect the search to it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troubleshooting import search as engine
from troubleshooting.admin.actions import person
from troubleshooting.admin.searches import VIEW, looks_like_code
from troubleshooting.models import Article, SearchRedirect
from troubleshooting.models.searching import QUERY_LENGTH
from troubleshooting.publishing.articles import PublishingError, refusal
from troubleshooting.publishing.steering import add_code, store_steering

OFFERED = 10
MAY_ADD_CODE, MAY_REDIRECT = "troubleshooting.change_article", "troubleshooting.add_searchredirect"


@permission_required(VIEW, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: HttpRequest) -> HttpResponse:
    """The articles it may be about, to choose one of; a POST does what its button says with the chosen one."""
    refused = ""
    if request.method == "POST":
        try:
            _do(request)
        except PublishingError as error:
            refused = str(error)
        else:
            return HttpResponseRedirect(reverse("admin:searches"))
    query = _given(request, "q")
    words = _given(request, "find")
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Lead a search to an article"),
        "query": query,
        "words": words,
        "code": _given(request, "code") or query,
        "articles": _offered(words or query),
        "chosen": request.POST.get("article", ""),
        "is_code": looks_like_code(query),
        "may_add_code": request.user.has_perm(MAY_ADD_CODE),
        "may_redirect": request.user.has_perm(MAY_REDIRECT),
        "refusal": refused,
    }
    status = 409 if refused else 200
    return TemplateResponse(request, "admin/troubleshooting/search_lead.html", context, status=status)


def _given(request: HttpRequest, name: str) -> str:
    values = request.POST if name in request.POST else request.GET
    return values.get(name, "").replace("\0", "").strip()[:QUERY_LENGTH]


def _offered(words: str) -> Sequence[Article]:
    """What the search finds or nearly finds, then articles with the words in title or slug, drafts among them."""
    results = engine.search(words, limit=OFFERED)
    found = [hit.article for hit in (*results.hits, *results.nearest)]
    named = Article.objects.not_trashed().named_like(words)[:OFFERED] if words else ()
    return list({article.pk: article for article in (*found, *named)}.values())[:OFFERED]


def _do(request: HttpRequest) -> None:
    key = request.POST.get("article", "")
    is_number = key.isascii() and key.isdecimal() and len(key) < 19
    article = Article.objects.not_trashed().filter(pk=int(key)).first() if is_number else None
    do = {"code": _code, "redirect": _redirect}.get(request.POST.get("do", ""))
    if article is None or do is None:
        raise refusal(_("Choose the article first."))
    do(request, article)


def _code(request: HttpRequest, article: Article) -> None:
    if not request.user.has_perm(MAY_ADD_CODE):
        raise PermissionDenied
    code = _given(request, "code")
    revision = add_code(article, code, by=person(request))
    said = _("Revision {} of {} is a draft with the code “{}”. Searches find it once the draft is published.")
    messages.success(request, format_html(said, revision.number, _link(article), code))


def _redirect(request: HttpRequest, article: Article) -> None:
    if not request.user.has_perm(MAY_REDIRECT):
        raise PermissionDenied
    query = _given(request, "q")
    store_steering(SearchRedirect(query=query, article=article), by=request.user)
    messages.success(request, format_html(_("“{}” leads to {} from now on."), query, _link(article)))


def _link(article: Article) -> str:
    url = reverse("admin:troubleshooting_article_change", args=[article.pk])
    return format_html('<a href="{}">“{}”</a>', url, article)
