"""A draft for people without an account: the public pages of one revision, below a signed link that expires.

The public views' own functions make the pages, of an article that exists in memory only. Nothing of a preview is
stored: no report, no message, no cookie, no page.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirectBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from troubleshooting.documents.rendering import render_article
from troubleshooting.forms import ContactForm
from troubleshooting.guide import Lead, Trail
from troubleshooting.http.framing import framed
from troubleshooting.http.pages import portal_context
from troubleshooting.http.store import Store, clock
from troubleshooting.models import Article, Page, Revision, Topic
from troubleshooting.publishing import current_catalog
from troubleshooting.reporting import Word, lead_of
from troubleshooting.views.articles import article_page
from troubleshooting.views.contact import contact_page
from troubleshooting.views.guide import node_page, start_page
from troubleshooting.views.moving import Move
from troubleshooting.views.reports import reports_page

View = Callable[..., HttpResponseBase]

_SIGNER = signing.TimestampSigner(sep=".", salt="troubleshooting.preview")
_MOST_DRAFTS = 20
_DRAFT_SECONDS = 60

drafts: Store[int, Article] = Store(limit=lambda: _MOST_DRAFTS, size=lambda _draft: 1, seconds=lambda: _DRAFT_SECONDS)
"""Stand-ins by revision, so that a walk through the guide renders the document once."""


def preview_path(revision: Revision) -> str:
    """A new link to a revision, valid from now on for ``PREVIEW_DAYS``."""
    return reverse("troubleshooting:preview", args=[_SIGNER.sign(str(revision.pk))])


def valid_until(signed_at: dt.datetime) -> dt.datetime:
    return signed_at + dt.timedelta(days=settings.PREVIEW_DAYS)


def with_draft(view: View) -> View:
    """Give the view the article that the token stands for, and move what it answers below the link."""

    @wraps(view)
    def page(request: HttpRequest, token: str, **keys: str) -> HttpResponseBase:
        try:
            pk = int(_SIGNER.unsign(token, max_age=dt.timedelta(days=settings.PREVIEW_DAYS)))
        except signing.SignatureExpired:
            return _no_preview(HTTPStatus.GONE)
        except signing.BadSignature:
            return _no_preview(HTTPStatus.NOT_FOUND)
        draft = _draft(pk)
        if draft is None:
            return _no_preview(HTTPStatus.NOT_FOUND)
        answer = view(request, draft, **keys)
        return _moved(answer, draft, token)

    return framed(page)


def _draft(pk: int) -> Article | None:
    """Asked anew every time: whether the article is in the trash by now."""
    if not Revision.objects.for_preview().filter(pk=pk).exists():
        return None
    return drafts.get(pk) or _load(pk)


def _load(pk: int) -> Article:
    stamp = clock.stamp()
    draft = stand_in(Revision.objects.get(pk=pk))
    drafts.put(pk, draft, stamp)
    return draft


def stand_in(revision: Revision) -> Article:
    """The article as it would be if the revision were public. It is never saved."""
    real = Article.objects.with_helped().get(pk=revision.article_id)
    document = revision.document
    is_public = real.published_revision_id == revision.pk
    article = Article(
        pk=real.pk,
        slug=document.slug,
        title=document.title,
        summary=document.summary,
        code=document.codes[0] if document.codes else "",
        publisher=document.publisher,
        topic=Topic.objects.filter(slug=document.topic).first() or Topic(slug=document.topic, name=document.topic),
        status=real.status if is_public else Article.Status.DRAFT,
        published_revision=revision,
        published_at=real.published_at if is_public else timezone.now(),
    )
    article.helped = real.helped
    # Without a fingerprint the body is rendered when it is asked for, which the guide never does.
    page = Page(article=article, made_by="")
    page.rendered = render_article(document, current_catalog())
    return article


def _moved(answer: HttpResponseBase, draft: Article, token: str) -> HttpResponse:
    """As a response that no store of public pages takes."""
    move = Move(draft.get_absolute_url(), reverse("troubleshooting:preview", args=[token]))
    if isinstance(answer, HttpResponseRedirectBase):
        answer["Location"] = move.address(answer["Location"])
        return _private(answer)
    assert isinstance(answer, HttpResponse)
    assert draft.published_revision is not None
    signed_at = dt.datetime.fromtimestamp(signing.b62_decode(token.split(".")[1]), tz=dt.UTC)
    context = {
        "number": draft.published_revision.number,
        "is_public": draft.status == Article.Status.PUBLISHED,
        "valid_until": valid_until(signed_at),
    }
    banner = render_to_string("troubleshooting/_preview_banner.html", context)
    return _private(HttpResponse(move.page(answer.text, banner), status=answer.status_code))


def _no_preview(status: HTTPStatus) -> HttpResponse:
    context = {**portal_context(), "expired": status == HTTPStatus.GONE}
    return _private(HttpResponse(render_to_string("troubleshooting/preview_over.html", context), status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _keep_nothing(_request: HttpRequest, draft: Article, word: Word, _visit: str) -> Lead | None:
    return lead_of(draft, word)


def _send_nothing(_request: HttpRequest, draft: Article, _form: ContactForm, _trail: Trail) -> HttpResponse:
    context = {**portal_context(), "article": draft, "article_url": draft.get_absolute_url()}
    return HttpResponse(render_to_string("troubleshooting/preview_not_sent.html", context))


def _reports(request: HttpRequest, draft: Article) -> HttpResponseBase:
    return reports_page(request, draft, _keep_nothing)


def _contact(request: HttpRequest, draft: Article) -> HttpResponseBase:
    return contact_page(request, draft, _send_nothing)


article = require_safe(with_draft(article_page))
start = require_safe(with_draft(start_page))
node = require_safe(with_draft(node_page))
reports = require_http_methods(["GET", "HEAD", "POST"])(with_draft(_reports))
contact = require_http_methods(["GET", "HEAD", "POST"])(with_draft(_contact))
