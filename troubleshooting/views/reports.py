"""What visitors report, and the visit it belongs to."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troubleshooting.documents.schema import FixRole
from troubleshooting.forms import ReportForm
from troubleshooting.guide import Lead
from troubleshooting.http import limits
from troubleshooting.http import visits as visit_ids
from troubleshooting.http.links import lead_url, solved_url
from troubleshooting.http.pages import CACHE_CONTROL, public_page
from troubleshooting.models import Article
from troubleshooting.models.reports import TrustClass
from troubleshooting.reporting import ReportError, Word, record
from troubleshooting.views import errors
from troubleshooting.views.lookup import forget_article, with_article

Keep = Callable[[HttpRequest, Article, Word, str], Lead | None]
"""What is done with a word of the visit whose token comes last; it says where the word leads."""


@require_POST
def visits(request: HttpRequest) -> HttpResponseBase:
    """A new visit's signed id, asked for by the page when a visitor first reaches for a form."""
    if not limits.within(limits.VISITS, request):
        return errors.too_many(limits.VISITS.seconds_left())
    return HttpResponse(visit_ids.mint(), content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_http_methods(["GET", "HEAD", "POST"])
@with_article
def reports(request: HttpRequest, article: Article) -> HttpResponseBase:
    """POST a word on a fix, then 303 to what comes next; GET is what comes after a fix that helped."""
    return reports_page(request, article, _keep)


def reports_page(request: HttpRequest, article: Article, keep: Keep) -> HttpResponseBase:
    return _take(request, article, keep) if request.method == "POST" else _solved(request, article)


def _take(request: HttpRequest, article: Article, keep: Keep) -> HttpResponseBase:
    form = ReportForm(request.POST)
    if not form.is_valid():
        raise BadRequest(_("The report names no fix of this article. Open the article and report from there."))
    said = form.cleaned_data
    pairs = tuple((name, str(value)) for name, values in request.POST.lists() for value in values)
    word = Word(said["scenario"], said["fix"], said["verdict"], said["revision"], said["comment"], pairs)
    try:
        lead = keep(request, article, word, said["visit"])
    except ReportError as error:
        raise BadRequest(str(error)) from error
    url = lead_url(article.slug, lead) if lead else solved_url(article.slug, word.fix, commented=bool(word.comment))
    return HttpResponseRedirect(url, status=303, headers={"Cache-Control": "no-store"})


def _keep(request: HttpRequest, article: Article, word: Word, token: str) -> Lead | None:
    visit, trust = visit_ids.visit_of(request, token, article.slug)
    if not limits.within(limits.REPORTS, request):
        trust = TrustClass.FLOOD
    lead = record(article, word, visit=visit, trust=trust)
    if lead is None:
        forget_article(request, article)
    return lead


def _solved(request: HttpRequest, article: Article) -> HttpResponseBase:
    key = request.GET.get("fix", "")
    rendered = article.page.rendered
    scenario = next((s for s in rendered.scenarios if any(f.key == key for f in s.fixes)), None)
    if scenario is None or article.published_revision is None:
        return HttpResponseRedirect(article.get_absolute_url(), headers={"Cache-Control": CACHE_CONTROL})
    commented = request.GET.get("comment") == "sent"
    context = {
        "article": rendered,
        "article_url": article.get_absolute_url(),
        "commented": commented,
        "scenario": scenario,
        "fix": next(fix for fix in scenario.fixes if fix.key == key),
        "follow_ups": [f for f in scenario.fixes if f.role == FixRole.FOLLOW_UP and f.key != key],
        "revision": article.published_revision.number,
    }
    canonical = solved_url(article.slug, key, commented=commented)
    return public_page("troubleshooting/solved.html", context, canonical=canonical)
